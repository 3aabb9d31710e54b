//! A clip and its two augmented copies, as the design that the project descends from trains on
//! them.

use std::borrow::Cow;

use super::ContentHash;
use super::draw::generator;
use crate::audio::augment::{SEED_NOISE, pitch_shift, stretch, white_noise};
use crate::audio::{AudioError, Waveform, resample};
use crate::features::{FeatureError, Features, SummaryExtractor, SummarySpec};

/// Speed of the stretched copy: it is a quarter longer.
const STRETCH: f64 = 0.8;
/// How far the stretched copy is raised.
const RAISE_SEMITONES: f64 = 0.7;

/// How a row of features came from its clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The clip as it is.
    Clean,
    /// With white noise: 0.035 · U(0, 1) · the largest magnitude times normal numbers.
    Noise,
    /// Stretched to 0.8 of its speed, then raised by 0.7 semitones.
    Stretched,
}

impl Version {
    /// All three, in the order of their rows.
    pub const ALL: [Self; 3] = [Self::Clean, Self::Noise, Self::Stretched];

    /// The name used in tables, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Noise => "noise",
            Self::Stretched => "stretched",
        }
    }
}

/// Computes the summaries of versions of clips.
///
/// A clip is cut and resampled first, as the clean summary has it, and its copies are made of what
/// was cut; so all of a stretched copy is summarised, which is longer than the cut.
pub struct VersionExtractor {
    spec: SummarySpec,
    extractor: SummaryExtractor,
}

impl VersionExtractor {
    /// An extractor of these averages.
    ///
    /// # Errors
    /// As [`crate::features::FeatureSpec::check`].
    pub fn new(spec: &SummarySpec) -> Result<Self, FeatureError> {
        Ok(Self { spec: spec.clone(), extractor: SummaryExtractor::new(spec)? })
    }

    /// The summaries of these versions of a clip, `[rows, 1]` each, in the same order.
    ///
    /// The noise is drawn from the seed and the content of the clip, so that it is the same
    /// whatever else is computed and in which order.
    ///
    /// # Errors
    /// [`FeatureError::Audio`] if the clip cannot be resampled or changed.
    pub fn extract(
        &mut self,
        sound: &Waveform,
        versions: &[Version],
        seed: u64,
    ) -> Result<Vec<Features>, FeatureError> {
        let cut = self.cut(sound)?;
        let summaries = versions.iter().map(|version| {
            let copy = version.of(&cut, seed)?;
            Ok(self.extractor.extract(copy.samples()))
        });
        summaries.collect()
    }

    fn cut(&self, sound: &Waveform) -> Result<Waveform, FeatureError> {
        let stretch = self.spec.stretch(sound.samples().len(), sound.rate_hz());
        let cut = Waveform::new(sound.samples()[stretch].to_vec(), sound.rate_hz())?;
        Ok(resample(&cut, self.spec.rate_hz)?)
    }
}

impl Version {
    /// This version of a clip that is cut to what is summarised.
    fn of(self, cut: &Waveform, seed: u64) -> Result<Cow<'_, Waveform>, AudioError> {
        match self {
            Self::Clean => Ok(Cow::Borrowed(cut)),
            Self::Noise => {
                let mut generator = generator(seed, ContentHash::of(cut).as_bytes());
                white_noise(cut, SEED_NOISE, &mut generator).map(Cow::Owned)
            }
            Self::Stretched => {
                pitch_shift(&stretch(cut, STRETCH)?, RAISE_SEMITONES).map(Cow::Owned)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(seconds: f32) -> Waveform {
        let samples = (seconds * 22_050.0) as i32;
        let sine = |n: i32| (n as f32 * 0.05).sin() * 0.5;
        Waveform::new((0..samples).map(sine).collect(), 22_050).unwrap()
    }

    #[test]
    fn copies_are_made_of_what_was_cut() {
        let cut = VersionExtractor::new(&SummarySpec::default()).unwrap().cut(&tone(4.0)).unwrap();
        assert_eq!(cut.seconds(), 2.5);
        assert_eq!(Version::Noise.of(&cut, 0).unwrap().seconds(), 2.5);
        assert!((Version::Stretched.of(&cut, 0).unwrap().seconds() - 3.125).abs() < 1e-4);
    }

    #[test]
    fn noise_depends_on_seed_and_content_alone() {
        let noisy = |seconds, seed| Version::Noise.of(&tone(seconds), seed).unwrap().into_owned();
        assert_eq!(noisy(1.0, 0), noisy(1.0, 0));
        assert_ne!(noisy(1.0, 0), noisy(1.0, 1));
        let noise = |sound: Waveform| sound.samples()[7] - tone(1.0).samples()[7];
        assert_ne!(noise(noisy(1.0, 0)), noise(noisy(1.1, 0)));
    }
}
