//! `overtone evaluate`: how good a model is on clips that it did not train on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use futures::executor::block_on;
use rayon::prelude::*;

use super::device::DeviceChoice;
use super::output::ScoresFormat;
use super::predict::NOT_FOR_EVERYBODY;
use super::rerecorded::rerecorded;
use super::{Failure, Sources, While, model_file, progress};
use crate::audio::{self, Waveform};
use crate::corpus::{Clip, Corpus, held_emotions};
use crate::emotion::Emotion;
use crate::evaluation::Judged;
use crate::figures::Evaluation;
use crate::laboratory::acquainted_logits;
use crate::model::{Classifier, ClassifyError, Heard};

/// Clips whose features wait in memory for the device.
const CLIPS_AT_ONCE: usize = 256;

/// Judge clips whose emotion is known and report how often the model is right
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone evaluate ~/unheard --model runs/first/model.overtone
  overtone evaluate ~/corpora --only-unheard --format json > scores.json
  overtone evaluate ~/corpora --only-unheard --rerecorded 0   # as rooms and microphones may have it
  overtone evaluate ~/corpora --only-unheard --one-voice 0    # each after ten others of its speaker

UAR, WA, macro-F1 and ECE choose among the emotions that a corpus has, `UAR of 8` among all eight;
of a corpus with a single emotion they are the same.
A clip of a speaker that the model trained on says nothing about other people: the command warns
of them, and --only-unheard leaves them out.")]
pub struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The model; the one that comes with the program if none is named
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// How to write the scores
    #[arg(long, value_enum, default_value = "text")]
    format: ScoresFormat,
    /// Leave out clips of speakers on whom the model was trained or chosen
    #[arg(long)]
    only_unheard: bool,
    /// Hear every clip as another microphone in another room would have recorded it: echoes, noise,
    /// another level, a narrow band, a codec, drawn from this seed
    #[arg(long, value_name = "SEED")]
    rerecorded: Option<u64>,
    /// Judge every clip after ten others of its speaker, of the other half of what they say, were
    /// heard without being told what they mean; drawn from this seed
    #[arg(long, value_name = "SEED")]
    one_voice: Option<u64>,
    /// Where to compute
    #[arg(long, value_enum, default_value = "cpu")]
    device: DeviceChoice,
}

/// Evaluates and prints.
///
/// # Errors
/// A sentence if the model, a source or the device cannot be used.
pub fn run(args: &Args) -> Result<(), Failure> {
    let (name, bytes) = model_file::read(args.model.as_deref())?;
    let device = args.device.open()?;
    let classifier = Classifier::from_bytes(&bytes, &device).during(|| name.clone())?;
    let clips = args.sources.scan_clips()?.clips;
    let held = held_emotions(&clips);
    let clips = args.unheard(clips, &classifier);
    if clips.is_empty() {
        return Err(Failure::new("every clip is of a speaker on whom the model was made"));
    }
    let judged = judge(&clips, &held, &args.logits(&clips, &classifier)?);
    let evaluation = Evaluation::new(name, &judged, &classifier.card().calibration);
    let mut out = io::stdout().lock();
    match args.format {
        ScoresFormat::Json => writeln!(out, "{}", evaluation.json()?)?,
        ScoresFormat::Text => write!(out, "{evaluation}")?,
    }
    Ok(())
}

impl Args {
    /// The model's logits of clips, heard as they are to be.
    fn logits(
        &self,
        clips: &[Clip],
        classifier: &Classifier,
    ) -> Result<Vec<[f32; Emotion::COUNT]>, Failure> {
        let Some(seed) = self.one_voice else {
            let measure = |sound: &Waveform| {
                Ok((classifier.card().features.extract(sound)?, sound.seconds()))
            };
            return self.hear(clips, measure, |(features, seconds)| {
                block_on(classifier.sound_logits(features, seconds))
            });
        };
        if !classifier.card().can_get_used_to_a_voice() {
            return Err(Failure::new(NOT_FOR_EVERYBODY));
        }
        let measure = |sound: &Waveform| classifier.levelled(sound);
        let heard = self.hear(clips, measure, |levelled| block_on(classifier.hear(levelled)))?;
        let speakers = clips.iter().map(|clip| &clip.speaker);
        let clips: Vec<(&String, Heard)> = speakers.zip(heard).collect();
        Ok(block_on(acquainted_logits(classifier, &clips, seed))?)
    }

    /// Measures clips on all cores, and hears one after the other.
    fn hear<M: Send, T>(
        &self,
        clips: &[Clip],
        measure: impl Fn(&Waveform) -> Result<M, ClassifyError> + Sync,
        hear: impl Fn(M) -> Result<T, ClassifyError>,
    ) -> Result<Vec<T>, Failure> {
        let bar = progress::bar("judging", clips.len(), "clips");
        let mut heard = Vec::with_capacity(clips.len());
        for chunk in clips.chunks(CLIPS_AT_ONCE) {
            let measured = chunk.par_iter().map(|clip| {
                let name = || format!("cannot use {}", clip.path.display());
                let bytes = fs::read(&clip.path).during(name)?;
                let mut sound = audio::decode(&bytes).during(name)?;
                if let Some(seed) = self.rerecorded {
                    sound = rerecorded(clip, &sound, seed).during(name)?;
                }
                measure(&sound).during(name)
            });
            for measured in measured.collect::<Result<Vec<_>, Failure>>()? {
                heard.push(hear(measured)?);
                bar.inc(1);
            }
        }
        bar.finish_and_clear();
        Ok(heard)
    }

    /// Leaves out, or warns of, speakers whom the model has heard.
    fn unheard(&self, clips: Vec<Clip>, classifier: &Classifier) -> Vec<Clip> {
        let training = &classifier.card().training;
        let heard: BTreeSet<&String> =
            training.training_speakers.iter().chain(&training.validation_speakers).collect();
        let (known, unknown): (Vec<_>, Vec<_>) =
            clips.into_iter().partition(|clip| heard.contains(&clip.speaker));
        if self.only_unheard {
            return unknown;
        }
        if !known.is_empty() {
            eprintln!(
                "{} of {} clips are of speakers on whom this model was made: the scores flatter \
                 (--only-unheard leaves them out)",
                known.len(),
                known.len() + unknown.len()
            );
        }
        let mut all = known;
        all.extend(unknown);
        all
    }
}

/// Clips with the model's logits, by corpus.
fn judge(
    clips: &[Clip],
    held: &Held,
    logits: &[[f32; Emotion::COUNT]],
) -> BTreeMap<String, Vec<Judged>> {
    let mut judged = BTreeMap::<String, Vec<Judged>>::new();
    for (clip, &logits) in clips.iter().zip(logits) {
        let held = held[&clip.corpus];
        let corpus = judged.entry(clip.corpus.name().to_owned()).or_default();
        corpus.push(Judged { label: clip.emotion, logits, held });
    }
    judged
}

/// The emotions among which the model chooses, by corpus.
type Held = BTreeMap<Corpus, [bool; Emotion::COUNT]>;
