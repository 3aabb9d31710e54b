//! Takes of every emotion.

use burn::tensor::Device;
use serde::Serialize;

use super::dealt::deal;
use super::draws::Draws;
use super::{Lesson, Logits, Unheard, points};
use crate::cli::{Failure, markdown};
use crate::corpus::Corpus;
use crate::emotion::Emotion;
use crate::evaluation::protocol::Spread;
use crate::evaluation::{Confusion, Judged, calibrate};
use crate::model::Calibration;

/// Takes of each emotion, as many as there are.
const TAKES: [usize; 3] = [3, 5, 10];

/// A corpus with a number of takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    corpus: String,
    takes: usize,
    speakers: usize,
    /// Unweighted average recall, mean over speakers, over seeds.
    before: Spread,
    after: Spread,
    gain: Spread,
    /// The gain below which a tenth of the speakers lies.
    worst_tenth: f64,
    /// The share of trials in which the layer was taken.
    taken: f64,
    /// Expected calibration error over the clips of all trials.
    ece_before: f64,
    ece_after: f64,
}

/// What a trial came to, and whether the layer was taken.
struct Gain {
    before: Answered,
    after: Answered,
    taken: bool,
}

/// How the clips that taught nothing were answered, among the emotions recorded.
struct Answered {
    /// Unweighted average recall.
    uar: f64,
    /// How sure each answer was, and whether it was right.
    confidences: Vec<(f32, bool)>,
}

/// A corpus with every number of takes.
///
/// # Errors
/// A sentence if the device fails.
pub fn rows(
    speakers: &[&Unheard],
    corpus: &Corpus,
    seeds: u64,
    device: &Device,
) -> Result<Vec<Row>, Failure> {
    let row = |takes| {
        let trial = |speaker: &Unheard, seed| Gain::of(speaker, takes, seed, device);
        Ok(Row::of(&Draws::of(speakers, seeds, trial)?, corpus, takes, speakers.len()))
    };
    TAKES.into_iter().map(row).collect()
}

impl Row {
    fn of(gains: &Draws<Gain>, corpus: &Corpus, takes: usize, speakers: usize) -> Self {
        let ece = |side: fn(&Gain) -> &Answered| {
            let confidences = gains.trials().iter().flat_map(|gain| &side(gain).confidences);
            calibrate::ece(&confidences.copied().collect::<Vec<_>>())
        };
        Self {
            corpus: corpus.name().to_owned(),
            takes,
            speakers,
            before: gains.spread(|gain| gain.before.uar),
            after: gains.spread(|gain| gain.after.uar),
            gain: gains.spread(Gain::points),
            worst_tenth: gains.worst_tenth(Gain::points),
            taken: gains.mean(|gain| f64::from(gain.taken)),
            ece_before: ece(|gain| &gain.before),
            ece_after: ece(|gain| &gain.after),
        }
    }
}

impl Gain {
    /// Takes of some of a speaker's sentences teach, the other sentences judge.
    fn of(speaker: &Unheard, takes: usize, seed: u64, device: &Device) -> Result<Self, Failure> {
        let (own, judging) = deal(&speaker.clips, takes, seed);
        let lesson = speaker.learn(&own, judging, device)?;
        let answered = |logits: &[Logits]| Answered::of(&lesson, logits, speaker.calibration());
        Ok(Self {
            before: answered(&lesson.before),
            after: answered(&lesson.after),
            taken: lesson.taken,
        })
    }

    fn points(&self) -> f64 {
        self.after.uar - self.before.uar
    }
}

impl Answered {
    fn of(lesson: &Lesson, logits: &[Logits], calibration: &Calibration) -> Self {
        let held = Emotion::ALL.map(|emotion| lesson.is_recorded(emotion.into()));
        let judged = lesson.judging.iter().zip(logits).map(|(heard, logits)| Judged {
            label: heard.clip.emotion,
            logits: std::array::from_fn(|place| logits[place]),
            held,
        });
        let clips: Vec<Judged> = judged.filter(|clip| held[clip.label.index()]).collect();
        let pairs = clips.iter().map(|clip| (clip.label, clip.closed()));
        let shares: Vec<_> = clips.iter().map(|clip| clip.probabilities(calibration)).collect();
        Self {
            uar: Confusion::from_pairs(pairs).uar(),
            confidences: calibrate::confidences(clips.iter().map(|clip| clip.label).zip(&shares)),
        }
    }
}

/// The rows as a Markdown table.
pub fn table(rows: &[Row], subject: &str, over: &str, seeds: u64) -> String {
    let headings = [
        "corpus",
        "takes an emotion",
        "speakers",
        "before",
        "after",
        "gain",
        "a tenth of the speakers gains less than",
        "taken",
        "ECE before",
        "after",
    ];
    let cells = |row: &Row| {
        [
            row.corpus.clone(),
            row.takes.to_string(),
            row.speakers.to_string(),
            row.before.percent(seeds),
            row.after.percent(seeds),
            row.gain.percent(seeds),
            points(row.worst_tenth),
            format!("{:.0} %", 100.0 * row.taken),
            format!("{:.3}", row.ece_before),
            format!("{:.3}", row.ece_after),
        ]
    };
    format!(
        "{subject}, UAR of unheard speakers in per cent, on sentences of theirs that taught \
         nothing, among the emotions recorded; mean over speakers{over} of the takes. A layer is \
         taken only if it did better on takes kept aside.\n\n{}",
        markdown::table(headings, rows.iter().map(cells))
    )
}
