//! How many takes are needed.

use crate::emotion::Emotion;

/// Takes of each emotion that are needed.
pub const LEAST_TAKES: usize = 3;
/// Emotions that are needed.
pub const LEAST_EMOTIONS: usize = 2;

/// Why takes cannot teach a model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AdaptationError {
    /// Not enough emotions.
    #[error("expected takes of at least {LEAST_EMOTIONS} emotions, got {0}")]
    Emotions(usize),
    /// Not enough takes of an emotion.
    #[error("expected at least {LEAST_TAKES} takes of {emotion}, got {takes}", emotion = .0.name(), takes = .1)]
    Takes(Emotion, usize),
    /// The device failed, or a take cannot be used.
    #[error("{0}")]
    Compute(String),
}

/// What is still missing before takes can teach: emotions of which there are takes, but too few.
///
/// # Errors
/// What is missing, the first of it.
pub fn check_takes(counts: &[usize; Emotion::COUNT]) -> Result<(), AdaptationError> {
    let recorded = Emotion::ALL.into_iter().map(|emotion| (emotion, counts[emotion.index()]));
    let recorded: Vec<_> = recorded.filter(|(_, takes)| *takes > 0).collect();
    if recorded.len() < LEAST_EMOTIONS {
        return Err(AdaptationError::Emotions(recorded.len()));
    }
    match recorded.into_iter().find(|(_, takes)| *takes < LEAST_TAKES) {
        Some((emotion, takes)) => Err(AdaptationError::Takes(emotion, takes)),
        None => Ok(()),
    }
}

/// Takes of each emotion.
pub fn count(labels: impl IntoIterator<Item = Emotion>) -> [usize; Emotion::COUNT] {
    let mut counts = [0; Emotion::COUNT];
    labels.into_iter().for_each(|label| counts[label.index()] += 1);
    counts
}
