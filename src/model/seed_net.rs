//! The network of the described pipeline: four convolutions over 162 averaged values.

use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::pool::{MaxPool1d, MaxPool1dConfig};
use burn::nn::{
    BatchNorm, BatchNormConfig, Dropout, DropoutConfig, Linear, LinearConfig, PaddingConfig1d,
};
use burn::prelude::*;
use burn::tensor::activation::relu;
use serde::{Deserialize, Serialize};

use super::convolution::convolve;
use super::layers::{Then, normalised};

const WIDTHS: [usize; 4] = [256, 256, 128, 64];
const KERNEL: usize = 5;
const STRIDE: usize = 2;
const HIDDEN: usize = 32;

/// The shape of a [`SeedNet`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedNetConfig {
    /// Values of a summary, 162 in the described pipeline.
    pub values: usize,
    /// Emotions told apart.
    pub classes: usize,
}

impl SeedNetConfig {
    /// Channels by steps, as the dense layers see them.
    pub fn embedding_width(&self) -> usize {
        let steps = (0..WIDTHS.len()).fold(self.values, |length, _| length.div_ceil(STRIDE));
        WIDTHS[WIDTHS.len() - 1] * steps
    }

    /// A network with fresh weights; 557 288 of them for 162 values and 8 classes, and 1 408 of
    /// the batch normalisation.
    pub fn init(&self, device: &Device) -> SeedNet {
        let inputs = std::iter::once(1).chain(WIDTHS);
        let blocks = inputs.zip(WIDTHS).map(|(from, to)| Block::new(from, to, device));
        SeedNet {
            blocks: blocks.collect(),
            early_dropout: DropoutConfig::new(0.2).init(),
            hidden: LinearConfig::new(self.embedding_width(), HIDDEN).init(device),
            late_dropout: DropoutConfig::new(0.3).init(),
            output: LinearConfig::new(HIDDEN, self.classes).init(device),
        }
    }
}

/// Four times convolution, batch normalisation, ReLU and max-pooling; dropout; two dense layers.
#[derive(Module, Debug)]
pub struct SeedNet {
    blocks: Vec<Block>,
    early_dropout: Dropout,
    hidden: Linear,
    late_dropout: Dropout,
    output: Linear,
}

impl SeedNet {
    /// Logits of embeddings, `[batch, classes]`.
    pub fn judge(&self, embedding: Tensor<2>) -> Tensor<2> {
        let hidden = relu(self.hidden.forward(embedding));
        self.output.forward(self.late_dropout.forward(hidden))
    }

    /// What the dense layers see of a batch, `[batch, values, 1]`: channels by steps, `[batch,
    /// channels · steps]`.
    pub fn embed(&self, input: Tensor<3>) -> Tensor<2> {
        let last = self.blocks.len() - 1;
        let mut x = input.swap_dims(1, 2);
        for (index, block) in self.blocks.iter().enumerate() {
            // As described: the first dropout stands between the third pooling and the fourth
            // convolution.
            if index == last {
                x = self.early_dropout.forward(x);
            }
            x = block.forward(x);
        }
        x.flatten::<2>(1, 2)
    }
}

#[derive(Module, Debug)]
struct Block {
    convolution: Conv1d,
    norm: BatchNorm,
    pool: MaxPool1d,
}

impl Block {
    fn new(from: usize, to: usize, device: &Device) -> Self {
        Self {
            convolution: Conv1dConfig::new(from, to, KERNEL)
                .with_padding(PaddingConfig1d::Same)
                .init(device),
            norm: BatchNormConfig::new(to).init(device),
            pool: MaxPool1dConfig::new(KERNEL).with_stride(STRIDE).init(),
        }
    }

    fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        let around = same_padding(x.dims()[2]);
        let then = Then { rectified: true, mask: None, pooled: Some((&self.pool, around)) };
        normalised(&self.norm, convolve(&self.convolution, x), then)
    }
}

/// Padding of Keras' "same" pooling: `ceil(length / stride)` steps, the odd one at the end.
fn same_padding(length: usize) -> (usize, usize) {
    let steps = length.div_ceil(STRIDE);
    let needed = ((steps - 1) * STRIDE + KERNEL).saturating_sub(length);
    (needed / 2, needed - needed / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_described_network_has_as_many_weights_as_described() {
        let network = SeedNetConfig { values: 162, classes: 8 }.init(&Device::flex());
        let of_normalisation = 4 * (256 + 256 + 128 + 64);
        assert_eq!(network.num_params(), 557_288 + of_normalisation);
    }

    #[test]
    fn a_batch_of_summaries_becomes_a_batch_of_logits() {
        let device = Device::flex();
        let network = SeedNetConfig { values: 162, classes: 8 }.init(&device);
        let logits = network.judge(network.embed(Tensor::zeros([3, 162, 1], &device)));
        assert_eq!(logits.dims(), [3, 8]);
    }
}
