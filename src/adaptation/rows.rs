//! Heard takes as the tensors of a fit.
//!
//! Several layers are fitted side by side: the first to all takes, each of the others to all but one
//! fold. They share nothing but the passes of the device.

use burn::prelude::*;

use super::imagined::Row;
use super::{HeardTake, Settings, Takes, Voice};
use crate::meaning::{Meaning, Meanings};
use crate::model::{Calibration, Heard, Score};

/// What is added to every deviation, as a share of their mean: a value that a few takes happen to
/// agree in must not count a hundredfold.
const DEVIATION_FLOOR: f32 = 0.5;

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

/// How much rows count, every label the same.
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

/// Mean and deviation of each value that is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub mean: Vec<f32>,
    pub deviation: Vec<f32>,
}

impl Scale {
    fn of<'a>(rows: impl Iterator<Item = &'a [f32]> + Clone, width: usize) -> Self {
        let count = rows.clone().count().max(1) as f32;
        let mut mean = vec![0.0f32; width];
        for row in rows.clone() {
            mean.iter_mut().zip(row).for_each(|(mean, value)| *mean += value / count);
        }
        let mut variance = vec![0.0f32; width];
        for row in rows {
            let squares = row.iter().zip(&mean).map(|(value, mean)| (value - mean).powi(2));
            variance.iter_mut().zip(squares).for_each(|(sum, square)| *sum += square / count);
        }
        let deviation: Vec<f32> = variance.into_iter().map(f32::sqrt).collect();
        let floor = DEVIATION_FLOOR * deviation.iter().sum::<f32>() / width.max(1) as f32;
        // Takes that are all the same have nothing to tell them apart by.
        let deviation = deviation.iter().map(|value| (value + floor).max(f32::MIN_POSITIVE.sqrt()));
        Self { deviation: deviation.collect(), mean }
    }

    fn apply<'a>(&'a self, row: &'a [f32]) -> impl Iterator<Item = f32> + 'a {
        let scale = self.mean.iter().zip(&self.deviation);
        row.iter().zip(scale).map(|(value, (mean, deviation))| (value - mean) / deviation)
    }
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
        let (counts, all_counts) = (takes.counts(), takes.all_counts());
        let labels = labels(takes.as_recorded());
        let folds = Folds::deal(takes.as_recorded(), settings);
        let layers = folds.layers;
        let rows: Vec<Row> = takes.rows().collect();
        let width = rows.first().map_or(0, |row| row.heard.told.len());
        let learns = |layer: usize, row: usize| folds.learns(layer, rows[row].take);
        let heard_by = |layer: usize, row: usize| match voices.get(layer) {
            Some(voice) => &voice.heard[row],
            None => rows[row].heard,
        };
        let scale = |layer: usize| {
            let learned = (0..rows.len()).filter(|&row| learns(layer, row));
            let recorded = learned.filter(|&row| rows[row].is_recorded);
            Scale::of(recorded.map(|row| heard_by(layer, row).told.as_slice()), width)
        };
        let scales: Vec<Scale> = (0..layers).map(scale).collect();
        let cooled = |heard: &Heard, values: &mut Vec<f32>| {
            let own = labels.count() - heard.logits.len();
            let unknown = std::iter::repeat_n(calibration.unknown(&heard.logits), own);
            let logits = heard.logits.into_iter().chain(unknown);
            values.extend(logits.map(|logit| settings.trust * logit / calibration.temperature));
        };
        let judged = |row: usize| JudgedTake {
            label: rows[row].label,
            is_recorded: rows[row].is_recorded,
            row,
            judge: 1 + folds.of_take[rows[row].take],
        };
        let scores: Option<Vec<&Score>> = voices.iter().map(|voice| voice.score.as_ref()).collect();
        let statistics: Vec<Vec<f32>> = rows.iter().map(|row| row.heard.statistics()).collect();
        let is_recorded = |label| counts.of(label) > 0;
        let (count, classes) = (rows.len(), labels.count());
        let table = |shape: [usize; 3], row: &dyn Fn(usize, usize, &mut Vec<f32>)| {
            table(shape, row, device)
        };
        let those = |chosen: &dyn Fn(Meaning, usize) -> bool, rows: usize| {
            table([1, rows, classes], &|_, row, values| {
                values.extend(labels.iter().map(|label| f32::from(chosen(label, row))));
            })
        };
        let shared = |counts: &dyn Fn(usize, usize) -> bool| {
            table([layers, count, 1], &|layer, row, values| {
                let share = 1.0 / all_counts.of(rows[row].label) as f32;
                values.push(if counts(layer, row) { share } else { 0.0 });
            })
        };
        let counted = |is_among: &dyn Fn(&Row) -> bool| {
            let learned = shared(&|layer, row| is_among(&rows[row]) && learns(layer, row));
            let aside = shared(&|layer, row| {
                is_among(&rows[row]) && rows[row].is_original && !learns(layer, row)
            });
            Counted {
                learned: of_sum(learned.clone().sum_dim(1), learned),
                aside: of_sum(aside.clone().sum_dim(1).sum_dim(0), aside),
            }
        };
        Self {
            told: table([layers, count, width], &|layer, row, values| {
                values.extend(scales[layer].apply(&heard_by(layer, row).told));
            }),
            logits: table([voices.len().max(1), count, classes], &|layer, row, values| {
                cooled(heard_by(layer, row), values);
            }),
            expected: scores.filter(|scores| !scores.is_empty()).map(|scores| {
                table([layers, count, classes], &|layer, row, values| {
                    values.extend(scores[layer].of(&statistics[row]));
                })
            }),
            before: table([1, count, classes], &|_, row, values| cooled(rows[row].heard, values)),
            recorded: those(&|label, _| is_recorded(label), 1),
            emotions: those(&|label, _| is_recorded(label) && label.emotion().is_some(), 1),
            targets: those(&|label, row| label == rows[row].label, count),
            all: counted(&|_| true),
            recorded_takes: counted(&|row| row.is_recorded),
            scales,
            labels,
            judged: (0..count).filter(|&row| rows[row].is_original).map(judged).collect(),
        }
    }
}

