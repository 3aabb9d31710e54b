//! A whole sound as the views draw and play it.

use super::picture;
use super::protocol::SoundView;
use crate::audio::Waveform;
use crate::features::{FeatureError, pitch};

/// Decibels below the loudest moment down to which a pitch is shown. A filter that rings on below
/// has one too, which nobody hears.
const PITCH_RANGE_DB: f32 = 60.0;

/// What there is to see of a sound.
///
/// # Errors
/// [`FeatureError`] if the sound cannot be brought to the rate of a picture.
pub fn of(sound: &Waveform) -> Result<SoundView, FeatureError> {
    let mut pitch = pitch::track(sound)?;
    silence_what_nobody_hears(&mut pitch.hz, pitch.hop_s, sound);
    Ok(SoundView {
        samples: sound.samples().to_vec(),
        rate_hz: sound.rate_hz(),
        spectrogram: picture::of(sound)?,
        pitch_hop_s: pitch.hop_s,
        pitch_hz: pitch.hz,
    })
}

/// Takes out the pitch where the sound is as good as silent.
fn silence_what_nobody_hears(pitch_hz: &mut [f32], hop_s: f64, sound: &Waveform) {
    let samples = sound.samples();
    let least = sound.peak() * 10f32.powf(-PITCH_RANGE_DB / 20.0);
    let hop = hop_s * f64::from(sound.rate_hz());
    for (i, hz) in pitch_hz.iter_mut().enumerate() {
        let from = ((i as f64 - 0.5) * hop).max(0.0) as usize;
        let to = (((i as f64 + 0.5) * hop) as usize + 1).min(samples.len());
        let is_heard = samples[from.min(to)..to].iter().any(|sample| sample.abs() >= least);
        *hz = if is_heard { *hz } else { 0.0 };
    }
}
