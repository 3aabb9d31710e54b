//! Heard takes as the tensors of a fit.
//!
//! Several layers are fitted side by side: the first to all takes, each of the others to all but one
//! fold. They share nothing but the passes of the device.

use burn::prelude::*;

use super::folds::Folds;
use super::imagined::Row;
use super::scale::Scale;
use super::{Counts, HeardTake, Settings, Takes, Voice, count};
use crate::meaning::{Meaning, Meanings};
use crate::model::{Calibration, Heard, Score};

/// The tensors of a fit over `layers` layers and `rows` heard takes and variations.
pub struct Rows {
    /// What the network tells, scaled for each layer by what it learns from, `[layers, rows, width]`.
    pub told: Tensor<3>,
    /// Tempered logits of the network as far as they are trusted, as each layer hears them,
    /// `[layers or 1, rows, classes]`.
    pub logits: Tensor<3>,
    /// What strangers' manners lead to expect by what each layer learns from, `[layers, rows,
    /// classes]`; none where nothing is known of manners.
    pub expected: Option<Tensor<3>>,
    /// The logits as strangers are heard, `[1, rows, classes]`.
    pub before: Tensor<3>,
    /// 1 for what was recorded, `[1, 1, classes]`: all that the layers learn to answer.
    pub recorded: Tensor<3>,
    /// 1 for an emotion that was recorded, `[1, 1, classes]`.
    pub emotions: Tensor<3>,
    /// What was meant, `[1, rows, classes]`.
    pub targets: Tensor<3>,
    /// What counts in the loss.
    pub all: Counted,
    /// What counts in the recall: takes that were recorded.
    pub recorded_takes: Counted,
    /// The scale of what each layer is told.
    pub scales: Vec<Scale>,
    /// The classes: what the layers can answer.
    pub labels: Meanings,
    /// Every take that is no variation, the recorded ones first.
    pub judged: Vec<JudgedTake>,
}

/// How much rows count: every label the same, but for how much more what is imagined teaches.
pub struct Counted {
    /// For each layer that learns from them, `[layers, rows, 1]`; the sum of a layer is 1.
    pub learned: Tensor<3>,
    /// As takes kept aside, `[layers, rows, 1]`; the sum is 1.
    pub aside: Tensor<3>,
}

/// A take, and who judges it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgedTake {
    /// What is meant by it.
    pub label: Meaning,
    /// Whether it was recorded.
    pub is_recorded: bool,
    /// Its row.
    pub row: usize,
    /// The layer that did not learn from it.
    pub judge: usize,
}

impl Rows {
    /// Of takes, by the voice that each layer takes from them; by no voices they are heard as
    /// strangers'.
    pub fn new(
        takes: &Takes<'_>,
        voices: &[Voice],
        calibration: &Calibration,
        settings: &Settings,
        device: &Device,
    ) -> Self {
        let dealt = Dealt {
            rows: takes.rows().collect(),
            voices,
            folds: Folds::deal(takes.as_recorded(), settings),
            recorded: takes.counts(),
            all: takes.all_counts(),
            labels: labels(takes.as_recorded()),
            trust: settings.trust / calibration.temperature,
            imagined: settings.imagined,
            known: if takes.has_emotions() { 1.0 } else { settings.after_own },
            calibration,
            device,
        };
        let is_recorded = |label| dealt.recorded.of(label) > 0;
        let (layers, count) = (dealt.folds.layers, dealt.rows.len());
        let scales: Vec<Scale> = (0..layers).map(|layer| dealt.scale(layer)).collect();
        Self {
            told: dealt.table([layers, count, dealt.told_width()], &|layer, row, values| {
                values.extend(scales[layer].apply(&dealt.heard_by(layer, row).told));
            }),
            logits: dealt.logits(voices.len().max(1), &|layer, row| dealt.heard_by(layer, row)),
            expected: dealt.expected(),
            before: dealt.logits(1, &|_, row| dealt.rows[row].heard),
            recorded: dealt.of_labels(1, &|label, _| is_recorded(label)),
            emotions: dealt
                .of_labels(1, &|label, _| is_recorded(label) && label.emotion().is_some()),
            targets: dealt.of_labels(count, &|label, row| label == dealt.rows[row].label),
            all: dealt.counted(|_| true),
            recorded_takes: dealt.counted(|row| row.is_recorded),
            judged: dealt.judged(),
            scales,
            labels: dealt.labels,
        }
    }
}

/// Rows, and which layer learns from which.
struct Dealt<'a> {
    rows: Vec<Row<'a>>,
    voices: &'a [Voice],
    folds: Folds,
    /// Takes that were recorded, and with those that are imagined.
    recorded: Counts,
    all: Counts,
    labels: Meanings,
    /// What logits are multiplied by.
    trust: f32,
    /// How much what is imagined counts where a layer learns.
    imagined: f32,
    /// How much of what is imagined counts anywhere: all of it, or [`Settings::after_own`].
    known: f32,
    calibration: &'a Calibration,
    device: &'a Device,
}

