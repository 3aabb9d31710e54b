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
        let mut probabilities = *logits;
        self.soften(&mut probabilities);
        probabilities
    }

    /// Makes probabilities of a row of logits, however many.
    pub fn soften(&self, logits: &mut [f32]) {
        let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        logits.iter_mut().for_each(|logit| *logit = ((*logit - top) / self.temperature).exp());
        let sum: f32 = logits.iter().sum();
        logits.iter_mut().for_each(|power| *power /= sum);
    }

    /// The logit of a label that a network does not know, beside the network's own: as likely as its
    /// eight are on average, whatever is heard.
    pub fn unknown(&self, logits: &[f32; Emotion::COUNT]) -> f32 {
        let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let powers = logits.map(|logit| ((logit - top) / self.temperature).exp());
        let mean = powers.iter().sum::<f32>() / Emotion::COUNT as f32;
        top + self.temperature * mean.ln()
    }

    /// The emotion that stands out of these probabilities, if one does.
    pub fn verdict(&self, probabilities: &[f32; Emotion::COUNT]) -> Option<Emotion> {
        self.standing_out(probabilities).and_then(Emotion::from_index)
    }

    /// The place of the probability that stands out, if one does.
    pub fn standing_out(&self, probabilities: &[f32]) -> Option<usize> {
        let ranked = probabilities.iter().enumerate();
        let (place, most) = ranked.max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (*most >= self.sure_from).then_some(place)
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

    #[test]
    fn what_a_network_does_not_know_is_as_likely_as_the_rest_on_average() {
        let calibration = Calibration { temperature: 1.6, ..Calibration::NONE };
        for logits in [[0.0; 8], [9.0, -3.0, 0.5, 1.0, 2.0, 0.0, -7.0, 4.0]] {
            let mut nine = [logits.as_slice(), &[calibration.unknown(&logits)]].concat();
            calibration.soften(&mut nine);
            assert!((nine[8] - 1.0 / 9.0).abs() < 1e-6, "{nine:?}");
        }
    }
}
