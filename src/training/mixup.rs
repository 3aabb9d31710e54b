//! Two examples heard at once, each as loudly as it counts in the answer (mixup, Zhang et al. 2018).

use burn::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::batch::Batch;
use super::hints::HintBatch;

/// Keeps the streams apart that say how a window is varied and whether it is mixed.
const MIXING: u64 = 0x006d_6978_7570;

/// How much of each example of a batch is heard, the rest of it being the next one's, for a `share`
/// of them: uniform from 0 to 1, as with Zhang's α = 1. Each has a random stream of its own.
pub fn parts(share: f32, count: usize, stream: impl Fn(usize) -> u64) -> Vec<f32> {
    let part = |position| {
        let mut rng = ChaCha8Rng::seed_from_u64(stream(position) ^ MIXING);
        let is_mixed = rng.random::<f32>() < share;
        if is_mixed { rng.random() } else { 1.0 }
    };
    (0..count).map(part).collect()
}

impl Batch {
    /// Every example as a mixture with the next one of the batch, the last with the first: input,
    /// answer and hints in the same parts. An emotion is asked about if either's corpus holds it.
    pub fn mixed(self, parts: &[f32]) -> Self {
        let Self { input, mask, targets, barred, hints } = self;
        let mix = |tensor: Tensor<3>| mixture(tensor, parts);
        let mix_answers = |tensor: Tensor<2>| mix(tensor.unsqueeze_dim(2)).squeeze_dim(2);
        let is_whole = Tensor::<1>::from_floats(parts, &barred.device()).greater_equal_elem(1.0);
        let is_whole = is_whole.unsqueeze_dim::<2>(1).expand(barred.dims());
        let either = barred.clone().max_pair(next(barred.clone()));
        Self {
            input: mix(input),
            mask: mask.map(|mask| sounding(mask, parts)),
            targets: mix_answers(targets),
            barred: either.mask_where(is_whole, barred),
            hints: hints.map(|HintBatch { values, mask }| HintBatch {
                values: mix(values),
                mask: sounding(mask, parts),
            }),
        }
    }
}

/// Every row in its part, and the next one in what is left.
fn mixture(tensor: Tensor<3>, parts: &[f32]) -> Tensor<3> {
    let part = Tensor::<1>::from_floats(parts, &tensor.device()).reshape([parts.len(), 1, 1]);
    let other = next(tensor.clone());
    tensor * part.clone() + other * (part.neg() + 1.0)
}

/// Where either sounds that is heard at all.
fn sounding(mask: Tensor<3>, parts: &[f32]) -> Tensor<3> {
    mixture(mask, parts).greater_elem(0.0).float()
}

/// The rows, each in the place of the one before it; a single one stays where it is.
fn next<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    let count = tensor.dims()[0];
    if count < 2 {
        return tensor;
    }
    let rest = tensor.clone().narrow(0, 1, count - 1);
    Tensor::cat(vec![rest, tensor.narrow(0, 0, 1)], 0)
}

#[cfg(test)]
mod tests {
    use burn::tensor::Tolerance;

    use super::*;

    fn row(value: f32) -> [[f32; 3]; 1] {
        [[value, 0.0, 0.0]]
    }

    #[test]
    fn a_mixture_is_heard_and_answered_in_the_same_parts() {
        let device = Device::flex();
        let tensor = |values: [[[f32; 3]; 1]; 2]| Tensor::<3>::from_data(values, &device);
        let batch = Batch {
            input: tensor([row(4.0), row(8.0)]),
            mask: Some(tensor([[[1.0, 0.0, 0.0]], [[1.0, 1.0, 0.0]]])),
            targets: Tensor::from_data([[1.0, 0.0], [0.0, 1.0]], &device),
            barred: Tensor::from_data([[0.0, -1e4], [-1e4, 0.0]], &device),
            hints: None,
        };
        let mixed = batch.mixed(&[0.75, 1.0]);
        let expect = |tensor: Tensor<3>, values: [[[f32; 3]; 1]; 2]| {
            let expected = Tensor::<3>::from_data(values, &device).into_data();
            tensor.into_data().assert_approx_eq::<f32>(&expected, Tolerance::default());
        };
        expect(mixed.input, [row(5.0), row(8.0)]);
        expect(mixed.mask.unwrap(), [[[1.0, 1.0, 0.0]], [[1.0, 1.0, 0.0]]]);
        let values = |tensor: Tensor<2>| tensor.into_data().try_to_vec::<f32>().unwrap();
        assert_eq!(values(mixed.targets), [0.75, 0.25, 0.0, 1.0]);
        assert_eq!(values(mixed.barred), [0.0, 0.0, -1e4, 0.0]);
    }

    #[test]
    fn an_example_without_another_to_mix_with_is_heard_as_it_is() {
        let device = Device::flex();
        let batch = Batch {
            input: Tensor::from_data([row(4.0)], &device),
            mask: None,
            targets: Tensor::from_data([[1.0, 0.0]], &device),
            barred: Tensor::from_data([[0.0, -1e4]], &device),
            hints: None,
        };
        let mixed = batch.mixed(&[0.25]);
        assert_eq!(mixed.input.into_data().try_to_vec::<f32>().unwrap(), [4.0, 0.0, 0.0]);
        assert_eq!(mixed.targets.into_data().try_to_vec::<f32>().unwrap(), [1.0, 0.0]);
        assert_eq!(mixed.barred.into_data().try_to_vec::<f32>().unwrap(), [0.0, -1e4]);
    }

    #[test]
    fn a_share_of_the_examples_is_mixed_and_always_the_same() {
        let stream = |position| position as u64;
        let drawn = parts(0.5, 1_000, stream);
        let mixed = drawn.iter().filter(|part| **part < 1.0).count();
        assert!((400..600).contains(&mixed), "{mixed} of 1000");
        assert_eq!(drawn, parts(0.5, 1_000, stream));
        assert_eq!(parts(0.0, 3, stream), [1.0; 3]);
    }
}
