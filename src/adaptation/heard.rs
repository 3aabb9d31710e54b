//! Takes as the network hears them.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::audio::Waveform;
use crate::features::{Features, FrameAugment};
use crate::meaning::Meaning;
use crate::model::{Classifier, ClassifyError, Heard};

/// How a take is varied before it is learned from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variations {
    /// Variations beside the take as it is; none for models over summaries.
    pub count: usize,
    /// How far they go.
    pub augment: FrameAugment,
    /// The seed of everything random.
    pub seed: u64,
}

impl Variations {
    /// A little faster and slower, darker and brighter, with a little noise.
    pub const DEFAULT: Self = Self {
        count: 3,
        augment: FrameAugment {
            speed: 0.08,
            band_shift: 0.5,
            tilt_db: 3.0,
            noise_share: 0.3,
            noise_below_db: (20.0, 40.0),
            masks: 0,
            mask_frames: 0,
            mask_bands: 0,
            hidden: 0.0,
        },
        seed: 0,
    };
    /// None.
    pub const NONE: Self = Self { count: 0, ..Self::DEFAULT };
}

/// A take as the network hears it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardTake {
    /// What was meant.
    pub label: Meaning,
    /// The take as it is, then its variations.
    pub heard: Vec<Heard>,
}

impl HeardTake {
    /// Hears a take and its variations; the same take always varies in the same way.
    ///
    /// # Errors
    /// [`ClassifyError`] if the features cannot be computed or the device fails.
    pub async fn listen(
        classifier: &Classifier,
        sound: &Waveform,
        label: Meaning,
        variations: &Variations,
    ) -> Result<Self, ClassifyError> {
        let mut hearing = Hearing::new(classifier, sound, label, variations)?;
        while hearing.step().await? {}
        Ok(hearing.take)
    }

    /// The statistics of the take as it is.
    pub fn statistics(&self) -> Vec<f32> {
        self.heard.first().map(Heard::statistics).unwrap_or_default()
    }
}

/// A take on its way through the network, one variation after the other.
pub struct Hearing<'a> {
    classifier: &'a Classifier,
    levelled: Features,
    augment: FrameAugment,
    rng: ChaCha8Rng,
    /// The take as it is, and its variations.
    passes: usize,
    /// What has been heard so far.
    pub take: HeardTake,
}

impl<'a> Hearing<'a> {
    /// Measures a take, before the network hears it.
    ///
    /// # Errors
    /// [`ClassifyError`] if the features cannot be computed.
    pub fn new(
        classifier: &'a Classifier,
        sound: &Waveform,
        label: Meaning,
        variations: &Variations,
    ) -> Result<Self, ClassifyError> {
        let count = if classifier.card().framing.is_some() { variations.count } else { 0 };
        Ok(Self {
            classifier,
            levelled: classifier.levelled(sound)?,
            augment: variations.augment,
            rng: ChaCha8Rng::seed_from_u64(variations.seed),
            passes: 1 + count,
            take: HeardTake { label, heard: Vec::with_capacity(1 + count) },
        })
    }

    /// Hears the take as it is, then a variation each time; false once there is nothing more.
    ///
    /// # Errors
    /// [`ClassifyError`] if the device fails.
    pub async fn step(&mut self) -> Result<bool, ClassifyError> {
        if self.take.heard.len() == self.passes {
            return Ok(false);
        }
        let features = match self.take.heard.is_empty() {
            true => self.levelled.clone(),
            false => self.augment.vary(&self.levelled, &mut self.rng).0,
        };
        self.take.heard.push(self.classifier.hear(features).await?);
        Ok(true)
    }
}
