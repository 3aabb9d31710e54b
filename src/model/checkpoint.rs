//! A model in one file: weights, and everything needed to use them.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `OVERTONE` |
//! | 2 | format version, little endian |
//! | 4 | length of the card, little endian |
//! | … | the card: [`ModelCard`] as JSON |
//! | … | the weights, as `packing.rs` packs them, and the tensors of [`Manners`] if they are known |
//! | 32 | BLAKE3 of all the bytes before |

use burn::prelude::*;
use serde::{Deserialize, Serialize};

use super::classifier::read;
use super::{
    Calibration, ClassifyError, Framing, Grain, Manners, Network, NetworkConfig, Personal, Scaler,
    Strangers, TrainingRecord, packing, personal,
};
use crate::emotion::Emotion;
use crate::features::FeatureSpec;
use crate::meaning::{MOST_OWN, Meanings};

const MAGIC: &[u8; 8] = b"OVERTONE";
/// The newest format that we read.
const VERSION: u16 = 6;
/// The format of a model for everybody. A personal one has [`VERSION`], so that no program that does
/// not know of its layer takes it for one. (5 knew of no manner, 4 of no voice, 2 and 3 had layers that trusted the
/// network wholly, 2 without labels of their own.)
const VERSION_FOR_ALL: u16 = 1;
const HASH_BYTES: usize = 32;
const PREFIX_BYTES: usize = MAGIC.len() + 2 + 4;
/// Frames of the golden input.
const GOLDEN_FRAMES: usize = 120;
/// Bytes of a model file that we still read; a larger one is none of ours.
const LARGEST_BYTES: usize = 64 << 20;

/// Everything about a model but its weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelCard {
    /// Which network, and its shape.
    pub network: NetworkConfig,
    /// The features that the network was trained on.
    pub features: FeatureSpec,
    /// How a frame sequence is levelled and cut; none for a summary.
    pub framing: Option<Framing>,
    /// The scale of the features.
    pub scaler: Scaler,
    /// The emotions in the order of the network's logits.
    pub labels: Vec<Emotion>,
    /// From logits to probabilities.
    pub calibration: Calibration,
    /// Where the weights come from.
    pub training: TrainingRecord,
    /// Logits of the golden input on the device that wrote the file, see [`ModelCard::golden_input`].
    pub golden_logits: Vec<f32>,
    /// What strangers sound like, so that a person's takes tell how their voice departs from that;
    /// none in files of old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strangers: Option<Strangers>,
    /// How differently strangers perform, so that a person's takes tell what else to expect of them;
    /// none in files of old, and where the training had too few speakers to say. In a file they stand
    /// among the weights.
    #[serde(skip)]
    pub manners: Option<Manners>,
    /// What somebody's own takes added; none in a model for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Personal>,
}

/// Why a file is not a usable model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CheckpointError {
    /// Another kind of file.
    #[error(
        "this is not an Overtone model: expected a file that begins with OVERTONE, got {0} bytes \
         of something else"
    )]
    Foreign(usize),
    /// A format that this program does not know.
    #[error(
        "expected a model of format version {VERSION} or earlier, got version {0}; update Overtone"
    )]
    Version(u16),
    /// Cut short or changed since it was written.
    #[error("the model file is damaged: its checksum does not match its {0} bytes; fetch it again")]
    Damaged(usize),
    /// The card is not one.
    #[error("the model's card cannot be read: {0}")]
    Card(String),
    /// The parts do not fit each other.
    #[error("the model contradicts itself: {0}")]
    Contradiction(String),
    /// The weights are not those of the network.
    #[error("the model's weights do not fit its network: {0}")]
    Weights(String),
}

/// Writes a model file.
///
/// # Errors
/// [`CheckpointError::Contradiction`] if the card does not fit itself,
/// [`CheckpointError::Weights`] or [`CheckpointError::Card`] if either cannot be encoded.
pub fn encode(card: &ModelCard, network: &Network) -> Result<Vec<u8>, CheckpointError> {
    let mut weights = packing::packed(network, card.network.grain())?;
    if let Some(manners) = &card.manners {
        weights.extend(manners.packed()?);
    }
    seal(card, &packing::to_bytes(weights)?)
}

