//! What the presets of training are made of.

use std::ops::RangeInclusive;

use super::{LaboratoryError, Preset};
use crate::emotion::Emotion;
use crate::features::{FeatureSpec, FrameAugment, FrameSpec};
use crate::model::{FrameNetConfig, Framing, NetworkConfig, Scaler, StatisticsNetConfig};
use crate::training::{Rerecording, Schedule, Softening, TrainerConfig};

/// Everything that a preset decides.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The preset's name.
    pub name: &'static str,
    /// The features of a clip.
    pub features: FeatureSpec,
    /// How frame sequences are cut.
    pub framing: Option<Framing>,
    /// The share of the training examples that are heard as another microphone in another room
    /// would have recorded them, 0 to 1; only where their sounds are kept.
    pub rerecorded: f64,
    /// How they are varied.
    pub augment: Option<FrameAugment>,
    /// The share of the training examples that are heard mixed with another, 0 to 1.
    pub mixup: f32,
    /// How to train.
    pub trainer: TrainerConfig,
    /// How targets are softened; then, too, the loss asks a corpus only about emotions that it holds.
    pub softening: Option<Softening>,
    /// How a speech encoder is used, if it is.
    pub ear: Option<EarRecipe>,
    /// Whether another training follows in which those teach as well who chose; see
    /// [`super::Parts::everyone`].
    pub refit: bool,
}

/// How a speech encoder is used.
#[derive(Debug, Clone)]
pub struct EarRecipe {
    /// The features that it hears.
    pub features: FeatureSpec,
    /// How they are levelled and cut.
    pub framing: Framing,
    /// The layers that are heard; see [`crate::model::EncoderConfig::taps`].
    pub taps: Vec<usize>,
    /// The scale of its input, the same for every band.
    pub scale_db: ScaleDb,
    /// What it is for.
    pub role: EarRole,
}

/// What a speech encoder is for.
#[derive(Debug, Clone)]
pub enum EarRole {
    /// Frozen, it stands between features and network, which hears statistics of each window.
    Before {
        /// The network behind it; its values follow from the encoder.
        head: StatisticsNetConfig,
    },
    /// It learns along with the network behind it.
    Along {
        /// The network behind it; its values follow from the encoder.
        head: StatisticsNetConfig,
    },
    /// The network learns to hear what it hears.
    Hints {
        /// Principal components of a token that are to be told.
        components: usize,
        /// How much they count; see [`crate::training::HintConfig::weight`].
        weight: f32,
    },
}

impl EarRecipe {
    /// The scale of its input.
    pub fn scaler(&self) -> Scaler {
        let bands = self.features.rows();
        Scaler::new(vec![self.scale_db.zero_db; bands], vec![self.scale_db.one_db; bands])
    }

    fn whisper(taps: Vec<usize>, role: EarRole) -> Self {
        Self {
            features: FeatureSpec::Frames(FrameSpec::whisper()),
            framing: WHISPER_FRAMING,
            taps,
            scale_db: WHISPER_SCALE,
            role,
        }
    }
}

/// Levels as an encoder was trained on them.
#[derive(Debug, Clone, Copy)]
pub struct ScaleDb {
    /// The level that it takes for 0.
    pub zero_db: f32,
    /// The decibels of 1.
    pub one_db: f32,
}

/// Four copies of each clip: an hour of listening.
const MOST_COPIES: f64 = 0.8;
/// Batch normalisation needs two clips; more than the most is a slip of the finger.
const BATCH_SIZES: RangeInclusive<usize> = 2..=4096;

impl Recipe {
    /// The recipe, if its numbers can be trained with.
    ///
    /// # Errors
    /// [`LaboratoryError::Setting`] with the first that cannot.
    pub fn checked(self) -> Result<Self, LaboratoryError> {
        let TrainerConfig { epochs, batch_size, learning_rate, .. } = self.trainer;
        let refuse = |sentence: String| Err(LaboratoryError::Setting(sentence));
        if epochs == 0 {
            return refuse("expected 1 epoch or more, got 0".to_owned());
        }
        if !BATCH_SIZES.contains(&batch_size) {
            let (least, most) = (BATCH_SIZES.start(), BATCH_SIZES.end());
            return refuse(format!(
                "expected a batch of {least} to {most} clips, got {batch_size}"
            ));
        }
        if !(learning_rate > 0.0 && learning_rate <= 1.0) {
            return refuse(format!("expected a learning rate up to 1, got {learning_rate}"));
        }
        let most = if self.is_behind_an_encoder() { MOST_COPIES } else { 1.0 };
        if self.rerecorded > 0.0 && self.framing.is_none() {
            let name = self.name;
            return refuse(format!("expected no re-recorded clips for the preset {name}"));
        }
        if !(0.0..=most).contains(&self.rerecorded) {
            let share = self.rerecorded;
            return refuse(format!(
                "expected a share of re-recorded clips up to {most}, got {share}"
            ));
        }
        Ok(self)
    }

