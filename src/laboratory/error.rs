//! Why a training comes to nothing.

use crate::features::FeatureError;
use crate::model::{CheckpointError, ClassifyError};
use crate::training::{ListenError, SaveError, ShelfError};

/// Why a training comes to nothing.
#[derive(Debug, thiserror::Error)]
pub enum LaboratoryError {
    /// There is too little of something.
    #[error(
        "expected clips enough to train on and to choose by, got {train} and {validation}; a split \
         by speaker needs four speakers of a corpus"
    )]
    TooFew {
        /// Clips to train on.
        train: usize,
        /// Clips to choose by.
        validation: usize,
    },
    /// A number that nothing can be trained with.
    #[error("{0}")]
    Setting(String),
    /// Nothing was trained yet.
    #[error("no epoch was trained")]
    NoEpoch,
    /// Weights do not fit, or cannot be encoded.
    #[error("{0}")]
    Weights(String),
    /// A clip cannot be measured.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// Features that were measured cannot be read again.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The device failed.
    #[error(transparent)]
    Classify(#[from] ClassifyError),
    /// The model cannot be packed.
    #[error(transparent)]
    Model(#[from] CheckpointError),
}

impl From<SaveError> for LaboratoryError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Device(error) => Self::Classify(error),
            SaveError::Record(error) => Self::weights(error),
        }
    }
}

impl From<ListenError> for LaboratoryError {
    fn from(error: ListenError) -> Self {
        match error {
            ListenError::Shelf(error) => Self::Shelf(error),
            ListenError::Device(error) => Self::Classify(error),
        }
    }
}

impl LaboratoryError {
    /// Whether the device has failed, which then computes nothing any more.
    pub const fn is_of_device(&self) -> bool {
        matches!(self, Self::Classify(ClassifyError::Device(_)))
    }

    pub(super) fn weights(error: impl std::fmt::Display) -> Self {
        Self::Weights(error.to_string())
    }
}
