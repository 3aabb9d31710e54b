//! The course of a training: from its first step to a tested model.

use burn::module::Module;
use burn::store::ModuleRecord;
use burn::tensor::{Bytes, Device};
use serde::{Deserialize, Serialize};

use super::judging::{Watched, by_corpus, judge, strangers, test, twin_on};
use super::trained::{Product, Trained};
use super::{LaboratoryError, Parts, Recipe};
use crate::emotion::Emotion;
use crate::evaluation::{Judged, calibrate};
use crate::figures::{EpochRecord, Evaluation, History, Probe, TrainingRecord};
use crate::model::{
    Calibration, Classifier, Encoder, ModelCard, Network, NetworkConfig, Scaler, ScalerSums,
    checkpoint,
};
use crate::training::{
    self, Epoch, Examples, Preparation, ShelfError, Trainer, TrainerState, TrainingResult,
};

/// A training on its way: [`Self::begin_epoch`], its steps, [`Self::end_epoch`], until it
/// [`Self::is_over`]; then [`Self::trained`], [`Self::calibration`] and [`Self::test`].
pub struct Course<'a> {
    recipe: &'a Recipe,
    parts: &'a Parts,
    device: Device,
    trainer: Trainer,
    /// The learning rate that the epoch on its way began with.
    learning_rate: f64,
    history: History,
    best: Option<Best>,
}

/// The best epoch so far.
struct Best {
    /// Its network, in burnpack's format.
    weights: Vec<u8>,
    record: EpochRecord,
}

/// All that a training needs to go on after a kill.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CourseState {
    /// Weights, optimizer, schedule, epoch.
    pub trainer: TrainerState,
    /// The epochs so far.
    pub history: History,
    /// Weights of the best epoch, in burnpack's format.
    pub best: Vec<u8>,
}

/// A finished training and what it did on the clips of its test speakers.
pub struct Tested {
    /// The model file.
    pub file: Vec<u8>,
    /// The test clips, in the order of the deal.
    pub judged: Vec<Judged>,
    /// The same, each once ten others of its speaker were heard without telling what they mean.
    pub acquainted: Vec<Judged>,
    /// What was fitted on the validation speakers.
    pub calibration: Calibration,
    /// Scores by corpus.
    pub evaluation: Evaluation,
    /// The epoch whose weights these are, from 1.
    pub epoch: usize,
}

impl<'a> Course<'a> {
    /// A training before its first epoch.
    ///
    /// # Errors
    /// [`LaboratoryError::Shelf`] if features cannot be read.
    pub fn new(
        recipe: &'a Recipe,
        parts: &'a Parts,
        device: Device,
    ) -> Result<Self, LaboratoryError> {
        Ok(Self {
            trainer: trainer(recipe, &parts.train, &device)?,
            learning_rate: recipe.trainer.learning_rate,
            history: History::default(),
            best: None,
            recipe,
            parts,
            device,
        })
    }

    /// From an encoder that was trained before, and the scale of its statistics.
    ///
    /// # Errors
    /// [`LaboratoryError::Weights`] if the recipe's encoder is of another shape.
    pub fn with_encoder(self, encoder: Encoder, scaler: &Scaler) -> Result<Self, LaboratoryError> {
        let trainer = self.trainer.with_encoder(encoder, scaler);
        Ok(Self { trainer: trainer.map_err(LaboratoryError::weights)?, ..self })
    }

    /// Goes on where a training with the same recipe and the same parts was.
    ///
    /// # Errors
    /// [`LaboratoryError::Weights`] if the state is another training's.
    pub fn resume(self, state: CourseState) -> Result<Self, LaboratoryError> {
        let CourseState { trainer, history, best: weights } = state;
        let trainer = self.trainer.restore(trainer).map_err(LaboratoryError::Weights)?;
        let best = history.best().map(|&record| Best { weights, record });
        Ok(Self { trainer, history, best, ..self })
    }

    /// Where it is, to be resumed.
    ///
    /// # Errors
    /// If the device fails, or the weights cannot be encoded.
    pub async fn state(&self) -> Result<CourseState, LaboratoryError> {
        Ok(CourseState {
            trainer: self.trainer.save().await?,
            history: self.history.clone(),
            best: self.best.as_ref().map(|best| best.weights.clone()).unwrap_or_default(),
        })
    }

