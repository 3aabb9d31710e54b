//! The laboratory: from labelled clips to a tested model, on a terminal as in a tab.
//!
//! The command line and the worker of the page both train through this room, so that the same clips
//! and the same seed come to the same model wherever it is made.

mod preset;
#[cfg(any(feature = "laboratory", feature = "page"))]
pub mod protocol;

pub use preset::Preset;
