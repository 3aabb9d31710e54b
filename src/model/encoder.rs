//! A speech encoder that others trained: Whisper's (Radford et al. 2023), its forward pass alone.
//!
//! Two convolutions over log-mel frames, the second of which halves time, then layers of
//! self-attention. What it makes of a sound is a sequence of tokens, 50 a second.

use burn::module::{ParamId, list_param_ids};
use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::{LayerNorm, LayerNormConfig, Linear, LinearConfig, PaddingConfig1d};
use burn::prelude::*;
use burn::tensor::activation::{gelu, softmax};
use serde::{Deserialize, Serialize};

use super::layers::{masked, mean_over_time};
use super::network::are_sizes;

/// Added to the score of a token that only fills the batch.
const UNHEARD: f32 = 1e4;

/// The shape of an [`Encoder`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncoderConfig {
    /// Mel bands of a frame.
    pub bands: usize,
    /// Channels of a token.
    pub width: usize,
    /// Heads of the self-attention; they share the channels evenly.
    pub heads: usize,
    /// Layers of self-attention.
    pub layers: usize,
    /// The layers whose outputs are heard, one under the other: 0 for the convolutions, 1 for the
    /// first layer, and so on; each once, in order.
    pub taps: Vec<usize>,
}

/// As many layers as Whisper's base has.
const MOST_LAYERS: usize = 6;

impl EncoderConfig {
    /// Whether it can be built; see [`super::NetworkConfig`]. Of a token's place, half of the
    /// channels tell the sines and half the cosines.
    pub(super) fn is_sound(&self) -> bool {
        are_sizes(&[self.bands, self.width, self.heads])
            && self.width.is_multiple_of(2)
            && self.width.is_multiple_of(self.heads)
            && self.layers <= MOST_LAYERS
            && (1..=MOST_LAYERS + 1).contains(&self.taps.len())
            && self.taps.is_sorted_by(|tap, next| tap < next)
            && self.taps.iter().all(|&tap| tap <= self.layers)
    }

    /// Channels of what is heard.
    pub fn rows(&self) -> usize {
        self.width * self.taps.len()
    }

    /// Values of [`Encoder::statistics`].
    pub fn statistics(&self) -> usize {
        2 * self.rows()
    }

    /// An encoder with fresh weights.
    pub fn init(&self, device: &Device) -> Encoder {
        let convolution = |from: usize, stride: usize| {
            Conv1dConfig::new(from, self.width, 3)
                .with_stride(stride)
                .with_padding(PaddingConfig1d::Explicit(1, 1))
                .init(device)
        };
        Encoder {
            first: convolution(self.bands, 1),
            second: convolution(self.width, 2),
            layers: (0..self.layers).map(|_| Layer::new(self, device)).collect(),
            taps: self.taps.clone(),
        }
    }
}

/// Whisper's encoder, without its last normalisation.
#[derive(Module, Debug)]
pub struct Encoder {
    /// Over frames.
    pub first: Conv1d,
    /// Over frames; halves time.
    pub second: Conv1d,
    /// Self-attention over tokens.
    pub layers: Vec<Layer>,
    taps: Vec<usize>,
}

impl Encoder {
    /// The tokens that are heard, and their mask.
    ///
    /// # Shapes
    /// - input: `[batch, bands, frames]`
    /// - mask: `[batch, 1, frames]`, 1 where a frame is sound, 0 where it only fills the batch;
    ///   none when every frame is sound
    /// - output: `[batch, width · taps, ⌈frames / 2⌉]` and its mask
    pub fn forward(
        &self,
        input: Tensor<3>,
        mask: Option<Tensor<3>>,
    ) -> (Tensor<3>, Option<Tensor<3>>) {
        let first = masked(gelu(self.first.forward(masked(input, &mask))), &mask);
        let mask = mask.map(every_other);
        let x = gelu(self.second.forward(first)).swap_dims(1, 2);
        let [_, tokens, width] = x.dims();
        let mut x = x.clone() + positions(tokens, width, &x.device());
        let unheard = mask.clone().map(|mask| (mask - 1.0) * UNHEARD);
        let mut heard = Vec::with_capacity(self.taps.len());
        for depth in 0..=self.layers.len() {
            if depth > 0 {
                x = self.layers[depth - 1].forward(x, &unheard);
            }
            if self.taps.contains(&depth) {
                heard.push(x.clone().swap_dims(1, 2));
            }
        }
        (masked(Tensor::cat(heard, 1), &mask), mask)
    }

