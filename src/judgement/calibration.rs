//! From logits to probabilities that mean what they say.

use serde::{Deserialize, Serialize};

use crate::emotion::Emotion;

/// What turns logits into honest probabilities and a verdict, fitted on validation speakers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Logits are divided by it (Guo et al. 2017); above 1 for an overconfident network.
    pub temperature: f32,
    /// The largest probability from which an emotion is named; below it the answer is "not sure".
    pub sure_from: f32,
}

impl Calibration {
    /// Changes nothing and is always sure.
    pub const NONE: Self = Self { temperature: 1.0, sure_from: 0.0 };

    /// Probabilities of a row of logits: the softmax of the logits over the temperature.
    pub fn probabilities(&self, logits: &[f32; Emotion::COUNT]) -> [f32; Emotion::COUNT] {
        let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let powers = logits.map(|logit| ((logit - top) / self.temperature).exp());
        let sum: f32 = powers.iter().sum();
        powers.map(|power| power / sum)
    }

    /// The emotion that stands out of these probabilities, if one does.
    pub fn verdict(&self, probabilities: &[f32; Emotion::COUNT]) -> Option<Emotion> {
        let best = Emotion::ALL
            .into_iter()
            .max_by(|a, b| probabilities[a.index()].total_cmp(&probabilities[b.index()]))?;
        (probabilities[best.index()] >= self.sure_from).then_some(best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_temperature_is_less_sure_of_the_same_emotion() {
        let logits = [0.0, 0.0, 3.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let cold = Calibration::NONE.probabilities(&logits);
        let warm = Calibration { temperature: 2.0, ..Calibration::NONE }.probabilities(&logits);
        assert!((cold.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(warm[2] < cold[2]);
        let picky = Calibration { temperature: 2.0, sure_from: 0.9 };
        assert_eq!(picky.verdict(&warm), None);
        assert_eq!(Calibration::NONE.verdict(&warm), Some(Emotion::Happy));
    }
}
