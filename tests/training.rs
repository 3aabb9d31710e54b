//! A network learns, stops and goes on.
#![cfg(feature = "training")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Mutex, MutexGuard, PoisonError};

use burn::module::Param;
use burn::tensor::{Device, Tensor};
use futures::executor::block_on;
use overtone::emotion::Emotion;
use overtone::features::{Features, FrameAugment};
#[cfg(feature = "cli")]
use overtone::laboratory::{LaboratoryError, Preset, Refit, Trained};
use overtone::model::{
    EncodedNetConfig, Encoder, EncoderConfig, FrameNetConfig, Framing, Network, NetworkConfig,
    Scaler, ScalerSums, StatisticsNetConfig,
};
use overtone::training::{
    CorpusShare, Example, Examples, HintConfig, Hints, Preparation, Schedule, Trainer,
    TrainerConfig, TrainingResult, logits,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Weights and dropout are drawn from one stream of the device: trainings must not run at once.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Two emotions that a blind network tells apart: one is loud in the low bands, the other in
/// the high ones.
fn examples() -> Examples {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let example = |index: usize| {
        let low = index.is_multiple_of(2);
        let value = |i: usize| {
            let loud = (i / 60 < 4) == low;
            (if loud { -5.0 } else { -35.0 }) + 4.0 * rng.random::<f32>()
        };
        let values = (0..8 * 60).map(value).collect();
        let label = if low { Emotion::Happy } else { Emotion::Sad };
        let target = Emotion::ALL.map(|e| if e == label { 1.0 } else { 0.0 });
        Example {
            features: Features { values, rows: 8, frames: 60 }.into(),
            label,
            target,
            corpus: 0,
            speaker: 0,
            hints: None,
            sound: None,
        }
    };
    let corpora = vec![CorpusShare { name: "made".into(), emotions: [true; 8], speakers: 2 }];
    Examples { list: (0..32).map(example).collect(), corpora }
}

/// The same, with a hint that tells which bands are loud.
fn examples_with_hints() -> Examples {
    let mut examples = examples();
    for example in &mut examples.list {
        let side = if example.label == Emotion::Happy { 1.0 } else { -1.0 };
        let tokens = Features { values: vec![side; 2 * 30], rows: 2, frames: 30 };
        example.hints = Some(Hints { tokens: tokens.into(), first_frame: 0 });
    }
    examples
}

/// How everything here is trained.
fn config(network: NetworkConfig, seed: u64) -> TrainerConfig {
    TrainerConfig {
        hints: None,
        network,
        batch_size: 8,
        epochs: 6,
        seed,
        learning_rate: 5e-3,
        schedule: Schedule::Cosine { warm_up: 1 },
        weight_decay: 0.01,
        balanced: true,
    }
}

fn scaler(examples: &Examples) -> Scaler {
    let mut sums = ScalerSums::new(8);
    examples.list.iter().for_each(|example| sums.add(&example.features.read().unwrap().values));
    sums.scaler()
}

fn preparation(examples: &Examples) -> Preparation {
    Preparation {
        scaler: scaler(examples),
        framing: Some(Framing { window_frames: 64, hop_frames: 32, floor_db: -60.0 }),
        rerecording: None,
        augment: Some(FrameAugment { mask_frames: 4, mask_bands: 1, ..FrameAugment::DEFAULT }),
        mixup: 0.5,
    }
}

fn trainer(examples: &Examples, seed: u64) -> Trainer {
    let network = FrameNetConfig {
        rows: 8,
        stem: 16,
        widths: vec![16],
        apart: 3,
        hidden: 16,
        dropout: 0.1,
        classes: Emotion::COUNT,
    };
    let has_hints = examples.list.iter().any(|example| example.hints.is_some());
    let hints = has_hints.then(|| HintConfig::new(&network, 2, 1.0));
    let config = TrainerConfig { hints, ..config(NetworkConfig::Frames(network), seed) };
    Trainer::new(config, preparation(examples), &Device::flex())
}

fn encoder() -> EncoderConfig {
    EncoderConfig { bands: 8, width: 12, heads: 3, layers: 2, taps: vec![1, 2] }
}

/// A small network behind an encoder that learns along, and the encoder as it was.
fn tuning(examples: &Examples) -> (Trainer, Encoder) {
    let shape = encoder();
    let (values, classes) = (shape.statistics(), Emotion::COUNT);
    let head = StatisticsNetConfig { values, hidden: 16, dropout: 0.1, classes };
    let network = NetworkConfig::Encoded(EncodedNetConfig { encoder: shape.clone(), head });
    let device = Device::flex();
    device.seed(5);
    let trained = shape.init(&device);
    let scaler = Scaler::new(vec![0.0; values], vec![1.0; values]);
    let config = TrainerConfig { epochs: 30, ..config(network, 3) };
    let trainer = Trainer::new(config, preparation(examples), &device);
    (trainer.with_encoder(trained.clone(), &scaler).unwrap(), trained)
}

/// The encoder of a training.
fn tuned(trainer: &Trainer) -> Encoder {
    match trainer.network() {
        Network::Encoded(network) => network.encoder().clone(),
        other => panic!("expected an encoder, got {other:?}"),
    }
}

/// How far values have moved, at most.
fn moved<const D: usize>(from: &Param<Tensor<D>>, to: &Param<Tensor<D>>) -> f32 {
    (from.val() - to.val()).abs().max().into_scalar()
}

fn go_through_an_epoch(trainer: &mut Trainer, examples: &Examples) -> TrainingResult {
    let mut epoch = trainer.begin_epoch(examples);
    while epoch.step().unwrap() {}
    let result = block_on(epoch.finish()).unwrap();
    trainer.epoch_ended(result.loss);
    result
}

fn recall(trainer: &Trainer, examples: &Examples) -> f64 {
    let network = trainer.network();
    let device = Device::flex();
    let answers = block_on(logits(&network, trainer.preparation(), examples, &device)).unwrap();
    let right = answers.iter().zip(&examples.list).filter(|(logits, example)| {
        let best = (0..8).max_by(|&a, &b| logits[a].total_cmp(&logits[b])).unwrap();
        best == example.label.index()
    });
    right.count() as f64 / examples.list.len() as f64
}

#[test]
fn what_can_be_learnt_is_learnt() {
    let _turn = alone();
    let examples = examples();
    let mut trainer = trainer(&examples, 3);
    let first = go_through_an_epoch(&mut trainer, &examples);
    let rest: Vec<_> = (1..6).map(|_| go_through_an_epoch(&mut trainer, &examples).loss).collect();
    assert!(rest[4] < 0.7 * first.loss, "{first:?} {rest:?}");
    assert!(recall(&trainer, &examples) > 0.95);
}

#[test]
fn a_training_that_was_stopped_goes_on_as_if_it_had_not_been() {
    let _turn = alone();
    for examples in [examples(), examples_with_hints()] {
        let mut straight = trainer(&examples, 3);
        for _ in 0..2 {
            go_through_an_epoch(&mut straight, &examples);
        }
        let saved = block_on(straight.save()).unwrap();
        let unstopped = go_through_an_epoch(&mut straight, &examples);
        let mut resumed = trainer(&examples, 3).restore(saved).unwrap();
        assert_eq!(go_through_an_epoch(&mut resumed, &examples), unstopped);
    }
}

#[test]
fn what_an_encoder_hears_is_learnt_where_there_are_hints() {
    let _turn = alone();
    let (with, without) = (examples_with_hints(), examples());
    let mut pupil = trainer(&with, 3);
    let first = go_through_an_epoch(&mut pupil, &with).hint_error;
    let rest: Vec<_> = (1..6).map(|_| go_through_an_epoch(&mut pupil, &with).hint_error).collect();
    assert!(rest[4] < 0.5 * first, "{first} {rest:?}");
    assert!(recall(&pupil, &with) > 0.95);
    assert_eq!(go_through_an_epoch(&mut trainer(&without, 3), &without).hint_error, 0.0);
}

#[test]
fn an_encoder_learns_along_the_slower_the_deeper() {
    let _turn = alone();
    let examples = examples();
    let (mut trainer, before) = tuning(&examples);
    assert_eq!(moved(&before.first.weight, &tuned(&trainer).first.weight), 0.0);
    // All weights move by about the learning rate in the first step, whatever their gradients are.
    let mut epoch = trainer.begin_epoch(&examples);
    assert!(epoch.step().unwrap());
    drop(epoch);
    let after = tuned(&trainer);
    let stem = moved(&before.first.weight, &after.first.weight);
    let layers =
        [0, 1].map(|i| moved(&before.layers[i].narrow.weight, &after.layers[i].narrow.weight));
    for share in [stem / layers[0], layers[0] / layers[1]] {
        assert!((share - 0.8).abs() < 0.02, "{stem} {layers:?}");
    }
}

#[test]
fn what_can_be_learnt_is_learnt_with_an_encoder_that_learns_along() {
    let _turn = alone();
    let examples = examples();
    let (mut straight, _) = tuning(&examples);
    for _ in 0..29 {
        go_through_an_epoch(&mut straight, &examples);
    }
    let saved = block_on(straight.save()).unwrap();
    let unstopped = go_through_an_epoch(&mut straight, &examples);
    assert!(recall(&straight, &examples) > 0.95);
    let mut resumed = tuning(&examples).0.restore(saved).unwrap();
    assert_eq!(go_through_an_epoch(&mut resumed, &examples), unstopped);
}

#[test]
fn an_encoder_of_another_shape_cannot_be_gone_on_from() {
    let _turn = alone();
    let (trainer, _) = tuning(&examples());
    let wider = EncoderConfig { width: 24, ..encoder() }.init(&Device::flex());
    let scaler = Scaler::new(vec![0.0; 48], vec![1.0; 48]);
    assert!(trainer.with_encoder(wider, &scaler).is_err());
}

#[test]
fn a_training_with_other_settings_is_not_gone_on_with() {
    let _turn = alone();
    let examples = examples();
    let saved = block_on(trainer(&examples, 3).save()).unwrap();
    assert!(trainer(&examples, 4).restore(saved).is_err());
}

/// Summaries, one for each emotion in turn.
#[cfg(feature = "cli")]
fn summaries(rows: usize) -> Examples {
    let example = |number: usize| {
        let values = (0..rows).map(|row| ((number * rows + row) as f32).sin()).collect();
        let label = Emotion::ALL[number % Emotion::COUNT];
        let features = Features { values, rows, frames: 1 }.into();
        let target = [0.125; Emotion::COUNT];
        Example { features, label, target, corpus: 0, speaker: 0, hints: None, sound: None }
    };
    let corpora = vec![CorpusShare { name: "made".into(), emotions: [true; 8], speakers: 1 }];
    Examples { list: (0..10).map(example).collect(), corpora }
}

#[cfg(feature = "cli")]
#[test]
fn what_follows_a_training_goes_on_where_it_was_and_counts_once_it_is_over() {
    let _turn = alone();
    let (recipe, device) = (Preset::Seed.recipe(3, 4, 0), Device::flex());
    let examples = summaries(recipe.features.rows());
    let begun = || Refit::new(&recipe, &examples, &device).unwrap();
    let go_on = |refit: &mut Refit<'_>, epochs: usize| {
        for _ in 0..epochs {
            let mut epoch = refit.begin_epoch();
            while epoch.step().unwrap() {}
            let trained = block_on(epoch.finish()).unwrap();
            refit.end_epoch(trained, 1.0);
        }
    };
    let answers = |refit: &Refit<'_>| {
        let Trained { network, preparation, learned, epoch } = block_on(refit.trained()).unwrap();
        (epoch, block_on(logits(&network, &preparation, learned, &device)).unwrap())
    };
    let mut straight = begun();
    go_on(&mut straight, 3);
    let mut stopped = begun();
    go_on(&mut stopped, 1);
    let early = block_on(stopped.trained());
    assert!(matches!(early, Err(LaboratoryError::NoEpoch)), "nobody chose this epoch");
    let mut resumed = begun().resume(block_on(stopped.state()).unwrap()).unwrap();
    assert_eq!(resumed.epochs_done(), 1);
    go_on(&mut resumed, 2);
    assert_eq!(answers(&resumed), answers(&straight));
    assert_eq!(answers(&resumed).0, 3);
    let epochs = |refit: &Refit<'_>| block_on(refit.state()).unwrap().epochs;
    assert_eq!(epochs(&resumed), epochs(&straight));
}
