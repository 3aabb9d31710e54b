//! A take: a recording of an emotion that was meant, and what is none.

use std::sync::Arc;

use crate::emotion::Emotion;

/// The shortest take, in seconds.
pub const SHORTEST_TAKE_S: f64 = 0.4;
/// The longest take, in seconds; recording ends there.
pub const LONGEST_TAKE_S: f64 = 10.0;
/// The peak below which a take is silent.
pub const SILENT_PEAK: f32 = 0.003;

/// What tells a take, or a model, from the others: unique as long as the browser keeps it.
pub type Id = u32;

/// A recording of an emotion that was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Which.
    pub id: Id,
    /// The emotion.
    pub label: Emotion,
    /// Samples a second.
    pub rate_hz: u32,
    /// Mono samples.
    pub samples: Arc<Vec<f32>>,
}

impl Take {
    /// Length in seconds.
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz.max(1))
    }
}

/// Why a recording or a file is no take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Below [`SHORTEST_TAKE_S`].
    TooShort,
    /// Beyond [`LONGEST_TAKE_S`].
    TooLong,
    /// Nothing is heard in it.
    Silent,
}

/// Whether samples can be a take.
///
/// # Errors
/// [`Unfit`] with what is wrong.
pub fn check_take(samples: &[f32], rate_hz: u32) -> Result<(), Unfit> {
    let seconds = samples.len() as f64 / f64::from(rate_hz.max(1));
    let peak = samples.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    if seconds < SHORTEST_TAKE_S {
        Err(Unfit::TooShort)
    } else if seconds > LONGEST_TAKE_S + 0.5 {
        Err(Unfit::TooLong)
    } else if peak < SILENT_PEAK {
        Err(Unfit::Silent)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_take_is_found_out() {
        let loud = |seconds: f64| vec![0.5f32; (16_000.0 * seconds) as usize];
        assert_eq!(check_take(&loud(0.1), 16_000), Err(Unfit::TooShort));
        assert_eq!(check_take(&loud(30.0), 16_000), Err(Unfit::TooLong));
        assert_eq!(check_take(&[0.0; 32_000], 16_000), Err(Unfit::Silent));
        assert_eq!(check_take(&loud(2.0), 16_000), Ok(()));
    }
}
