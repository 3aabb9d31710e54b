//! What a person's own takes add to a network.

use burn::prelude::*;
use burn::tensor::activation::log_softmax;
use serde::{Deserialize, Serialize};

use super::{Calibration, Heard, Network};
use crate::emotion::Emotion;
use crate::meaning::Meanings;

/// A linear layer beside a network's dense ones: its map of what it is told ([`Network::told`]) is
/// added to the logits, which count a little less.
///
/// It is all that a few takes can teach without unlearning what a thousand strangers taught. To what
/// the network does not know, a label of the person's own, it adds to the logit that
/// [`Calibration::unknown`] gives that label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonalLayer {
    /// How the person's voice departs from a stranger's, taken from the statistics of all that they
    /// say before the network's dense layers see them; empty where nothing is known of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voice: Vec<f32>,
    /// What the network's own logits are multiplied by; 1 in layers of old files.
    #[serde(default = "whole")]
    pub trust: f32,
    /// What the person's takes and strangers' manners lead to expect of them, see
    /// [`super::Manners::score`]: a row for every statistic, which keeps the voice, an entry for every
    /// label; empty where nothing is known of manners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manner: Vec<Vec<f32>>,
    /// A row for every value that it is told, an entry for every label.
    pub weights: Vec<Vec<f32>>,
    /// Added whatever is heard, an entry for every label.
    pub bias: Vec<f32>,
}

fn whole() -> f32 {
    1.0
}

/// How a model became somebody's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Personal {
    /// What its owner calls it.
    pub name: String,
    /// The labels that it knows beside the eight.
    #[serde(default, skip_serializing_if = "Meanings::is_everybodys")]
    pub labels: Meanings,
    /// How many takes of each label it learned from, in the order of [`Self::labels`].
    pub takes: Vec<usize>,
    /// Unweighted average recall on takes kept aside before it learned, 0 to 1.
    pub uar_before: f64,
    /// And after.
    pub uar_after: f64,
    /// What it learned.
    pub layer: PersonalLayer,
}

/// A [`PersonalLayer`] on a device.
#[derive(Debug, Clone)]
pub(super) struct OwnLayer {
    /// `[1, statistics]`.
    voice: Option<Tensor<2>>,
    trust: f32,
    /// `[statistics, labels]`.
    manner: Option<Tensor<2>>,
    weights: Tensor<2>,
    bias: Tensor<2>,
    temperature: f32,
}

impl PersonalLayer {
    /// Values that it expects: all that a network tells, or fewer, the first.
    pub fn width(&self) -> usize {
        self.weights.len()
    }

    /// A network's logits with those of this layer, on the host: one a label. What was heard is with
    /// the layer's voice taken from it, see [`super::Classifier::retell`]; the statistics, of the whole
    /// sound, are as they were.
    pub fn logits(&self, heard: &Heard, statistics: &[f32], calibration: &Calibration) -> Vec<f32> {
        let mut logits = heard.logits.to_vec();
        logits.resize(self.bias.len(), calibration.unknown(&heard.logits));
        let own = logits.iter_mut().zip(&self.bias);
        own.for_each(|(logit, bias)| *logit = self.trust * *logit + bias);
        add_linear(&mut logits, &self.weights, &heard.told);
        add_linear(&mut logits, &self.manner, statistics);
        logits
    }

    /// Whether it has an entry for each of so many labels everywhere, and every number is finite.
    pub fn is_sound(&self, labels: usize) -> bool {
        let is_sound = |row: &Vec<f32>| row.len() == labels && row.iter().all(|v| v.is_finite());
        let numbers = self.voice.iter().chain([&self.trust]);
        numbers.into_iter().all(|v| v.is_finite())
            && self.weights.iter().chain(&self.manner).all(is_sound)
            && is_sound(&self.bias)
    }

    pub(super) fn on(&self, device: &Device, calibration: &Calibration) -> OwnLayer {
        let labels = self.bias.len();
        let tensor = |rows: &[Vec<f32>]| {
            Tensor::from_data(TensorData::new(rows.concat(), [rows.len(), labels]), device)
        };
        let bias = TensorData::new(self.bias.clone(), [1, labels]);
        OwnLayer {
            voice: voice_on(&self.voice, device),
            trust: self.trust,
            manner: (!self.manner.is_empty()).then(|| tensor(&self.manner)),
            weights: tensor(&self.weights),
            bias: Tensor::from_data(bias, device),
            temperature: calibration.temperature,
        }
    }
}

impl OwnLayer {
    /// Logits `[batch, labels]` of statistics as they were, `[batch, statistics]`, of what the network
    /// told, `[batch, told width]`, and answered, `[batch, 8]`.
    fn forward(&self, statistics: Tensor<2>, told: Tensor<2>, logits: Tensor<2>) -> Tensor<2> {
        let told = told.narrow(1, 0, self.weights.dims()[0]);
        let own = told.matmul(self.weights.clone()) + self.bias.clone();
        let own = match &self.manner {
            Some(manner) => own + statistics.matmul(manner.clone()),
            None => own,
        };
        self.extended(logits) * self.trust + own
    }

    /// The network's logits, and as much of [`Calibration::unknown`] as there are own labels.
    fn extended(&self, logits: Tensor<2>) -> Tensor<2> {
        let [_, labels] = self.bias.dims();
        if labels == Emotion::COUNT {
            return logits;
        }
        let first = logits.clone().narrow(1, 0, 1);
        let least = log_softmax(logits.clone() * self.temperature.recip(), 1).narrow(1, 0, 1);
        let unknown = first - (least + (Emotion::COUNT as f32).ln()) * self.temperature;
        let mut parts = vec![unknown; 1 + labels - Emotion::COUNT];
        parts[0] = logits;
        Tensor::cat(parts, 1)
    }
}

/// A voice as a row that can be taken from statistics; none if there is none.
pub(super) fn voice_on(voice: &[f32], device: &Device) -> Option<Tensor<2>> {
    let row = || Tensor::from_data(TensorData::new(voice.to_vec(), [1, voice.len()]), device);
    (!voice.is_empty()).then(row)
}

/// What the dense layers see of statistics once a voice is taken from them.
pub(super) fn embed(
    network: &Network,
    statistics: Tensor<2>,
    voice: Option<&Tensor<2>>,
) -> Tensor<2> {
    network.embed_statistics(match voice {
        Some(voice) => statistics - voice.clone(),
        None => statistics,
    })
}

/// Logits of windows' statistics, a person's own layer heard as well; without one, `voice` is taken
/// from them.
pub(super) fn judge(
    network: &Network,
    own: Option<&OwnLayer>,
    voice: Option<&Tensor<2>>,
    statistics: Tensor<2>,
) -> Tensor<2> {
    let Some(own) = own else { return network.judge(embed(network, statistics, voice)) };
    let embedding = embed(network, statistics.clone(), own.voice.as_ref());
    own.forward(statistics, network.told(embedding.clone()), network.judge(embedding))
}

/// Adds what a linear map, a row for every value, makes of values.
pub(super) fn add_linear(sums: &mut [f32], rows: &[Vec<f32>], values: &[f32]) {
    for (row, value) in rows.iter().zip(values) {
        sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight * value);
    }
}
