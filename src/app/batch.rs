//! Many files, one after the other, in a table: the rules, free of any browser.

mod export;

use super::format::{certainty, leaders};
use super::trouble::Trouble;
use crate::emotion::Emotion;
use crate::engine::protocol::{Judgement, Verdict};

/// How far a file has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Its turn has not come.
    Waiting,
    /// It is with the engine.
    Listening,
    /// It is judged.
    Heard {
        /// What the model makes of it.
        judgement: Judgement,
        /// Its length, in seconds.
        seconds: f64,
    },
    /// It could not be judged.
    Failed(Trouble),
    /// The visitor did not want to wait for it.
    Cancelled,
}

/// A file of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place in the order of arrival.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub standing: Standing,
}

/// What the table can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// The order of arrival.
    #[default]
    Arrival,
    /// The name.
    Name,
    /// The length.
    Length,
    /// The verdict, in the order of the emotions.
    Verdict,
    /// How sure the model is.
    Certainty,
}

/// The files, and how their table is sorted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    rows: Vec<Row>,
    /// What it is sorted by.
    pub column: Column,
    /// Whether the last comes first.
    pub descending: bool,
}

impl Batch {
    /// Adds a file. Returns its place in the order of arrival.
    pub fn add(&mut self, name: String) -> usize {
        let index = self.rows.len();
        self.rows.push(Row { index, name, standing: Standing::Waiting });
        index
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The next file that waits; from now on the engine has it. None while it has another.
    pub fn take_next(&mut self) -> Option<usize> {
        if self.rows.iter().any(|row| row.standing == Standing::Listening) {
            return None;
        }
        let row = self.rows.iter_mut().find(|row| row.standing == Standing::Waiting)?;
        row.standing = Standing::Listening;
        Some(row.index)
    }

    /// A file has come to an end, or must wait once more.
    pub fn settle(&mut self, index: usize, standing: Standing) {
        if let Some(row) = self.rows.get_mut(index).filter(|r| r.standing == Standing::Listening) {
            row.standing = standing;
        }
    }

    /// What is not judged yet need not be.
    pub fn cancel(&mut self) {
        for row in &mut self.rows {
            if matches!(row.standing, Standing::Waiting | Standing::Listening) {
                row.standing = Standing::Cancelled;
            }
        }
    }

    /// How many files are through, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let open = |row: &&Row| matches!(row.standing, Standing::Waiting | Standing::Listening);
        (self.rows.len() - self.rows.iter().filter(open).count(), self.rows.len())
    }

    /// Sorts by a column; by the same once more, the other way round.
    pub fn sort_by(&mut self, column: Column) {
        self.descending = self.column == column && !self.descending;
        self.column = column;
    }

    /// The files as the table shows them. What has no value in the column comes last.
    pub fn sorted(&self) -> Vec<Row> {
        let mut rows = self.rows.clone();
        let way = |ordering: std::cmp::Ordering| {
            if self.descending { ordering.reverse() } else { ordering }
        };
        rows.sort_by(|a, b| match (self.key(a), self.key(b)) {
            (Some(a), Some(b)) => way(a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        rows
    }

    fn key(&self, row: &Row) -> Option<(f64, String)> {
        let heard = match &row.standing {
            Standing::Heard { judgement, seconds } => Some((judgement, *seconds)),
            _ => None,
        };
        let number = |value: f64| (value, String::new());
        match self.column {
            Column::Arrival => Some(number(row.index as f64)),
            Column::Name => Some((0.0, row.name.to_lowercase())),
            Column::Length => heard.map(|(_, seconds)| number(seconds)),
            Column::Verdict => heard.map(|(judgement, _)| {
                let place = match judgement.verdict {
                    Verdict::Named(label) => label.emotion().map_or(Emotion::COUNT, Emotion::index),
                    Verdict::NotSure | Verdict::NoSpeech => Emotion::COUNT + 1,
                };
                (place as f64, judgement.verdict.name().to_owned())
            }),
            Column::Certainty => heard.map(|(judgement, _)| {
                let [(_, most), _] = leaders(judgement);
                number(certainty(judgement).max(most).into())
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(emotion: Emotion, share: f32, seconds: f64) -> Standing {
        let mut probabilities = vec![(1.0 - share) / 7.0; Emotion::COUNT];
        probabilities[emotion.index()] = share;
        let verdict = Verdict::Named(emotion.into());
        Standing::Heard {
            judgement: Judgement { verdict, probabilities, ..Judgement::no_speech() },
            seconds,
        }
    }

    /// Three files: judged, broken, judged.
    pub(super) fn batch() -> Batch {
        let mut batch = Batch::default();
        let standings = [
            heard(Emotion::Sad, 0.9, 3.0),
            Standing::Failed(Trouble::EmptyRecording),
            heard(Emotion::Happy, 0.5, 1.5),
        ];
        for (name, standing) in ["b.wav", "a, \"odd\".wav", "C.wav"].into_iter().zip(standings) {
            batch.add(name.to_owned());
            let index = batch.take_next().unwrap();
            batch.settle(index, standing);
        }
        batch
    }

    fn names(batch: &Batch) -> Vec<String> {
        batch.sorted().into_iter().map(|row| row.name).collect()
    }

    #[test]
    fn one_file_after_the_other_is_heard() {
        let mut batch = Batch::default();
        batch.add("a.wav".into());
        batch.add("b.wav".into());
        assert_eq!((batch.take_next(), batch.take_next()), (Some(0), None));
        batch.settle(0, Standing::Waiting);
        assert_eq!(batch.take_next(), Some(0), "its engine was lost");
        batch.settle(0, heard(Emotion::Calm, 0.6, 1.0));
        assert_eq!(batch.progress(), (1, 2));
        assert_eq!(batch.take_next(), Some(1));
        batch.cancel();
        batch.settle(1, heard(Emotion::Calm, 0.6, 1.0));
        assert_eq!(batch.sorted()[1].standing, Standing::Cancelled, "too late");
        assert_eq!((batch.progress(), batch.take_next()), ((2, 2), None));
    }

    #[test]
    fn the_table_is_sorted_either_way_and_what_has_no_value_comes_last() {
        let mut batch = batch();
        batch.sort_by(Column::Name);
        assert_eq!(names(&batch), ["a, \"odd\".wav", "b.wav", "C.wav"]);
        batch.sort_by(Column::Length);
        assert_eq!(names(&batch), ["C.wav", "b.wav", "a, \"odd\".wav"]);
        batch.sort_by(Column::Length);
        assert_eq!(names(&batch), ["b.wav", "C.wav", "a, \"odd\".wav"]);
        batch.sort_by(Column::Certainty);
        assert_eq!(names(&batch), ["C.wav", "b.wav", "a, \"odd\".wav"]);
        batch.sort_by(Column::Verdict);
        assert_eq!(names(&batch)[0], "C.wav", "happy comes before sad");
    }
}
