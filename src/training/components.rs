//! Principal components: what many values have most in common, each scaled to variance one.

use crate::model::Scaler;

/// Rounds of the iteration; the largest components settle first.
const ROUNDS: usize = 20;

/// A map from values to their principal components.
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    scaler: Scaler,
    /// `[components, values]`, row-major.
    directions: Vec<f32>,
}

impl Components {
    /// Fits to columns of values, each value scaled to variance one before, by orthogonal iteration
    /// on their covariance (Golub & Van Loan, section 8.2.4); no more components than values.
    pub fn fit(columns: &[Vec<f32>], components: usize) -> Self {
        let values = columns.first().map_or(0, Vec::len);
        let scaler = Scaler::fit(values, columns.iter().map(Vec::as_slice));
        let covariance = covariance(columns.iter().map(|column| scaled(&scaler, column)), values);
        let mut basis = Basis::start(values, components.min(values));
        for _ in 0..ROUNDS {
            basis.multiply(&covariance);
            basis.orthonormalise();
        }
        let mut images = basis.clone();
        images.multiply(&covariance);
        for (direction, image) in basis.rows.iter_mut().zip(images.rows) {
            let variance = dot(direction, &image).max(1e-12);
            direction.iter_mut().for_each(|value| *value /= variance.sqrt());
        }
        let directions = basis.rows.into_iter().flatten().map(|value| value as f32);
        Self { scaler, directions: directions.collect() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.directions.len() / self.scaler.rows().max(1)
    }

    /// The components of a column of values.
    pub fn of(&self, column: &[f32]) -> Vec<f32> {
        let column = scaled(&self.scaler, column);
        let product = |direction: &[f32]| direction.iter().zip(&column).map(|(d, v)| d * v).sum();
        self.directions.chunks_exact(column.len().max(1)).map(product).collect()
    }
}

fn scaled(scaler: &Scaler, column: &[f32]) -> Vec<f32> {
    let mut values = column.to_vec();
    scaler.apply(&mut values);
    values
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `[values, values]`, row-major, of columns whose mean is zero.
fn covariance(columns: impl Iterator<Item = Vec<f32>>, values: usize) -> Vec<f64> {
    let mut sums = vec![0.0f32; values * values];
    let mut count = 0usize;
    for column in columns {
        count += 1;
        for (row, &value) in sums.chunks_exact_mut(values.max(1)).zip(&column) {
            row.iter_mut().zip(&column).for_each(|(sum, other)| *sum += value * other);
        }
    }
    sums.into_iter().map(|sum| f64::from(sum) / count.max(1) as f64).collect()
}

/// Directions that are to span the largest components.
#[derive(Clone)]
struct Basis {
    rows: Vec<Vec<f64>>,
}

impl Basis {
    /// Directions that no structure of the data is likely to be orthogonal to.
    fn start(values: usize, count: usize) -> Self {
        let value =
            |row: usize, column: usize| ((row * 37 + 11) as f64 * (column + 1) as f64).sin();
        let row = |row| (0..values).map(|column| value(row, column)).collect();
        let mut basis = Self { rows: (0..count).map(row).collect() };
        basis.orthonormalise();
        basis
    }

    /// Multiplies each direction by a symmetric matrix.
    fn multiply(&mut self, matrix: &[f64]) {
        for direction in &mut self.rows {
            let rows = matrix.chunks_exact(direction.len().max(1));
            *direction = rows.map(|row| dot(row, direction)).collect();
        }
    }

    /// Modified Gram-Schmidt.
    fn orthonormalise(&mut self) {
        for index in 0..self.rows.len() {
            let (before, rest) = self.rows.split_at_mut(index);
            let direction = &mut rest[0];
            for other in before {
                let shared = dot(other, direction);
                direction
                    .iter_mut()
                    .zip(other)
                    .for_each(|(value, other)| *value -= shared * *other);
            }
            let length = dot(direction, direction).sqrt().max(1e-12);
            direction.iter_mut().for_each(|value| *value /= length);
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn what_most_values_share_comes_first_and_every_component_has_variance_one() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let columns: Vec<Vec<f32>> = (0..2_000)
            .map(|_| {
                let mut even = || 2.0 * rng.random::<f32>() - 1.0;
                let (shared, alone) = (even(), even());
                vec![10.0 * shared + 3.0, -shared + 0.1 * even(), 0.01 * alone]
            })
            .collect();
        let components = Components::fit(&columns, 2);
        assert_eq!(components.count(), 2);
        let mapped: Vec<Vec<f32>> = columns.iter().map(|column| components.of(column)).collect();
        for index in 0..2 {
            let mean = mapped.iter().map(|row| row[index]).sum::<f32>() / 2_000.0;
            let variance = mapped.iter().map(|row| row[index].powi(2)).sum::<f32>() / 2_000.0;
            assert!(mean.abs() < 1e-3 && (variance - 1.0).abs() < 1e-2, "{mean} {variance}");
        }
        let moved = |to: &[f32]| {
            let (from, to) = (components.of(&[3.0, 0.0, 0.0]), components.of(to));
            [to[0] - from[0], to[1] - from[1]].map(f32::abs)
        };
        let [first, second] = moved(&[13.0, -1.0, 0.0]);
        assert!(first > 20.0 * second, "{first} {second}");
        let [first, second] = moved(&[3.0, 0.0, 0.01]);
        assert!(second > 20.0 * first, "{first} {second}");
    }
}
