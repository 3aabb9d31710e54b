//! A few takes make a model somebody's own: what must hold, on networks small enough to test with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(not(target_arch = "wasm32"))]
#[path = "../common/mod.rs"]
mod common;
#[cfg(not(target_arch = "wasm32"))]
mod imagined;
mod manners;
#[path = "../common/voice.rs"]
mod voice;

use burn::tensor::Device;
use futures::executor::block_on;
use overtone::adaptation::{
    AdaptationError, Fit, HeardTake, Settings, Takes, Variations, Voice, adapt, check_takes, count,
    personal_file,
};
use overtone::audio::Waveform;
use overtone::emotion::Emotion;
use overtone::judgement::Verdict;
use overtone::meaning::Meaning;
use overtone::model::{Calibration, Classifier, Heard, checkpoint};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use self::voice::voice;

const WIDTH: usize = 24;
const SMALL: &[u8] = include_bytes!("../../www/model/small.overtone");

/// Takes of a person whose emotions lie along directions of their own, which the network does not
/// hear at all.
fn takes(each: usize, emotions: &[Emotion], noise: f32, seed: u64) -> Vec<HeardTake> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut takes = Vec::new();
    for _ in 0..each {
        for (direction, &label) in emotions.iter().enumerate() {
            let told = (0..WIDTH).map(|i| {
                let meant = if i % emotions.len() == direction { 1.0 } else { 0.0 };
                meant + noise * (2.0 * rng.random::<f32>() - 1.0)
            });
            let told: Vec<f32> = told.collect();
            let windows = vec![told.clone()];
            takes.push(HeardTake {
                label: label.into(),
                heard: vec![Heard { logits: [0.0; 8], told, windows }],
            });
        }
    }
    takes
}

const FOUR: [Emotion; 4] = [Emotion::Neutral, Emotion::Happy, Emotion::Sad, Emotion::Angry];

fn fit(takes: &[HeardTake]) -> Fit {
    let device = Device::flex();
    let takes = Takes::recorded(takes);
    block_on(Fit::new(&takes, &[], &Calibration::NONE, Settings::DEFAULT, &device)).unwrap()
}

#[test]
fn a_layer_learns_what_the_network_does_not_hear() {
    let mut fit = fit(&takes(5, &FOUR, 0.5, 1));
    let first = block_on(fit.epoch()).unwrap().unwrap();
    let mut last = first;
    while let Some(epoch) = block_on(fit.epoch()).unwrap() {
        last = epoch;
    }
    let of_nothing = (Emotion::COUNT as f32).ln();
    assert!(first.loss < of_nothing && last.loss < 0.6 * of_nothing, "{first:?} {last:?}");
    let trial = block_on(fit.finish()).unwrap();
    assert!(trial.is_better());
    assert_eq!(trial.answers.len(), 20);
    assert!(trial.before().uar() <= 0.25 + 1e-9);
    assert!(trial.after().uar() > 0.9, "{}", trial.after().uar());
}

#[test]
fn noise_teaches_nothing_and_is_found_out_on_takes_kept_aside() {
    let mut better = 0;
    for seed in 0..16 {
        let mut takes = takes(5, &FOUR, 1.0, seed);
        let mut rng = ChaCha8Rng::seed_from_u64(100 + seed);
        for heard in takes.iter_mut().flat_map(|take| &mut take.heard) {
            heard.told.iter_mut().for_each(|value| *value = rng.random());
        }
        let mut fit = fit(&takes);
        while block_on(fit.epoch()).unwrap().is_some() {}
        let trial = block_on(fit.finish()).unwrap();
        better += usize::from(trial.is_better());
        assert!(trial.after().uar() < 0.6, "{}", trial.after().uar());
    }
    assert!(better <= 4, "{better} of 16 layers that learned noise passed for better");
}

#[test]
fn the_layer_gives_the_same_answers_on_what_is_told_as_it_comes() {
    let takes = takes(4, &FOUR, 0.3, 3);
    let mut fit = fit(&takes);
    while block_on(fit.epoch()).unwrap().is_some() {}
    let layer = block_on(fit.finish()).unwrap().layer;
    assert_eq!(layer.width(), WIDTH);
    for take in &takes {
        let logits = layer.logits(&take.heard[0], &take.statistics(), &Calibration::NONE);
        let among = FOUR.into_iter();
        let answer = among.max_by(|a, b| logits[a.index()].total_cmp(&logits[b.index()]));
        assert_eq!(answer.map(Meaning::from), Some(take.label));
    }
}

