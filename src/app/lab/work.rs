//! What goes on in the laboratory, and what comes of it.

use std::sync::Arc;

use super::pace::Pace;
use crate::emotion::Emotion;
use crate::engine::protocol::SoundView;
use crate::figures::{Evaluation, History};
use crate::laboratory::protocol::Settings;

/// What is going on. The laboratory does one thing after the other.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Work {
    /// Nothing.
    #[default]
    Idle,
    /// Its module comes: bytes so far, and in all.
    Fetching(f64, f64),
    /// Its module starts.
    Starting,
    /// Clips are measured.
    Measuring(Pace),
    /// Features are written as a table: the share that is done, 0 to 1.
    Writing(f64),
    /// It learns.
    Training(Step),
}

/// How far an epoch is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Step {
    /// The epoch, from 1; 0 before the first step.
    pub epoch: usize,
    /// Clips of the epoch that are done.
    pub clips_done: usize,
    /// Clips of an epoch.
    pub clips: usize,
    /// The loss so far.
    pub loss: f64,
    /// Clips in a second.
    pub clips_a_second: f64,
}

/// A training on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// With what it was begun.
    pub settings: Settings,
    /// The epochs that are over.
    pub history: History,
    /// Whether an earlier visit began it.
    pub of_earlier_visit: bool,
}

/// What came of a training.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// With what it was begun.
    pub settings: Settings,
    /// Its epochs.
    pub history: History,
    /// Its scores.
    pub evaluation: Evaluation,
    /// Bytes of the model.
    pub model_bytes: usize,
    /// A clip of the test for each emotion.
    pub examples: Vec<Example>,
    /// Whether the visitor has let it listen.
    pub is_adopted: bool,
}

/// A clip of the test.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The emotion that was meant.
    pub emotion: Emotion,
    /// Its path, as it was given.
    pub path: String,
    /// What there is to see of it, once somebody has looked.
    pub sound: Option<Arc<SoundView>>,
}

/// A clip of the test that nobody has looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// Which of the examples.
    pub example: usize,
    /// Its path, as it was given.
    pub path: String,
}

/// Those of the test's clips that nobody has looked at.
pub fn lacking(examples: &[Example]) -> Vec<Lacking> {
    let lacking = |(example, shown): (usize, &Example)| {
        shown.sound.is_none().then(|| Lacking { example, path: shown.path.clone() })
    };
    examples.iter().enumerate().filter_map(lacking).collect()
}

/// What the browser keeps of measured clips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Clips.
    pub clips: usize,
    /// Their room, in bytes.
    pub bytes: u64,
}
