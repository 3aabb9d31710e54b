//! Noise: the white one of the published design, and the colours of real rooms at a stated ratio.

use std::fmt;
use std::ops::RangeInclusive;

use rand::{Rng, RngExt};
use realfft::num_complex::Complex;

use super::convolution::convolved;
use super::transform::Transform;
use super::{amplitude_from_db, check, power};
use crate::audio::activity::active_range;
use crate::audio::{AudioError, Waveform};

/// The amount of noise in the published design that this project descends from.
pub const SEED_NOISE: f32 = 0.035;

/// Ratios of speech to noise that [`coloured_noise`] takes, in decibels.
pub const SNR_DB: RangeInclusive<f64> = -20.0..=80.0;

/// How the power of a noise spreads over frequencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// The same everywhere: a hiss.
    White,
    /// As 1/f: the same in every octave, rain.
    Pink,
    /// As 1/f²: wind, traffic behind a wall.
    Brown,
    /// As of many voices at once: the same from 100 to 500 Hz, 7.5 dB an octave less above and 12
    /// below, roughly the long-term spectrum of speech (D. Byrne et al., JASA 96, 1994).
    Babble,
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::White, Self::Pink, Self::Brown, Self::Babble];

    /// The power at a frequency, to any scale. What nobody hears, below 20 Hz, rises no further.
    fn power(self, hz: f64) -> f64 {
        let audible_hz = hz.max(20.0);
        match self {
            Self::White => 1.0,
            Self::Pink => 1.0 / audible_hz,
            Self::Brown => audible_hz.powi(-2),
            Self::Babble => {
                (audible_hz / 100.0).min(1.0).powi(4) * (hz / 500.0).max(1.0).powf(-2.5)
            }
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::White => "white",
            Self::Pink => "pink",
            Self::Brown => "brown",
            Self::Babble => "babble",
        })
    }
}

/// Adds noise of a colour, `snr_db` below the speech.
///
/// The ratio is that of the mean power of the sound where somebody speaks
/// ([`active_range`]), or of the whole where nobody does, to the mean power of the noise. Digital
/// silence, to which no ratio is possible, stays as it is.
///
/// # Errors
/// [`AudioError::OutOfRange`] outside [`SNR_DB`].
pub fn coloured_noise(
    sound: &Waveform,
    colour: Colour,
    snr_db: f64,
    rng: &mut impl Rng,
) -> Result<Waveform, AudioError> {
    check("a signal-to-noise ratio", "dB", SNR_DB, snr_db)?;
    let mut samples = noise(colour, sound.samples().len(), f64::from(sound.rate_hz()), rng);
    let speech = &sound.samples()[active_range(sound).unwrap_or(0..sound.samples().len())];
    let ratio = (power(speech) / power(&samples).max(f64::MIN_POSITIVE)).sqrt();
    let level = (ratio / amplitude_from_db(snr_db)) as f32;
    samples.iter_mut().zip(sound.samples()).for_each(|(noise, s)| *noise = s + level * *noise);
    Waveform::new(samples, sound.rate_hz())
}

/// Noise of a colour at any level: normal numbers through a filter.
fn noise(colour: Colour, length: usize, rate_hz: f64, rng: &mut impl Rng) -> Vec<f32> {
    let filter = filter(colour, rate_hz);
    let mut normal = Normal::new(rng);
    let white: Vec<f32> = (0..length + filter.len()).map(|_| normal.next()).collect();
    // Past the filter's length every sample is made of as many numbers.
    let mut samples = convolved(&white, &filter, filter.len());
    samples.truncate(length);
    samples
}

/// The symmetric filter of a colour, a quarter of a second or more: it tells frequencies 8 Hz apart.
fn filter(colour: Colour, rate_hz: f64) -> Vec<f32> {
    let size = ((rate_hz / 4.0) as usize).next_power_of_two();
    let transform = Transform::new(size);
    let mut spectrum = transform.spectrum();
    for (bin, into) in spectrum.iter_mut().enumerate() {
        let hz = bin as f64 * rate_hz / size as f64;
        *into = Complex::from((colour.power(hz) / colour.power(100.0)).sqrt() as f32);
    }
    let mut filter = transform.samples();
    transform.inverse(&mut spectrum, &mut filter);
    filter.rotate_right(size / 2);
    let step = std::f64::consts::PI / size as f64;
    filter.iter_mut().enumerate().for_each(|(n, s)| *s *= (step * n as f64).sin().powi(2) as f32);
    filter
}

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
    let mut noise = Normal::new(rng);
    let samples = sound.samples().iter().map(|sample| sample + level * noise.next()).collect();
    Waveform::new(samples, sound.rate_hz())
}

/// Standard normal numbers, two at a time (G. E. P. Box and M. E. Muller, 1958).
pub(super) struct Normal<'a, R> {
    rng: &'a mut R,
    second: Option<f32>,
}

impl<'a, R: Rng> Normal<'a, R> {
    pub fn new(rng: &'a mut R) -> Self {
        Self { rng, second: None }
    }

