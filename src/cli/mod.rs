//! The command line: one file a subcommand, and what they share.
//!
//! Exit codes: 0 it worked; 1 it did not, and a sentence on stderr says why; 2 the command line
//! itself is wrong; 130 stopped by Ctrl-C. Results go to stdout, everything else to stderr, so that
//! every output can be piped.

// They panic where the reader has seen enough; `writeln!` tells of it, see `Failure`.
#![warn(clippy::print_stdout)]

#[cfg(feature = "cli")]
mod adapt;
mod augment;
#[cfg(feature = "cli")]
mod benchmark;
#[cfg(feature = "cli")]
mod card;
mod corpus;
#[cfg(feature = "cli")]
mod device;
#[cfg(feature = "cli")]
mod evaluate;
mod failure;
mod features;
pub mod interrupt;
#[cfg(feature = "cli")]
mod lighten;
#[cfg(feature = "cli")]
mod markdown;
#[cfg(feature = "cli")]
mod model_file;
pub mod output;
mod plot;
#[cfg(feature = "cli")]
mod predict;
pub mod progress;
#[cfg(feature = "cli")]
mod report;
#[cfg(feature = "cli")]
mod rerecorded;
pub mod resumable;
mod sources;
#[cfg(feature = "cli")]
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use failure::{Failure, While};
pub use sources::Sources;

/// Hears the emotion that a voice performs.
///
/// Overtone reads corpora of acted speech, computes features and makes the model that its page
/// runs in a browser tab.
#[derive(Debug, Parser)]
#[command(name = "overtone", version, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  overtone corpus ~/corpora                      what there is, and what was left out and why
  overtone features ~/corpora -o features.csv    162 features and the label of every clip
  overtone plot voice.wav -o voice.svg           a spectrogram, or another chart of a sound
  overtone augment a.wav --kind room -o b.wav    a voice in a room, a telephone, noise
  overtone train ~/corpora -o runs/first         a model, tested on speakers it never heard
  overtone report runs/first                     what came of it, as one page
  overtone predict voice.wav                     what the model hears
  overtone adapt takes -o mine.overtone          a model that knows your own voice
  overtone benchmark ~/corpora -o runs/all       every speaker once unheard, over seeds

Every command explains itself: overtone help corpus";

#[derive(Debug, Subcommand)]
enum Command {
    Corpus(corpus::Args),
    Features(features::Args),
    Plot(plot::Args),
    Augment(augment::Args),
    #[cfg(feature = "cli")]
    Train(train::Args),
    #[cfg(feature = "cli")]
    Report(report::Args),
    #[cfg(feature = "cli")]
    Card(card::Args),
    #[cfg(feature = "cli")]
    Evaluate(evaluate::Args),
    #[cfg(feature = "cli")]
    Predict(predict::Args),
    #[cfg(feature = "cli")]
    Adapt(adapt::Args),
    #[cfg(feature = "cli")]
    Lighten(lighten::Args),
    #[cfg(feature = "cli")]
    Benchmark(benchmark::Args),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Corpus(args) => corpus::run(&args),
        Command::Features(args) => features::run(&args),
        Command::Plot(args) => plot::run(&args),
        Command::Augment(args) => augment::run(&args),
        #[cfg(feature = "cli")]
        Command::Train(args) => train::run(&args),
        #[cfg(feature = "cli")]
        Command::Report(args) => report::run(&args),
        #[cfg(feature = "cli")]
        Command::Card(args) => card::run(&args),
        #[cfg(feature = "cli")]
        Command::Evaluate(args) => evaluate::run(&args),
        #[cfg(feature = "cli")]
        Command::Predict(args) => predict::run(&args),
        #[cfg(feature = "cli")]
        Command::Adapt(args) => adapt::run(&args),
        #[cfg(feature = "cli")]
        Command::Lighten(args) => lighten::run(&args),
        #[cfg(feature = "cli")]
        Command::Benchmark(args) => benchmark::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
