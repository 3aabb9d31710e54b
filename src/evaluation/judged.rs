//! A clip beside what a model makes of it.

use super::calibrate;
use crate::emotion::Emotion;
use crate::judgement::Probabilities;
use crate::model::Calibration;

/// A clip with what the model makes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// What was meant.
    pub label: Emotion,
    /// The model's logits, before calibration.
    pub logits: [f32; Emotion::COUNT],
    /// The emotions that the clip's corpus holds.
    pub held: [bool; Emotion::COUNT],
}

impl Judged {
    /// Calibrated probabilities among the emotions that the corpus holds.
    pub fn probabilities(&self, calibration: &Calibration) -> Probabilities {
        let mut logits = self.logits;
        let barred = logits.iter_mut().zip(self.held).filter(|(_, held)| !held);
        barred.for_each(|(logit, _)| *logit = f32::NEG_INFINITY);
        calibration.probabilities(&logits)
    }

    /// The same clip with logits to which a calibration's temperature has been applied.
    pub fn cooled(self, calibration: &Calibration) -> Self {
        Self { logits: self.logits.map(|logit| logit / calibration.temperature), ..self }
    }

    /// The answer among the emotions that the corpus holds.
    pub fn closed(&self) -> Emotion {
        calibrate::argmax(&self.probabilities(&Calibration::NONE)).0
    }

    /// The answer among all eight.
    pub fn open(&self) -> Emotion {
        calibrate::argmax(&Calibration::NONE.probabilities(&self.logits)).0
    }
}