    pub fn next(&mut self) -> f32 {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::SmallRng;

    use super::super::testing::{RATE_HZ, harmonic, rms};
    use super::*;

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

    /// The power of a noise within a band, by the discrete Fourier transform.
    fn band_power(samples: &[f32], low_hz: f64, high_hz: f64) -> f64 {
        let size = samples.len();
        let transform = Transform::new(size);
        let mut spectrum = transform.spectrum();
        transform.forward(&mut samples.to_vec(), &mut spectrum);
        let bin = |hz: f64| (hz * size as f64 / f64::from(RATE_HZ)) as usize;
        spectrum[bin(low_hz)..bin(high_hz)].iter().map(|bin| f64::from(bin.norm_sqr())).sum()
    }

    #[test]
    fn an_octave_of_each_colour_has_the_power_that_its_name_says() {
        // Twice as wide, an octave has 3 dB more where the density is the same.
        for (colour, octave_db) in
            [(Colour::White, 3.01), (Colour::Pink, 0.0), (Colour::Brown, -3.01)]
        {
            let rng = &mut SmallRng::seed_from_u64(1);
            let samples = noise(colour, 1 << 18, f64::from(RATE_HZ), rng);
            for low_hz in [100.0, 400.0, 1_600.0, 2_500.0] {
                let octave = |low_hz: f64| band_power(&samples, low_hz, 2.0 * low_hz);
                let found_db = 10.0 * (octave(2.0 * low_hz) / octave(low_hz)).log10();
                assert!((found_db - octave_db).abs() < 0.4, "{colour}: {found_db} dB at {low_hz}");
            }
        }
    }

    #[test]
    fn babble_is_level_to_500_hz_and_falls_beyond() {
        let rng = &mut SmallRng::seed_from_u64(1);
        let samples = noise(Colour::Babble, 1 << 18, f64::from(RATE_HZ), rng);
        let density_db = |hz: f64| 10.0 * band_power(&samples, hz - 20.0, hz + 20.0).log10();
        assert!((density_db(150.0) - density_db(450.0)).abs() < 0.8);
        assert!((density_db(1_000.0) - density_db(4_000.0) - 15.0).abs() < 0.8);
        assert!((density_db(400.0) - density_db(50.0) - 12.0).abs() < 1.0);
    }

    #[test]
    fn noise_lies_as_far_below_the_speech_as_stated() {
        let voice = harmonic(200.0, 0.5);
        let pause = vec![0.0; RATE_HZ as usize / 2];
        let samples = [&pause[..], voice.samples(), &pause[..]].concat();
        let sound = Waveform::new(samples, RATE_HZ).unwrap();
        let speech = active_range(&sound).unwrap();
        for colour in Colour::ALL {
            for snr_db in [-5.0, 5.0, 17.0, 30.0] {
                let rng = &mut SmallRng::seed_from_u64(9);
                let noisy = coloured_noise(&sound, colour, snr_db, rng).unwrap();
                let noise = noisy.samples().iter().zip(sound.samples()).map(|(a, b)| a - b);
                let ratio = rms(sound.samples()[speech.clone()].iter().copied()) / rms(noise);
                let found_db = 20.0 * ratio.log10();
                assert!((found_db - snr_db).abs() < 0.1, "{colour}: {found_db} for {snr_db} dB");
            }
        }
    }

    #[test]
    fn a_seed_repeats_the_coloured_noise() {
        let sound = harmonic(200.0, 0.1);
        let noisy = |seed| {
            let rng = &mut SmallRng::seed_from_u64(seed);
            coloured_noise(&sound, Colour::Pink, 10.0, rng).unwrap()
        };
        assert_eq!(noisy(1), noisy(1));
        assert_ne!(noisy(1), noisy(2));
    }

    #[test]
    fn silence_has_no_ratio_to_noise_and_stays() {
        let silent = Waveform::new(vec![0.0; 3_000], RATE_HZ).unwrap();
        let rng = &mut SmallRng::seed_from_u64(1);
        assert_eq!(coloured_noise(&silent, Colour::Brown, 5.0, rng).unwrap(), silent);
        assert!(white_noise(&silent, SEED_NOISE, rng).is_ok());
    }

    #[test]
    fn absurd_levels_are_refused() {
        let sound = harmonic(200.0, 0.1);
        let rng = &mut SmallRng::seed_from_u64(0);
        let noisy = white_noise(&sound, f32::NAN, rng);
        assert!(matches!(noisy, Err(AudioError::NotFinite { .. })));
        let error = coloured_noise(&sound, Colour::Pink, 200.0, rng).unwrap_err();
        let expected = "expected a signal-to-noise ratio of -20 to 80 dB, got 200";
        assert_eq!(error.to_string(), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn every_sound_keeps_its_length(
            samples in prop::collection::vec(-1.0f32..1.0, 1..3_000),
            rate_hz in Waveform::RATES_HZ,
            snr_db in SNR_DB,
            colour in prop::sample::select(Colour::ALL.to_vec()),
        ) {
            let sound = Waveform::new(samples, rate_hz).unwrap();
            let rng = &mut SmallRng::seed_from_u64(1);
            let noisy = coloured_noise(&sound, colour, snr_db, rng).unwrap();
            prop_assert_eq!(noisy.samples().len(), sound.samples().len());
        }
    }
}
