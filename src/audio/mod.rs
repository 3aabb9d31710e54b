//! Sound: what a waveform is, how bytes become one, and how its rate is changed.

mod error;
mod waveform;

pub use error::AudioError;
pub use waveform::Waveform;
