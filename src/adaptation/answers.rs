//! What is told of a fit while it goes on, and when it is over.

use serde::{Deserialize, Serialize};

use crate::evaluation::Confusion;
use crate::meaning::Meaning;

/// How an epoch went.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FitEpoch {
    /// Which, from 1.
    pub epoch: usize,
    /// Mean cross-entropy over what the layer learns from.
    pub loss: f32,
    /// Share of it that is heard rightly, every label counting the same.
    pub recall: f32,
    /// Mean cross-entropy over takes kept aside.
    pub aside_loss: f32,
    /// Share of the takes kept aside that are heard rightly, every label counting the same.
    pub aside_recall: f32,
}

/// A take kept aside, and what was made of it; the answers are among the labels recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialAnswer {
    /// What was meant.
    pub meant: Meaning,
    /// The answer without a personal layer, which knows no label but the emotions: if none was
    /// recorded, among all eight.
    pub before: Meaning,
    /// The answer with one that did not learn from this take.
    pub after: Meaning,
}

/// The answers without a personal layer.
pub fn before(answers: &[TrialAnswer]) -> Confusion<Meaning> {
    Confusion::from_pairs(answers.iter().map(|answer| (answer.meant, answer.before)))
}

/// The answers with one.
pub fn after(answers: &[TrialAnswer]) -> Confusion<Meaning> {
    Confusion::from_pairs(answers.iter().map(|answer| (answer.meant, answer.after)))
}
