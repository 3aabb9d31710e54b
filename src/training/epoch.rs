//! An epoch: every example once, step by step, with a pause wherever the caller wants one.

use burn::prelude::*;
use serde::{Deserialize, Serialize};

use super::batch::{Batch, Preparation};
use super::examples::Examples;
use super::hints::HintConfig;
use super::learner::Learner;
use super::schedule::LearningRate;
use super::shelf::ShelfError;
use crate::model::{ClassifyError, read};
use crate::parallel::beside;

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

/// An epoch on its way: call [`Self::step`] until it says false, then [`Self::finish`].
pub struct Epoch<'a> {
    pub(super) learner: &'a mut Learner,
    pub(super) rate: &'a LearningRate,
    /// Epochs gone through before this one.
    pub(super) done: &'a mut usize,
    pub(super) batches: Batches<'a>,
    pub(super) progress: Progress,
}

/// How far an epoch has come.
#[derive(Default)]
pub(super) struct Progress {
    /// Examples gone through.
    position: usize,
    /// The batch that begins there, if it was made while the step before was taken.
    next: Option<Result<Batch, ShelfError>>,
    /// Sums of losses, hits and errors of hints, on the device until the epoch ends.
    tally: Option<Tensor<1>>,
}

/// The batches of an epoch.
pub(super) struct Batches<'a> {
    pub preparation: &'a Preparation,
    pub hints: Option<&'a HintConfig>,
    pub device: &'a Device,
    pub examples: &'a Examples,
    /// The examples in the order of the steps.
    pub order: Vec<usize>,
    /// Examples of a batch.
    pub size: usize,
    /// The random stream of their variation.
    pub stream: u64,
}

impl Batches<'_> {
    /// The batch that begins with the example at a position; none behind the last.
    fn at(&self, first: usize) -> Option<Result<Batch, ShelfError>> {
        let indices = &self.order[first..self.end_of(first)];
        let stream = |position| self.stream ^ (first + position) as u64;
        let batch =
            || self.preparation.batch(self.examples, indices, stream, self.hints, self.device);
        (!indices.is_empty()).then(batch)
    }

    /// Where the batch ends that begins at a position.
    fn end_of(&self, first: usize) -> usize {
        (first + self.size).min(self.order.len())
    }
}

impl Epoch<'_> {
    /// Steps of the epoch in all.
    pub fn steps(&self) -> usize {
        self.batches.order.len().div_ceil(self.batches.size)
    }

    /// Takes the next step; false if there was none left. Where there are threads, the batch of the
    /// step after it is made meanwhile.
    ///
    /// # Errors
    /// [`ShelfError`] if the features of an example cannot be read; the step is then not taken.
    pub fn step(&mut self) -> Result<bool, ShelfError> {
        let Progress { position, next, tally } = &mut self.progress;
        let Some(batch) = next.take().or_else(|| self.batches.at(*position)) else {
            return Ok(false);
        };
        let batch = batch?;
        let rate = self.rate.at(*self.done, *position as f64 / self.batches.order.len() as f64);
        let end = self.batches.end_of(*position);
        // It learns on this thread always: burn keeps running means by the thread that led them on.
        let sums = beside(|| self.learner.learn(batch, rate), || *next = self.batches.at(end));
        *position = end;
        *tally = Some(match tally.take() {
            Some(sum) => sum + sums,
            None => sums,
        });
        Ok(true)
    }

    /// Examples gone through.
    pub fn examples_done(&self) -> usize {
        self.progress.position
    }

    /// Mean cross-entropy so far; 0 before the first step. The device is waited for.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn loss(&self) -> Result<f64, ClassifyError> {
        let Some(tally) = &self.progress.tally else { return Ok(0.0) };
        let sums = read(tally.clone().unsqueeze_dim::<2>(0)).await?;
        Ok(f64::from(sums[0]) / self.examples_done().max(1) as f64)
    }

    /// Ends the epoch: the one read of it.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn finish(self) -> Result<TrainingResult, ClassifyError> {
        *self.done += 1;
        let values = match self.progress.tally {
            Some(tally) => read(tally.unsqueeze_dim::<2>(0)).await?,
            None => vec![0.0; 3],
        };
        let mean = |sum: f32| f64::from(sum) / self.batches.order.len().max(1) as f64;
        Ok(TrainingResult {
            loss: mean(values[0]),
            accuracy: mean(values[1]),
            hint_error: mean(values[2]),
        })
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::emotion::Emotion;
    use crate::features::Features;
    use crate::model::{FrameNetConfig, Framing, NetworkConfig, Scaler};
    use crate::parallel::as_one_of_them;
    use crate::training::examples::testing::example;
    use crate::training::{CorpusShare, Schedule, Trainer, TrainerConfig, TrainerState};

    const ROWS: usize = 4;

    /// Noise that is called by turns by every name.
    fn examples() -> Examples {
        let list = (0..20).map(|index| {
            let frames = 60 + index;
            let values = (0..ROWS * frames).map(|at| ((at * at + index) % 97) as f32 / 97.0);
            let features = Features { values: values.collect(), rows: ROWS, frames };
            example(features, Emotion::ALL[index % Emotion::COUNT])
        });
        let corpus = CorpusShare { name: "noise".into(), emotions: [true; 8], speakers: 1 };
        Examples { list: list.collect(), corpora: vec![corpus] }
    }

    fn trainer() -> Trainer {
        let network = FrameNetConfig {
            rows: ROWS,
            stem: 8,
            widths: vec![8, 16],
            apart: 3,
            hidden: 8,
            dropout: 0.0,
            classes: Emotion::COUNT,
        };
        let config = TrainerConfig {
            network: NetworkConfig::Frames(network),
            batch_size: 8,
            epochs: 2,
            seed: 3,
            learning_rate: 1e-2,
            schedule: Schedule::Plateau { factor: 0.5, patience: 2, least: 1e-6 },
            weight_decay: 0.0,
            balanced: false,
            hints: None,
        };
        let scaler = Scaler::fit(ROWS, std::iter::empty());
        let framing = Some(Framing::DEFAULT);
        let preparation =
            Preparation { scaler, framing, rerecording: None, augment: None, mixup: 0.0 };
        Trainer::new(config, preparation, &Device::flex())
    }

    /// Two epochs from the same weights: what they came to, and what the network, with its running
    /// means, then says of a sound.
    fn learned(weights: TrainerState) -> (Vec<TrainingResult>, TensorData) {
        let (examples, mut trainer) = (examples(), trainer().restore(weights).unwrap());
        let results = (0..2).map(|_| {
            let mut epoch = trainer.begin_epoch(&examples);
            assert_eq!(epoch.steps(), 3);
            while epoch.step().unwrap() {}
            assert_eq!(epoch.examples_done(), 20);
            block_on(epoch.finish()).unwrap()
        });
        let results = results.collect();
        let sound = Tensor::ones([1, ROWS, 64], &Device::flex());
        (results, trainer.network().forward(sound, None).into_data())
    }

    #[test]
    fn an_epoch_is_the_same_whether_batches_are_made_meanwhile_or_thereafter() {
        let weights = block_on(trainer().save()).unwrap();
        let thereafter = learned(weights.clone());
        assert!(thereafter.0[1].loss < thereafter.0[0].loss);
        for _ in 0..3 {
            assert!(as_one_of_them(|| learned(weights.clone())) == thereafter);
        }
    }
}
