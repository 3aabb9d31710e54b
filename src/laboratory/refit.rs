//! The last training of some: nobody chooses any more, and who has chosen teaches.

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use super::course::trainer;
use super::trained::Trained;
use super::{LaboratoryError, Recipe};
use crate::figures::UnjudgedEpoch;
use crate::model::{Encoder, Scaler};
use crate::training::{self, Epoch, Examples, Trainer, TrainerState, TrainingResult};

/// A training from fresh weights with the recipe of a [`super::Course`] that is over, and with all
/// examples that do not judge: those, too, of the speakers who told that course how sure it may be.
/// It goes through all epochs of the recipe, and its last weights count.
///
/// Nobody is left to tell when to stop or how sure this network may be: the course, which heard
/// fewer speakers, answers for both.
pub struct Refit<'a> {
    recipe: &'a Recipe,
    examples: &'a Examples,
    trainer: Trainer,
    /// The learning rate that the epoch on its way began with.
    learning_rate: f64,
    epochs: Vec<UnjudgedEpoch>,
}

/// All that a [`Refit`] needs to go on after a kill.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RefitState {
    /// Weights, optimizer, schedule, epoch.
    pub trainer: TrainerState,
    /// The epochs so far.
    pub epochs: Vec<UnjudgedEpoch>,
}

impl<'a> Refit<'a> {
    /// Such a training before its first epoch.
    ///
    /// # Errors
    /// [`LaboratoryError::Shelf`] if features cannot be read.
    pub fn new(
        recipe: &'a Recipe,
        examples: &'a Examples,
        device: &Device,
    ) -> Result<Self, LaboratoryError> {
        let trainer = trainer(recipe, examples, device)?;
        let learning_rate = recipe.trainer.learning_rate;
        Ok(Self { recipe, examples, trainer, learning_rate, epochs: Vec::new() })
    }

    /// As [`super::Course::with_encoder`].
    ///
    /// # Errors
    /// [`LaboratoryError::Weights`] if the recipe's encoder is of another shape.
    pub fn with_encoder(self, encoder: Encoder, scaler: &Scaler) -> Result<Self, LaboratoryError> {
        let trainer = self.trainer.with_encoder(encoder, scaler);
        Ok(Self { trainer: trainer.map_err(LaboratoryError::weights)?, ..self })
    }

    /// Goes on where a training with the same recipe and the same examples was.
    ///
    /// # Errors
    /// [`LaboratoryError::Weights`] if the state is another training's.
    pub fn resume(self, state: RefitState) -> Result<Self, LaboratoryError> {
        let RefitState { trainer, epochs } = state;
        let trainer = self.trainer.restore(trainer).map_err(LaboratoryError::Weights)?;
        Ok(Self { trainer, epochs, ..self })
    }

    /// Where it is, to be resumed.
    ///
    /// # Errors
    /// If the device fails, or the weights cannot be encoded.
    pub async fn state(&self) -> Result<RefitState, LaboratoryError> {
        Ok(RefitState { trainer: self.trainer.save().await?, epochs: self.epochs.clone() })
    }

    /// Whether all epochs are gone through.
    pub fn is_over(&self) -> bool {
        self.epochs_done() >= self.recipe.trainer.epochs
    }

    /// Epochs gone through.
    pub fn epochs_done(&self) -> usize {
        self.trainer.epochs_done()
    }

    /// Begins the next epoch.
    pub fn begin_epoch(&mut self) -> Epoch<'_> {
        self.learning_rate = self.trainer.learning_rate();
        self.trainer.begin_epoch(self.examples)
    }

    /// Takes note of an epoch that took so long: where the schedule watches a loss, it is this one.
    pub fn end_epoch(&mut self, trained: TrainingResult, seconds: f64) -> UnjudgedEpoch {
        self.trainer.epoch_ended(trained.loss);
        let epoch = UnjudgedEpoch {
            epoch: self.epochs_done(),
            learning_rate: self.learning_rate,
            training_loss: trained.loss,
            training_accuracy: trained.accuracy,
            seconds,
        };
        self.epochs.push(epoch);
        epoch
    }

    /// What came of it.
    ///
    /// # Errors
    /// [`LaboratoryError::NoEpoch`] before the last epoch, and if the device fails.
    pub async fn trained(&self) -> Result<Trained<'a>, LaboratoryError> {
        if !self.is_over() {
            return Err(LaboratoryError::NoEpoch);
        }
        Ok(Trained {
            network: training::to_processor(&self.trainer.network()).await?,
            epoch: self.epochs_done(),
            preparation: self.trainer.preparation().clone(),
            learned: self.examples,
        })
    }
}
