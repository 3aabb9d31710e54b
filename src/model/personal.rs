//! What a person's own takes add to a network.

use burn::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Heard, Network};
use crate::emotion::Emotion;

/// A linear layer beside a network's dense ones: its map of the embedding is added to the logits.
///
/// It is all that a few takes can teach without unlearning what a thousand strangers taught.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonalLayer {
    /// A row for every value of the embedding, an entry for every emotion.
    pub weights: Vec<[f32; Emotion::COUNT]>,
    /// Added whatever is heard.
    pub bias: [f32; Emotion::COUNT],
}

/// How a model became somebody's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Personal {
    /// What its owner calls it.
    pub name: String,
    /// How many takes of each emotion it learned from, in the order of [`Emotion::ALL`].
    pub takes: [usize; Emotion::COUNT],
    /// Unweighted average recall on takes kept aside before it learned, 0 to 1.
    pub uar_before: f64,
    /// And after.
    pub uar_after: f64,
    /// What it learned.
    pub layer: PersonalLayer,
}

/// A [`PersonalLayer`] on a device.
#[derive(Debug, Clone)]
pub(super) struct OwnLayer {
    weights: Tensor<2>,
    bias: Tensor<2>,
}

impl PersonalLayer {
    /// Values of the embedding that it expects.
    pub fn width(&self) -> usize {
        self.weights.len()
    }

    /// A network's logits with those of this layer, on the host.
    pub fn logits(&self, heard: &Heard) -> [f32; Emotion::COUNT] {
        let mut logits: [f32; _] = std::array::from_fn(|i| heard.logits[i] + self.bias[i]);
        for (row, value) in self.weights.iter().zip(&heard.embedding) {
            logits.iter_mut().zip(row).for_each(|(logit, weight)| *logit += weight * value);
        }
        logits
    }

    /// Whether every number of it is finite.
    pub fn is_sound(&self) -> bool {
        self.weights.as_flattened().iter().chain(&self.bias).all(|value| value.is_finite())
    }

    pub(super) fn on(&self, device: &Device) -> OwnLayer {
        let shape = [self.width(), Emotion::COUNT];
        let weights = TensorData::new(self.weights.as_flattened().to_vec(), shape);
        let bias = TensorData::new(self.bias.to_vec(), [1, Emotion::COUNT]);
        OwnLayer {
            weights: Tensor::from_data(weights, device),
            bias: Tensor::from_data(bias, device),
        }
    }
}

impl OwnLayer {
    fn forward(&self, embedding: Tensor<2>) -> Tensor<2> {
        embedding.matmul(self.weights.clone()) + self.bias.clone()
    }
}

/// Logits of a batch `[batch, rows, frames]` without a mask, a person's own layer heard as well.
pub(super) fn forward(network: &Network, own: Option<&OwnLayer>, input: Tensor<3>) -> Tensor<2> {
    let embedding = network.embed(input, None);
    match own {
        Some(own) => network.judge(embedding.clone()) + own.forward(embedding),
        None => network.judge(embedding),
    }
}
