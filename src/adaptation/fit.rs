//! The fit: softmax regression on what the network tells, its own answer in front of it.
//!
//! The loss of a layer (weights W, biases b) is the cross-entropy of `trust · logits / temperature +
//! score + zW + b` with what was meant, and a cost on the squares of both: a convex problem, solved by
//! accelerated gradient descent (Nesterov 1983) with the largest steps that its curvature allows. The
//! score is what strangers' manners lead to expect, where a model knows of these; how much it counts is
//! chosen before anything is fitted.
//! Emotions that were not recorded stay in the softmax as the network hears them, so that a take
//! also teaches what it is not; takes say nothing on how often they come, so that no bias lifts the
//! recorded emotions as a whole above them.

use burn::prelude::*;
use burn::tensor::activation::{log_softmax, softmax};

use super::aside::{Aside, KeptAside};
use super::rows::{Counted, JudgedTake, Rows};
use super::{AdaptationError, FitEpoch, LEAST_LABELS, Settings, Takes, Trial, Voice};
use crate::model::{Calibration, PersonalLayer, Score, read};

/// Rounds in which the largest curvature is found.
const POWER_ROUNDS: usize = 12;
/// What the estimate of the curvature, which is never too large, is raised by.
const CURVATURE_MARGIN: f32 = 1.1;
/// The second derivative of cross-entropy over logits is nowhere larger (Böhning 1992).
const SOFTMAX_CURVATURE: f32 = 0.5;

/// Above every logit: what was not recorded is not answered.
const BARRED: f32 = 1e4;

/// Layers on their way: call [`Self::epoch`] until it gives none, then [`Self::finish`].
pub struct Fit {
    rows: Rows,
    /// The voice by all takes; empty if it is not known.
    voice: Vec<f32>,
    /// What all takes lead to expect of the person, if anything, and how much that counts.
    score: Option<Score>,
    share: f32,
    settings: Settings,
    temperature: f32,
    now: Layers,
    before: Layers,
    /// The step along the gradient of the weights, `[layers, 1, 1]`.
    step: Tensor<3>,
    epoch: usize,
    best: Best,
}

/// Weights `[layers, width, classes]` and biases `[layers, 1, classes]`.
#[derive(Clone)]
struct Layers {
    weights: Tensor<3>,
    bias: Tensor<3>,
}

/// The layers of the epoch that did best on takes kept aside.
struct Best {
    epoch: usize,
    aside_loss: f32,
    layers: Layers,
}

impl Fit {
    /// A fit before its first epoch, to takes as they are heard without the voice that
    /// [`Voice::of_layers`] made out, if it made out any.
    ///
    /// # Errors
    /// [`AdaptationError::Labels`] if there is nothing to tell apart.
    pub async fn new(
        takes: &Takes<'_>,
        voices: &[Voice],
        calibration: &Calibration,
        settings: Settings,
        device: &Device,
    ) -> Result<Self, AdaptationError> {
        let labels = takes.counts().labels().len();
        if labels < LEAST_LABELS {
            return Err(AdaptationError::Labels(labels));
        }
        let rows = Rows::new(takes, voices, calibration, &settings, device);
        let nothing = Layers::nothing(&rows);
        let curvature = largest_curvature(&rows) * (SOFTMAX_CURVATURE * CURVATURE_MARGIN);
        let mut fit = Self {
            step: (curvature + 2.0 * settings.weight_cost).recip(),
            now: nothing.clone(),
            before: nothing.clone(),
            best: Best { epoch: 0, aside_loss: f32::INFINITY, layers: nothing },
            epoch: 0,
            temperature: calibration.temperature,
            voice: voices.first().map(|voice| voice.departure.clone()).unwrap_or_default(),
            score: voices.first().and_then(|voice| voice.score.clone()),
            share: 0.0,
            settings,
            rows,
        };
        fit.weigh_expected().await?;
        fit.best.aside_loss = fit.measure().await?[2];
        Ok(fit)
    }

    /// Lets what is expected count as much as surprises least on takes kept aside.
    async fn weigh_expected(&mut self) -> Result<(), AdaptationError> {
        let Some(expected) = self.rows.expected.take() else { return Ok(()) };
        let alone = self.rows.logits.clone();
        let mut least = f32::INFINITY;
        for &share in self.settings.shares {
            self.rows.logits = alone.clone() + expected.clone() * share;
            let after = read(flat(self.logits(&self.now))).await?;
            let surprise = self.kept_aside(&after, &after, |_| true).surprise();
            if surprise < least {
                (least, self.share) = (surprise, share);
            }
        }
        self.rows.logits = alone + expected * self.share;
        Ok(())
    }

