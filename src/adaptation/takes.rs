//! How many takes are needed.

use crate::meaning::{MOST_OWN, Meaning, Meanings, insert};

/// Takes of each label that are needed.
pub const LEAST_TAKES: usize = 3;
/// Labels that are needed.
pub const LEAST_LABELS: usize = 2;

/// How many takes there are of each label of which there is one, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    labels: Vec<Meaning>,
    takes: Vec<usize>,
}

impl Counts {
    /// The labels of which there are takes.
    pub fn labels(&self) -> &[Meaning] {
        &self.labels
    }

    /// The takes of a label.
    pub fn of(&self, label: Meaning) -> usize {
        let place = self.labels.iter().position(|known| *known == label);
        place.map_or(0, |place| self.takes[place])
    }

    /// The least takes of a label of which there are any; 0 without a take.
    pub fn fewest(&self) -> usize {
        self.takes.iter().copied().min().unwrap_or(0)
    }
}

/// Why takes cannot teach a model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AdaptationError {
    /// Not enough labels.
    #[error("expected takes of at least {LEAST_LABELS} labels, got {0}")]
    Labels(usize),
    /// Not enough takes of a label.
    #[error("expected at least {LEAST_TAKES} takes of {0}, got {1}")]
    Takes(Meaning, usize),
    /// Too many own labels.
    #[error("expected at most {MOST_OWN} labels of your own")]
    OwnLabels,
    /// The device failed, or a take cannot be used.
    #[error("{0}")]
    Compute(String),
}

/// What is still missing before takes can teach: labels of which there are takes, but too few.
///
/// # Errors
/// What is missing, the first of it.
pub fn check_takes(counts: &Counts) -> Result<(), AdaptationError> {
    if !Meanings::with(counts.labels.iter().copied()).is_sound() {
        return Err(AdaptationError::OwnLabels);
    }
    if counts.labels.len() < LEAST_LABELS {
        return Err(AdaptationError::Labels(counts.labels.len()));
    }
    match counts.takes.iter().position(|takes| *takes < LEAST_TAKES) {
        Some(place) => Err(AdaptationError::Takes(counts.labels[place], counts.takes[place])),
        None => Ok(()),
    }
}

/// Takes of each label.
pub fn count<L: Into<Meaning>>(labels: impl IntoIterator<Item = L>) -> Counts {
    let all: Vec<Meaning> = labels.into_iter().map(Into::into).collect();
    let mut labels = Vec::new();
    all.iter().for_each(|label| insert(&mut labels, *label));
    let of = |label: &Meaning| all.iter().filter(|known| *known == label).count();
    Counts { takes: labels.iter().map(of).collect(), labels }
}
