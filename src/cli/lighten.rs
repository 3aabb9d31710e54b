//! `overtone lighten`: a model for a page, without what only teaching needs.

use std::fs;
use std::path::{Path, PathBuf};

use super::model_file::{self, MANNERS};
use super::{Failure, While};
use crate::model::apart;

/// Part a model into what answers and, in a file beside it, what only teaching needs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  overtone lighten runs/small/model.overtone -o www/model/small.overtone

A page fetches small.overtone before its first answer, and small.manners when somebody teaches the
model their voice. `overtone adapt` and `overtone benchmark --adapt` take the manners that lie beside
a model, too.")]
pub struct Args {
    /// The model
    #[arg(value_name = "FILE")]
    model: PathBuf,
    /// The lighter model; its manners are written beside it
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Writes both files.
///
/// # Errors
/// A sentence if the model cannot be used, has nothing to leave out, or a file cannot be written.
pub fn run(args: &Args) -> Result<(), Failure> {
    let (name, file) = model_file::read(Some(&args.model))?;
    let (light, manners) = apart::part(&file).during(|| name.clone())?;
    let manners = manners.ok_or_else(|| {
        Failure::new(format!("{name}: expected a model that knows strangers' manners, got none"))
    })?;
    write(&args.output, &light)?;
    write(&args.output.with_extension(MANNERS), &manners)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).during(|| format!("cannot write {}", path.display()))?;
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}
