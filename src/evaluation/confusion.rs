//! What was meant against what was heard.

use crate::emotion::Emotion;
use crate::figures::Scores;

/// Counts of answers: rows are the intended emotions, columns the answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confusion {
    counts: [[usize; Emotion::COUNT]; Emotion::COUNT],
}

/// How one emotion fared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassScore {
    /// The emotion.
    pub emotion: Emotion,
    /// Of the answers that named it, the share that was right; 0 if none did.
    pub precision: f64,
    /// Of its clips, the share that was named; 0 without clips.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// Its clips.
    pub support: usize,
}

impl Confusion {
    /// Counts pairs of what was meant and what was answered.
    pub fn from_pairs(pairs: impl Iterator<Item = (Emotion, Emotion)>) -> Self {
        let mut confusion = Self::default();
        pairs.for_each(|(meant, heard)| confusion.counts[meant.index()][heard.index()] += 1);
        confusion
    }

    /// How often an emotion was meant and another (or the same) answered.
    pub fn count(&self, meant: Emotion, heard: Emotion) -> usize {
        self.counts[meant.index()][heard.index()]
    }

    /// Clips in all.
    pub fn clips(&self) -> usize {
        self.counts.iter().flatten().sum()
    }

    /// The emotions that were meant at least once, in order.
    pub fn classes(&self) -> Vec<Emotion> {
        Emotion::ALL.into_iter().filter(|e| self.support(*e) > 0).collect()
    }

    /// The counts of these classes only, rows meant, columns answered.
    pub fn matrix(&self, classes: &[Emotion]) -> Vec<Vec<usize>> {
        let row = |meant: &Emotion| classes.iter().map(|e| self.count(*meant, *e)).collect();
        classes.iter().map(row).collect()
    }

    /// How one emotion fared.
    pub fn class(&self, emotion: Emotion) -> ClassScore {
        let hits = self.count(emotion, emotion) as f64;
        let named: usize = Emotion::ALL.iter().map(|meant| self.count(*meant, emotion)).sum();
        let support = self.support(emotion);
        let precision = ratio(hits, named as f64);
        let recall = ratio(hits, support as f64);
        let f1 = ratio(2.0 * precision * recall, precision + recall);
        ClassScore { emotion, precision, recall, f1, support }
    }

    /// Unweighted average recall: the mean recall over the emotions that were meant, 0 to 1.
    pub fn uar(&self) -> f64 {
        self.mean(|score| score.recall)
    }

    /// Macro-F1: the mean F1 over the emotions that were meant, 0 to 1.
    pub fn macro_f1(&self) -> f64 {
        self.mean(|score| score.f1)
    }

    /// Weighted accuracy: the share of clips answered rightly, 0 to 1.
    pub fn wa(&self) -> f64 {
        let hits: usize = Emotion::ALL.iter().map(|e| self.count(*e, *e)).sum();
        ratio(hits as f64, self.clips() as f64)
    }

    fn support(&self, emotion: Emotion) -> usize {
        self.counts[emotion.index()].iter().sum()
    }

    fn mean(&self, score: impl Fn(ClassScore) -> f64) -> f64 {
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
    }

    #[test]
    fn scores_are_those_of_scikit_learn() {
        let happy = confusion().class(Happy);
        assert_eq!((happy.precision, happy.support), (1.0, 3));
        assert!((happy.f1 - 0.8).abs() < 1e-12);
        assert!((confusion().macro_f1() - 0.9).abs() < 1e-12);
    }

    #[test]
    fn nothing_heard_scores_nothing() {
        assert_eq!(Confusion::default().uar(), 0.0);
        assert_eq!(Confusion::default().wa(), 0.0);
    }
}
