//! Other speeds and other pitches, by the phase vocoder.

use super::vocoder;
use crate::audio::resample::{Ratio, StreamResampler};
use crate::audio::{AudioError, Waveform};

/// Speeds of [`stretch`]: from ten times slower to ten times faster.
pub const STRETCH_RATES: std::ops::RangeInclusive<f64> = 0.1..=10.0;

/// Steps of [`pitch_shift`]: two octaves down to two octaves up.
pub const PITCH_SEMITONES: std::ops::RangeInclusive<f64> = -24.0..=24.0;

/// Changes the speed and keeps the pitch: `rate` 2 is twice as fast and half as long.
///
/// A phase vocoder as in librosa 0.11's `effects.time_stretch`: frames of 2 048 samples, 512 apart.
/// The length is `len / rate`, rounded, and at least one sample.
///
/// # Errors
/// [`AudioError::AbsurdStretch`] outside [`STRETCH_RATES`].
pub fn stretch(sound: &Waveform, rate: f64) -> Result<Waveform, AudioError> {
    if !STRETCH_RATES.contains(&rate) {
        return Err(AudioError::AbsurdStretch(rate));
    }
    let length = (sound.samples().len() as f64 / rate).round_ties_even().max(1.0) as usize;
    Waveform::new(vocoder::stretched(sound.samples(), rate, length), sound.rate_hz())
}

/// Changes the pitch and keeps speed and length: 12 semitones are an octave.
///
/// As in librosa 0.11's `effects.pitch_shift`: a stretch, then another rate, cut or filled with
/// silence to the length of the input.
///
/// # Errors
/// [`AudioError::AbsurdPitchShift`] outside [`PITCH_SEMITONES`].
pub fn pitch_shift(sound: &Waveform, semitones: f64) -> Result<Waveform, AudioError> {
    if !PITCH_SEMITONES.contains(&semitones) {
        return Err(AudioError::AbsurdPitchShift(semitones));
    }
    let rate = (-semitones / 12.0).exp2();
    let stretched = stretch(sound, rate)?;
    let ratio = fraction(rate);
    let mut resampler =
        StreamResampler::of(ratio).ok_or(AudioError::AbsurdPitchShift(semitones))?;
    let mut samples = resampler.whole(stretched.samples());
    samples.resize(sound.samples().len(), 0.0);
    Waveform::new(samples, sound.rate_hz())
}

/// A ratio of lengths in whole numbers, 4 096 on the longer side: off by less than a cent.
fn fraction(ratio: f64) -> Ratio {
    const LONGER: f64 = 4_096.0;
    let (from, to) = if ratio < 1.0 { (LONGER, LONGER * ratio) } else { (LONGER / ratio, LONGER) };
    Ratio::new(from.round() as u32, to.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{RATE_HZ, f0_hz, harmonic, rms};
    use super::*;

    #[test]
    fn a_stretch_changes_the_length_and_keeps_the_pitch() {
        let sound = harmonic(200.0, 1.5);
        for rate in [0.5, 0.8, 1.0, 1.25, 2.0] {
            let stretched = stretch(&sound, rate).unwrap();
            let expected = (sound.samples().len() as f64 / rate).round() as usize;
            assert_eq!(stretched.samples().len(), expected);
            let ratio = f0_hz(&stretched) / f0_hz(&sound);
            assert!((ratio - 1.0).abs() < 0.002, "rate {rate}: pitch times {ratio}");
            let level = |sound: &Waveform| {
                let length = sound.samples().len();
                rms(sound.samples()[length / 4..length * 3 / 4].iter().copied())
            };
            let ratio = level(&stretched) / level(&sound);
            // Slowed down, harmonics fall out of step with one another: librosa loses as much.
            assert!((0.85..1.05).contains(&ratio), "rate {rate}: level times {ratio}");
        }
    }

    #[test]
    fn a_stretch_by_one_is_the_sound_itself() {
        let sound = harmonic(200.0, 0.5);
        let same = stretch(&sound, 1.0).unwrap();
        for (a, b) in same.samples().iter().zip(sound.samples()) {
            assert!((a - b).abs() < 1e-3, "{a} for {b}");
        }
    }

    #[test]
    fn a_stretch_gives_the_samples_of_librosa() {
        // `librosa.effects.time_stretch(sound, rate=rate)[[100, 5000, 10000, 15000]]`, 0.11.0.
        let expected = [
            (0.5, [-0.327_950, 0.138_650, -0.146_491, 0.401_388]),
            (0.8, [-0.334_339, 0.137_371, -0.152_484, 0.430_943]),
            (1.25, [-0.335_055, 0.146_138, -0.177_859, 0.495_905]),
            (2.0, [-0.327_155, 0.143_147, -0.179_798, 0.500_044]),
        ];
        let sound = harmonic(200.0, 1.5);
        for (rate, expected) in expected {
            let stretched = stretch(&sound, rate).unwrap();
            for (at, expected) in [100, 5_000, 10_000, 15_000].into_iter().zip(expected) {
                let found: f32 = stretched.samples()[at];
                assert!((found - expected).abs() < 1e-4, "rate {rate}: {found} for {expected}");
            }
        }
    }

    #[test]
    fn a_pitch_shift_changes_the_pitch_and_keeps_the_length() {
        let sound = harmonic(200.0, 1.5);
        for semitones in [-12.0, -3.0, 0.7, 1.0, 7.0] {
            let shifted = pitch_shift(&sound, semitones).unwrap();
            assert_eq!(shifted.samples().len(), sound.samples().len());
            let found = 12.0 * (f0_hz(&shifted) / f0_hz(&sound)).log2();
            assert!((found - semitones).abs() < 0.03, "{found} semitones for {semitones}");
        }
    }

    #[test]
    fn fractions_come_within_a_cent_of_every_ratio() {
        assert_eq!(fraction(1.0), Ratio { from: 1, to: 1 });
        assert_eq!(fraction(0.5), Ratio { from: 2, to: 1 });
        assert_eq!(fraction(4.0), Ratio { from: 1, to: 4 });
        for cents in -2_400..=2_400 {
            let ratio = (f64::from(cents) / 1_200.0).exp2();
            let Ratio { from, to } = fraction(ratio);
            let error_cents = 1_200.0 * (f64::from(to) / f64::from(from) / ratio).log2();
            assert!(error_cents.abs() < 1.0, "{to}/{from} for {ratio}");
        }
    }

    #[test]
    fn silence_one_sample_and_clipped_sounds_stay_finite() {
        let clipped =
            harmonic(200.0, 0.3).samples().iter().map(|s| (s * 50.0).clamp(-1.0, 1.0)).collect();
        for samples in [vec![0.0; 5_000], vec![0.5], clipped] {
            let sound = Waveform::new(samples, RATE_HZ).unwrap();
            for rate in [0.1, 0.8, 1.0, 10.0] {
                assert!(stretch(&sound, rate).is_ok());
            }
            for semitones in [-24.0, 0.0, 0.7, 24.0] {
                let shifted = pitch_shift(&sound, semitones).unwrap();
                assert_eq!(shifted.samples().len(), sound.samples().len());
            }
        }
    }

    #[test]
    fn absurd_arguments_are_refused() {
        let sound = harmonic(200.0, 0.1);
        assert_eq!(stretch(&sound, 0.0), Err(AudioError::AbsurdStretch(0.0)));
        assert!(stretch(&sound, f64::NAN).is_err());
        assert_eq!(pitch_shift(&sound, 25.0), Err(AudioError::AbsurdPitchShift(25.0)));
    }
}
