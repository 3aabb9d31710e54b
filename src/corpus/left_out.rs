//! Files that look like clips and are not used, and why.

use std::path::PathBuf;

use super::Corpus;
use crate::audio::AudioError;
use crate::emotion::{Emotion, UnknownEmotion};

/// A file that is not used.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The file, as it was found; for a row of a table, what the row names.
    pub path: PathBuf,
    /// Its corpus, if its name tells.
    pub corpus: Option<Corpus>,
    /// Why it is not used.
    pub reason: Reason,
}

/// Why a file is not used, in a phrase that reads after its path.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// RAVDESS's songs.
    #[error("sung, not spoken")]
    Song,
    /// RAVDESS's videos without sound.
    #[error("a video without sound")]
    VideoOnly,
    /// The name of a known corpus with a part that the corpus does not have.
    #[error("expected {expected}, got \"{got}\"")]
    UnknownCode {
        /// The part and its range.
        expected: &'static str,
        /// What stands there.
        got: String,
    },
    /// An emotion that is none of the eight.
    #[error(transparent)]
    UnknownEmotion(#[from] UnknownEmotion),
    /// Nothing tells the emotion.
    #[error("neither a name of a known corpus nor in a folder named after an emotion")]
    Unrecognised,
    /// It lies below folders of two emotions, one of which may be meant as a name.
    #[error("its folders name two emotions, {outer} and {inner}")]
    Ambiguous {
        /// What the outer folder names.
        outer: Emotion,
        /// What the inner folder names.
        inner: Emotion,
    },
    /// A row of a table without a path or without an emotion.
    #[error("row {row} of the table has no {column}")]
    Incomplete {
        /// The line in the table; the header is line 1.
        row: u64,
        /// The column that is empty.
        column: &'static str,
    },
    /// It was named, or seen when its folder was looked through, and is not there.
    #[error("is not there")]
    Gone,
    /// The file could not be read from the disk.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A pointer in place of the file itself.
    #[error("a Git LFS pointer, not the sound itself: run \"git lfs pull\" in its repository")]
    LfsPointer,
    /// No sound in it.
    #[error("empty")]
    Empty,
    /// The decoder refused it.
    #[error("cannot be decoded: {0}")]
    Undecodable(AudioError),
    /// Digital silence.
    #[error("silent")]
    Silent,
    /// The same clip of the same corpus lies in a better or earlier file.
    #[error("another file of the same clip is used: {}", .kept.display())]
    Copy {
        /// The file that is used.
        kept: PathBuf,
    },
    /// The same audio under another name, with the same emotion; the first is kept.
    #[error("the same audio as {}", .kept.display())]
    Duplicate {
        /// The file that is used.
        kept: PathBuf,
    },
    /// The same audio under another name, with another emotion; none is kept.
    #[error("the same audio as {}, which is labelled {emotion}", .other.display())]
    Contradictory {
        /// Another file with the same audio, not used either.
        other: PathBuf,
        /// What that file is labelled.
        emotion: Emotion,
    },
}

impl From<AudioError> for Reason {
    fn from(error: AudioError) -> Self {
        match error {
            AudioError::Empty => Self::Empty,
            other => Self::Undecodable(other),
        }
    }
}

impl Reason {
    /// The kind of reason in a word or two, to count by.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Song => "song",
            Self::VideoOnly => "video without sound",
            Self::UnknownCode { .. } => "unknown code in its name",
            Self::UnknownEmotion(_) => "unknown emotion",
            Self::Unrecognised => "not recognised",
            Self::Ambiguous { .. } => "two emotions",
            Self::Incomplete { .. } => "incomplete row",
            Self::Gone => "missing",
            Self::Unreadable(_) => "unreadable",
            Self::LfsPointer => "pointer",
            Self::Empty => "empty",
            Self::Undecodable(_) => "undecodable",
            Self::Silent => "silent",
            Self::Copy { .. } => "another copy",
            Self::Duplicate { .. } => "duplicate",
            Self::Contradictory { .. } => "contradictory",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_phrase_about_the_file() {
        let reason = Reason::Contradictory { other: "a/b.wav".into(), emotion: Emotion::Happy };
        assert_eq!(reason.to_string(), "the same audio as a/b.wav, which is labelled happy");
        assert_eq!(reason.kind(), "contradictory");
        let reason = Reason::UnknownCode { expected: "an actor from 01 to 24", got: "99".into() };
        assert_eq!(reason.to_string(), "expected an actor from 01 to 24, got \"99\"");
    }

    #[test]
    fn a_sound_without_samples_is_empty() {
        assert_eq!(Reason::from(AudioError::Empty), Reason::Empty);
        assert_eq!(Reason::from(AudioError::AbsurdRate(0)).kind(), "undecodable");
    }
}
