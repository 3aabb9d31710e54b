//! The command line: one file a subcommand, and what they share.
//!
//! Exit codes: 0 it worked; 1 it did not, and a sentence on stderr says why; 2 the command line
//! itself is wrong; 130 stopped by Ctrl-C. Results go to stdout, everything else to stderr, so that
//! every output can be piped.

mod corpus;
mod failure;
pub mod output;
pub mod progress;
mod sources;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use failure::Failure;
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

Every command explains itself: overtone help corpus";

#[derive(Debug, Subcommand)]
enum Command {
    Corpus(corpus::Args),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Corpus(args) => corpus::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
