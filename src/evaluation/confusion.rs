//! What was meant against what was heard.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::emotion::Emotion;
use crate::figures::Scores;

/// Counts of answers: rows are the intended labels, emotions if nothing else is said, columns the
/// answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion<L: Ord = Emotion> {
    /// What was meant and answered, and how often, in order.
    counts: Vec<((L, L), usize)>,
}

/// How one label fared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClassScore<L = Emotion> {
    /// The label.
    pub label: L,
    /// Of the answers that named it, the share that was right; 0 if none did.
    pub precision: f64,
    /// Of its clips, the share that was named; 0 without clips.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// Its clips.
    pub support: usize,
}

/// How often one label passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mistake<L = Emotion> {
    /// What was meant.
    pub meant: L,
    /// What was heard instead.
    pub heard: L,
    /// The share of what was meant in this way, 0 to 1.
    pub share: f64,
}

impl<L: fmt::Display> fmt::Display for Mistake<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} heard as {} {:.0} %", self.meant, self.heard, 100.0 * self.share)
    }
}

impl<L: Ord + Copy> Confusion<L> {
    /// Counts pairs of what was meant and what was answered.
    pub fn from_pairs(pairs: impl Iterator<Item = (L, L)>) -> Self {
        let mut counts = Vec::<((L, L), usize)>::new();
        for pair in pairs {
            let place = counts.iter().position(|(known, _)| *known >= pair).unwrap_or(counts.len());
            match counts.get_mut(place).filter(|(known, _)| *known == pair) {
                Some((_, count)) => *count += 1,
                None => counts.insert(place, (pair, 1)),
            }
        }
        Self { counts }
    }

    /// How often a label was meant and another (or the same) answered.
    pub fn count(&self, meant: L, heard: L) -> usize {
        self.sum(|m, h| m == meant && h == heard)
    }

    /// Clips in all.
    pub fn clips(&self) -> usize {
        self.sum(|_, _| true)
    }

    /// The labels that were meant at least once, in order.
    pub fn classes(&self) -> Vec<L> {
        let mut classes: Vec<L> = self.counts.iter().map(|((meant, _), _)| *meant).collect();
        classes.dedup();
        classes
    }

    /// The labels that were meant or answered at least once, in order.
    pub fn labels(&self) -> Vec<L> {
        let pairs = self.counts.iter().flat_map(|((meant, heard), _)| [*meant, *heard]);
        let mut labels: Vec<L> = pairs.collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }

    /// The counts of these classes only, rows meant, columns answered.
    pub fn matrix(&self, classes: &[L]) -> Vec<Vec<usize>> {
        let row = |meant: &L| classes.iter().map(|heard| self.count(*meant, *heard)).collect();
        classes.iter().map(row).collect()
    }

    /// How one label fared.
    pub fn class(&self, label: L) -> ClassScore<L> {
        let hits = self.count(label, label) as f64;
        let named = self.sum(|_, heard| heard == label);
        let support = self.sum(|meant, _| meant == label);
        let precision = ratio(hits, named as f64);
        let recall = ratio(hits, support as f64);
        let f1 = ratio(2.0 * precision * recall, precision + recall);
        ClassScore { label, precision, recall, f1, support }
    }

    /// At most so many mistakes, the most frequent first.
    pub fn mistakes(&self, most: usize) -> Vec<Mistake<L>> {
        let wrong = self.counts.iter().filter(|((meant, heard), _)| meant != heard);
        let mut mistakes: Vec<Mistake<L>> = wrong
            .map(|&((meant, heard), count)| {
                let clips = self.sum(|other, _| other == meant);
                Mistake { meant, heard, share: ratio(count as f64, clips as f64) }
            })
            .collect();
        mistakes.sort_by(|a, b| b.share.total_cmp(&a.share));
        mistakes.truncate(most);
        mistakes
    }

    /// Unweighted average recall: the mean recall over the labels that were meant, 0 to 1.
    pub fn uar(&self) -> f64 {
        self.mean(|score| score.recall)
    }

    /// Macro-F1: the mean F1 over the labels that were meant, 0 to 1.
    pub fn macro_f1(&self) -> f64 {
        self.mean(|score| score.f1)
    }

    /// Weighted accuracy: the share of clips answered rightly, 0 to 1.
    pub fn wa(&self) -> f64 {
        ratio(self.hits() as f64, self.clips() as f64)
    }

    /// Clips answered rightly.
    pub fn hits(&self) -> usize {
        self.sum(|meant, heard| meant == heard)
    }

    fn sum(&self, counts: impl Fn(L, L) -> bool) -> usize {
        let counted = self.counts.iter().filter(|((meant, heard), _)| counts(*meant, *heard));
        counted.map(|(_, count)| count).sum()
    }

    fn mean(&self, score: impl Fn(ClassScore<L>) -> f64) -> f64 {
        let classes = self.classes();
        let sum: f64 = classes.iter().map(|e| score(self.class(*e))).sum();
        ratio(sum, classes.len() as f64)
    }
}

impl Scores {
    /// The counts again, for scores by class.
    pub fn confusion(&self) -> Confusion {
        let cells = self.classes.iter().zip(&self.confusion).flat_map(|(meant, row)| {
            let cells = self.classes.iter().zip(row);
            cells.flat_map(move |(heard, count)| std::iter::repeat_n((*meant, *heard), *count))
        });
        Confusion::from_pairs(cells)
    }

    /// The classification report: how each emotion fared, in the order of the classes.
    pub fn per_class(&self) -> Vec<ClassScore> {
        let confusion = self.confusion();
        self.classes.iter().map(|&emotion| confusion.class(emotion)).collect()
    }
}

/// A ratio that is 0 where there is nothing to divide by.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Emotion::{Angry, Happy, Sad};

    /// Two of three happy clips heard as happy, one as angry; one sad clip of one.
    fn confusion() -> Confusion {
        let pairs = [(Happy, Happy), (Happy, Happy), (Happy, Angry), (Sad, Sad)];
        Confusion::from_pairs(pairs.into_iter())
    }

    #[test]
    fn recall_is_averaged_over_emotions_that_were_meant() {
        assert!((confusion().uar() - (2.0 / 3.0 + 1.0) / 2.0).abs() < 1e-12);
        assert_eq!(confusion().wa(), 0.75);
        assert_eq!(confusion().classes(), [Happy, Sad]);
        assert_eq!(confusion().labels(), [Happy, Sad, Angry]);
    }

    #[test]
    fn scores_are_those_of_scikit_learn() {
        let happy = confusion().class(Happy);
        assert_eq!((happy.precision, happy.support), (1.0, 3));
        assert!((happy.f1 - 0.8).abs() < 1e-12);
        assert!((confusion().macro_f1() - 0.9).abs() < 1e-12);
    }

    #[test]
    fn mistakes_are_shares_of_what_was_meant_the_most_frequent_first() {
        let pairs = [(Happy, Happy), (Happy, Angry), (Happy, Angry), (Happy, Sad), (Sad, Happy)];
        let mistakes = Confusion::from_pairs(pairs.into_iter()).mistakes(2);
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["sad heard as happy 100 %", "happy heard as angry 50 %"]);
        assert!(Confusion::from_pairs([(Sad, Sad)].into_iter()).mistakes(2).is_empty());
    }

    #[test]
    fn nothing_heard_scores_nothing() {
        let nothing = Confusion::<Emotion>::from_pairs(std::iter::empty());
        assert_eq!((nothing.uar(), nothing.wa()), (0.0, 0.0));
    }
}
