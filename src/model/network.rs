//! The networks behind one face.

use burn::prelude::*;
use serde::{Deserialize, Serialize};

use super::encoded_net::{EncodedNet, EncodedNetConfig};
use super::frame_net::{FrameNet, FrameNetConfig};
use super::packing::Grain;
use super::seed_net::{SeedNet, SeedNetConfig};
use super::statistics_net::{StatisticsNet, StatisticsNetConfig};

/// As many channels, units or bands as a network of ours may have: twice those of the largest.
pub(super) const LARGEST_SIZE: usize = 1024;

/// Whether a network can have such sizes.
pub(super) fn are_sizes(sizes: &[usize]) -> bool {
    sizes.iter().all(|size| (1..=LARGEST_SIZE).contains(size))
}

/// Whether units can be dropped at such a share.
pub(super) fn is_share(share: f64) -> bool {
    (0.0..1.0).contains(&share)
}

/// Which network, and its shape: enough to build it with fresh weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum NetworkConfig {
    /// The described pipeline's network, over a summary.
    Seed(SeedNetConfig),
    /// Our own, over a frame sequence.
    Frames(FrameNetConfig),
    /// A small one over statistics of what a speech encoder hears.
    Statistics(StatisticsNetConfig),
    /// A speech encoder with such a small one behind it, over a frame sequence.
    Encoded(EncodedNetConfig),
}

impl NetworkConfig {
    /// A network with fresh weights.
    pub fn init(&self, device: &Device) -> Network {
        match self {
            Self::Seed(config) => Network::Seed(config.init(device)),
            Self::Frames(config) => Network::Frames(config.init(device)),
            Self::Statistics(config) => Network::Statistics(config.init(device)),
            Self::Encoded(config) => Network::Encoded(config.init(device)),
        }
    }

    /// How finely a file tells its weights apart. Our own network, which comes with the page, says
    /// the same in six bits; the others are not what a visitor waits for.
    pub fn grain(&self) -> Grain {
        match self {
            Self::Frames(_) => Grain::Coarse,
            Self::Seed(_) | Self::Statistics(_) | Self::Encoded(_) => Grain::Fine,
        }
    }

    /// Whether a network of this shape can be built and run, in little memory. A file may claim
    /// anything.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Seed(config) => are_sizes(&[config.values, config.classes]),
            Self::Frames(config) => config.is_sound(),
            Self::Statistics(config) => config.is_sound(),
            Self::Encoded(config) => config.is_sound(),
        }
    }

    /// Feature rows that the network expects.
    pub fn rows(&self) -> usize {
        match self {
            Self::Seed(config) => config.values,
            Self::Frames(config) => config.rows,
            Self::Statistics(config) => config.values,
            Self::Encoded(config) => config.encoder.bands,
        }
    }

    /// Values of [`Network::statistics`].
    pub fn statistics_width(&self) -> usize {
        match self {
            Self::Statistics(config) => config.values,
            Self::Encoded(config) => config.head.values,
            Self::Seed(_) | Self::Frames(_) => self.embedding_width(),
        }
    }

    /// Values of [`Network::embed`].
    pub fn embedding_width(&self) -> usize {
        match self {
            Self::Seed(config) => config.embedding_width(),
            Self::Frames(config) => 2 * config.channels(),
            Self::Statistics(config) => config.hidden,
            Self::Encoded(config) => config.head.hidden,
        }
    }

    /// Values of [`Network::told`].
    pub fn told_width(&self) -> usize {
        match self {
            Self::Frames(config) => self.embedding_width() + config.hidden,
            Self::Seed(_) | Self::Statistics(_) | Self::Encoded(_) => self.embedding_width(),
        }
    }

    /// Emotions that it tells apart.
    pub fn classes(&self) -> usize {
        match self {
            Self::Seed(config) => config.classes,
            Self::Frames(config) => config.classes,
            Self::Statistics(config) => config.classes,
            Self::Encoded(config) => config.head.classes,
        }
    }
}

/// A network with weights.
#[derive(Module, Debug)]
#[allow(clippy::large_enum_variant)] // One lives at a time.
pub enum Network {
    /// The described pipeline's network.
    Seed(SeedNet),
    /// Our own.
    Frames(FrameNet),
    /// Over statistics of what a speech encoder hears.
    Statistics(StatisticsNet),
    /// A speech encoder and what listens to it.
    Encoded(EncodedNet),
}

