//! The network over frame sequences: residual one-dimensional convolutions, of each channel apart
//! and then across channels (Chollet 2017), then attention.

use burn::nn::pool::{MaxPool1d, MaxPool1dConfig};
use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig};
use burn::prelude::*;
use burn::tensor::activation::{relu, sigmoid};
use serde::{Deserialize, Serialize};

use super::Framing;
use super::layers::{AttentivePooling, Normed, joined, masked, mean_over_time, pooled};
use super::network::{are_sizes, is_share};

/// The shape of a [`FrameNet`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameNetConfig {
    /// Feature rows of a frame.
    pub rows: usize,
    /// Channels of the first convolution, which spans five frames.
    pub stem: usize,
    /// Channels of each residual stage; before each, time is halved.
    pub widths: Vec<usize>,
    /// Frames that every channel is convolved over by itself before channels are mixed, an odd
    /// number; 0 for convolutions that do both at once, over three frames.
    #[serde(default)]
    pub apart: usize,
    /// Units of the hidden dense layer.
    pub hidden: usize,
    /// Share of units dropped before the dense layers while training.
    pub dropout: f64,
    /// Emotions told apart.
    pub classes: usize,
}

impl FrameNetConfig {
    /// Whether it can be built, and takes the shortest window; see [`super::NetworkConfig`].
    pub(super) fn is_sound(&self) -> bool {
        let halvings = self.widths.len();
        are_sizes(&[self.rows, self.stem, self.hidden, self.classes])
            && are_sizes(&self.widths)
            && (1..=Framing::LEAST_FRAMES.ilog2() as usize).contains(&halvings)
            && (self.apart == 0 || are_sizes(&[self.apart]) && !self.apart.is_multiple_of(2))
            && is_share(self.dropout)
    }

    /// The shape of the small model: 0.5 M parameters, 34 M multiply-adds for 3 s of 80 bands.
    pub fn small(rows: usize, classes: usize) -> Self {
        let widths = vec![144, 192, 240];
        Self { rows, stem: 96, widths, apart: 7, hidden: 128, dropout: 0.3, classes }
    }

    /// Frames that become one step before the attention.
    pub fn frames_a_step(&self) -> usize {
        1 << self.widths.len()
    }

    /// Channels of a step.
    pub fn channels(&self) -> usize {
        self.widths.last().copied().unwrap_or(self.stem)
    }

    /// A network with fresh weights.
    pub fn init(&self, device: &Device) -> FrameNet {
        let inputs = std::iter::once(self.stem).chain(self.widths.iter().copied());
        let stages =
            inputs.zip(&self.widths).map(|(from, &to)| Stage::new(from, to, self.apart, device));
        let last = self.channels();
        FrameNet {
            stem: Normed::new(self.rows, self.stem, 5, device),
            stages: stages.collect(),
            halve: MaxPool1dConfig::new(2).init(),
            pooling: AttentivePooling::new(last, device),
            dropout: DropoutConfig::new(self.dropout).init(),
            hidden: LinearConfig::new(2 * last, self.hidden).init(device),
            output: LinearConfig::new(self.hidden, self.classes).init(device),
        }
    }
}

/// Residual convolutions over frames with squeeze and excitation, attentive statistics over
/// time, two dense layers.
#[derive(Module, Debug)]
pub struct FrameNet {
    stem: Normed,
    stages: Vec<Stage>,
    halve: MaxPool1d,
    pooling: AttentivePooling,
    dropout: Dropout,
    hidden: Linear,
    output: Linear,
}

impl FrameNet {
    /// Logits, `[batch, classes]`, and the steps that the attention saw, `[batch, channels, steps]`:
    /// one for every [`FrameNetConfig::frames_a_step`] whole frames; input and mask as in
    /// [`Self::embed`].
    pub fn forward_with_steps(
        &self,
        input: Tensor<3>,
        mask: Option<Tensor<3>>,
    ) -> (Tensor<2>, Tensor<3>) {
        let (steps, mask) = self.steps(input, mask);
        (self.judge(self.pooling.forward(steps.clone(), mask)), steps)
    }

    /// What the dense layers see: attentive mean and deviation, `[batch, 2 · channels]`.
    ///
    /// # Shapes
    /// - input: `[batch, rows, frames]`
    /// - mask: `[batch, 1, frames]`, 1 where a frame is sound, 0 where it only fills the batch;
    ///   none when every frame is sound
    pub fn embed(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        let (steps, mask) = self.steps(input, mask);
        self.pooling.forward(steps, mask)
    }

