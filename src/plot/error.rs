//! Why a chart could not be drawn.

use std::fmt::Display;

/// Why a chart could not be drawn or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// The backend refused.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
    /// A file's name does not say what the file shall be.
    #[cfg(feature = "plot-files")]
    #[error("expected a file name that ends in .svg or .png, got \"{}\"", .0.display())]
    UnknownFormat(std::path::PathBuf),
    /// A side outside [`super::disk::SIDES_PX`].
    #[cfg(feature = "plot-files")]
    #[error("expected a width and a height of 120 to 4800 pixels, got {width} × {height}")]
    Size {
        /// The width asked for.
        width: u32,
        /// The height asked for.
        height: u32,
    },
    /// The file cannot be written.
    #[cfg(feature = "plot-files")]
    #[error("{} cannot be written: {reason}", path.display())]
    Write {
        /// The file.
        path: std::path::PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
}

impl PlotError {
    pub(super) fn drawing(reason: impl Display) -> Self {
        Self::Drawing(reason.to_string())
    }
}
