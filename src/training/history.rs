//! What each epoch came to.

use serde::{Deserialize, Serialize};

/// One epoch of a training, a row of `history.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EpochRecord {
    /// The epoch, from 1.
    pub epoch: usize,
    /// The learning rate that it began with.
    pub learning_rate: f64,
    /// Mean cross-entropy of the training examples as varied.
    pub training_loss: f64,
    /// Share of them answered rightly.
    pub training_accuracy: f64,
    /// Mean cross-entropy of the validation clips.
    pub validation_loss: f64,
    /// Share of them answered rightly.
    pub validation_accuracy: f64,
    /// Their unweighted average recall, the mean over corpora.
    pub validation_uar: f64,
    /// How long the epoch took.
    pub seconds: f64,
}

/// The epochs so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// One record an epoch, in order.
    pub epochs: Vec<EpochRecord>,
}

impl History {
    /// The epoch with the best validation recall; the first of several.
    pub fn best(&self) -> Option<&EpochRecord> {
        self.epochs.iter().reduce(|best, epoch| {
            if epoch.validation_uar > best.validation_uar { epoch } else { best }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_epoch_is_the_first_with_the_best_recall() {
        let record = |epoch, validation_uar| EpochRecord {
            epoch,
            learning_rate: 1e-3,
            training_loss: 1.0,
            training_accuracy: 0.5,
            validation_loss: 1.0,
            validation_accuracy: 0.5,
            validation_uar,
            seconds: 1.0,
        };
        let history = History { epochs: vec![record(1, 0.3), record(2, 0.5), record(3, 0.5)] };
        assert_eq!(history.best().map(|best| best.epoch), Some(2));
        assert_eq!(History::default().best(), None);
    }
}
