//! Convolution over time with a kernel for every channel, in loops over frames: all channels of a
//! frame side by side.

use burn::backend::Flex;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::tensor::{Shape, TensorData};

use super::Tracked;
use super::across::over_frames;
use super::frames::{Frames, summed, values, vector};
use crate::parallel::each;
use crate::wide::wide;

/// Channels that are computed side by side.
const LANES: usize = 16;

/// Kernels are `[channels, 1, span]`, a bias is `[channels]`.
pub fn convolve(x: Tracked, kernels: Tracked, bias: Option<Tracked>) -> Tracked {
    let added = bias.as_ref().map(|bias| values(bias.primitive()));
    let bias = bias.unwrap_or_else(|| Tracked::new(vector(Vec::new())));
    let (x, x_node) = x.into_parts();
    let (kernels, kernels_node) = kernels.into_parts();
    let x = Frames::of(x);
    let kernels = Kernels::of(&kernels);
    let output = kernels.convolve(&x, added.as_deref()).into_tensor();
    let nodes = [x_node, kernels_node, bias.node()];
    match Apart.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(prepared) => prepared.finish((x, kernels), output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    }
}

/// What is heard of every channel, place by place: `[span, channels]`.
#[derive(Debug, Clone)]
struct Kernels {
    weights: Vec<f32>,
    span: usize,
    /// Places before the frame that a kernel is about.
    before: usize,
}

impl Kernels {
    fn of(kernels: &FlexTensor) -> Self {
        let span = kernels.layout().shape()[2];
        let weights = values(&kernels.permute(&[2, 1, 0]));
        Self { weights, span, before: (span - 1) / 2 }
    }

    /// The kernels from their end to their beginning, for the way back.
    fn turned(&self) -> Self {
        let channels = self.weights.len() / self.span;
        let weights = self.weights.rchunks(channels).flatten().copied().collect();
        Self { weights, span: self.span, before: self.span - 1 - self.before }
    }

    fn convolve(&self, x: &Frames, bias: Option<&[f32]>) -> Frames {
        let mut output = vec![0.0; x.batch * x.size()];
        let places = output.chunks_mut(x.size().max(1)).zip(x.sounds());
        each(places.collect(), |(place, sound)| {
            wide!(self.convolve_sound(place, sound, x.channels, bias));
        });
        Frames::new(output, x.batch, x.channels)
    }

    #[inline(always)]
    fn convolve_sound(&self, y: &mut [f32], x: &[f32], channels: usize, bias: Option<&[f32]>) {
        for (frame, y) in y.chunks_exact_mut(channels).enumerate() {
            if let Some(bias) = bias {
                y.copy_from_slice(bias);
            }
            let (seen, weights) = self.within(frame, x, channels);
            weigh(y, seen, weights);
        }
    }

    /// The frames of a sound that a frame's kernel reaches, and the weights that they meet.
    #[inline(always)]
    fn within<'a>(&'a self, frame: usize, x: &'a [f32], channels: usize) -> (&'a [f32], &'a [f32]) {
        let frames = x.len() / channels;
        let first = frame.saturating_sub(self.before);
        let end = (frame + self.span - self.before).min(frames);
        let skipped = first + self.before - frame;
        let weights = &self.weights[skipped * channels..];
        (&x[first * channels..end * channels], weights)
    }

    /// The gradient by the weights over a sound, `[span, channels]`: what they met, times what it
    /// led to.
    #[inline(always)]
    fn by_weights(&self, x: &[f32], gradient: &[f32], channels: usize) -> Vec<f32> {
        let mut sums = vec![0.0; self.weights.len()];
        for (frame, led_to) in gradient.chunks_exact(channels).enumerate() {
            let (seen, _) = self.within(frame, x, channels);
            let skipped = self.before.saturating_sub(frame);
            let met = seen.chunks_exact(channels);
            for (sums, seen) in sums.chunks_exact_mut(channels).skip(skipped).zip(met) {
                for ((sum, seen), led_to) in sums.iter_mut().zip(seen).zip(led_to) {
                    *sum += seen * led_to;
                }
            }
        }
        sums
    }
}

/// Adds to every channel of a frame what its weights make of the frames that they meet.
#[inline(always)]
fn weigh(y: &mut [f32], seen: &[f32], weights: &[f32]) {
    let channels = y.len();
    let (lanes, rest) = y.as_chunks_mut::<LANES>();
    let start_of_rest = lanes.len() * LANES;
    for (index, y) in lanes.iter_mut().enumerate() {
        let mut sums = *y;
        for (seen, weights) in seen.chunks_exact(channels).zip(weights.chunks_exact(channels)) {
            let (seen, weights) = (&seen[index * LANES..], &weights[index * LANES..]);
            for ((sum, seen), weight) in sums.iter_mut().zip(seen).zip(weights) {
                *sum += seen * weight;
            }
        }
        *y = sums;
    }
    for (seen, weights) in seen.chunks_exact(channels).zip(weights.chunks_exact(channels)) {
        let met = seen[start_of_rest..].iter().zip(&weights[start_of_rest..]);
        for (y, (seen, weight)) in rest.iter_mut().zip(met) {
            *y += seen * weight;
        }
    }
}

#[derive(Debug)]
struct Apart;

impl Backward<Flex, 3> for Apart {
    type State = (Frames, Kernels);

    fn backward(self, ops: Ops<Self::State, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let gradient = Frames::of(grads.consume::<Flex>(&ops.node));
        let (seen, kernels) = ops.state;
        let [x, weights, bias] = ops.parents;
        if let Some(bias) = bias {
            grads.register::<Flex>(bias.id, vector(over_frames(&gradient)));
        }
        if let Some(weights) = weights {
            grads.register::<Flex>(weights.id, by_kernels(&kernels, &seen, &gradient));
        }
        if let Some(x) = x {
            let by_sounds = kernels.turned().convolve(&gradient, None);
            grads.register::<Flex>(x.id, by_sounds.into_tensor());
        }
    }
}

/// The gradient by the kernels, `[channels, 1, span]`.
fn by_kernels(kernels: &Kernels, seen: &Frames, gradient: &Frames) -> FlexTensor {
    let channels = seen.channels;
    let pairs = seen.sounds().zip(gradient.sounds());
    let sums =
        each(pairs.collect(), |(x, gradient)| wide!(kernels.by_weights(x, gradient, channels)));
    let sums = summed(sums, kernels.weights.len());
    let places = FlexTensor::from_data(TensorData::new(sums, [kernels.span, channels]));
    places.transpose(0, 1).to_contiguous().reshape(Shape::from([channels, 1, kernels.span]))
}
