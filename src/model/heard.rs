//! What a network hears in a sound.

use serde::{Deserialize, Serialize};

use crate::emotion::Emotion;

/// What a network hears in a sound, whatever a person's own layer or the calibration makes of it:
/// means over its windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// The network's logits.
    pub logits: [f32; Emotion::COUNT],
    /// What a person's own layer is told, see [`super::Network::told`].
    pub told: Vec<f32>,
    /// The statistics of each window, of which both follow; see [`super::Network::statistics`].
    pub windows: Vec<Vec<f32>>,
}

impl Heard {
    /// The statistics of the whole sound, the mean over its windows.
    pub fn statistics(&self) -> Vec<f32> {
        mean_of(self.windows.iter().map(Vec::as_slice))
    }

    /// The same with statistics changed in every window; what follows from these is not told again,
    /// see [`super::Classifier::retell`].
    pub fn moved_by(&self, change: &[f32]) -> Self {
        let moved = |window: &Vec<f32>| {
            window.iter().zip(change).map(|(value, change)| value + change).collect()
        };
        Self { windows: self.windows.iter().map(moved).collect(), ..self.clone() }
    }

    /// The mean over windows, in each of which the logits come first.
    pub(super) fn of<'a>(windows: impl Iterator<Item = &'a [f32]>) -> Self {
        let mean = mean_of(windows);
        let (logits, told) = mean.split_at(Emotion::COUNT);
        let logits = std::array::from_fn(|i| logits[i]);
        Self { logits, told: told.to_vec(), windows: Vec::new() }
    }
}

/// The mean of rows of one length; empty if there is none.
fn mean_of<'a>(rows: impl Iterator<Item = &'a [f32]>) -> Vec<f32> {
    let (mut mean, mut count) = (Vec::new(), 0.0);
    for row in rows {
        mean.resize(row.len(), 0.0);
        mean.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        count += 1.0;
    }
    mean.iter_mut().for_each(|sum| *sum /= count);
    mean
}