    /// Takes the next step and says how it went; none if there is nothing more to gain.
    ///
    /// # Errors
    /// If the device fails.
    pub async fn epoch(&mut self) -> Result<Option<FitEpoch>, AdaptationError> {
        let is_stale = self.epoch >= self.best.epoch + self.settings.patience;
        if self.epoch == self.settings.epochs || is_stale {
            return Ok(None);
        }
        self.step();
        self.epoch += 1;
        let [loss, recall, aside_loss, aside_recall] = self.measure().await?;
        if !loss.is_finite() {
            return Err(AdaptationError::Compute("the fit went out of bounds".to_owned()));
        }
        if aside_loss < self.best.aside_loss {
            self.best = Best { epoch: self.epoch, aside_loss, layers: self.now.clone() };
        }
        Ok(Some(FitEpoch { epoch: self.epoch, loss, recall, aside_loss, aside_recall }))
    }

    fn step(&mut self) {
        let momentum = self.epoch as f32 / (self.epoch as f32 + 3.0);
        let ahead = Layers {
            weights: further(&self.now.weights, &self.before.weights, momentum),
            bias: further(&self.now.bias, &self.before.bias, momentum),
        };
        let error = softmax(self.logits(&ahead), 2) - self.rows.targets.clone();
        let error = error * self.rows.all.learned.clone() * self.rows.recorded.clone();
        let of_weights = self.rows.told.clone().swap_dims(1, 2).matmul(error.clone())
            + ahead.weights.clone() * (2.0 * self.settings.weight_cost);
        let of_bias =
            self.balanced(error.sum_dim(1)) + ahead.bias.clone() * (2.0 * self.settings.bias_cost);
        let bias_step = 1.0 / (2.0 * SOFTMAX_CURVATURE + 2.0 * self.settings.bias_cost);
        let next = Layers {
            weights: ahead.weights - of_weights * self.step.clone(),
            bias: ahead.bias - of_bias * bias_step,
        };
        self.before = std::mem::replace(&mut self.now, next);
    }

    /// Without what would lift or lower all recorded emotions together.
    fn balanced(&self, of_bias: Tensor<3>) -> Tensor<3> {
        let emotions = self.rows.emotions.clone();
        let of_emotions = (of_bias.clone() * emotions.clone()).sum_dim(2);
        let mean = of_emotions / emotions.clone().sum_dim(2).clamp_min(1.0);
        of_bias - mean * emotions
    }

    /// Tempered logits of all rows by all layers, `[layers, rows, classes]`.
    fn logits(&self, layers: &Layers) -> Tensor<3> {
        let own = self.rows.told.clone().matmul(layers.weights.clone());
        own + layers.bias.clone() + self.rows.logits.clone()
    }

    /// Loss and recall of what is learned, then of what is kept aside: one read.
    async fn measure(&self) -> Result<[f32; 4], AdaptationError> {
        let logits = self.logits(&self.now);
        let losses = -(self.rows.targets.clone() * log_softmax(logits.clone(), 2)).sum_dim(2);
        let loss = (losses.clone() * self.rows.all.learned.clone()).narrow(0, 0, 1).sum();
        let aside_loss = (losses * self.rows.all.aside.clone()).sum();
        let meant = self.rows.targets.clone().argmax(2);
        let barred = (self.rows.recorded.clone() - 1.0) * BARRED;
        let hits = (logits + barred).argmax(2).equal(meant).float();
        let Counted { learned, aside } = &self.rows.recorded_takes;
        let recall = (hits.clone() * learned.clone()).narrow(0, 0, 1).sum();
        let aside_recall = (hits * aside.clone()).sum();
        let figures = vec![loss, recall, aside_loss, aside_recall];
        let values = read(Tensor::cat(figures, 0).unsqueeze_dim::<2>(0)).await?;
        Ok([values[0], values[1], values[2], values[3]])
    }