impl Dealt<'_> {
    fn learns(&self, layer: usize, row: usize) -> bool {
        self.folds.learns(layer, self.rows[row].take)
    }

    /// What is heard in a row without the voice that a layer takes from it.
    fn heard_by(&self, layer: usize, row: usize) -> &Heard {
        match self.voices.get(layer) {
            Some(voice) => &voice.heard[row],
            None => self.rows[row].heard,
        }
    }

    fn told_width(&self) -> usize {
        self.rows.first().map_or(0, |row| row.heard.told.len())
    }

    /// The scale of what was recorded and a layer learns from.
    fn scale(&self, layer: usize) -> Scale {
        let learned = (0..self.rows.len())
            .filter(|&row| self.rows[row].is_recorded && self.learns(layer, row));
        let told = learned.map(|row| self.heard_by(layer, row).told.as_slice());
        Scale::of(told, self.told_width())
    }

    /// A tensor of a shape by what each row of each layer adds to its values.
    fn table(&self, shape: [usize; 3], row: &dyn Fn(usize, usize, &mut Vec<f32>)) -> Tensor<3> {
        let mut values = Vec::with_capacity(shape.iter().product());
        for layer in 0..shape[0] {
            (0..shape[1]).for_each(|at| row(layer, at, &mut values));
        }
        Tensor::from_data(TensorData::new(values, shape), self.device)
    }

    /// Tempered logits as far as they are trusted; a label of the person's own is as likely as the
    /// network's are on average.
    fn logits<'a>(&'a self, layers: usize, heard: &dyn Fn(usize, usize) -> &'a Heard) -> Tensor<3> {
        let shape = [layers, self.rows.len(), self.labels.count()];
        self.table(shape, &|layer, row, values| {
            let logits = &heard(layer, row).logits;
            let own = self.labels.count() - logits.len();
            let unknown = std::iter::repeat_n(self.calibration.unknown(logits), own);
            values.extend(logits.iter().copied().chain(unknown).map(|logit| self.trust * logit));
        })
    }

    /// What strangers' manners lead to expect, where all voices know of them.
    fn expected(&self) -> Option<Tensor<3>> {
        let scores = self.voices.iter().map(|voice| voice.score.as_ref());
        let scores: Vec<&Score> = scores.collect::<Option<_>>()?;
        if scores.is_empty() {
            return None;
        }
        let statistics: Vec<_> = self.rows.iter().map(|row| row.heard.statistics()).collect();
        let shape = [self.folds.layers, self.rows.len(), self.labels.count()];
        Some(self.table(shape, &|layer, row, values| {
            values.extend(scores[layer].of(&statistics[row]));
        }))
    }

    /// 1 for the labels that are chosen in a row.
    fn of_labels(&self, rows: usize, is_chosen: &dyn Fn(Meaning, usize) -> bool) -> Tensor<3> {
        self.table([1, rows, self.labels.count()], &|_, row, values| {
            values.extend(self.labels.iter().map(|label| f32::from(is_chosen(label, row))));
        })
    }

    /// How much some rows count.
    fn counted(&self, is_among: impl Fn(&Row<'_>) -> bool) -> Counted {
        let shares = |times: &dyn Fn(usize, usize) -> f32| {
            self.table([self.folds.layers, self.rows.len(), 1], &|layer, row, values| {
                let count = self.all.of(self.rows[row].label) as f32;
                let times = if is_among(&self.rows[row]) { times(layer, row) } else { 0.0 };
                let known = if self.rows[row].is_recorded { 1.0 } else { self.known };
                values.push(known * times / count);
            })
        };
        let learned = shares(&|layer, row| match self.learns(layer, row) {
            true if self.rows[row].is_recorded => 1.0,
            true => self.imagined,
            false => 0.0,
        });
        let aside =
            shares(&|layer, row| f32::from(self.rows[row].is_original && !self.learns(layer, row)));
        Counted {
            learned: of_sum(learned.clone().sum_dim(1), learned),
            aside: of_sum(aside.clone().sum_dim(1).sum_dim(0), aside),
        }
    }

    fn judged(&self) -> Vec<JudgedTake> {
        let originals = self.rows.iter().enumerate().filter(|(_, row)| row.is_original);
        let judged = originals.map(|(at, row)| JudgedTake {
            label: row.label,
            is_recorded: row.is_recorded,
            row: at,
            judge: 1 + self.folds.of_take[row.take],
        });
        judged.collect()
    }
}

/// What counts so much, as a share of the sum.
fn of_sum(sum: Tensor<3>, counts: Tensor<3>) -> Tensor<3> {
    counts / sum.clamp_min(f32::MIN_POSITIVE)
}

/// What a layer for these takes can answer.
pub fn labels(takes: &[HeardTake]) -> Meanings {
    Meanings::with(count(takes.iter().map(|take| take.label)).labels().iter().copied())
}
