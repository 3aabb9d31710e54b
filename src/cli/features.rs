//! `overtone features`: features of every clip as a table.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::resumable::ResumableFile;
use super::{Failure, Sources, interrupt, output::thousands, progress};
use crate::corpus::scan::read_sound;
use crate::corpus::{Clip, FeatureTable, RowWriter, Version};
use crate::features::{FeatureError, FeatureSpec};

/// Clips between two times that everything done is safe on the disk.
const CHUNK_CLIPS: usize = 128;

/// Computes features of every clip and writes them as CSV, the label in the last column
///
/// The seed preset writes 162 averages a row and the label, three rows a clip: the clip as it is,
/// with white noise, and stretched to 0.8 of its speed and raised by 0.7 semitones. These copies
/// are what the described pipeline trains on; to split such rows at random puts copies of one clip
/// on both sides. The overtone preset writes one row a frame: the path of the clip, the number of
/// the frame, 80 mel bands in decibels and the label, about 0.3 GB for every hour of sound.
///
/// A run that was stopped, by Ctrl-C or a kill, goes on where it was when the same command is given
/// again: what is done lies beside FILE as FILE.partial. FILE itself appears when it is whole, and
/// is the same to the byte for the same clips, options and seed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The table to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Which features
    #[arg(long, value_enum, default_value_t = Preset::Seed)]
    preset: Preset,
    /// Write each clip as it is and no augmented copies; the overtone preset never has any
    #[arg(long)]
    no_augment: bool,
    /// Put corpus, path, speaker and version (or frame) before the features of every row
    #[arg(long)]
    with_clip: bool,
    /// What decides the noise
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
}

const EXAMPLES: &str = "\
Examples:
  overtone features ~/corpora -o features.csv
  overtone features ravdess tess -o clean.csv --no-augment --with-clip
  overtone features clips.csv -o frames.csv --preset overtone";

/// Which features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Preset {
    /// 162 averages over 2.5 s: zero crossings, chroma, MFCC, RMS, mel powers
    Seed,
    /// What the model hears: 80 mel bands in decibels, a hundred frames a second
    Overtone,
}

impl Preset {
    fn spec(self) -> FeatureSpec {
        match self {
            Self::Seed => FeatureSpec::seed(),
            Self::Overtone => FeatureSpec::overtone(),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// A sentence if there is no clip, or the table cannot be written.
pub fn run(args: &Args) -> Result<(), Failure> {
    let catalogue = args.sources.scan_clips()?;
    interrupt::listen()?;
    let written = write(&args.table(), &catalogue.clips, &args.output)?;
    let left_out = catalogue.left_out.len() + catalogue.clips.len() - written;
    eprintln!(
        "{}: {} clips, {} left out (overtone corpus says why)",
        args.output.display(),
        thousands(written),
        thousands(left_out)
    );
    Ok(())
}

/// Writes a table of clips, or the rest of one that was stopped, and tells which clips it is
/// without; returns how many are in it.
///
/// # Errors
/// If it cannot be written, and [`Failure::Interrupted`] if it was stopped.
pub fn write(table: &FeatureTable, clips: &[Clip], output: &Path) -> Result<usize, Failure> {
    let mut file = ResumableFile::open(output, &fingerprint(table, clips)?)?;
    if !file.is_resumed() {
        file.append(&table.header_line()?, 0, vec![])?;
    } else if file.items() > 0 {
        let (done, all) = (thousands(file.items()), thousands(clips.len()));
        eprintln!("going on after {done} of {all} clips");
    }
    write_rows(table, clips, &mut file)?;
    let written = clips.len() - file.notes().len();
    file.notes().iter().for_each(|note| eprintln!("left out: {note}"));
    file.finish()?;
    Ok(written)
}

/// The table that the command writes where nothing but preset and seed is said. Of `large` it is
/// that of `overtone`: both hear frames.
#[cfg(feature = "cli")]
pub fn usual(preset: crate::laboratory::Preset, seed: u64) -> FeatureTable {
    use crate::laboratory::Preset as Trained;
    let preset = match preset {
        Trained::Seed => Preset::Seed,
        Trained::Overtone | Trained::Large => Preset::Overtone,
    };
    let (spec, versions) = (preset.spec(), Version::ALL.to_vec());
    FeatureTable { spec, versions, with_clip: false, seed }
}

impl Args {
    fn table(&self) -> FeatureTable {
        let versions = if self.no_augment { vec![Version::Clean] } else { Version::ALL.to_vec() };
        FeatureTable {
            spec: self.preset.spec(),
            versions,
            with_clip: self.with_clip,
            seed: self.seed,
        }
    }
}

/// What the work is: a partial file of other work is not gone on with.
fn fingerprint(table: &FeatureTable, clips: &[Clip]) -> Result<String, Failure> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(format!("{table:?}").as_bytes());
    hasher.update(&serde_json::to_vec(clips)?);
    Ok(hasher.finalize().to_hex().to_string())
}

/// Writes the rows of all clips that are not done yet, in their order, on all cores.
fn write_rows(
    table: &FeatureTable,
    clips: &[Clip],
    file: &mut ResumableFile,
) -> Result<(), Failure> {
    let bar = progress::bar("computing", clips.len(), "clips");
    bar.set_position(file.items() as u64);
    bar.reset_eta();
    while file.items() < clips.len() {
        if interrupt::requested() {
            bar.abandon();
            return Err(Failure::Interrupted(format!(
                "stopped after {} of {} clips: the same command goes on from here",
                thousands(file.items()),
                thousands(clips.len())
            )));
        }
        let chunk = &clips[file.items()..clips.len().min(file.items() + CHUNK_CLIPS)];
        let rows = chunk.par_iter().map_init(
            || table.row_writer(),
            |writer, clip| {
                let lines = lines(writer, clip);
                bar.inc(1);
                lines
            },
        );
        let (mut bytes, mut notes) = (Vec::new(), Vec::new());
        for lines in rows.collect::<Vec<_>>() {
            match lines {
                Ok(lines) => bytes.extend(lines),
                Err(note) => notes.push(note),
            }
        }
        file.append(&bytes, chunk.len(), notes)?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// The rows of a clip, or what is to be noted about it.
fn lines(writer: &mut Result<RowWriter<'_>, FeatureError>, clip: &Clip) -> Result<Vec<u8>, String> {
    let note = |cause: &dyn std::fmt::Display| format!("{}: {cause}", clip.path.display());
    let writer = writer.as_mut().map_err(|error| note(error))?;
    let sound = read_sound(&clip.path).map_err(|reason| note(&reason))?;
    writer.lines(clip, &sound).map_err(|error| note(&error))
}