    /// Whether all epochs are gone through.
    pub fn is_over(&self) -> bool {
        self.epochs_done() >= self.recipe.trainer.epochs
    }

    /// Epochs gone through.
    pub fn epochs_done(&self) -> usize {
        self.trainer.epochs_done()
    }

    /// The epochs gone through.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What turns a clip into the input of the network that is trained.
    pub fn preparation(&self) -> &Preparation {
        self.trainer.preparation()
    }

    /// The shape of the network that is trained.
    pub fn network_config(&self) -> &NetworkConfig {
        &self.trainer.config().network
    }

    /// Begins the next epoch.
    pub fn begin_epoch(&mut self) -> Epoch<'_> {
        self.learning_rate = self.trainer.learning_rate();
        self.trainer.begin_epoch(&self.parts.train)
    }

    /// Judges the validation clips after an epoch that took so long, and keeps the best network.
    ///
    /// # Errors
    /// If features cannot be read, or the device fails.
    pub async fn end_epoch(
        &mut self,
        trained: TrainingResult,
        seconds: f64,
    ) -> Result<EpochRecord, LaboratoryError> {
        let network = self.trainer.network();
        let validation = &self.parts.validation;
        let judged = judge(&network, self.preparation(), validation, &self.device).await?;
        let watched = Watched::of(&judged, validation);
        // The described pipeline watches the loss that it trains on.
        let stands_still = if self.recipe.framing.is_none() { trained.loss } else { watched.loss };
        self.trainer.epoch_ended(stands_still);
        let record = EpochRecord {
            epoch: self.epochs_done(),
            learning_rate: self.learning_rate,
            training_loss: trained.loss,
            training_accuracy: trained.accuracy,
            validation_loss: watched.loss,
            validation_accuracy: watched.accuracy,
            validation_uar: watched.uar,
            seconds,
        };
        self.history.epochs.push(record);
        if self.history.best() == Some(&record) || self.best.is_none() {
            let network = training::to_processor(&network).await?;
            let weights = network.into_record().into_bytes().map_err(LaboratoryError::weights)?;
            self.best = Some(Best { weights: weights.to_vec(), record });
        }
        Ok(record)
    }

    /// What came of the best epoch.
    ///
    /// # Errors
    /// [`LaboratoryError::NoEpoch`] before the first.
    pub fn trained(&self) -> Result<Trained<'a>, LaboratoryError> {
        let Best { weights, record } = self.best()?;
        let weights = ModuleRecord::from_bytes(Bytes::from_bytes_vec(weights.clone()));
        let network = self.network_config().init(&Device::flex()).valid();
        let network = network.try_load_record(weights.map_err(LaboratoryError::weights)?);
        Ok(Trained {
            network: network.map_err(LaboratoryError::weights)?,
            epoch: record.epoch,
            preparation: self.preparation().clone(),
            learned: &self.parts.train,
        })
    }

    /// How sure a network of this training may be, as the validation speakers show.
    ///
    /// # Errors
    /// If features cannot be read, the device fails, or the network cannot be packed.
    pub async fn calibration(&self, network: &Network) -> Result<Calibration, LaboratoryError> {
        let network = checkpoint::rounded(network.clone(), self.network_config().grain())?;
        let validation = &self.parts.validation;
        let judged = judge(&network, self.preparation(), validation, &self.device).await?;
        Ok(calibrate::fit(&judged))
    }

    /// Packs what ships under a name and tests it on the speakers kept apart.
    ///
    /// # Errors
    /// If features cannot be read, the device fails, or the network cannot be packed.
    pub async fn test(
        &self,
        product: Product<'_>,
        name: String,
        corpus_probe: Option<Probe>,
    ) -> Result<Tested, LaboratoryError> {
        let Product { config, network, scaler, calibration, trained } = product;
        let Trained { network: answering, epoch, preparation, learned } = trained;
        let grain = config.grain();
        let network = checkpoint::rounded(network, grain)?;
        let answering = checkpoint::rounded(answering, grain)?;
        let mut card = self.card(config, scaler, epoch)?;
        card.golden_logits = checkpoint::golden_logits(&card, &network, &Device::flex()).await?;
        card.calibration = calibration;
        let (strangers, manners) =
            strangers(&answering, &preparation, learned, &self.device).await?;
        card.strangers = Some(strangers);
        card.manners = manners;
        let config = self.network_config().clone();
        let answering = Classifier::new(
            ModelCard { network: config, ..card.clone() },
            twin_on(&answering, &self.device),
            &self.device,
        );
        let seed = self.recipe.trainer.seed;
        let (judged, acquainted) = test(&answering, &preparation, &self.parts.test, seed).await?;
        let scores = by_corpus(&self.parts.test, judged.clone());
        let evaluation = Evaluation::new(name, &scores, &calibration);
        Ok(Tested {
            file: checkpoint::encode(&card, &network)?,
            judged,
            acquainted,
            calibration,
            evaluation: Evaluation { corpus_probe, ..evaluation },
            epoch,
        })
    }

    fn card(
        &self,
        network: NetworkConfig,
        scaler: Scaler,
        epoch: usize,
    ) -> Result<ModelCard, LaboratoryError> {
        Ok(ModelCard {
            network,
            features: self.recipe.features.clone(),
            framing: self.recipe.framing,
            scaler,
            labels: Emotion::ALL.to_vec(),
            calibration: Calibration::NONE,
            training: TrainingRecord {
                epochs: self.epochs_done(),
                best_epoch: epoch,
                validation_uar: self.best()?.record.validation_uar,
                ..self.parts.record.clone()
            },
            golden_logits: Vec::new(),
            strangers: None,
            manners: None,
            personal: None,
        })
    }

    fn best(&self) -> Result<&Best, LaboratoryError> {
        self.best.as_ref().ok_or(LaboratoryError::NoEpoch)
    }
}

