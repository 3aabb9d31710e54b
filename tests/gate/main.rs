//! What the gate before the model lets pass: speech of people and machines, and nothing else.
#![cfg(feature = "model")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod animals;
mod babble;
mod clips;
#[path = "../common/mod.rs"]
mod common;
mod fit;
mod logistic;
mod music;
#[cfg(not(target_arch = "wasm32"))]
mod peers;
mod sounds;
mod synth;
#[path = "../common/voice.rs"]
mod voice;

use std::ops::Range;

use overtone::audio::Waveform;
use overtone::features::speech::SpeechGate;
use overtone::features::{Ear, FrameSpec};
use overtone::model::checkpoint;
use rand::{RngExt, SeedableRng};

use self::clips::{Speech, clips, record, speech};
use self::sounds::{FITTED, Kind, UNHEARD};
use self::synth::{Rng, level};
use self::voice::voice;

/// Clips of each speaker whom the gate never heard, by corpus.
const UNHEARD_CLIPS: [(&str, usize); 4] =
    [("crema-d/", 5), ("ravdess/", 12), ("savee/", 40), ("tess/", 40)];

/// Speakers who trained the shipped model and the gate, who chose among models and set the gate's
/// threshold, and whom neither has heard.
fn speakers() -> [Vec<String>; 3] {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/model/small.overtone");
    let card = checkpoint::read_card(&std::fs::read(file).unwrap()).unwrap();
    let training = card.training;
    [training.training_speakers, training.validation_speakers, training.test_speakers]
}

fn passes(sound: &Waveform) -> bool {
    SpeechGate::listen(sound).unwrap().hears_speech(0.0, sound.seconds())
}

fn sound(samples: Vec<f32>) -> Waveform {
    Waveform::new(samples, 16_000).unwrap()
}

/// Sounds of a kind, every other one as other rooms and microphones would have it. The seeds are
/// those from 1000 on, none that the gate was fitted to.
fn made(kind: &Kind, numbers: Range<u64>) -> impl Iterator<Item = Waveform> {
    numbers.map(|number| {
        let mut rng = Rng::seed_from_u64(1_000 + number);
        let seconds = rng.random_range(1.0..4.0);
        let mut raw = (kind.make)(&mut rng, seconds);
        level(&mut raw, 0.5);
        if number.is_multiple_of(2) { sound(raw) } else { record(raw, &mut rng) }
    })
}

/// The share of sounds of a kind that pass.
fn passing_share(kind: &Kind, count: u64) -> f64 {
    made(kind, 0..count).filter(passes).count() as f64 / count as f64
}

/// Prints how many of each kind pass; returns the share of all.
fn passing_shares(title: &str, kinds: &[Kind], count: u64) -> f64 {
    println!("{title}");
    let shares = kinds.iter().map(|kind| {
        let share = passing_share(kind, count);
        println!("  {:<22}{:>6.1} % rejected", kind.name, 100.0 * (1.0 - share));
        share
    });
    let mean = shares.sum::<f64>() / kinds.len() as f64;
    println!("  {:<22}{:>6.1} % rejected", "all", 100.0 * (1.0 - mean));
    mean
}

#[test]
fn hardly_any_other_sound_passes_for_speech() {
    let fitted = passing_shares("kinds that the gate was fitted to", &FITTED, 10);
    let unheard = passing_shares("kinds that it never heard", &UNHEARD, 16);
    assert!(fitted <= 0.05, "{fitted}");
    assert!(unheard <= 0.05, "{unheard}");
}

#[test]
fn speech_of_people_whom_it_never_heard_passes() {
    let Some(shared) = common::shared_folder() else { return };
    let [_, _, unheard] = speakers();
    let clips = clips(&shared.join("corpora"));
    let mut rng = Rng::seed_from_u64(2);
    for (corpus, count) in UNHEARD_CLIPS {
        let Speech { whole: sounds, parts } = speech(&clips, &unheard, (corpus, count), &mut rng);
        assert!(!sounds.is_empty() && !parts.is_empty(), "{corpus} has no speaker for the test");
        let whole = sounds.iter().filter(|sound| passes(sound)).count();
        let noisy = parts.iter().filter(|sound| passes(sound)).count();
        println!(
            "{corpus:<10}{whole} of {} clips accepted, {noisy} of {} parts with noise",
            sounds.len(),
            parts.len()
        );
        assert!(whole as f64 >= 0.95 * sounds.len() as f64, "{corpus}");
        assert!(noisy as f64 >= 0.90 * parts.len() as f64, "{corpus}");
    }
}

#[test]
fn made_voices_pass() {
    for seconds in [1.0, 1.5, 2.0, 3.0, 4.0, 8.0] {
        assert!(passes(&voice(seconds)), "{seconds} s");
    }
    let overdriven = voice(2.0).samples().iter().map(|sample| (8.0 * sample).tanh()).collect();
    assert!(passes(&sound(overdriven)));
}

#[test]
fn an_open_microphone_hears_on_after_a_sample_that_is_no_number() {
    let mut ear = Ear::new(&FrameSpec::default(), 16_000, 3.0).unwrap();
    ear.push(&[f32::NAN, f32::INFINITY]);
    voice(3.0).samples().chunks(1_024).for_each(|block| ear.push(block));
    assert!(ear.last().unwrap().gate.hears_speech(0.0, 3.0));
}

#[test]
fn a_drone_of_a_voices_pitch_does_not() {
    let shares = synth::falling(10, 1.0);
    assert!(!passes(&sound(synth::harmonics(3.0, |_| 180.0, &shares))));
}

#[test]
fn speech_is_found_where_it_is() {
    let noise = |seed| {
        let mut noise = synth::white(&mut Rng::seed_from_u64(seed), 6.0);
        level(&mut noise, 0.3);
        noise
    };
    let parts = [noise(1), voice(3.0).into_samples(), noise(2)];
    let gate = SpeechGate::listen(&sound(parts.concat())).unwrap();
    assert!(gate.hears_speech(6.0, 9.0));
    assert!(gate.hears_speech(0.0, 15.0));
    assert!(!gate.hears_speech(0.0, 5.5));
    assert!(!gate.hears_speech(9.5, 15.0));
}
