//! `overtone corpus`: what there is, and what was left out and why.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::output::{TextTable, thousands};
use super::{Failure, Sources};
use crate::corpus::{Catalogue, Clip, Corpus, LeftOut, Sex, table};
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
pub fn run(args: &Args) -> Result<(), Failure> {
    let catalogue = args.sources.scan()?;
    let mut report = left_out(&catalogue, if args.left_out { usize::MAX } else { FIRST_FEW });
    report.extend(catalogue.notes.iter().map(|note| format!("note: {note}\n")));
    if args.csv {
        eprint!("{report}");
        table::write(io::stdout().lock(), &catalogue.clips)?;
    } else {
        write!(io::stdout().lock(), "{}{report}", overview(&catalogue))?;
    }
    if catalogue.clips.is_empty() { Err(args.sources.no_clips(&catalogue)) } else { Ok(()) }
}

/// One row a corpus: clips by emotion, speakers, hours.
fn overview(catalogue: &Catalogue) -> TextTable {
    let header = ["corpus", "clips", "speakers", "women", "men", "hours"];
    let mut table = TextTable::new(header.into_iter().chain(Emotion::ALL.map(Emotion::name)));
    let corpora: BTreeSet<&Corpus> = catalogue.clips.iter().map(|clip| &clip.corpus).collect();
    for corpus in &corpora {
        let of_corpus = |clip: &&Clip| clip.corpus == **corpus;
        let clips: Vec<&Clip> = catalogue.clips.iter().filter(of_corpus).collect();
        table.row(row(corpus.name(), &clips));
    }
    if corpora.len() > 1 {
        table.row(row("all", &catalogue.clips.iter().collect::<Vec<_>>()));
    }
    table
}

fn row(name: &str, clips: &[&Clip]) -> Vec<String> {
    let speakers: BTreeMap<&str, Option<Sex>> =
        clips.iter().map(|clip| (clip.speaker.as_str(), clip.sex)).collect();
    let of_sex = |sex| speakers.values().filter(|known| **known == Some(sex)).count();
    let hours = clips.iter().map(|clip| clip.seconds).sum::<f64>() / 3_600.0;
    let of_emotion = |emotion| clips.iter().filter(|clip| clip.emotion == emotion).count();
    let mut cells = vec![
        name.to_owned(),
        thousands(clips.len()),
        thousands(speakers.len()),
        thousands(of_sex(Sex::Female)),
        thousands(of_sex(Sex::Male)),
        format!("{hours:.2}"),
    ];
    cells.extend(Emotion::ALL.map(|emotion| thousands(of_emotion(emotion))));
    cells
}

/// What was left out by corpus and kind, each kind with its first files.
fn left_out(catalogue: &Catalogue, listed: usize) -> String {
    if catalogue.left_out.is_empty() {
        return "\nleft out: nothing\n".to_owned();
    }
    let mut kinds: BTreeMap<(Option<&Corpus>, &str), Vec<&LeftOut>> = BTreeMap::new();
    for left in &catalogue.left_out {
        kinds.entry((left.corpus.as_ref(), left.reason.kind())).or_default().push(left);
    }
    let mut text = format!("\nleft out: {}\n", files(catalogue.left_out.len()));
    for ((corpus, kind), files) in kinds {
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
