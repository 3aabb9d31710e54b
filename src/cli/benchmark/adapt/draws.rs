//! Every speaker once for each draw of takes.

use rayon::prelude::*;

use super::Unheard;
use crate::cli::Failure;
use crate::evaluation::protocol::Spread;

/// What came of every speaker in every draw.
pub struct Draws<T> {
    /// Draw after draw, the speakers in their order.
    trials: Vec<T>,
    speakers: usize,
}

impl<T: Send> Draws<T> {
    /// Tries every speaker with every seed.
    ///
    /// # Errors
    /// The first of a trial.
    pub fn of(
        speakers: &[&Unheard],
        seeds: u64,
        trial: impl Fn(&Unheard, u64) -> Result<T, Failure> + Sync,
    ) -> Result<Self, Failure> {
        let pairs: Vec<(u64, &Unheard)> = (0..seeds)
            .flat_map(|seed| speakers.iter().map(move |speaker| (seed, *speaker)))
            .collect();
        let trials = pairs.par_iter().map(|(seed, speaker)| trial(speaker, *seed));
        Ok(Self { trials: trials.collect::<Result<_, _>>()?, speakers: speakers.len() })
    }
}

impl<T> Draws<T> {
    /// All trials.
    pub fn trials(&self) -> &[T] {
        &self.trials
    }

    /// The mean of all trials.
    pub fn mean(&self, value: impl Fn(&T) -> f64) -> f64 {
        mean(self.trials.iter().map(value))
    }

    /// The mean over speakers, over draws.
    pub fn spread(&self, value: impl Fn(&T) -> f64) -> Spread {
        let draws = self.trials.chunks(self.speakers.max(1));
        Spread::of(draws.map(|trials| mean(trials.iter().map(&value))))
    }

    /// The value below which a tenth of the speakers lies, each by their mean over draws.
    pub fn worst_tenth(&self, value: impl Fn(&T) -> f64) -> f64 {
        let of_speaker = |speaker: usize| {
            mean(self.trials.iter().skip(speaker).step_by(self.speakers).map(&value))
        };
        tenth((0..self.speakers).map(of_speaker))
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The value below which a tenth lies, between the two nearest.
fn tenth(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = 0.1 * values.len().saturating_sub(1) as f64;
    let (low, rest) = (at as usize, at.fract());
    let value = |index: usize| values.get(index).or(values.last()).copied().unwrap_or(0.0);
    value(low) + rest * (value(low + 1) - value(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_lies_between_the_two_nearest() {
        assert_eq!(tenth([3.0, 1.0, 2.0].into_iter()), 1.2);
        assert_eq!(tenth([5.0].into_iter()), 5.0);
        assert_eq!(tenth(std::iter::empty()), 0.0);
    }

    #[test]
    fn speakers_are_told_apart_and_so_are_draws() {
        let draws = Draws { trials: vec![1.0, 5.0, 3.0, 9.0], speakers: 2 };
        let spread = draws.spread(|&value| value);
        assert!((spread.mean - 4.5).abs() < 1e-12 && (spread.sd - 4.5f64.sqrt()).abs() < 1e-12);
        assert!((draws.worst_tenth(|&value| value) - 2.5).abs() < 1e-12, "of 2 and 7");
        assert_eq!(draws.mean(|&value| value), 4.5);
    }
}
