//! The mean of windows that come one after the other, without keeping them.

/// Pools windows of which only the calibrated probabilities are known, as
/// [`super::Classifier::classify`] pools those of one sound: by the mean of their logits. It takes
/// no more memory however many they are.
///
/// The logarithm of a softmax is the logits but for a constant, so that the softmax of the mean of
/// logarithms is the softmax of the mean of the logits.
#[derive(Debug, Clone, Default)]
pub struct MeanLogits {
    log_sums: Vec<f64>,
    windows: u64,
}

impl MeanLogits {
    /// Adds a window; all have as many probabilities.
    pub fn add(&mut self, probabilities: &[f32]) {
        self.log_sums.resize(probabilities.len(), 0.0);
        // A probability of 0 is one that 32 bits cannot hold.
        let logs = probabilities.iter().map(|p| f64::from(p.max(f32::MIN_POSITIVE)).ln());
        self.log_sums.iter_mut().zip(logs).for_each(|(sum, log)| *sum += log);
        self.windows += 1;
    }

    /// The pooled probabilities; none without a window.
    pub fn probabilities(&self) -> Option<Vec<f32>> {
        if self.windows == 0 {
            return None;
        }
        let mean = |sum: &f64| sum / self.windows as f64;
        let top = self.log_sums.iter().map(mean).fold(f64::NEG_INFINITY, f64::max);
        let power = |sum: &f64| (mean(sum) - top).exp();
        let all: f64 = self.log_sums.iter().map(power).sum();
        Some(self.log_sums.iter().map(|sum| (power(sum) / all) as f32).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Calibration;

    #[test]
    fn pooling_probabilities_is_pooling_logits() {
        let calibration = Calibration { temperature: 1.7, sure_from: 0.5 };
        let logits = [
            [0.0, 1.0, 3.0, -2.0, 0.5, 0.0, 0.0, 9.0],
            [4.0, 1.0, -3.0, -2.0, 0.5, 6.0, 0.0, 1.0],
            [0.0, -8.0, 3.0, 2.5, 0.5, 0.0, 2.0, 0.0],
        ];
        let mut mean_logits = MeanLogits::default();
        logits.iter().for_each(|row| mean_logits.add(&calibration.probabilities(row)));
        let mean = std::array::from_fn(|i| logits.iter().map(|row| row[i]).sum::<f32>() / 3.0);
        let expected = calibration.probabilities(&mean);
        let pooled = mean_logits.probabilities().unwrap();
        assert!(pooled.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{pooled:?}");
    }

    #[test]
    fn nothing_pooled_is_no_answer_and_certainty_is_no_trap() {
        let mut mean_logits = MeanLogits::default();
        assert_eq!(mean_logits.probabilities(), None);
        mean_logits.add(&[0.0, 0.0, 0.0, 1.0, 0.0]);
        let pooled = mean_logits.probabilities().unwrap();
        assert_eq!(pooled[3], 1.0);
        assert!(pooled[0] < 1e-30, "{pooled:?}");
    }
}
