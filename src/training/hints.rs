//! What a speech encoder hears in a training example, for a network to learn to hear as well:
//! hints (Romero et al. 2015). They cost nothing once the network is trained.

use std::sync::Arc;

use burn::module::Module;
use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::prelude::*;
use serde::{Deserialize, Serialize};

use crate::features::Features;
use crate::model::{FrameNetConfig, convolve};

/// Frames of an example that become one token of the encoder.
const FRAMES_A_TOKEN: f32 = 2.0;

/// What a speech encoder hears in an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Hints {
    /// A column for every two frames.
    pub tokens: Arc<Features>,
    /// The frame of the example at which the first token stands; below 0 where the encoder heard
    /// more of the clip's beginning.
    pub first_frame: i32,
}

impl Hints {
    /// What is heard at a frame of the example, or at the nearest that was heard.
    fn at(&self, frame: f32) -> impl Iterator<Item = f32> {
        let token = ((frame - self.first_frame as f32) / FRAMES_A_TOKEN).round().max(0.0) as usize;
        self.tokens.column(token.min(self.tokens.frames.saturating_sub(1)))
    }
}

/// How a network learns from hints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HintConfig {
    /// Values of a hint.
    pub values: usize,
    /// How much the squared error of a value counts beside the cross-entropy.
    pub weight: f32,
    /// Channels of the network's steps.
    pub channels: usize,
    /// Frames that become one step.
    pub frames_a_step: usize,
}

impl HintConfig {
    /// Hints of so many values for a network.
    pub fn new(network: &FrameNetConfig, values: usize, weight: f32) -> Self {
        let (channels, frames_a_step) = (network.channels(), network.frames_a_step());
        Self { values, weight, channels, frames_a_step }
    }

    /// What guesses the hints from the steps.
    pub fn init(&self, device: &Device) -> Conv1d {
        Conv1dConfig::new(self.channels, self.values, 1).init(device)
    }
}

/// Where a training window lies in its example.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The frame of the example at which what was varied begins; below 0 where it begins earlier.
    pub first: i32,
    /// The window's first frame, in frames of what was varied, at its speed.
    pub start: usize,
    /// Frames of the example for one of the window.
    pub speed: f32,
}

impl Place {
    /// The frame of the example at a frame of the window.
    pub fn of(self, frame: f32) -> f32 {
        self.first as f32 + (self.start as f32 + frame) * self.speed
    }
}

/// The hints of a batch.
pub struct HintBatch {
    /// `[batch, values, steps]`.
    pub values: Tensor<3>,
    /// `[batch, 1, steps]`, 1 where a step has a hint.
    pub mask: Tensor<3>,
}

impl HintBatch {
    /// The hints at the steps of windows, each given by its example's hints, its place and its
    /// frames; none if an example has none.
    pub fn new<'a>(
        config: &HintConfig,
        window_frames: usize,
        windows: impl ExactSizeIterator<Item = (Option<&'a Hints>, Place, usize)>,
        device: &Device,
    ) -> Option<Self> {
        let (steps, batch) = (window_frames / config.frames_a_step, windows.len());
        let mut values = vec![0.0; batch * config.values * steps];
        let mut mask = vec![0.0; batch * steps];
        let rows = values.chunks_exact_mut(config.values * steps).zip(mask.chunks_exact_mut(steps));
        for ((hints, place, frames), (values, mask)) in windows.zip(rows) {
            let hints = hints?;
            let whole = (frames / config.frames_a_step).min(steps);
            mask[..whole].fill(1.0);
            let middle = (config.frames_a_step - 1) as f32 / 2.0;
            for step in 0..whole {
                let frame = place.of((step * config.frames_a_step) as f32 + middle);
                let column = values.iter_mut().skip(step).step_by(steps);
                column.zip(hints.at(frame)).for_each(|(value, hint)| *value = hint);
            }
        }
        let values = TensorData::new(values, [batch, config.values, steps]);
        let mask = TensorData::new(mask, [batch, 1, steps]);
        Some(Self {
            values: Tensor::from_data(values, device),
            mask: Tensor::from_data(mask, device),
        })
    }

    /// Mean squared error of what is guessed from the steps.
    pub fn error(&self, guess: &Conv1d, steps: Tensor<3>) -> Tensor<1> {
        let values = self.values.dims()[1] as f32;
        let error = (convolve(guess, steps) - self.values.clone()) * self.mask.clone();
        error.square().sum() / (self.mask.clone().sum() * values).clamp_min(1.0)
    }
}

/// A network with what guesses hints from its steps while it learns.
#[derive(Module, Debug)]
pub(super) struct Pupil {
    pub network: crate::model::Network,
    pub guess: Option<Conv1d>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints(first_frame: i32) -> Hints {
        let values = (0..40).map(|token| token as f32).collect();
        Hints { tokens: Features { values, rows: 1, frames: 40 }.into(), first_frame }
    }

    fn config() -> HintConfig {
        HintConfig { values: 1, weight: 1.0, channels: 1, frames_a_step: 8 }
    }

    fn batch(place: Place, frames: usize) -> HintBatch {
        let (hints, device) = (hints(0), Device::flex());
        let windows = [(Some(&hints), place, frames)].into_iter();
        HintBatch::new(&config(), 32, windows, &device).unwrap()
    }

    #[test]
    fn a_step_gets_the_token_at_its_middle_in_the_example() {
        let batch = batch(Place { first: 0, start: 10, speed: 2.0 }, 26);
        // Steps around frames 3.5, 11.5 and 19.5 of the window; the last is not whole.
        let values = batch.values.into_data().try_into_vec::<f32>().unwrap();
        assert_eq!(values, [14.0, 22.0, 30.0, 0.0]);
        let mask = batch.mask.into_data().try_into_vec::<f32>().unwrap();
        assert_eq!(mask, [1.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn what_begins_before_the_example_is_told_what_is_heard_there() {
        let batch = batch(Place { first: -4, start: 10, speed: 2.0 }, 26);
        let values = batch.values.into_data().try_into_vec::<f32>().unwrap();
        assert_eq!(values, [12.0, 20.0, 28.0, 0.0]);
    }

    #[test]
    fn tokens_that_began_earlier_or_later_are_found() {
        let at = |first_frame, frame| hints(first_frame).at(frame).next();
        assert_eq!(at(0, 10.0), Some(5.0));
        assert_eq!(at(-6, 10.0), Some(8.0));
        assert_eq!(at(6, 10.0), Some(2.0));
        assert_eq!((at(20, 10.0), at(0, 1_000.0)), (Some(0.0), Some(39.0)));
    }

    #[test]
    fn an_example_without_hints_leaves_the_batch_without() {
        let windows = [(None, Place { first: 0, start: 0, speed: 1.0 }, 32)].into_iter();
        assert!(HintBatch::new(&config(), 32, windows, &Device::flex()).is_none());
    }
}
