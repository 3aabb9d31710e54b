//! What was measured of a model: written by the command line, shown by its reports and by the page.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::emotion::Emotion;

/// Everything that was measured of a model, and of whom it learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Clips trained on.
    pub training_clips: usize,
    /// Speakers of these.
    pub training_speakers: usize,
    /// Speakers kept apart, who judge it here.
    pub test_speakers: usize,
    /// How it learned.
    pub history: History,
    /// How it did on speakers that it had never heard.
    pub evaluation: Evaluation,
    /// The unweighted average recall over all these clips as other rooms and microphones might have
    /// recorded them, 0 to 1, where that was measured.
    #[serde(default)]
    pub elsewhere: Option<f64>,
}

/// Where weights come from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// The preset: `seed`, `overtone` or `large`.
    pub preset: String,
    /// The corpora, by name.
    pub corpora: Vec<String>,
    /// How the clips were split: by `speaker`, `clip` or `row`.
    pub split: String,
    /// Clips trained on.
    pub training_clips: usize,
    /// Speakers of the clips trained on.
    pub training_speakers: Vec<String>,
    /// Speakers on whom the epoch, the temperature and the threshold were chosen; some may have
    /// taught as well, once these were chosen.
    pub validation_speakers: Vec<String>,
    /// Speakers kept apart.
    pub test_speakers: Vec<String>,
    /// The seed of everything random.
    pub seed: u64,
    /// Examples of a step.
    pub batch_size: usize,
    /// Epochs gone through.
    pub epochs: usize,
    /// The epoch whose weights these are, from 1.
    pub best_epoch: usize,
    /// Unweighted average recall on the validation speakers at that epoch, 0 to 1.
    pub validation_uar: f64,
}

/// Scores of a model on the clips of one corpus, or of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Clips judged.
    pub clips: usize,
    /// The emotions that the clips show or are taken for, in order.
    pub classes: Vec<Emotion>,
    /// Unweighted average recall, choosing among the emotions that the corpus has, 0 to 1.
    pub uar: f64,
    /// Share of right answers, likewise.
    pub wa: f64,
    /// Mean F1, likewise.
    pub macro_f1: f64,
    /// Unweighted average recall, choosing among all eight emotions.
    pub uar_open: f64,
    /// Expected calibration error of the calibrated probabilities among the corpus' emotions.
    pub ece: f64,
    /// How often the model names one of all eight emotions, and how often rightly; none in files
    /// that were written before it was kept.
    #[serde(default)]
    pub named: Option<Named>,
    /// Clips by intended emotion (row) and answer (column), in the order of `classes`.
    pub confusion: Vec<Vec<usize>>,
    /// Accuracy over confidence in some bins of equal width over the largest
    /// calibrated probability; empty in files that were written before it was kept.
    #[serde(default)]
    pub reliability: Vec<Bin>,
}

/// What a visitor gets who does not say what there is to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Share of the clips that get an emotion and not "not sure", 0 to 1.
    pub share: f64,
    /// Share of these that get the intended one, 0 to 1; 0 if there are none.
    pub right: f64,
}

/// Scores of a model, by corpus and over all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The model, by its file.
    pub model: String,
    /// Scores by the name of the corpus.
    pub corpora: BTreeMap<String, Scores>,
    /// Scores over all clips, each answered among the emotions of its own corpus.
    pub pooled: Scores,
    /// How well the corpus is heard in what the network makes of clips, where that was measured.
    #[serde(default)]
    pub corpus_probe: Option<Probe>,
}

/// One bin of a reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Mean of the largest probability.
    pub confidence: f64,
    /// Share of right answers.
    pub accuracy: f64,
    /// Clips in the bin.
    pub clips: usize,
}

/// How well the corpus is heard.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Mean share of a corpus' clips that are said to be its own, over corpora and over the
    /// emotions that all of them hold, 0 to 1.
    pub recall: f64,
    /// What guessing comes to.
    pub chance: f64,
    /// Emotions that were probed.
    pub emotions: usize,
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f64| (100.0 * share).round();
        write!(
            f,
            "A linear probe names the corpus of {} % of unheard clips of one emotion; by chance {} %",
            percent(self.recall),
            percent(self.chance)
        )
    }
}

/// One epoch of a training, a row of `history.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EpochRecord {
    /// The epoch, from 1.
    pub epoch: usize,
    /// The learning rate that it began with.
    pub learning_rate: f64,
    /// Mean cross-entropy of the training examples as varied.
    pub training_loss: f64,
    /// Share of them answered rightly.
    pub training_accuracy: f64,
    /// Mean cross-entropy of the validation clips.
    pub validation_loss: f64,
    /// Share of them answered rightly.
    pub validation_accuracy: f64,
    /// Their unweighted average recall, the mean over corpora.
    pub validation_uar: f64,
    /// How long the epoch took.
    pub seconds: f64,
}

/// How an epoch went of a training that nobody judges on its way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct UnjudgedEpoch {
    /// From 1.
    pub epoch: usize,
    /// The learning rate that it began with.
    pub learning_rate: f64,
    /// Mean cross-entropy of the training examples as varied.
    pub training_loss: f64,
    /// Share of them answered rightly.
    pub training_accuracy: f64,
    /// How long the epoch took.
    pub seconds: f64,
}

/// The epochs so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// One record an epoch, in order.
    pub epochs: Vec<EpochRecord>,
}

impl History {
    /// The epoch with the best validation recall; the first of several.
    pub fn best(&self) -> Option<&EpochRecord> {
        self.epochs.iter().reduce(|best, epoch| {
            if epoch.validation_uar > best.validation_uar { epoch } else { best }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_epoch_is_the_first_with_the_best_recall() {
        let record = |epoch, validation_uar| EpochRecord {
            epoch,
            learning_rate: 1e-3,
            training_loss: 1.0,
            training_accuracy: 0.5,
            validation_loss: 1.0,
            validation_accuracy: 0.5,
            validation_uar,
            seconds: 1.0,
        };
        let history = History { epochs: vec![record(1, 0.3), record(2, 0.5), record(3, 0.5)] };
        assert_eq!(history.best().map(|best| best.epoch), Some(2));
        assert_eq!(History::default().best(), None);
    }
}
