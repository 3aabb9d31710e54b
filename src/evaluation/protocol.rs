//! Many trainings as one row of a table: mean and spread over seeds, intervals over speakers.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::{Confusion, Judged, Mistake, calibrate};
use crate::figures::Scores;
use crate::model::Calibration;

/// Resamplings of the speakers for an interval.
const RESAMPLINGS: usize = 1_000;

/// Shares of the clips that a model answers, at which the risk is told.
pub const COVERAGES: [f64; 3] = [0.5, 0.7, 0.9];

/// How many kinds of mistake are told of a corpus.
pub const MISTAKES: usize = 4;

/// A clip of a speaker who was unheard by the model that judged it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The clip with the model's logits.
    pub judged: Judged,
    /// The temperature that was fitted on the model's validation speakers.
    pub calibration: Calibration,
    /// The speaker.
    pub speaker: String,
    /// The groups that the speaker belongs to, "sex female" or "age 30 to 49".
    pub groups: Vec<String>,
}

/// Mean and deviation over seeds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation (n - 1); 0 for one seed.
    pub sd: f64,
}

/// How often a model errs that answers only what it is surest of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RiskAt {
    /// The share of the clips that it answers: those with the largest calibrated probability of the
    /// answer. 0 to 1.
    pub coverage: f64,
    /// The share of wrong answers among them, 0 to 1 (El-Yaniv & Wiener 2010).
    pub risk: Spread,
}

/// What a protocol found on a corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// How speakers were kept apart.
    pub protocol: String,
    /// The corpus that judged.
    pub corpus: String,
    /// Other clips of the speaker that were heard before each, without telling what they mean.
    #[serde(default)]
    pub clips_before: usize,
    /// Emotions among which the model chose.
    pub classes: usize,
    /// Clips of one seed.
    pub clips: usize,
    /// Unweighted average recall, 0 to 1.
    pub uar: Spread,
    /// The same of every seed, in their order; empty in files from before it was kept.
    #[serde(default)]
    pub seed_uars: Vec<f64>,
    /// The 95 % interval of the recall, from resampled speakers over all seeds.
    pub uar_interval: (f64, f64),
    /// Share of right answers.
    pub wa: Spread,
    /// Mean F1.
    pub macro_f1: Spread,
    /// Expected calibration error of the raw probabilities.
    pub ece_raw: Spread,
    /// And of the calibrated ones.
    pub ece: Spread,
    /// The area under the curve of risk over coverage: the mean share of wrong answers when the
    /// model answers only what it is surest of.
    pub risk: Spread,
    /// The risk at each of [`COVERAGES`]; empty in files from before it was kept.
    #[serde(default)]
    pub risk_at: Vec<RiskAt>,
    /// Mean recall over seeds in groups of speakers.
    pub groups: BTreeMap<String, f64>,
    /// Mean recall over seeds of each speaker; empty in files from before it was kept.
    #[serde(default)]
    pub speakers: BTreeMap<String, f64>,
    /// Clips by intended emotion and answer over all seeds, in the order of the emotions that were
    /// meant or answered.
    pub confusion: Vec<Vec<usize>>,
    /// The [`MISTAKES`] that are made most often; empty in files from before they were kept.
    #[serde(default)]
    pub mistakes: Vec<Mistake>,
}

impl Spread {
    /// Of the values of the seeds.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.into_iter().collect();
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Self { mean, sd: (squares / (count - 1.0).max(1.0)).sqrt() }
    }

    /// In per cent: "70.6 ± 0.5", and of one seed, which deviates from nothing, "70.6".
    pub fn percent(&self, seeds: u64) -> String {
        let mean = format!("{:.1}", 100.0 * self.mean);
        if seeds > 1 { format!("{mean} ± {:.1}", 100.0 * self.sd) } else { mean }
    }
}

impl Row {
    /// Who judged: how speakers were kept apart, and how many of their clips were heard before.
    pub fn judged_by(&self) -> String {
        match self.clips_before {
            0 => self.protocol.clone(),
            clips => format!("{}, after {clips} clips of theirs", self.protocol),
        }
    }

    /// A row from the answers of each seed.
    pub fn of(protocol: &str, corpus: &str, seeds: &[Vec<Answer>]) -> Self {
        let scores: Vec<SeedScores> = seeds.iter().map(|answers| SeedScores::of(answers)).collect();
        let over = |value: fn(&SeedScores) -> f64| Spread::of(scores.iter().map(value));
        let all: Vec<&Answer> = seeds.iter().flatten().collect();
        let confusion = confusion(all.iter().copied());
        Self {
            protocol: protocol.to_owned(),
            corpus: corpus.to_owned(),
            clips_before: 0,
            classes: confusion.classes().len(),
            clips: all.len() / seeds.len().max(1),
            uar: over(|scores| scores.calibrated.uar),
            seed_uars: scores.iter().map(|scores| scores.calibrated.uar).collect(),
            uar_interval: interval(&all),
            wa: over(|scores| scores.calibrated.wa),
            macro_f1: over(|scores| scores.calibrated.macro_f1),
            ece_raw: over(|scores| scores.raw.ece),
            ece: over(|scores| scores.calibrated.ece),
            risk: over(|scores| mean(&scores.risks)),
            risk_at: COVERAGES.map(|coverage| risk_at(coverage, &scores)).to_vec(),
            groups: recalls(&all, |answer| &answer.groups),
            speakers: recalls(&all, |answer| std::slice::from_ref(&answer.speaker)),
            confusion: confusion.matrix(&confusion.labels()),
            mistakes: confusion.mistakes(MISTAKES),
        }
    }
}

