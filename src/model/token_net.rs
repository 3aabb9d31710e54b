//! The network over a speech encoder's tokens: two convolutions and attention.

use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig};
use burn::prelude::*;
use burn::tensor::activation::relu;
use serde::{Deserialize, Serialize};

use super::layers::{AttentivePooling, Normed, masked};

/// The shape of a [`TokenNet`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenNetConfig {
    /// Channels of a token.
    pub rows: usize,
    /// Channels of the convolutions.
    pub width: usize,
    /// Share of channels dropped while training.
    pub dropout: f64,
    /// Emotions told apart.
    pub classes: usize,
}

impl TokenNetConfig {
    /// A network with fresh weights.
    pub fn init(&self, device: &Device) -> TokenNet {
        TokenNet {
            narrow: Normed::new(self.rows, self.width, 1, device),
            neighbours: Normed::new(self.width, self.width, 3, device),
            pooling: AttentivePooling::new(self.width, device),
            dropout: DropoutConfig::new(self.dropout).init(),
            output: LinearConfig::new(2 * self.width, self.classes).init(device),
        }
    }
}

/// Each token narrowed, heard among its neighbours, attentive statistics over time, one dense
/// layer.
#[derive(Module, Debug)]
pub struct TokenNet {
    narrow: Normed,
    neighbours: Normed,
    pooling: AttentivePooling,
    dropout: Dropout,
    output: Linear,
}

impl TokenNet {
    /// Logits of a batch.
    ///
    /// # Shapes
    /// - input: `[batch, rows, tokens]`, scaled
    /// - mask: `[batch, 1, tokens]`, 1 where a token is sound; none when every one is
    /// - output: `[batch, classes]`
    pub fn forward(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        self.judge(self.embed(input, mask))
    }

    /// Logits of embeddings.
    pub fn judge(&self, embedding: Tensor<2>) -> Tensor<2> {
        self.output.forward(self.dropout.forward(embedding))
    }

    /// What the dense layer sees: attentive mean and deviation, `[batch, 2 · width]`.
    pub fn embed(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        let narrowed = relu(self.narrow.forward(input));
        let x = masked(self.dropout.forward(narrowed), &mask);
        let x = masked(relu(self.neighbours.forward(x.clone()) + x), &mask);
        self.pooling.forward(x, mask)
    }
}
