//! Variants of a sound that still say the same: noise, other speeds, other places in time, other
//! pitches. Each is decided by its arguments alone, so that a seed repeats a training.

mod vocoder;

use rand::{Rng, RngExt};

use super::resample::{Ratio, StreamResampler};
use super::{AudioError, Waveform};

/// The amount of noise in the published design that this project descends from.
pub const SEED_NOISE: f32 = 0.035;

/// Speeds of [`stretch`]: from ten times slower to ten times faster.
pub const STRETCH_RATES: std::ops::RangeInclusive<f64> = 0.1..=10.0;

/// Steps of [`pitch_shift`]: two octaves down to two octaves up.
pub const PITCH_SEMITONES: std::ops::RangeInclusive<f64> = -24.0..=24.0;

/// Adds white noise: standard normal numbers times `amount` · U(0, 1) · the largest magnitude.
///
/// One uniform number is drawn for the sound, then one normal number for each sample.
/// [`SEED_NOISE`] is the amount of the published design.
///
/// # Errors
/// [`AudioError::NotFinite`] if `amount` is not a finite number.
pub fn white_noise(
    sound: &Waveform,
    amount: f32,
    rng: &mut impl Rng,
) -> Result<Waveform, AudioError> {
    let level = amount * rng.random::<f32>() * sound.peak();
    let mut noise = Normal { rng, second: None };
    let samples = sound.samples().iter().map(|sample| sample + level * noise.next()).collect();
    Waveform::new(samples, sound.rate_hz())
}

/// Standard normal numbers, two at a time (G. E. P. Box and M. E. Muller, 1958).
struct Normal<'a, R> {
    rng: &'a mut R,
    second: Option<f32>,
}

impl<R: Rng> Normal<'_, R> {
    fn next(&mut self) -> f32 {
        if let Some(second) = self.second.take() {
            return second;
        }
        // 1 - U(0, 1) is never 0, of which there is no logarithm.
        let radius = (-2.0 * (1.0 - self.rng.random::<f64>()).ln()).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * self.rng.random::<f64>()).sin_cos();
        self.second = Some((radius * sine) as f32);
        (radius * cosine) as f32
    }
}

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

