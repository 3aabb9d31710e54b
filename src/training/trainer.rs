//! The loop that learns: epochs of steps, a pause wherever the caller wants one.

use burn::grad_clipping::GradientClippingConfig;
use burn::optim::{AdamWConfig, GradientsParams, ModuleOptimizer};
use burn::prelude::*;
use burn::tensor::activation::log_softmax;
use rand::seq::SliceRandom;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::batch::{Batch, Preparation};
use super::examples::{Examples, Sampler};
use super::schedule::{LearningRate, Schedule};
use crate::emotion::Emotion;
use crate::features::Features;
use crate::model::{ClassifyError, Network, NetworkConfig, read};

/// Windows of one forward pass while validating.
const WINDOWS_AT_ONCE: usize = 128;

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
}

/// What an epoch came to on the training side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrainingResult {
    /// Mean cross-entropy.
    pub loss: f64,
    /// Share of examples, as varied, whose largest logit is the target's largest.
    pub accuracy: f64,
}

/// A network on its way.
pub struct Trainer {
    config: TrainerConfig,
    preparation: Preparation,
    network: Network,
    optimizer: ModuleOptimizer,
    rate: LearningRate,
    epoch: usize,
    device: Device,
}

/// An epoch on its way: call [`Self::step`] until it returns false, then [`Self::finish`].
pub struct Epoch<'a> {
    trainer: &'a mut Trainer,
    examples: &'a Examples,
    order: Vec<usize>,
    position: usize,
    /// Sum of the losses and number of hits, on the device until the epoch ends.
    tally: Option<Tensor<1>>,
}

impl Trainer {
    /// A trainer with fresh weights.
    pub fn new(config: TrainerConfig, preparation: Preparation, device: &Device) -> Self {
        let device = device.clone().autodiff();
        device.seed(config.seed);
        let optimizer = AdamWConfig::new()
            .with_epsilon(1e-7)
            .with_weight_decay(config.weight_decay)
            .with_grad_clipping(Some(GradientClippingConfig::Norm(5.0)));
        Self {
            network: config.network.init(&device),
            optimizer: optimizer.init(),
            rate: LearningRate::new(config.schedule, config.learning_rate, config.epochs),
            epoch: 0,
            config,
            preparation,
            device,
        }
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
        self.network.valid()
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
    pub fn step(&mut self) -> bool {
        let batch_size = self.trainer.config.batch_size;
        let end = (self.position + batch_size).min(self.order.len());
        if self.position == end {
            return false;
        }
        let part = self.position as f64 / self.order.len() as f64;
        let indices = &self.order[self.position..end];
        let first = self.position as u64;
        let stream = self.trainer.stream(2);
        let batch = self.trainer.preparation.batch(
            self.examples,
            indices,
            |position| stream ^ (first + position as u64),
            &self.trainer.device,
        );
        self.position = end;
        let tally = self.trainer.learn(batch, part);
        self.tally = Some(match self.tally.take() {
            Some(sum) => sum + tally,
            None => tally,
        });
        true
    }

    /// Ends the epoch: the one read of it.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn finish(self) -> Result<TrainingResult, ClassifyError> {
        self.trainer.epoch += 1;
        let values = match self.tally {
            Some(tally) => read(tally.unsqueeze_dim::<2>(0)).await?,
            None => vec![0.0, 0.0],
        };
        let count = self.order.len().max(1) as f64;
        Ok(TrainingResult {
            loss: f64::from(values[0]) / count,
            accuracy: f64::from(values[1]) / count,
        })
    }
}

