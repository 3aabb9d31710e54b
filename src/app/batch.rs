//! Many files, one after the other, in a table: the rules, free of any browser.

mod export;
mod row;

use super::format::{certainty, leaders};
use crate::emotion::Emotion;
use crate::engine::protocol::Verdict;

pub use row::{Row, Standing};

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
    /// Whether one person speaks in all of them.
    one_voice: bool,
    /// How often another has listened; what it knows of a voice it learned itself.
    listener: u32,
}

/// A file whose turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Its place in the order of arrival.
    pub index: usize,
    /// Whether it was heard before by one who knew less of the voice.
    pub again: bool,
    listener: u32,
}

impl Batch {
    /// Adds a file, which may tell more of a voice. Returns its place in the order of arrival.
    pub fn add(&mut self, name: String) -> usize {
        let heard = self.rows.iter_mut().filter(|row| row.standing.stretches().is_some());
        heard.for_each(|row| row.again = false);
        let index = self.rows.len();
        self.rows.push(Row {
            index,
            name,
            standing: Standing::Waiting,
            again: false,
            before: None,
            listener: self.listener,
        });
        index
    }

    /// How far a file has come, by its place in the order of arrival.
    pub fn standing(&self, index: usize) -> Option<Standing> {
        self.rows.get(index).map(|row| row.standing.clone())
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes the visitor's word that one person speaks in all files, or that whoever likes does: what
    /// was heard in the other way waits once more.
    pub fn set_one_voice(&mut self, on: bool) {
        self.one_voice = on;
        self.change_listener();
        for row in &mut self.rows {
            if row.standing.stretches().is_some_and(|stretches| on || stretches > 0) {
                row.again = false;
                row.wait_again();
            }
        }
    }

    /// Another engine or another model listens from now on, which knows nothing of the voice yet.
    pub fn other_listens(&mut self) {
        if self.one_voice {
            self.change_listener();
        }
    }

    /// What was judged stays; what the former listener still judges is heard anew.
    fn change_listener(&mut self) {
        self.listener = self.listener.wrapping_add(1);
        for row in &mut self.rows {
            row.again = row.standing.stretches().is_some();
        }
    }

    /// The next file that waits; from now on the engine has it. None while it has another. Once all
    /// are through, those wait again that were heard before the voice was known as well as by now.
    pub fn take_next(&mut self) -> Option<Due> {
        let stands = |standing| self.rows.iter().any(|row| row.standing == standing);
        if stands(Standing::Listening) {
            return None;
        }
        if self.one_voice && !stands(Standing::Waiting) {
            self.wait_again();
        }
        let row = self.rows.iter_mut().find(|row| row.standing == Standing::Waiting)?;
        row.standing = Standing::Listening;
        Some(Due { index: row.index, again: row.again, listener: self.listener })
    }

    /// Has every file wait, but only once, in which less of the voice was known than in another.
    fn wait_again(&mut self) {
        let listener = self.listener;
        let own = |row: &&mut Row| row.listener == listener;
        let known =
            self.rows.iter_mut().filter(own).filter_map(|row| row.standing.stretches()).max();
        for row in self.rows.iter_mut().filter(own).filter(|row| !row.again) {
            let by = row.standing.stretches();
            if by.is_some() && by < known {
                row.again = true;
                row.wait_again();
            }
        }
    }

    /// A file has come to an end, or must wait once more: also if another listens by now.
    pub fn settle(&mut self, due: Due, standing: Standing) {
        let is_outdated = due.listener != self.listener;
        let row = self.rows.get_mut(due.index).filter(|row| row.standing == Standing::Listening);
        match row {
            Some(row) if is_outdated => row.standing = Standing::Waiting,
            Some(row) if standing == Standing::Waiting => row.standing = standing,
            Some(row) => {
                row.listener = due.listener;
                row.settle(standing);
            }
            None => {}
        }
    }

    /// What is not judged yet need not be, and what was judged before stays as it was.
    pub fn cancel(&mut self) {
        for row in &mut self.rows {
            if matches!(row.standing, Standing::Waiting | Standing::Listening) {
                row.settle(Standing::Cancelled);
            }
            row.again = row.standing.stretches().is_some();
        }
    }

    /// Forgets all files, and how they were sorted.
    pub fn clear(&mut self) {
        *self = Self { one_voice: self.one_voice, listener: self.listener, ..Self::default() };
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
            Standing::Heard { judgement, seconds, .. } => Some((judgement, *seconds)),
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
    use crate::app::trouble::Trouble;
    use crate::engine::protocol::Judgement;

    fn heard(emotion: Emotion, share: f32, seconds: f64) -> Standing {
        heard_by(0, emotion, share, seconds)
    }

    fn heard_by(stretches: usize, emotion: Emotion, share: f32, seconds: f64) -> Standing {
        let mut probabilities = vec![(1.0 - share) / 7.0; Emotion::COUNT];
        probabilities[emotion.index()] = share;
        let verdict = Verdict::Named(emotion.into());
        Standing::Heard {
            judgement: Judgement { verdict, probabilities, ..Judgement::no_speech() },
            seconds,
            stretches,
        }
    }

    /// A file whose turn has come for the first time, and once more.
    const fn first(index: usize) -> Option<(usize, bool)> {
        Some((index, false))
    }

    const fn again(index: usize) -> Option<(usize, bool)> {
        Some((index, true))
    }

    fn told(due: Option<Due>) -> Option<(usize, bool)> {
        due.map(|due| (due.index, due.again))
    }

    /// Settles the next file; its voice is known by so many stretches.
    fn settle_next(batch: &mut Batch, expected: Option<(usize, bool)>, stretches: usize) {
        let due = batch.take_next();
        assert_eq!(told(due), expected);
        if let Some(due) = due {
            batch.settle(due, heard_by(stretches, Emotion::Sad, 0.9, 3.0));
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
            let due = batch.take_next().unwrap();
            batch.settle(due, standing);
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
        let due = batch.take_next().unwrap();
        assert_eq!((due.index, batch.take_next()), (0, None));
        batch.settle(due, Standing::Waiting);
        settle_next(&mut batch, first(0), 0);
        assert_eq!(batch.progress(), (1, 2), "its engine was lost, and another took it");
        let due = batch.take_next().unwrap();
        batch.cancel();
        batch.settle(due, heard(Emotion::Calm, 0.6, 1.0));
        assert_eq!(batch.sorted()[1].standing, Standing::Cancelled, "too late");
        assert_eq!((batch.progress(), batch.take_next()), ((2, 2), None));
    }

    #[test]
    fn once_a_voice_is_known_what_was_heard_before_is_heard_once_more() {
        let mut batch = Batch::default();
        batch.set_one_voice(true);
        for name in ["a.wav", "b.wav", "c.wav"] {
            batch.add(name.into());
        }
        settle_next(&mut batch, first(0), 1);
        settle_next(&mut batch, first(1), 2);
        let due = batch.take_next().unwrap();
        batch.settle(due, Standing::Failed(Trouble::EmptyRecording));
        settle_next(&mut batch, again(0), 2);
        settle_next(&mut batch, None, 0);
        batch.add("d.wav".into());
        settle_next(&mut batch, first(3), 3);
        settle_next(&mut batch, again(0), 3);
        assert_eq!(batch.progress(), (3, 4), "the second waits again as well");
        settle_next(&mut batch, again(1), 3);
        settle_next(&mut batch, None, 0);
        batch.clear();
        batch.add("e.wav".into());
        settle_next(&mut batch, first(0), 4);
        settle_next(&mut batch, None, 0);
        assert_eq!(batch.progress(), (1, 1), "it is still one voice");
    }

    #[test]
    fn a_change_of_mind_about_the_voice_has_the_files_heard_anew() {
        let mut batch = batch();
        batch.set_one_voice(true);
        assert_eq!(batch.progress(), (1, 3), "what could not be heard cannot be now");
        settle_next(&mut batch, first(0), 1);
        settle_next(&mut batch, first(2), 2);
        settle_next(&mut batch, again(0), 2);
        settle_next(&mut batch, None, 0);
        let due = batch.add("late.wav".into());
        assert_eq!(due, 3);
        let due = batch.take_next().unwrap();
        batch.set_one_voice(false);
        batch.settle(due, heard_by(3, Emotion::Sad, 0.9, 3.0));
        settle_next(&mut batch, first(0), 0);
        settle_next(&mut batch, first(2), 0);
        settle_next(&mut batch, first(3), 0);
        settle_next(&mut batch, None, 0);
    }

    #[test]
    fn another_listener_learns_the_voice_itself() {
        let mut batch = batch();
        batch.set_one_voice(true);
        settle_next(&mut batch, first(0), 8);
        let due = batch.take_next().unwrap();
        batch.other_listens();
        batch.settle(due, heard_by(9, Emotion::Sad, 0.9, 3.0));
        settle_next(&mut batch, first(2), 1);
        batch.add("d.wav".into());
        settle_next(&mut batch, first(3), 2);
        settle_next(&mut batch, again(2), 2);
        // What the former knew is not held against what this one knows.
        settle_next(&mut batch, None, 0);
    }

    #[test]
    fn what_is_heard_once_more_keeps_its_answer_until_there_is_another() {
        let mut batch = batch();
        let before: Vec<Row> = batch.sorted();
        batch.set_one_voice(true);
        let due = batch.take_next().unwrap();
        batch.settle(due, Standing::Failed(Trouble::EmptyRecording));
        batch.cancel();
        let standings = |rows: Vec<Row>| rows.into_iter().map(|row| row.standing);
        assert!(standings(batch.sorted()).eq(standings(before)));
        settle_next(&mut batch, None, 0);
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