impl Network {
    /// Logits of a batch.
    ///
    /// # Shapes
    /// - input: `[batch, rows, frames]`; a summary has one frame
    /// - mask: `[batch, 1, frames]`, 1 where a frame is sound; none when every frame is
    /// - output: `[batch, classes]`
    pub fn forward(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        self.judge(self.embed(input, mask))
    }

    /// Logits, and the steps of a network that has such; see [`FrameNet::forward_with_steps`].
    pub fn forward_with_steps(
        &self,
        input: Tensor<3>,
        mask: Option<Tensor<3>>,
    ) -> (Tensor<2>, Option<Tensor<3>>) {
        match self {
            Self::Frames(network) => {
                let (logits, steps) = network.forward_with_steps(input, mask);
                (logits, Some(steps))
            }
            _ => (self.forward(input, mask), None),
        }
    }

    /// Logits of what [`Self::embed`] gives.
    pub fn judge(&self, embedding: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Seed(network) => network.judge(embedding),
            Self::Frames(network) => network.judge(embedding),
            Self::Statistics(network) => network.judge(embedding),
            Self::Encoded(network) => network.judge(embedding),
        }
    }

    /// What a person's own layer is told of embeddings, `[batch, told width]`: the embedding, then
    /// what of it tells strangers' emotions apart, where units between it and the logits know that.
    pub fn told(&self, embedding: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Frames(network) => {
                Tensor::cat(vec![embedding.clone(), network.weigh(embedding)], 1)
            }
            Self::Seed(_) | Self::Statistics(_) | Self::Encoded(_) => embedding,
        }
    }

    /// What the dense layers see of a batch, `[batch, width]`; input and mask as in
    /// [`Self::forward`].
    pub fn embed(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        self.embed_statistics(self.statistics(input, mask))
    }

    /// What a batch comes to once nothing tells any more when it was, `[batch, width]`; input and
    /// mask as in [`Self::forward`].
    pub fn statistics(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        match self {
            Self::Seed(network) => network.embed(input),
            Self::Frames(network) => network.embed(input, mask),
            Self::Statistics(_) => input.squeeze_dim::<2>(2),
            Self::Encoded(network) => network.statistics(input, mask),
        }
    }

    /// What the dense layers see of [`Self::statistics`].
    pub fn embed_statistics(&self, statistics: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Seed(_) | Self::Frames(_) => statistics,
            Self::Statistics(network) => network.embed(statistics),
            Self::Encoded(network) => network.embed(statistics),
        }
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Distribution, Tolerance};

    use super::*;
    use crate::model::Framing;

    fn frames(apart: usize) -> (Network, Device) {
        let device = Device::flex();
        device.seed(7);
        let config = FrameNetConfig {
            rows: 8,
            stem: 16,
            widths: vec![16, 24],
            apart,
            hidden: 16,
            dropout: 0.3,
            classes: 8,
        };
        (NetworkConfig::Frames(config).init(&device), device)
    }

    #[test]
    fn filling_a_batch_with_masked_frames_changes_no_logit() {
        for (apart, length) in [(0, 40), (3, 40), (3, 41), (3, 43)] {
            let (network, device) = frames(apart);
            let sound = Tensor::<3>::random([1, 8, length], Distribution::Default, &device);
            let filled = sound.clone().pad([(0, 24)], 3.0);
            let mask = Tensor::<3>::ones([1, 1, length], &device).pad([(0, 24)], 0.0);
            let alone = network.forward(sound, None).into_data();
            let in_batch = network.forward(filled * mask.clone(), Some(mask)).into_data();
            alone.assert_approx_eq::<f32>(&in_batch, Tolerance::absolute(1e-4));
        }
    }

    #[test]
    fn the_narrowest_network_can_be_built() {
        let config = FrameNetConfig { stem: 1, widths: vec![1], ..FrameNetConfig::small(8, 8) };
        assert!(config.is_sound());
        let network = NetworkConfig::Frames(config).init(&Device::flex());
        let logits = network.forward(Tensor::zeros([1, 8, 40], &Device::flex()), None);
        assert_eq!(logits.dims(), [1, 8]);
    }

    #[test]
    fn the_shortest_window_is_enough() {
        let (network, device) = frames(3);
        let shortest = Framing::LEAST_FRAMES;
        let logits = network.forward(Tensor::zeros([2, 8, shortest], &device), None);
        assert_eq!(logits.dims(), [2, 8]);
    }
}
