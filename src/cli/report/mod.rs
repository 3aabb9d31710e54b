//! `overtone report`: what came of a training, as one page.

pub mod finished;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use super::{Failure, While};
use crate::report;

const TYPEFACE: &[u8] = include_bytes!("../../../www/fonts/bricolage-grotesque.woff2");

/// Make one page of a finished training
///
/// The page needs nothing but itself: no script, no request, light or dark as the reader has it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone report runs/first                  # writes runs/first/report.html
  overtone report runs/first -o first.html

The page shows what was trained on which clips, the scores on the clips kept apart, the confusions,
how far the probabilities can be trusted, the learning curves and an example of each emotion. It
holds pictures of clips: mind the licences of the corpora before you pass it on.")]
pub struct Args {
    /// The folder of a finished training
    #[arg(value_name = "RUN")]
    folder: PathBuf,
    /// The page to write [default: report.html in the folder]
    #[arg(short, long, value_name = "PAGE")]
    output: Option<PathBuf>,
}

/// Writes the page and says where it is.
///
/// # Errors
/// A sentence if the folder holds no finished training, or the page cannot be written.
pub fn run(args: &Args) -> Result<(), Failure> {
    let page = report::of(&finished::read(&args.folder)?, TYPEFACE)?;
    let output = args.output.clone().unwrap_or_else(|| args.folder.join("report.html"));
    fs::write(&output, page).during(|| format!("cannot write {}", output.display()))?;
    writeln!(io::stdout().lock(), "{}", output.display())?;
    Ok(())
}
