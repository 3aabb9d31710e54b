//! A stream is judged as its windows would be alone.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common {
    pub mod voice;
}

use std::rc::Rc;

use burn::tensor::Device;
use common::voice::voice;
use futures::executor::block_on;
use overtone::api::options::StreamOptions;
use overtone::api::{self, Stream};
use overtone::audio::Waveform;
use overtone::features::Measured;
use overtone::judgement::{Judgement, Verdict};
use overtone::model::{Acquaintance, Classifier, checkpoint};

const RATE_HZ: u32 = 16_000;
const MODEL: &[u8] = include_bytes!("../www/model/small.overtone");

fn classifier() -> Rc<Classifier> {
    api::load(MODEL).unwrap()
}

fn stream(classifier: &Rc<Classifier>) -> Stream {
    Stream::new(Rc::clone(classifier), RATE_HZ, StreamOptions::default()).unwrap()
}

/// What is judged while blocks of this size are pushed, and in the end.
fn judged(stream: &mut Stream, samples: &[f32], block: usize) -> (Vec<Judgement>, Judgement) {
    let running = samples
        .chunks(block)
        .filter_map(|block| block_on(stream.push(block).unwrap()).unwrap())
        .collect();
    (running, block_on(stream.finish().unwrap()).unwrap())
}

#[test]
fn each_window_is_judged_as_if_it_were_alone() {
    let classifier = classifier();
    let voice = voice(4.3);
    let (running, whole) = judged(&mut stream(&classifier), voice.samples(), 1_600);
    assert_eq!(running.len(), 7, "from 1 s to 4 s, every half second");

    let window = Waveform::new(voice.samples()[8_000..56_000].to_vec(), RATE_HZ).unwrap();
    let alone = block_on(classifier.classify(&window)).unwrap();
    let in_stream = &running[5];
    assert_eq!(in_stream.verdict, alone.verdict);
    assert_eq!(in_stream.probabilities, alone.probabilities);
    assert_eq!(in_stream.windows[0].start_s, 0.5 + alone.windows[0].start_s);

    assert_ne!(whole.verdict, Verdict::NoSpeech);
    let last = whole.windows.last().unwrap();
    assert!((4.0..=4.3).contains(&last.end_s), "the end is judged too: {}", last.end_s);
}

#[test]
fn a_stream_of_one_window_is_judged_as_the_whole_sound() {
    let classifier = classifier();
    let voice = voice(0.9);
    let (running, whole) = judged(&mut stream(&classifier), voice.samples(), 500);
    let at_once = block_on(classifier.classify(&voice)).unwrap();
    assert!(running.is_empty());
    assert_eq!(whole.verdict, at_once.verdict);
    assert_eq!(whole.windows, at_once.windows);
    let near = |(a, b): (f32, f32)| (a - b).abs() < 1e-6;
    assert!(whole.probabilities.into_iter().zip(at_once.probabilities).all(near));
}

#[test]
fn neither_blocks_nor_haste_change_the_judgement() {
    let classifier = classifier();
    let voice = voice(3.0);
    let (_, patient) = judged(&mut stream(&classifier), voice.samples(), 700);

    let (_, at_once) = judged(&mut stream(&classifier), voice.samples(), 48_000);
    assert_eq!(at_once, patient);

    // All is pushed and finished before the first judgement is waited for.
    let mut hasty = stream(&classifier);
    let blocks = voice.samples().chunks(700);
    let pushed: Vec<_> = blocks.map(|block| hasty.push(block).unwrap()).collect();
    let finished = hasty.finish().unwrap();
    let (_, whole) = block_on(futures::future::join(futures::future::join_all(pushed), finished));
    assert_eq!(whole.unwrap(), patient);
}

#[test]
fn silence_is_heard_and_is_no_speech() {
    let (running, whole) = judged(&mut stream(&classifier()), &[0.0; 32_000], 4_000);
    assert_eq!(running.len(), 3);
    assert_eq!(whole, Judgement::no_speech());
}

#[test]
fn what_a_stream_cannot_take_is_refused_and_leaves_it_as_it_was() {
    let classifier = classifier();
    let absurd = StreamOptions { hop_s: 0.0, ..StreamOptions::default() };
    let error = Stream::new(Rc::clone(&classifier), RATE_HZ, absurd).err().unwrap();
    assert_eq!(error.code(), "options/range");
    let error = Stream::new(Rc::clone(&classifier), 12, StreamOptions::default()).err().unwrap();
    assert_eq!(error.code(), "audio/rate");

    let mut stream = stream(&classifier);
    assert_eq!(stream.finish().err().unwrap().code(), "audio/empty");
    assert_eq!(stream.push(&[f32::NAN]).err().unwrap().code(), "audio/not-finite");
    let (_, whole) = judged(&mut stream, voice(1.5).samples(), 4_000);
    assert_ne!(whole.verdict, Verdict::NoSpeech);
    assert_eq!(stream.push(&[0.0]).err().unwrap().code(), "stream/finished");
    assert_eq!(stream.finish().err().unwrap().code(), "stream/finished");
}

#[test]
fn a_stream_of_one_voice_gets_used_to_it_every_three_seconds() {
    let classifier = classifier();
    let options = StreamOptions { one_voice: true, ..StreamOptions::default() };
    let mut one_voice = Stream::new(Rc::clone(&classifier), RATE_HZ, options).unwrap();
    let voice = voice(6.5);
    let (known, _) = judged(&mut one_voice, voice.samples(), 1_600);
    let (stranger, _) = judged(&mut stream(&classifier), voice.samples(), 1_600);
    let pairs = known.iter().zip(&stranger);
    let same: Vec<bool> = pairs.map(|(a, b)| a.probabilities == b.probabilities).collect();
    let (first, then) = same.split_at(5);
    assert!(first.iter().all(|same| *same), "until three seconds are through: {same:?}");
    assert!(!then.is_empty() && then.iter().all(|same| !same), "{same:?}");
    // The voice as it was known after three seconds.
    let mut acquaintance = Acquaintance::default();
    let listen = |from: usize| {
        let part = voice.samples()[from..from + 48_000].to_vec();
        let part = Waveform::new(part, RATE_HZ).unwrap();
        classifier.listen(Measured::of(&part, &classifier.card().features).unwrap())
    };
    block_on(classifier.get_used_to(&mut acquaintance, &listen(0))).unwrap();
    let next = listen(8_000);
    let expected = block_on(classifier.judge_listened(&next, Some(&acquaintance))).unwrap();
    assert_eq!(known[5].probabilities, expected.probabilities);
}

#[test]
fn a_model_that_cannot_get_used_to_a_voice_says_so_before_the_stream_begins() {
    let (mut card, network) = checkpoint::decode(MODEL, &Device::flex()).unwrap();
    card.strangers = None;
    let classifier = Rc::new(Classifier::new(card, network, &Device::flex()));
    let options = StreamOptions { one_voice: true, ..StreamOptions::default() };
    let refused = Stream::new(classifier, RATE_HZ, options).err().unwrap();
    assert_eq!(refused.code(), "options/invalid");
}
