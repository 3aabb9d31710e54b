//! Pitch: the fundamental frequency of a voice and whether there is one.
//!
//! Probabilistic YIN: M. Mauch and S. Dixon, *pYIN: a fundamental frequency estimator using
//! probabilistic threshold distributions*, ICASSP 2014, on the difference function of A. de
//! Cheveigné and H. Kawahara, *YIN, a fundamental frequency estimator for speech and music*, JASA
//! 111 (2002). Every frame has several candidates, each with a probability; a hidden Markov model
//! then finds the likeliest way through them all, voiced or not.
//!
//! `librosa.pyin` 0.11.0 is the same method with another difference function: it counts what lies
//! beyond a frame as zeros, which makes deep voices look less periodic.

mod candidates;
mod decode;
mod difference;

use std::borrow::Cow;

use super::FeatureError;
use super::extractor::at_rate;
use super::framing::Framing;
use crate::audio::Waveform;
use candidates::{Candidate, find};
use decode::Decoder;
use difference::Difference;

/// The rate at which pitch is sought, in Hz.
const RATE_HZ: u32 = 16_000;
/// Samples from one frame to the next: 10 ms.
const HOP_SAMPLES: usize = 160;
/// The lowest pitch that is found, in Hz: below any voice that is not creaking.
pub const LOWEST_HZ: f64 = 60.0;
/// The highest pitch that is found, in Hz: a scream.
pub const HIGHEST_HZ: f64 = 800.0;

/// The pitch of a sound over time; frame `t` is centred `t * hop_s` seconds from its beginning.
#[derive(Debug, Clone, PartialEq)]
pub struct PitchTrack {
    /// The fundamental frequency of each frame in Hz; 0 where the sound has none.
    pub hz: Vec<f32>,
    /// The probability of each frame to be voiced, 0 to 1, before its neighbours are asked.
    pub voicing: Vec<f32>,
    /// Seconds from one frame to the next.
    pub hop_s: f64,
}

/// Follows the pitch of a sound from [`LOWEST_HZ`] to [`HIGHEST_HZ`], a frame every 10 ms.
///
/// A tone above the range is heard as a tone an octave or more below it, as its period too repeats.
///
/// # Errors
/// [`FeatureError::Audio`] if the sound cannot be resampled.
pub fn track(sound: &Waveform) -> Result<PitchTrack, FeatureError> {
    let sound: Cow<Waveform> = at_rate(sound, RATE_HZ)?;
    let samples = sound.samples();
    let mut difference = Difference::new();
    let mut decoder = Decoder::new();
    let mut found: Vec<Vec<Candidate>> = Vec::new();
    for t in 0..frames(samples.len()) {
        let candidates = find(difference.at(samples, t * HOP_SAMPLES));
        decoder.push(&candidates);
        found.push(candidates);
    }
    let bins = decoder.finish();
    let hz = found.iter().zip(bins).map(|(candidates, bin)| hz_of(bin, candidates)).collect();
    let voicing = found.iter().map(|candidates| voicing_of(candidates)).collect();
    Ok(PitchTrack { hz, voicing, hop_s: HOP_SAMPLES as f64 / f64::from(RATE_HZ) })
}

fn frames(samples: usize) -> usize {
    Framing::even(HOP_SAMPLES, HOP_SAMPLES).frames(samples)
}

/// The pitch of a frame: not the middle of the decoded step but what was measured there.
fn hz_of(bin: Option<usize>, candidates: &[Candidate]) -> f32 {
    let Some(bin) = bin else { return 0.0 };
    let distance = |candidate: &&Candidate| candidate.bin.abs_diff(bin);
    match candidates.iter().min_by_key(distance) {
        Some(candidate) if candidate.bin.abs_diff(bin) <= 1 => candidate.hz as f32,
        _ => candidates::hz_of_bin(bin) as f32,
    }
}

fn voicing_of(candidates: &[Candidate]) -> f32 {
    candidates.iter().map(|candidate| candidate.probability).sum::<f64>().min(1.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn track_of(sample: impl Fn(f64) -> f64) -> PitchTrack {
        let samples = (0..8_000).map(|n| sample(f64::from(n) / 16_000.0) as f32).collect();
        track(&Waveform::new(samples, 16_000).unwrap()).unwrap()
    }

    fn assert_pitch(track: &PitchTrack, hz: f64) {
        for (t, got) in track.hz.iter().enumerate().skip(4).take(track.hz.len() - 8) {
            assert!((f64::from(*got) / hz - 1.0).abs() < 0.005, "{hz} Hz, frame {t}: {got}");
        }
    }

    #[test]
    fn tones_of_the_whole_range_are_found() {
        for hz in [62.0, 100.0, 155.6, 220.0, 301.7, 440.0, 623.0, 790.0] {
            assert_pitch(&track_of(|s| (TAU * hz * s).sin()), hz);
        }
    }

    #[test]
    fn a_fundamental_is_heard_where_only_its_harmonics_sound() {
        let harmonic = |k: f64, s: f64| (TAU * 120.0 * k * s).sin();
        assert_pitch(&track_of(|s| harmonic(3.0, s) + harmonic(4.0, s) + harmonic(5.0, s)), 120.0);
    }

    #[test]
    fn a_glide_is_followed() {
        let track = track_of(|s| (TAU * (100.0 * s + 100.0 * s * s)).sin());
        for (t, hz) in track.hz.iter().enumerate().skip(5).take(track.hz.len() - 10) {
            let expected = 100.0 + 200.0 * t as f64 * track.hop_s;
            assert!((f64::from(*hz) / expected - 1.0).abs() < 0.02, "frame {t}: {hz}");
        }
    }

    #[test]
    fn silence_and_constants_have_no_pitch() {
        for level in [0.0, 0.3, -1.0] {
            let track = track_of(|_| level);
            let inner = 6..track.hz.len() - 6;
            assert!(track.hz[inner.clone()].iter().all(|hz| *hz == 0.0), "{level}");
            assert!(track.voicing[inner].iter().all(|p| *p < 0.05), "{level}");
        }
    }

    #[test]
    fn one_sample_has_one_frame() {
        let track = track(&Waveform::new(vec![0.5], 16_000).unwrap()).unwrap();
        assert_eq!((track.hz.len(), track.voicing.len(), track.hop_s), (1, 1, 0.01));
    }
}