#[test]
fn the_same_takes_give_the_same_layer() {
    let layer = || {
        let mut fit = fit(&takes(3, &FOUR, 0.4, 4));
        while block_on(fit.epoch()).unwrap().is_some() {}
        block_on(fit.finish()).unwrap().layer
    };
    assert_eq!(layer(), layer());
}

#[test]
fn what_is_missing_is_said() {
    let of = |labels: &[Emotion]| check_takes(&count(labels.iter().copied()));
    assert_eq!(of(&[Emotion::Sad; 5]), Err(AdaptationError::Labels(1)));
    let few = [[Emotion::Sad; 3].as_slice(), &[Emotion::Happy; 2]].concat();
    assert_eq!(of(&few), Err(AdaptationError::Takes(Emotion::Happy.into(), 2)));
    assert_eq!(of(&few).unwrap_err().to_string(), "expected at least 3 takes of happy, got 2");
    assert_eq!(of(&[[Emotion::Sad; 3], [Emotion::Happy; 3]].concat()), Ok(()));

    let of = |names: &[&str]| {
        let labels: Vec<Meaning> = names.iter().flat_map(|name| [own(name); 3]).collect();
        check_takes(&count(labels))
    };
    assert_eq!(of(&["bored", "tired"]), Ok(()), "own labels are enough");
    assert_eq!(of(&["a", "b", "c", "d", "e", "f", "g"]), Err(AdaptationError::OwnLabels));
}

fn own(name: &str) -> Meaning {
    name.parse().unwrap()
}

#[test]
fn a_label_of_ones_own_is_learned_beside_emotions() {
    let mut takes = takes(5, &FOUR[..3], 0.5, 5);
    let bored = own("bored");
    takes.iter_mut().filter(|take| take.label == Emotion::Sad.into()).for_each(|take| {
        take.label = bored;
    });
    let mut fit = fit(&takes);
    while block_on(fit.epoch()).unwrap().is_some() {}
    let trial = block_on(fit.finish()).unwrap();
    assert!(trial.is_better());
    let before = trial.before();
    assert_eq!(before.class(bored).recall, 0.0, "who does not know it cannot name it");
    assert!(trial.answers.iter().all(|answer| answer.before != bored));
    assert!(trial.after().class(bored).recall > 0.7, "{:?}", trial.after());
    assert_eq!(trial.labels.own(), [bored]);
    assert!(trial.layer.weights.iter().all(|row| row.len() == 9));
    let logits = trial.layer.logits(&takes[2].heard[0], &takes[2].statistics(), &Calibration::NONE);
    assert_eq!(trial.labels.largest(&logits), bored);
}

#[test]
fn a_label_of_ones_own_is_named_where_the_network_is_sure_of_what_nobody_recorded() {
    let mut takes = takes(5, &FOUR[..3], 0.5, 7);
    let bored = own("bored");
    for take in takes.iter_mut().filter(|take| take.label == Emotion::Sad.into()) {
        take.label = bored;
        take.heard[0].logits[Emotion::Disgust.index()] = 3.0;
    }
    let mut fit = fit(&takes);
    while block_on(fit.epoch()).unwrap().is_some() {}
    let trial = block_on(fit.finish()).unwrap();
    for take in &takes {
        let logits = trial.layer.logits(&take.heard[0], &take.statistics(), &Calibration::NONE);
        assert_eq!(trial.labels.largest(&logits), take.label, "{logits:?}");
    }
}

#[test]
fn own_labels_that_sound_alike_teach_nothing() {
    let mut takes = takes(6, &[Emotion::Calm], 0.5, 6);
    let names = [own("bored"), own("tired")];
    takes.iter_mut().zip(names.into_iter().cycle()).for_each(|(take, label)| take.label = label);
    let mut fit = fit(&takes);
    while block_on(fit.epoch()).unwrap().is_some() {}
    let trial = block_on(fit.finish()).unwrap();
    assert!(!trial.is_better(), "{:?}", trial.gain);
    // Before, the answers were emotions, none of which was recorded.
    assert!(trial.answers.iter().all(|answer| answer.before.emotion().is_some()));
    assert_eq!(trial.before().uar(), 0.0);
}

/// A buzz with a pitch of its own for each emotion: no voice, but something to tell apart.
fn buzz(hz: f32, seed: u64) -> Waveform {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let rate_hz = 16_000;
    let samples = (0..rate_hz).map(|i| {
        let phase = (i as f32 * hz / rate_hz as f32).fract();
        0.4 * (2.0 * phase - 1.0) + 0.02 * rng.random::<f32>()
    });
    Waveform::new(samples.collect(), rate_hz as u32).unwrap()
}

