//! Synthetic speech that says nothing: vowels and fricatives out of a mouth that never was.

use std::f32::consts::PI;

use rand::RngExt;

use super::synth::{RATE_HZ, Resonator, Rng, samples};

/// Formants of vowels in Hz, after Peterson and Barney's men (1952).
const VOWELS: [[f32; 3]; 8] = [
    [270.0, 2_290.0, 3_010.0],
    [390.0, 1_990.0, 2_550.0],
    [530.0, 1_840.0, 2_480.0],
    [660.0, 1_720.0, 2_410.0],
    [730.0, 1_090.0, 2_440.0],
    [570.0, 840.0, 2_410.0],
    [300.0, 870.0, 2_240.0],
    [490.0, 1_350.0, 1_690.0],
];
const WIDTHS_HZ: [f32; 4] = [70.0, 90.0, 130.0, 250.0];

/// A speaker: what stays the same from syllable to syllable.
struct Speaker {
    pitch_hz: f32,
    melody: f32,
    tract: f32,
    breath: f32,
    syllable_s: f32,
    /// How quickly the mouth moves, as the share of the way in a sample.
    haste: f32,
}

impl Speaker {
    fn new(rng: &mut Rng) -> Self {
        Self {
            pitch_hz: 75.0 * rng.random_range(0.0..2.1_f32).exp2(),
            melody: rng.random_range(0.05..0.3),
            tract: rng.random_range(0.9..1.25),
            breath: rng.random_range(0.0..0.05),
            syllable_s: rng.random_range(0.14..0.32),
            haste: 1.0 / rng.random_range(0.008..0.04) / RATE_HZ,
        }
    }
}

/// Syllables of one speaker.
pub fn babble(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let speaker = Speaker::new(rng);
    let mut mouth = Mouth::new(&speaker);
    let mut sound = Vec::new();
    while sound.len() < samples(seconds) {
        match rng.random_range(0..10) {
            0 => sound.extend(vec![0.0; samples(rng.random_range(0.05..0.25))]),
            1..4 => mouth.hiss(rng, &mut sound),
            4..6 => sound.extend(vec![0.0; samples(rng.random_range(0.03..0.08))]),
            _ => {}
        }
        mouth.vowel(&speaker, rng, &mut sound);
    }
    sound.truncate(samples(seconds));
    sound
}

/// What moves while somebody speaks.
struct Mouth {
    pitch_hz: f32,
    phase: f32,
    last: f32,
    formants_hz: [f32; 3],
    resonators: [Resonator; 4],
}

impl Mouth {
    fn new(speaker: &Speaker) -> Self {
        Self {
            pitch_hz: speaker.pitch_hz,
            phase: 0.0,
            last: 0.0,
            formants_hz: VOWELS[7].map(|hz| hz * speaker.tract),
            resonators: Default::default(),
        }
    }

    fn vowel(&mut self, speaker: &Speaker, rng: &mut Rng, sound: &mut Vec<f32>) {
        let target_hz = VOWELS[rng.random_range(0..VOWELS.len())].map(|hz| hz * speaker.tract);
        let accent = rng.random_range(-1.0..1.5) * speaker.melody;
        let count = samples(speaker.syllable_s * rng.random_range(0.6..1.5));
        let loud = rng.random_range(0.4..1.0);
        for i in 0..count {
            let way = i as f32 / count as f32;
            let pitch_hz = speaker.pitch_hz * (1.0 + accent * (PI * way).sin());
            self.pitch_hz += 0.001 * (pitch_hz - self.pitch_hz);
            let near = |hz: &mut f32, target: f32| *hz += speaker.haste * (target - *hz);
            self.formants_hz.iter_mut().zip(target_hz).for_each(|(hz, target)| near(hz, target));
            let jitter = 1.0 + 0.01 * rng.random_range(-1.0..1.0_f32);
            self.phase = (self.phase + self.pitch_hz * jitter / RATE_HZ).fract();
            // The open part of a glottal period, by its slope (Klatt and Klatt, 1990).
            let open = self.phase / 0.6;
            let pulse = if open < 1.0 { 2.0 * open - 3.0 * open * open } else { 0.0 };
            let swell = (PI * way).sin().powf(0.6);
            let breath = speaker.breath * rng.random_range(-1.0..1.0);
            sound.push(loud * swell * self.radiate(pulse + breath, speaker.tract));
        }
    }

    fn radiate(&mut self, source: f32, tract: f32) -> f32 {
        let [first, second, third] = self.formants_hz;
        let formants_hz = [first, second, third, 3_500.0 * tract];
        let tuned = self.resonators.iter_mut().zip(formants_hz).zip(WIDTHS_HZ);
        tuned.fold(source, |sound, ((resonator, hz), width_hz)| {
            // Of gain 1 at 0 Hz, so that a moving formant does not change the level.
            let radius = (-PI * width_hz / RATE_HZ).exp();
            let turn = 2.0 * radius * (2.0 * PI * hz / RATE_HZ).cos();
            resonator.next(sound * (1.0 - turn + radius * radius), hz, width_hz)
        })
    }

    /// A fricative.
    fn hiss(&mut self, rng: &mut Rng, sound: &mut Vec<f32>) {
        let (count, loud) = (samples(rng.random_range(0.05..0.14)), rng.random_range(0.02..0.2));
        for i in 0..count {
            let white = rng.random_range(-1.0..1.0);
            let high = white - self.last;
            self.last = white;
            sound.push(loud * (PI * i as f32 / count as f32).sin() * high);
        }
    }
}