/// A trainer before its first epoch, and what turns these examples into its input.
pub(super) fn trainer(
    recipe: &Recipe,
    examples: &Examples,
    device: &Device,
) -> Result<Trainer, ShelfError> {
    let scaler = match recipe.scale() {
        Some(scaler) => scaler,
        None => fit_scaler(&recipe.trainer.network, examples)?,
    };
    let preparation = Preparation {
        scaler,
        framing: recipe.framing_heard(),
        rerecording: recipe.rerecording(),
        augment: recipe.augment,
        mixup: recipe.mixup,
    };
    Ok(Trainer::new(recipe.trainer.clone(), preparation, device))
}

/// The scale of examples, which are read one by one; where it will stand between an encoder and this
/// network, as it is there.
fn fit_scaler(network: &NetworkConfig, examples: &Examples) -> Result<Scaler, ShelfError> {
    let mut sums = ScalerSums::new(network.rows());
    for example in &examples.list {
        sums.add(&example.features.read()?.values);
    }
    let scaler = sums.scaler();
    Ok(match network {
        NetworkConfig::Statistics(_) => scaler.as_shipped(),
        NetworkConfig::Seed(_) | NetworkConfig::Frames(_) | NetworkConfig::Encoded(_) => scaler,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Features;
    use crate::model::{SeedNetConfig, StatisticsNetConfig};
    use crate::training::testing;

    #[test]
    fn a_scale_that_ships_in_a_network_is_the_one_that_the_network_learns_with() {
        let values = [0.1, 0.3, 0.8];
        let example = |value| {
            let features = Features { values: vec![value], rows: 1, frames: 1 };
            testing::example(features, Emotion::Happy)
        };
        let list = values.map(example).into();
        let examples = Examples { list, corpora: Vec::new() };
        let classes = Emotion::COUNT;
        let behind_an_encoder = StatisticsNetConfig { values: 1, hidden: 2, dropout: 0.0, classes };
        let behind_an_encoder = NetworkConfig::Statistics(behind_an_encoder);
        let by_itself = NetworkConfig::Seed(SeedNetConfig { values: 1, classes });

        let exact = fit_scaler(&by_itself, &examples).unwrap();
        assert!((exact.mean()[0] - 0.4).abs() < 1e-7, "{exact:?}");
        let shipped = fit_scaler(&behind_an_encoder, &examples).unwrap();
        assert_eq!(shipped, exact.clone().as_shipped());
        assert_ne!(shipped, exact);
    }
}
