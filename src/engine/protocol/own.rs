//! A model that becomes somebody's own.

use serde::{Deserialize, Serialize};

use crate::adaptation::{FitEpoch, TrialAnswer};
use crate::emotion::Emotion;

/// A recording of an emotion that was meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Take {
    /// The emotion.
    pub label: Emotion,
    /// Samples a second.
    pub rate_hz: u32,
    /// Mono samples.
    pub samples: Vec<f32>,
}

/// How far an adaptation has come.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Adapting {
    /// So many takes have been heard.
    Heard(usize),
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
