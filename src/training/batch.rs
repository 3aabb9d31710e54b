//! Examples as the tensors of a step.

use std::sync::Arc;

use burn::prelude::*;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::examples::{Example, Examples, Sound};
use super::hints::{HintBatch, HintConfig, Place};
use super::mixup;
use super::shelf::ShelfError;
use crate::audio::augment::Recording;
use crate::emotion::Emotion;
use crate::features::{FeatureSpec, Features, FrameAugment};
use crate::model::{Framing, Scaler};
use crate::parallel::each;

/// What turns an example into the network's input.
#[derive(Debug, Clone)]
pub struct Preparation {
    /// The scale of the features.
    pub scaler: Scaler,
    /// How frame sequences are cut; none for summaries.
    pub framing: Option<Framing>,
    /// How training examples whose sound is there are heard anew; none leaves them alone.
    pub rerecording: Option<Rerecording>,
    /// How training examples are varied; none leaves them alone.
    pub augment: Option<FrameAugment>,
    /// The share of the training examples that are heard mixed with another, 0 to 1.
    pub mixup: f32,
}

/// How training examples are heard as another microphone in another room would have recorded them.
#[derive(Debug, Clone)]
pub struct Rerecording {
    /// The share of them, 0 to 1.
    pub share: f64,
    /// What is heard of them.
    pub features: FeatureSpec,
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
    ///
    /// # Errors
    /// [`ShelfError`] if the features of an example cannot be read.
    pub fn batch(
        &self,
        examples: &Examples,
        indices: &[usize],
        stream: impl Fn(usize) -> u64 + Sync,
        hints: Option<&HintConfig>,
        device: &Device,
    ) -> Result<Batch, ShelfError> {
        let windows = each(indices.iter().enumerate().collect(), |(position, &index)| {
            let mut rng = ChaCha8Rng::seed_from_u64(stream(position));
            self.training_window(&examples.list[index], &mut rng)
        });
        let windows = windows.into_iter().collect::<Result<Vec<_>, _>>()?;
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
        Ok(match self.mixup {
            0.0 => batch,
            share => batch.mixed(&mixup::parts(share, indices.len(), stream)),
        })
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
    fn training_window(
        &self,
        example: &Example,
        rng: &mut impl Rng,
    ) -> Result<(Features, Place), ShelfError> {
        let Some(framing) = self.framing else {
            let whole = Place { first: 0, start: 0, speed: 1.0 };
            return Ok((self.scaled(Arc::unwrap_or_clone(example.features.read()?)), whole));
        };
        let (features, first) = match self.rerecorded(example, framing, rng) {
            Some((heard, first)) => (Arc::new(heard), first),
            None => (example.features.read()?, 0),
        };
        let Some(augment) = self.augment else {
            let (window, start) = crop(&features, framing.window_frames, rng);
            return Ok((self.scaled(window), Place { first, start, speed: 1.0 }));
        };
        let (varied, speed) = augment.vary(&features, rng);
        let (mut window, start) = crop(&varied, framing.window_frames, rng);
        framing.raise(&mut window);
        let mut window = self.scaled(window);
        augment.mask(&mut window, rng);
        Ok((window, Place { first, start, speed }))
    }

    /// An example heard anew by chance, and the frame of the example at which that begins; none if
    /// it is to be heard as it is, or cannot be heard otherwise.
    fn rerecorded(
        &self,
        example: &Example,
        framing: Framing,
        rng: &mut impl Rng,
    ) -> Option<(Features, i32)> {
        let (Rerecording { share, features }, Sound { waveform, skipped }) =
            self.rerecording.as_ref().zip(example.sound.as_ref())?;
        if !rng.random_bool(*share) {
            return None;
        }
        let heard = Recording::draw(rng).of(waveform, rng).ok()?;
        let (levelled, kept) = framing.level(&features.extract(&heard).ok()?);
        Some((levelled, kept.start as i32 - *skipped as i32))
    }

    /// The windows of a whole example, scaled, as the classifier cuts them, one by one.
    pub fn windows<'a>(&'a self, features: &'a Features) -> impl Iterator<Item = Features> + 'a {
        let ranges = match self.framing {
            Some(framing) => framing.windows(features.frames),
            None => std::iter::once(0..features.frames).collect(),
        };
        ranges.into_iter().map(|range| self.scaled(features.slice(range)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Waveform;

    const SKIPPED: usize = 7;

    /// A second of a glide behind a third of a second of silence.
    fn example() -> Example {
        let glide = (0..16_000).map(|n| {
            let seconds = n as f32 / 16_000.0;
            0.3 * (std::f32::consts::TAU * (300.0 + 400.0 * seconds) * seconds).sin()
        });
        let samples = std::iter::repeat_n(0.0, 5_000).chain(glide).collect();
        let waveform = Arc::new(Waveform::new(samples, 16_000).unwrap());
        let (features, _) =
            Framing::DEFAULT.level(&FeatureSpec::overtone().extract(&waveform).unwrap());
        Example {
            features: features.into(),
            label: Emotion::Happy,
            target: [0.125; Emotion::COUNT],
            corpus: 0,
            speaker: 0,
            hints: None,
            sound: Some(Sound { waveform, skipped: SKIPPED }),
        }
    }

    fn preparation(share: Option<f64>) -> Preparation {
        let features = FeatureSpec::overtone();
        let rows = features.rows();
        Preparation {
            scaler: Scaler::new(vec![0.0; rows], vec![1.0; rows]),
            framing: Some(Framing::DEFAULT),
            rerecording: share.map(|share| Rerecording { share, features }),
            augment: None,
            mixup: 0.0,
        }
    }

    fn heard(share: Option<f64>, example: &Example, seed: u64) -> (Features, Place) {
        preparation(share).training_window(example, &mut ChaCha8Rng::seed_from_u64(seed)).unwrap()
    }

    #[test]
    fn a_share_of_the_examples_is_heard_anew_each_time_in_another_way() {
        let example = example();
        let as_it_is = heard(None, &example, 0).0;
        let anew = |share, seed| heard(Some(share), &example, seed).0 != as_it_is;
        // One way in twelve has nothing on it, and another level alone is levelled out again.
        let count = (0..200).filter(|seed| anew(0.5, *seed)).count();
        assert!((70..110).contains(&count), "{count} of 200");
        assert_eq!((0..50).filter(|seed| anew(0.0, *seed)).count(), 0);
        assert_eq!(heard(Some(1.0), &example, 1), heard(Some(1.0), &example, 1));
        assert_ne!(heard(Some(1.0), &example, 1).0, heard(Some(1.0), &example, 2).0);
    }

    #[test]
    fn an_example_without_its_sound_is_heard_as_it_is() {
        let example = Example { sound: None, ..example() };
        assert_eq!(heard(Some(1.0), &example, 3), heard(None, &example, 3));
    }

    #[test]
    fn what_is_heard_anew_is_placed_in_the_example_by_its_own_first_frame() {
        let example = example();
        for seed in 0..20 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let anew = preparation(Some(1.0)).rerecorded(&example, Framing::DEFAULT, &mut rng);
            let (features, first) = anew.unwrap();
            let silence = 5_000 / 160;
            // Where no noise fills the silence, it is dropped but for a margin, else kept.
            assert!((-(SKIPPED as i32)..=silence - SKIPPED as i32).contains(&first), "{first}");
            let frames = 1 + 21_000 / 160 - (first + SKIPPED as i32);
            assert!(features.frames as i32 <= frames, "{} of {frames}", features.frames);
        }
    }
}
