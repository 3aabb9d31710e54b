//! Takes of two emotions alone, and how the others fare that nobody recorded.

use std::collections::BTreeSet;

use burn::tensor::Device;
use rand::SeedableRng;
use rand::seq::IteratorRandom;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::dealt::deal;
use super::draws::Draws;
use super::{Lesson, Logits, Unheard};
use crate::cli::{Failure, markdown};
use crate::corpus::Corpus;
use crate::emotion::Emotion;
use crate::evaluation::protocol::Spread;
use crate::evaluation::{Confusion, Judged};
use crate::meaning::Meaning;

/// Takes of each of the two.
const TAKES: usize = 5;

/// A corpus; recall among all emotions of the corpus, mean over speakers, over seeds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    corpus: String,
    takes: usize,
    speakers: usize,
    /// Mean recall of the two that were taught.
    taught_before: Spread,
    taught_after: Spread,
    /// Mean recall of the others.
    others_before: Spread,
    others_after: Spread,
    /// What a tenth of the speakers gains less than in the mean of all emotions.
    worst_tenth: f64,
    /// The share of trials in which the layer was taken.
    taken: f64,
}

/// What a trial came to, and whether the layer was taken.
struct Outcome {
    before: Recalls,
    after: Recalls,
    taken: bool,
}

/// Mean recalls, 0 to 1.
struct Recalls {
    taught: f64,
    others: f64,
    all: f64,
}

/// A corpus, each speaker with another pair in every draw.
///
/// # Errors
/// A sentence if the device fails.
pub fn row(
    speakers: &[&Unheard],
    corpus: &Corpus,
    seeds: u64,
    device: &Device,
) -> Result<Row, Failure> {
    let outcomes = Draws::of(speakers, seeds, |speaker, seed| Outcome::of(speaker, seed, device))?;
    Ok(Row {
        corpus: corpus.name().to_owned(),
        takes: TAKES,
        speakers: speakers.len(),
        taught_before: outcomes.spread(|outcome| outcome.before.taught),
        taught_after: outcomes.spread(|outcome| outcome.after.taught),
        others_before: outcomes.spread(|outcome| outcome.before.others),
        others_after: outcomes.spread(|outcome| outcome.after.others),
        worst_tenth: outcomes.worst_tenth(|outcome| outcome.after.all - outcome.before.all),
        taken: outcomes.mean(|outcome| f64::from(outcome.taken)),
    })
}

impl Outcome {
    fn of(speaker: &Unheard, seed: u64, device: &Device) -> Result<Self, Failure> {
        let performed: BTreeSet<Emotion> =
            speaker.clips.iter().map(|heard| heard.clip.emotion).collect();
        let pair = draw_pair(&performed, seed, &speaker.clips[0].clip.speaker);
        let (mut own, judging) = deal(&speaker.clips, TAKES, seed);
        own.retain(|take| pair.iter().any(|&emotion| take.label == Meaning::from(emotion)));
        let lesson = speaker.learn(&own, judging, device)?;
        let recalls = |logits: &[Logits]| Recalls::of(&lesson, logits, &performed);
        Ok(Self {
            before: recalls(&lesson.before),
            after: recalls(&lesson.after),
            taken: lesson.taken,
        })
    }
}

impl Recalls {
    /// Of all judging clips, answered among the emotions that the speaker performs.
    fn of(lesson: &Lesson, logits: &[Logits], performed: &BTreeSet<Emotion>) -> Self {
        let held = Emotion::ALL.map(|emotion| performed.contains(&emotion));
        let judged = lesson.judged(logits, held);
        let recall = |clips: &mut dyn Iterator<Item = &Judged>| {
            Confusion::from_pairs(clips.map(|clip| (clip.label, clip.closed()))).uar()
        };
        let is_taught = |clip: &&Judged| lesson.is_recorded(clip.label);
        Self {
            taught: recall(&mut judged.iter().filter(is_taught)),
            others: recall(&mut judged.iter().filter(|clip| !is_taught(clip))),
            all: recall(&mut judged.iter()),
        }
    }
}

/// Two of the emotions that a speaker performs, others for each seed and speaker.
fn draw_pair(performed: &BTreeSet<Emotion>, seed: u64, speaker: &str) -> Vec<Emotion> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(speaker.bytes().fold(0, |stream, byte| stream << 8 | u64::from(byte)));
    performed.iter().copied().sample(&mut rng, 2)
}

/// The rows as a Markdown table.
pub fn table(rows: &[Row], over: &str, seeds: u64) -> String {
    let headings = [
        "corpus",
        "takes an emotion",
        "speakers",
        "the two, before",
        "after",
        "the others, before",
        "after",
        "over all, a tenth of the speakers gains less than",
        "taken",
    ];
    let cells = |row: &Row| {
        [
            row.corpus.clone(),
            row.takes.to_string(),
            row.speakers.to_string(),
            row.taught_before.percent(seeds),
            row.taught_after.percent(seeds),
            row.others_before.percent(seeds),
            row.others_after.percent(seeds),
            format!("{:+.1}", 100.0 * row.worst_tenth),
            format!("{:.0} %", 100.0 * row.taken),
        ]
    };
    format!(
        "Taught two emotions alone, another pair for each speaker and draw: recall of the two and of \
         the others in per cent, among all emotions of the corpus; mean over speakers{over}.\n\n{}",
        markdown::table(headings, rows.iter().map(cells))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_differ_between_draws_and_speakers_and_are_the_same_again() {
        let performed = BTreeSet::from(Emotion::ALL);
        let pairs = |speaker: &str| -> Vec<Vec<Emotion>> {
            (0..20).map(|seed| draw_pair(&performed, seed, speaker)).collect()
        };
        assert!(pairs("1001").iter().all(|pair| pair.len() == 2 && pair[0] != pair[1]));
        assert_eq!(pairs("1001"), pairs("1001"));
        assert_ne!(pairs("1001"), pairs("1002"));
        assert!(pairs("1001").iter().collect::<BTreeSet<_>>().len() > 10);
    }
}
