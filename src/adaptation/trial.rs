//! Whether a layer was worth it.

use super::{TrialAnswer, count};
use crate::evaluation::Confusion;
use crate::meaning::{Meaning, Meanings};
use crate::model::{Personal, PersonalLayer};

/// The share of the loss that may be left at most: the epoch is the best of many, so that a layer
/// of noise seems a little better, too.
const WORTHWHILE: f32 = 0.98;

/// A fitted layer, and how it did on takes that it did not learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The layer, fitted to all takes.
    pub layer: PersonalLayer,
    /// What it can answer.
    pub labels: Meanings,
    /// The epoch whose layer it is; 0 if none was better than nothing.
    pub epoch: usize,
    /// The mean cross-entropy of takes kept aside, of the network and with the layer, both of them as
    /// sure as they are right.
    pub loss: (f32, f32),
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
    /// learn from. With so few takes that says more than how many were heard rightly.
    pub fn is_better(&self) -> bool {
        let (before, after) = self.loss;
        self.epoch > 0 && after < WORTHWHILE * before
    }
}