/// The model file of another card beside weights as they are packed, see [`weights`].
///
/// # Errors
/// [`CheckpointError::Contradiction`] if the card does not fit itself, [`CheckpointError::Card`] if it
/// cannot be encoded.
pub fn seal(card: &ModelCard, weights: &[u8]) -> Result<Vec<u8>, CheckpointError> {
    card.check()?;
    let header = serde_json::to_vec(card).map_err(|e| CheckpointError::Card(e.to_string()))?;
    let length = u32::try_from(header.len()).map_err(|e| CheckpointError::Card(e.to_string()))?;
    let mut file = Vec::with_capacity(PREFIX_BYTES + header.len() + weights.len() + HASH_BYTES);
    file.extend_from_slice(MAGIC);
    let version = if card.personal.is_some() { VERSION } else { VERSION_FOR_ALL };
    file.extend_from_slice(&version.to_le_bytes());
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(&header);
    file.extend_from_slice(weights);
    let hash = blake3::hash(&file);
    file.extend_from_slice(hash.as_bytes());
    Ok(file)
}

/// Reads a model file onto a device.
///
/// # Errors
/// Any [`CheckpointError`]; no byte sequence makes it panic.
pub fn decode(file: &[u8], device: &Device) -> Result<(ModelCard, Network), CheckpointError> {
    let (card, weights) = open(file)?;
    let mut tensors = packing::unpacked(weights)?;
    let card = ModelCard { manners: Manners::take_from(&mut tensors)?, ..card };
    card.check()?;
    let network = packing::load(tensors, card.network.init(device).valid())?;
    Ok((card, network))
}

/// Reads a model file's card, without what stands among the weights.
///
/// # Errors
/// Any [`CheckpointError`] but those of the weights.
pub fn read_card(file: &[u8]) -> Result<ModelCard, CheckpointError> {
    open(file).map(|(card, _)| card)
}

/// The weights of a model file as they are packed: what a personal layer leaves as it is.
///
/// # Errors
/// As [`decode`].
pub fn weights(file: &[u8]) -> Result<&[u8], CheckpointError> {
    open(file).map(|(_, weights)| weights)
}

/// The card and the bytes of the weights.
fn open(file: &[u8]) -> Result<(ModelCard, &[u8]), CheckpointError> {
    if !file.starts_with(MAGIC) || file.len() > LARGEST_BYTES {
        return Err(CheckpointError::Foreign(file.len()));
    }
    let damaged = || CheckpointError::Damaged(file.len());
    let (body, hash) = file
        .split_at_checked(file.len().saturating_sub(HASH_BYTES))
        .filter(|(body, _)| body.len() >= PREFIX_BYTES)
        .ok_or_else(damaged)?;
    let version = u16::from_le_bytes([body[8], body[9]]);
    if !(VERSION_FOR_ALL..=VERSION).contains(&version) {
        return Err(CheckpointError::Version(version));
    }
    if blake3::hash(body).as_bytes() != hash {
        return Err(damaged());
    }
    let length = u32::from_le_bytes([body[10], body[11], body[12], body[13]]) as usize;
    let (header, weights) = body[PREFIX_BYTES..].split_at_checked(length).ok_or_else(damaged)?;
    let card: ModelCard =
        serde_json::from_slice(header).map_err(|e| CheckpointError::Card(e.to_string()))?;
    card.check()?;
    Ok((card, weights))
}

