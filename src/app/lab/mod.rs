//! The laboratory: corpora that a visitor brings, measured and trained on in the tab.

pub mod pace;
mod rules;
pub mod settings;
pub mod survey;
mod work;

#[cfg(target_arch = "wasm32")]
mod leftovers;
#[cfg(target_arch = "wasm32")]
mod link;
#[cfg(target_arch = "wasm32")]
mod looking;
#[cfg(target_arch = "wasm32")]
mod measuring;
#[cfg(target_arch = "wasm32")]
mod mishap;
#[cfg(target_arch = "wasm32")]
mod results;
#[cfg(target_arch = "wasm32")]
mod room;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod training;

#[cfg(target_arch = "wasm32")]
pub use mishap::Mishap;
pub use pace::clock;
#[cfg(target_arch = "wasm32")]
pub use room::LabRoom;
pub use rules::Lab;
pub use work::{Course, Example, Kept, Outcome, Step, Trained, Work};
