//! Samples and rates as programs hand them over.

use super::ApiError;
use crate::audio::{Waveform, check_length};

/// A sound of these samples, full scale at ±1, at a rate that any number may stand for.
///
/// # Errors
/// [`ApiError::Rate`] as [`rate_hz_of`]; [`ApiError::Audio`] without samples, at one that is not
/// finite, and beyond [`crate::audio::LONGEST_S`].
pub fn sound_of(samples: Vec<f32>, sample_rate: f64) -> Result<Waveform, ApiError> {
    let rate_hz = rate_hz_of(sample_rate)?;
    check_length(samples.len() as u64, rate_hz)?;
    Ok(Waveform::new(samples, rate_hz)?)
}

/// The rate that a number stands for, in Hz.
///
/// # Errors
/// [`ApiError::Rate`] unless it is whole and one of [`Waveform::RATES_HZ`].
pub fn rate_hz_of(sample_rate: f64) -> Result<u32, ApiError> {
    let rate_hz = sample_rate as u32;
    let is_rate = f64::from(rate_hz) == sample_rate && Waveform::RATES_HZ.contains(&rate_hz);
    if is_rate { Ok(rate_hz) } else { Err(ApiError::Rate(sample_rate)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_whole_number_of_hertz() {
        assert_eq!(rate_hz_of(44_100.0).unwrap(), 44_100);
        for wrong in [0.0, -16_000.0, 44_100.5, 1e9, f64::NAN, f64::INFINITY] {
            let error = rate_hz_of(wrong).unwrap_err();
            assert_eq!(error.code(), "audio/rate");
            assert!(error.to_string().ends_with(&format!("got {wrong}")), "{error}");
        }
    }

    #[test]
    fn what_is_no_sound_has_a_code() {
        let code = |samples, sample_rate| sound_of(samples, sample_rate).unwrap_err().code();
        assert_eq!(code(vec![], 16_000.0), "audio/empty");
        assert_eq!(code(vec![f32::INFINITY], 16_000.0), "audio/not-finite");
        assert_eq!(code(vec![0.0; 901 * 1_000], 1_000.0), "audio/too-long");
        assert_eq!(sound_of(vec![0.0; 500], 1_000.0).unwrap().seconds(), 0.5);
    }
}