#[test]
fn the_shipped_model_becomes_a_file_of_ones_own_that_every_reader_takes() {
    let device = Device::flex();
    let classifier = Classifier::from_bytes(SMALL, &device).unwrap();
    let listen = |label: Emotion, hz, seed| {
        let sound = buzz(hz, seed);
        let listen = HeardTake::listen(&classifier, &sound, label.into(), &Variations::DEFAULT);
        block_on(listen).unwrap()
    };
    let takes: Vec<HeardTake> = (0..3)
        .flat_map(|i| {
            let bend = i as f32 * 4.0;
            [listen(Emotion::Calm, 110.0 + bend, i), listen(Emotion::Fear, 290.0 + bend, i + 10)]
        })
        .collect();
    assert_eq!(takes[0].heard.len(), 1 + Variations::DEFAULT.count);
    let trial = block_on(adapt(&classifier, &takes, Settings::DEFAULT, &device)).unwrap();
    let personal = trial.into_personal("me".to_owned());
    assert_eq!(personal.takes, [0, 3, 0, 0, 0, 3, 0, 0]);
    let file = block_on(personal_file(SMALL, personal.clone())).unwrap();
    let own = Classifier::from_bytes(&file, &device).unwrap();
    assert_eq!(own.card().personal.as_ref(), Some(&personal));
    assert!(block_on(own.golden_difference()).unwrap() < 1e-3);

    let sound = buzz(294.0, 99);
    let features = own.card().features.extract(&sound).unwrap();
    let strangers = block_on(classifier.sound_logits(features.clone(), 1.0)).unwrap();
    let owners = block_on(own.sound_logits(features, 1.0)).unwrap();
    let gap = |logits: &[f32; 8]| logits[Emotion::Fear.index()] - logits[Emotion::Calm.index()];
    assert!(gap(&owners) > gap(&strangers) + 0.5, "{strangers:?} {owners:?}");

    let mut broken = own.card().clone();
    broken.personal.as_mut().unwrap().layer.voice.pop();
    let error = broken.check().unwrap_err().to_string();
    assert!(error.contains("person's voice"), "{error}");
    let mut broken = own.card().clone();
    broken.personal.as_mut().unwrap().layer.weights.pop();
    let error = broken.check().unwrap_err().to_string();
    assert!(error.contains("personal layer"), "{error}");
    broken.personal.as_mut().unwrap().layer.trust = f32::NAN;
    assert!(broken.check().is_err());
    assert!(checkpoint::read_card(SMALL).unwrap().personal.is_none());
}

#[test]
fn a_voice_is_taken_from_what_is_heard_as_the_file_takes_it() {
    let device = Device::flex();
    let classifier = Classifier::from_bytes(SMALL, &device).unwrap();
    let takes: Vec<HeardTake> = (0..6)
        .map(|take| {
            let (label, pace) =
                if take % 2 == 0 { (Emotion::Sad, 0.9) } else { (Emotion::Happy, 1.3) };
            let sound = voice_at(pace, take);
            let listen = HeardTake::listen(&classifier, &sound, label.into(), &Variations::NONE);
            block_on(listen).unwrap()
        })
        .collect();
    let takes = block_on(Takes::imagine(&classifier, &takes)).unwrap();
    let voices = block_on(Voice::of_layers(&classifier, &takes, None, &Settings::DEFAULT)).unwrap();
    let departure = &voices[0].departure;
    assert_eq!(departure.len(), classifier.card().network.statistics_width());
    assert_ne!(&voices[1].departure, departure, "a take that judges says nothing of the voice");

    // A layer that learned nothing but the voice.
    let layer = serde_json::json!({
        "voice": departure, "weights": vec![[0.0f32; 8]; 608], "bias": vec![0.0f32; 8],
    });
    let personal = serde_json::json!({
        "name": "me", "takes": vec![3; 8], "uar_before": 0.0, "uar_after": 0.0, "layer": layer,
    });
    let file = block_on(personal_file(SMALL, serde_json::from_value(personal).unwrap())).unwrap();
    let own = Classifier::from_bytes(&file, &device).unwrap();
    let sound = voice_at(1.1, 9);
    let listen = HeardTake::listen(&classifier, &sound, Emotion::Calm.into(), &Variations::NONE);
    let heard = block_on(listen).unwrap().heard.remove(0);
    let retold = block_on(classifier.retell(&[&heard], departure)).unwrap().remove(0);
    let features = own.card().features.extract(&sound).unwrap();
    let logits = block_on(own.sound_logits(features, sound.seconds())).unwrap();
    for ((own, retold), strangers) in logits.iter().zip(retold.logits).zip(heard.logits) {
        assert!((own - retold).abs() < 1e-3, "{logits:?} {retold:?}");
        assert!((own - strangers).abs() > 1e-4, "{logits:?}");
    }
    let as_it_was = block_on(classifier.retell(&[&heard], &[])).unwrap().remove(0);
    for (told, heard) in as_it_was.told.iter().zip(&heard.told) {
        assert!((told - heard).abs() < 1e-3);
    }
}

