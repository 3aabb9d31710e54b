//! Whether a sound is speech: the gate before a model that would find an emotion in anything.
//!
//! Every 10 ms of a sound is measured: level, shape of the spectrum, period. Over a stretch of up
//! to three seconds these become nineteen numbers, the cues, such as the share of the loudness'
//! modulation that has the rate of syllables, how far pitch glides from moment to moment, or how
//! much the spectrum's finer shape varies with the formants. Speech lies in the midst of most of
//! them: its pitch neither rests as a flute's nor leaps as a bird's. So a logistic regression weighs
//! each cue and its square. It was fitted to speech of the training speakers and of made voices, and
//! to synthesised sounds of eighteen kinds; how, and how well it does on other speakers and other kinds, is in
//! `tests/gate`.

mod cues;
mod moments;
mod open;
mod weights;

use std::ops::Range;

use self::cues::{CUE_COUNT, CUES, Stretch};
use self::moments::{MOMENTS_PER_S, Moment, measure};
pub use self::open::OpenGate;
use self::weights::{CONSTANT, WEIGHTS};
use super::FeatureError;
use crate::audio::{Waveform, activity};

/// The longest stretch that is judged at once, in moments; of longer ones, stretches that overlap
/// by half.
const STRETCH_MOMENTS: usize = 300;
/// Nobody says a syllable in fewer active moments.
const LEAST_MOMENTS: usize = 20;
/// How many times its spread a cue may lie from what is usual and still tell more.
const FARTHEST: f32 = 2.5;

/// What the weights know of a cue.
pub(super) struct Weight {
    /// Its mean over speech.
    usual: f32,
    /// Its standard deviation over speech.
    spread: f32,
    /// Weight of how many spreads it lies above what is usual.
    linear: f32,
    /// Weight of the square of that.
    square: f32,
}

/// A sound as the gate hears it.
pub struct SpeechGate {
    moments: Vec<Moment>,
}

impl SpeechGate {
    /// How many numbers [`Self::cues`] gives.
    pub const CUES: usize = CUE_COUNT;

    /// Listens to a sound of any rate.
    ///
    /// # Errors
    /// [`FeatureError::Audio`] if the sound cannot be resampled.
    pub fn listen(sound: &Waveform) -> Result<Self, FeatureError> {
        let silent = activity::is_silent(sound);
        Ok(Self { moments: if silent { Vec::new() } else { measure(sound)? } })
    }

    /// Whether somebody speaks between two moments, in seconds: for 0.2 s at least, in some
    /// stretch of three seconds if there are more.
    pub fn hears_speech(&self, start_s: f64, end_s: f64) -> bool {
        self.evidences(start_s, end_s).any(|evidence| evidence > 0.0)
    }

    /// Of each stretch between two moments, in seconds, the logarithm of how much likelier it is
    /// speech than anything else, about 0 where the gate stands; none of what is too short to tell.
    pub fn evidences(&self, start_s: f64, end_s: f64) -> impl Iterator<Item = f32> {
        let at = |seconds: f64| (seconds * MOMENTS_PER_S).round().max(0.0) as usize;
        let end = at(end_s).min(self.moments.len());
        let start = at(start_s).min(end);
        let cues = stretches(start..end).filter_map(|stretch| cues(&self.moments[stretch]));
        cues.map(|cues| evidence(&cues))
    }

    /// The cues of the first stretch, `None` if it is too short to tell: what the weights are
    /// fitted to, in the order of [`Self::cue_names`].
    pub fn cues(&self) -> Option<[f32; Self::CUES]> {
        let first = stretches(0..self.moments.len()).next()?;
        cues(&self.moments[first])
    }

    /// What people call the cues.
    pub fn cue_names() -> [&'static str; Self::CUES] {
        CUES.map(|cue| cue.name)
    }

    /// A cue that was measured as the weights take it: by how many spreads it lies above what is
    /// usual, within reason.
    pub fn standardised(cue: f32, usual: f32, spread: f32) -> f32 {
        ((cue - usual) / spread).clamp(-FARTHEST, FARTHEST)
    }
}

/// Stretches that cover these moments, each half over the one before, the last at the end.
fn stretches(moments: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let last = moments.end.saturating_sub(STRETCH_MOMENTS).max(moments.start);
    let starts = (moments.start..last).step_by(STRETCH_MOMENTS / 2).chain([last]);
    starts.map(move |start| start..moments.end.min(start + STRETCH_MOMENTS))
}

fn cues(moments: &[Moment]) -> Option<[f32; CUE_COUNT]> {
    let stretch = Stretch::of(moments);
    let is_enough = stretch.active().count() >= LEAST_MOMENTS;
    is_enough.then(|| CUES.map(|cue| (cue.measure)(&stretch)))
}

/// What a stretch with these cues gives to [`SpeechGate::evidences`].
fn evidence(cues: &[f32; CUE_COUNT]) -> f32 {
    let terms = cues.iter().zip(&WEIGHTS).map(|(cue, weight)| {
        let far = SpeechGate::standardised(*cue, weight.usual, weight.spread);
        weight.linear * far + weight.square * far * far
    });
    CONSTANT + terms.sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_overlap_by_half_and_end_with_the_sound() {
        let of = |range| {
            let ends = stretches(range).map(|stretch| (stretch.start, stretch.end));
            ends.collect::<Vec<_>>()
        };
        assert_eq!(of(10..200), [(10, 200)]);
        assert_eq!(of(0..300), [(0, 300)]);
        assert_eq!(of(0..500), [(0, 300), (150, 450), (200, 500)]);
    }

    #[test]
    fn silence_offset_and_what_is_too_short_are_no_speech() {
        for samples in [vec![0.0; 16_000], vec![0.4; 16_000], vec![0.5], vec![0.5, -0.5]] {
            let gate = SpeechGate::listen(&Waveform::new(samples, 16_000).unwrap()).unwrap();
            assert!(!gate.hears_speech(0.0, 1.0));
            assert_eq!(gate.cues(), None);
        }
    }

    #[test]
    fn times_outside_the_sound_hold_nothing() {
        let noise = (0..16_000).map(|i| f32::from(i % 7 == 0)).collect();
        let gate = SpeechGate::listen(&Waveform::new(noise, 16_000).unwrap()).unwrap();
        for (start_s, end_s) in [(-3.0, -1.0), (2.0, 9.0), (0.9, 0.1), (f64::NAN, 0.1)] {
            assert!(!gate.hears_speech(start_s, end_s));
        }
    }

    #[test]
    fn a_cue_far_away_tells_no_more_than_one_at_the_edge() {
        assert_eq!(SpeechGate::standardised(3.0, 1.0, 2.0), 1.0);
        assert_eq!(SpeechGate::standardised(900.0, 1.0, 2.0), FARTHEST);
        assert_eq!(SpeechGate::standardised(-900.0, 1.0, 2.0), -FARTHEST);
    }
}
