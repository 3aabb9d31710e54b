//! Training steps of the described pipeline's network at batch 64, by us and by Keras, in turn:
//! what is printed are medians, so that what else the machine does meanwhile counts for both.
//!
//! ```sh
//! python -m venv VENV && VENV/bin/pip install tensorflow-cpu
//! PYTHON=VENV/bin/python cargo bench --bench training
//! LIBTORCH=… cargo bench --bench training --features torch    # LibTorch as well
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;
use std::time::Instant;

use burn::tensor::Device;
use futures::executor::block_on;
use overtone::emotion::Emotion;
use overtone::features::Features;
use overtone::model::{NetworkConfig, Scaler, SeedNetConfig};
use overtone::training::{
    CorpusShare, Example, Examples, Preparation, Schedule, Trainer, TrainerConfig,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const VALUES: usize = 162;
const ROWS: usize = 2_048;

/// How often each is timed.
const ROUNDS: usize = 5;

fn main() {
    let devices = [
        ("flex", Device::flex()),
        #[cfg(feature = "torch")]
        ("LibTorch", Device::libtorch()),
    ];
    for (name, device) in devices {
        // As the command line trains: as one of the threads that share work out.
        let ours = || rayon::scope(|_| rows_a_second(&device));
        let rounds = (0..ROUNDS).map(|_| (ours(), keras()));
        let (ours, keras): (Vec<_>, Vec<_>) = rounds.unzip();
        let ours = median(ours);
        match keras.into_iter().collect::<Option<_>>().map(median) {
            Some(keras) => println!(
                "{name}: {ours:.0} rows a second, Keras {keras:.0}, {:.2} times as fast",
                ours / keras
            ),
            None => println!("{name}: {ours:.0} rows a second; no Keras to compare"),
        }
    }
}

/// The middle one of an odd number of values.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// An epoch of random rows, after a short one.
fn rows_a_second(device: &Device) -> f64 {
    let config = TrainerConfig {
        network: NetworkConfig::Seed(SeedNetConfig { values: VALUES, classes: Emotion::COUNT }),
        batch_size: 64,
        epochs: 2,
        seed: 0,
        learning_rate: 1e-3,
        schedule: Schedule::Plateau { factor: 0.4, patience: 2, least: 1e-7 },
        weight_decay: 0.0,
        balanced: false,
        hints: None,
    };
    let scaler = Scaler::fit(VALUES, std::iter::empty());
    let preparation =
        Preparation { scaler, framing: None, rerecording: None, augment: None, mixup: 0.0 };
    let mut trainer = Trainer::new(config, preparation, device);
    epoch(&mut trainer, &random_rows(256));
    let rows = random_rows(ROWS);
    let start = Instant::now();
    epoch(&mut trainer, &rows);
    ROWS as f64 / start.elapsed().as_secs_f64()
}

fn epoch(trainer: &mut Trainer, examples: &Examples) {
    let mut epoch = trainer.begin_epoch(examples);
    while epoch.step().unwrap() {}
    block_on(epoch.finish()).unwrap();
}

fn random_rows(count: usize) -> Examples {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut example = |index: usize| {
        let label = Emotion::ALL[index % Emotion::COUNT];
        let values = (0..VALUES).map(|_| rng.random::<f32>()).collect();
        Example {
            features: Features { values, rows: VALUES, frames: 1 }.into(),
            label,
            target: Emotion::ALL.map(|emotion| f32::from(emotion == label)),
            corpus: 0,
            speaker: 0,
            hints: None,
            sound: None,
        }
    };
    let list = (0..count).map(&mut example).collect();
    let corpus = CorpusShare { name: "random".into(), emotions: [true; 8], speakers: 1 };
    Examples { list, corpora: vec![corpus] }
}

/// Rows a second by Keras; none without a Python that has it.
fn keras() -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/training_keras.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python).args([script, &ROWS.to_string()]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.lines().last()?.trim().parse().ok()
}
