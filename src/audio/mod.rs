//! Sound: what a waveform is, how bytes become one, and how its rate is changed.

pub mod activity;
pub mod augment;
mod decode;
mod error;
pub(crate) mod periodicity;
mod resample;
mod sliding;
mod wav;
mod waveform;

#[cfg(any(feature = "engine", feature = "page"))]
pub(crate) use decode::check_length;
pub use decode::{LONGEST_S, SHORTEST_CUT_S, decode};
pub use error::AudioError;
pub use resample::{StreamResampler, resample};
pub use sliding::{SlidingWindow, Stretch};
pub use wav::wav_from_waveform;
pub use waveform::Waveform;
pub(crate) use waveform::finite;
