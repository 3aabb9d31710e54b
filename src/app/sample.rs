//! The built-in examples: "Hello, how are you?", said in five ways by nobody.
//!
//! A formant synthesiser after Klatt (*Software for a cascade/parallel formant synthesizer*, JASA
//! 67, 1980): a glottal pulse and a little breath pass a cascade of five resonators whose
//! frequencies glide from target to target. The phrase has voiced sounds and two breaths only,
//! which is all that a cascade can say. How it is said is a matter of melody, pace, breath and
//! effort, after what Scherer found in actors (*Vocal communication of emotion*, Speech
//! Communication 40, 2003, table 2). Within what he found, the values are such that the small network
//! names what is acted, but for anger, of which it is not sure: an example shows what it hears, and
//! proves nothing of how well. No recording of anybody is part of it.

mod manner;

use std::f64::consts::PI;

use crate::audio::{AudioError, Waveform};

pub use manner::Manner;

use manner::Delivery;

/// Samples a second of the example.
pub const RATE_HZ: u32 = 24_000;

/// Peak of the example, 1 at full scale.
const PEAK: f64 = 0.7;

/// Bandwidths of the five formants in Hz, after Klatt's table II.
const BANDWIDTHS_HZ: [f64; 5] = [70.0, 90.0, 130.0, 220.0, 280.0];

/// The pitch around which a manner widens or narrows the melody, in Hz.
const MIDDLE_HZ: f64 = 240.0;

/// How the voice stands at one moment; between two moments everything glides.
#[derive(Clone, Copy)]
struct Target {
    at_s: f64,
    f0_hz: f64,
    voicing: f64,
    breath: f64,
    formants_hz: [f64; 3],
}

const fn target(at_s: f64, f0_hz: f64, voicing: f64, breath: f64, f: [f64; 3]) -> Target {
    Target { at_s, f0_hz, voicing, breath, formants_hz: f }
}

/// The phrase. Vowel targets follow Peterson and Barney (1952) for women.
const PHRASE: [Target; 19] = [
    target(0.00, 220.0, 0.0, 0.0, [600.0, 1900.0, 2700.0]),
    target(0.22, 220.0, 0.0, 0.0, [600.0, 1900.0, 2700.0]),
    target(0.27, 225.0, 0.0, 0.7, [600.0, 2000.0, 2800.0]), // h
    target(0.34, 232.0, 0.9, 0.1, [610.0, 2100.0, 2900.0]), // e
    target(0.42, 236.0, 0.9, 0.0, [560.0, 1800.0, 2800.0]),
    target(0.48, 240.0, 0.6, 0.0, [380.0, 1100.0, 2800.0]), // l
    target(0.53, 255.0, 0.7, 0.0, [400.0, 1050.0, 2750.0]),
    target(0.62, 275.0, 1.0, 0.0, [570.0, 950.0, 2700.0]), // o
    target(0.78, 225.0, 0.8, 0.0, [430.0, 850.0, 2650.0]),
    target(0.88, 200.0, 0.0, 0.1, [430.0, 900.0, 2650.0]),
    target(1.04, 205.0, 0.0, 0.7, [800.0, 1250.0, 2800.0]), // h
    target(1.12, 230.0, 1.0, 0.1, [860.0, 1300.0, 2810.0]), // ow
    target(1.30, 255.0, 0.9, 0.0, [520.0, 980.0, 2700.0]),
    target(1.40, 235.0, 0.9, 0.0, [800.0, 1220.0, 2700.0]), // are
    target(1.54, 210.0, 0.8, 0.0, [500.0, 1400.0, 1800.0]),
    target(1.64, 215.0, 0.7, 0.0, [300.0, 2500.0, 3200.0]), // y
    target(1.80, 290.0, 0.9, 0.0, [380.0, 1150.0, 2700.0]), // oo
    target(2.02, 340.0, 0.5, 0.1, [370.0, 950.0, 2670.0]),
    target(2.12, 350.0, 0.0, 0.0, [370.0, 950.0, 2670.0]),
];

/// Where the melody's end begins, and where it is over, in seconds of the phrase.
const ENDING_S: f64 = 1.64;
const END_S: f64 = 2.12;
/// Where a melody that falls comes to rest, in Hz.
const LOW_HZ: f64 = 175.0;

/// Silence after the phrase, in seconds.
const TAIL_S: f64 = 0.25;

