//! What layers that did not learn from a take make of it.

use super::{Counts, TrialAnswer, count};
use crate::meaning::{Meaning, Meanings};

/// Steps of sharpness, each so much sharper than the one before, on both sides of 1.
const SHARPER: f32 = 1.05;
const STEPS: std::ops::RangeInclusive<i32> = -14..=28;

/// A take that a layer did not learn from, with tempered logits, one a label.
pub struct KeptAside<'a> {
    /// What was meant.
    pub meant: Meaning,
    /// Logits of the network, as far as they are trusted.
    pub before: &'a [f32],
    /// Logits with the layer.
    pub after: &'a [f32],
}

/// How much less takes that taught nothing surprise after than before, in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// How much they surprised before, mean over the labels.
    pub before: f32,
    /// How much less after, mean over the labels.
    pub mean: f32,
    /// The standard error of that mean, over takes.
    pub error: f32,
}

/// All takes, each of them kept aside once.
pub struct Aside<'a> {
    takes: Vec<KeptAside<'a>>,
    labels: &'a Meanings,
    counts: Counts,
}

impl<'a> Aside<'a> {
    pub fn new(takes: Vec<KeptAside<'a>>, labels: &'a Meanings) -> Self {
        Self { counts: count(takes.iter().map(|take| take.meant)), takes, labels }
    }

    /// What the logits with the layers are to be multiplied by to be as sure as they are right, and
    /// how much less they then surprise than the network alone, which is made so, too: it is no merit
    /// of a layer.
    pub fn verdict(&self) -> (f32, Gain) {
        let is_recorded = |label| self.is_recorded(label);
        let (_, losses_before) = self.sharpened(|take| take.before, is_recorded);
        let (sharpness, losses_after) = self.sharpened(|take| take.after, is_recorded);
        let before = losses_before.iter().sum::<f32>();
        let mean = before - losses_after.iter().sum::<f32>();
        let apart = self
            .takes
            .iter()
            .zip(losses_before.iter().zip(&losses_after))
            .map(|(take, (before, after))| (before - after - self.share(take) * mean).powi(2));
        (sharpness, Gain { before, mean, error: apart.sum::<f32>().sqrt() })
    }

    /// How much the logits with the layers surprise where any label may be the answer, once they are
    /// as sure as they are right: mean cross-entropy over the labels recorded, in nats.
    pub fn surprise(&self) -> f32 {
        self.sharpened(|take| take.after, |_| true).1.iter().sum()
    }

    /// The sharpness at which some logits surprise least, and what each take then adds to the mean
    /// cross-entropy among some labels.
    fn sharpened(
        &self,
        logits: impl Fn(&KeptAside<'a>) -> &'a [f32],
        is_among: impl Fn(Meaning) -> bool,
    ) -> (f32, Vec<f32>) {
        let rows: Vec<_> =
            self.takes.iter().map(|take| self.among(logits(take), &is_among)).collect();
        let tried = STEPS.map(|step| SHARPER.powi(step)).map(|by| (by, self.losses(&rows, by)));
        let sum = |losses: &[f32]| losses.iter().sum::<f32>();
        tried.min_by(|a, b| sum(&a.1).total_cmp(&sum(&b.1))).unwrap_or((1.0, Vec::new()))
    }

    fn losses(&self, rows: &[Vec<f32>], sharpness: f32) -> Vec<f32> {
        let of_take = |(take, logits): (&KeptAside<'a>, &Vec<f32>)| {
            let position = self.labels.position(take.meant).unwrap_or_default();
            surprise(logits, position, sharpness) * self.share(take)
        };
        self.takes.iter().zip(rows).map(of_take).collect()
    }

    /// What a take counts among all, every label counting the same.
    fn share(&self, take: &KeptAside<'a>) -> f32 {
        1.0 / (self.counts.of(take.meant) * self.counts.labels().len()).max(1) as f32
    }

    /// The answers, among the labels recorded.
    pub fn answers(&self) -> Vec<TrialAnswer> {
        let answer = |take: &KeptAside<'a>| TrialAnswer {
            meant: take.meant,
            before: self.known(take.before),
            after: self.largest(take.after, |label| self.is_recorded(label)),
        };
        self.takes.iter().map(answer).collect()
    }

