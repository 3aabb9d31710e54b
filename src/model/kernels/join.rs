//! The end of a residual stage: `mask · max(0, gate · x + around)`, in one pass each way.

use burn::backend::Flex;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::tensor::TensorData;

use super::Tracked;
use super::frames::{Frames, kept, values};
use crate::parallel::each;
use crate::wide::wide;

/// `[x, gates, around]`; a gate for every channel of every sound.
pub fn join(parts: [Tracked; 3], mask: Option<FlexTensor>) -> Tracked {
    let [(x, x_node), (gates, gates_node), (around, around_node)] = parts.map(Tracked::into_parts);
    let x = Frames::of(x);
    let gates = values(&gates);
    let kept = kept(mask, &x);
    let joined = joined(&x, &gates, &Frames::of(around), &kept);
    let nodes = [x_node, gates_node, around_node];
    match Join.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(prepared) => {
            let state = Joined { x, gates, kept, joined: joined.clone() };
            prepared.finish(state, joined.into_tensor())
        }
        OpsKind::UnTracked(prepared) => prepared.finish(joined.into_tensor()),
    }
}

fn joined(x: &Frames, gates: &[f32], around: &Frames, kept: &[f32]) -> Frames {
    let mut output = vec![0.0; x.batch * x.size()];
    let places = output.chunks_mut(x.size().max(1)).zip(x.sounds()).zip(around.sounds());
    let gates = gates.chunks_exact(x.channels).zip(kept.chunks_exact(x.frames.max(1)));
    each(places.zip(gates).collect(), |(((place, x), around), (gates, kept))| {
        wide!(join_sound(place, x, around, gates, kept));
    });
    Frames::new(output, x.batch, x.channels)
}

#[inline(always)]
fn join_sound(y: &mut [f32], x: &[f32], around: &[f32], gates: &[f32], kept: &[f32]) {
    let channels = gates.len();
    let frames = y.chunks_exact_mut(channels).zip(x.chunks_exact(channels));
    for (((y, x), around), kept) in frames.zip(around.chunks_exact(channels)).zip(kept) {
        for (((y, x), around), gate) in y.iter_mut().zip(x).zip(around).zip(gates) {
            *y = (x * gate + around).max(0.0) * kept;
        }
    }
}

#[derive(Debug)]
struct Join;

#[derive(Debug, Clone)]
struct Joined {
    x: Frames,
    gates: Vec<f32>,
    kept: Vec<f32>,
    joined: Frames,
}

impl Backward<Flex, 3> for Join {
    type State = Joined;

    fn backward(self, ops: Ops<Joined, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let gradient = Frames::of(grads.consume::<Flex>(&ops.node));
        let [x, gates, around] = ops.parents;
        let [batch, channels] = [gradient.batch, gradient.channels];
        let (by_around, by_x, by_gates) = ops.state.take_apart(gradient);
        if let Some(x) = x {
            grads.register::<Flex>(x.id, by_x.into_tensor());
        }
        if let Some(gates) = gates {
            let by_gates = TensorData::new(by_gates, [batch, channels, 1]);
            grads.register::<Flex>(gates.id, FlexTensor::from_data(by_gates));
        }
        if let Some(around) = around {
            grads.register::<Flex>(around.id, by_around.into_tensor());
        }
    }
}

impl Joined {
    /// The gradients by what went around, by the sounds and by their gates.
    fn take_apart(&self, gradient: Frames) -> (Frames, Frames, Vec<f32>) {
        let mut by_around = gradient;
        let [batch, channels] = [by_around.batch, by_around.channels];
        let size = by_around.size().max(1);
        let mut by_x = vec![0.0; batch * size];
        let mut by_gates = vec![0.0; batch * channels];
        let gates = self.gates.chunks_exact(channels).zip(by_gates.chunks_exact_mut(channels));
        let known = self.x.sounds().zip(self.joined.sounds());
        let known = known.zip(self.kept.chunks_exact(self.x.frames.max(1)));
        let places = by_around.sounds_mut().zip(by_x.chunks_mut(size)).zip(gates).zip(known);
        each(places.collect(), |(((by_around, by_x), (gates, by_gates)), ((x, joined), kept))| {
            wide!({
                stop(by_around, joined, kept);
                by_sound(by_x, by_around, gates);
                by_gates_of_sound(by_gates, by_around, x);
            });
        });
        (by_around, Frames::new(by_x, batch, channels), by_gates)
    }
}

/// Lets no gradient through where ReLU let no value through.
#[inline(always)]
fn stop(gradient: &mut [f32], joined: &[f32], kept: &[f32]) {
    let channels = gradient.len() / kept.len().max(1);
    let frames = gradient.chunks_exact_mut(channels).zip(joined.chunks_exact(channels));
    for ((gradient, joined), kept) in frames.zip(kept) {
        for (gradient, joined) in gradient.iter_mut().zip(joined) {
            *gradient = if *joined > 0.0 { *gradient * kept } else { 0.0 };
        }
    }
}

#[inline(always)]
fn by_sound(by_x: &mut [f32], gradient: &[f32], gates: &[f32]) {
    let channels = gates.len();
    for (by_x, gradient) in by_x.chunks_exact_mut(channels).zip(gradient.chunks_exact(channels)) {
        for ((by_x, gradient), gate) in by_x.iter_mut().zip(gradient).zip(gates) {
            *by_x = gradient * gate;
        }
    }
}

#[inline(always)]
fn by_gates_of_sound(by_gates: &mut [f32], gradient: &[f32], x: &[f32]) {
    let channels = by_gates.len();
    for (gradient, x) in gradient.chunks_exact(channels).zip(x.chunks_exact(channels)) {
        for ((sum, gradient), x) in by_gates.iter_mut().zip(gradient).zip(x) {
            *sum += gradient * x;
        }
    }
}
