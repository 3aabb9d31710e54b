//! `overtone train`: from corpora to a model.

mod answers;
mod data;
mod ear;
pub mod material;
pub mod options;
pub mod pictures;
pub mod run;
mod run_folder;
mod watch;
mod whisper;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use material::Material;
use options::Options;
use run::Run;

use super::{Failure, Sources, features};
use crate::corpus::SplitKind;

/// Train a model and keep everything about it in a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone train ~/corpora -o runs/first
  overtone train ~/corpora -o runs/seed --preset seed --split row   # the flattering figure
  overtone train ~/corpora -o runs/gpu --device gpu --epochs 100
  overtone train ~/corpora -o runs/large --preset large --encoder model.bin --refit
  overtone train ~/corpora -o runs/tuned --preset large --encoder model.bin --tune --epochs 15 --batch-size 128
  overtone train ~/corpora -o runs/small --encoder model.bin --teacher runs/large
  overtone train ~/corpora -o runs/table --preset seed --features-csv

The folder gets model.overtone, history.csv, evaluation.json, the classification report report.txt
and pictures/, on request features.csv; `overtone report` makes one page of it. A training that was
stopped goes on when the same command is given again.")]
pub struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The folder for the model and its history
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    #[command(flatten)]
    options: Options,
    /// How clips are split; only `speaker` says how the model does on people it never heard
    #[arg(long, value_enum, default_value = "speaker")]
    split: SplitChoice,
    /// Also write features.csv into the folder, as `overtone features` does: of the preset seed
    /// 162 named values and the label a row, of the others mel bands in decibels, a row a frame
    #[arg(long)]
    features_csv: bool,
    /// The seed of split, weights, order, augmentation and dropout
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// How clips are split, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SplitChoice {
    /// Whole speakers on one side
    Speaker,
    /// Clips at random: speakers are on both sides
    Clip,
    /// Rows at random: copies of one clip are on both sides
    Row,
}

impl From<SplitChoice> for SplitKind {
    fn from(choice: SplitChoice) -> Self {
        match choice {
            SplitChoice::Speaker => Self::Speaker,
            SplitChoice::Clip => Self::Clip,
            SplitChoice::Row => Self::Row,
        }
    }
}

/// Trains.
///
/// # Errors
/// A sentence if a number is out of range, or a source, the folder or the device cannot be used.
pub fn run(args: &Args) -> Result<(), Failure> {
    let Options { encoder, teacher, device, .. } = &args.options;
    let recipe = args.options.recipe(args.seed)?;
    let device = device.open()?;
    let material = Material::read(&args.sources, recipe, encoder.as_deref(), args.seed)?;
    let deal = material.deal(args.split.into(), args.seed);
    let recipe = material.recipe.clone();
    let run = Run::new(&material, recipe, &deal, &args.output, device, teacher.as_deref())?;
    if args.features_csv {
        run.tabulate(&features::usual(args.options.preset, args.seed))?;
    }
    let tested = run.train()?;
    let (bytes, epoch) = (tested.file.len(), tested.epoch);
    writeln!(io::stdout().lock(), "{}\n{bytes} bytes, epoch {epoch}", tested.evaluation)?;
    Ok(())
}
