//! Other levels, and what a converter makes of too high ones.

use std::ops::RangeInclusive;

use super::{amplitude_from_db, check};
use crate::audio::{AudioError, Waveform};

/// What [`gain`] takes, in decibels.
pub const GAIN_DB: RangeInclusive<f64> = -60.0..=60.0;

/// Makes a sound louder or, with less than 0 dB, quieter, as the knob before a converter does.
///
/// 20 dB are ten times the amplitude. What would pass full scale clips: it is ±1 afterwards, and
/// [`clipped`] counts it.
///
/// # Errors
/// [`AudioError::OutOfRange`] outside [`GAIN_DB`].
pub fn gain(sound: &Waveform, gain_db: f64) -> Result<Waveform, AudioError> {
    check("a gain", "dB", GAIN_DB, gain_db)?;
    let factor = amplitude_from_db(gain_db) as f32;
    let samples = sound.samples().iter().map(|s| (s * factor).clamp(-1.0, 1.0)).collect();
    Waveform::new(samples, sound.rate_hz())
}

/// How many samples are at full scale or beyond it.
pub fn clipped(sound: &Waveform) -> usize {
    sound.samples().iter().filter(|s| s.abs() >= 1.0).count()
}

#[cfg(test)]
mod tests {
    use super::super::testing::harmonic;
    use super::*;

    #[test]
    fn six_decibels_are_twice_the_amplitude() {
        let sound = harmonic(200.0, 0.1);
        let quiet = gain(&sound, -6.0206).unwrap();
        for (quiet, sound) in quiet.samples().iter().zip(sound.samples()) {
            assert!((2.0 * quiet - sound).abs() < 1e-5);
        }
        assert_eq!(gain(&sound, 0.0).unwrap(), sound);
    }

    #[test]
    fn what_passes_full_scale_clips_and_is_counted() {
        let sound = Waveform::new(vec![0.05, -0.2, 0.3, 0.0], 16_000).unwrap();
        assert_eq!(clipped(&sound), 0);
        let loud = gain(&sound, 20.0).unwrap();
        assert_eq!(loud.samples(), [0.5, -1.0, 1.0, 0.0]);
        assert_eq!(clipped(&loud), 2);
    }

    #[test]
    fn an_absurd_gain_is_refused_with_the_range() {
        let error = gain(&harmonic(200.0, 0.1), 99.0).unwrap_err();
        assert_eq!(error.to_string(), "expected a gain of -60 to 60 dB, got 99");
        assert!(gain(&harmonic(200.0, 0.1), f64::NAN).is_err());
    }
}