/// The phrase, said in a manner: two or three seconds, the same samples each time.
///
/// # Errors
/// None with the phrase as it stands; the type is that of any waveform.
pub fn hello(manner: Manner) -> Result<Waveform, AudioError> {
    let rate = f64::from(RATE_HZ);
    let delivery = manner.delivery();
    let [.., last] = PHRASE;
    let count = ((last.at_s / delivery.tempo + TAIL_S) * rate) as usize;
    let mut voice = Voice::default();
    let sample = |i| voice.next(&said(i as f64 / rate, &delivery), &delivery, rate);
    let samples: Vec<f64> = (0..count).map(sample).collect();
    let peak = samples.iter().fold(f64::MIN_POSITIVE, |peak, s| peak.max(s.abs()));
    let mut room = Room::default();
    let in_room = |s: &f64| (s * PEAK / peak + delivery.hush * room.next()) as f32;
    Waveform::new(samples.iter().map(in_room).collect(), RATE_HZ)
}

/// How the voice stands `at_s` seconds into the phrase as it is said.
fn said(at_s: f64, delivery: &Delivery) -> Target {
    /// Trembles a second.
    const TREMBLE_HZ: f64 = 7.0;
    let phrase_s = at_s * delivery.tempo;
    let target = glide(phrase_s);
    let fallen = delivery.fall * ((phrase_s - ENDING_S) / (END_S - ENDING_S)).clamp(0.0, 1.0);
    let f0_hz = target.f0_hz + fallen * (LOW_HZ - target.f0_hz);
    let melody = (f0_hz / MIDDLE_HZ).powf(delivery.range);
    let tremble = 1.0 + delivery.tremor * (2.0 * PI * TREMBLE_HZ * at_s).sin();
    Target { at_s, f0_hz: MIDDLE_HZ * delivery.pitch * melody * tremble, ..target }
}

/// How the voice stands `at_s` seconds into the phrase.
fn glide(at_s: f64) -> Target {
    let next = PHRASE.partition_point(|target| target.at_s <= at_s);
    let (Some(from), Some(to)) = (PHRASE.get(next.wrapping_sub(1)), PHRASE.get(next)) else {
        return PHRASE[PHRASE.len() - 1];
    };
    let way = (at_s - from.at_s) / (to.at_s - from.at_s);
    let way = way * way * (3.0 - 2.0 * way);
    let mix = |a: f64, b: f64| a + (b - a) * way;
    Target {
        at_s,
        f0_hz: mix(from.f0_hz, to.f0_hz),
        voicing: mix(from.voicing, to.voicing),
        breath: mix(from.breath, to.breath),
        formants_hz: std::array::from_fn(|i| mix(from.formants_hz[i], to.formants_hz[i])),
    }
}

/// The state of glottis and vocal tract.
#[derive(Default)]
struct Voice {
    /// Place in the glottal period, 0 to 1.
    phase: f64,
    /// The last slope of the flow, softened.
    slope: f64,
    noise: Noise,
    resonators: [Resonator; 5],
}

impl Voice {
    fn next(&mut self, at: &Target, delivery: &Delivery, rate_hz: f64) -> f64 {
        // Without jitter the voice is a doorbell.
        self.phase += at.f0_hz * (1.0 + delivery.jitter * self.noise.next()) / rate_hz;
        self.phase -= self.phase.floor();
        let breath = self.noise.next() * (at.breath + delivery.breath * at.voicing) * 0.25;
        let slope = glottal_flow_slope(self.phase, delivery.open);
        self.slope += (1.0 - delivery.softness) * (slope - self.slope);
        let mut sound = at.voicing * self.slope + breath;
        let [f1, f2, f3] = at.formants_hz;
        let formants_hz = [f1, f2, f3, 3_900.0, 4_800.0];
        for ((resonator, formant_hz), bandwidth_hz) in
            self.resonators.iter_mut().zip(formants_hz).zip(BANDWIDTHS_HZ)
        {
            sound = resonator.next(sound, formant_hz, bandwidth_hz, rate_hz);
        }
        sound
    }
}

/// Slope of the glottal flow at a phase of 0 to 1: the KLGLOTT88 pulse t² − t³ of the open part
/// (Klatt and Klatt, JASA 87, 1990). The slope includes the radiation from the lips.
fn glottal_flow_slope(phase: f64, open_quotient: f64) -> f64 {
    let open = phase / open_quotient;
    if open < 1.0 { 2.0 * open - 3.0 * open * open } else { 0.0 }
}

/// Klatt's digital resonator, equation 1 of the paper.
#[derive(Default)]
struct Resonator {
    last: f64,
    before: f64,
}

impl Resonator {
    fn next(&mut self, input: f64, centre_hz: f64, bandwidth_hz: f64, rate_hz: f64) -> f64 {
        let c = -(-2.0 * PI * bandwidth_hz / rate_hz).exp();
        let b = 2.0 * (-PI * bandwidth_hz / rate_hz).exp() * (2.0 * PI * centre_hz / rate_hz).cos();
        let output = (1.0 - b - c) * input + b * self.last + c * self.before;
        (self.before, self.last) = (self.last, output);
        output
    }
}

