//! What learns, and how a step moves it.

use burn::optim::GradientsParams;
use burn::prelude::*;
use burn::tensor::activation::log_softmax;

use super::batch::Batch;
use super::hints::{HintBatch, Pupil};
use super::optimizer::Optimizer;
use super::shares::Shares;

/// A network, and what its weights are moved by.
pub(super) struct Learner {
    pub pupil: Pupil,
    pub optimizer: Optimizer,
    /// How much the error of the hints counts beside the cross-entropy.
    pub hint_weight: f32,
}

impl Learner {
    /// One step; returns the sums of losses, hits and errors of hints, still on the device.
    pub fn learn(&mut self, batch: Batch, rate: f64) -> Tensor<1> {
        let count = batch.targets.dims()[0];
        let (logits, steps) = self.pupil.network.forward_with_steps(batch.input, batch.mask);
        let logits = logits + batch.barred;
        let losses = -(batch.targets.clone() * log_softmax(logits.clone(), 1)).sum_dim(1);
        let loss = losses.sum();
        let hits = logits.inner().argmax(1).equal(batch.targets.inner().argmax(1));
        let hint_error = self.hint_error(batch.hints, steps, &loss);
        let off_tape = |sum: &Tensor<1>| sum.clone().inner();
        let tally = vec![off_tape(&loss), hits.float().sum(), off_tape(&hint_error) * count as f64];

        let whole = loss / count as f64 + hint_error * self.hint_weight;
        let gradients = GradientsParams::from_grads(whole.backward(), &self.pupil);
        let shares = Shares::new(&self.pupil.network);
        self.pupil = self.optimizer.step(rate, &shares, self.pupil.clone(), gradients);
        Tensor::cat(tally, 0)
    }

    /// How far the steps are from telling the hints; 0 where there are none.
    fn hint_error(
        &self,
        hints: Option<HintBatch>,
        steps: Option<Tensor<3>>,
        loss: &Tensor<1>,
    ) -> Tensor<1> {
        match (hints, steps, &self.pupil.guess) {
            (Some(hints), Some(steps), Some(guess)) => hints.error(guess, steps),
            _ => Tensor::zeros([1], &loss.device()),
        }
    }
}
