//! `overtone benchmark --adapt`: what a few takes of their own do for speakers who were unheard.

mod dealt;
mod draws;
mod every;
mod two;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use burn::tensor::Device;
use futures::executor::block_on;
use rayon::prelude::*;
use serde::Serialize;

use crate::adaptation::{Counts, HeardTake, Settings, Variations, adapt, count};
use crate::audio;
use crate::cli::{Failure, While, progress};
use crate::corpus::{Clip, Corpus};
use crate::meaning::{Meaning, Meanings};
use crate::model::{Calibration, Classifier, Heard, ModelCard};
use dealt::HeardClip;

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

/// What takes did, by corpus and number of takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adaptation {
    every_emotion: Vec<every::Row>,
    two_emotions: Vec<two::Row>,
}

/// A speaker whom a model has never heard, and their clips as it hears them.
struct Unheard<'a> {
    classifier: &'a Classifier,
    corpus: &'a Corpus,
    clips: Vec<HeardClip<'a>>,
}

/// What came of some takes of a speaker.
struct Lesson<'a> {
    /// What taught.
    recorded: Counts,
    /// What can be answered after it.
    labels: Meanings,
    /// The clips that taught nothing, and what the model makes of them before and after.
    judging: Vec<&'a HeardClip<'a>>,
    before: Vec<Logits>,
    after: Vec<Logits>,
    /// Whether the layer was taken.
    taken: bool,
}

/// One of each emotion, then, after a lesson, of each label of the speaker's own.
type Logits = Vec<f32>;

/// Measures every corpus by the speakers whom each model has not heard.
///
/// # Errors
/// A sentence if a clip or the device cannot be used, or there is no speaker to measure.
pub fn run(
    clips: &[Clip],
    classifiers: &[Classifier],
    speakers: Speakers,
    seeds: u64,
    device: &Device,
) -> Result<Adaptation, Failure> {
    let mut unheard = Vec::new();
    for classifier in classifiers {
        unheard.extend(hear(clips, classifier, speakers)?);
    }
    let mut adaptation = Adaptation { every_emotion: Vec::new(), two_emotions: Vec::new() };
    for corpus in &CORPORA {
        let unheard: Vec<&Unheard> = unheard.iter().filter(|own| own.corpus == corpus).collect();
        if !unheard.is_empty() {
            adaptation.every_emotion.extend(every::rows(&unheard, corpus, seeds, device)?);
            adaptation.two_emotions.extend(two::rows(&unheard, corpus, seeds, device)?);
        }
    }
    if adaptation.every_emotion.is_empty() {
        return Err(Failure::new(
            "expected clips of CREMA-D or RAVDESS speakers on whom the model was not made, got none",
        ));
    }
    Ok(adaptation)
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

impl Unheard<'_> {
    /// Some takes teach, other clips judge.
    fn learn<'a>(
        &'a self,
        own: &[HeardTake],
        judging: Vec<&'a HeardClip<'a>>,
        device: &Device,
    ) -> Result<Lesson<'a>, Failure> {
        let failed = |error: String| Failure::new(error);
        let trial = block_on(adapt(self.classifier, own, Settings::DEFAULT, device))
            .map_err(|error| failed(error.to_string()))?;
        let heard: Vec<&Heard> = judging.iter().map(|clip| &clip.take.heard[0]).collect();
        let before: Vec<Logits> = heard.iter().map(|heard| heard.logits.to_vec()).collect();
        let taken = trial.is_better();
        let after = match taken {
            true => {
                let retold = block_on(self.classifier.retell(&heard, &trial.layer.voice))
                    .map_err(|error| failed(error.to_string()))?;
                let logits = |(retold, heard): (&Heard, &&Heard)| {
                    trial.layer.logits(retold, &heard.statistics(), self.calibration())
                };
                retold.iter().zip(&heard).map(logits).collect()
            }
            false => before.clone(),
        };
        let recorded = count(own.iter().map(|take| take.label));
        Ok(Lesson { recorded, labels: trial.labels, judging, before, after, taken })
    }

    fn calibration(&self) -> &Calibration {
        &self.classifier.card().calibration
    }
}

impl Lesson<'_> {
    fn is_recorded(&self, label: Meaning) -> bool {
        self.recorded.of(label) > 0
    }

    /// What logits say of a clip, among some labels.
    fn answer(&self, logits: &Logits, is_candidate: impl Fn(Meaning) -> bool) -> Meaning {
        let among = self.labels.iter().zip(logits);
        let among = among.map(|(label, logit)| match is_candidate(label) {
            true => *logit,
            false => f32::NEG_INFINITY,
        });
        self.labels.largest(&among.collect::<Vec<_>>())
    }
}

/// Both tables of one model or several as Markdown.
pub fn table(adaptation: &Adaptation, subject: &str, seeds: u64) -> String {
    let over = match seeds {
        1 => ", of 1 draw".to_owned(),
        _ => format!(" ± standard deviation over {seeds} draws"),
    };
    let every = every::table(&adaptation.every_emotion, subject, &over, seeds);
    format!("{every}\n{}", two::table(&adaptation.two_emotions, &over, seeds))
}

/// A gain in points, with its sign; what rounds to nothing has none of a loss.
fn points(gain: f64) -> String {
    format!("{:+.1}", (1000.0 * gain).round() / 10.0 + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gains_have_a_sign_and_nothing_is_no_loss() {
        assert_eq!([0.0123, -0.0123, -0.0001].map(points), ["+1.2", "-1.2", "+0.0"]);
    }
}
