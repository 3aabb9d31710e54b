//! A network on its way through epochs: how it is begun, saved and gone on with.

use burn::prelude::*;
use burn::store::{ModuleRecord, RecordError};
use burn::tensor::Bytes;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::batch::Preparation;
use super::epoch::{Batches, Epoch, Progress};
use super::examples::{Examples, Sampler};
use super::hints::{HintConfig, Pupil};
use super::learner::Learner;
use super::memory::keep_memory;
use super::optimizer::{Moments, Optimizer};
use super::processor::to_processor;
use super::schedule::{LearningRate, Schedule};
use crate::model::{ClassifyError, Encoder, Network, NetworkConfig, Scaler};

/// How to train.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainerConfig {
    /// The network to train.
    pub network: NetworkConfig,
    /// Examples of a step.
    pub batch_size: usize,
    /// Epochs in all.
    pub epochs: usize,
    /// The seed of weights, order, augmentation and dropout.
    pub seed: u64,
    /// The learning rate to start from.
    pub learning_rate: f64,
    /// How it goes.
    pub schedule: Schedule,
    /// Decoupled weight decay (Loshchilov & Hutter 2019).
    pub weight_decay: f32,
    /// Whether examples are drawn balanced over corpora and emotions, or each once an epoch.
    pub balanced: bool,
    /// How the network learns from what a speech encoder hears, if it does.
    pub hints: Option<HintConfig>,
}

/// A network on its way.
pub struct Trainer {
    config: TrainerConfig,
    preparation: Preparation,
    learner: Learner,
    rate: LearningRate,
    epoch: usize,
    device: Device,
}

impl Trainer {
    /// A trainer with fresh weights.
    pub fn new(config: TrainerConfig, preparation: Preparation, device: &Device) -> Self {
        keep_memory();
        let device = device.clone().autodiff();
        device.seed(config.seed);
        let guess = config.hints.as_ref().map(|hints| hints.init(&device));
        Self {
            learner: Learner {
                pupil: Pupil { network: config.network.init(&device), guess },
                optimizer: Optimizer::new(config.weight_decay),
                hint_weight: config.hints.as_ref().map_or(0.0, |hints| hints.weight),
            },
            rate: LearningRate::new(config.schedule, config.learning_rate, config.epochs),
            epoch: 0,
            config,
            preparation,
            device,
        }
    }

    /// With an encoder that was trained before, and the scale of its statistics, where the network
    /// has one.
    ///
    /// # Errors
    /// [`RecordError`] if the encoder is of another shape.
    pub fn with_encoder(mut self, encoder: Encoder, scaler: &Scaler) -> Result<Self, RecordError> {
        if let Network::Encoded(network) = self.learner.pupil.network {
            self.learner.pupil.network = Network::Encoded(network.with_encoder(encoder, scaler)?);
        }
        Ok(self)
    }

    /// How it trains.
    pub fn config(&self) -> &TrainerConfig {
        &self.config
    }

    /// What turns an example into the network's input.
    pub fn preparation(&self) -> &Preparation {
        &self.preparation
    }

    /// Epochs gone through.
    pub fn epochs_done(&self) -> usize {
        self.epoch
    }

    /// The learning rate of the next step.
    pub fn learning_rate(&self) -> f64 {
        self.rate.at(self.epoch, 0.0)
    }

    /// The network as it is, without gradients.
    pub fn network(&self) -> Network {
        self.learner.pupil.network.valid()
    }

    /// Begins the next epoch.
    pub fn begin_epoch<'a>(&'a mut self, examples: &'a Examples) -> Epoch<'a> {
        self.device.seed(self.stream(0));
        let batches = Batches {
            preparation: &self.preparation,
            hints: self.config.hints.as_ref(),
            device: &self.device,
            examples,
            order: self.order(examples),
            size: self.config.batch_size,
            stream: self.stream(2),
        };
        Epoch {
            learner: &mut self.learner,
            rate: &self.rate,
            done: &mut self.epoch,
            batches,
            progress: Progress::default(),
        }
    }

    /// Takes note of the loss that the schedule watches.
    pub fn epoch_ended(&mut self, watched_loss: f64) {
        self.rate.epoch_ended(watched_loss);
    }

    /// The examples of an epoch in the order of the steps.
    fn order(&self, examples: &Examples) -> Vec<usize> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.stream(1));
        let count = examples.list.len();
        if self.config.balanced {
            let sampler = Sampler::new(&examples.draw_weights());
            return (0..count).map(|_| sampler.draw(&mut rng)).collect();
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.shuffle(&mut rng);
        order
    }

    /// A random stream of this epoch, the same whenever it is gone through.
    fn stream(&self, purpose: u64) -> u64 {
        let words = [self.config.seed, self.epoch as u64, purpose];
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let hash = blake3::hash(&bytes);
        let (first, _) = hash.as_bytes().split_at(8);
        first.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte))
    }

    /// Weights, optimizer and schedule, from which [`Self::restore`] goes on, on any device.
    ///
    /// # Errors
    /// [`SaveError`] if the device fails or the weights cannot be encoded.
    pub async fn save(&self) -> Result<TrainerState, SaveError> {
        let pupil = to_processor(&self.learner.pupil).await?;
        Ok(TrainerState {
            config: self.config.clone(),
            epoch: self.epoch,
            rate: self.rate.clone(),
            network: pupil.into_record().into_bytes()?.to_vec(),
            optimizer: self.learner.optimizer.moments().await?,
        })
    }

    /// Goes on from a saved state.
    ///
    /// # Errors
    /// A sentence if the state is another training's or does not fit the network.
    pub fn restore(mut self, state: TrainerState) -> Result<Self, String> {
        if state.config != self.config {
            return Err("the saved training has other settings".to_owned());
        }
        let record = ModuleRecord::from_bytes(Bytes::from_bytes_vec(state.network));
        let record = record.map_err(|e| e.to_string())?;
        let pupil = self.learner.pupil.try_load_record(record);
        self.learner.pupil = pupil.map_err(|e| e.to_string())?;
        self.learner.optimizer.remember(state.optimizer, &self.device.clone().inner());
        self.rate = state.rate;
        self.epoch = state.epoch;
        Ok(self)
    }
}

/// Why a training cannot be saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The device failed.
    #[error(transparent)]
    Device(#[from] ClassifyError),
    /// The weights cannot be encoded.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// A training between two epochs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainerState {
    config: TrainerConfig,
    epoch: usize,
    rate: LearningRate,
    network: Vec<u8>,
    optimizer: Vec<Moments>,
}
