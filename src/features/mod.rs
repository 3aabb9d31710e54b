//! Features: what a network or an eye reads from a sound.
//!
//! The reference is librosa 0.11.0: each definition names the function that it equals, and the
//! golden values in `tests/golden` hold it to that. A [`FeatureSpec`] says which features a model
//! was trained on and travels with its weights; an [`Extractor`] computes them with buffers that
//! live on from clip to clip, [`Streaming`] while the sound is still coming in.
//!
//! The single features are there for views and tests: [`stft`], [`mel`], [`mfcc`], [`chroma`],
//! [`zcr`], [`rms`] and [`pitch`].

pub mod chroma;
pub mod decibel;
mod ear;
mod error;
mod extractor;
mod frame_augment;
mod frame_kinds;
mod frames;
mod framing;
mod matrix;
pub mod mel;
pub mod mfcc;
mod percentile;
pub mod pitch;
pub mod rms;
mod spec;
pub mod speech;
pub mod stft;
mod streaming;
mod summary;
mod tail;
pub mod tuning;
pub mod window;
pub mod zcr;

pub use ear::{Ear, Measured};
pub use error::FeatureError;
pub use extractor::Extractor;
pub use frame_augment::FrameAugment;
pub use frame_kinds::{FrameKind, FrameKinds};
pub use frames::FrameExtractor;
pub use matrix::Features;
pub(crate) use percentile::percentile;
pub use spec::{FeatureSpec, FrameSpec, SummarySpec};
pub use streaming::Streaming;
pub use summary::SummaryExtractor;
