//! `overtone adapt`: a model becomes somebody's own.

use std::fs;
use std::path::PathBuf;

use burn::tensor::Device;
use futures::executor::block_on;
use rayon::prelude::*;

use super::{Failure, Sources, While, model_file, progress};
use crate::adaptation::{
    HeardTake, Settings, Trial, Variations, adapt, check_takes, count, personal_file,
};
use crate::audio;
use crate::corpus::Clip;
use crate::emotion::Emotion;
use crate::evaluation::Confusion;
use crate::model::{Classifier, Personal};

/// Let a model learn from a few takes of your own acting
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone adapt takes -o mine.overtone
  overtone predict voice.wav --model mine.overtone

Folders below DIR are named after emotions and hold a few takes each, at least three; what the page
saves as overtone-takes.zip is such a DIR once it is unpacked. Every take is kept aside once and judged
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
    let (name, file) = model_file::read(args.model.as_deref())?;
    let device = Device::flex();
    let classifier = Classifier::from_bytes(&file, &device).during(|| name)?;
    let clips = args.sources.scan_clips()?.clips;
    let counts = count(clips.iter().map(|clip| clip.emotion));
    check_takes(&counts)?;
    let heard = hear(&clips, &classifier)?;
    let trial = block_on(adapt(&classifier, &heard, Settings::DEFAULT, &device))?;
    print(&trial);
    if !trial.is_better() {
        return Err(Failure::new(
            "it did not get better, so nothing was written; more takes, or takes that differ more, \
             may help",
        ));
    }
    let personal = Personal {
        name: args.name.clone(),
        takes: counts,
        uar_before: trial.before().uar(),
        uar_after: trial.after().uar(),
        layer: trial.layer,
    };
    let file = block_on(personal_file(&file, personal))?;
    fs::write(&args.output, file).during(|| format!("cannot write {}", args.output.display()))
}

fn hear(clips: &[Clip], classifier: &Classifier) -> Result<Vec<HeardTake>, Failure> {
    let bar = progress::bar("hearing", clips.len(), "takes");
    let heard = clips.par_iter().map(|clip| {
        let name = || format!("cannot use {}", clip.path.display());
        let sound = audio::decode(&fs::read(&clip.path).during(name)?).during(name)?;
        let listen = HeardTake::listen(classifier, &sound, clip.emotion, &Variations::DEFAULT);
        let heard = block_on(listen).during(name)?;
        bar.inc(1);
        Ok(heard)
    });
    let heard = heard.collect();
    bar.finish_and_clear();
    heard
}

fn print(trial: &Trial) {
    let (before, after) = (trial.before(), trial.after());
    println!("emotion    takes  recall before  after");
    for emotion in before.classes() {
        let recall = |answers: &Confusion| 100.0 * answers.class(emotion).recall;
        println!(
            "{:<9} {:6} {:13.1}% {:5.1}%",
            Emotion::name(emotion),
            before.class(emotion).support,
            recall(&before),
            recall(&after)
        );
    }
    println!(
        "{:<9} {:6} {:13.1}% {:5.1}%",
        "all",
        before.clips(),
        100.0 * before.uar(),
        100.0 * after.uar()
    );
}
