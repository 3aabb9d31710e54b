//! A take: a recording of something that was meant, and what is none.

use std::sync::Arc;

use crate::emotion::Emotion;
use crate::meaning::Meaning;

/// The shortest take, in seconds.
pub const SHORTEST_TAKE_S: f64 = 0.4;
/// The longest take, in seconds; recording ends there.
pub const LONGEST_TAKE_S: f64 = 10.0;
/// The peak below which a take is silent.
pub const SILENT_PEAK: f32 = 0.003;

/// What stands in the place of an emotion in a kept take whose label is somebody's own.
const OWN: u32 = Emotion::COUNT as u32;

/// What tells a take, or a model, from the others: unique as long as the browser keeps it.
pub type Id = u32;

/// The start of 2025, in milliseconds since 1970.
const FIRST_MS: f64 = 1_735_689_600e3;

/// The number of a moment, in milliseconds since 1970: ten a second, so that two tabs, which do not
/// know of each other's takes, number them apart.
pub fn id_at(now_ms: f64) -> Id {
    ((now_ms - FIRST_MS) / 100.0) as Id
}

/// A recording of something that was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Which.
    pub id: Id,
    /// What was meant.
    pub label: Meaning,
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

    /// The take as the browser keeps it: which emotion was meant, or that an own label was, rate and
    /// samples; then the name of an own label.
    ///
    /// # Errors
    /// Those of the encoding, which has none in memory.
    pub fn pack(&self) -> postcard::Result<Vec<u8>> {
        let label = self.label.emotion().map_or(OWN, |emotion| emotion.index() as u32);
        let bytes = postcard::to_stdvec(&(label, self.rate_hz, self.samples.as_slice()))?;
        match self.label {
            Meaning::Emotion(_) => Ok(bytes),
            Meaning::Own(_) => postcard::to_extend(&self.label, bytes),
        }
    }

    /// The take that was kept; none if the bytes are those of something else.
    pub fn unpack(id: Id, bytes: &[u8]) -> Option<Self> {
        let ((label, rate_hz, samples), name) = postcard::take_from_bytes(bytes).ok()?;
        let label = match label {
            OWN => postcard::from_bytes(name).ok()?,
            emotion => Emotion::from_index(emotion as usize)?.into(),
        };
        Some(Self { id, label, rate_hz, samples: Arc::new(samples) })
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
    use serde::Serialize;

    use super::*;

    #[test]
    fn a_take_is_kept_with_its_label() {
        for label in ["fear", "my teacher voice"] {
            let samples = Arc::new(vec![0.5, -0.25]);
            let take = Take { id: 7, label: label.parse().unwrap(), rate_hz: 8_000, samples };
            assert_eq!(Take::unpack(7, &take.pack().unwrap()), Some(take));
        }
        assert_eq!(Take::unpack(7, b"no take"), None);
    }

    #[test]
    fn a_take_that_was_kept_before_there_were_own_labels_is_read() {
        #[derive(Serialize)]
        struct Kept {
            label: Emotion,
            rate_hz: u32,
            samples: Vec<f32>,
        }
        let kept = Kept { label: Emotion::Disgust, rate_hz: 44_100, samples: vec![0.1; 3] };
        let take = Take::unpack(1, &postcard::to_stdvec(&kept).unwrap()).unwrap();
        assert_eq!((take.label, take.rate_hz), (Emotion::Disgust.into(), 44_100));
        assert_eq!(*take.samples, kept.samples);
    }

    #[test]
    fn every_tenth_of_a_second_has_its_number() {
        assert_eq!(id_at(FIRST_MS), 0);
        let in_2030 = FIRST_MS + 5.0 * 365.0 * 86_400e3;
        assert_eq!(id_at(in_2030 + 100.0), id_at(in_2030) + 1);
    }

    #[test]
    fn what_is_no_take_is_found_out() {
        let loud = |seconds: f64| vec![0.5f32; (16_000.0 * seconds) as usize];
        assert_eq!(check_take(&loud(0.1), 16_000), Err(Unfit::TooShort));
        assert_eq!(check_take(&loud(30.0), 16_000), Err(Unfit::TooLong));
        assert_eq!(check_take(&[0.0; 32_000], 16_000), Err(Unfit::Silent));
        assert_eq!(check_take(&loud(2.0), 16_000), Ok(()));
    }
}
