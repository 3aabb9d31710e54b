//! `overtone corpus`: what there is, and what was left out and why.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::output::{TextTable, thousands};
use super::{Failure, Sources};
use crate::corpus::overview::{Counted, Counts, by_kind, overview};
use crate::corpus::{Catalogue, Corpus, table};
use crate::emotion::Emotion;

/// Shows what corpora there are: clips by emotion, speakers, hours, and what was left out and why
///
/// RAVDESS, CREMA-D, TESS and SAVEE are found at any depth of the folders given, by the names of
/// their files, in the layouts of the official archives and of the usual re-packagings, in any
/// audio format. CREMA-D's VideoDemographics.csv, tabulatedVotes.csv and summaryTable.csv are read
/// where they lie.
///
/// Any other corpus comes in as a folder whose sub-folders are named after emotions (neutral, calm,
/// happy, sad, angry, fear, disgust, surprise; "Anger", "fearful" and the like are understood), the
/// speaker being the folder just below or above the emotion, or as a CSV table with the columns
/// path, emotion and, if known, speaker, given in place of a folder; its paths are relative to it.
/// A corpus that names no speakers counts as one speaker.
///
/// Clips are left out that are silent, cannot be decoded, or hold the same audio as an earlier one;
/// where the same audio stands under two emotions, all of them are.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    sources: Sources,
    /// Print one row a clip as CSV, a table that every command takes in place of a folder
    #[arg(long)]
    csv: bool,
    /// List every file that was left out, not only the first few of each kind
    #[arg(long)]
    left_out: bool,
}

const EXAMPLES: &str = "\
Examples:
  overtone corpus ~/corpora
  overtone corpus ravdess.csv ~/crema-d --left-out
  overtone corpus ~/corpora --csv > clips.csv";

/// How many files of a kind are listed without `--left-out`.
const FIRST_FEW: usize = 6;

/// Runs the command.
///
/// # Errors
/// A sentence if a source cannot be read or holds no clip.
pub fn run(args: &Args) -> Result<(), Failure> {
    let catalogue = args.sources.scan()?;
    let mut report = left_out(&catalogue, if args.left_out { usize::MAX } else { FIRST_FEW });
    report.extend(catalogue.notes.iter().map(|note| format!("note: {note}\n")));
    if args.csv {
        eprint!("{report}");
        table::write(io::stdout().lock(), &catalogue.clips)?;
    } else {
        write!(io::stdout().lock(), "{}{report}", table_of(&catalogue))?;
    }
    if catalogue.clips.is_empty() { Err(args.sources.no_clips(&catalogue)) } else { Ok(()) }
}

/// One row a corpus: clips by emotion, speakers, hours.
fn table_of(catalogue: &Catalogue) -> TextTable {
    let header = ["corpus", "clips", "speakers", "women", "men", "hours"];
    let mut table = TextTable::new(header.into_iter().chain(Emotion::ALL.map(Emotion::name)));
    let clips: Vec<Counted> = catalogue.clips.iter().map(Counted::from).collect();
    for (corpus, counts) in overview(&clips) {
        table.row(row(corpus.as_ref().map_or("all", Corpus::name), &counts));
    }
    table
}

fn row(name: &str, counts: &Counts) -> Vec<String> {
    let Counts { clips, speakers, women, men, hours, emotions } = counts;
    let mut cells = vec![name.to_owned()];
    cells.extend([clips, speakers, women, men].map(|count| thousands(*count)));
    cells.push(format!("{hours:.2}"));
    cells.extend(emotions.map(thousands));
    cells
}

/// What was left out by corpus and kind, each kind with its first files.
fn left_out(catalogue: &Catalogue, listed: usize) -> String {
    if catalogue.left_out.is_empty() {
        return "\nleft out: nothing\n".to_owned();
    }
    let mut text = format!("\nleft out: {}\n", files(catalogue.left_out.len()));
    for ((corpus, kind), files) in by_kind(&catalogue.left_out) {
        let corpus = corpus.map(|corpus| format!("{corpus}, ")).unwrap_or_default();
        let count = thousands(files.len());
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {corpus}{kind}: {count}");
        for left in files.iter().take(listed) {
            let _ = writeln!(text, "    {}: {}", left.path.display(), left.reason);
        }
        if files.len() > listed {
            let more = thousands(files.len() - listed);
            let _ = writeln!(text, "    and {more} more (--left-out lists them)");
        }
    }
    text
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{} files", thousands(count)) }
}
