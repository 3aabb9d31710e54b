//! How much a probability can be trusted, and what makes it more so.

use crate::emotion::Emotion;
use crate::figures::Bin;
use crate::judgement::Probabilities;
use crate::model::Calibration;

use super::Judged;

/// Bins of the expected calibration error.
pub const BINS: usize = 15;
/// Temperatures that are considered.
const TEMPERATURES: (f32, f32) = (0.25, 8.0);
/// The answers given to clips that the model is least sure of are the least often right; of
/// those that it names, at most this share may be wrong on the validation speakers…
const LARGEST_RISK: f64 = 0.25;
/// … as long as it still answers at least this share of them.
const LEAST_COVERAGE: f64 = 0.5;

/// The largest probability of each clip and whether its emotion was right.
pub fn confidences<'a>(
    rows: impl Iterator<Item = (Emotion, &'a Probabilities)>,
) -> Vec<(f32, bool)> {
    rows.map(|(label, probabilities)| {
        let (best, top) = argmax(probabilities);
        (top, best == label)
    })
    .collect()
}

/// Bins of equal width over the largest probability, 0 to 1.
pub fn reliability(confidences: &[(f32, bool)]) -> Vec<Bin> {
    let mut sums = [(0.0, 0usize, 0usize); BINS];
    for &(confidence, right) in confidences {
        let bin = ((confidence * BINS as f32) as usize).min(BINS - 1);
        sums[bin].0 += f64::from(confidence);
        sums[bin].1 += usize::from(right);
        sums[bin].2 += 1;
    }
    let bin = |&(sum, right, clips): &(f64, usize, usize)| {
        let count = clips.max(1) as f64;
        Bin { confidence: sum / count, accuracy: right as f64 / count, clips }
    };
    sums.iter().map(bin).collect()
}

/// Expected calibration error (Guo et al. 2017): the mean distance of confidence and accuracy
/// over 15 bins, weighed by their clips, 0 to 1.
pub fn ece(confidences: &[(f32, bool)]) -> f64 {
    let count = confidences.len().max(1) as f64;
    let distance = |bin: Bin| (bin.confidence - bin.accuracy).abs() * bin.clips as f64 / count;
    reliability(confidences).into_iter().map(distance).sum()
}

/// The calibration that suits these clips: the temperature of the least negative log-likelihood,
/// then the lowest threshold at which few enough of the named emotions are wrong.
///
/// To be fitted on validation speakers. For the temperature each clip is judged among the emotions
/// that its corpus holds; for the threshold among all, as a visitor's voice is.
pub fn fit(clips: &[Judged]) -> Calibration {
    let temperature = golden_section(TEMPERATURES, |temperature| surprise(clips, temperature));
    let calibration = Calibration { temperature, ..Calibration::NONE };
    let rows: Vec<_> =
        clips.iter().map(|c| (c.label, calibration.probabilities(&c.logits))).collect();
    let confidences = confidences(rows.iter().map(|(label, row)| (*label, row)));
    Calibration { temperature, sure_from: threshold(confidences) }
}

/// Mean negative log-likelihood of the labels.
fn surprise(clips: &[Judged], temperature: f32) -> f64 {
    let calibration = Calibration { temperature, ..Calibration::NONE };
    let of = |clip: &Judged| {
        -f64::from(clip.probabilities(&calibration)[clip.label.index()].max(1e-12).ln())
    };
    clips.iter().map(of).sum::<f64>() / clips.len().max(1) as f64
}

/// Where a function with one valley is lowest, searched on a logarithmic scale.
fn golden_section(range: (f32, f32), value: impl Fn(f32) -> f64) -> f32 {
    const RATIO: f32 = 0.618_034;
    let (mut low, mut high) = (range.0.ln(), range.1.ln());
    for _ in 0..40 {
        let (a, b) = (high - RATIO * (high - low), low + RATIO * (high - low));
        if value(a.exp()) < value(b.exp()) {
            high = b;
        } else {
            low = a;
        }
    }
    (0.5 * (low + high)).exp()
}

/// The lowest confidence from which on few enough answers are wrong. Answers of one confidence are
/// named together or not at all.
fn threshold(mut confidences: Vec<(f32, bool)>) -> f32 {
    confidences.sort_by(|a, b| b.0.total_cmp(&a.0));
    let least = LEAST_COVERAGE * confidences.len() as f64;
    let (mut named, mut wrong) = (0.0, 0.0);
    let mut sure_from = 0.0;
    for alike in confidences.chunk_by(|a, b| a.0 == b.0) {
        let are_too_few = named < least;
        named += alike.len() as f64;
        wrong += alike.iter().filter(|(_, right)| !right).count() as f64;
        if are_too_few || wrong / named <= LARGEST_RISK {
            sure_from = alike[0].0;
        }
    }
    sure_from
}

/// The most probable emotion and its probability.
pub(super) fn argmax(probabilities: &Probabilities) -> (Emotion, f32) {
    let first = (Emotion::Neutral, f32::NEG_INFINITY);
    Emotion::ALL.into_iter().fold(first, |best, emotion| {
        let probability = probabilities[emotion.index()];
        if probability > best.1 { (emotion, probability) } else { best }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_that_equals_accuracy_has_no_error() {
        let honest: Vec<_> = (0..100).map(|i| (0.7, i < 70)).collect();
        assert!(ece(&honest) < 1e-6);
        let boastful: Vec<_> = (0..100).map(|i| (0.99, i < 50)).collect();
        assert!((ece(&boastful) - 0.49).abs() < 1e-6);
    }

    #[test]
    fn an_overconfident_model_is_cooled_down() {
        // Always 9 to 1 for happy against sad, right in 6 of 10: 60 % would be honest.
        let mut logits = [-1000.0; Emotion::COUNT];
        logits[Emotion::Happy.index()] = 2.2;
        logits[Emotion::Sad.index()] = 0.0;
        let clip = |i| Judged {
            label: if i % 10 < 6 { Emotion::Happy } else { Emotion::Sad },
            logits,
            held: [true; Emotion::COUNT],
        };
        let clips: Vec<_> = (0..100).map(clip).collect();
        let calibration = fit(&clips);
        let honest = clips[0].probabilities(&calibration)[Emotion::Happy.index()];
        assert!((honest - 0.6).abs() < 0.01, "{honest} at {calibration:?}");
    }

    #[test]
    fn the_threshold_leaves_out_the_least_sure() {
        let sure = (0..60).map(|_| (0.9, true));
        let guessed = (0..40).map(|i| (0.3, i % 8 == 0));
        assert_eq!(threshold(sure.chain(guessed).collect()), 0.9);
    }

    #[test]
    fn the_threshold_names_half_however_wrong_they_are() {
        assert_eq!(threshold(vec![(0.9, true), (0.8, false), (0.7, false)]), 0.8);
        assert_eq!(threshold(Vec::new()), 0.0);
    }
}
