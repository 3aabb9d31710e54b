//! What can be wrong with a sound, each in one sentence that a person can act on.

/// Why bytes or samples are not a usable sound.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AudioError {
    /// No bytes, or no samples.
    #[error("the sound is empty: expected 1 sample or more, got 0")]
    Empty,
    /// A rate outside [`super::Waveform::RATES_HZ`].
    #[error("expected a rate of 1000 to 768000 Hz, got {0} Hz")]
    AbsurdRate(u32),
    /// A sample that is not a finite number.
    #[error("expected finite samples, got {value} at sample {position}")]
    NotFinite {
        /// Index of the first such sample.
        position: usize,
        /// What stands there.
        value: f32,
    },
}
