//! The laboratory: from labelled clips to a tested model, on a terminal as in a tab.
//!
//! The command line and the worker of the page both train through this room, so that the same clips
//! and the same seed come to the same model wherever it is made.

#[cfg(feature = "training")]
mod acquainted;
#[cfg(feature = "training")]
mod course;
#[cfg(feature = "laboratory")]
mod dealt;
#[cfg(feature = "training")]
mod error;
#[cfg(feature = "training")]
mod examples;
#[cfg(all(any(feature = "laboratory", feature = "page"), target_arch = "wasm32"))]
pub mod files;
#[cfg(feature = "laboratory")]
mod gathering;
#[cfg(feature = "training")]
mod judging;
#[cfg(feature = "training")]
mod measure;
#[cfg(feature = "training")]
mod parts;
mod preset;
#[cfg(any(feature = "laboratory", feature = "page"))]
pub mod protocol;
#[cfg(feature = "training")]
mod recipe;
#[cfg(feature = "cli")]
mod refit;
#[cfg(all(feature = "laboratory", target_arch = "wasm32"))]
mod scratch;
#[cfg(feature = "laboratory")]
pub mod session;
#[cfg(feature = "training")]
mod trained;
#[cfg(all(feature = "laboratory", target_arch = "wasm32"))]
pub mod worker;

#[cfg(feature = "training")]
pub use acquainted::{CLIPS_BEFORE, acquainted_logits};
#[cfg(feature = "training")]
pub use course::{Course, CourseState, Tested};
#[cfg(feature = "training")]
pub use error::LaboratoryError;
#[cfg(feature = "training")]
pub use examples::{Blend, Help};
#[cfg(feature = "training")]
pub use judging::{by_corpus, judge};
#[cfg(feature = "training")]
pub use measure::{Heard, Rows};
#[cfg(feature = "training")]
pub use parts::{Deal, Parts};
pub use preset::Preset;
#[cfg(feature = "training")]
pub use recipe::{EarRecipe, EarRole, Recipe, ScaleDb};
#[cfg(feature = "cli")]
pub use refit::{Refit, RefitState};
#[cfg(feature = "training")]
pub use trained::{Product, Trained};
