//! Convolution over time whose kernels see all channels: three products of matrices.
//!
//! What a kernel sees of a sound that lies frame by frame is `span` frames on end: one row of a
//! matrix whose rows overlap, for which nothing is copied but the silence around every sound. Rows
//! that reach from one sound into the next are computed as well, into gaps that nobody reads.

use burn::backend::Flex;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::tensor::TensorData;

use super::frames::{Frames, add, summed, values, vector};
use super::product::Matrix;
use super::{Tracked, over_time};
use crate::parallel::each;
use crate::wide::wide;

/// Kernels are `[count, channels, span]`, a bias is `[count]`.
pub fn convolve(x: Tracked, kernels: Tracked, bias: Option<Tracked>) -> Tracked {
    let added = bias.as_ref().map(|bias| values(bias.primitive()));
    let bias = bias.unwrap_or_else(|| Tracked::new(vector(Vec::new())));
    let (x, x_node) = x.into_parts();
    let (kernels, kernels_node) = kernels.into_parts();
    let reach = Reach::of(&kernels);
    let x = Frames::of(x);
    let seen = x.padded(reach.before, reach.after);
    let weights = weights(&kernels);
    let weights = Matrix::of_rows(&weights, kernels.layout().shape()[0]);
    let output = reach.convolve(&seen, weights, added.as_deref()).into_tensor();
    let nodes = [x_node, kernels_node, bias.node()];
    match Across.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(prepared) => prepared.finish(Remembered { seen, kernels }, output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    }
}

/// How far kernels reach.
#[derive(Debug, Clone, Copy)]
struct Reach {
    span: usize,
    before: usize,
    after: usize,
}

impl Reach {
    fn of(kernels: &FlexTensor) -> Self {
        let span = kernels.layout().shape()[2];
        let before = (span - 1) / 2;
        Self { span, before, after: span - 1 - before }
    }

    /// Rows of the matrices: places where kernels fit into sounds with silence around.
    fn rows(self, seen: &Frames) -> usize {
        (seen.batch * seen.frames).saturating_sub(self.span - 1)
    }

    /// Sounds of `frames - span + 1` frames of those with silence around; weights are
    /// `[span · channels, kernels]`.
    fn convolve(self, seen: &Frames, weights: Matrix, bias: Option<&[f32]>) -> Frames {
        let mut rows = seen.rows(0, self.span, self.rows(seen)).times(weights);
        if let Some(bias) = bias {
            let parts = rows.chunks_mut((seen.frames * bias.len()).max(1));
            each(parts.collect(), |part| wide!(add_to_each(part, bias)));
        }
        Frames::with_gaps(rows, seen.frames + 1 - self.span, seen.frames, weights.columns())
    }
}

#[inline(always)]
fn add_to_each(rows: &mut [f32], row: &[f32]) {
    for each in rows.chunks_exact_mut(row.len()) {
        add(each, row);
    }
}

/// What kernels weigh a row with: `[span · channels, kernels]`.
fn weights(kernels: &FlexTensor) -> Vec<f32> {
    // One turn after the other, each of which flex knows how to copy quickly.
    let places = kernels.permute(&[2, 0, 1]).to_contiguous();
    values(&places.permute(&[0, 2, 1]))
}

/// The same for the way back, kernels turned around in time: `[span · kernels, channels]`.
fn turned(kernels: &FlexTensor) -> Vec<f32> {
    let [count, channels, _] = kernels.layout().shape().dims();
    let places = values(&kernels.permute(&[2, 0, 1]));
    places.rchunks(count * channels).collect::<Vec<_>>().concat()
}

#[derive(Debug)]
struct Across;

#[derive(Debug, Clone)]
struct Remembered {
    /// The sounds with silence around.
    seen: Frames,
    kernels: FlexTensor,
}

impl Backward<Flex, 3> for Across {
    type State = Remembered;

    fn backward(self, ops: Ops<Remembered, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let gradient = Frames::of(grads.consume::<Flex>(&ops.node));
        let Remembered { seen, kernels } = ops.state;
        let reach = Reach::of(&kernels);
        // Turned around in time, kernels reach as far ahead as they reached back.
        let around = gradient.padded(reach.after, reach.before);
        let [x, weights, bias] = ops.parents;
        if let Some(bias) = bias {
            grads.register::<Flex>(bias.id, vector(over_frames(&gradient)));
        }
        if let Some(weights) = weights {
            grads.register::<Flex>(weights.id, by_kernels(reach, &seen, &around));
        }
        if let Some(x) = x {
            let weights = turned(&kernels);
            let weights = Matrix::of_rows(&weights, seen.channels);
            let by_sounds = reach.convolve(&around, weights, None);
            grads.register::<Flex>(x.id, by_sounds.into_tensor());
        }
    }
}

/// The gradient by the kernels: what they saw, times what it led to.
fn by_kernels(reach: Reach, seen: &Frames, around: &Frames) -> FlexTensor {
    let rows = reach.rows(seen);
    let saw = seen.rows(0, reach.span, rows).transposed();
    let gradient = saw.times(around.rows(reach.after, 1, rows));
    let shape = [reach.span, seen.channels, around.channels];
    let places = FlexTensor::from_data(TensorData::new(gradient, shape));
    places.permute(&[0, 2, 1]).to_contiguous().permute(&[1, 2, 0]).to_contiguous()
}

/// Sums over all frames of all sounds, one a channel.
pub fn over_frames(x: &Frames) -> Vec<f32> {
    summed(over_time::sums(x), x.channels)
}
