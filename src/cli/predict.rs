//! `overtone predict`: what the model makes of a file.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use burn::tensor::Device;
use futures::executor::block_on;
use serde::Serialize;

use super::output::Format;
use super::{Failure, While, model_file};
use crate::audio;
use crate::features::Measured;
use crate::judgement::{Judgement, WindowView};
use crate::meaning::{Meaning, Meanings};
use crate::model::{Acquaintance, Classifier, Listened};

/// Say what the model hears in sound files
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone predict voice.wav
  overtone predict --format csv clips/*.flac > answers.csv
  overtone predict --one-voice diary/*.m4a

The answer is an emotion, or a label that its owner taught the model, `not sure` where none stands
out, or `no speech`. It is about the emotion that a voice performs, not about what a person feels.")]
pub struct Args {
    /// Sound files: WAV, AIFF, FLAC, MP3, Ogg Vorbis, M4A
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The model; the one that comes with the program if none is named
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// One person speaks in all files: leave out of the answers what is particular to their voice,
    /// made out by up to two minutes of what they say, whatever it means
    #[arg(long)]
    one_voice: bool,
    /// How to write the answers
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// That a model cannot get used to a voice.
pub const NOT_FOR_EVERYBODY: &str = "expected a model for everybody with --one-voice, got one that \
                                     knows its owner's voice, or is too old to know how strangers \
                                     sound";

/// An answer as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    file: String,
    label: &'static str,
    seconds: f64,
    probabilities: serde_json::Map<String, serde_json::Value>,
    windows: &'a [WindowView],
}

/// Judges every file; one that cannot be judged does not keep the others from it.
///
/// # Errors
/// A sentence if any file failed.
pub fn run(args: &Args) -> Result<(), Failure> {
    let (name, bytes) = model_file::read(args.model.as_deref())?;
    let classifier = Classifier::from_bytes(&bytes, &Device::flex()).during(|| name)?;
    if args.one_voice && !classifier.card().can_get_used_to_a_voice() {
        return Err(Failure::new(NOT_FOR_EVERYBODY));
    }
    let sounds = listen_to_all(&classifier, &args.files);
    let failures = args.files.len() - sounds.len();
    let mut known = args.one_voice.then(Acquaintance::default);
    if let Some(known) = &mut known {
        for (_, listened, _) in &sounds {
            block_on(classifier.get_used_to(known, listened))?;
        }
    }
    let mut answers = Vec::new();
    for (file, listened, seconds) in sounds {
        let judgement = block_on(classifier.judge_listened(&listened, known.as_ref()))?;
        answers.push((file, judgement, seconds));
    }
    let mut out = std::io::stdout().lock();
    match args.format {
        Format::Text => write_text(&mut out, &answers)?,
        Format::Json => write_json(&mut out, &answers)?,
        Format::Csv => write_csv(&mut out, &answers, classifier.labels())?,
    }
    if failures > 0 {
        let sentence = format!("{failures} of {} files could not be judged", args.files.len());
        return Err(Failure::new(sentence));
    }
    Ok(())
}

/// What the network makes of every file, and its length in seconds; of one that cannot be used it is
/// said why.
fn listen_to_all<'a>(
    classifier: &Classifier,
    files: &'a [PathBuf],
) -> Vec<(&'a PathBuf, Listened, f64)> {
    let listened = files.iter().filter_map(|file| match listen(classifier, file) {
        Ok((listened, seconds)) => Some((file, listened, seconds)),
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            None
        }
    });
    listened.collect()
}

type Answers<'a> = [(&'a PathBuf, Judgement, f64)];

fn listen(classifier: &Classifier, file: &Path) -> Result<(Listened, f64), Box<dyn Error>> {
    let sound = audio::decode(&fs::read(file)?)?;
    let measured = Measured::of(&sound, &classifier.card().features)?;
    Ok((classifier.listen(measured), sound.seconds()))
}

fn write_text(out: &mut impl Write, answers: &Answers<'_>) -> Result<(), Failure> {
    for (file, judgement, seconds) in answers {
        writeln!(out, "{}  ({seconds:.1} s)  {}", file.display(), judgement.verdict.name())?;
        let letters = |label: Meaning| label.name().chars().count();
        let widest = judgement.labels.iter().map(letters).max().unwrap_or(0).max(9);
        for (label, probability) in judgement.ranking() {
            let bar = "█".repeat((probability * 40.0).round() as usize);
            writeln!(out, "  {label:<widest$} {:>5.1} %  {bar}", 100.0 * probability)?;
        }
    }
    Ok(())
}

fn write_json(out: &mut impl Write, answers: &Answers<'_>) -> Result<(), Failure> {
    let answers: Vec<Answer<'_>> = answers
        .iter()
        .map(|(file, judgement, seconds)| Answer {
            file: file.display().to_string(),
            label: judgement.verdict.name(),
            seconds: *seconds,
            probabilities: judgement
                .labels
                .iter()
                .zip(&judgement.probabilities)
                .map(|(label, probability)| (label.name().to_owned(), (*probability).into()))
                .collect(),
            windows: &judgement.windows,
        })
        .collect();
    writeln!(out, "{}", serde_json::to_string_pretty(&answers)?)?;
    Ok(())
}

fn write_csv(
    out: &mut impl Write,
    answers: &Answers<'_>,
    labels: &Meanings,
) -> Result<(), Failure> {
    let mut table = csv::Writer::from_writer(out);
    let names = labels.iter().map(Meaning::name);
    table.write_record(["file", "label", "seconds"].into_iter().chain(names))?;
    for (file, judgement, seconds) in answers {
        let head =
            [file.display().to_string(), judgement.verdict.name().into(), format!("{seconds:.3}")];
        let cells = judgement.probabilities.iter().map(|p| format!("{p:.4}"));
        table.write_record(head.into_iter().chain(cells))?;
    }
    table.flush()?;
    Ok(())
}
