//! A microphone that is open.

use super::picture::LivePicture;
use super::protocol::{Job, SpectrogramView};
use crate::audio::{AudioError, LONGEST_S, Waveform};
use crate::features::FeatureError;

/// What is judged while the microphone is open: the last so many seconds…
const WINDOW_S: f64 = 3.0;
/// … every so often…
const EVERY_S: f64 = 0.5;
/// … from the moment that there is so much.
const FIRST_S: f64 = 1.0;

/// A recording on its way. Silence is data: every block is kept.
pub struct Live {
    job: Job,
    rate_hz: u32,
    samples: Vec<f32>,
    judged_samples: usize,
    picture: LivePicture,
}

impl Live {
    /// A recording that has not begun.
    ///
    /// # Errors
    /// [`FeatureError`] if the rate is absurd.
    pub fn new(job: Job, rate_hz: u32) -> Result<Self, FeatureError> {
        let picture = LivePicture::new(rate_hz)?;
        Ok(Self { job, rate_hz, samples: Vec::new(), judged_samples: 0, picture })
    }

    /// The job that it belongs to.
    pub fn job(&self) -> Job {
        self.job
    }

    /// Takes the next block; returns its columns and its peak.
    ///
    /// # Errors
    /// [`AudioError::TooLong`] past the longest recording.
    pub fn hear(&mut self, block: &[f32]) -> Result<(SpectrogramView, f32), AudioError> {
        let seconds = (self.samples.len() + block.len()) as f64 / f64::from(self.rate_hz);
        if seconds > LONGEST_S {
            return Err(AudioError::TooLong { at_least_s: seconds });
        }
        self.samples.extend_from_slice(block);
        let peak = block.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        Ok((self.picture.push(block), peak))
    }

    /// The last seconds, if it is time to judge them.
    pub fn recent(&mut self) -> Option<Waveform> {
        let samples = |seconds: f64| (seconds * f64::from(self.rate_hz)) as usize;
        let heard = self.samples.len();
        let due = heard >= samples(FIRST_S) && heard - self.judged_samples >= samples(EVERY_S);
        if !due {
            return None;
        }
        let from = heard.saturating_sub(samples(WINDOW_S));
        self.judged_samples = heard;
        Waveform::new(self.samples[from..].to_vec(), self.rate_hz).ok()
    }

    /// The whole recording.
    ///
    /// # Errors
    /// [`AudioError::Empty`] if nothing was heard.
    pub fn into_sound(self) -> Result<Waveform, AudioError> {
        Waveform::new(self.samples, self.rate_hz)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_kept_and_judged_every_half_second_after_the_first() {
        let mut live = Live::new(1, 16_000).unwrap();
        let mut judged_at = Vec::new();
        for block in 1..=40 {
            live.hear(&[0.0; 1600]).unwrap();
            if live.recent().is_some() {
                judged_at.push(block);
            }
        }
        assert_eq!(judged_at, [10, 15, 20, 25, 30, 35, 40]);
        assert_eq!(live.into_sound().unwrap().seconds(), 4.0);
    }
}
