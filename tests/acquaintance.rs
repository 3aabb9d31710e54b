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
use overtone::model::{Acquaintance, Classifier, Listened, checkpoint};

const SMALL: &[u8] = include_bytes!("../www/model/small.overtone");

fn classifier() -> Classifier {
    Classifier::from_bytes(SMALL, &Device::flex()).unwrap()
}

fn listen(classifier: &Classifier, sound: &Waveform) -> Listened {
    classifier.listen(Measured::of(sound, &classifier.card().features).unwrap())
}

fn judge(classifier: &Classifier, listened: &Listened, known: Option<&Acquaintance>) -> Judgement {
    block_on(classifier.judge_listened(listened, known)).unwrap()
}

fn get_used_to(classifier: &Classifier, known: &mut Acquaintance, listened: &Listened) {
    block_on(classifier.get_used_to(known, listened)).unwrap();
}

#[test]
fn a_voice_is_heard_otherwise_once_it_is_known() {
    let classifier = classifier();
    let listened = listen(&classifier, &voice(9.5));
    let stranger = judge(&classifier, &listened, None);
    assert_eq!(stranger.windows.len(), 6, "every one and a half seconds");

    let mut acquaintance = Acquaintance::default();
    assert_eq!(judge(&classifier, &listened, Some(&acquaintance)), stranger);
    get_used_to(&classifier, &mut acquaintance, &listened);
    assert_eq!(acquaintance.stretches(), 3, "none overlaps another");
    let known = judge(&classifier, &listened, Some(&acquaintance));
    let pairs = known.probabilities.iter().zip(&stranger.probabilities);
    let moved: f32 = pairs.map(|(a, b)| (a - b).abs()).sum();
    assert!(moved > 0.05, "a voice that no person has is far from strangers': {moved}");
    let sum: f32 = known.probabilities.iter().sum();
    assert!((sum - 1.0).abs() < 1e-5);
    assert_eq!(block_on(classifier.classify(&voice(9.5))).unwrap(), stranger);
}

#[test]
fn only_the_last_two_minutes_are_remembered() {
    let classifier = classifier();
    let listened = listen(&classifier, &voice(9.0));
    let mut known = Acquaintance::default();
    for _ in 0..15 {
        get_used_to(&classifier, &mut known, &listened);
    }
    assert_eq!(known.stretches(), 40);
}

#[test]
fn silence_tells_nothing_of_a_voice() {
    let classifier = classifier();
    let listened = listen(&classifier, &Waveform::new(vec![0.0; 64_000], 16_000).unwrap());
    let mut known = Acquaintance::default();
    get_used_to(&classifier, &mut known, &listened);
    assert_eq!(known.stretches(), 0);
    assert_eq!(judge(&classifier, &listened, Some(&known)), Judgement::no_speech());
}

#[test]
fn a_model_that_does_not_know_strangers_stays_as_it_is() {
    let device = Device::flex();
    let (mut card, network) = checkpoint::decode(SMALL, &device).unwrap();
    card.strangers = None;
    let classifier = Classifier::new(card, network, &device);
    assert!(!classifier.card().can_get_used_to_a_voice());
    let listened = listen(&classifier, &voice(4.0));
    let mut known = Acquaintance::default();
    get_used_to(&classifier, &mut known, &listened);
    assert_eq!(known.stretches(), 0);
    assert_eq!(judge(&classifier, &listened, Some(&known)), judge(&classifier, &listened, None));
}