/// A quiet room: noise without its upper frequencies. Digital silence around a voice is in no
/// recording, and no network has learned from it.
#[derive(Default)]
struct Room {
    noise: Noise,
    last: f64,
}

impl Room {
    fn next(&mut self) -> f64 {
        /// A low-pass of first order at 600 Hz or so.
        const SHARE: f64 = 0.15;
        self.last += SHARE * (self.noise.next() - self.last);
        self.last
    }
}

/// White noise of ±1 by Marsaglia's xorshift (2003), always from the same seed.
struct Noise(u32);

impl Default for Noise {
    fn default() -> Self {
        Self(0x9e37_79b9)
    }
}

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        f64::from(self.0) / f64::from(u32::MAX) * 2.0 - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::speech::SpeechGate;

    /// Lag of the strongest self-similarity of 40 ms around a moment, as a frequency.
    fn pitch_hz(sound: &Waveform, at_s: f64) -> f64 {
        let rate = f64::from(sound.rate_hz());
        let from = ((at_s - 0.02) * rate) as usize;
        let window = &sound.samples()[from..from + (0.04 * rate) as usize];
        let likeness = |lag: usize| -> f32 {
            let (a, b) = (&window[..window.len() - lag], &window[lag..]);
            let dot: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            let energy = |x: &[f32]| x.iter().map(|s| s * s).sum::<f32>();
            dot / (energy(a) * energy(b)).sqrt()
        };
        let lags = (rate / 600.0) as usize..(rate / 150.0) as usize;
        let best = lags.max_by(|&a, &b| likeness(a).total_cmp(&likeness(b))).unwrap();
        rate / best as f64
    }

    #[test]
    fn the_example_is_the_same_each_time_and_fills_the_scale() {
        let sound = hello(Manner::Plain).unwrap();
        assert_eq!(sound, hello(Manner::Plain).unwrap());
        assert!((sound.seconds() - 2.37).abs() < 0.01);
        assert!((f64::from(sound.peak()) - PEAK).abs() < 0.01);
    }

    #[test]
    fn it_starts_and_ends_in_the_hush_of_a_room() {
        let sound = hello(Manner::Plain).unwrap();
        let loudest = |s: &[f32]| s.iter().fold(0.0f32, |peak, s| peak.max(s.abs()));
        let before = loudest(&sound.samples()[..4_800]);
        assert!(before > 0.0 && before < 0.01, "{before}");
        let end = sound.samples().len() - 1_200;
        assert!(loudest(&sound.samples()[end..]) < 0.01);
    }

    #[test]
    fn its_melody_is_the_written_one() {
        let sound = hello(Manner::Plain).unwrap();
        for at_s in [0.62, 1.30, 1.80] {
            let (heard, written) = (pitch_hz(&sound, at_s), glide(at_s).f0_hz);
            assert!((heard / written - 1.0).abs() < 0.05, "{heard} against {written} at {at_s}");
        }
    }

    #[test]
    fn it_passes_for_speech() {
        let sound = hello(Manner::Plain).unwrap();
        let gate = SpeechGate::listen(&sound).unwrap();
        assert!(gate.hears_speech(0.0, sound.seconds()));
    }

    #[test]
    fn the_voice_glides_from_target_to_target() {
        assert_eq!(glide(0.34).formants_hz, [610.0, 2100.0, 2900.0]);
        let half = glide((1.64 + 1.80) / 2.0);
        assert!((half.f0_hz - 252.5).abs() < 1e-9);
        assert_eq!(glide(9.0).voicing, 0.0);
    }

    #[test]
    fn every_manner_passes_for_speech_and_none_for_another() {
        let sounds = Manner::ALL.map(|manner| hello(manner).unwrap());
        for (i, sound) in sounds.iter().enumerate() {
            let gate = SpeechGate::listen(sound).unwrap();
            assert!(gate.hears_speech(0.0, sound.seconds()), "{:?}", Manner::ALL[i]);
            assert!(sounds[..i].iter().all(|other| other != sound));
        }
        let [plain, joyful, sorrowful, ..] = &sounds;
        assert!(joyful.seconds() < plain.seconds() && plain.seconds() < sorrowful.seconds());
    }

    #[test]
    fn a_manner_moves_the_melody() {
        let vowel_s = 0.62;
        let plain = pitch_hz(&hello(Manner::Plain).unwrap(), vowel_s);
        let tempo = Manner::Joyful.delivery().tempo;
        let joyful = pitch_hz(&hello(Manner::Joyful).unwrap(), vowel_s / tempo);
        assert!(joyful > 1.2 * plain, "{joyful} Hz, plainly {plain} Hz");
    }
}