/// A tensor of a shape by what each row of each layer adds to its values.
fn table(
    shape: [usize; 3],
    row: &dyn Fn(usize, usize, &mut Vec<f32>),
    device: &Device,
) -> Tensor<3> {
    let mut values = Vec::with_capacity(shape.iter().product());
    for layer in 0..shape[0] {
        (0..shape[1]).for_each(|at| row(layer, at, &mut values));
    }
    Tensor::from_data(TensorData::new(values, shape), device)
}

/// What counts so much, as a share of the sum.
fn of_sum(sum: Tensor<3>, counts: Tensor<3>) -> Tensor<3> {
    counts / sum.clamp_min(f32::MIN_POSITIVE)
}

/// What a layer for these takes can answer.
pub fn labels(takes: &[HeardTake]) -> Meanings {
    Meanings::with(super::count(takes.iter().map(|take| take.label)).labels().iter().copied())
}

/// Who learns from whom.
pub struct Folds {
    /// The fold of each take: layer 1 + fold does not learn from it.
    pub of_take: Vec<usize>,
    /// The layer of all takes, and one for every fold.
    pub layers: usize,
}

impl Folds {
    /// Those of a label are dealt one after the other.
    pub fn deal(takes: &[HeardTake], settings: &Settings) -> Self {
        let counts = super::count(takes.iter().map(|take| take.label));
        let folds = settings.folds.min(counts.fewest().max(2)).max(1);
        let deal = |(at, take): (usize, &HeardTake)| {
            let before = takes[..at].iter().filter(|other| other.label == take.label).count();
            before % folds
        };
        let of_take: Vec<usize> = takes.iter().enumerate().map(deal).collect();
        let layers = 1 + of_take.iter().max().map_or(0, |fold| fold + 1);
        Self { of_take, layers }
    }

    /// Whether a layer learns from a take.
    pub fn learns(&self, layer: usize, take: usize) -> bool {
        layer == 0 || self.of_take[take] + 1 != layer
    }
}
