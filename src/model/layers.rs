//! Layers that several networks share.

use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, PaddingConfig1d};
use burn::prelude::*;
use burn::tensor::activation::softmax;

use super::convolution::convolve;

/// Zeroes the frames that only fill the batch, as if the sound ended there.
pub(super) fn masked(x: Tensor<3>, mask: &Option<Tensor<3>>) -> Tensor<3> {
    match mask {
        Some(mask) => x * mask.clone(),
        None => x,
    }
}

/// The mean of each channel over the frames that are sound, `[batch, channels, 1]`; the others
/// are zero.
pub(super) fn mean_over_time(x: Tensor<3>, mask: &Option<Tensor<3>>) -> Tensor<3> {
    match mask {
        Some(mask) => x.sum_dim(2) / mask.clone().sum_dim(2).clamp_min(1.0),
        None => x.mean_dim(2),
    }
}

/// A convolution that keeps the length, and batch normalisation.
#[derive(Module, Debug)]
pub(super) struct Normed {
    convolution: Conv1d,
    norm: BatchNorm,
}

impl Normed {
    pub(super) fn new(from: usize, to: usize, kernel: usize, device: &Device) -> Self {
        Self::grouped(from, to, kernel, 1, device)
    }

    /// Of every channel by itself.
    pub(super) fn apart(channels: usize, kernel: usize, device: &Device) -> Self {
        Self::grouped(channels, channels, kernel, channels, device)
    }

    fn grouped(from: usize, to: usize, kernel: usize, groups: usize, device: &Device) -> Self {
        let convolution = Conv1dConfig::new(from, to, kernel)
            .with_padding(PaddingConfig1d::Explicit(kernel / 2, kernel / 2))
            .with_groups(groups)
            .with_bias(false);
        Self { convolution: convolution.init(device), norm: BatchNormConfig::new(to).init(device) }
    }

    pub(super) fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        self.norm.forward(convolve(&self.convolution, x))
    }
}

/// Attentive statistics pooling (Okabe, Koshinaka & Shinoda 2018): mean and deviation over time,
/// each channel weighing the frames by itself.
#[derive(Module, Debug)]
pub(super) struct AttentivePooling {
    narrow: Conv1d,
    weigh: Conv1d,
}

impl AttentivePooling {
    pub(super) fn new(channels: usize, device: &Device) -> Self {
        let narrow = channels / 2;
        Self {
            narrow: Conv1dConfig::new(channels, narrow, 1).init(device),
            weigh: Conv1dConfig::new(narrow, channels, 1).init(device),
        }
    }

    pub(super) fn forward(&self, x: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        let scores = convolve(&self.weigh, convolve(&self.narrow, x.clone()).tanh());
        let scores = match mask {
            Some(mask) => scores + (mask - 1.0) * 1e4,
            None => scores,
        };
        let weights = softmax(scores, 2);
        let mean = (weights.clone() * x.clone()).sum_dim(2);
        let square = (weights * x.clone() * x).sum_dim(2);
        let variance = (square - mean.clone() * mean.clone()).clamp_min(1e-4);
        Tensor::cat(vec![mean, variance.sqrt()], 1).squeeze_dim::<2>(2)
    }
}
