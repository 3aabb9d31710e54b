//! A stream is judged as its windows would be alone.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common {
    pub mod voice;
}

use std::rc::Rc;

use common::voice::voice;
use futures::executor::block_on;
use overtone::api::options::StreamOptions;
use overtone::api::{self, Stream};
use overtone::audio::Waveform;
use overtone::judgement::{Judgement, Verdict};
use overtone::model::Classifier;

const RATE_HZ: u32 = 16_000;

fn classifier() -> Rc<Classifier> {
    api::load(include_bytes!("../www/model/small.overtone")).unwrap()
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
