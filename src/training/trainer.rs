//! The loop that learns: epochs of steps, a pause wherever the caller wants one.

use burn::optim::GradientsParams;
use burn::prelude::*;
use burn::store::{ModuleRecord, RecordError};
use burn::tensor::Bytes;
use burn::tensor::activation::log_softmax;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::batch::{Batch, Preparation};
use super::examples::{Examples, Sampler};
use super::hints::{HintBatch, HintConfig, Pupil};
use super::memory::keep_memory;
use super::optimizer::{Moments, Optimizer};
use super::processor::to_processor;
use super::schedule::{LearningRate, Schedule};
use super::shares::Shares;
use super::shelf::ShelfError;
use crate::model::{ClassifyError, Encoder, Network, NetworkConfig, Scaler, read};

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

/// What an epoch came to on the training side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrainingResult {
    /// Mean cross-entropy.
    pub loss: f64,
    /// Share of examples, as varied, whose largest logit is the target's largest.
    pub accuracy: f64,
    /// Mean squared error of the hints, whose values have variance one; 0 without hints.
    pub hint_error: f64,
}

/// A network on its way.
pub struct Trainer {
    config: TrainerConfig,
    preparation: Preparation,
    pupil: Pupil,
    optimizer: Optimizer,
    rate: LearningRate,
    epoch: usize,
    device: Device,
}

/// An epoch on its way: call [`Self::step`] until it says false, then [`Self::finish`].
pub struct Epoch<'a> {
    trainer: &'a mut Trainer,
    examples: &'a Examples,
    order: Vec<usize>,
    position: usize,
    /// Sums of losses, hits and errors of hints, on the device until the epoch ends.
    tally: Option<Tensor<1>>,
}

impl Trainer {
    /// A trainer with fresh weights.
    pub fn new(config: TrainerConfig, preparation: Preparation, device: &Device) -> Self {
        keep_memory();
        let device = device.clone().autodiff();
        device.seed(config.seed);
        let guess = config.hints.as_ref().map(|hints| hints.init(&device));
        Self {
            pupil: Pupil { network: config.network.init(&device), guess },
            optimizer: Optimizer::new(config.weight_decay),
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
        if let Network::Encoded(network) = self.pupil.network {
            self.pupil.network = Network::Encoded(network.with_encoder(encoder, scaler)?);
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
        self.pupil.network.valid()
    }

    /// Begins the next epoch.
    pub fn begin_epoch<'a>(&'a mut self, examples: &'a Examples) -> Epoch<'a> {
        self.device.seed(self.stream(0));
        let order = self.order(examples);
        Epoch { trainer: self, examples, order, position: 0, tally: None }
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
}

impl Epoch<'_> {
    /// Steps of the epoch in all.
    pub fn steps(&self) -> usize {
        self.order.len().div_ceil(self.trainer.config.batch_size)
    }

    /// Takes the next step; false if there was none left.
    ///
    /// # Errors
    /// [`ShelfError`] if the features of an example cannot be read; the step is then not taken.
    pub fn step(&mut self) -> Result<bool, ShelfError> {
        let batch_size = self.trainer.config.batch_size;
        let end = (self.position + batch_size).min(self.order.len());
        if self.position == end {
            return Ok(false);
        }
        let part = self.position as f64 / self.order.len() as f64;
        let indices = &self.order[self.position..end];
        let first = self.position as u64;
        let stream = self.trainer.stream(2);
        let batch = self.trainer.preparation.batch(
            self.examples,
            indices,
            |position| stream ^ (first + position as u64),
            self.trainer.config.hints.as_ref(),
            &self.trainer.device,
        )?;
        self.position = end;
        let tally = self.trainer.learn(batch, part);
        self.tally = Some(match self.tally.take() {
            Some(sum) => sum + tally,
            None => tally,
        });
        Ok(true)
    }

    /// Examples gone through.
    pub fn examples_done(&self) -> usize {
        self.position
    }

    /// Mean cross-entropy so far; 0 before the first step. The device is waited for.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn loss(&self) -> Result<f64, ClassifyError> {
        let Some(tally) = &self.tally else { return Ok(0.0) };
        let sums = read(tally.clone().unsqueeze_dim::<2>(0)).await?;
        Ok(f64::from(sums[0]) / self.position.max(1) as f64)
    }

    /// Ends the epoch: the one read of it.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn finish(self) -> Result<TrainingResult, ClassifyError> {
        self.trainer.epoch += 1;
        let values = match self.tally {
            Some(tally) => read(tally.unsqueeze_dim::<2>(0)).await?,
            None => vec![0.0; 3],
        };
        let mean = |sum: f32| f64::from(sum) / self.order.len().max(1) as f64;
        Ok(TrainingResult {
            loss: mean(values[0]),
            accuracy: mean(values[1]),
            hint_error: mean(values[2]),
        })
    }
}

impl Trainer {
    /// One step; returns the sums of losses, hits and errors of hints, still on the device.
    fn learn(&mut self, batch: Batch, part: f64) -> Tensor<1> {
        let count = batch.targets.dims()[0];
        let (logits, steps) = self.pupil.network.forward_with_steps(batch.input, batch.mask);
        let logits = logits + batch.barred;
        let losses = -(batch.targets.clone() * log_softmax(logits.clone(), 1)).sum_dim(1);
        let loss = losses.sum();
        let hits = logits.inner().argmax(1).equal(batch.targets.inner().argmax(1));
        let hint_error = self.hint_error(batch.hints, steps);
        let off_tape = |sum: &Tensor<1>| sum.clone().inner();
        let tally = vec![off_tape(&loss), hits.float().sum(), off_tape(&hint_error) * count as f64];

        let weight = self.config.hints.as_ref().map_or(0.0, |hints| hints.weight);
        let whole = loss / count as f64 + hint_error * weight;
        let gradients = GradientsParams::from_grads(whole.backward(), &self.pupil);
        let rate = self.rate.at(self.epoch, part);
        let shares = Shares::new(&self.pupil.network);
        self.pupil = self.optimizer.step(rate, &shares, self.pupil.clone(), gradients);
        Tensor::cat(tally, 0)
    }

    /// How far the steps are from telling the hints; 0 where there are none.
    fn hint_error(&self, hints: Option<HintBatch>, steps: Option<Tensor<3>>) -> Tensor<1> {
        match (hints, steps, &self.pupil.guess) {
            (Some(hints), Some(steps), Some(guess)) => hints.error(guess, steps),
            _ => Tensor::zeros([1], &self.device),
        }
    }

    /// Weights, optimizer and schedule, from which [`Self::restore`] goes on, on any device.
    ///
    /// # Errors
    /// [`SaveError`] if the device fails or the weights cannot be encoded.
    pub async fn save(&self) -> Result<TrainerState, SaveError> {
        let pupil = to_processor(&self.pupil).await?;
        Ok(TrainerState {
            config: self.config.clone(),
            epoch: self.epoch,
            rate: self.rate.clone(),
            network: pupil.into_record().into_bytes()?.to_vec(),
            optimizer: self.optimizer.moments().await?,
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
        self.pupil = self.pupil.try_load_record(record).map_err(|e| e.to_string())?;
        self.optimizer.remember(state.optimizer, &self.device.clone().inner());
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
