//! Variants of a sound that still say the same: noise, other speeds, pitches and places in time,
//! and what microphones, rooms and telephones do to a voice.
//!
//! Each is decided by its arguments alone, random numbers included, so that a seed repeats a
//! training.

mod band;
mod codec;
mod convolution;
mod gain;
mod noise;
mod recording;
mod room;
mod shift;
mod stretch;
#[cfg(test)]
mod testing;
mod transform;
mod variation;
mod vocoder;

use std::ops::RangeInclusive;

pub use band::{Band, band_limit};
pub use codec::{Codec, codec};
pub use gain::{GAIN_DB, clipped, gain};
pub use noise::{Colour, SEED_NOISE, SNR_DB, coloured_noise, white_noise};
pub use recording::Recording;
pub use room::{Room, room};
pub use shift::shift;
pub use stretch::{PITCH_SEMITONES, STRETCH_RATES, pitch_shift, stretch};
pub use variation::{Kind, Variation};

use super::AudioError;

/// Refuses what lies outside a range: "expected `what` of 0 to 1 `unit`, got 2".
fn check(
    what: &'static str,
    unit: &'static str,
    range: RangeInclusive<f64>,
    got: f64,
) -> Result<(), AudioError> {
    if range.contains(&got) {
        return Ok(());
    }
    let (least, most) = range.into_inner();
    Err(AudioError::OutOfRange { what, unit, least, most, got })
}

/// A ratio of amplitudes: 20 dB are ten times.
fn amplitude_from_db(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}

/// The mean of the squared samples; 0 of none.
fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len().max(1) as f64
}
