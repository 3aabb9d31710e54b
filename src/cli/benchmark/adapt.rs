//! `overtone benchmark --adapt`: what a few takes of their own do for speakers who were unheard.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use burn::tensor::Device;
use futures::executor::block_on;
use rayon::prelude::*;
use serde::Serialize;

use super::dealt::{HeardClip, deal};
use crate::adaptation::{Counts, HeardTake, Settings, Variations, adapt, count};
use crate::audio;
use crate::cli::{Failure, While, progress};
use crate::corpus::{Clip, Corpus};
use crate::emotion::Emotion;
use crate::evaluation::protocol::Spread;
use crate::evaluation::{Confusion, Judged, calibrate};
use crate::meaning::Meaning;
use crate::model::{Calibration, Classifier, Heard, ModelCard};

/// Takes of each emotion, as many as there are.
const TAKES: [usize; 3] = [3, 5, 10];
/// Corpora with speakers enough to say something about people.
const CORPORA: [Corpus; 2] = [Corpus::CremaD, Corpus::Ravdess];

/// Whose clips are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Speakers {
    /// Speakers whom the model has never heard
    Test,
    /// Speakers on whom the model was chosen: to choose settings on
    Validation,
}

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
#[derive(Clone)]
struct Answered {
    /// Unweighted average recall.
    uar: f64,
    /// How sure each answer was, and whether it was right.
    confidences: Vec<(f32, bool)>,
}

/// A speaker whom a model has never heard, and their clips as it hears them.
struct Unheard<'a> {
    classifier: &'a Classifier,
    corpus: &'a Corpus,
    clips: Vec<HeardClip<'a>>,
}

/// Measures every corpus with every number of takes, by the speakers whom each model has not heard.
///
/// # Errors
/// A sentence if a clip or the device cannot be used, or there is no speaker to measure.
pub fn run(
    clips: &[Clip],
    classifiers: &[Classifier],
    speakers: Speakers,
    seeds: u64,
    device: &Device,
) -> Result<Vec<Row>, Failure> {
    let mut unheard = Vec::new();
    for classifier in classifiers {
        unheard.extend(hear(clips, classifier, speakers)?);
    }
    let mut rows = Vec::new();
    for corpus in &CORPORA {
        let unheard: Vec<&Unheard> = unheard.iter().filter(|own| own.corpus == corpus).collect();
        for takes in TAKES {
            rows.extend(row(&unheard, corpus, takes, seeds, device)?);
        }
    }
    if rows.is_empty() {
        return Err(Failure::new(
            "expected clips of CREMA-D or RAVDESS speakers on whom the model was not made, got none",
        ));
    }
    Ok(rows)
}

/// The speakers of a side whom the model has not learned from.
fn of_speakers(card: &ModelCard, speakers: Speakers) -> BTreeSet<&str> {
    let names = match speakers {
        Speakers::Test => &card.training.test_speakers,
        Speakers::Validation => &card.training.validation_speakers,
    };
    let taught: BTreeSet<&String> = card.training.training_speakers.iter().collect();
    names.iter().filter(|name| !taught.contains(name)).map(String::as_str).collect()
}

/// Hears every clip of the speakers, and its variations, once.
fn hear<'a>(
    clips: &'a [Clip],
    classifier: &'a Classifier,
    speakers: Speakers,
) -> Result<Vec<Unheard<'a>>, Failure> {
    let wanted = of_speakers(classifier.card(), speakers);
    let clips: Vec<&Clip> = (clips.iter())
        .filter(|clip| CORPORA.contains(&clip.corpus) && wanted.contains(clip.speaker.as_str()))
        .collect();
    let bar = progress::bar("hearing", clips.len(), "clips");
    let heard = clips.par_iter().map(|clip| {
        let name = || format!("cannot use {}", clip.path.display());
        let sound = audio::decode(&fs::read(&clip.path).during(name)?).during(name)?;
        let listen =
            HeardTake::listen(classifier, &sound, clip.emotion.into(), &Variations::DEFAULT);
        bar.inc(1);
        Ok(HeardClip { clip, take: block_on(listen).during(name)? })
    });
    let heard: Result<Vec<HeardClip>, Failure> = heard.collect();
    bar.finish_and_clear();
    let mut of_speaker = BTreeMap::<&str, Vec<HeardClip>>::new();
    for heard in heard? {
        of_speaker.entry(&heard.clip.speaker).or_default().push(heard);
    }
    let unheard = |clips: Vec<HeardClip<'a>>| {
        let corpus = &clips.first()?.clip.corpus;
        Some(Unheard { classifier, corpus, clips })
    };
    Ok(of_speaker.into_values().filter_map(unheard).collect())
}

