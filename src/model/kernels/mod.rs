//! What a training on the processor computes by itself: convolutions over time, normalisation of
//! batches and pooling, each with its gradients, in loops over plain slices.
//!
//! burn composes the same of operations on whole tensors, every one of which reads and writes all
//! sounds once. Between these kernels a sound lies frame by frame, channels side by side
//! ([`frames::Frames`]), so that whatever is done to all channels alike runs in wide registers, and a
//! convolution is one product of matrices. To burn such a sound is a `[batch, channels, frames]`
//! tensor like any other, only that its strides are unusual.
//!
//! Only flex, burn's processor, is known here: for tensors elsewhere, or without gradients, every
//! kernel answers `None`, and the caller lets burn compute.
//!
//! Sums over a batch are taken sound by sound and then added in the order of the sounds: a training
//! is the same however many threads there are.

mod across;
mod apart;
mod batch_norm;
mod frames;
mod join;
mod max_pool;
mod over_time;
mod product;
#[cfg(test)]
mod tests;

use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::flex::FlexTensor;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Flex};
use burn::module::RunningState;
use burn::nn::BatchNorm;
use burn::nn::conv::Conv1d;
use burn::prelude::*;

pub(crate) use max_pool::Window;

use super::layers::Then;

/// A tensor of flex whose operations are written down for the way back.
type Tracked = FloatTensor<Autodiff<Flex, NoCheckpointing>>;

/// What a convolution gives that takes every frame and keeps their number; its kernels see all
/// channels, or one each.
///
/// # Shapes
/// - input: `[batch, channels, frames]`
/// - output: `[batch, kernels, frames]`
pub(crate) fn convolve(convolution: &Conv1d, x: &Tensor<3>) -> Option<Tensor<3>> {
    let x = tracked(x)?;
    let kernels = tracked(&convolution.weight.val())?;
    let bias = match &convolution.bias {
        Some(bias) => Some(tracked(&bias.val())?),
        None => None,
    };
    Some(untracked(match convolution.groups {
        1 => across::convolve(x, kernels, bias),
        _ => apart::convolve(x, kernels, bias),
    }))
}

/// Batch normalisation while it learns, and what is `then` done; running mean and variance are led
/// on as burn does.
///
/// # Shapes
/// - input: `[batch, channels, frames]`
/// - output: the same, or as many frames as windows
pub(crate) fn normalise(norm: &BatchNorm, x: &Tensor<3>, then: &Then) -> Option<Tensor<3>> {
    if !norm.training.is_enabled() {
        return None;
    }
    let tensors = [tracked(&norm.gamma.val())?, tracked(&norm.beta.val())?];
    let frames = x.dims()[2];
    let pooled = then.pooled.map(|(pool, around)| Window::of(pool, frames, around));
    let then = batch_norm::Then { rectified: then.rectified, mask: known(then.mask)?, pooled };
    let normal = batch_norm::normalise(tracked(x)?, tensors, norm.epsilon as f32, then);
    lead_on(&norm.running_mean, normal.mean, norm.momentum);
    lead_on(&norm.running_var, normal.variance, norm.momentum);
    Some(untracked(normal.output))
}

fn lead_on(running: &RunningState<Tensor<1>>, now: Vec<f32>, momentum: f64) {
    let before = running.value_sync();
    let now = Tensor::<1>::from_data(now.as_slice(), &before.device());
    running.update((before * (1.0 - momentum) + now * momentum).detach());
}

/// The end of a residual stage: sounds scaled by gates, added to what went around them, ReLU, and
/// then the mask, if there is one.
///
/// # Shapes
/// - input, around and output: `[batch, channels, frames]`
/// - gates: `[batch, channels, 1]`
/// - mask: `[batch, 1, frames]`
pub(crate) fn join(
    x: &Tensor<3>,
    gates: &Tensor<3>,
    around: &Tensor<3>,
    mask: Option<&Tensor<3>>,
) -> Option<Tensor<3>> {
    let parts = [tracked(x)?, tracked(gates)?, tracked(around)?];
    Some(untracked(join::join(parts, known(mask)?)))
}

/// The largest value of every window over time.
///
/// # Shapes
/// - input: `[batch, channels, frames]`
/// - output: `[batch, channels, window.steps]`
pub(crate) fn max_pool(x: &Tensor<3>, window: Window) -> Option<Tensor<3>> {
    Some(untracked(max_pool::pool(tracked(x)?, window)))
}

/// The sum of every channel over time.
///
/// # Shapes
/// - input: `[batch, channels, frames]`
/// - output: `[batch, channels, 1]`
pub(crate) fn sum_over_time(x: &Tensor<3>) -> Option<Tensor<3>> {
    Some(untracked(over_time::sum(tracked(x)?)))
}

/// A mask's values, from which no gradient is asked.
fn known(mask: Option<&Tensor<3>>) -> Option<Option<FlexTensor>> {
    mask.map_or(Some(None), |mask| Some(Some(tracked(mask)?.into_primitive())))
}

fn tracked<const D: usize>(x: &Tensor<D>) -> Option<Tracked> {
    x.clone().try_into_primitive::<Autodiff<Flex, NoCheckpointing>>().ok()
}

fn untracked<const D: usize>(x: Tracked) -> Tensor<D> {
    Tensor::from_primitive::<Autodiff<Flex, NoCheckpointing>>(x)
}
