//! Whether a network hears which corpus a clip is from: a linear probe on its embedding
//! (Alain & Bengio 2017).
//!
//! Rooms and microphones differ between corpora, and so do the shares of the emotions: a network
//! that hears the corpus can guess the emotion from it, and fails in front of another microphone.

use std::collections::BTreeSet;

use burn::module::Param;
use burn::optim::{AdamWConfig, GradientsParams};
use burn::prelude::*;
use burn::tensor::activation::log_softmax;

use crate::emotion::Emotion;
use crate::figures::Probe;
use crate::model::Scaler;

/// Steps of the fit, each over all clips.
const STEPS: usize = 200;
const LEARNING_RATE: f64 = 0.02;
const WEIGHT_DECAY: f32 = 0.1;

/// A clip as the network embeds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedded {
    /// Its embedding.
    pub embedding: Vec<f32>,
    /// What was meant.
    pub label: Emotion,
    /// Its corpus, an index.
    pub corpus: usize,
}

/// Fits a probe for each emotion that all corpora hold on some clips and judges it on others; none
/// if there is no such emotion or only one corpus.
pub fn corpus(fit_on: &[Embedded], judge_on: &[Embedded], device: &Device) -> Option<Probe> {
    let corpora: BTreeSet<usize> = judge_on.iter().map(|clip| clip.corpus).collect();
    if corpora.len() < 2 {
        return None;
    }
    let of = |clips: &[Embedded], emotion| -> Vec<Embedded> {
        let wanted = |clip: &&Embedded| clip.label == emotion && corpora.contains(&clip.corpus);
        clips.iter().filter(wanted).cloned().collect()
    };
    let recalls: Vec<f64> = (Emotion::ALL.into_iter())
        .map(|emotion| (of(fit_on, emotion), of(judge_on, emotion)))
        .filter(|(fit, judge)| [fit, judge].iter().all(|clips| held(clips) == corpora))
        .map(|(fit, judge)| recall(&Linear::fit(&fit, device), &judge, &corpora))
        .collect();
    let emotions = recalls.len();
    let recall = recalls.iter().sum::<f64>() / emotions as f64;
    (emotions > 0).then_some(Probe { recall, chance: 1.0 / corpora.len() as f64, emotions })
}

fn held(clips: &[Embedded]) -> BTreeSet<usize> {
    clips.iter().map(|clip| clip.corpus).collect()
}

/// Mean share of right names over corpora.
fn recall(probe: &Linear, clips: &[Embedded], corpora: &BTreeSet<usize>) -> f64 {
    let share = |corpus: &usize| {
        let own = clips.iter().filter(|clip| clip.corpus == *corpus);
        let right = own.clone().filter(|clip| probe.names(&clip.embedding) == *corpus);
        right.count() as f64 / own.count().max(1) as f64
    };
    corpora.iter().map(share).sum::<f64>() / corpora.len() as f64
}

/// Multinomial logistic regression.
struct Linear {
    scaler: Scaler,
    /// `[width + 1, corpora]`, the last row the bias.
    weights: Vec<f32>,
    corpora: usize,
}

#[derive(Module, Debug)]
struct Weights {
    values: Param<Tensor<2>>,
}

impl Linear {
    /// Fits on clips, every corpus as heavy as any other.
    fn fit(clips: &[Embedded], device: &Device) -> Self {
        let width = clips.first().map_or(0, |clip| clip.embedding.len());
        let corpora = clips.iter().map(|clip| clip.corpus + 1).max().unwrap_or(0);
        let scaler = Scaler::fit(width, clips.iter().map(|clip| clip.embedding.as_slice()));
        let inputs: Vec<f32> =
            clips.iter().flat_map(|clip| scaled(&scaler, &clip.embedding)).collect();
        let targets: Vec<f32> = (clips.iter())
            .flat_map(|clip| (0..corpora).map(|corpus| f32::from(clip.corpus == corpus)))
            .collect();

        let device = device.clone().autodiff();
        let tensor = |values, columns| {
            Tensor::<2>::from_data(TensorData::new(values, [clips.len(), columns]), &device)
        };
        let (inputs, targets) = (tensor(inputs, width + 1), tensor(targets, corpora));
        let targets = targets.clone() / targets.sum_dim(0).clamp_min(1.0);
        let zeros = Tensor::zeros([width + 1, corpora], &device);
        let mut weights = Weights { values: Param::from_tensor(zeros) };
        let mut optimizer = AdamWConfig::new().with_weight_decay(WEIGHT_DECAY).init();
        for _ in 0..STEPS {
            let answers = log_softmax(inputs.clone().matmul(weights.values.val()), 1);
            let loss = -(targets.clone() * answers).sum();
            let gradients = GradientsParams::from_grads(loss.backward(), &weights);
            weights = optimizer.step(LEARNING_RATE, weights, gradients);
        }
        let values = weights.values.val().into_data().try_into_vec().unwrap_or_default();
        Self { scaler, weights: values, corpora }
    }

    /// The corpus that an embedding is heard to be from.
    fn names(&self, embedding: &[f32]) -> usize {
        let mut scores = vec![0.0; self.corpora];
        let rows = self.weights.chunks_exact(self.corpora.max(1));
        for (value, row) in scaled(&self.scaler, embedding).into_iter().zip(rows) {
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += value * weight);
        }
        (0..self.corpora).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0)
    }
}

/// A scaled embedding with a 1 for the bias behind it.
fn scaled(scaler: &Scaler, embedding: &[f32]) -> Vec<f32> {
    let mut values = embedding.to_vec();
    scaler.apply(&mut values);
    values.push(1.0);
    values
}

#[cfg(test)]
mod tests {
    use rand::{Rng, RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Clips of three corpora; the corpus moves the first value by so much.
    fn clips(offset: f32, rng: &mut impl Rng) -> Vec<Embedded> {
        let mut clip = |index: usize| {
            let corpus = index % 3;
            let mut embedding: Vec<f32> = (0..4).map(|_| rng.random::<f32>()).collect();
            embedding[0] += offset * corpus as f32;
            Embedded { embedding, label: Emotion::ALL[index % 2], corpus }
        };
        (0..240).map(&mut clip).collect()
    }

    #[test]
    fn a_corpus_that_can_be_heard_is_named_and_one_that_cannot_is_guessed() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let device = Device::flex();
        let mut probe = |offset| {
            let (fit, judge) = (clips(offset, &mut rng), clips(offset, &mut rng));
            corpus(&fit, &judge, &device).unwrap()
        };
        let heard = probe(3.0);
        assert!(heard.recall > 0.95, "{heard:?}");
        let guessed = probe(0.0);
        assert!((0.2..0.5).contains(&guessed.recall), "{guessed:?}");
        assert_eq!((guessed.chance, guessed.emotions), (1.0 / 3.0, 2));
    }

    #[test]
    fn one_corpus_is_not_probed() {
        let clip = Embedded { embedding: vec![1.0], label: Emotion::Sad, corpus: 2 };
        assert_eq!(
            corpus(std::slice::from_ref(&clip), std::slice::from_ref(&clip), &Device::flex()),
            None
        );
    }
}
