//! What a model hears of a sound: its features, and where in it somebody speaks.

use super::speech::{OpenGate, SpeechGate};
use super::tail::Tail;
use super::{Extractor, FeatureError, FeatureSpec, Features, FrameSpec, Streaming};
use crate::audio::{self, StreamResampler, Waveform};

/// A stretch of sound, measured for a model.
pub struct Measured {
    /// Its features, `[rows, frames]`.
    pub features: Features,
    /// Where somebody speaks.
    pub gate: SpeechGate,
    /// Its length.
    pub seconds: f64,
}

impl Measured {
    /// Measures a whole sound.
    ///
    /// # Errors
    /// [`FeatureError`] if the description cannot be met, or the sound not be resampled.
    pub fn of(sound: &Waveform, spec: &FeatureSpec) -> Result<Self, FeatureError> {
        Ok(Self {
            features: spec.extract(sound)?,
            gate: SpeechGate::listen(sound)?,
            seconds: sound.seconds(),
        })
    }
}

/// An ear at an open microphone: measures each block when it comes and remembers the last seconds,
/// so that asking again and again costs no more than what is new.
pub struct Ear {
    spec: FrameSpec,
    stream: Stream,
    /// Frames one after the other, each of `spec.bands` values.
    columns: Tail<f32>,
    ending: Ending,
    gate: OpenGate,
    /// The block at hand, finite.
    block: Vec<f32>,
}

impl Ear {
    /// An ear for these frames that remembers so many seconds.
    ///
    /// # Errors
    /// [`FeatureError`] if the description cannot be met, or the rate is absurd.
    pub fn new(spec: &FrameSpec, from_hz: u32, seconds: f64) -> Result<Self, FeatureError> {
        let frames = (seconds / spec.hop_s()) as usize;
        Ok(Self {
            stream: Stream::new(spec, from_hz)?,
            columns: Tail::new(frames * spec.bands),
            ending: Ending::new(spec, from_hz)?,
            gate: OpenGate::new(from_hz, seconds)?,
            block: Vec::new(),
            spec: spec.clone(),
        })
    }

    /// The frames that it measures.
    pub fn spec(&self) -> &FrameSpec {
        &self.spec
    }

    /// Takes the next block; samples that are no finite numbers count as 0.
    pub fn push(&mut self, block: &[f32]) {
        let Self { stream, columns, ending, gate, block: finite, .. } = self;
        finite.clear();
        finite.extend(block.iter().copied().map(audio::finite));
        stream.push(finite, |column| columns.extend(column.iter().copied()));
        ending.push(finite);
        gate.push(finite);
    }

    /// What it has heard last, up to the newest sample, as if the sound ended there.
    ///
    /// # Errors
    /// [`FeatureError`] if the last samples are no sound.
    pub fn last(&mut self) -> Result<Measured, FeatureError> {
        let rows = self.spec.bands;
        let ending = self.ending.after(self.stream.frames)?;
        let heard = self.columns.last();
        let forgotten = (heard.len() + ending.len()).saturating_sub(self.columns.most());
        let columns = [&heard[forgotten.min(heard.len())..], &ending].concat();
        let frames = columns.len() / rows;
        let mut features = Features::zeros(rows, frames);
        for (frame, column) in columns.chunks_exact(rows).enumerate() {
            features.set_column(frame, column);
        }
        let seconds = frames as f64 * self.spec.hop_s();
        Ok(Measured { features, gate: self.gate.last(), seconds })
    }
}

/// Frames of a sound of any rate as soon as they are whole.
struct Stream {
    resampler: StreamResampler,
    resampled: Vec<f32>,
    streaming: Streaming,
    /// Frames given.
    frames: u64,
}

impl Stream {
    fn new(spec: &FrameSpec, from_hz: u32) -> Result<Self, FeatureError> {
        Ok(Self {
            resampler: StreamResampler::new(from_hz, spec.rate_hz)?,
            resampled: Vec::new(),
            streaming: Streaming::new(spec)?,
            frames: 0,
        })
    }

    fn push(&mut self, block: &[f32], mut each: impl FnMut(&[f32])) {
        self.resampled.clear();
        self.resampler.push(block, &mut self.resampled);
        let frames = &mut self.frames;
        self.streaming.push(&self.resampled, |column| {
            *frames += 1;
            each(column);
        });
    }
}

/// The end of what has been heard. Resampling and windows want to know what follows, so the newest
/// frames are not whole for a twentieth of a second; here they are measured as those of a sound that
/// ends, which is what a model has learned from.
struct Ending {
    extractor: Extractor,
    samples: Tail<f32>,
    heard_samples: u64,
    from_hz: u32,
    /// So many frames begin anew with a sample of their own; none at rates at which that is rare.
    step: Option<Step>,
}

/// A stretch of whole frames and whole samples.
#[derive(Clone, Copy)]
struct Step {
    frames: u64,
    samples: u64,
}

impl Step {
    /// The shortest, among short ones.
    fn between(spec: &FrameSpec, from_hz: u32) -> Option<Self> {
        const MOST_FRAMES: u64 = 10;
        (1..=MOST_FRAMES).find_map(|frames| {
            let numerator = frames * spec.hop_samples as u64 * u64::from(from_hz);
            let rate_hz = u64::from(spec.rate_hz);
            numerator.is_multiple_of(rate_hz).then(|| Self { frames, samples: numerator / rate_hz })
        })
    }
}