    /// The layer of the best epoch, and what the others made of the takes kept aside.
    ///
    /// # Errors
    /// If the device fails.
    pub async fn finish(self) -> Result<Trial, AdaptationError> {
        let best = &self.best.layers;
        let classes = self.rows.labels.count();
        let after = read(flat(self.logits(best))).await?;
        let before = read(flat(self.rows.before.clone())).await?;
        let kept = self.kept_aside(&before, &after, |take| take.is_recorded);
        let (sharpness, gain) = kept.verdict();
        let answers = kept.answers();
        let weights = read(best.weights.clone().narrow(0, 0, 1).squeeze_dim::<2>(0)).await?;
        let bias = read(best.bias.clone().narrow(0, 0, 1).squeeze_dim::<2>(0)).await?;
        let layer = self.unscaled(weights.chunks_exact(classes), bias, sharpness);
        Ok(Trial { layer, labels: self.rows.labels, epoch: self.best.epoch, gain, answers })
    }

    /// Some takes, each with the logits of all rows before and with those of the layer that did not
    /// learn from it after.
    fn kept_aside<'a>(
        &'a self,
        before: &'a [f32],
        after: &'a [f32],
        is_among: impl Fn(&JudgedTake) -> bool,
    ) -> Aside<'a> {
        let [_, count, _] = self.rows.told.dims();
        let classes = self.rows.labels.count();
        let takes = self.rows.judged.iter().filter(|take| is_among(take));
        let kept = takes.map(|&JudgedTake { label, row, judge, .. }| KeptAside {
            meant: label,
            before: &before[row * classes..][..classes],
            after: &after[(judge * count + row) * classes..][..classes],
        });
        Aside::new(kept.collect(), &self.rows.labels)
    }

    /// The layer for what is told as it comes and logits before the temperature, as sure of itself
    /// as it may be.
    fn unscaled<'a>(
        &self,
        weights: impl Iterator<Item = &'a [f32]>,
        bias: Vec<f32>,
        sharpness: f32,
    ) -> PersonalLayer {
        let scale = &self.rows.scales[0];
        let factor = sharpness * self.temperature;
        let mut layer = PersonalLayer {
            voice: self.voice.clone(),
            trust: sharpness * self.settings.trust,
            manner: Vec::new(),
            weights: Vec::with_capacity(scale.mean.len()),
            bias,
        };
        for ((row, mean), deviation) in weights.zip(&scale.mean).zip(&scale.deviation) {
            let row = row.iter().map(|weight| weight / deviation);
            let shares = layer.bias.iter_mut().zip(row.clone());
            shares.for_each(|(bias, weight)| *bias -= mean * weight);
            layer.weights.push(row.map(|weight| weight * factor).collect());
        }
        layer.bias.iter_mut().for_each(|bias| *bias *= factor);
        if let Some(score) = self.score.as_ref().filter(|_| self.share > 0.0) {
            let counted = |weight: &f32| factor * self.share * weight;
            let row = |row: &Vec<f32>| row.iter().map(counted).collect();
            layer.manner = score.weights.iter().map(row).collect();
            let expected = score.bias.iter().map(counted);
            layer.bias.iter_mut().zip(expected).for_each(|(bias, expected)| *bias += expected);
        }
        layer
    }
}

impl Layers {
    /// Layers that add nothing.
    fn nothing(rows: &Rows) -> Self {
        let ([layers, _, width], classes) = (rows.told.dims(), rows.labels.count());
        let device = rows.told.device();
        Self {
            weights: Tensor::zeros([layers, width, classes], &device),
            bias: Tensor::zeros([layers, 1, classes], &device),
        }
    }
}

/// A point beyond `now`, away from `before`.
fn further(now: &Tensor<3>, before: &Tensor<3>, momentum: f32) -> Tensor<3> {
    now.clone() + (now.clone() - before.clone()) * momentum
}

/// The largest eigenvalue of each layer's matrix of second moments, `[layers, 1, 1]`, by the power
/// method.
fn largest_curvature(rows: &Rows) -> Tensor<3> {
    let [layers, _, width] = rows.told.dims();
    let device = rows.told.device();
    let mut direction = Tensor::<3>::ones([layers, width, 1], &device);
    let mut length = norm(&direction);
    for _ in 0..POWER_ROUNDS {
        let along = rows.told.clone().matmul(direction / length);
        direction = rows.told.clone().swap_dims(1, 2).matmul(along * rows.all.learned.clone());
        length = norm(&direction);
    }
    length
}

fn norm(vectors: &Tensor<3>) -> Tensor<3> {
    vectors.clone().powi_scalar(2).sum_dim(1).sqrt().clamp_min(1e-12)
}

fn flat(logits: Tensor<3>) -> Tensor<2> {
    logits.flatten::<2>(0, 1)
}
