//! Examples as the tensors of a step.

use burn::prelude::*;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::examples::Examples;
use super::hints::{HintBatch, HintConfig, Place};
use super::mixup;
use crate::emotion::Emotion;
use crate::features::{Features, FrameAugment};
use crate::model::{Framing, Scaler};
use crate::parallel::each;

/// What turns an example into the network's input.
#[derive(Debug, Clone)]
pub struct Preparation {
    /// The scale of the features.
    pub scaler: Scaler,
    /// How frame sequences are cut; none for summaries.
    pub framing: Option<Framing>,
    /// How training examples are varied; none leaves them alone.
    pub augment: Option<FrameAugment>,
    /// The share of the training examples that are heard mixed with another, 0 to 1.
    pub mixup: f32,
}

/// The tensors of a step.
pub struct Batch {
    /// `[batch, rows, frames]`.
    pub input: Tensor<3>,
    /// `[batch, 1, frames]`, 1 where a frame is sound; none for summaries.
    pub mask: Option<Tensor<3>>,
    /// `[batch, classes]`: the answers to learn.
    pub targets: Tensor<2>,
    /// `[batch, classes]`: 0 for an emotion that the example's corpus holds, else -10 000.
    pub barred: Tensor<2>,
    /// What the steps are to tell, where the examples have hints.
    pub hints: Option<HintBatch>,
}

/// Added to the logit of an emotion that a corpus does not hold: out of the softmax.
const BARRED: f32 = -1e4;

impl Preparation {
    /// The batch of these examples; each varies by a random stream of its own, so that a batch
    /// is the same however many cores make it.
    pub fn batch(
        &self,
        examples: &Examples,
        indices: &[usize],
        stream: impl Fn(usize) -> u64 + Sync,
        hints: Option<&HintConfig>,
        device: &Device,
    ) -> Batch {
        let windows = each(indices.iter().enumerate().collect(), |(position, &index)| {
            let mut rng = ChaCha8Rng::seed_from_u64(stream(position));
            self.training_window(&examples.list[index].features, &mut rng)
        });
        let (inputs, places): (Vec<Features>, Vec<Place>) = windows.into_iter().unzip();
        let hints = hints.zip(self.framing).and_then(|(config, framing)| {
            let windows =
                indices.iter().zip(&inputs).zip(&places).map(|((&index, input), &place)| {
                    (examples.list[index].hints.as_ref(), place, input.frames)
                });
            HintBatch::new(config, framing.window_frames, windows, device)
        });
        let (input, mask) = self.stack(&inputs, device);
        let chosen = indices.iter().map(|&index| &examples.list[index]);
        let targets = chosen.clone().flat_map(|example| example.target).collect::<Vec<f32>>();
        let barred = chosen.flat_map(|example| {
            examples.corpora[example.corpus].emotions.map(|held| if held { 0.0 } else { BARRED })
        });
        let shape = [indices.len(), Emotion::COUNT];
        let tensor = |values: Vec<f32>| Tensor::from_data(TensorData::new(values, shape), device);
        let (targets, barred) = (tensor(targets), tensor(barred.collect()));
        let batch = Batch { input, mask, targets, barred, hints };
        match self.mixup {
            0.0 => batch,
            share => batch.mixed(&mixup::parts(share, indices.len(), stream)),
        }
    }

    /// Windows as `[batch, rows, frames]` with their mask; frame sequences are filled up to whole
    /// windows with zeros.
    pub fn stack(&self, inputs: &[Features], device: &Device) -> (Tensor<3>, Option<Tensor<3>>) {
        let rows = self.scaler.rows();
        let frames = self.framing.map_or(1, |framing| framing.window_frames);
        let mut values = vec![0.0; inputs.len() * rows * frames];
        let mut mask = vec![0.0; inputs.len() * frames];
        for (input, (values, mask)) in inputs
            .iter()
            .zip(values.chunks_exact_mut(rows * frames).zip(mask.chunks_exact_mut(frames)))
        {
            mask[..input.frames].fill(1.0);
            for (row, filled) in values.chunks_exact_mut(frames).enumerate() {
                filled[..input.frames].copy_from_slice(input.row(row));
            }
        }
        let values = TensorData::new(values, [inputs.len(), rows, frames]);
        let mask = TensorData::new(mask, [inputs.len(), 1, frames]);
        let mask = self.framing.map(|_| Tensor::from_data(mask, device));
        (Tensor::from_data(values, device), mask)
    }

    /// One random window of an example, varied, scaled and masked, and where it lies.
    fn training_window(&self, features: &Features, rng: &mut impl Rng) -> (Features, Place) {
        let Some(framing) = self.framing else {
            return (self.scaled(features.clone()), Place { start: 0, speed: 1.0 });
        };
        let Some(augment) = self.augment else {
            let (window, start) = crop(features, framing.window_frames, rng);
            return (self.scaled(window), Place { start, speed: 1.0 });
        };
        let (varied, speed) = augment.vary(features, rng);
        let (mut window, start) = crop(&varied, framing.window_frames, rng);
        framing.raise(&mut window);
        let mut window = self.scaled(window);
        augment.mask(&mut window, rng);
        (window, Place { start, speed })
    }

    /// The windows of a whole example, scaled, as the classifier cuts them.
    pub fn windows(&self, features: &Features) -> Vec<Features> {
        let Some(framing) = self.framing else {
            return vec![self.scaled(features.clone())];
        };
        let ranges = framing.windows(features.frames).into_iter();
        ranges.map(|range| self.scaled(features.slice(range))).collect()
    }

    fn scaled(&self, mut features: Features) -> Features {
        self.scaler.apply(&mut features.values);
        features
    }
}

/// At most so many frames, and the random frame that they start at.
fn crop(features: &Features, frames: usize, rng: &mut impl Rng) -> (Features, usize) {
    if features.frames <= frames {
        return (features.clone(), 0);
    }
    let start = rng.random_range(0..=features.frames - frames);
    (features.slice(start..start + frames), start)
}
