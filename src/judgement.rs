//! What a model makes of a sound.

mod calibration;

use serde::{Deserialize, Serialize};

pub use calibration::Calibration;

use crate::emotion::Emotion;
use crate::meaning::{Meaning, Meanings};

/// One probability an emotion, in the order of [`Emotion::ALL`]; they sum to 1.
pub type Probabilities = [f32; Emotion::COUNT];

/// What a model makes of a whole sound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The answer in a word.
    pub verdict: Verdict,
    /// What could have been answered.
    pub labels: Meanings,
    /// Calibrated probabilities, pooled over the windows: one a label, in their order; they sum to 1.
    pub probabilities: Vec<f32>,
    /// The windows that they were pooled from; none where there was no speech.
    pub windows: Vec<WindowView>,
}

/// One window of a sound and its probabilities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WindowView {
    /// Where it starts, in seconds.
    pub start_s: f64,
    /// Where it ends, in seconds.
    pub end_s: f64,
    /// Calibrated probabilities of this window alone, in the order of the judgement's labels.
    pub probabilities: Vec<f32>,
}

/// The answer in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// One emotion, or own label, stands out.
    Named(Meaning),
    /// A voice, but nothing stands out.
    NotSure,
    /// Nothing that could be a voice.
    NoSpeech,
}

impl Judgement {
    /// The judgement of a sound without a voice: every emotion as likely as any other.
    pub fn no_speech() -> Self {
        Self::no_speech_among(Meanings::default())
    }

    /// The judgement of a sound without a voice among these labels.
    pub fn no_speech_among(labels: Meanings) -> Self {
        Self {
            verdict: Verdict::NoSpeech,
            probabilities: vec![1.0 / labels.count() as f32; labels.count()],
            labels,
            windows: Vec::new(),
        }
    }

    /// What stands out of probabilities, and all that led there.
    pub fn of(
        labels: Meanings,
        probabilities: Vec<f32>,
        calibration: &Calibration,
        windows: Vec<WindowView>,
    ) -> Self {
        let best = calibration.standing_out(&probabilities);
        let best = best.and_then(|place| labels.iter().nth(place));
        let verdict = best.map_or(Verdict::NotSure, Verdict::Named);
        Self { verdict, labels, probabilities, windows }
    }

    /// The probability of a label, 0 to 1.
    pub fn share(&self, label: Meaning) -> f32 {
        let place = self.labels.position(label);
        place.and_then(|place| self.probabilities.get(place)).copied().unwrap_or(0.0)
    }

    /// The labels with their probabilities, from the most to the least probable.
    pub fn ranking(&self) -> Vec<(Meaning, f32)> {
        let shares = self.probabilities.iter().copied();
        let mut ranking: Vec<_> = self.labels.iter().zip(shares).collect();
        ranking.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        ranking
    }
}

impl Verdict {
    /// The answer as tables and files write it: the label's name, `not sure` or `no speech`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Named(label) => label.name(),
            Self::NotSure => "not sure",
            Self::NoSpeech => "no speech",
        }
    }
}
