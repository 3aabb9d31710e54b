//! A speech encoder with a small network behind it.

use burn::module::Param;
use burn::prelude::*;
use serde::{Deserialize, Serialize};

use super::layers::masked;
use super::{Encoder, EncoderConfig, Scaler, TokenNet, TokenNetConfig};

/// The shape of an [`EncodedNet`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncodedNetConfig {
    /// The encoder.
    pub encoder: EncoderConfig,
    /// What listens to its tokens.
    pub head: TokenNetConfig,
}

impl EncodedNetConfig {
    /// A network with fresh weights.
    pub fn init(&self, device: &Device) -> EncodedNet {
        let encoder = self.encoder.init(device);
        let rows = self.encoder.rows();
        EncodedNet {
            encoder,
            mean: Param::from_tensor(Tensor::zeros([rows], device)),
            deviation: Param::from_tensor(Tensor::ones([rows], device)),
            head: self.head.init(device),
        }
    }
}

/// Encoder, the scale of its tokens, and a network over them.
#[derive(Module, Debug)]
pub struct EncodedNet {
    encoder: Encoder,
    mean: Param<Tensor<1>>,
    deviation: Param<Tensor<1>>,
    head: TokenNet,
}

impl EncodedNet {
    /// Puts trained parts together; the scaler is that of the tokens.
    pub fn new(encoder: Encoder, scaler: &Scaler, head: TokenNet, device: &Device) -> Self {
        let constant = |values: &[f32]| Param::from_tensor(Tensor::from_floats(values, device));
        Self {
            encoder,
            mean: constant(scaler.mean()),
            deviation: constant(scaler.deviation()),
            head,
        }
    }

    /// Logits of a batch.
    ///
    /// # Shapes
    /// - input: `[batch, bands, frames]`
    /// - mask: `[batch, 1, frames]`, 1 where a frame is sound; none when every one is
    /// - output: `[batch, classes]`
    pub fn forward(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        let (tokens, mask) = self.tokens(input, mask);
        self.head.forward(tokens, mask)
    }

    /// Logits of embeddings.
    pub fn judge(&self, embedding: Tensor<2>) -> Tensor<2> {
        self.head.judge(embedding)
    }

    /// What the last layer sees; see [`TokenNet::embed`].
    pub fn embed(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        let (tokens, mask) = self.tokens(input, mask);
        self.head.embed(tokens, mask)
    }

    /// Scaled tokens with their mask.
    fn tokens(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> (Tensor<3>, Option<Tensor<3>>) {
        let (tokens, mask) = self.encoder.forward(input, mask);
        let row = |values: &Param<Tensor<1>>| values.val().reshape([1, -1, 1]);
        let scaled = (tokens - row(&self.mean)) / row(&self.deviation);
        (masked(scaled, &mask), mask)
    }
}
