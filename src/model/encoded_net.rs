//! A speech encoder with a small network behind it.

use burn::module::{Module, Param};
use burn::prelude::*;
use burn::store::RecordError;
use serde::{Deserialize, Serialize};

use super::{Encoder, EncoderConfig, Scaler, StatisticsNet, StatisticsNetConfig};

/// The shape of an [`EncodedNet`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncodedNetConfig {
    /// The encoder.
    pub encoder: EncoderConfig,
    /// What listens to it.
    pub head: StatisticsNetConfig,
}

impl EncodedNetConfig {
    /// Whether it can be built; see [`super::NetworkConfig`].
    pub(super) fn is_sound(&self) -> bool {
        self.encoder.is_sound()
            && self.head.is_sound()
            && self.head.values == self.encoder.statistics()
    }

    /// A network with fresh weights.
    pub fn init(&self, device: &Device) -> EncodedNet {
        let values = self.encoder.statistics();
        EncodedNet {
            encoder: self.encoder.init(device),
            mean: Param::from_tensor(Tensor::zeros([values], device)),
            deviation: Param::from_tensor(Tensor::ones([values], device)),
            head: self.head.init(device),
        }
    }
}

/// Encoder, the scale of its statistics, and a network over them.
#[derive(Module, Debug)]
pub struct EncodedNet {
    encoder: Encoder,
    mean: Param<Tensor<1>>,
    deviation: Param<Tensor<1>>,
    head: StatisticsNet,
}

impl EncodedNet {
    /// Puts trained parts together; the scaler is that of the statistics.
    pub fn new(encoder: Encoder, scaler: &Scaler, head: StatisticsNet, device: &Device) -> Self {
        let constant = |values: &[f32]| Param::from_tensor(Tensor::from_floats(values, device));
        Self {
            encoder,
            mean: constant(scaler.mean()),
            deviation: constant(scaler.deviation()),
            head,
        }
    }

    /// The same with a trained encoder and the scale of its statistics, on the device where it is.
    ///
    /// # Errors
    /// [`RecordError`] if the encoder is of another shape.
    pub fn with_encoder(self, encoder: Encoder, scaler: &Scaler) -> Result<Self, RecordError> {
        let device = self.mean.val().device();
        let encoder = self.encoder.try_load_record(encoder.into_record())?;
        Ok(Self::new(encoder, scaler, self.head, &device))
    }

    /// The encoder.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// Scaled statistics of what the encoder hears, `[batch, values]`.
    ///
    /// # Shapes
    /// - input: `[batch, bands, frames]`
    /// - mask: `[batch, 1, frames]`, 1 where a frame is sound; none when every one is
    pub fn statistics(&self, input: Tensor<3>, mask: Option<Tensor<3>>) -> Tensor<2> {
        let statistics = self.encoder.statistics(input, mask).squeeze_dim::<2>(2);
        // The scale is given, not learned.
        let row = |values: &Param<Tensor<1>>| values.val().detach().unsqueeze::<2>();
        (statistics - row(&self.mean)) / row(&self.deviation)
    }

    /// What the last layer sees of statistics, `[batch, hidden]`.
    pub fn embed(&self, statistics: Tensor<2>) -> Tensor<2> {
        self.head.embed(statistics)
    }

    /// Logits of embeddings, `[batch, classes]`.
    pub fn judge(&self, embedding: Tensor<2>) -> Tensor<2> {
        self.head.judge(embedding)
    }
}