/// Every speaker of a corpus, once for each seed.
fn row(
    speakers: &[&Unheard],
    corpus: &Corpus,
    takes: usize,
    seeds: u64,
    device: &Device,
) -> Result<Option<Row>, Failure> {
    let trials: Vec<(u64, &Unheard)> =
        (0..seeds).flat_map(|seed| speakers.iter().map(move |speaker| (seed, *speaker))).collect();
    let gains = trials.par_iter().map(|(seed, speaker)| trial(speaker, takes, *seed, device));
    let gains: Vec<Gain> = gains.collect::<Result<_, _>>()?;
    if gains.is_empty() {
        return Ok(None);
    }
    let by_seed = |value: fn(&Gain) -> f64| {
        Spread::of(gains.chunks(speakers.len()).map(|gains| mean(gains.iter().map(value))))
    };
    let of_speaker =
        |speaker: usize| mean(gains.iter().skip(speaker).step_by(speakers.len()).map(Gain::points));
    let ece = |side: fn(&Gain) -> &Answered| {
        let confidences: Vec<_> = gains.iter().flat_map(|gain| &side(gain).confidences).collect();
        calibrate::ece(&confidences.into_iter().copied().collect::<Vec<_>>())
    };
    Ok(Some(Row {
        corpus: corpus.name().to_owned(),
        takes,
        speakers: speakers.len(),
        before: by_seed(|gain| gain.before.uar),
        after: by_seed(|gain| gain.after.uar),
        gain: by_seed(Gain::points),
        worst_tenth: tenth((0..speakers.len()).map(of_speaker)),
        taken: mean(gains.iter().map(|gain| f64::from(gain.taken))),
        ece_before: ece(|gain| &gain.before),
        ece_after: ece(|gain| &gain.after),
    }))
}

impl Gain {
    fn points(&self) -> f64 {
        self.after.uar - self.before.uar
    }
}

/// Takes of some of a speaker's sentences teach, the other sentences judge.
fn trial(speaker: &Unheard, takes: usize, seed: u64, device: &Device) -> Result<Gain, Failure> {
    let classifier = speaker.classifier;
    let (own, to_judge) = deal(&speaker.clips.iter().collect::<Vec<_>>(), takes, seed);
    let trial = block_on(adapt(classifier, &own, Settings::DEFAULT, device))
        .map_err(|error| Failure::new(error.to_string()))?;
    let recorded = count(own.iter().map(|take| take.label));
    let calibration = &classifier.card().calibration;
    let heard: Vec<&Heard> = to_judge.iter().map(|clip| &clip.take.heard[0]).collect();
    let answered = |logits: Vec<[f32; Emotion::COUNT]>| {
        Answered::of(&to_judge, logits, &recorded, calibration)
    };
    let before = answered(heard.iter().map(|heard| heard.logits).collect());
    let taken = trial.is_better();
    let after = match taken {
        true => {
            let retold = block_on(classifier.retell(&heard, &trial.layer.voice))
                .map_err(|error| Failure::new(error.to_string()))?;
            let own = |(retold, heard): (&Heard, &&Heard)| {
                let logits = trial.layer.logits(retold, &heard.statistics(), calibration);
                logits[..].try_into().unwrap_or(retold.logits)
            };
            answered(retold.iter().zip(&heard).map(own).collect())
        }
        false => before.clone(),
    };
    Ok(Gain { before, after, taken })
}

impl Answered {
    fn of(
        clips: &[&HeardClip],
        logits: Vec<[f32; Emotion::COUNT]>,
        recorded: &Counts,
        calibration: &Calibration,
    ) -> Self {
        let held = Emotion::ALL.map(|emotion| recorded.of(Meaning::from(emotion)) > 0);
        let judged = clips.iter().zip(logits).map(|(heard, logits)| Judged {
            label: heard.clip.emotion,
            logits,
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

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The value below which a tenth lies, between the two nearest.
fn tenth(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = 0.1 * values.len().saturating_sub(1) as f64;
    let (low, rest) = (at as usize, at.fract());
    let value = |index: usize| values.get(index).or(values.last()).copied().unwrap_or(0.0);
    value(low) + rest * (value(low + 1) - value(low))
}

/// The table of one model or several as Markdown.
pub fn table(rows: &[Row], subject: &str, seeds: u64) -> String {
    let over = match seeds {
        1 => ", of 1 draw".to_owned(),
        _ => format!(" ± standard deviation over {seeds} draws"),
    };
    let mut out = format!(
        "{subject}, UAR of unheard speakers in per cent, on sentences of theirs that taught \
         nothing, among the emotions recorded; mean over speakers{over} of the takes. A layer is \
         taken only if it did better on takes kept aside.\n\n\
         | corpus | takes an emotion | speakers | before | after | gain | a tenth of the speakers \
         gains less than | taken | ECE before | after |\n| --- | --- | --- | --- | --- | --- | --- | --- | \
         --- | --- |\n"
    );
    for row in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {:+.1} | {:.0} % | {:.3} | {:.3} |",
            row.corpus,
            row.takes,
            row.speakers,
            row.before.percent(seeds),
            row.after.percent(seeds),
            row.gain.percent(seeds),
            100.0 * row.worst_tenth,
            100.0 * row.taken,
            row.ece_before,
            row.ece_after
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_lies_between_the_two_nearest() {
        assert_eq!(tenth([3.0, 1.0, 2.0].into_iter()), 1.2);
        assert_eq!(tenth([5.0].into_iter()), 5.0);
        assert_eq!(tenth(std::iter::empty()), 0.0);
    }
}