#[test]
fn layers_of_older_files_are_told_less_and_trust_the_network_wholly() {
    let device = Device::flex();
    let classifier = Classifier::from_bytes(SMALL, &device).unwrap();
    let sound = buzz(220.0, 1);
    let heard =
        block_on(HeardTake::listen(&classifier, &sound, Emotion::Calm.into(), &Variations::NONE))
            .unwrap()
            .heard
            .remove(0);
    let width = classifier.card().network.embedding_width();
    assert!(width < heard.told.len());
    let layer =
        serde_json::json!({ "weights": vec![[0.01f32; 8]; width], "bias": vec![0.5f32; 8] });
    let personal = serde_json::json!({
        "name": "old", "takes": vec![0; 8], "uar_before": 0.0, "uar_after": 0.0, "layer": layer,
    });
    let file = block_on(personal_file(SMALL, serde_json::from_value(personal).unwrap())).unwrap();
    let own = Classifier::from_bytes(&file, &device).unwrap();
    let features = own.card().features.extract(&sound).unwrap();
    let logits = block_on(own.sound_logits(features, sound.seconds())).unwrap();
    let shift = 0.5 + 0.01 * heard.told[..width].iter().sum::<f32>();
    for (logit, strangers) in logits.iter().zip(heard.logits) {
        assert!((logit - strangers - shift).abs() < 1e-3, "{logits:?} {:?}", heard.logits);
    }
}

/// Somebody who speaks so many times as fast and high as usual.
fn voice_at(pace: f32, take: u32) -> Waveform {
    let sound = voice(1.6 + 0.1 * take as f32);
    let rate_hz = (sound.rate_hz() as f32 * pace).round() as u32;
    Waveform::new(sound.into_samples(), rate_hz).unwrap()
}

#[test]
fn a_model_with_an_own_label_names_takes_that_it_never_heard() {
    let device = Device::flex();
    let classifier = Classifier::from_bytes(SMALL, &device).unwrap();
    let teacher = own("my teacher voice");
    let listen = |label: Meaning, pace: f32, take: u32| {
        let sound = voice_at(pace + 0.02 * take as f32, take);
        block_on(HeardTake::listen(&classifier, &sound, label, &Variations::DEFAULT)).unwrap()
    };
    let takes: Vec<HeardTake> = (0..4)
        .flat_map(|take| [listen(teacher, 0.9, take), listen(Emotion::Angry.into(), 1.4, take)])
        .collect();
    let trial = block_on(adapt(&classifier, &takes, Settings::DEFAULT, &device)).unwrap();
    assert!(trial.is_better());
    let file = block_on(personal_file(SMALL, trial.into_personal("me".to_owned()))).unwrap();
    assert_eq!(file[8..10], 6u16.to_le_bytes(), "older programs are told to be renewed");

    let own = Classifier::from_bytes(&file, &device).unwrap();
    assert!(block_on(own.golden_difference()).unwrap() < 1e-3);
    for take in [1, 3, 6] {
        let judgement = block_on(own.classify(&voice_at(0.93, take))).unwrap();
        assert_eq!(judgement.probabilities.len(), 9);
        assert!((judgement.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        assert_eq!(judgement.verdict, Verdict::Named(teacher), "{judgement:?}");
        assert_eq!(judgement.ranking()[0].0, teacher);
        let other = block_on(own.classify(&voice_at(1.44, take))).unwrap();
        assert!(other.share(teacher) < 0.5, "{other:?}");
    }

    let mut broken = own.card().clone();
    broken.personal.as_mut().unwrap().layer.bias.pop();
    let error = broken.check().unwrap_err().to_string();
    assert!(error.contains("an entry for each label"), "{error}");
    let mut strange = own.card().clone();
    strange.personal.as_mut().unwrap().labels =
        serde_json::from_value(serde_json::json!(["sad"])).unwrap();
    let error = strange.check().unwrap_err().to_string();
    assert!(error.contains("labels of its own"), "{error}");
}
