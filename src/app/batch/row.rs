//! A file of the table, and how far it has come.

use crate::app::trouble::Trouble;
use crate::engine::protocol::Judgement;

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
        /// Stretches of speech by which the voice was known.
        stretches: usize,
    },
    /// It could not be judged.
    Failed(Trouble),
    /// The visitor did not want to wait for it.
    Cancelled,
}

impl Standing {
    /// By how much of a voice it was judged, if it was.
    pub(super) fn stretches(&self) -> Option<usize> {
        match self {
            Self::Heard { stretches, .. } => Some(*stretches),
            _ => None,
        }
    }
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
    /// Whether it was heard before by one who knew less of the voice.
    pub(super) again: bool,
    /// The answer that it had before it waited again.
    pub(super) before: Option<Standing>,
    /// Which listener judged it; see [`super::Batch::other_listens`].
    pub(super) listener: u32,
}

impl Row {
    /// Waits once more; its answer comes back if it is not judged anew.
    pub(super) fn wait_again(&mut self) {
        self.before = Some(std::mem::replace(&mut self.standing, Standing::Waiting));
    }

    /// What came of it; what goes wrong, or is not wanted any more, leaves it the answer that it had.
    pub(super) fn settle(&mut self, standing: Standing) {
        let before = self.before.take();
        self.standing = match standing {
            Standing::Failed(_) | Standing::Cancelled => before.unwrap_or(standing),
            standing => standing,
        };
    }
}
