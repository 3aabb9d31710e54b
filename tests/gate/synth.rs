//! Building blocks of synthesised sounds, all by seed, 16 kHz.

use std::f32::consts::TAU;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub const RATE_HZ: f32 = 16_000.0;

pub type Rng = ChaCha8Rng;

/// Samples of so many seconds.
pub fn samples(seconds: f32) -> usize {
    (seconds * RATE_HZ) as usize
}

/// A sample for each moment, in seconds.
pub fn over(seconds: f32, sample: impl FnMut(f32) -> f32) -> Vec<f32> {
    (0..samples(seconds)).map(|i| i as f32 / RATE_HZ).map(sample).collect()
}

pub fn white(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    over(seconds, |_| rng.random_range(-1.0..1.0))
}

/// Noise that falls by 3 dB an octave (Paul Kellet's filter).
pub fn pink(rng: &mut Rng, seconds: f32) -> Vec<f32> {
    let mut rows = [0.0f32; 3];
    over(seconds, |_| {
        let white: f32 = rng.random_range(-1.0..1.0);
        for (row, (keep, add)) in
            rows.iter_mut().zip([(0.99765, 0.0990460), (0.963, 0.2965164), (0.57, 1.0526913)])
        {
            *row = keep * *row + add * white;
        }
        rows.iter().sum::<f32>() + 0.1848 * white
    })
}

/// A one-pole low-pass.
pub fn low_pass(sound: &mut [f32], corner_hz: f32) {
    let share = 1.0 - (-TAU * corner_hz / RATE_HZ).exp();
    let mut last = 0.0;
    for sample in sound {
        last += share * (*sample - last);
        *sample = last;
    }
}

/// What a one-pole low-pass takes away.
pub fn high_pass(sound: &mut [f32], corner_hz: f32) {
    let mut low = sound.to_vec();
    low_pass(&mut low, corner_hz);
    sound.iter_mut().zip(low).for_each(|(sample, low)| *sample -= low);
}

/// A resonator of two poles whose centre may move.
#[derive(Default)]
pub struct Resonator {
    last: f32,
    before: f32,
}

impl Resonator {
    pub fn next(&mut self, input: f32, centre_hz: f32, width_hz: f32) -> f32 {
        let radius = (-0.5 * TAU * width_hz / RATE_HZ).exp();
        let turn = 2.0 * radius * (TAU * centre_hz / RATE_HZ).cos();
        let output = input + turn * self.last - radius * radius * self.before;
        (self.before, self.last) = (self.last, output);
        output
    }
}

/// A sound through one fixed resonance.
pub fn resonate(sound: &mut [f32], centre_hz: f32, width_hz: f32) {
    let mut resonator = Resonator::default();
    sound.iter_mut().for_each(|sample| *sample = resonator.next(*sample, centre_hz, width_hz));
    level(sound, 0.5);
}

/// Adds a sound at a moment of another.
pub fn add(onto: &mut [f32], at_s: f32, sound: &[f32], gain: f32) {
    let start = samples(at_s).min(onto.len());
    onto[start..].iter_mut().zip(sound).for_each(|(sum, sample)| *sum += gain * sample);
}

/// Scales a sound to a peak; silence stays.
pub fn level(sound: &mut [f32], peak: f32) {
    let highest = sound.iter().fold(f32::MIN_POSITIVE, |peak, s| peak.max(s.abs()));
    sound.iter_mut().for_each(|sample| *sample *= peak / highest);
}

/// Harmonics of a moving pitch, each with its share: the fundamental first.
pub fn harmonics(seconds: f32, pitch_hz: impl Fn(f32) -> f32, shares: &[f32]) -> Vec<f32> {
    let mut phase = 0.0;
    over(seconds, |t| {
        let hz = pitch_hz(t);
        phase = (phase + hz / RATE_HZ).fract();
        let below = |k: usize| (k + 1) as f32 * hz < RATE_HZ / 2.0;
        let partial = |(k, share): (usize, &f32)| share * (TAU * (k + 1) as f32 * phase).sin();
        shares.iter().enumerate().filter(|(k, _)| below(*k)).map(partial).sum()
    })
}

/// Shares of harmonics that fall as a power of their number.
pub fn falling(count: usize, power: f32) -> Vec<f32> {
    (1..=count).map(|k| (k as f32).powf(-power)).collect()
}

/// Fades a sound in, lets it stand and fades it out.
pub fn swell(sound: &mut [f32], attack_s: f32, release_s: f32) {
    let (count, attack, release) = (sound.len(), samples(attack_s), samples(release_s));
    for (i, sample) in sound.iter_mut().enumerate() {
        let rise = (i + 1) as f32 / attack.max(1) as f32;
        let fall = (count - i) as f32 / release.max(1) as f32;
        *sample *= rise.min(fall).min(1.0);
    }
}

/// Lets a sound die away, to a third every so many seconds.
pub fn decay(sound: &mut [f32], constant_s: f32) {
    for (i, sample) in sound.iter_mut().enumerate() {
        *sample *= (-(i as f32) / RATE_HZ / constant_s).exp();
    }
}

/// The pitch of a note so many semitones above the lowest A of a piano times eight, 220 Hz.
pub fn note_hz(semitones: i32) -> f32 {
    220.0 * (semitones as f32 / 12.0).exp2()
}

/// A note of the major scale of a key, from an octave below the tonic to an octave above.
pub fn scale_note(rng: &mut Rng, key: i32) -> i32 {
    const MAJOR: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];
    key + MAJOR[rng.random_range(0..7)] + 12 * rng.random_range(-1..1)
}

/// Notes one after another, each made anew.
pub fn notes(
    rng: &mut Rng,
    seconds: f32,
    every_s: f32,
    mut note: impl FnMut(&mut Rng) -> Vec<f32>,
) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    for beat in 0..(seconds / every_s).ceil() as usize {
        let note = note(rng);
        add(&mut sound, beat as f32 * every_s, &note, 1.0);
    }
    sound
}

/// Swells a sound up and down at a rate out of a range.
pub fn gusts(rng: &mut Rng, sound: &mut [f32], rates_hz: std::ops::Range<f32>) {
    let (rate_hz, phase) = (rng.random_range(rates_hz), rng.random_range(0.0..TAU));
    let depth = rng.random_range(0.4..0.95);
    for (i, sample) in sound.iter_mut().enumerate() {
        *sample *= 1.0 + depth * (TAU * rate_hz * i as f32 / RATE_HZ + phase).sin();
    }
}