/// Moves a sound later in time, or earlier by a negative number of samples.
///
/// The length stays; silence fills the gap, and what is moved past an end is gone.
pub fn shift(sound: &Waveform, by_samples: isize) -> Waveform {
    let mut moved = sound.clone();
    let samples = moved.samples_mut();
    let gap = by_samples.unsigned_abs().min(samples.len());
    let kept = samples.len() - gap;
    if by_samples < 0 {
        samples.copy_within(gap.., 0);
        samples[kept..].fill(0.0);
    } else {
        samples.copy_within(..kept, gap);
        samples[..gap].fill(0.0);
    }
    moved
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
    use std::f64::consts::TAU;

    use rand::SeedableRng;
    use rand::rngs::SmallRng;

    use super::*;
    use crate::audio::resample;

    const RATE_HZ: u32 = 22_050;

    /// A voice-like tone: ten harmonics that weaken upwards.
    fn harmonic(f0_hz: f64, seconds: f64) -> Waveform {
        let samples = (0..(seconds * f64::from(RATE_HZ)) as usize).map(|i| {
            let phase = TAU * f0_hz * i as f64 / f64::from(RATE_HZ);
            (1..=10).map(|h| (f64::from(h) * phase).sin() / f64::from(h)).sum::<f64>() as f32 * 0.3
        });
        Waveform::new(samples.collect(), RATE_HZ).unwrap()
    }

    /// The first lag at which the autocorrelation is near its maximum, between samples by a
    /// parabola, as a frequency.
    fn f0_hz(sound: &Waveform) -> f64 {
        // At 100 kHz a lag of one sample is fine enough for a parabola to hit a thousandth.
        let sound = resample(sound, 100_000).unwrap();
        let samples = sound.samples();
        let middle = &samples[samples.len() / 4..samples.len() * 3 / 4];
        let correlation = |lag: usize| -> f64 {
            middle.iter().zip(&middle[lag..]).take(20_000).map(|(a, b)| f64::from(a * b)).sum()
        };
        let lags: Vec<f64> = (200..1_500).map(correlation).collect();
        let highest = lags.iter().copied().fold(0.0, f64::max);
        let is_peak = |at: &usize| lags[*at] >= lags[at - 1] && lags[*at] >= lags[at + 1];
        let at = (1..lags.len() - 1).find(|at| is_peak(at) && lags[*at] > 0.9 * highest).unwrap();
        let (left, peak, right) = (lags[at - 1], lags[at], lags[at + 1]);
        let between = 0.5 * (left - right) / (left - 2.0 * peak + right);
        100_000.0 / (200.0 + at as f64 + between)
    }

    fn rms(samples: impl Iterator<Item = f32>) -> f64 {
        let squares: Vec<f64> = samples.map(|s| f64::from(s).powi(2)).collect();
        (squares.iter().sum::<f64>() / squares.len() as f64).sqrt()
    }

    #[test]
    fn noise_has_the_level_that_the_design_states() {
        let sound = harmonic(200.0, 2.0);
        let mut levels = Vec::new();
        for seed in 0..200 {
            let mut rng = SmallRng::seed_from_u64(seed);
            let uniform: f32 = SmallRng::seed_from_u64(seed).random();
            let noisy = white_noise(&sound, SEED_NOISE, &mut rng).unwrap();
            let noise = noisy.samples().iter().zip(sound.samples()).map(|(a, b)| a - b);
            let level = rms(noise) / f64::from(SEED_NOISE * sound.peak());
            assert!((level / f64::from(uniform) - 1.0).abs() < 0.02, "{level} for {uniform}");
            levels.push(level);
        }
        // Over many sounds the uniform number spreads from 0 to 1.
        let mean = levels.iter().sum::<f64>() / levels.len() as f64;
        assert!((mean - 0.5).abs() < 0.06, "{mean}");
    }

    #[test]
    fn noise_is_normal_and_white() {
        let sound = Waveform::new([&[1.0][..], &[0.0; 99_999]].concat(), RATE_HZ).unwrap();
        let noisy = white_noise(&sound, 1.0, &mut SmallRng::seed_from_u64(7)).unwrap();
        let noise: Vec<f64> = noisy.samples()[1..].iter().map(|s| f64::from(*s)).collect();
        let moment =
            |power: i32| noise.iter().map(|n| n.powi(power)).sum::<f64>() / noise.len() as f64;
        let (variance, kurtosis) = (moment(2), moment(4) / moment(2).powi(2));
        assert!(moment(1).abs() < 0.02 * variance.sqrt());
        assert!((kurtosis - 3.0).abs() < 0.1, "{kurtosis}");
        let neighbours = noise.windows(2).map(|n| n[0] * n[1]).sum::<f64>() / noise.len() as f64;
        assert!((neighbours / variance).abs() < 0.02);
    }

    #[test]
    fn a_seed_repeats_the_noise() {
        let sound = harmonic(200.0, 0.1);
        let noisy = |seed| white_noise(&sound, 0.1, &mut SmallRng::seed_from_u64(seed)).unwrap();
        assert_eq!(noisy(1), noisy(1));
        assert_ne!(noisy(1), noisy(2));
    }

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
    fn a_shift_moves_both_ways_and_fills_with_silence() {
        let sound = Waveform::new(vec![1.0, 2.0, 3.0, 4.0], 8_000).unwrap();
        assert_eq!(shift(&sound, 1).samples(), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(shift(&sound, -3).samples(), [4.0, 0.0, 0.0, 0.0]);
        assert_eq!(shift(&sound, 0), sound);
        assert_eq!(shift(&sound, isize::MIN).samples(), [0.0; 4]);
    }

    #[test]
    fn silence_one_sample_and_clipped_sounds_stay_finite() {
        let clipped =
            harmonic(200.0, 0.3).samples().iter().map(|s| (s * 50.0).clamp(-1.0, 1.0)).collect();
        for samples in [vec![0.0; 5_000], vec![0.5], clipped] {
            let sound = Waveform::new(samples, RATE_HZ).unwrap();
            let rng = &mut SmallRng::seed_from_u64(3);
            assert!(white_noise(&sound, SEED_NOISE, rng).is_ok());
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
        let noisy = white_noise(&sound, f32::NAN, &mut SmallRng::seed_from_u64(0));
        assert!(matches!(noisy, Err(AudioError::NotFinite { .. })));
    }
}
