//! Frames while the sound is still coming in.

use super::{FeatureError, FrameExtractor, FrameSpec};

/// Gives the frames of a [`FrameSpec`] as soon as their samples are there: the same numbers as
/// [`FrameExtractor::extract`] over the whole sound, whatever the sizes of the blocks.
///
/// Nothing is allocated after the construction, so it may run where time is tight. A frame comes
/// half a window after its centre.
pub struct Streaming {
    extractor: FrameExtractor,
    /// The samples heard last, as many as the window is long.
    window: Vec<f32>,
    /// Samples that the next frame still waits for.
    missing_samples: usize,
    heard_samples: usize,
    given_frames: usize,
}

impl Streaming {
    /// A stream at the rate of the specification.
    ///
    /// # Errors
    /// As [`super::FeatureSpec::check`].
    pub fn new(spec: &FrameSpec) -> Result<Self, FeatureError> {
        let extractor = FrameExtractor::new(spec)?;
        let window = vec![0.0; extractor.framing().frame_samples];
        let mut stream =
            Self { extractor, window, missing_samples: 0, heard_samples: 0, given_frames: 0 };
        stream.begin();
        Ok(stream)
    }

    /// Takes the next samples and gives each frame that they complete, one column of `bands`
    /// values in dB a call.
    pub fn push(&mut self, samples: &[f32], mut each: impl FnMut(&[f32])) {
        self.heard_samples += samples.len();
        let mut rest = samples;
        while rest.len() >= self.missing_samples.max(1) {
            let (due, later) = rest.split_at(self.missing_samples);
            rest = later;
            self.hear(due);
            self.give(&mut each);
        }
        self.hear(rest);
        self.missing_samples -= rest.len();
    }

    /// Gives the last frames, which reach beyond the end of the sound, and begins anew. A sound
    /// without samples has no frames.
    pub fn finish(&mut self, mut each: impl FnMut(&[f32])) {
        while self.heard_samples > 0 && self.given_frames < self.frames() {
            self.hear_silence(self.missing_samples);
            self.give(&mut each);
        }
        self.begin();
    }

    /// Frames of the sound heard so far.
    fn frames(&self) -> usize {
        self.extractor.framing().frames(self.heard_samples)
    }

    fn begin(&mut self) {
        let framing = self.extractor.framing();
        self.window.fill(0.0);
        self.missing_samples = framing.frame_samples - framing.lead_samples;
        self.heard_samples = 0;
        self.given_frames = 0;
    }

    fn give(&mut self, each: &mut impl FnMut(&[f32])) {
        each(self.extractor.column(0, &self.window));
        self.given_frames += 1;
        self.missing_samples = self.extractor.framing().hop_samples;
    }

    fn hear(&mut self, samples: &[f32]) {
        let kept = self.forget(samples.len());
        let fits = self.window.len() - kept;
        self.window[kept..].copy_from_slice(&samples[samples.len() - fits..]);
    }

    fn hear_silence(&mut self, samples: usize) {
        let kept = self.forget(samples);
        self.window[kept..].fill(0.0);
    }

    /// Makes room for so many samples at the end of the window; says how many stay before them.
    fn forget(&mut self, samples: usize) -> usize {
        let kept = self.window.len().saturating_sub(samples);
        let from = self.window.len() - kept;
        self.window.copy_within(from.., 0);
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn specs() -> impl Strategy<Value = FrameSpec> {
        (1_usize..=64, 1_usize..200).prop_map(|(window_samples, hop_samples)| FrameSpec {
            rate_hz: 8_000,
            window_samples,
            hop_samples,
            fft_samples: 64,
            bands: 4,
            low_hz: 0.0,
            high_hz: 4_000.0,
            ..FrameSpec::default()
        })
    }

    fn stream(stream: &mut Streaming, sound: &[f32], blocks: &[usize]) -> Vec<Vec<f32>> {
        let mut frames = Vec::new();
        let mut rest = sound;
        for size in blocks.iter().cycle() {
            let (block, later) = rest.split_at((*size).min(rest.len()));
            stream.push(block, |frame| frames.push(frame.to_vec()));
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        stream.finish(|frame| frames.push(frame.to_vec()));
        frames
    }

    proptest! {
        #[test]
        fn the_frames_are_those_of_the_whole_sound(
            spec in specs(),
            sound in prop::collection::vec(-1.0..1.0_f32, 1..600),
            blocks in prop::collection::vec(0_usize..300, 1..8),
        ) {
            prop_assume!(blocks.iter().any(|size| *size > 0));
            let whole = FrameExtractor::new(&spec).unwrap().extract(&sound);
            let frames = stream(&mut Streaming::new(&spec).unwrap(), &sound, &blocks);
            prop_assert_eq!(frames.len(), whole.frames);
            for (t, frame) in frames.iter().enumerate() {
                prop_assert_eq!(frame, &whole.column(t).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn a_finished_stream_begins_anew() {
        let mut streaming = Streaming::new(&FrameSpec::default()).unwrap();
        let sound: Vec<f32> = (0..1_000).map(|n| (n % 33) as f32 / 33.0 - 0.5).collect();
        let first = stream(&mut streaming, &sound, &[128]);
        assert_eq!(first.len(), 7);
        assert_eq!(stream(&mut streaming, &sound, &[500, 1]), first);
    }

    #[test]
    fn nothing_heard_is_nothing_given() {
        let mut streaming = Streaming::new(&FrameSpec::default()).unwrap();
        streaming.push(&[], |_| panic!("a frame of nothing"));
        streaming.finish(|_| panic!("a frame of nothing"));
    }
}
