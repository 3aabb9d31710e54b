//! The engine: what runs in the worker, away from the page, and the language the two speak.

pub mod protocol;

#[cfg(feature = "engine")]
mod live;
#[cfg(feature = "engine")]
mod look;
#[cfg(feature = "engine")]
mod picture;
#[cfg(feature = "engine")]
mod pool;
#[cfg(feature = "engine")]
pub mod seen;
#[cfg(feature = "engine")]
pub mod session;
#[cfg(feature = "engine")]
mod traces;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
pub mod worker;