    fn steps(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> (Tensor<3>, Option<Tensor<3>>) {
        let mut mask = mask;
        let mut x = self.stem.rectified(input, &mask);
        for stage in &self.stages {
            mask = mask.map(|mask| self.halve_mask(mask));
            x = stage.forward(masked(pooled(&self.halve, x, (0, 0)), &mask), &mask);
        }
        (x, mask)
    }

    /// A step is sound where both of its frames are, as a sound that stands alone loses its odd
    /// frame.
    fn halve_mask(&self, mask: Tensor<3>) -> Tensor<3> {
        1.0 - self.halve.forward(1.0 - mask)
    }

    /// Logits of embeddings.
    pub fn judge(&self, embedding: Tensor<2>) -> Tensor<2> {
        self.output.forward(self.dropout.forward(self.weigh(embedding)))
    }

    /// The units between embeddings and logits, `[batch, hidden]`.
    pub fn weigh(&self, embedding: Tensor<2>) -> Tensor<2> {
        relu(self.hidden.forward(self.dropout.forward(embedding)))
    }
}

/// Two convolutions, channels weighed by what the whole window holds, and a way around them (He et
/// al. 2016; Hu et al. 2018).
#[derive(Module, Debug)]
struct Stage {
    /// Before each of the two, what a channel makes of its own frames; empty where the two hear
    /// several frames themselves.
    apart: Vec<Normed>,
    first: Normed,
    second: Normed,
    excite: Excite,
    around: Normed,
}

impl Stage {
    fn new(from: usize, to: usize, apart: usize, device: &Device) -> Self {
        let (apart, kernel) = match apart {
            0 => (Vec::new(), 3),
            frames => ([from, to].map(|it| Normed::apart(it, frames, device)).into(), 1),
        };
        Self {
            apart,
            first: Normed::new(from, to, kernel, device),
            second: Normed::new(to, to, kernel, device),
            excite: Excite::new(to, device),
            around: Normed::new(from, to, 1, device),
        }
    }

    fn forward(&self, x: Tensor<3>, mask: &Option<Tensor<3>>) -> Tensor<3> {
        let first = self.first.rectified(self.apart(0, x.clone()), mask);
        let second = self.second.forward(self.apart(1, first), mask);
        let gates = self.excite.gates(&second, mask);
        joined(second, gates, self.around.forward(x, &None), mask)
    }

    fn apart(&self, turn: usize, x: Tensor<3>) -> Tensor<3> {
        match self.apart.get(turn) {
            Some(own) => own.forward(x, &None),
            None => x,
        }
    }
}

/// Squeeze and excitation: each channel scaled by a gate computed from all channels' means.
#[derive(Module, Debug)]
struct Excite {
    squeeze: Linear,
    expand: Linear,
}

impl Excite {
    fn new(channels: usize, device: &Device) -> Self {
        let narrow = (channels / 8).max(1);
        Self {
            squeeze: LinearConfig::new(channels, narrow).init(device),
            expand: LinearConfig::new(narrow, channels).init(device),
        }
    }

    /// The gate of every channel, between 0 and 1, `[batch, channels, 1]`.
    fn gates(&self, x: &Tensor<3>, mask: &Option<Tensor<3>>) -> Tensor<3> {
        let mean = mean_over_time(x.clone(), mask);
        let squeezed = relu(self.squeeze.forward(mean.squeeze_dim::<2>(2)));
        sigmoid(self.expand.forward(squeezed)).unsqueeze_dim::<3>(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;
    use crate::features::FeatureSpec;

    #[test]
    fn the_small_model_costs_what_is_said_of_it() {
        let rows = FeatureSpec::overtone().rows();
        let network = FrameNetConfig::small(rows, Emotion::COUNT).init(&Device::flex());
        assert_eq!(network.num_params() / 10_000, 49, "0.5 M parameters");
        // A weight is multiplied once a frame, of which every stage leaves half, or once a window.
        let frames = Framing::DEFAULT.window_frames;
        let stages: usize = (network.stages.iter().zip(1..))
            .map(|(stage, halvings)| {
                let gates = stage.excite.num_params();
                (stage.num_params() - gates) * (frames >> halvings) + gates
            })
            .sum();
        let attention = network.pooling.num_params() * (frames >> network.stages.len());
        let dense = network.hidden.num_params() + network.output.num_params();
        let multiply_adds = network.stem.num_params() * frames + stages + attention + dense;
        assert_eq!(multiply_adds / 1_000_000, 34);
    }
}