    /// Its parameters, each with how many layers lie above: 0 for the last layer's.
    pub fn below(&self) -> Vec<(ParamId, usize)> {
        let count = self.layers.len();
        let layers = self.layers.iter().enumerate();
        let of_layers = layers.map(|(i, layer)| (list_param_ids(layer), count - 1 - i));
        let stem = [&self.first, &self.second].map(|stem| (list_param_ids(stem), count));
        let parts = of_layers.chain(stem);
        parts.flat_map(|(ids, below)| ids.into_iter().map(move |id| (id, below))).collect()
    }

    /// Mean and deviation over time of all that is heard, `[batch, 2 · width · taps, 1]`; input and
    /// mask as in [`Self::forward`].
    pub fn statistics(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<3> {
        let (tokens, mask) = self.forward(input, mask);
        let mean = mean_over_time(tokens.clone(), &mask);
        let apart = masked(tokens - mean.clone(), &mask);
        let variance = mean_over_time(apart.clone() * apart, &mask);
        Tensor::cat(vec![mean, variance.sqrt()], 1)
    }
}

/// A layer of self-attention and a dense layer, each on what is normalised, each added to it.
#[derive(Module, Debug)]
pub struct Layer {
    /// Before the attention.
    pub attention_norm: LayerNorm,
    /// Queries, keys and values, one under the other.
    pub attend: Linear,
    /// What the heads found, mixed.
    pub mix: Linear,
    /// Before the dense layers.
    pub dense_norm: LayerNorm,
    /// To four times the width.
    pub widen: Linear,
    /// And back.
    pub narrow: Linear,
    heads: usize,
}

impl Layer {
    fn new(config: &EncoderConfig, device: &Device) -> Self {
        let width = config.width;
        let linear = |from, to| LinearConfig::new(from, to).init(device);
        Self {
            attention_norm: LayerNormConfig::new(width).init(device),
            attend: linear(width, 3 * width),
            mix: linear(width, width),
            dense_norm: LayerNormConfig::new(width).init(device),
            widen: linear(width, 4 * width),
            narrow: linear(4 * width, width),
            heads: config.heads,
        }
    }

    fn forward(&self, x: Tensor<3>, unheard: &Option<Tensor<3>>) -> Tensor<3> {
        let attended = self.attention(self.attention_norm.forward(x.clone()), unheard);
        let x = x + self.mix.forward(attended);
        let dense = gelu(self.widen.forward(self.dense_norm.forward(x.clone())));
        x + self.narrow.forward(dense)
    }

    fn attention(&self, x: Tensor<3>, unheard: &Option<Tensor<3>>) -> Tensor<3> {
        let [batch, tokens, width] = x.dims();
        let each = width / self.heads;
        let of_heads =
            |part: Tensor<3>| part.reshape([batch, tokens, self.heads, each]).swap_dims(1, 2);
        let parts = self.attend.forward(x).chunk(3, 2);
        let [queries, keys, values] = [0, 1, 2].map(|i| of_heads(parts[i].clone()));
        let scores = queries.matmul(keys.swap_dims(2, 3)) / (each as f64).sqrt();
        let scores = match unheard {
            Some(unheard) => scores + unheard.clone().unsqueeze_dim::<4>(1),
            None => scores,
        };
        let found = softmax(scores, 3).matmul(values);
        found.swap_dims(1, 2).reshape([batch, tokens, width])
    }
}

/// The mask of the tokens: each stands on an even frame.
fn every_other(mask: Tensor<3>) -> Tensor<3> {
    let [batch, one, frames] = mask.dims();
    mask.slice([s![0..batch], s![0..one], s![0..frames; 2]])
}

/// Sines and cosines that tell a token its place, `[1, tokens, width]`.
fn positions(tokens: usize, width: usize, device: &Device) -> Tensor<3> {
    let half = width / 2;
    let step = 10_000f32.ln() / (half.max(2) - 1) as f32;
    let angle = |token: usize, channel: usize| token as f32 * (-step * channel as f32).exp();
    let values = (0..tokens).flat_map(|token| {
        let sines = (0..half).map(move |channel| angle(token, channel).sin());
        sines.chain((0..half).map(move |channel| angle(token, channel).cos()))
    });
    let values = TensorData::new(values.collect::<Vec<f32>>(), [1, tokens, width]);
    Tensor::from_data(values, device)
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Distribution, Tolerance};

