//! Finding corpora on a disk and listening to every clip, on all cores.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::crema_d_tables::{CremaDTable, CremaDTables};
use super::table::{self, TableError};
use super::{
    Candidate, Catalogue, ClipPath, Corpus, LabelledFile, LeftOut, Reason, recognise, sound_of,
};
use crate::audio::Waveform;

/// Why a folder or table cannot be scanned.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// Nothing there, or not to be read.
    #[error("expected a folder or a CSV table at {}, got: {cause}", .path.display())]
    NotThere {
        /// What was given.
        path: PathBuf,
        /// Why it cannot be opened.
        cause: io::Error,
    },
    /// Neither a folder nor a table.
    #[error("expected a folder or a CSV table, got the file {}", .0.display())]
    NotATable(PathBuf),
    /// A table that does not read.
    #[error("the table {} cannot be used: {cause}", .path.display())]
    Table {
        /// What was given.
        path: PathBuf,
        /// What is wrong with it.
        cause: TableError,
    },
}

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Clips heard.
    pub done: usize,
    /// Clips found.
    pub total: usize,
}

/// Finds the clips of folders and tables by recursion and listens to each of them.
///
/// Nothing is kept on the disk. `watch` is called from several threads, once when all clips are
/// found and then after every clip.
///
/// # Errors
/// [`ScanError`] for a source that is no folder or table; a clip that cannot be used is no error
/// but left out with the reason.
pub fn scan(sources: &[PathBuf], watch: impl Fn(Progress) + Sync) -> Result<Catalogue, ScanError> {
    let mut finds = Finds::default();
    for source in sources {
        finds.search(source)?;
    }
    let notes = finds.describe();
    let candidates = Candidate::gather(finds.files);
    let total = candidates.len();
    let heard = AtomicUsize::new(0);
    watch(Progress { done: 0, total });
    let outcomes = candidates
        .into_par_iter()
        .map(|candidate| {
            let outcome = candidate.listen(read_sound);
            watch(Progress { done: 1 + heard.fetch_add(1, Ordering::Relaxed), total });
            outcome
        })
        .collect();
    let mut catalogue = Catalogue::assemble(outcomes);
    catalogue.left_out.extend(finds.left_out);
    catalogue.notes = notes;
    catalogue.sort();
    Ok(catalogue)
}

/// Reads and decodes one clip.
///
/// # Errors
/// The reason for which it cannot be used.
pub fn read_sound(path: &Path) -> Result<Waveform, Reason> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Reason::Gone,
        _ => Reason::Unreadable(error.to_string()),
    })?;
    sound_of(&bytes)
}

/// What lies in the sources, before any clip is opened.
#[derive(Default)]
struct Finds {
    files: Vec<LabelledFile>,
    left_out: Vec<LeftOut>,
    tables: CremaDTables,
    notes: Vec<String>,
    /// Folders that were walked, by their one true path: links may lead in circles.
    walked: BTreeSet<PathBuf>,
}

impl Finds {
    fn search(&mut self, source: &Path) -> Result<(), ScanError> {
        let not_there = |cause| ScanError::NotThere { path: source.to_owned(), cause };
        if fs::metadata(source).map_err(not_there)?.is_dir() {
            let given = source.canonicalize().map_err(not_there)?;
            self.walk(&Root { given: &given.to_string_lossy(), path: source }, source);
            return Ok(());
        }
        let name = ClipPath::new("", &source.to_string_lossy()).extension.to_lowercase();
        if !matches!(name.as_str(), "csv" | "tsv" | "txt") {
            return Err(ScanError::NotATable(source.to_owned()));
        }
        let bytes = fs::read(source).map_err(not_there)?;
        self.take_table(source, &bytes)
            .map_err(|cause| ScanError::Table { path: source.to_owned(), cause })
    }

    fn take_table(&mut self, source: &Path, bytes: &[u8]) -> Result<(), TableError> {
        let folder = source.parent().unwrap_or(Path::new(""));
        let name = source.file_stem().unwrap_or_default().to_string_lossy();
        for row in table::read(bytes, &name)? {
            let path = folder.join(row.path.replace('\\', "/"));
            match row.label {
                Ok(label) => self.files.push(LabelledFile { path, rank: 0, label }),
                Err(reason) => self.left_out.push(LeftOut { path, corpus: None, reason }),
            }
        }
        Ok(())
    }

    fn walk(&mut self, root: &Root<'_>, folder: &Path) {
        if folder.canonicalize().is_ok_and(|one_true| !self.walked.insert(one_true)) {
            return;
        }
        match entries(folder) {
            Ok(entries) => entries.iter().for_each(|entry| self.enter(root, entry)),
            Err(error) => self.leave_out(folder, Reason::Unreadable(error.to_string())),
        }
    }

    fn enter(&mut self, root: &Root<'_>, entry: &Path) {
        let below = entry.strip_prefix(root.path).unwrap_or(entry).to_string_lossy();
        let name = ClipPath::new(root.given, &below);
        if name.is_hidden() {
            return;
        }
        if entry.is_dir() {
            return self.walk(root, entry);
        }
        if let Some(rank) = name.audio_rank() {
            match recognise(&name) {
                Ok(label) => self.files.push(LabelledFile { path: entry.into(), rank, label }),
                Err(reason) => self.leave_out(entry, reason),
            }
        } else if let Some(table) = table_of_crema_d(entry) {
            self.take_crema_d_table(entry, table);
        }
    }

    fn leave_out(&mut self, path: &Path, reason: Reason) {
        self.left_out.push(LeftOut { path: path.to_owned(), corpus: None, reason });
    }

    fn take_crema_d_table(&mut self, path: &Path, table: CremaDTable) {
        let bytes = fs::read(path).map_err(|error| error.to_string());
        let taken = bytes
            .and_then(|bytes| self.tables.read(table, &bytes).map_err(|error| error.to_string()));
        if let Err(cause) = taken {
            self.notes.push(format!("{} is not used: {cause}", path.display()));
        }
    }

    /// Adds to every label what the tables tell, and returns what is to be noted about them.
    fn describe(&mut self) -> Vec<String> {
        let mut notes = std::mem::take(&mut self.notes);
        self.files.iter_mut().for_each(|file| self.tables.describe(&mut file.label));
        let crema_d = || self.files.iter().filter(|file| file.label.corpus == Corpus::CremaD);
        let unsexed = crema_d().filter(|file| file.label.sex.is_none()).count();
        if unsexed > 0 {
            notes.push(format!(
                "crema-d: the sex of the speakers of {unsexed} clips is not known: put \
                 VideoDemographics.csv of the official archive beside them"
            ));
        }
        let disputed = self.tables.disputed().count();
        if disputed > 0 {
            notes.push(format!(
                "crema-d: the votes on {disputed} clips are not used: summaryTable.csv names other \
                 winners than tabulatedVotes.csv"
            ));
        }
        notes
    }
}

/// A folder that a person gave.
struct Root<'a> {
    /// Its full path, for its name.
    given: &'a str,
    /// Its path as it was given.
    path: &'a Path,
}

fn table_of_crema_d(path: &Path) -> Option<CremaDTable> {
    CremaDTable::from_file_name(&path.file_name()?.to_string_lossy())
}

/// What lies in a folder, in the order of names.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_gone() {
        let gone = read_sound(Path::new("a folder that nobody has/1.wav"));
        assert_eq!(gone.unwrap_err(), Reason::Gone);
    }
}
