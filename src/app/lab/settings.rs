//! What a visitor can choose of a training.

use crate::corpus::SplitKind;
use crate::features::FrameKinds;
use crate::laboratory::Preset;
use crate::laboratory::protocol::Settings;

/// Epochs of a training that nobody chose otherwise.
const EPOCHS: usize = 60;
/// Clips of a step.
const BATCH_SIZE: usize = 64;

/// How a preset is trained where nobody chose otherwise; as on the command line.
pub fn usual(preset: Preset) -> Settings {
    let plateau = match preset {
        Preset::Seed => Some((0.4, 2)),
        Preset::Overtone | Preset::Large => None,
    };
    let augment = match preset {
        Preset::Overtone => FrameKinds::ALL,
        Preset::Seed | Preset::Large => FrameKinds::NONE,
    };
    Settings {
        preset,
        split: SplitKind::Speaker,
        seed: 0,
        epochs: EPOCHS,
        batch_size: BATCH_SIZE,
        learning_rate: preset.learning_rate(),
        plateau,
        augment,
    }
}

/// The name of what is measured of a clip: two trainings with the same can share it. Noise of the
/// described pipeline is drawn from the seed.
pub fn measured_as(settings: &Settings) -> String {
    match settings.preset {
        Preset::Seed => format!("seed-{}", settings.seed),
        preset => preset.name().to_owned(),
    }
}

/// What decides who is on which side.
pub fn dealt_by(settings: &Settings) -> (SplitKind, u64) {
    (settings.split, settings.seed)
}
