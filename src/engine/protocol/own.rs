//! A model that becomes somebody's own.

use serde::{Deserialize, Serialize};

use crate::adaptation::{FitEpoch, TrialAnswer};
use crate::meaning::Meaning;

/// A hash of what decides how a take is heard: features, weights and device. A personal layer does
/// not.
pub type Ear = [u8; blake3::OUT_LEN];

/// Whether what was kept of a take was heard by this ear: then it need not be heard again.
pub fn is_heard_by(kept: &[u8], ear: &Ear) -> bool {
    // What is kept begins with the ear.
    kept.starts_with(ear)
}

/// A recording of something that was meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Take {
    /// What was meant.
    pub label: Meaning,
    /// Samples a second.
    pub rate_hz: u32,
    /// Mono samples.
    pub samples: Vec<f32>,
    /// What [`Adapting::Heard`] gave to be kept of it earlier; then it need not be heard again.
    pub kept: Option<Vec<u8>>,
}

/// How far an adaptation has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Adapting {
    /// Another take has been heard.
    Heard {
        /// Which, from 0.
        take: usize,
        /// What was heard, to be kept: opaque to the page, and of use as long as the same network
        /// hears on the same device. None if what was kept of it is still good.
        kept: Option<Vec<u8>>,
    },
    /// Another epoch is over.
    Epoch(FitEpoch),
}

/// What came of an adaptation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adapted {
    /// The bytes of the model file.
    pub model: Vec<u8>,
    /// What was made of every take by a layer that did not learn from it, in the order of the takes.
    pub answers: Vec<TrialAnswer>,
    /// The epoch whose layer it is, from 1; 0 if none did better than no layer.
    pub epoch: usize,
    /// Whether it was worth it.
    pub is_better: bool,
    /// Time from the request to this reply, in milliseconds.
    pub elapsed_ms: f64,
}

/// Whose a model has become.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OwnView {
    /// What its owner calls it.
    pub name: String,
    /// Takes that it learned from.
    pub takes: usize,
}
