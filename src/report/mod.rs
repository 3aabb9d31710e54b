//! A finished training as one page, the same from the command line and from the tab.
//!
//! The page needs nothing but itself: no script, no request, light or dark as the reader has it.

mod html;
mod page;

use serde::Deserialize;

pub use html::thousands;
pub use page::of;

use crate::emotion::Emotion;
use crate::features::FeatureSpec;
use crate::figures::{Evaluation, Figures, History, TrainingRecord, UnjudgedEpoch};
use crate::judgement::Calibration;
#[cfg(feature = "model")]
use crate::model::ModelCard;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The training's name.
    pub name: String,
    /// Its settings.
    pub config: serde_json::Value,
    /// Its epochs.
    pub history: History,
    /// Those of the training that followed, if one did, in which those taught as well who chose.
    pub refit: Vec<UnjudgedEpoch>,
    /// Its scores.
    pub evaluation: Evaluation,
    /// What the model says of itself.
    pub model: ModelFacts,
    /// Bytes of the model.
    pub model_bytes: usize,
    /// Pictures of clips, as far as there are any; none where nobody draws them.
    pub examples: Option<Vec<Example>>,
}

impl Finished {
    /// What was measured, as the tab shows it of a model.
    pub fn figures(&self) -> Figures {
        let record = &self.model.training;
        Figures {
            training_clips: record.training_clips,
            training_speakers: record.training_speakers.len(),
            test_speakers: record.test_speakers.len(),
            history: self.history.clone(),
            evaluation: self.evaluation.clone(),
            elsewhere: None,
        }
    }
}

/// What a model's card says that people read; a part of the card's JSON.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ModelFacts {
    /// The emotions that it knows.
    pub labels: Vec<Emotion>,
    /// What it hears.
    pub features: FeatureSpec,
    /// From logits to probabilities.
    pub calibration: Calibration,
    /// Where the weights come from.
    pub training: TrainingRecord,
}

#[cfg(feature = "model")]
impl From<ModelCard> for ModelFacts {
    fn from(card: ModelCard) -> Self {
        let ModelCard { labels, features, calibration, training, .. } = card;
        Self { labels, features, calibration, training }
    }
}

/// A picture of a clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What the clip acts.
    pub emotion: Emotion,
    /// What the picture shows.
    pub view: View,
    /// The picture, an SVG document.
    pub svg: Vec<u8>,
}

/// The two pictures of an example clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Amplitude over time.
    Waveform,
    /// Level over time and frequency.
    Spectrogram,
}

impl View {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Waveform, Self::Spectrogram];

    /// "waveform" or "spectrogram".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waveform => "waveform",
            Self::Spectrogram => "spectrogram",
        }
    }

    /// Size of the picture in CSS pixels.
    pub const fn size_px(self) -> (u32, u32) {
        match self {
            Self::Waveform => (520, 200),
            Self::Spectrogram => (520, 280),
        }
    }

    /// The title of the pictures of a clip.
    pub fn title(emotion: Emotion, speaker: &str) -> String {
        format!("{emotion}, acted by {speaker}")
    }

    /// The name of the picture for an emotion, without its ending.
    pub fn of(self, emotion: Emotion) -> String {
        format!("{emotion}-{}", self.name())
    }
}
