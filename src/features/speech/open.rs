//! The gate at an open microphone.

use super::moments::{MOMENTS_PER_S, Sketch, SketchStream, moments, rate_hz};
use super::{FeatureError, SpeechGate};
use crate::audio::{StreamResampler, activity};
use crate::features::tail::Tail;

/// Listens to a sound that comes in blocks and remembers its last seconds, so that asking again and
/// again costs no more than what is new.
pub struct OpenGate {
    resampler: StreamResampler,
    resampled: Vec<f32>,
    stream: SketchStream,
    sketches: Tail<Sketch>,
    samples: Tail<f32>,
}

impl OpenGate {
    /// A gate that remembers so many seconds.
    ///
    /// # Errors
    /// [`FeatureError::Audio`] if the rate is absurd.
    pub fn new(from_hz: u32, seconds: f64) -> Result<Self, FeatureError> {
        Ok(Self {
            resampler: StreamResampler::new(from_hz, rate_hz())?,
            resampled: Vec::new(),
            stream: SketchStream::new()?,
            sketches: Tail::new((seconds * MOMENTS_PER_S) as usize),
            samples: Tail::new((seconds * f64::from(rate_hz())) as usize),
        })
    }

    /// Takes the next block.
    pub fn push(&mut self, block: &[f32]) {
        self.resampled.clear();
        self.resampler.push(block, &mut self.resampled);
        self.samples.extend(self.resampled.iter().copied());
        let sketches = &mut self.sketches;
        self.stream.push(&self.resampled, |sketch| sketches.extend([sketch]));
    }

    /// What it has heard last, as [`SpeechGate::listen`] would hear it.
    pub fn last(&self) -> SpeechGate {
        let is_silent = activity::is_silence(self.samples.last());
        SpeechGate { moments: if is_silent { Vec::new() } else { moments(self.sketches.last()) } }
    }
}
