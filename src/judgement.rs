//! What a model makes of a sound.

mod calibration;

use serde::{Deserialize, Serialize};

pub use calibration::Calibration;

use crate::emotion::Emotion;

/// One probability an emotion, in the order of [`Emotion::ALL`]; they sum to 1.
pub type Probabilities = [f32; Emotion::COUNT];

/// What a model makes of a whole sound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The answer in a word.
    pub verdict: Verdict,
    /// Calibrated probabilities, pooled over the windows.
    pub probabilities: Probabilities,
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
    /// Calibrated probabilities of this window alone.
    pub probabilities: Probabilities,
}

/// The answer in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// One emotion stands out.
    Emotion(Emotion),
    /// A voice, but no emotion stands out.
    NotSure,
    /// Nothing that could be a voice.
    NoSpeech,
}

impl Judgement {
    /// The judgement of a sound without a voice: every emotion as likely as any other.
    pub fn no_speech() -> Self {
        Self {
            verdict: Verdict::NoSpeech,
            probabilities: [1.0 / Emotion::COUNT as f32; Emotion::COUNT],
            windows: Vec::new(),
        }
    }
}

impl Verdict {
    /// The answer as tables and files write it: the emotion's name, `not sure` or `no speech`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emotion(emotion) => emotion.name(),
            Self::NotSure => "not sure",
            Self::NoSpeech => "no speech",
        }
    }
}
