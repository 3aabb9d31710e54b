//! The ways of making a model.

use serde::{Deserialize, Serialize};

/// A way of making a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(all(feature = "cli-base", not(target_arch = "wasm32")), derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// The described pipeline: 162 averaged values, three rows a clip, its own network.
    Seed,
    /// Our own: frame sequences varied on the fly, residual convolutions, attention.
    Overtone,
    /// A small network behind a frozen speech encoder, Whisper's (needs --encoder).
    Large,
}

impl Preset {
    /// "seed", "overtone" or "large".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Overtone => "overtone",
            Self::Large => "large",
        }
    }

    /// The learning rate to start from where nobody chose another.
    pub const fn learning_rate(self) -> f64 {
        match self {
            Self::Seed | Self::Large => 1e-3,
            Self::Overtone => 4e-3,
        }
    }
}