    /// How training examples are heard anew, each time in another way, if they are.
    pub fn rerecording(&self) -> Option<Rerecording> {
        let (share, features) = (self.rerecorded, self.features.clone());
        (share > 0.0 && !self.is_behind_an_encoder()).then_some(Rerecording { share, features })
    }

    /// Copies of each clip that are re-recorded before the training, since an encoder takes too long
    /// to listen anew: as many as come nearest to the share.
    pub fn copies(&self) -> u64 {
        match self.is_behind_an_encoder() {
            true => (self.rerecorded / (1.0 - self.rerecorded)).round() as u64,
            false => 0,
        }
    }

    /// The scale of what an encoder hears that learns along, which is the one it was trained on.
    pub fn scale(&self) -> Option<Scaler> {
        let ear = self.ear.as_ref()?;
        matches!(ear.role, EarRole::Along { .. }).then(|| ear.scaler())
    }

    fn is_behind_an_encoder(&self) -> bool {
        matches!(self.ear, Some(EarRecipe { role: EarRole::Before { .. }, .. }))
    }

    /// How what the network hears is cut: frames, or windows of which an encoder told.
    pub fn framing_heard(&self) -> Option<Framing> {
        match self.ear.as_ref().map(|ear| &ear.role) {
            Some(EarRole::Before { .. }) => Some(ONE_BY_ONE),
            _ => self.framing,
        }
    }
}

impl Recipe {
    /// The same with an encoder that learns along with what stands behind it; without a frozen
    /// encoder before it, as it is.
    pub fn tuned(mut self) -> Self {
        if let Some(EarRecipe { role, .. }) = &mut self.ear
            && let EarRole::Before { head } = role
        {
            *role = EarRole::Along { head: head.clone() };
            self.augment = Some(TUNED_AUGMENT);
            self.trainer.learning_rate = TUNED_RATE;
        }
        self
    }
}

impl Preset {
    /// The preset as a recipe with these numbers.
    pub fn recipe(self, epochs: usize, batch_size: usize, seed: u64) -> Recipe {
        match self {
            Self::Seed => seed_recipe(epochs, batch_size, seed),
            Self::Overtone => overtone_recipe(epochs, batch_size, seed),
            Self::Large => large_recipe(epochs, batch_size, seed),
        }
    }
}

fn seed_recipe(epochs: usize, batch_size: usize, seed: u64) -> Recipe {
    let features = FeatureSpec::seed();
    let network = NetworkConfig::Seed(crate::model::SeedNetConfig {
        values: features.rows(),
        classes: Emotion::COUNT,
    });
    let trainer = TrainerConfig {
        network,
        batch_size,
        epochs,
        seed,
        learning_rate: Preset::Seed.learning_rate(),
        schedule: Schedule::Plateau { factor: 0.4, patience: 2, least: 1e-7 },
        weight_decay: 0.0,
        balanced: false,
        hints: None,
    };
    let (framing, augment) = (None, None);
    Recipe {
        name: Preset::Seed.name(),
        features,
        framing,
        augment,
        rerecorded: 0.0,
        mixup: 0.0,
        trainer,
        softening: None,
        ear: None,
        refit: false,
    }
}

fn overtone_recipe(epochs: usize, batch_size: usize, seed: u64) -> Recipe {
    let features = FeatureSpec::overtone();
    let network = FrameNetConfig::small(features.rows(), Emotion::COUNT);
    let trainer = TrainerConfig {
        network: NetworkConfig::Frames(network),
        batch_size,
        epochs,
        seed,
        learning_rate: Preset::Overtone.learning_rate(),
        schedule: Schedule::Cosine { warm_up: (epochs / 20).max(1) },
        weight_decay: 0.02,
        balanced: true,
        hints: None,
    };
    Recipe {
        name: Preset::Overtone.name(),
        features,
        framing: Some(WHISPER_FRAMING),
        augment: Some(FrameAugment::DEFAULT),
        rerecorded: 0.3,
        mixup: 0.0,
        trainer,
        softening: Some(Softening::DEFAULT),
        ear: Some(EarRecipe::whisper(vec![2, 4], EarRole::Hints { components: 64, weight: 1.0 })),
        refit: false,
    }
}

