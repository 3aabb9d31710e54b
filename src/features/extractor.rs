//! One door to all features.

use std::borrow::Cow;

use super::{FeatureError, FeatureSpec, Features, FrameExtractor, SummaryExtractor};
use crate::audio::{Waveform, resample};

/// Computes the features of a [`FeatureSpec`] with plans and buffers that live on from sound to
/// sound: one for each thread is the fast way through a corpus.
pub struct Extractor {
    spec: FeatureSpec,
    kind: Kind,
}

enum Kind {
    Summary(Box<SummaryExtractor>),
    Frames(Box<FrameExtractor>),
}

impl Extractor {
    /// An extractor to this description.
    ///
    /// # Errors
    /// As [`FeatureSpec::check`].
    pub fn new(spec: &FeatureSpec) -> Result<Self, FeatureError> {
        let kind = match spec {
            FeatureSpec::Summary(spec) => Kind::Summary(Box::new(SummaryExtractor::new(spec)?)),
            FeatureSpec::Frames(spec) => Kind::Frames(Box::new(FrameExtractor::new(spec)?)),
        };
        Ok(Self { spec: spec.clone(), kind })
    }

    /// The description.
    pub fn spec(&self) -> &FeatureSpec {
        &self.spec
    }

    /// The features of one sound at any rate, `[rows, frames]`.
    ///
    /// # Errors
    /// [`FeatureError::Audio`] if the sound cannot be resampled, [`FeatureError::Spec`] if it has
    /// more frames than can be kept.
    pub fn extract(&mut self, sound: &Waveform) -> Result<Features, FeatureError> {
        match &mut self.kind {
            Kind::Summary(extractor) => {
                let stretch = extractor.spec().stretch(sound.samples().len(), sound.rate_hz());
                let samples = &sound.samples()[stretch];
                self.spec.check_frames(samples.len(), sound.rate_hz())?;
                if sound.rate_hz() == self.spec.rate_hz() {
                    return Ok(extractor.extract(samples));
                }
                let cut = Waveform::new(samples.to_vec(), sound.rate_hz())?;
                Ok(extractor.extract(resample(&cut, self.spec.rate_hz())?.samples()))
            }
            Kind::Frames(extractor) => {
                self.spec.check_frames(sound.samples().len(), sound.rate_hz())?;
                Ok(extractor.extract(at_rate(sound, self.spec.rate_hz())?.samples()))
            }
        }
    }
}

/// The sound at this rate; a copy only if it has another one.
pub(super) fn at_rate(sound: &Waveform, rate_hz: u32) -> Result<Cow<'_, Waveform>, FeatureError> {
    if sound.rate_hz() == rate_hz {
        Ok(Cow::Borrowed(sound))
    } else {
        Ok(Cow::Owned(resample(sound, rate_hz)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{FrameSpec, SummarySpec};

    #[test]
    fn one_extractor_serves_many_sounds() {
        let mut extractor = Extractor::new(&FeatureSpec::seed()).unwrap();
        for samples in [1_usize, 2_000, 70_000] {
            let sound = Waveform::new(vec![0.1; samples], 22_050).unwrap();
            let features = extractor.extract(&sound).unwrap();
            assert_eq!((features.rows, features.frames), (162, 1));
            assert_eq!(FeatureSpec::seed().extract(&sound).unwrap(), features);
        }
    }

    #[test]
    fn more_frames_than_can_be_kept_are_refused() {
        let sound = Waveform::new(vec![0.1; 900_000], 1_000).unwrap();
        let frames = FrameSpec { hop_samples: 1, ..FrameSpec::whisper() };
        let refusal = FeatureSpec::Frames(frames).extract(&sound).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "expected hop_samples of 18 or more for 14400000 samples and 80 values a frame, got 1"
        );
        let summary = SummarySpec { longest_s: 3_600.0, hop_samples: 1, ..SummarySpec::default() };
        let refusal = FeatureSpec::Summary(summary).extract(&sound).unwrap_err();
        assert!(matches!(refusal, FeatureError::Spec { field: "hop_samples", .. }), "{refusal}");
    }

    #[test]
    fn sounds_of_any_rate_are_heard_alike() {
        let tone = |rate_hz: u32| {
            let step = std::f64::consts::TAU * 440.0 / f64::from(rate_hz);
            let samples = (0..rate_hz).map(|n| (step * f64::from(n)).sin() as f32).collect();
            Waveform::new(samples, rate_hz).unwrap()
        };
        let mut extractor = Extractor::new(&FeatureSpec::overtone()).unwrap();
        let expected = extractor.extract(&tone(16_000)).unwrap();
        for rate_hz in [22_050, 44_100, 48_000] {
            let got = extractor.extract(&tone(rate_hz)).unwrap();
            assert_eq!(got.frames, expected.frames);
            let loud = expected.column(50).zip(got.column(50)).filter(|(e, _)| *e > -40.0);
            assert!(loud.clone().count() > 3);
            loud.for_each(|(e, g)| assert!((e - g).abs() < 0.1, "{rate_hz} Hz: {e} {g}"));
        }
    }
}