impl Trainer {
    /// One step; returns the sum of the losses and the number of hits, still on the device.
    fn learn(&mut self, batch: Batch, part: f64) -> Tensor<1> {
        let count = batch.targets.dims()[0];
        let logits = self.network.forward(batch.input, batch.mask) + batch.barred;
        let losses = -(batch.targets.clone() * log_softmax(logits.clone(), 1)).sum_dim(1);
        let loss = losses.sum();
        let hits = logits.inner().argmax(1).equal(batch.targets.inner().argmax(1));
        let tally = Tensor::cat(vec![loss.clone().inner(), hits.float().sum()], 0);

        let gradients = (loss / count as f64).backward();
        let gradients = GradientsParams::from_grads(gradients, &self.network);
        let rate = self.rate.at(self.epoch, part);
        self.network = self.optimizer.step(rate, self.network.clone(), gradients);
        tally
    }

    /// Weights, optimizer and schedule as bytes, from which [`Self::restore`] goes on.
    ///
    /// # Errors
    /// A sentence if the weights cannot be encoded.
    pub fn save(&self) -> Result<TrainerState, String> {
        let network = self.network.valid().into_record().into_bytes();
        Ok(TrainerState {
            config: self.config.clone(),
            epoch: self.epoch,
            rate: self.rate.clone(),
            network: network.map_err(|e| e.to_string())?.to_vec(),
            optimizer: self.optimizer.into_bytes().map_err(|e| e.to_string())?.to_vec(),
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
        let record = burn::store::ModuleRecord::from_bytes(burn::tensor::Bytes::from_bytes_vec(
            state.network,
        ));
        let record = record.map_err(|e| e.to_string())?;
        self.network = self.network.try_load_record(record).map_err(|e| e.to_string())?;
        let optimizer = burn::tensor::Bytes::from_bytes_vec(state.optimizer);
        self.optimizer = self.optimizer.from_bytes(optimizer).map_err(|e| e.to_string())?;
        self.rate = state.rate;
        self.epoch = state.epoch;
        Ok(self)
    }
}

/// A training between two epochs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainerState {
    config: TrainerConfig,
    epoch: usize,
    rate: LearningRate,
    network: Vec<u8>,
    optimizer: Vec<u8>,
}

/// Logits of each example, the mean over its windows, as the classifier would give them.
///
/// # Errors
/// [`ClassifyError::Device`] if the device fails.
pub async fn logits(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<[f32; Emotion::COUNT]>, ClassifyError> {
    let windows: Vec<(usize, Features)> = (examples.list.iter().enumerate())
        .flat_map(|(index, example)| {
            preparation.windows(&example.features).into_iter().map(move |window| (index, window))
        })
        .collect();
    if windows.is_empty() {
        return Ok(Vec::new());
    }
    let (owners, windows): (Vec<usize>, Vec<Features>) = windows.into_iter().unzip();
    let batches = windows.chunks(WINDOWS_AT_ONCE).map(|chunk| {
        let (input, mask) = preparation.stack(chunk, device);
        network.forward(input, mask)
    });
    let values = read(Tensor::cat(batches.collect(), 0)).await?;
    Ok(mean_by_owner(&values, owners.into_iter(), examples.list.len()))
}

/// Means of rows of logits that belong to the same example.
fn mean_by_owner(
    values: &[f32],
    owners: impl Iterator<Item = usize>,
    count: usize,
) -> Vec<[f32; Emotion::COUNT]> {
    let mut sums = vec![([0.0; Emotion::COUNT], 0.0f32); count];
    for (row, owner) in values.chunks_exact(Emotion::COUNT).zip(owners) {
        let (sum, windows) = &mut sums[owner];
        sum.iter_mut().zip(row).for_each(|(sum, logit)| *sum += logit);
        *windows += 1.0;
    }
    sums.into_iter().map(|(sum, windows)| sum.map(|s| s / windows.max(1.0))).collect()
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;
    use rand::RngExt;

    use super::*;
    use crate::model::{FrameNetConfig, Framing, Scaler};
    use crate::training::{CorpusShare, Example, FrameAugment};

    /// Two emotions that a blind network tells apart: one is loud in the low bands, the other in
    /// the high ones.
    fn examples() -> Examples {
        let mut rng = ChaCha8Rng::seed_from_u64(9);
        let example = |index: usize| {
            let low = index % 2 == 0;
            let value = |i: usize| {
                let loud = (i / 60 < 4) == low;
                (if loud { -5.0 } else { -35.0 }) + 4.0 * rng.random::<f32>()
            };
            let values = (0..8 * 60).map(value).collect();
            let label = if low { Emotion::Happy } else { Emotion::Sad };
            let target = Emotion::ALL.map(|e| if e == label { 1.0 } else { 0.0 });
            Example { features: Features { values, rows: 8, frames: 60 }, label, target, corpus: 0 }
        };
        let corpora =
            vec![CorpusShare { name: "made".into(), emotions: [true; 8], speakers: 2 }];
        Examples { list: (0..32).map(example).collect(), corpora }
    }

    fn trainer(examples: &Examples) -> Trainer {
        let network = NetworkConfig::Frames(FrameNetConfig {
            rows: 8,
            stem: 16,
            widths: vec![16],
            hidden: 16,
            dropout: 0.1,
            classes: Emotion::COUNT,
        });
        let config = TrainerConfig {
            network,
            batch_size: 8,
            epochs: 6,
            seed: 3,
            learning_rate: 5e-3,
            schedule: Schedule::Cosine { warm_up: 1 },
            weight_decay: 0.01,
            balanced: true,
        };
        let preparation = Preparation {
            scaler: Scaler::fit(8, examples.list.iter().map(|e| e.features.values.as_slice())),
            framing: Some(Framing { window_frames: 64, hop_frames: 32, floor_db: -60.0 }),
            augment: Some(FrameAugment { mask_frames: 4, mask_bands: 1, ..FrameAugment::DEFAULT }),
        };
        Trainer::new(config, preparation, &Device::flex())
    }

    fn go_through_an_epoch(trainer: &mut Trainer, examples: &Examples) -> TrainingResult {
        let mut epoch = trainer.begin_epoch(examples);
        while epoch.step() {}
        let result = block_on(epoch.finish()).unwrap();
        trainer.epoch_ended(result.loss);
        result
    }

    fn recall(trainer: &Trainer, examples: &Examples) -> f64 {
        let network = trainer.network();
        let device = Device::flex();
        let answers = block_on(logits(&network, trainer.preparation(), examples, &device)).unwrap();
        let right = answers.iter().zip(&examples.list).filter(|(logits, example)| {
            let best = (0..8).max_by(|&a, &b| logits[a].total_cmp(&logits[b])).unwrap();
            best == example.label.index()
        });
        right.count() as f64 / examples.list.len() as f64
    }

    #[test]
    fn what_can_be_learnt_is_learnt() {
        let examples = examples();
        let mut trainer = trainer(&examples);
        let first = go_through_an_epoch(&mut trainer, &examples);
        let rest: Vec<_> =
            (1..6).map(|_| go_through_an_epoch(&mut trainer, &examples).loss).collect();
        assert!(rest[4] < 0.7 * first.loss, "{first:?} {rest:?}");
        assert!(recall(&trainer, &examples) > 0.95);
    }

    #[test]
    fn a_training_that_was_stopped_goes_on_as_if_it_had_not_been() {
        let examples = examples();
        let mut straight = trainer(&examples);
        (0..2).for_each(|_| drop(go_through_an_epoch(&mut straight, &examples)));
        let saved = straight.save().unwrap();
        let unstopped = go_through_an_epoch(&mut straight, &examples);
        let mut resumed = trainer(&examples).restore(saved).unwrap();
        assert_eq!(go_through_an_epoch(&mut resumed, &examples), unstopped);
    }

    #[test]
    fn a_training_with_other_settings_is_not_gone_on_with() {
        let examples = examples();
        let saved = trainer(&examples).save().unwrap();
        let mut other = trainer(&examples);
        other.config.seed += 1;
        assert!(other.restore(saved).is_err());
    }
}