impl ModelCard {
    /// Whether the parts fit each other.
    ///
    /// # Errors
    /// [`CheckpointError::Contradiction`] with what was expected and what came.
    pub fn check(&self) -> Result<(), CheckpointError> {
        let expect = |what: &str, expected: usize, got: usize| {
            if expected == got {
                return Ok(());
            }
            Err(CheckpointError::Contradiction(format!("expected {expected} {what}, got {got}")))
        };
        if !self.network.is_sound() {
            let message = "no network can have such a shape".to_owned();
            return Err(CheckpointError::Contradiction(message));
        }
        expect("rows in the network", self.features.rows(), self.network.rows())?;
        expect("rows in the scaler", self.features.rows(), self.scaler.rows())?;
        expect("classes in the network", self.labels.len(), self.network.classes())?;
        expect("golden logits", self.meanings().count(), self.golden_logits.len())?;
        if self.labels != Emotion::ALL {
            let (expected, got) = (named(&Emotion::ALL), named(&self.labels));
            let message = format!("expected the labels {expected} in this order, got {got}");
            return Err(CheckpointError::Contradiction(message));
        }
        let framed = matches!(self.features, FeatureSpec::Frames(_));
        if framed != self.framing.is_some() || framed != self.is_sequence() {
            let message = "features, framing and network disagree about frames".to_owned();
            return Err(CheckpointError::Contradiction(message));
        }
        if self.framing.as_ref().is_some_and(|framing| !framing.is_sound()) {
            let (least, most) = (Framing::LEAST_FRAMES, Framing::MOST_FRAMES);
            let message =
                format!("expected windows of {least} to {most} frames and a finite floor");
            return Err(CheckpointError::Contradiction(message));
        }
        let temperature = self.calibration.temperature;
        if !self.scaler.is_sound() || !temperature.is_finite() || temperature <= 0.0 {
            let message = "scaler and temperature must be finite and positive".to_owned();
            return Err(CheckpointError::Contradiction(message));
        }
        let statistics = self.network.statistics_width();
        if self.strangers.as_ref().is_some_and(|strangers| !strangers.is_sound(statistics)) {
            let message = format!("expected {statistics} finite values of strangers an emotion");
            return Err(CheckpointError::Contradiction(message));
        }
        if self.manners.as_ref().is_some_and(|manners| !manners.is_sound(statistics)) {
            let message = format!("expected manners in directions of {statistics} values");
            return Err(CheckpointError::Contradiction(message));
        }
        if let Some(personal) = &self.personal {
            if !personal.layer.voice.is_empty() {
                expect("values of the person's voice", statistics, personal.layer.voice.len())?;
            }
            if !personal.layer.manner.is_empty() {
                expect("rows of the person's manner", statistics, personal.layer.manner.len())?;
            }
            let (told, width) = (self.network.told_width(), personal.layer.width());
            // Layers of old files are told less.
            if width != self.network.embedding_width() {
                expect("values in the personal layer", told, width)?;
            }
            if !personal.labels.is_sound() {
                let message = format!(
                    "expected at most {MOST_OWN} labels of its own, in order and each once"
                );
                return Err(CheckpointError::Contradiction(message));
            }
            if !personal.layer.is_sound(personal.labels.count()) {
                let message =
                    "the personal layer must be finite, with an entry for each label".to_owned();
                return Err(CheckpointError::Contradiction(message));
            }
        }
        Ok(())
    }

    /// What the model can answer.
    pub fn meanings(&self) -> Meanings {
        self.personal.as_ref().map(|personal| personal.labels.clone()).unwrap_or_default()
    }

    fn is_sequence(&self) -> bool {
        !matches!(self.network, NetworkConfig::Seed(_))
    }

    /// The input on which every device must give the same logits.
    ///
    /// `[1, rows, frames]`: for each row a slow sine of its own, as a scaled feature might move.
    pub fn golden_input(&self, device: &Device) -> Tensor<3> {
        let rows = self.features.rows();
        let frames = if self.is_sequence() { GOLDEN_FRAMES } else { 1 };
        let values: Vec<f32> = (0..rows * frames)
            .map(|i| {
                let (row, frame) = ((i / frames) as f32, (i % frames) as f32);
                1.5 * (0.37 * row + (0.02 + 0.001 * row) * frame).sin()
            })
            .collect();
        Tensor::from_data(TensorData::new(values, [1, rows, frames]), device)
    }
}

fn named(labels: &[Emotion]) -> String {
    labels.iter().map(|label| label.name()).collect::<Vec<_>>().join(", ")
}

/// The network, or a part of one, as it will be read back, every weight rounded as in the file of a
/// network of that grain.
///
/// What is measured on it holds for the file that [`encode`] makes of it.
///
/// # Errors
/// [`CheckpointError::Weights`] if the weights cannot be read from the device.
pub fn rounded<M: Module>(network: M, grain: Grain) -> Result<M, CheckpointError> {
    packing::unpack(&packing::pack(&network, grain)?, network)
}

/// Logits of the golden input.
///
/// # Errors
/// [`ClassifyError::Device`] if the device fails.
pub async fn golden_logits(
    card: &ModelCard,
    network: &Network,
    device: &Device,
) -> Result<Vec<f32>, ClassifyError> {
    let own = card.personal.as_ref().map(|personal| personal.layer.on(device, &card.calibration));
    let statistics = network.statistics(card.golden_input(device), None);
    read(personal::judge(network, own.as_ref(), None, statistics)).await
}
