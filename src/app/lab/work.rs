//! What goes on in the laboratory, and what comes of it.

use std::sync::Arc;

use super::pace::Pace;
use crate::emotion::Emotion;
use crate::engine::protocol::SoundView;
use crate::figures::{Evaluation, History};
use crate::laboratory::protocol::Settings;

/// What is going on. The laboratory does one thing after the other.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Work {
    /// Nothing.
    #[default]
    Idle,
    /// Its module comes: bytes so far, and in all.
    Fetching(f64, f64),
    /// Its module starts.
    Starting,
    /// Clips are measured.
    Measuring(Pace),
    /// Features are written as a table: the share that is done, 0 to 1.
    Writing(f64),
    /// It learns.
    Training(Step),
}

/// How far an epoch is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Step {
    /// The epoch, from 1; 0 before the first step.
    pub epoch: usize,
    /// Clips of the epoch that are done.
    pub clips_done: usize,
    /// Clips of an epoch.
    pub clips: usize,
    /// The loss so far.
    pub loss: f64,
    /// Clips in a second.
    pub clips_a_second: f64,
}

/// A training on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// With what it was begun.
    pub settings: Settings,
    /// The epochs that are over.
    pub history: History,
    /// Whether an earlier visit began it.
    pub of_earlier_visit: bool,
}

/// What came of a training.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// With what it was begun.
    pub settings: Settings,
    /// Its epochs.
    pub history: History,
    /// Its scores.
    pub evaluation: Evaluation,
    /// Bytes of the model.
    pub model_bytes: usize,
    /// A clip of the test for each emotion.
    pub examples: Vec<Example>,
    /// Whether the visitor has let it listen.
    pub is_adopted: bool,
}

/// A training that is over, beside others: what decided its figures, and these.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// With what it was begun.
    pub settings: Settings,
    /// Share of right answers in its test, 0 to 1.
    pub accuracy: f64,
    /// Unweighted average recall in its test, 0 to 1.
    pub uar: f64,
}

impl From<&Outcome> for Trained {
    fn from(outcome: &Outcome) -> Self {
        let scores = &outcome.evaluation.pooled;
        Self { settings: outcome.settings.clone(), accuracy: scores.wa, uar: scores.uar }
    }
}

/// A clip of the test.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The emotion that was meant.
    pub emotion: Emotion,
    /// Its path, as it was given.
    pub path: String,
    /// What there is to see of it, once somebody has looked.
    pub sound: Option<Arc<SoundView>>,
}

/// A clip of the test that nobody has looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// Which of the examples.
    pub example: usize,
    /// Its path, as it was given.
    pub path: String,
}

/// Those of the test's clips that nobody has looked at.
pub fn lacking(examples: &[Example]) -> Vec<Lacking> {
    let lacking = |(example, shown): (usize, &Example)| {
        shown.sound.is_none().then(|| Lacking { example, path: shown.path.clone() })
    };
    examples.iter().enumerate().filter_map(lacking).collect()
}

/// What the browser keeps of measured clips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Clips.
    pub clips: usize,
    /// Their room, in bytes.
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::rules::Lab;
    use super::super::settings::usual;
    use super::*;
    use crate::corpus::SplitKind;
    use crate::figures::Scores;
    use crate::laboratory::Preset;

    fn outcome(split: SplitKind, uar: f64) -> Outcome {
        let pooled = Scores {
            clips: 10,
            classes: vec![Emotion::Sad, Emotion::Angry],
            uar,
            wa: uar + 0.05,
            macro_f1: uar,
            uar_open: uar,
            ece: 0.1,
            named: None,
            confusion: Vec::new(),
            reliability: Vec::new(),
        };
        let (model, corpora) = (String::new(), BTreeMap::new());
        Outcome {
            settings: Settings { split, ..usual(Preset::Seed) },
            history: History::default(),
            evaluation: Evaluation { model, corpora, pooled, corpus_probe: None },
            model_bytes: 1,
            examples: Vec::new(),
            is_adopted: false,
        }
    }

    #[test]
    fn trainings_stand_side_by_side_until_their_clips_are_put_away() {
        let mut lab = Lab::default();
        for (split, uar) in [(SplitKind::Speaker, 0.5), (SplitKind::Row, 0.75)] {
            lab.begin_training(false);
            lab.end_training(outcome(split, uar));
        }
        lab.begin_training(false);
        let row = |trained: &Trained| (trained.settings.split, trained.accuracy, trained.uar);
        let rows: Vec<_> = lab.trained.iter().map(row).collect();
        assert_eq!(rows, [(SplitKind::Speaker, 0.55, 0.5), (SplitKind::Row, 0.8, 0.75)]);
        lab.clear();
        assert_eq!(lab.trained, []);
    }
}
