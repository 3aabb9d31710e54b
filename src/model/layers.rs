//! Layers that several networks share.

use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::pool::MaxPool1d;
use burn::nn::{BatchNorm, BatchNormConfig, PaddingConfig1d};
use burn::prelude::*;
use burn::tensor::activation::{relu, softmax};

use super::convolution::convolve;
#[cfg(feature = "training")]
use super::kernels;

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
        Some(mask) => sum_over_time(x) / mask.clone().sum_dim(2).clamp_min(1.0),
        None => x.mean_dim(2),
    }
}

fn sum_over_time(x: Tensor<3>) -> Tensor<3> {
    #[cfg(feature = "training")]
    if let Some(sum) = kernels::sum_over_time(&x) {
        return sum;
    }
    x.sum_dim(2)
}

/// What is done to sounds that a batch normalisation has passed.
#[derive(Default)]
pub(super) struct Then<'a> {
    /// ReLU.
    pub rectified: bool,
    /// Multiplied by after ReLU, `[batch, 1, frames]`.
    pub mask: Option<&'a Tensor<3>>,
    /// Max-pooling at last, with frames of zeros around, before and after; only after ReLU.
    pub pooled: Option<(&'a MaxPool1d, (usize, usize))>,
}

/// Batch normalisation, and what is `then` done.
pub(super) fn normalised(norm: &BatchNorm, x: Tensor<3>, then: Then) -> Tensor<3> {
    #[cfg(feature = "training")]
    if let Some(normalised) = kernels::normalise(norm, &x, &then) {
        return normalised;
    }
    let x = norm.forward(x);
    let x = if then.rectified { relu(x) } else { x };
    let x = masked(x, &then.mask.cloned());
    match then.pooled {
        Some((pool, around)) => pooled(pool, x, around),
        None => x,
    }
}

/// Channels scaled by their gates, `[batch, channels, 1]`, what went around them, ReLU, and the
/// mask.
pub(super) fn joined(
    x: Tensor<3>,
    gates: Tensor<3>,
    around: Tensor<3>,
    mask: &Option<Tensor<3>>,
) -> Tensor<3> {
    #[cfg(feature = "training")]
    if let Some(joined) = kernels::join(&x, &gates, &around, mask.as_ref()) {
        return joined;
    }
    masked(relu(x * gates + around), mask)
}

/// Max-pooling over time of values none of which is below zero, so that the zeros `around` them,
/// before and after, never win.
pub(super) fn pooled(pool: &MaxPool1d, x: Tensor<3>, around: (usize, usize)) -> Tensor<3> {
    #[cfg(feature = "training")]
    if let Some(pooled) = kernels::max_pool(&x, kernels::Window::of(pool, x.dims()[2], around)) {
        return pooled;
    }
    match around {
        (0, 0) => pool.forward(x),
        around => pool.forward(x.pad([around], 0.0)),
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

    /// And the mask, if there is one.
    pub(super) fn forward(&self, x: Tensor<3>, mask: &Option<Tensor<3>>) -> Tensor<3> {
        let then = Then { mask: mask.as_ref(), ..Then::default() };
        normalised(&self.norm, convolve(&self.convolution, x), then)
    }

    /// With ReLU before the mask.
    pub(super) fn rectified(&self, x: Tensor<3>, mask: &Option<Tensor<3>>) -> Tensor<3> {
        let then = Then { rectified: true, mask: mask.as_ref(), pooled: None };
        normalised(&self.norm, convolve(&self.convolution, x), then)
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
        let narrow = (channels / 2).max(1);
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
