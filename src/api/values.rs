//! The shapes in which results reach JavaScript; `www/api/types.d.ts` has their types.

use std::rc::Rc;

use serde::{Serialize, Serializer};

use super::options::FeatureOptions;
use crate::features::FeatureSpec;
use crate::judgement::{Judgement, WindowView};
use crate::meaning::Meanings;
use crate::model::{ModelCard, NetworkConfig};

/// A [`Judgement`].
#[derive(Debug, Serialize)]
pub struct JudgementValue {
    verdict: &'static str,
    probabilities: ByLabel,
    windows: Vec<WindowValue>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WindowValue {
    start_seconds: f64,
    end_seconds: f64,
    probabilities: ByLabel,
}

/// Probabilities under the names of their labels.
#[derive(Debug)]
struct ByLabel(Rc<Meanings>, Vec<f32>);

impl Serialize for ByLabel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(&self.1))
    }
}

impl From<Judgement> for JudgementValue {
    fn from(judgement: Judgement) -> Self {
        let labels = Rc::new(judgement.labels);
        let window = |window: WindowView| WindowValue {
            start_seconds: window.start_s,
            end_seconds: window.end_s,
            probabilities: ByLabel(Rc::clone(&labels), window.probabilities),
        };
        Self {
            verdict: judgement.verdict.name(),
            probabilities: ByLabel(Rc::clone(&labels), judgement.probabilities),
            windows: judgement.windows.into_iter().map(window).collect(),
        }
    }
}

/// What a [`ModelCard`] says of a model, without its numbers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelValue<'a> {
    network: &'static str,
    #[serde(serialize_with = "FeatureOptions::serialize")]
    features: &'a FeatureSpec,
    corpora: &'a [String],
    split: &'a str,
    training_clips: usize,
    training_speakers: &'a [String],
    validation_speakers: &'a [String],
    test_speakers: &'a [String],
    validation_uar: f64,
    temperature: f32,
    sure_from: f32,
    gets_used_to_voices: bool,
}

impl<'a> From<&'a ModelCard> for ModelValue<'a> {
    fn from(card: &'a ModelCard) -> Self {
        let training = &card.training;
        Self {
            network: match card.network {
                NetworkConfig::Seed(_) => "seed",
                NetworkConfig::Frames(_) => "frames",
                NetworkConfig::Statistics(_) => "statistics",
                NetworkConfig::Encoded(_) => "encoded",
            },
            features: &card.features,
            corpora: &training.corpora,
            split: &training.split,
            training_clips: training.training_clips,
            training_speakers: &training.training_speakers,
            validation_speakers: &training.validation_speakers,
            test_speakers: &training.test_speakers,
            validation_uar: training.validation_uar,
            temperature: card.calibration.temperature,
            sure_from: card.calibration.sure_from,
            gets_used_to_voices: card.can_get_used_to_a_voice(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;
    use crate::judgement::Verdict;
    use serde_json::json;

    #[test]
    fn a_judgement_names_its_emotions_and_its_seconds() {
        let probabilities = vec![0.0, 0.0, 0.5, 0.125, 0.25, 0.0, 0.0, 0.0, 0.125];
        let windows =
            vec![WindowView { start_s: 1.5, end_s: 3.0, probabilities: probabilities.clone() }];
        let verdict = Verdict::Named(Emotion::Happy.into());
        let labels = Meanings::with(["bored".parse().unwrap()]);
        let value = JudgementValue::from(Judgement { verdict, labels, probabilities, windows });
        let by_emotion = json!({
            "neutral": 0.0, "calm": 0.0, "happy": 0.5, "sad": 0.125, "bored": 0.125,
            "angry": 0.25, "fear": 0.0, "disgust": 0.0, "surprise": 0.0,
        });
        let expected = json!({
            "verdict": "happy",
            "probabilities": by_emotion,
            "windows": [{ "startSeconds": 1.5, "endSeconds": 3.0, "probabilities": by_emotion }],
        });
        assert_eq!(serde_json::to_value(value).unwrap(), expected);
        let nobody = serde_json::to_value(JudgementValue::from(Judgement::no_speech())).unwrap();
        assert_eq!(nobody["verdict"], "no speech");
    }
}
