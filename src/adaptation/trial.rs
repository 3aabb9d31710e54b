//! Whether a layer was worth it.

use super::aside::Gain;
use super::{TrialAnswer, count};
use crate::evaluation::Confusion;
use crate::meaning::{Meaning, Meanings};
use crate::model::{Personal, PersonalLayer};

/// How many standard errors above nothing a layer's gain must be: the epoch is the best of many, so
/// that a layer of noise seems a little better, too. With a voice, of which nothing is chosen, it need
/// only be [`LEAST_SHARE`].
const LEAST_ERRORS: f32 = 0.5;
/// The share of the surprise below which a gain is none: a model that hesitates more evenly between two
/// labels of one and the same sound has learned nothing of them.
const LEAST_SHARE: f32 = 0.01;

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
        self.gain.mean > (LEAST_SHARE * self.gain.before).max(least_errors * self.gain.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A trial whose takes surprised so much before, and so much less after.
    fn trial(voice: &[f32], before: f32, mean: f32, error: f32) -> Trial {
        let layer = PersonalLayer {
            voice: voice.to_vec(),
            trust: 1.0,
            manner: Vec::new(),
            weights: Vec::new(),
            bias: Vec::new(),
        };
        let gain = Gain { before, mean, error };
        Trial { layer, labels: Meanings::default(), epoch: 0, gain, answers: Vec::new() }
    }

    #[test]
    fn a_gain_is_a_share_of_what_surprised() {
        let is_better = |before, mean| trial(&[0.0], before, mean, 0.0).is_better();
        assert!(is_better(0.003, 0.0027), "who was nearly always right is surer now");
        assert!(!is_better(0.693, 0.001), "who cannot tell two labels apart still cannot");
        assert!(!is_better(0.0, 0.0), "where nothing surprises there is nothing to gain");
        assert!(!is_better(0.5, -0.1));
    }

    #[test]
    fn a_layer_without_a_voice_must_gain_more_than_chance() {
        let is_better = |voice: &[f32], error| trial(voice, 0.5, 0.1, error).is_better();
        assert!(is_better(&[], 0.1) && !is_better(&[], 0.3));
        assert!(is_better(&[0.0], 0.3));
    }
}
