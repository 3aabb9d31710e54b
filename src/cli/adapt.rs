//! `overtone adapt`: a model becomes somebody's own.

mod takes;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use burn::tensor::Device;
use futures::executor::block_on;
use rayon::prelude::*;

use takes::{Take, takes};

use super::{Failure, Sources, While, model_file, progress};
use crate::adaptation::{
    HeardTake, Settings, Trial, Variations, adapt, check_takes, count, personal_file,
};
use crate::audio;
use crate::model::Classifier;

/// Let a model learn from a few takes of your own acting
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone adapt takes -o mine.overtone
  overtone predict voice.wav --model mine.overtone

Folders below DIR are named after emotions, or after labels of your own, and hold a few takes each,
at least three; what the page saves as overtone-takes.zip is such a DIR once it is unpacked. Takes
that are silent or the same sound as another are left out. Every take is kept aside once and judged
by a model that learned from the others only: that is what is printed. If that did not get better,
nothing is written.")]
pub struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The model to be
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The model to begin with; the one that comes with the program if none is named
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// What to call it
    #[arg(long, default_value = "My voice")]
    name: String,
}

/// Adapts, prints how it went, and writes the model.
///
/// # Errors
/// A sentence if a take or the model cannot be used, something is missing, or it did not get better.
pub fn run(args: &Args) -> Result<(), Failure> {
    let (name, file) = model_file::read_whole(args.model.as_deref())?;
    let device = Device::flex();
    let classifier = Classifier::from_bytes(&file, &device).during(|| name)?;
    let takes = takes(&args.sources)?;
    check_takes(&count(takes.iter().map(|take| take.label)))?;
    let heard = hear(&takes, &classifier)?;
    let trial = block_on(adapt(&classifier, &heard, Settings::DEFAULT, &device))?;
    let (table, is_better) = (table(&trial), trial.is_better());
    if is_better {
        let file = block_on(personal_file(&file, trial.into_personal(args.name.clone())))?;
        fs::write(&args.output, file)
            .during(|| format!("cannot write {}", args.output.display()))?;
    }
    // After the file: a reader who closes the pipe takes nothing away with it.
    let printed = write!(io::stdout().lock(), "{table}");
    if !is_better {
        return Err(Failure::new(
            "it did not get better, so nothing was written; more takes, or takes that differ more, \
             may help",
        ));
    }
    Ok(printed?)
}

fn hear(takes: &[Take], classifier: &Classifier) -> Result<Vec<HeardTake>, Failure> {
    let bar = progress::bar("hearing", takes.len(), "takes");
    let heard = takes.par_iter().map(|take| {
        let name = || format!("cannot use {}", take.path.display());
        let sound = audio::decode(&fs::read(&take.path).during(name)?).during(name)?;
        let listen = HeardTake::listen(classifier, &sound, take.label, &Variations::DEFAULT);
        let heard = block_on(listen).during(name)?;
        bar.inc(1);
        Ok(heard)
    });
    let heard = heard.collect();
    bar.finish_and_clear();
    heard
}

/// How often takes kept aside were heard as they were meant, before and after.
fn table(trial: &Trial) -> String {
    let (before, after) = (trial.before(), trial.after());
    let mut out = String::from("label      takes  recall before  after\n");
    let mut row = |label: &str, takes: usize, before: f64, after: f64| {
        let (before, after) = (100.0 * before, 100.0 * after);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{label:<9} {takes:6} {before:13.1}% {after:5.1}%");
    };
    for label in before.classes() {
        let of_label = before.class(label);
        row(label.name(), of_label.support, of_label.recall, after.class(label).recall);
    }
    row("all", before.clips(), before.uar(), after.uar());
    out
}
