//! Takes as the network hears them.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::audio::Waveform;
use crate::emotion::Emotion;
use crate::features::FrameAugment;
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
        },
        seed: 0,
    };
    /// None.
    pub const NONE: Self = Self { count: 0, ..Self::DEFAULT };
}

/// A take as the network hears it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardTake {
    /// The emotion that was meant.
    pub label: Emotion,
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
        label: Emotion,
        variations: &Variations,
    ) -> Result<Self, ClassifyError> {
        let levelled = classifier.levelled(sound)?;
        let mut rng = ChaCha8Rng::seed_from_u64(variations.seed);
        let mut heard = vec![classifier.hear(levelled.clone()).await?];
        let count = if classifier.card().framing.is_some() { variations.count } else { 0 };
        for _ in 0..count {
            let (varied, _) = variations.augment.vary(&levelled, &mut rng);
            heard.push(classifier.hear(varied).await?);
        }
        Ok(Self { label, heard })
    }
}