    /// The network knows the emotions alone: among those recorded, or all where none was.
    fn known(&self, logits: &[f32]) -> Meaning {
        let knows = |label: Meaning| label.emotion().is_some();
        let is_candidate = |label: Meaning| knows(label) && self.is_recorded(label);
        match self.labels.iter().any(is_candidate) {
            true => self.largest(logits, is_candidate),
            false => self.largest(logits, knows),
        }
    }

    fn is_recorded(&self, label: Meaning) -> bool {
        self.counts.of(label) > 0
    }

    /// The label with the largest logit among some.
    fn largest(&self, logits: &[f32], is_among: impl Fn(Meaning) -> bool) -> Meaning {
        self.labels.largest(&self.among(logits, is_among))
    }

    /// The logits of some labels, those of the others out of every softmax.
    fn among(&self, logits: &[f32], is_among: impl Fn(Meaning) -> bool) -> Vec<f32> {
        let barred = |(label, logit): (Meaning, &f32)| {
            if is_among(label) { *logit } else { f32::NEG_INFINITY }
        };
        self.labels.iter().zip(logits).map(barred).collect()
    }
}

/// Cross-entropy of logits, this much sharper, with the label at a position.
fn surprise(logits: &[f32], position: usize, sharpness: f32) -> f32 {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let below = |logit: &f32| sharpness * (logit - largest);
    let sum: f32 = logits.iter().map(|logit| below(logit).exp()).sum();
    sum.ln() - logits.get(position).map_or(0.0, below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;

    const TOLERANCE: f32 = 1e-5;

    fn take<'a>(meant: Emotion, before: &'a [f32], after: &'a [f32]) -> KeptAside<'a> {
        KeptAside { meant: meant.into(), before, after }
    }

    #[test]
    fn surprise_is_the_logarithm_of_how_unlikely_it_seemed() {
        assert!((surprise(&[0.0; 8], 3, 1.0) - 8f32.ln()).abs() < TOLERANCE);
        assert!((surprise(&[2f32.ln(), 0.0], 0, 1.0) - 1.5f32.ln()).abs() < TOLERANCE);
        assert!((surprise(&[2f32.ln(), 0.0], 0, 2.0) - 1.25f32.ln()).abs() < TOLERANCE);
    }

    #[test]
    fn who_is_right_may_be_surer_and_who_guesses_less_sure() {
        let labels = Meanings::default();
        let (sad, angry) = (Emotion::Sad, Emotion::Angry);
        let hears =
            |emotion: Emotion| Emotion::ALL.map(|other| f32::from(u8::from(other == emotion)));
        let sharpness = |answers: [Emotion; 4]| {
            let logits = answers.map(hears);
            let meant = [sad, sad, angry, angry];
            let takes =
                meant.iter().zip(&logits).map(|(&meant, logits)| take(meant, logits, logits));
            Aside::new(takes.collect(), &labels).verdict().0
        };
        assert!(sharpness([sad, sad, angry, angry]) > 2.0);
        assert!(sharpness([sad, angry, sad, angry]) < 1.0);
    }

    #[test]
    fn to_be_as_sure_as_right_is_no_merit_of_a_layer() {
        let labels = Meanings::default();
        let boastful =
            |emotion: Emotion| Emotion::ALL.map(|e| if e == emotion { 3.0 } else { 0.0 });
        let heard = [Emotion::Sad, Emotion::Angry, Emotion::Angry, Emotion::Angry].map(boastful);
        let calm = heard.map(|logits| logits.map(|logit| logit / 1.7));
        let meant = [Emotion::Sad, Emotion::Sad, Emotion::Angry, Emotion::Angry];
        let takes = meant.iter().zip(&heard).zip(&calm);
        let takes = takes.map(|((&meant, heard), calm)| take(meant, heard, calm)).collect();
        let (_, gain) = Aside::new(takes, &labels).verdict();
        assert!(gain.mean.abs() < 0.25 * gain.error, "{gain:?}");
    }

    #[test]
    fn answers_are_among_what_was_recorded() {
        let labels = Meanings::default();
        let mut logits = [0.0; 8];
        logits[Emotion::Disgust.index()] = 5.0;
        logits[Emotion::Angry.index()] = 1.0;
        let takes =
            vec![take(Emotion::Sad, &logits, &logits), take(Emotion::Angry, &logits, &logits)];
        let answers = Aside::new(takes, &labels).answers();
        assert!(answers.iter().all(|answer| answer.before == Emotion::Angry.into()));
        assert!(answers.iter().all(|answer| answer.after == Emotion::Angry.into()));
    }
}
