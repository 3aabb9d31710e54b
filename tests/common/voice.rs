//! A synthetic voice, as in the browser's tests.

use std::f32::consts::{PI, TAU};

use overtone::audio::Waveform;

const RATE_HZ: u32 = 16_000;
/// Formants of [a], [i] and [u] in Hz, after Peterson and Barney's men (1952).
const VOWELS: [[f32; 3]; 3] =
    [[730.0, 1_090.0, 2_440.0], [270.0, 2_290.0, 3_010.0], [300.0, 870.0, 2_240.0]];
const FORMANT_WIDTHS_HZ: [f32; 3] = [80.0, 100.0, 140.0];
const SYLLABLE_S: f32 = 0.28;

/// The voice of `tests/browser/signals.mjs`: a pulse train whose pitch rises and falls, through
/// the formants of vowels that change with every syllable.
pub fn voice(seconds: f32) -> Waveform {
    let rate_hz = RATE_HZ as f32;
    let mut resonators = [[0.0; 2]; 3];
    let (mut phase, mut last) = (0.0, 0.0);
    let mut samples: Vec<f32> = (0..(seconds * rate_hz).round() as u32)
        .map(|i| {
            let time_s = i as f32 / rate_hz;
            phase += (150.0 + 40.0 * (TAU * 0.7 * time_s).sin()) / rate_hz;
            let mut sample = phase.floor();
            phase -= sample;
            let vowel = VOWELS[(time_s / SYLLABLE_S) as usize % VOWELS.len()];
            for ((y, hz), width_hz) in resonators.iter_mut().zip(vowel).zip(FORMANT_WIDTHS_HZ) {
                let radius = (-PI * width_hz / rate_hz).exp();
                sample += 2.0 * radius * (TAU * hz / rate_hz).cos() * y[0] - radius * radius * y[1];
                *y = [sample, y[0]];
            }
            // Each syllable swells and fades; the mouth is never quite shut.
            let swell = (PI * (time_s % SYLLABLE_S) / SYLLABLE_S).sin();
            let radiated = (sample - last) * (0.02 + swell * swell);
            last = sample;
            radiated
        })
        .collect();
    let peak = samples.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    samples.iter_mut().for_each(|sample| *sample *= 0.6 / peak);
    Waveform::new(samples, RATE_HZ).expect("a voice has samples")
}
