//! The frame sequence: mel bands in decibels over time.

use super::decibel::db_above;
use super::framing::Framing;
use super::mel::MelBank;
use super::spec::FrameSpec;
use super::stft::Stft;
use super::{FeatureError, FeatureSpec, Features};
use crate::wide::wide;

/// Computes the columns of a [`FrameSpec`] with buffers that live on from sound to sound.
///
/// A column equals `librosa.power_to_db(librosa.feature.melspectrogram(…), top_db=None)` of
/// librosa 0.11.0 with the numbers of the specification.
pub struct FrameExtractor {
    stft: Stft,
    bank: MelBank,
    floor_db: f32,
    powers: Vec<f32>,
    column_db: Vec<f32>,
}

impl FrameExtractor {
    /// An extractor to this description.
    ///
    /// # Errors
    /// As [`FeatureSpec::check`].
    pub fn new(spec: &FrameSpec) -> Result<Self, FeatureError> {
        FeatureSpec::Frames(spec.clone()).check()?;
        let (stft, bank) = (spec.stft()?, spec.bank()?);
        Ok(Self {
            powers: vec![0.0; bank.bins()],
            column_db: vec![0.0; bank.bands()],
            floor_db: spec.floor_db as f32,
            stft,
            bank,
        })
    }

    /// All columns of a sound at the rate of the specification, `[bands, frames]`: one at the
    /// beginning and one every hop, so that even one sample has a frame.
    pub fn extract(&mut self, samples: &[f32]) -> Features {
        let framing = self.framing();
        let mut features = Features::zeros(self.bank.bands(), framing.frames(samples.len()));
        for t in 0..features.frames {
            let under = framing.under(t, samples.len());
            features.set_column(t, self.column(framing.offset(t), &samples[under]));
        }
        features
    }

    /// How the windows lie on a sound.
    pub(super) fn framing(&self) -> Framing {
        self.stft.framing()
    }

    /// The column of samples that stand at `offset` of a window, with zeros around them.
    pub(super) fn column(&mut self, offset: usize, samples: &[f32]) -> &[f32] {
        self.stft.write_powers_at(offset, samples, &mut self.powers);
        self.bank.apply(&self.powers, &mut self.column_db);
        wide!({
            for value in &mut self.column_db {
                *value = db_above(self.floor_db, *value);
            }
        });
        &self.column_db
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_lies_on_the_floor() {
        let mut extractor = FrameExtractor::new(&FrameSpec::default()).unwrap();
        let features = extractor.extract(&[0.0; 1_600]);
        assert_eq!((features.rows, features.frames), (64, 11));
        assert!(features.values.iter().all(|value| *value == -100.0));
    }

    #[test]
    fn even_one_sample_has_a_frame() {
        let mut extractor = FrameExtractor::new(&FrameSpec::default()).unwrap();
        let features = extractor.extract(&[1.0]);
        assert_eq!(features.frames, 1);
        assert!(features.values.iter().all(|value| *value > -100.0));
    }

    #[test]
    fn a_second_sound_is_not_coloured_by_the_first() {
        let mut extractor = FrameExtractor::new(&FrameSpec::default()).unwrap();
        let sound: Vec<f32> = (0..1_000).map(|n| (n % 40) as f32 / 40.0 - 0.5).collect();
        let first = extractor.extract(&sound);
        extractor.extract(&[1.0; 777]);
        assert_eq!(extractor.extract(&sound), first);
    }
}
