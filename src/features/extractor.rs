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
    /// [`FeatureError::Audio`] if the sound cannot be resampled.
    pub fn extract(&mut self, sound: &Waveform) -> Result<Features, FeatureError> {
        match &mut self.kind {
            Kind::Summary(extractor) => {
                let stretch = extractor.spec().stretch(sound.samples().len(), sound.rate_hz());
                let cut = Waveform::new(sound.samples()[stretch].to_vec(), sound.rate_hz())?;
                Ok(extractor.extract(at_rate(&cut, self.spec.rate_hz())?.samples()))
            }
            Kind::Frames(extractor) => {
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
}
