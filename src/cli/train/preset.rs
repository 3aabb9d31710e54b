//! What the presets of training are made of.

use clap::ValueEnum;

use crate::emotion::Emotion;
use crate::features::FeatureSpec;
use crate::model::{FrameNetConfig, Framing, NetworkConfig};
use crate::training::{FrameAugment, Schedule, TrainerConfig};

/// A way of making a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Preset {
    /// The described pipeline: 162 averaged values, three rows a clip, its own network.
    Seed,
    /// Our own: frame sequences varied on the fly, residual convolutions, attention.
    Overtone,
}

/// Everything that a preset decides.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The preset's name.
    pub name: &'static str,
    /// The features of a clip.
    pub features: FeatureSpec,
    /// How frame sequences are cut.
    pub framing: Option<Framing>,
    /// How they are varied.
    pub augment: Option<FrameAugment>,
    /// How to train.
    pub trainer: TrainerConfig,
    /// Whether voters' answers and smoothing soften the targets, and the loss asks a corpus only
    /// about emotions that it holds.
    pub soft_targets: bool,
}

impl Preset {
    /// The preset as a recipe with these numbers.
    pub fn recipe(self, epochs: usize, batch_size: usize, seed: u64) -> Recipe {
        match self {
            Self::Seed => seed_recipe(epochs, batch_size, seed),
            Self::Overtone => overtone_recipe(epochs, batch_size, seed),
        }
    }
}

fn seed_recipe(epochs: usize, batch_size: usize, seed: u64) -> Recipe {
    let features = FeatureSpec::seed();
    let network = NetworkConfig::Seed(crate::model::SeedNetConfig {
        values: features.rows(),
        classes: Emotion::COUNT,
    });
    let trainer = TrainerConfig {
        network,
        batch_size,
        epochs,
        seed,
        learning_rate: 1e-3,
        schedule: Schedule::Plateau { factor: 0.4, patience: 2, least: 1e-7 },
        weight_decay: 0.0,
        balanced: false,
    };
    let (framing, augment) = (None, None);
    Recipe { name: "seed", features, framing, augment, trainer, soft_targets: false }
}

fn overtone_recipe(epochs: usize, batch_size: usize, seed: u64) -> Recipe {
    let features = FeatureSpec::overtone();
    let network = FrameNetConfig::small(features.rows(), Emotion::COUNT);
    let trainer = TrainerConfig {
        network: NetworkConfig::Frames(network),
        batch_size,
        epochs,
        seed,
        learning_rate: 2e-3,
        schedule: Schedule::Cosine { warm_up: (epochs / 20).max(1) },
        weight_decay: 0.02,
        balanced: true,
    };
    Recipe {
        name: "overtone",
        features,
        framing: Some(Framing::DEFAULT),
        augment: Some(FrameAugment::DEFAULT),
        trainer,
        soft_targets: true,
    }
}
