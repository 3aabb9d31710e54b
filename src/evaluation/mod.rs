//! How good a model is, on speakers that it never heard.

#[cfg(feature = "model")]
pub mod calibrate;
mod confusion;
#[cfg(feature = "model")]
mod judged;
#[cfg(feature = "training")]
pub mod probe;
#[cfg(feature = "model")]
pub mod protocol;
#[cfg(feature = "model")]
mod report;

pub use confusion::{ClassScore, Confusion, Mistake};
#[cfg(feature = "model")]
pub use judged::Judged;
