//! What was measured of a model as charts: for its folder, for its report, and for the page.

use super::{ConfidenceBin, Confusion, LearningCurves, Reliability, Terms};
use crate::adaptation::FitEpoch;
use crate::emotion::Emotion;
use crate::evaluation;
use crate::figures::{Bin, EpochRecord, History, Scores};
use crate::meaning::Meaning;

/// Loss and accuracy, epoch by epoch.
pub struct Curves {
    training_loss: Vec<f32>,
    validation_loss: Vec<f32>,
    training_accuracy: Vec<f32>,
    validation_accuracy: Vec<f32>,
    best_epoch: Option<usize>,
}

impl Curves {
    /// Of a training's history.
    pub fn of(history: &History) -> Self {
        let values = |value: fn(&EpochRecord) -> f64| {
            history.epochs.iter().map(|epoch| value(epoch) as f32).collect()
        };
        Self {
            training_loss: values(|epoch| epoch.training_loss),
            validation_loss: values(|epoch| epoch.validation_loss),
            training_accuracy: values(|epoch| epoch.training_accuracy),
            validation_accuracy: values(|epoch| epoch.validation_accuracy),
            best_epoch: history.best().map(|best| best.epoch),
        }
    }

    /// As a chart.
    pub fn chart(&self, title: &str) -> LearningCurves<'_> {
        LearningCurves {
            title: title.to_owned(),
            training_loss: &self.training_loss,
            validation_loss: &self.validation_loss,
            training_accuracy: &self.training_accuracy,
            validation_accuracy: &self.validation_accuracy,
            accuracy_label: Terms::ENGLISH.accuracy.to_owned(),
            best_epoch: self.best_epoch,
        }
    }
}

/// Loss and recall of a layer that learns, epoch by epoch.
pub struct Fitting {
    loss: Vec<f32>,
    aside_loss: Vec<f32>,
    recall: Vec<f32>,
    aside_recall: Vec<f32>,
    best_epoch: Option<usize>,
}

impl Fitting {
    /// Of its epochs, and the one that was kept.
    pub fn of(epochs: &[FitEpoch], best_epoch: Option<usize>) -> Self {
        let values = |value: fn(&FitEpoch) -> f32| epochs.iter().map(value).collect();
        Self {
            loss: values(|epoch| epoch.loss),
            aside_loss: values(|epoch| epoch.aside_loss),
            recall: values(|epoch| epoch.recall),
            aside_recall: values(|epoch| epoch.aside_recall),
            best_epoch: best_epoch.filter(|epoch| *epoch > 0),
        }
    }

    /// As a chart; `recall_label` names the axis of the recall.
    pub fn chart(&self, recall_label: &str) -> LearningCurves<'_> {
        LearningCurves {
            title: String::new(),
            training_loss: &self.loss,
            validation_loss: &self.aside_loss,
            training_accuracy: &self.recall,
            validation_accuracy: &self.aside_recall,
            accuracy_label: recall_label.to_owned(),
            best_epoch: self.best_epoch,
        }
    }
}

/// Clips by intended emotion and answer.
pub struct Matrix {
    classes: Vec<&'static str>,
    counts: Vec<Vec<u64>>,
}

impl Matrix {
    /// Of a corpus' scores.
    pub fn of(scores: &Scores) -> Self {
        Self::named(scores, Emotion::name)
    }

    /// The same with other names of the emotions.
    pub fn named(scores: &Scores, name: impl Fn(Emotion) -> &'static str) -> Self {
        let row = |row: &Vec<usize>| row.iter().map(|&count| count as u64).collect();
        Self {
            classes: scores.classes.iter().map(|&emotion| name(emotion)).collect(),
            counts: scores.confusion.iter().map(row).collect(),
        }
    }

    /// Of answers, by these names of the labels that were meant or answered.
    pub fn of_answers(
        answers: &evaluation::Confusion<Meaning>,
        name: impl Fn(Meaning) -> &'static str,
    ) -> Self {
        let classes = answers.labels();
        let row = |row: Vec<usize>| row.into_iter().map(|count| count as u64).collect();
        Self {
            counts: answers.matrix(&classes).into_iter().map(row).collect(),
            classes: classes.into_iter().map(name).collect(),
        }
    }

    /// As a chart.
    pub fn chart(&self, title: &str) -> Confusion<'_> {
        Confusion { title: title.to_owned(), classes: &self.classes, counts: &self.counts }
    }
}

/// Confidence against accuracy.
pub struct Trust {
    bins: Vec<ConfidenceBin>,
}

impl Trust {
    /// Of a corpus' scores; none if they were written before they kept it.
    pub fn of(scores: &Scores) -> Option<Self> {
        let width = 1.0 / scores.reliability.len() as f64;
        let bin = |(index, bin): (usize, &Bin)| ConfidenceBin {
            from: index as f64 * width,
            to: (index + 1) as f64 * width,
            confidence: bin.confidence,
            accuracy: bin.accuracy,
            count: bin.clips as u64,
        };
        let bins: Vec<_> = scores.reliability.iter().enumerate().map(bin).collect();
        (!bins.is_empty()).then_some(Self { bins })
    }

    /// As a chart.
    pub fn chart(&self, title: &str) -> Reliability<'_> {
        Reliability { title: title.to_owned(), bins: &self.bins }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores() -> Scores {
        Scores {
            clips: 3,
            classes: vec![Emotion::Sad, Emotion::Angry],
            uar: 0.5,
            wa: 2.0 / 3.0,
            macro_f1: 0.4,
            uar_open: 0.5,
            ece: 0.15,
            named: None,
            confusion: vec![vec![2, 0], vec![1, 0]],
            reliability: vec![
                Bin { confidence: 0.0, accuracy: 0.0, clips: 0 },
                Bin { confidence: 0.8166, accuracy: 2.0 / 3.0, clips: 3 },
            ],
        }
    }

    #[test]
    fn the_charts_show_what_the_scores_say() {
        let scores = scores();
        let matrix = Matrix::of(&scores);
        assert_eq!(matrix.chart("").classes, ["sad", "angry"]);
        assert_eq!(matrix.chart("").counts, [[2, 0], [1, 0]]);
        let trust = Trust::of(&scores).unwrap();
        assert!((trust.chart("").calibration_error() - scores.ece).abs() < 1e-3);
        let filled = trust.bins.iter().filter(|bin| bin.count > 0);
        assert!(filled.clone().count() > 0);
        for bin in filled {
            assert!((bin.from..=bin.to).contains(&bin.confidence), "{bin:?}");
        }
    }

    #[test]
    fn scores_without_bins_have_no_diagram() {
        assert!(Trust::of(&Scores { reliability: Vec::new(), ..scores() }).is_none());
    }
}
