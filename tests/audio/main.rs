//! Sound files of every kind, whole and broken, to waveforms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod broken;
mod compressed;
mod recordings;
mod tone;
mod uncompressed;
mod writers;
