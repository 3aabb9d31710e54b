//! Sounds for the tests of variations, and what is measured on them.

use std::f64::consts::TAU;

use crate::audio::{Waveform, resample};

pub const RATE_HZ: u32 = 22_050;

/// A voice-like tone: ten harmonics that weaken upwards.
pub fn harmonic(f0_hz: f64, seconds: f64) -> Waveform {
    let samples = (0..(seconds * f64::from(RATE_HZ)) as usize).map(|i| {
        let phase = TAU * f0_hz * i as f64 / f64::from(RATE_HZ);
        (1..=10).map(|h| (f64::from(h) * phase).sin() / f64::from(h)).sum::<f64>() as f32 * 0.3
    });
    Waveform::new(samples.collect(), RATE_HZ).unwrap()
}

/// The first lag at which the autocorrelation is near its maximum, between samples by a
/// parabola, as a frequency.
pub fn f0_hz(sound: &Waveform) -> f64 {
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

pub fn rms(samples: impl Iterator<Item = f32>) -> f64 {
    let squares: Vec<f64> = samples.map(|s| f64::from(s).powi(2)).collect();
    (squares.iter().sum::<f64>() / squares.len() as f64).sqrt()
}