/// The scores of one seed's answers.
struct SeedScores {
    raw: Scores,
    calibrated: Scores,
    /// The risk when the surest answer alone is given, the surest two, and so on to all.
    risks: Vec<f64>,
}

impl SeedScores {
    fn of(answers: &[Answer]) -> Self {
        let raw: Vec<Judged> = answers.iter().map(|answer| answer.judged).collect();
        let cooled: Vec<Judged> =
            answers.iter().map(|answer| answer.judged.cooled(&answer.calibration)).collect();
        let rows: Vec<_> = cooled
            .iter()
            .map(|clip| (clip.label, clip.probabilities(&Calibration::NONE)))
            .collect();
        let confidences = calibrate::confidences(rows.iter().map(|(label, row)| (*label, row)));
        Self {
            raw: Scores::of(&raw, &Calibration::NONE),
            calibrated: Scores::of(&cooled, &Calibration::NONE),
            risks: risks(confidences),
        }
    }
}

/// The curve of risk over coverage (El-Yaniv & Wiener 2010): the share of wrong answers, 0 to 1,
/// among the surest one, the surest two, and so on to all. Its mean is the area under the curve
/// (Geifman & El-Yaniv 2017).
fn risks(mut confidences: Vec<(f32, bool)>) -> Vec<f64> {
    confidences.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut wrong = 0u32;
    let risks = confidences.iter().enumerate().map(|(index, (_, right))| {
        wrong += u32::from(!right);
        f64::from(wrong) / (index + 1) as f64
    });
    risks.collect()
}

/// The risk at a share of the answers, rounded to whole ones.
fn risk_at(coverage: f64, seeds: &[SeedScores]) -> RiskAt {
    let risk = |risks: &[f64]| {
        let answered = (coverage * risks.len() as f64).round() as usize;
        risks.get(answered.max(1) - 1).copied().unwrap_or(0.0)
    };
    RiskAt { coverage, risk: Spread::of(seeds.iter().map(|scores| risk(&scores.risks))) }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn confusion<'a>(answers: impl Iterator<Item = &'a Answer>) -> Confusion {
    Confusion::from_pairs(answers.map(|answer| (answer.judged.label, answer.judged.closed())))
}

/// The middle 95 % of the recalls of resampled speakers (Efron 1979).
fn interval(answers: &[&Answer]) -> (f64, f64) {
    let mut by_speaker = BTreeMap::<&str, Vec<&Answer>>::new();
    for answer in answers {
        by_speaker.entry(&answer.speaker).or_default().push(answer);
    }
    let speakers: Vec<Vec<&Answer>> = by_speaker.into_values().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut recalls: Vec<f64> = (0..RESAMPLINGS)
        .map(|_| {
            let drawn = (0..speakers.len()).map(|_| &speakers[rng.random_range(0..speakers.len())]);
            confusion(drawn.flatten().copied()).uar()
        })
        .collect();
    recalls.sort_by(f64::total_cmp);
    let at = |share: f64| recalls[(share * (RESAMPLINGS - 1) as f64).round() as usize];
    (at(0.025), at(0.975))
}