impl Ending {
    /// So much is measured anew: what is not whole yet, and what the resampler wants before it.
    const SECONDS: f64 = 0.2;

    fn new(spec: &FrameSpec, from_hz: u32) -> Result<Self, FeatureError> {
        let step = Step::between(spec, from_hz);
        let samples = (Self::SECONDS * f64::from(from_hz)) as usize;
        Ok(Self {
            extractor: Extractor::new(&FeatureSpec::Frames(spec.clone()))?,
            samples: Tail::new(samples + step.map_or(0, |step| step.samples as usize)),
            heard_samples: 0,
            from_hz,
            step,
        })
    }

    fn push(&mut self, block: &[f32]) {
        self.samples.extend(block.iter().copied());
        self.heard_samples += block.len() as u64;
    }

    /// The frames after so many of the whole sound, one after the other.
    fn after(&mut self, frames: u64) -> Result<Vec<f32>, FeatureError> {
        let Some(step) = self.step.filter(|_| self.heard_samples > 0) else {
            return Ok(Vec::new());
        };
        let samples = self.samples.last();
        let begins = (self.heard_samples - samples.len() as u64).div_ceil(step.samples);
        let forgotten = begins * step.samples + samples.len() as u64 - self.heard_samples;
        let end = Waveform::new(samples[forgotten as usize..].to_vec(), self.from_hz)?;
        let features = self.extractor.extract(&end)?;
        let first = frames.saturating_sub(begins * step.frames) as usize;
        Ok((first..features.frames).flat_map(|frame| features.column(frame)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Syllables of a buzz, never quite silent.
    fn speech(seconds: f32, rate_hz: u32) -> Vec<f32> {
        let samples = (seconds * rate_hz as f32) as usize;
        let sample = |i: usize| {
            let t = i as f32 / rate_hz as f32;
            let pitch_hz = 130.0 + 25.0 * (3.0 * t).sin();
            let syllable = (std::f32::consts::TAU * 2.0 * t).sin().max(0.05);
            0.4 * syllable * ((pitch_hz * t).fract() - 0.5)
        };
        (0..samples).map(sample).collect()
    }

    #[test]
    fn blocks_are_heard_as_the_end_of_the_whole_sound() {
        let spec = FrameSpec::default();
        for rate_hz in [8_000, 11_025, 16_000, 44_100, 48_000] {
            let sound = speech(5.0, rate_hz);
            let mut ear = Ear::new(&spec, rate_hz, 3.0).unwrap();
            sound.chunks(1_024).for_each(|block| ear.push(block));
            let heard = ear.last().unwrap();
            assert_eq!((heard.features.rows, heard.features.frames), (spec.bands, 300));
            assert!((heard.seconds - 3.0).abs() < 1e-9);

            let whole = Waveform::new(sound, rate_hz).unwrap();
            let whole = FeatureSpec::Frames(spec.clone()).extract(&whole).unwrap();
            let end = whole.slice(whole.frames - 300..whole.frames);
            let apart = heard.features.values.iter().zip(&end.values);
            let apart_db = apart.fold(0.0f32, |most, (a, b)| most.max((a - b).abs()));
            assert!(apart_db < 0.05, "{rate_hz} Hz: {apart_db} dB");
        }
    }

    #[test]
    fn samples_that_are_no_numbers_count_as_zero() {
        let (mut broken, mut mended) = (speech(2.0, 16_000), speech(2.0, 16_000));
        for (at, value) in [(700, f32::NAN), (701, f32::INFINITY), (31_900, f32::NEG_INFINITY)] {
            (broken[at], mended[at]) = (value, 0.0);
        }
        let heard = |samples: &[f32]| {
            let mut ear = Ear::new(&FrameSpec::default(), 16_000, 1.0).unwrap();
            samples.chunks(1_024).for_each(|block| ear.push(block));
            let Measured { features, gate, .. } = ear.last().unwrap();
            (features, gate.evidences(0.0, 1.0).collect::<Vec<_>>())
        };
        assert!(heard(&broken).1.iter().all(|evidence| evidence.is_finite()));
        assert_eq!(heard(&broken), heard(&mended));
    }

    #[test]
    fn at_odd_rates_the_newest_frames_come_when_they_are_whole() {
        let mut ear = Ear::new(&FrameSpec::default(), 44_056, 3.0).unwrap();
        ear.push(&speech(1.0, 44_056));
        let frames = ear.last().unwrap().features.frames;
        assert!((40..100).contains(&frames), "{frames}");
    }

    #[test]
    fn the_gate_forgets_what_was_said_long_ago() {
        let mut ear = Ear::new(&FrameSpec::default(), 16_000, 1.0).unwrap();
        ear.push(&vec![0.0; 16_000]);
        let hears = |ear: &mut Ear| ear.last().unwrap().gate.hears_speech(0.0, 1.0);
        assert!(!hears(&mut ear), "silence");
        let alone = Waveform::new(speech(1.0, 16_000), 16_000).unwrap();
        let alone = SpeechGate::listen(&alone).unwrap().hears_speech(0.0, 1.0);
        ear.push(&speech(1.1, 16_000));
        assert_eq!(hears(&mut ear), alone);
        ear.push(&vec![0.0; 17_600]);
        assert!(!hears(&mut ear), "silence again");
    }
}