/// Whisper takes (log10 power + 4) / 4 and nothing more than 80 dB below the loudest band, which
/// lies some 40 dB above our loud frames' mean and, in a well set recording, at 10 dB.
const WHISPER_FRAMING: Framing = Framing { floor_db: -40.0, ..Framing::DEFAULT };
const WHISPER_SCALE: ScaleDb = ScaleDb { zero_db: -10.0, one_db: 40.0 };

/// The statistics of windows, of which each is heard by itself.
const ONE_BY_ONE: Framing = Framing { window_frames: 1, hop_frames: 1, floor_db: f32::MIN };

/// An encoder takes 0 for a loud band, so that what it is not to hear is hidden behind a quiet one.
const TUNED_AUGMENT: FrameAugment = FrameAugment { hidden: -0.5, ..FrameAugment::DEFAULT };
/// Ten times less than what a fresh network learns at: the encoder knows speech.
const TUNED_RATE: f64 = 3e-4;

fn large_recipe(epochs: usize, batch_size: usize, seed: u64) -> Recipe {
    let head =
        StatisticsNetConfig { values: 0, hidden: 256, dropout: 0.4, classes: Emotion::COUNT };
    let trainer = TrainerConfig {
        network: NetworkConfig::Statistics(head.clone()),
        batch_size,
        epochs,
        seed,
        learning_rate: Preset::Large.learning_rate(),
        schedule: Schedule::Cosine { warm_up: (epochs / 20).max(1) },
        weight_decay: 0.1,
        balanced: true,
        hints: None,
    };
    Recipe {
        name: Preset::Large.name(),
        features: FeatureSpec::Frames(FrameSpec::whisper()),
        framing: Some(WHISPER_FRAMING),
        augment: None,
        rerecorded: 0.5,
        mixup: 0.0,
        trainer,
        softening: Some(Softening::DEFAULT),
        ear: Some(EarRecipe::whisper(vec![1, 2, 3, 4], EarRole::Before { head })),
        refit: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rerecorded(preset: Preset, share: f64) -> Recipe {
        Recipe { rerecorded: share, ..preset.recipe(1, 64, 0) }
    }

    #[test]
    fn what_stands_behind_an_encoder_hears_copies_and_others_hear_anew() {
        let copies = |share| rerecorded(Preset::Large, share).copies();
        assert_eq!([0.0, 0.3, 0.5, 0.66, 0.75].map(copies), [0, 0, 1, 2, 3]);
        assert!(rerecorded(Preset::Large, 0.5).rerecording().is_none());
        let small = rerecorded(Preset::Overtone, 0.5);
        assert_eq!((small.copies(), small.rerecording().unwrap().share), (0, 0.5));
        assert!(rerecorded(Preset::Overtone, 0.0).rerecording().is_none());
    }

    #[test]
    fn an_encoder_that_learns_along_hears_sounds_anew_on_its_own_scale() {
        let tuned = rerecorded(Preset::Large, 0.5).tuned();
        assert_eq!((tuned.copies(), tuned.rerecording().unwrap().share), (0, 0.5));
        assert_eq!(tuned.framing_heard(), tuned.framing);
        let scale = tuned.scale().unwrap();
        assert_eq!((scale.mean()[0], scale.deviation()[79]), (-10.0, 40.0));
        let frozen = rerecorded(Preset::Large, 0.5);
        assert!(frozen.scale().is_none() && frozen.augment.is_none());
        let small = rerecorded(Preset::Overtone, 0.5);
        assert!(matches!(small.clone().tuned().ear.unwrap().role, EarRole::Hints { .. }));
        assert_eq!(small.clone().tuned().trainer, small.trainer);
    }

    #[test]
    fn shares_that_cannot_be_heard_are_refused() {
        let refused = |preset, share| {
            let checked = rerecorded(preset, share).checked();
            checked.err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(refused(Preset::Overtone, 1.0), "");
        assert_eq!(refused(Preset::Large, 0.8), "");
        let large = "expected a share of re-recorded clips up to 0.8, got 0.9";
        assert_eq!(refused(Preset::Large, 0.9), large);
        let small = "expected a share of re-recorded clips up to 1, got NaN";
        assert_eq!(refused(Preset::Overtone, f64::NAN), small);
        let seed = "expected no re-recorded clips for the preset seed";
        assert_eq!(refused(Preset::Seed, 0.5), seed);
    }
}
