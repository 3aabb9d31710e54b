//! Root mean square: how loud a frame is.

use super::framing::Framing;
use super::zcr::checked_framing;
use super::{FeatureError, Features};
use crate::audio::Waveform;
use crate::wide::{dot, wide};

/// The root mean square of every frame, 1 for a constant at full scale.
///
/// Equals `librosa.feature.rms(y=y, frame_length, hop_length)` of librosa 0.11.0: zeros stand
/// beyond the ends.
///
/// # Errors
/// [`FeatureError::Spec`] unless the frame is even and the hop 1 or more.
pub fn rms(
    sound: &Waveform,
    frame_samples: usize,
    hop_samples: usize,
) -> Result<Features, FeatureError> {
    let framing = checked_framing(frame_samples, hop_samples)?;
    let samples = sound.samples();
    let frames = framing.frames(samples.len());
    let values = (0..frames).map(|t| level(samples, framing, t)).collect();
    Ok(Features { values, rows: 1, frames })
}

/// The root mean square of frame `t`.
pub(super) fn level(samples: &[f32], framing: Framing, t: usize) -> f32 {
    let inside = &samples[framing.under(t, samples.len())];
    (wide!(dot(inside, inside)) / framing.frame_samples as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_is_as_loud_as_it_is_and_half_of_it_less() {
        let sound = Waveform::new(vec![-0.5; 64], 8_000).unwrap();
        let levels = rms(&sound, 16, 8).unwrap();
        assert_eq!(levels.values[4], 0.5);
        assert_eq!(levels.values[0], 0.125_f32.sqrt(), "half of it lies before the sound");
    }

    #[test]
    fn an_odd_frame_is_refused_with_the_reason() {
        let sound = Waveform::new(vec![0.0; 64], 8_000).unwrap();
        let error = rms(&sound, 15, 8).unwrap_err();
        assert_eq!(error.to_string(), "expected frame_samples even and 2 or more, got 15");
    }
}
