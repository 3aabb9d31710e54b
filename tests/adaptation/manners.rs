//! A person's layer begins where strangers' manners lead.

use burn::tensor::Device;
use futures::executor::block_on;
use overtone::adaptation::{
    Fit, HeardTake, Settings, Takes, Variations, Voice, adapt, personal_file,
};
use overtone::emotion::Emotion;
use overtone::meaning::Meaning;
use overtone::model::{Calibration, Classifier, Manners, Score};

use super::{FOUR, WIDTH, own, takes, voice_at};

const LARGE: &[u8] = include_bytes!("../../www/model/large.overtone");

/// What strangers' manners would give the labels of [`takes`]: each is likely by its own values.
fn score_of(emotions: &[Emotion]) -> Score {
    let row = |i: usize| {
        let meant = emotions[i % emotions.len()];
        Emotion::ALL.iter().map(|emotion| f32::from(*emotion == meant)).collect()
    };
    Score { weights: (0..WIDTH).map(row).collect(), bias: vec![0.1; Emotion::COUNT] }
}

/// A fit to takes for every layer of which the same is expected.
fn fit_from(takes: &[HeardTake], score: &Score) -> Fit {
    let voice = Voice {
        departure: Vec::new(),
        heard: takes.iter().flat_map(|take| take.heard.clone()).collect(),
        score: Some(score.clone()),
    };
    let voices = vec![voice; 1 + Settings::DEFAULT.folds];
    let device = Device::flex();
    let takes = Takes::recorded(takes);
    block_on(Fit::new(&takes, &voices, &Calibration::NONE, Settings::DEFAULT, &device)).unwrap()
}

#[test]
fn a_fit_begins_where_strangers_manners_lead() {
    let (takes, score) = (takes(5, &FOUR, 0.5, 8), score_of(&FOUR));
    let trial = block_on(fit_from(&takes, &score).finish()).unwrap();
    assert_eq!(trial.epoch, 0);
    assert!(trial.is_better());
    assert!(trial.after().uar() > 0.9, "{}", trial.after().uar());
    // Nothing was fitted: the layer is the score, as much as it counts and as sure as it may be.
    let sharpness = trial.layer.trust / Settings::DEFAULT.trust;
    let share = sharpness * Settings::DEFAULT.shares.last().unwrap();
    for take in &takes {
        let logits = trial.layer.logits(&take.heard[0], &take.statistics(), &Calibration::NONE);
        for (label, logit) in logits.iter().enumerate() {
            let expected = share * score.of(&take.statistics())[label];
            assert!((logit - expected).abs() < 1e-3, "{logit} for {expected}");
        }
    }
}

#[test]
fn what_misleads_does_not_count() {
    let takes = takes(8, &FOUR, 0.3, 9);
    let others = [FOUR[1], FOUR[2], FOUR[3], FOUR[0]];
    let mut fit = fit_from(&takes, &score_of(&others));
    while block_on(fit.epoch()).unwrap().is_some() {}
    let trial = block_on(fit.finish()).unwrap();
    assert!(trial.layer.manner.is_empty());
    assert!(trial.epoch > 0 && trial.after().uar() > 0.9, "{}", trial.after().uar());
}

#[test]
fn the_large_model_tells_what_to_expect_of_a_person_by_takes_alone() {
    let classifier = Classifier::from_bytes(LARGE, &Device::flex()).unwrap();
    assert!(classifier.card().manners.is_some());
    let bored = own("bored");
    let listen = |label: Meaning, pace: f32, take: u32| {
        let sound = voice_at(pace, take);
        block_on(HeardTake::listen(&classifier, &sound, label, &Variations::NONE)).unwrap()
    };
    let takes: Vec<HeardTake> = (0..3)
        .flat_map(|take| [listen(Emotion::Sad.into(), 0.9, take), listen(bored, 1.3, take)])
        .collect();
    let takes = block_on(Takes::imagine(&classifier, &takes)).unwrap();
    let manners = classifier.card().manners.as_ref();
    let voices =
        block_on(Voice::of_layers(&classifier, &takes, manners, &Settings::DEFAULT)).unwrap();
    let [first, rest @ ..] = &voices[..] else { panic!("no voice") };
    let score = first.score.as_ref().unwrap();
    assert_eq!(score.weights.len(), classifier.card().network.statistics_width());
    assert_eq!(score.bias.len(), Emotion::COUNT + 1);
    let numbers = score.weights.iter().flatten().chain(&score.bias);
    assert!(numbers.into_iter().all(|value| value.is_finite()));
    assert!(rest.iter().all(|voice| voice.score.as_ref() != Some(score)), "each by its own takes");

    let mut broken = classifier.card().clone();
    let directions = [vec![1.0; 3]];
    let means: Vec<Vec<f64>> = (0..Emotion::COUNT).map(|emotion| vec![emotion as f64]).collect();
    broken.manners = Some(Manners::new(&directions, &means, &[1.0], &[1.0]));
    let error = broken.check().unwrap_err().to_string();
    assert!(error.contains("manners"), "{error}");
}

#[test]
fn a_file_of_ones_own_answers_by_what_was_expected() {
    let device = Device::flex();
    let classifier = Classifier::from_bytes(LARGE, &device).unwrap();
    let listen = |label: Emotion, pace: f32, take: u32| {
        let sound = voice_at(pace, take);
        block_on(HeardTake::listen(&classifier, &sound, label.into(), &Variations::NONE)).unwrap()
    };
    let takes: Vec<HeardTake> = (0..3)
        .flat_map(|take| [listen(Emotion::Sad, 0.9, take), listen(Emotion::Happy, 1.3, take)])
        .collect();
    let settings = Settings { epochs: 0, shares: &[0.1], ..Settings::DEFAULT };
    let trial = block_on(adapt(&classifier, &takes, settings, &device)).unwrap();
    let layer = trial.layer.clone();
    assert_eq!(layer.manner.len(), classifier.card().network.statistics_width());

    let file = block_on(personal_file(LARGE, trial.into_personal("me".to_owned()))).unwrap();
    let own = Classifier::from_bytes(&file, &device).unwrap();
    assert_eq!(own.card().manners, classifier.card().manners, "more takes may follow");
    let sound = voice_at(1.1, 9);
    let features = own.card().features.extract(&sound).unwrap();
    let by_file = block_on(own.sound_logits(features, sound.seconds())).unwrap();
    let heard = &listen(Emotion::Calm, 1.1, 9).heard[0];
    let retold = block_on(classifier.retell(&[heard], &layer.voice)).unwrap().remove(0);
    let calibration = &classifier.card().calibration;
    let by_hand = layer.logits(&retold, &heard.statistics(), calibration);
    for (file, hand) in by_file.iter().zip(by_hand) {
        assert!((file - hand).abs() < 1e-2, "{by_file:?}");
    }

    let mut broken = own.card().clone();
    broken.personal.as_mut().unwrap().layer.manner.pop();
    let error = broken.check().unwrap_err().to_string();
    assert!(error.contains("person's manner"), "{error}");
}
