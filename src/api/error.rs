//! What can go wrong between JavaScript and the crate, each with a code that programs can rely on.

use crate::audio::AudioError;
use crate::features::FeatureError;
use crate::model::{CheckpointError, ClassifyError};

/// Why a call of the API came to nothing: a sentence for people and a [`Self::code`] for programs.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The sound cannot be used.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// The features cannot be computed.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// The model cannot be used.
    #[error(transparent)]
    Model(#[from] CheckpointError),
    /// The sound cannot be judged.
    #[error(transparent)]
    Classify(#[from] ClassifyError),
    /// A rate that is no whole number of Hz, or one that no [`crate::audio::Waveform`] may have.
    #[error("expected a sample rate of 1000 to 768000 Hz, a whole number, got {0}")]
    Rate(f64),
    /// A value of another type.
    #[error("expected {expected}, got {got}")]
    Argument {
        /// The type, with what it holds.
        expected: &'static str,
        /// What came, as JavaScript's `typeof` or class names it.
        got: String,
    },
    /// Options that do not read as such.
    #[error("the options cannot be read: {0}")]
    Options(String),
    /// A stream that has given its last judgement.
    #[error("expected a stream that goes on, got one that is finished: begin another")]
    Finished,
}

impl ApiError {
    /// The name of the kind of error. Codes are never renamed; `www/api/types.d.ts` lists them.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Audio(error) | Self::Features(FeatureError::Audio(error)) => audio_code(error),
            Self::Classify(ClassifyError::Features(FeatureError::Audio(error))) => {
                audio_code(error)
            }
            Self::Features(_) | Self::Classify(ClassifyError::Features(_)) => "options/range",
            Self::Classify(ClassifyError::Device(_)) => "device/failed",
            Self::Model(error) => model_code(error),
            Self::Rate(_) => "audio/rate",
            Self::Argument { .. } => "argument/type",
            Self::Options(_) => "options/invalid",
            Self::Finished => "stream/finished",
        }
    }
}

fn audio_code(error: &AudioError) -> &'static str {
    match error {
        AudioError::Empty => "audio/empty",
        AudioError::AbsurdRate(_) => "audio/rate",
        AudioError::NotFinite { .. } => "audio/not-finite",
        AudioError::TooLong { .. } => "audio/too-long",
        AudioError::NotAudio { .. } => "audio/not-audio",
        AudioError::Truncated { .. } => "audio/truncated",
        AudioError::Damaged { .. } => "audio/damaged",
        AudioError::NoAudioTrack { .. } | AudioError::NoChannels => "audio/none",
        AudioError::UnsupportedCodec { .. } | AudioError::BrowserOnly { .. } => "audio/unsupported",
        AudioError::OutOfRange { .. }
        | AudioError::AbsurdStretch(_)
        | AudioError::AbsurdPitchShift(_)
        | AudioError::AbsurdBand { .. } => "options/range",
    }
}

fn model_code(error: &CheckpointError) -> &'static str {
    match error {
        CheckpointError::Foreign(_) => "model/foreign",
        CheckpointError::Version(_) => "model/version",
        CheckpointError::Damaged(_) => "model/damaged",
        CheckpointError::Card(_)
        | CheckpointError::Contradiction(_)
        | CheckpointError::Weights(_) => "model/inconsistent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An error of every code.
    fn every_code() -> Vec<ApiError> {
        let audio = [
            AudioError::Empty,
            AudioError::AbsurdRate(3),
            AudioError::NotFinite { position: 0, value: f32::NAN },
            AudioError::TooLong { at_least_s: 1e6 },
            AudioError::NotAudio { found: "a letter" },
            AudioError::Truncated { format: "WAV", bytes: 3, seconds: 0.0 },
            AudioError::Damaged { format: "WAV", reason: "no end".to_owned() },
            AudioError::NoAudioTrack { format: "MP4" },
            AudioError::BrowserOnly { format: "WebM" },
            AudioError::AbsurdStretch(0.0),
        ];
        let model = [
            CheckpointError::Foreign(3),
            CheckpointError::Version(9),
            CheckpointError::Damaged(3),
            CheckpointError::Card("no card".to_owned()),
        ];
        let ours = [
            ApiError::Classify(ClassifyError::Device("gone".to_owned())),
            ApiError::Rate(0.5),
            ApiError::Argument { expected: "a Float32Array", got: "string".to_owned() },
            ApiError::Options("unknown field".to_owned()),
            ApiError::Finished,
        ];
        let audio = audio.into_iter().map(ApiError::Audio);
        audio.chain(model.into_iter().map(ApiError::Model)).chain(ours).collect()
    }

    #[test]
    fn typescript_knows_exactly_these_codes() {
        let types = include_str!("../../www/api/types.d.ts");
        let (_, after) = types.split_once("export type ErrorCode =").unwrap();
        let (list, _) = after.split_once(';').unwrap();
        let mut known: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        known.sort_unstable();
        let mut codes: Vec<&str> = every_code().iter().map(ApiError::code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes, known);
    }

    #[test]
    fn a_sound_is_wrong_in_the_same_way_wherever_that_is_noticed() {
        let features = || FeatureError::Audio(AudioError::Empty);
        let noticed = [
            ApiError::Features(features()),
            ApiError::Classify(ClassifyError::Features(features())),
        ];
        for error in noticed {
            assert_eq!(error.code(), "audio/empty");
            assert_eq!(error.to_string(), AudioError::Empty.to_string());
        }
    }
}
