//! Sums over time.

use burn::backend::Flex;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::tensor::TensorData;

use super::Tracked;
use super::frames::{Frames, add, values};
use crate::parallel::each;
use crate::wide::wide;

/// Every channel of every sound, `[batch, channels, 1]`.
pub fn sum(x: Tracked) -> Tracked {
    let (x, node) = x.into_parts();
    let x = Frames::of(x);
    let sums = sums(&x);
    let output = FlexTensor::from_data(TensorData::new(sums.concat(), [x.batch, x.channels, 1]));
    match Sum.prepare::<NoCheckpointing>([node]).compute_bound().stateful() {
        OpsKind::Tracked(prepared) => prepared.finish(x.frames, output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    }
}

/// The sum of the frames of every sound, one value a channel.
pub fn sums(x: &Frames) -> Vec<Vec<f32>> {
    let channels = x.channels;
    each(x.sounds().collect(), |sound| {
        let mut sum = vec![0.0; channels];
        wide!(sound.chunks_exact(channels).for_each(|frame| add(&mut sum, frame)));
        sum
    })
}

#[derive(Debug)]
struct Sum;

impl Backward<Flex, 1> for Sum {
    /// Frames of every sound.
    type State = usize;

    fn backward(self, ops: Ops<usize, 1>, grads: &mut Gradients, _: &mut Checkpointer) {
        let gradient = grads.consume::<Flex>(&ops.node);
        if let [Some(x)] = &ops.parents {
            grads.register::<Flex>(x.id, repeated(&gradient, ops.state).into_tensor());
        }
    }
}

/// Values `[batch, channels, 1]`, the same in so many frames.
fn repeated(tensor: &FlexTensor, frames: usize) -> Frames {
    let [batch, channels, _] = tensor.layout().shape().dims();
    let values = values(tensor);
    let mut output = vec![0.0; batch * frames * channels];
    let places = output.chunks_mut((frames * channels).max(1)).zip(values.chunks_exact(channels));
    each(places.collect(), |(place, values)| {
        place.chunks_exact_mut(channels).for_each(|frame| frame.copy_from_slice(values));
    });
    Frames::new(output, batch, channels)
}
