//! The sound that the files of these tests hold, and how to find it again.

use overtone::audio::Waveform;

/// Frequency of the tone in every file.
pub const TONE_HZ: f64 = 440.0;

/// Amplitude of the tone, after the mean over channels.
pub const LEVEL: f64 = 0.5;

/// A sine of [`TONE_HZ`] at an amplitude.
pub fn tone(level: f64, rate_hz: u32, samples: usize) -> Vec<f64> {
    let step = std::f64::consts::TAU * TONE_HZ / f64::from(rate_hz);
    (0..samples).map(|i| level * (step * i as f64).sin()).collect()
}

/// Asserts that a waveform is the tone: its frequency, its level, and nothing else beside it.
///
/// `residual` bounds the root mean square of what is left when the tone is taken away, relative
/// to the level; the outer tenths are not looked at, since lossy codecs soften them.
#[track_caller]
pub fn assert_tone(sound: &Waveform, level: f64, residual: f64) {
    let margin = sound.samples().len() / 10;
    let inner: Vec<f64> = sound.samples().iter().map(|s| f64::from(*s)).collect();
    let inner = &inner[margin..inner.len() - margin];
    let step = std::f64::consts::TAU * TONE_HZ / f64::from(sound.rate_hz());
    let sine: Vec<f64> = (0..inner.len()).map(|i| (step * i as f64).sin()).collect();
    let cosine: Vec<f64> = (0..inner.len()).map(|i| (step * i as f64).cos()).collect();

    // The sine and cosine that come nearest in the sense of least squares.
    let (ss, cc, sc) = (dot(&sine, &sine), dot(&cosine, &cosine), dot(&sine, &cosine));
    let (xs, xc) = (dot(inner, &sine), dot(inner, &cosine));
    let determinant = ss * cc - sc * sc;
    let a = (xs * cc - xc * sc) / determinant;
    let b = (xc * ss - xs * sc) / determinant;

    let found = a.hypot(b);
    assert!((found - level).abs() < 0.02 * level, "expected a level of {level}, got {found}");
    let rest: Vec<f64> = (0..inner.len()).map(|i| inner[i] - a * sine[i] - b * cosine[i]).collect();
    let rest = (dot(&rest, &rest) / rest.len() as f64).sqrt() / level;
    assert!(rest < residual, "expected nothing but the tone, got {rest} of its level beside it");
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
