//! Learning rates over the epochs.

use serde::{Deserialize, Serialize};

/// How the learning rate goes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Schedule {
    /// Multiplied by `factor` when the watched loss has not fallen for `patience` epochs, down to
    /// `least`: Keras' `ReduceLROnPlateau`, with its smallest change of 1e-4.
    Plateau {
        /// What the rate is multiplied by.
        factor: f64,
        /// Epochs without a better loss before it is.
        patience: usize,
        /// The rate is never below it.
        least: f64,
    },
    /// A rise over the first epochs, then half a cosine down to nothing (Loshchilov & Hutter 2017).
    Cosine {
        /// Epochs of the rise.
        warm_up: usize,
    },
}

/// Smallest fall of the loss that counts as one.
const LEAST_CHANGE: f64 = 1e-4;

/// A schedule on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearningRate {
    schedule: Schedule,
    start: f64,
    epochs: usize,
    rate: f64,
    best_loss: f64,
    waited: usize,
}

impl LearningRate {
    /// A schedule from a rate over a number of epochs.
    pub fn new(schedule: Schedule, start: f64, epochs: usize) -> Self {
        Self { schedule, start, epochs, rate: start, best_loss: f64::MAX, waited: 0 }
    }

    /// The rate of an epoch, from 0, at a part of it from 0 to 1.
    pub fn at(&self, epoch: usize, part: f64) -> f64 {
        match self.schedule {
            Schedule::Plateau { .. } => self.rate,
            Schedule::Cosine { warm_up } => {
                let (now, rise) = (epoch as f64 + part, warm_up as f64);
                if now < rise {
                    return self.start * (now + 0.05) / (rise + 0.05);
                }
                let done = (now - rise) / (self.epochs as f64 - rise).max(1.0);
                self.start * 0.5 * (1.0 + (std::f64::consts::PI * done.min(1.0)).cos())
            }
        }
    }

    /// Takes note of the watched loss at the end of an epoch.
    pub fn epoch_ended(&mut self, loss: f64) {
        let Schedule::Plateau { factor, patience, least } = self.schedule else { return };
        if loss < self.best_loss - LEAST_CHANGE {
            self.best_loss = loss;
            self.waited = 0;
            return;
        }
        self.waited += 1;
        if self.waited >= patience {
            self.rate = (self.rate * factor).max(least);
            self.waited = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plateau_lowers_the_rate_after_its_patience_and_not_below_the_least() {
        let plateau = Schedule::Plateau { factor: 0.4, patience: 2, least: 1e-4 };
        let mut rate = LearningRate::new(plateau, 1e-3, 60);
        [1.0, 0.9, 0.9, 0.95].into_iter().for_each(|loss| rate.epoch_ended(loss));
        assert!((rate.at(4, 0.0) - 4e-4).abs() < 1e-12);
        (0..20).for_each(|_| rate.epoch_ended(1.0));
        assert_eq!(rate.at(24, 0.0), 1e-4);
    }

    #[test]
    fn a_cosine_rises_then_falls_to_nothing() {
        let rate = LearningRate::new(Schedule::Cosine { warm_up: 3 }, 1e-3, 60);
        assert!(rate.at(0, 0.0) < 1e-4);
        assert!((rate.at(3, 0.0) - 1e-3).abs() < 1e-9);
        assert!(rate.at(59, 1.0) < 1e-9);
    }
}
