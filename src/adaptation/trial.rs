//! Whether a layer was worth it.

use super::aside::Gain;
use super::{TrialAnswer, count};
use crate::evaluation::Confusion;
use crate::meaning::{Meaning, Meanings};
use crate::model::{Personal, PersonalLayer};

/// How many standard errors above nothing a layer's gain must be: the epoch is the best of many, so
/// that a layer of noise seems a little better, too. With a voice, of which nothing is chosen, it need
/// only be [`LEAST_GAIN`].
const LEAST_ERRORS: f32 = 0.5;
/// What nobody would notice, in nats, is no gain: that a model hesitates more evenly between two labels
/// of one and the same sound.
const LEAST_GAIN: f32 = 0.01;

/// A fitted layer, and how it did on takes that it did not learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The layer, fitted to all takes.
    pub layer: PersonalLayer,
    /// What it can answer.
    pub labels: Meanings,
    /// The epoch whose layer it is; 0 if none was better than the voice and what was expected.
    pub epoch: usize,
    /// How much less it surprised than the network, on takes kept aside.
    pub gain: Gain,
    /// Every take, judged by a layer that learned from the other parts only.
    pub answers: Vec<TrialAnswer>,
}

impl Trial {
    /// The answers without the layer.
    pub fn before(&self) -> Confusion<Meaning> {
        super::before(&self.answers)
    }

    /// The answers with it.
    pub fn after(&self) -> Confusion<Meaning> {
        super::after(&self.answers)
    }

    /// The layer as a model carries it, under a name.
    pub fn into_personal(self, name: String) -> Personal {
        let counts = count(self.answers.iter().map(|answer| answer.meant));
        Personal {
            name,
            takes: self.labels.iter().map(|label| counts.of(label)).collect(),
            uar_before: self.before().uar(),
            uar_after: self.after().uar(),
            labels: self.labels,
            layer: self.layer,
        }
    }

    /// Whether the layer was worth it: less surprised by what was meant with takes that it did not
    /// learn from; without a voice by more than chance. With so few takes that says more than how many were heard
    /// rightly.
    pub fn is_better(&self) -> bool {
        let least_errors = if self.layer.voice.is_empty() { LEAST_ERRORS } else { 0.0 };
        self.gain.mean > LEAST_GAIN.max(least_errors * self.gain.error)
    }
}
