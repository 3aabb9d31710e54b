//! The network over statistics of what a speech encoder hears: two dense layers.

use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig};
use burn::prelude::*;
use burn::tensor::activation::relu;
use serde::{Deserialize, Serialize};

use super::network::{are_sizes, is_share};

/// As many statistics as a network of ours may hear.
const MOST_VALUES: usize = 8192;

/// The shape of a [`StatisticsNet`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatisticsNetConfig {
    /// Statistics of a window; see [`super::Encoder::statistics`].
    pub values: usize,
    /// Units of the hidden layer.
    pub hidden: usize,
    /// Share of values, and of hidden units, dropped while training.
    pub dropout: f64,
    /// Emotions told apart.
    pub classes: usize,
}

impl StatisticsNetConfig {
    /// Whether it can be built; see [`super::NetworkConfig`].
    pub(super) fn is_sound(&self) -> bool {
        let are_values = (1..=MOST_VALUES).contains(&self.values);
        are_values && are_sizes(&[self.hidden, self.classes]) && is_share(self.dropout)
    }

    /// A network with fresh weights.
    pub fn init(&self, device: &Device) -> StatisticsNet {
        StatisticsNet {
            dropout: DropoutConfig::new(self.dropout).init(),
            hidden: LinearConfig::new(self.values, self.hidden).init(device),
            output: LinearConfig::new(self.hidden, self.classes).init(device),
        }
    }
}

/// Two dense layers.
///
/// Statistics over a whole window say nothing of when. A network that heard the tokens one by one
/// did no better on unheard speakers, and took six times as long to train.
#[derive(Module, Debug)]
pub struct StatisticsNet {
    dropout: Dropout,
    hidden: Linear,
    output: Linear,
}

impl StatisticsNet {
    /// What the last layer sees, `[batch, hidden]`, of scaled statistics, `[batch, values]`.
    pub fn embed(&self, statistics: Tensor<2>) -> Tensor<2> {
        relu(self.hidden.forward(self.dropout.forward(statistics)))
    }

    /// Logits of embeddings, `[batch, classes]`.
    pub fn judge(&self, embedding: Tensor<2>) -> Tensor<2> {
        self.output.forward(self.dropout.forward(embedding))
    }
}
