//! The zero-crossing rate.

use super::error::check;
use super::framing::Framing;
use super::{FeatureError, Features};
use crate::audio::Waveform;
use crate::wide::wide;

/// What is no larger than this counts as zero, and zero as positive.
const ZERO: f32 = 1e-10;

/// How often a frame changes its sign, for every frame: a share of its samples, 0 to 1.
///
/// Equals `librosa.feature.zero_crossing_rate(y, frame_length, hop_length)` of librosa 0.11.0: the
/// first and the last sample are repeated beyond the ends, and the first sample of a frame never
/// counts as a crossing.
///
/// # Errors
/// [`FeatureError::Spec`] unless the frame is even and the hop 1 or more.
pub fn zcr(
    sound: &Waveform,
    frame_samples: usize,
    hop_samples: usize,
) -> Result<Features, FeatureError> {
    let framing = checked_framing(frame_samples, hop_samples)?;
    let samples = sound.samples();
    let frames = framing.frames(samples.len());
    let values = (0..frames).map(|t| rate(samples, framing, t)).collect();
    Ok(Features { values, rows: 1, frames })
}

/// The rate of frame `t`.
pub(super) fn rate(samples: &[f32], framing: Framing, t: usize) -> f32 {
    let crossings = crossings(&samples[framing.under(t, samples.len())]);
    crossings as f32 / framing.frame_samples as f32
}

/// How often the sign changes from one sample to the next.
fn crossings(samples: &[f32]) -> u32 {
    let negative = |sample: f32| sample < -ZERO;
    let neighbours = samples.iter().zip(samples.iter().skip(1));
    wide!(neighbours.map(|(a, b)| u32::from(negative(*a) != negative(*b))).sum())
}

/// Frames of an even length.
pub(super) fn checked_framing(
    frame_samples: usize,
    hop_samples: usize,
) -> Result<Framing, FeatureError> {
    check(
        frame_samples > 0 && frame_samples.is_multiple_of(2),
        "frame_samples",
        "even and 2 or more",
        frame_samples as f64,
    )?;
    check(hop_samples > 0, "hop_samples", "of 1 or more", hop_samples as f64)?;
    Ok(Framing::even(frame_samples, hop_samples))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_sign_counts_once() {
        assert_eq!(crossings(&[1.0, -1.0, -1.0, 2.0]), 2);
        assert_eq!(crossings(&[1.0]), 0);
    }

    #[test]
    fn nothing_and_almost_nothing_are_positive() {
        assert_eq!(crossings(&[0.0, -0.0, -1e-11, 1.0, 0.0]), 0);
        assert_eq!(crossings(&[0.0, -1e-9]), 1);
    }

    #[test]
    fn the_fastest_tone_crosses_at_every_sample() {
        let samples = (0..64).map(|n| if n % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let rates = zcr(&Waveform::new(samples, 8_000).unwrap(), 16, 8).unwrap();
        assert_eq!(rates.frames, 9);
        assert_eq!(rates.values[4], 15.0 / 16.0);
        assert_eq!(rates.values[0], 7.0 / 16.0, "half of it lies before the sound");
    }
}
