//! What a model hears of a sound: its features, and where in it somebody speaks.

use super::speech::{OpenGate, SpeechGate};
use super::tail::Tail;
use super::{FeatureError, FeatureSpec, Features, FrameSpec, Streaming};
use crate::audio::{StreamResampler, Waveform};

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
    resampler: StreamResampler,
    resampled: Vec<f32>,
    streaming: Streaming,
    /// Frames one after the other, each of `spec.bands` values.
    columns: Tail<f32>,
    gate: OpenGate,
    heard_s: f64,
    measured_s: f64,
    from_hz: u32,
}

impl Ear {
    /// An ear for these frames that remembers so many seconds.
    ///
    /// # Errors
    /// [`FeatureError`] if the description cannot be met, or the rate is absurd.
    pub fn new(spec: &FrameSpec, from_hz: u32, seconds: f64) -> Result<Self, FeatureError> {
        let frames = (seconds / spec.hop_s()) as usize;
        Ok(Self {
            resampler: StreamResampler::new(from_hz, spec.rate_hz)?,
            resampled: Vec::new(),
            streaming: Streaming::new(spec)?,
            columns: Tail::new(frames * spec.bands),
            gate: OpenGate::new(from_hz, seconds)?,
            heard_s: 0.0,
            measured_s: 0.0,
            from_hz,
            spec: spec.clone(),
        })
    }

    /// The frames that it measures.
    pub fn spec(&self) -> &FrameSpec {
        &self.spec
    }

    /// Takes the next block.
    pub fn push(&mut self, block: &[f32]) {
        self.resampled.clear();
        self.resampler.push(block, &mut self.resampled);
        let (columns, measured_s) = (&mut self.columns, &mut self.measured_s);
        let hop_s = self.spec.hop_s();
        self.streaming.push(&self.resampled, |column| {
            columns.extend(column.iter().copied());
            *measured_s += hop_s;
        });
        self.gate.push(block);
        self.heard_s += block.len() as f64 / f64::from(self.from_hz);
    }

    /// How far behind the newest sample the newest frame is, in seconds: resampling and windows want
    /// to know a little of what follows.
    pub fn lag_s(&self) -> f64 {
        (self.heard_s - self.measured_s).max(0.0)
    }

    /// What it has heard last.
    pub fn last(&self) -> Measured {
        let (columns, rows) = (self.columns.last(), self.spec.bands);
        let frames = columns.len() / rows;
        let mut features = Features::zeros(rows, frames);
        for (frame, column) in columns.chunks_exact(rows).enumerate() {
            features.set_column(frame, column);
        }
        Measured { features, gate: self.gate.last(), seconds: frames as f64 * self.spec.hop_s() }
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
        let sound = speech(5.0, 48_000);
        let mut ear = Ear::new(&spec, 48_000, 3.0).unwrap();
        sound.chunks(2_048).for_each(|block| ear.push(block));
        let heard = ear.last();
        assert_eq!((heard.features.rows, heard.features.frames), (spec.bands, 300));
        assert!((heard.seconds - 3.0).abs() < 1e-9);

        let whole = Waveform::new(sound, 48_000).unwrap();
        let whole = FeatureSpec::Frames(spec).extract(&whole).unwrap();
        let column = |features: &Features, frame| features.column(frame).collect::<Vec<_>>();
        let newest = column(&heard.features, 299);
        let at = (0..whole.frames).rfind(|frame| column(&whole, *frame) == newest).unwrap();
        let behind_s = (whole.frames - 1 - at) as f64 * 0.01;
        assert!((ear.lag_s() - behind_s).abs() < 0.02 && behind_s < 0.07, "{behind_s}");
        for back in 0..300 {
            assert_eq!(column(&heard.features, 299 - back), column(&whole, at - back));
        }
    }

    #[test]
    fn the_gate_forgets_what_was_said_long_ago() {
        let mut ear = Ear::new(&FrameSpec::default(), 16_000, 1.0).unwrap();
        ear.push(&vec![0.0; 16_000]);
        let hears = |ear: &Ear| ear.last().gate.hears_speech(0.0, 1.0);
        assert!(!hears(&ear), "silence");
        let alone = Waveform::new(speech(1.0, 16_000), 16_000).unwrap();
        let alone = SpeechGate::listen(&alone).unwrap().hears_speech(0.0, 1.0);
        ear.push(&speech(1.1, 16_000));
        assert_eq!(hears(&ear), alone);
        ear.push(&vec![0.0; 17_600]);
        assert!(!hears(&ear), "silence again");
    }
}