    use super::*;

    fn config() -> EncoderConfig {
        EncoderConfig { bands: 8, width: 12, heads: 3, layers: 2, taps: vec![0, 2] }
    }

    fn encoder() -> (Encoder, Device) {
        let device = Device::flex();
        device.seed(3);
        (config().init(&device), device)
    }

    #[test]
    fn channels_come_in_pairs_and_layers_are_heard_once_in_order() {
        assert!(config().is_sound());
        assert!(!EncoderConfig { width: 9, ..config() }.is_sound());
        assert!(!EncoderConfig { heads: 5, ..config() }.is_sound());
        for taps in [vec![], vec![0, 0], vec![2, 0], vec![1, 3]] {
            assert!(!EncoderConfig { taps: taps.clone(), ..config() }.is_sound(), "{taps:?}");
        }
    }

    #[test]
    fn a_token_stands_for_two_frames_and_every_tap_is_heard() {
        let (encoder, device) = encoder();
        let sound = Tensor::random([2, 8, 31], Distribution::Default, &device);
        let (tokens, mask) = encoder.forward(sound, None);
        assert_eq!(tokens.dims(), [2, 24, 16]);
        assert!(mask.is_none());
    }

    #[test]
    fn statistics_are_the_mean_and_deviation_of_each_row_over_the_tokens_that_are_sound() {
        let (encoder, device) = encoder();
        let sound = Tensor::<3>::random([1, 8, 40], Distribution::Default, &device);
        let (tokens, _) = encoder.forward(sound.clone(), None);
        let row: Vec<f32> =
            tokens.slice([s![..], s![17..18], s![..]]).into_data().try_to_vec().unwrap();
        let mean = row.iter().sum::<f32>() / row.len() as f32;
        let variance = row.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / row.len() as f32;

        let mask = Tensor::<3>::ones([1, 1, 40], &device).pad([(0, 24)], 0.0);
        let statistics = encoder.statistics(sound.pad([(0, 24)], 3.0), Some(mask));
        assert_eq!(statistics.dims(), [1, 48, 1]);
        let statistics: Vec<f32> = statistics.into_data().try_to_vec().unwrap();
        assert!((statistics[17] - mean).abs() < 1e-4);
        assert!((statistics[24 + 17] - variance.sqrt()).abs() < 1e-4);
    }

    #[test]
    fn what_fills_the_batch_is_not_heard() {
        let (encoder, device) = encoder();
        let sound = Tensor::<3>::random([1, 8, 40], Distribution::Default, &device);
        let mask = Tensor::<3>::ones([1, 1, 40], &device).pad([(0, 24)], 0.0);
        let (alone, _) = encoder.forward(sound.clone(), None);
        let (filled, mask) = encoder.forward(sound.pad([(0, 24)], 3.0), Some(mask));
        let kept = filled.clone().slice([s![..], s![..], s![0..20]]);
        alone.into_data().assert_approx_eq::<f32>(&kept.into_data(), Tolerance::absolute(1e-4));
        let rest = filled.slice([s![..], s![..], s![20..]]).abs().max().into_scalar::<f32>();
        assert_eq!((rest, mask.unwrap().sum().into_scalar::<f32>()), (0.0, 20.0));
    }
}
