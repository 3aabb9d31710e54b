//! Overtone hears the emotion that a voice performs.
//!
//! One crate, two lives: compiled to WebAssembly it is a page and the engine behind it, compiled
//! natively it is the command line tool that makes the model. The data goes one way:
//! bytes → [`audio::Waveform`] → [`features`] → model → prediction → a view.
//!
//! Each room imports only rooms above it in this list; `ARCHITECTURE.md` has the plan.
#![recursion_limit = "256"]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod audio;
pub mod emotion;
pub mod figures;
pub mod judgement;
pub mod meaning;

pub mod features;
mod wide;

pub mod corpus;

#[cfg(feature = "model")]
pub mod model;

pub mod adaptation;
pub mod evaluation;
#[cfg(feature = "training")]
mod parallel;
#[cfg(feature = "plot")]
pub mod plot;
#[cfg(feature = "report")]
pub mod report;
#[cfg(feature = "training")]
pub mod training;

#[cfg(feature = "engine")]
pub mod api;
#[cfg(any(feature = "engine", feature = "page"))]
pub mod engine;

#[cfg(any(feature = "training", feature = "page"))]
pub mod laboratory;

#[cfg(feature = "page")]
pub mod app;
#[cfg(all(feature = "cli-base", not(target_arch = "wasm32")))]
pub mod cli;
