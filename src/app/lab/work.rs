//! What goes on in the laboratory, and what comes of it.

use super::pace::Pace;
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
    /// Whether the visitor has let it listen.
    pub is_adopted: bool,
}

/// What the browser keeps of measured clips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Clips.
    pub clips: usize,
    /// Their room, in bytes.
    pub bytes: u64,
}
