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
use crate::judgement::{Judgement, WindowView};
use crate::meaning::{Meaning, Meanings};
use crate::model::Classifier;

/// Say what the model hears in sound files
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone predict voice.wav
  overtone predict --format csv clips/*.flac > answers.csv

The answer is an emotion, or a label that its owner taught the model, `not sure` where none stands
out, or `no speech`. It is about the emotion that a voice performs, not about what a person feels.")]
pub struct Args {
    /// Sound files: WAV, AIFF, FLAC, MP3, Ogg Vorbis, M4A
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The model; the one that comes with the program if none is named
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// How to write the answers
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

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
    let mut failures = 0;
    let mut answers = Vec::new();
    for file in &args.files {
        match judge(&classifier, file) {
            Ok((judgement, seconds)) => answers.push((file, judgement, seconds)),
            Err(error) => {
                failures += 1;
                eprintln!("{}: {error}", file.display());
            }
        }
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

type Answers<'a> = [(&'a PathBuf, Judgement, f64)];

fn judge(classifier: &Classifier, file: &Path) -> Result<(Judgement, f64), Box<dyn Error>> {
    let sound = audio::decode(&fs::read(file)?)?;
    Ok((block_on(classifier.classify(&sound))?, sound.seconds()))
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
