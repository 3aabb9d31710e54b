//! Why features cannot be computed, each in one sentence.

use crate::audio::AudioError;

/// Why there are no features.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FeatureError {
    /// The sound cannot be brought to the rate of the features.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// A number of a specification that cannot be worked with.
    #[error("expected {field} {expected}, got {got}")]
    Spec {
        /// The name of the number.
        field: &'static str,
        /// What it may be.
        expected: String,
        /// What it is.
        got: f64,
    },
    /// A mel band so narrow that no frequency of the transform falls in it.
    #[error(
        "expected mel bands that hold a frequency each, got {bands} bands of which number {band} \
         is empty: take fewer bands or a longer transform"
    )]
    EmptyBand {
        /// Bands asked for.
        bands: usize,
        /// The first empty one, counted from 1.
        band: usize,
    },
}

/// `Ok` if the number is allowed, else the sentence that says what is.
pub(super) fn check(
    allowed: bool,
    field: &'static str,
    expected: impl Into<String>,
    got: f64,
) -> Result<(), FeatureError> {
    if allowed { Ok(()) } else { Err(FeatureError::Spec { field, expected: expected.into(), got }) }
}
