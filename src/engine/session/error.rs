//! Why a request came to nothing.

use super::super::protocol::{Fault, Job, VERSION};
use crate::adaptation::AdaptationError;
use crate::audio::AudioError;
use crate::features::FeatureError;
use crate::model::{CheckpointError, ClassifyError};

/// Why a request came to nothing; the page shows it as it stands.
#[derive(Debug, thiserror::Error)]
pub(super) enum SessionError {
    #[error(transparent)]
    Audio(#[from] AudioError),
    #[error(transparent)]
    Features(#[from] FeatureError),
    #[error(transparent)]
    Model(#[from] CheckpointError),
    #[error(transparent)]
    Classify(#[from] ClassifyError),
    #[error(transparent)]
    Adapt(#[from] AdaptationError),
    #[error("take {0} cannot be used: {1}")]
    Take(usize, String),
    #[error("expected an engine of version {0}, got version {VERSION}; reload the page")]
    Version(u32),
    #[error("the engine was asked to judge before it had a model; reload the page")]
    NoModel,
    #[error("the engine does not have this sound any more; choose it again")]
    NoSound,
    #[error("this model hears no frames, so that none can be hidden from it; choose another model")]
    Unexplained,
    #[error("the page cancelled")]
    Cancelled,
}

impl SessionError {
    /// What kind of failure it is to a visitor.
    pub(super) fn fault(&self) -> Fault {
        match self {
            Self::Audio(error)
            | Self::Features(FeatureError::Audio(error))
            | Self::Classify(ClassifyError::Features(FeatureError::Audio(error))) => {
                fault_of(error)
            }
            Self::Classify(ClassifyError::Device(_)) => Fault::Device,
            _ => Fault::Other,
        }
    }

    /// The request that failed, of which this was asked; none when the device did, of which nothing
    /// more is to be expected.
    pub(super) fn blames(&self, job: Option<Job>) -> Option<Job> {
        job.filter(|_| self.fault() != Fault::Device)
    }

    /// The error as a sentence: a capital letter first, a full stop last.
    pub(super) fn sentence(&self) -> String {
        let text = self.to_string();
        let mut letters = text.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", letters.as_str().trim_end_matches('.'))
    }
}

fn fault_of(error: &AudioError) -> Fault {
    match error {
        AudioError::NotAudio { .. } => Fault::NotASound,
        AudioError::Truncated { .. } | AudioError::Damaged { .. } => Fault::Damaged,
        AudioError::Empty | AudioError::NoAudioTrack { .. } | AudioError::NoChannels => {
            Fault::NoSound
        }
        AudioError::UnsupportedCodec { .. } | AudioError::BrowserOnly { .. } => Fault::Codec,
        AudioError::TooLong { .. } => Fault::TooLong,
        _ => Fault::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_fails_is_no_failure_of_what_it_was_asked() {
        let device = SessionError::Classify(ClassifyError::Device("lost".into()));
        assert_eq!(device.blames(Some(7)), None);
        assert_eq!(SessionError::NoSound.blames(Some(7)), Some(7));
        assert_eq!(SessionError::NoModel.blames(None), None);
    }
}
