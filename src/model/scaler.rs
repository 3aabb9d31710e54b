//! Features on one scale: zero mean and unit deviation over the training part.

use half::f16;
use serde::{Deserialize, Serialize};

/// Mean and deviation of each feature row, fitted on the training part alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaler {
    mean: Vec<f32>,
    deviation: Vec<f32>,
}

impl Scaler {
    /// Fits to feature matrices, each row-major `[rows, frames]`; every frame counts the same.
    ///
    /// A row that never changes gets a deviation of 1, as in scikit-learn's `StandardScaler`.
    /// Without any frame the scaler changes nothing.
    pub fn fit<'a>(rows: usize, matrices: impl Iterator<Item = &'a [f32]>) -> Self {
        let mut sums = ScalerSums::new(rows);
        matrices.for_each(|values| sums.add(values));
        sums.scaler()
    }

    /// Given means and deviations, one of each a row.
    pub fn new(mean: Vec<f32>, deviation: Vec<f32>) -> Self {
        Self { mean, deviation }
    }

    /// The same in 16 bit floats, as a file holds a scale that is part of a network; a deviation that
    /// is none of these becomes 1, as of a row that never changes.
    pub fn as_shipped(self) -> Self {
        let half = |value: f32| f16::from_f32(value).to_f32();
        let deviation = self.deviation.into_iter().map(half);
        Self {
            mean: self.mean.into_iter().map(half).collect(),
            deviation: deviation.map(|d| if d > 0.0 { d } else { 1.0 }).collect(),
        }
    }

    /// The mean of each row.
    pub fn mean(&self) -> &[f32] {
        &self.mean
    }

    /// The deviation of each row.
    pub fn deviation(&self) -> &[f32] {
        &self.deviation
    }

    /// How many rows it was fitted to.
    pub fn rows(&self) -> usize {
        self.mean.len()
    }

    /// Whether every mean is finite and every deviation finite and positive.
    pub fn is_sound(&self) -> bool {
        self.mean.len() == self.deviation.len()
            && self.mean.iter().all(|m| m.is_finite())
            && self.deviation.iter().all(|d| d.is_finite() && *d > 0.0)
    }

    /// Scales a row-major `[rows, frames]` matrix in place.
    pub fn apply(&self, values: &mut [f32]) {
        let frames = values.len() / self.rows().max(1);
        let rows = values.chunks_exact_mut(frames.max(1));
        for (row, (mean, deviation)) in rows.zip(self.mean.iter().zip(&self.deviation)) {
            row.iter_mut().for_each(|value| *value = (*value - mean) / deviation);
        }
    }
}

/// What a scaler is fitted to, matrix by matrix: none of them need stay in memory.
#[derive(Debug, Clone)]
pub struct ScalerSums {
    /// Sum and sum of squares of each row.
    rows: Vec<(f64, f64)>,
    frames: usize,
}

impl ScalerSums {
    /// No matrix yet.
    pub fn new(rows: usize) -> Self {
        Self { rows: vec![(0.0, 0.0); rows], frames: 0 }
    }

    /// Adds a feature matrix, row-major `[rows, frames]`.
    pub fn add(&mut self, values: &[f32]) {
        let frames = values.len() / self.rows.len();
        self.frames += frames;
        for (row, sum) in values.chunks_exact(frames.max(1)).zip(&mut self.rows) {
            for &value in row {
                sum.0 += f64::from(value);
                sum.1 += f64::from(value) * f64::from(value);
            }
        }
    }

    /// The scaler of all matrices so far; see [`Scaler::fit`].
    pub fn scaler(&self) -> Scaler {
        let count = self.frames.max(1) as f64;
        let mean: Vec<f64> = self.rows.iter().map(|(sum, _)| sum / count).collect();
        let deviation = self.rows.iter().zip(&mean).map(|((_, square), mean)| {
            let deviation = (square / count - mean * mean).max(0.0).sqrt();
            if deviation > 1e-9 { deviation as f32 } else { 1.0 }
        });
        Scaler { deviation: deviation.collect(), mean: mean.iter().map(|&m| m as f32).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_training_rows_have_zero_mean_and_unit_deviation() {
        let first = [1.0, 3.0, 10.0, 10.0];
        let second = [5.0, 7.0, 10.0, 10.0];
        let scaler = Scaler::fit(2, [&first[..], &second[..]].into_iter());
        let mut scaled = [first, second];
        scaled.iter_mut().for_each(|matrix| scaler.apply(matrix));
        let varying: Vec<f32> = scaled.iter().flat_map(|matrix| matrix[..2].to_vec()).collect();
        assert!(varying.iter().sum::<f32>().abs() < 1e-6);
        assert!((varying.iter().map(|v| v * v).sum::<f32>() / 4.0 - 1.0).abs() < 1e-6);
        assert!(scaled.iter().all(|matrix| matrix[2..] == [0.0, 0.0]));
    }

    #[test]
    fn a_scale_that_ships_in_a_network_has_sixteen_bits_and_stays_sound() {
        let scaler = Scaler::new(vec![0.1, -3.000_01], vec![0.3, 1e-8]).as_shipped();
        assert_eq!(scaler.mean(), [0.099_975_586, -3.0]);
        assert_eq!(scaler.deviation(), [0.300_048_83, 1.0]);
        assert_eq!(scaler.clone().as_shipped(), scaler);
        assert!(scaler.is_sound());
    }
}
