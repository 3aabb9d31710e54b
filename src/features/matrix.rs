//! The form in which features are handed over.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Features of one sound, `[rows, frames]`, row after row: the value of row `r` at frame `f` is
/// `values[r * frames + f]`.
///
/// Rows are features, named by [`super::FeatureSpec::columns`]; frames go with time. A summary
/// has one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// All values, row after row; `rows * frames` of them.
    pub values: Vec<f32>,
    /// How many features there are.
    pub rows: usize,
    /// How many frames there are.
    pub frames: usize,
}

impl Features {
    /// Zeros.
    pub(super) fn zeros(rows: usize, frames: usize) -> Self {
        Self { values: vec![0.0; rows * frames], rows, frames }
    }

    /// One feature over time.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.frames..][..self.frames]
    }

    /// All features at one frame, in the order of the rows.
    pub fn column(&self, frame: usize) -> impl Iterator<Item = f32> + Clone + '_ {
        self.values.iter().skip(frame).step_by(self.frames.max(1)).copied()
    }

    /// The features of some frames, in the form of the whole.
    ///
    /// # Panics
    /// If the range goes past the last frame.
    pub fn slice(&self, frames: Range<usize>) -> Self {
        let rows = (0..self.rows).flat_map(|row| &self.row(row)[frames.clone()]);
        Self { values: rows.copied().collect(), rows: self.rows, frames: frames.len() }
    }

    /// Writes all features of one frame.
    pub(super) fn set_column(&mut self, frame: usize, column: &[f32]) {
        debug_assert_eq!(column.len(), self.rows);
        let cells = self.values.iter_mut().skip(frame).step_by(self.frames);
        cells.zip(column).for_each(|(cell, value)| *cell = *value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_features_and_columns_are_moments() {
        let mut features = Features::zeros(2, 3);
        features.set_column(1, &[1.0, 2.0]);
        assert_eq!(features.values, [0.0, 1.0, 0.0, 0.0, 2.0, 0.0]);
        assert_eq!(features.row(1), [0.0, 2.0, 0.0]);
        assert_eq!(features.column(1).collect::<Vec<_>>(), [1.0, 2.0]);
        assert_eq!(features.slice(1..3).values, [1.0, 0.0, 2.0, 0.0]);
    }
}
