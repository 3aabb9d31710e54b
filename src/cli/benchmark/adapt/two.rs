//! Takes of two emotions alone, and how the others fare that nobody recorded.

use std::collections::{BTreeMap, BTreeSet};

use burn::tensor::Device;
use rand::SeedableRng;
use rand::seq::IteratorRandom;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::dealt::deal;
use super::draws::Draws;
use super::{Lesson, Logits, Unheard, points};
use crate::adaptation::HeardTake;
use crate::cli::{Failure, markdown};
use crate::corpus::Corpus;
use crate::emotion::Emotion;
use crate::evaluation::Confusion;
use crate::evaluation::protocol::Spread;
use crate::meaning::{Meaning, OwnName};

/// Takes of each of the two.
const TAKES: usize = 5;

/// What the takes of the two are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Called {
    /// By the emotion that is meant.
    Emotions,
    /// By a label of the speaker's own, of which the model knows nothing.
    OwnLabels,
}

/// A corpus; recall among all emotions of the corpus and the labels taught, mean over speakers, over
/// seeds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    corpus: String,
    called: Called,
    takes: usize,
    speakers: usize,
    /// Mean recall of the two that were taught.
    taught_before: Spread,
    taught_after: Spread,
    /// Mean recall of the others.
    others_before: Spread,
    others_after: Spread,
    /// What a tenth of the speakers gains less than in the mean of all emotions; none for labels of
    /// their own, which the model did not know.
    worst_tenth: Option<f64>,
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

/// A corpus, each speaker with another pair in every draw, called by either kind of name.
///
/// # Errors
/// A sentence if the device fails.
pub fn rows(
    speakers: &[&Unheard],
    corpus: &Corpus,
    seeds: u64,
    device: &Device,
) -> Result<Vec<Row>, Failure> {
    let row = |called| {
        let trial = |speaker: &Unheard, seed| Outcome::of(speaker, called, seed, device);
        Ok(Row::of(&Draws::of(speakers, seeds, trial)?, corpus, called, speakers.len()))
    };
    [Called::Emotions, Called::OwnLabels].into_iter().map(row).collect()
}

impl Called {
    fn label(self, emotion: Emotion) -> Result<Meaning, Failure> {
        match self {
            Self::Emotions => Ok(emotion.into()),
            Self::OwnLabels => {
                let name = OwnName::new(&format!("my {emotion}"));
                name.map(Meaning::Own).map_err(|error| Failure::new(error.to_string()))
            }
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Emotions => "emotions",
            Self::OwnLabels => "own labels",
        }
    }
}

impl Row {
    fn of(outcomes: &Draws<Outcome>, corpus: &Corpus, called: Called, speakers: usize) -> Self {
        Self {
            corpus: corpus.name().to_owned(),
            called,
            takes: TAKES,
            speakers,
            taught_before: outcomes.spread(|outcome| outcome.before.taught),
            taught_after: outcomes.spread(|outcome| outcome.after.taught),
            others_before: outcomes.spread(|outcome| outcome.before.others),
            others_after: outcomes.spread(|outcome| outcome.after.others),
            worst_tenth: (called == Called::Emotions)
                .then(|| outcomes.worst_tenth(|outcome| outcome.after.all - outcome.before.all)),
            taken: outcomes.mean(|outcome| f64::from(outcome.taken)),
        }
    }
}

impl Outcome {
    fn of(speaker: &Unheard, called: Called, seed: u64, device: &Device) -> Result<Self, Failure> {
        let performed: BTreeSet<Emotion> =
            speaker.clips.iter().map(|heard| heard.clip.emotion).collect();
        let mut meant = BTreeMap::new();
        for emotion in draw_pair(&performed, seed, &speaker.clips[0].clip.speaker) {
            meant.insert(emotion, called.label(emotion)?);
        }
        let (own, judging) = deal(&speaker.clips, TAKES, seed);
        let own = own.into_iter().filter_map(|take| {
            let label = *meant.get(&take.label.emotion()?)?;
            Some(HeardTake { label, ..take })
        });
        let lesson = speaker.learn(&own.collect::<Vec<_>>(), judging, device)?;
        let recalls = |logits: &[Logits]| Recalls::of(&lesson, logits, &performed, &meant);
        Ok(Self {
            before: recalls(&lesson.before),
            after: recalls(&lesson.after),
            taken: lesson.taken,
        })
    }
}

impl Recalls {
    /// Of all judging clips, answered among the emotions that the speaker performs and the labels that
    /// were taught.
    fn of(
        lesson: &Lesson,
        logits: &[Logits],
        performed: &BTreeSet<Emotion>,
        called: &BTreeMap<Emotion, Meaning>,
    ) -> Self {
        let meant = |emotion| *called.get(&emotion).unwrap_or(&Meaning::from(emotion));
        let is_candidate =
            |label: Meaning| label.emotion().is_none_or(|emotion| performed.contains(&emotion));
        let clips = lesson.judging.iter().zip(logits);
        let answers: Vec<(Meaning, Meaning)> = clips
            .map(|(clip, logits)| (meant(clip.clip.emotion), lesson.answer(logits, is_candidate)))
            .collect();
        let recall = |is_among: &dyn Fn(Meaning) -> bool| {
            let among = answers.iter().copied().filter(|(meant, _)| is_among(*meant));
            Confusion::from_pairs(among).uar()
        };
        Self {
            taught: recall(&|meant| lesson.is_recorded(meant)),
            others: recall(&|meant| !lesson.is_recorded(meant)),
            all: recall(&|_| true),
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
        "taught as",
        "takes of each",
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
            row.called.name().to_owned(),
            row.takes.to_string(),
            row.speakers.to_string(),
            row.taught_before.percent(seeds),
            row.taught_after.percent(seeds),
            row.others_before.percent(seeds),
            row.others_after.percent(seeds),
            row.worst_tenth.map_or("–".to_owned(), points),
            format!("{:.0} %", 100.0 * row.taken),
        ]
    };
    format!(
        "Taught two emotions alone, another pair for each speaker and draw, by their names or as labels \
         of the speaker's own, which the model does not know: recall of the two and of the others in \
         per cent, among all emotions of the corpus and what was taught; mean over speakers{over}.\n\n{}",
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
