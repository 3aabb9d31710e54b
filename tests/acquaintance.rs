//! A model gets used to a voice, and forgets it again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common {
    pub mod voice;
}

use burn::tensor::Device;
use common::voice::voice;
use futures::executor::block_on;
use overtone::audio::Waveform;
use overtone::features::Measured;
use overtone::judgement::Judgement;
use overtone::model::{Classifier, Listened, checkpoint};

const SMALL: &[u8] = include_bytes!("../www/model/small.overtone");

fn classifier() -> Classifier {
    Classifier::from_bytes(SMALL, &Device::flex()).unwrap()
}

fn listen(classifier: &Classifier, sound: &Waveform) -> Listened {
    classifier.listen(Measured::of(sound, &classifier.card().features).unwrap())
}

fn judge(classifier: &Classifier, listened: &Listened) -> Judgement {
    block_on(classifier.judge_listened(listened)).unwrap()
}

#[test]
fn a_voice_is_heard_otherwise_once_it_is_known_and_as_before_once_it_is_forgotten() {
    let mut classifier = classifier();
    let listened = listen(&classifier, &voice(9.5));
    let stranger = judge(&classifier, &listened);
    assert_eq!(stranger.windows.len(), 6, "every one and a half seconds");

    block_on(classifier.get_used_to(&listened)).unwrap();
    assert_eq!(classifier.acquaintance().stretches(), 3, "none overlaps another");
    let known = judge(&classifier, &listened);
    let pairs = known.probabilities.iter().zip(&stranger.probabilities);
    let moved: f32 = pairs.map(|(a, b)| (a - b).abs()).sum();
    assert!(moved > 0.05, "a voice that no person has is far from strangers': {moved}");
    let sum: f32 = known.probabilities.iter().sum();
    assert!((sum - 1.0).abs() < 1e-5);
    assert_eq!(block_on(classifier.classify(&voice(9.5))).unwrap(), known);

    classifier.forget_voice();
    assert_eq!(judge(&classifier, &listened), stranger);
}

#[test]
fn only_the_last_two_minutes_are_remembered() {
    let mut classifier = classifier();
    let listened = listen(&classifier, &voice(9.0));
    for _ in 0..15 {
        block_on(classifier.get_used_to(&listened)).unwrap();
    }
    assert_eq!(classifier.acquaintance().stretches(), 40);
}

#[test]
fn silence_tells_nothing_of_a_voice() {
    let mut classifier = classifier();
    let listened = listen(&classifier, &Waveform::new(vec![0.0; 64_000], 16_000).unwrap());
    block_on(classifier.get_used_to(&listened)).unwrap();
    assert_eq!(classifier.acquaintance().stretches(), 0);
    assert_eq!(judge(&classifier, &listened), Judgement::no_speech());
}

#[test]
fn a_model_that_does_not_know_strangers_stays_as_it_is() {
    let device = Device::flex();
    let (mut card, network) = checkpoint::decode(SMALL, &device).unwrap();
    card.strangers = None;
    let mut classifier = Classifier::new(card, network, &device);
    assert!(!classifier.can_get_used_to_a_voice());
    let listened = listen(&classifier, &voice(4.0));
    let before = judge(&classifier, &listened);
    block_on(classifier.get_used_to(&listened)).unwrap();
    assert_eq!(classifier.acquaintance().stretches(), 0);
    assert_eq!(judge(&classifier, &listened), before);
}
