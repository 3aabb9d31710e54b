//! Which layers learn from which takes.

use super::{HeardTake, Settings, count};

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
        let counts = count(takes.iter().map(|take| take.label));
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