/// The recall in each of the groups that an answer is of.
fn recalls<'a>(
    answers: &[&'a Answer],
    groups: impl Fn(&'a Answer) -> &'a [String],
) -> BTreeMap<String, f64> {
    let mut members = BTreeMap::<&str, Vec<&Answer>>::new();
    for answer in answers {
        for group in groups(answer) {
            members.entry(group).or_default().push(answer);
        }
    }
    let recall = |(group, answers): (&str, Vec<&Answer>)| {
        (group.to_owned(), confusion(answers.into_iter()).uar())
    };
    members.into_iter().map(recall).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;

    /// A clip that the model hears as `heard`.
    fn answer(speaker: &str, label: Emotion, heard: Emotion) -> Answer {
        let mut logits = [0.0; Emotion::COUNT];
        logits[heard.index()] = 2.0;
        Answer {
            judged: Judged { label, logits, held: [true; Emotion::COUNT] },
            calibration: Calibration { temperature: 2.0, ..Calibration::NONE },
            speaker: speaker.to_owned(),
            groups: vec![if speaker < "c" { "women" } else { "men" }.to_owned()],
        }
    }

    /// Four speakers; two are always understood, the other two in every other clip.
    fn seed() -> Vec<Answer> {
        let mut answers = Vec::new();
        for speaker in ["a", "b", "c", "d"] {
            for label in [Emotion::Happy, Emotion::Sad] {
                answers.push(answer(speaker, label, label));
                let understood = speaker < "c";
                let heard = if understood { label } else { Emotion::Angry };
                answers.push(answer(speaker, label, heard));
            }
        }
        answers
    }

    #[test]
    fn a_row_tells_recall_groups_and_interval() {
        let row = Row::of("folds", "mine", &[seed(), seed()]);
        assert_eq!((row.clips, row.uar), (16, Spread { mean: 0.75, sd: 0.0 }));
        assert_eq!(row.groups["women"], 1.0);
        assert_eq!(row.groups["men"], 0.5);
        assert_eq!((row.speakers["a"], row.speakers["d"]), (1.0, 0.5));
        let mistakes: Vec<String> = row.mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(mistakes, ["happy heard as angry 25 %", "sad heard as angry 25 %"]);
        assert_eq!(row.classes, 2);
        assert_eq!(row.confusion, [[12, 0, 4], [0, 12, 4], [0, 0, 0]], "nobody meant the last");
        let (low, high) = row.uar_interval;
        assert!((0.5..0.75).contains(&low) && high > 0.75 && high <= 1.0, "{low} to {high}");
        assert!(row.ece != row.ece_raw, "the temperature is applied");
    }

    #[test]
    fn spread_is_over_seeds() {
        let spread = Spread::of([0.5, 0.7]);
        assert!((spread.mean - 0.6).abs() < 1e-12 && (spread.sd - 0.02f64.sqrt()).abs() < 1e-12);
        assert_eq!(spread.percent(2), "60.0 ± 14.1");
        assert_eq!((Spread::of([0.3]).sd, Spread::of([0.3]).percent(1).as_str()), (0.0, "30.0"));
    }

    #[test]
    fn errors_that_the_model_is_sure_of_risk_more() {
        let sure_wrong = risks(vec![(0.9, false), (0.4, true), (0.5, true)]);
        let unsure_wrong = risks(vec![(0.4, false), (0.9, true), (0.5, true)]);
        assert_eq!(sure_wrong, [1.0, 0.5, 1.0 / 3.0]);
        assert!(mean(&sure_wrong) > mean(&unsure_wrong));
        assert_eq!((risks(vec![(0.9, true)]), mean(&[])), (vec![0.0], 0.0));
    }

    /// Four of twenty clips are answered wrongly, and of the surest ones so many.
    fn wrong_among_the_surest(wrong: usize) -> Vec<Answer> {
        let clip = |place: usize| {
            let is_wrong = place < wrong || place >= 16 + wrong;
            let heard = if is_wrong { Emotion::Sad } else { Emotion::Happy };
            let mut answer = answer("a", Emotion::Happy, heard);
            answer.judged.logits[heard.index()] = 9.0 - 0.2 * place as f32;
            answer
        };
        (0..20).map(clip).collect()
    }

    #[test]
    fn risk_is_the_share_of_wrong_answers_among_the_surest() {
        let row = Row::of("folds", "mine", &[wrong_among_the_surest(0), wrong_among_the_surest(4)]);
        let (coverages, means): (Vec<f64>, Vec<f64>) =
            row.risk_at.iter().map(|at| (at.coverage, at.risk.mean)).unzip();
        assert_eq!(coverages, COVERAGES);
        // Of the surest 10, 14 and 18 are wrong: none, none and two; four, four and four.
        let expected = [(0.0 + 0.4) / 2.0, (4.0 / 14.0) / 2.0, (2.0 / 18.0 + 4.0 / 18.0) / 2.0];
        assert!(means.iter().zip(expected).all(|(got, e)| (got - e).abs() < 1e-12), "{means:?}");
        assert_eq!(row.seed_uars, [0.8, 0.8]);
    }

    #[test]
    fn a_file_from_before_some_figures_were_kept_reads_back() {
        let row = Row::of("folds", "mine", &[seed()]);
        let mut json = serde_json::to_value(&row).unwrap();
        assert_eq!(serde_json::from_value::<Row>(json.clone()).unwrap(), row);
        let fields = json.as_object_mut().unwrap();
        for newer in ["clips_before", "seed_uars", "risk_at", "speakers", "mistakes"] {
            assert!(fields.remove(newer).is_some(), "{newer}");
        }
        let older: Row = serde_json::from_value(json).unwrap();
        assert_eq!((older.uar, older.seed_uars, older.risk_at), (row.uar, vec![], vec![]));
        assert!(older.speakers.is_empty() && older.mistakes.is_empty());
    }
}
