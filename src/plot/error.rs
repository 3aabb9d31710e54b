//! Why a chart could not be drawn.

use std::fmt::Display;

/// Why a chart could not be drawn or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// The backend refused.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}

impl PlotError {
    pub(super) fn drawing(reason: impl Display) -> Self {
        Self::Drawing(reason.to_string())
    }
}
