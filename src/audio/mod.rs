//! Sound: what a waveform is, how bytes become one, and how its rate is changed.

pub mod activity;
pub mod augment;
mod decode;
mod error;
pub(crate) mod periodicity;
mod resample;
mod wav;
mod waveform;

pub use decode::{LONGEST_S, SHORTEST_CUT_S, decode};
pub use error::AudioError;
pub use resample::{StreamResampler, resample};
pub use wav::wav_from_waveform;
pub use waveform::Waveform;
