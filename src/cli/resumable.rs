//! A file that takes long to make and survives a kill.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A file that grows beside its final name and takes that name only when it is whole.
///
/// What is done is written to `NAME.partial`, and how far that is to `NAME.partial.json`. After a
/// kill, the same work goes on from there. Both vanish when the file is finished.
pub struct ResumableFile {
    output: PathBuf,
    partial: File,
    journal: Journal,
    resumed: bool,
}

/// How far a partial file is, as of the last time that everything was on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Journal {
    /// What the work is: only the same work goes on.
    fingerprint: String,
    /// Items done.
    items: usize,
    /// Bytes of these.
    bytes: u64,
    /// What was noted about them.
    notes: Vec<String>,
}

/// Why a file cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ResumableError {
    /// The disk refused it.
    #[error("cannot write {}: {cause}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        cause: io::Error,
    },
    /// Nobody knows where the work was stopped.
    #[error("cannot use {}: {cause}; delete it to begin anew", .path.display())]
    Journal {
        /// The file that says so.
        path: PathBuf,
        /// What is wrong with it.
        cause: io::Error,
    },
    /// Two processes at once.
    #[error("{} is being written by another process: wait for it or stop it", .0.display())]
    Busy(PathBuf),
}

impl ResumableFile {
    /// Opens the file for work that is known by its fingerprint: at the beginning, or where the
    /// same work was stopped.
    ///
    /// # Errors
    /// [`ResumableError`] if it cannot be written, another process is writing it, or where the work
    /// was stopped cannot be read.
    pub fn open(output: &Path, fingerprint: &str) -> Result<Self, ResumableError> {
        let path = partial_path(output);
        let failed = |cause| ResumableError::Io { path: path.clone(), cause };
        let mut open = OpenOptions::new();
        open.read(true).write(true).create(true).truncate(false);
        let mut partial = open_locked(&path, || open.open(&path))?;
        let length = partial.metadata().map_err(failed)?.len();
        let left = read_journal(output)?
            .filter(|journal| journal.fingerprint == fingerprint && journal.bytes <= length);
        let resumed = left.is_some();
        let journal = left.unwrap_or_else(|| Journal {
            fingerprint: fingerprint.to_owned(),
            ..Journal::default()
        });
        // What came after the last entry may be half a row.
        partial.set_len(journal.bytes).map_err(failed)?;
        partial.seek(SeekFrom::End(0)).map_err(failed)?;
        Ok(Self { output: output.to_owned(), partial, journal, resumed })
    }

    /// Whether the work goes on from where it was stopped.
    pub fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// How many items are done.
    pub fn items(&self) -> usize {
        self.journal.items
    }

    /// What was noted about them.
    pub fn notes(&self) -> &[String] {
        &self.journal.notes
    }

    /// Adds the bytes of the next items and what is to be noted about them.
    ///
    /// # Errors
    /// [`ResumableError::Io`]; what was added before is safe.
    pub fn append(
        &mut self,
        bytes: &[u8],
        items: usize,
        notes: Vec<String>,
    ) -> Result<(), ResumableError> {
        let path = partial_path(&self.output);
        let written = self.partial.write_all(bytes).and_then(|()| self.partial.sync_data());
        written.map_err(|cause| ResumableError::Io { path, cause })?;
        self.journal.items += items;
        self.journal.bytes += bytes.len() as u64;
        self.journal.notes.extend(notes);
        self.write_journal()
    }

    fn write_journal(&self) -> Result<(), ResumableError> {
        let path = journal_path(&self.output);
        let fresh = path.with_extension("json.new");
        let json = serde_json::to_vec(&self.journal).map_err(io::Error::from);
        let written = json.and_then(|json| fs::write(&fresh, json));
        written
            .and_then(|()| fs::rename(&fresh, &path))
            .map_err(|cause| ResumableError::Io { path, cause })
    }

    /// Gives the whole file its name.
    ///
    /// # Errors
    /// [`ResumableError::Io`]; the work is not lost.
    pub fn finish(self) -> Result<(), ResumableError> {
        let renamed = self
            .partial
            .sync_all()
            .and_then(|()| fs::rename(partial_path(&self.output), &self.output));
        renamed.map_err(|cause| ResumableError::Io { path: self.output.clone(), cause })?;
        match fs::remove_file(journal_path(&self.output)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(ResumableError::Io { path: journal_path(&self.output), cause })
            }
            _ => Ok(()),
        }
    }
}

/// Locks a file for this process until it is closed; `path` names what is locked to people.
///
/// # Errors
/// [`ResumableError::Busy`] if another process holds it, or that the system has no locks.
pub fn lock(file: &File, path: &Path) -> Result<(), ResumableError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => ResumableError::Busy(path.to_owned()),
        TryLockError::Error(cause) => ResumableError::Io { path: path.to_owned(), cause },
    })
}

/// Opens a file and locks it: anew if it has lost its name in between, since whoever wrote it has
/// finished and it is theirs.
fn open_locked(
    path: &Path,
    mut open: impl FnMut() -> io::Result<File>,
) -> Result<File, ResumableError> {
    let failed = |cause| ResumableError::Io { path: path.to_owned(), cause };
    loop {
        let file = open().map_err(failed)?;
        lock(&file, path)?;
        if path.try_exists().map_err(failed)? {
            return Ok(file);
        }
    }
}

/// What a file holds; none if there is no such file.
///
/// # Errors
/// If it is there and cannot be read.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_journal(output: &Path) -> Result<Option<Journal>, ResumableError> {
    let path = journal_path(output);
    let bytes = read(&path);
    let journal = bytes.and_then(|bytes| match bytes {
        Some(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        None => Ok(None),
    });
    journal.map_err(|cause| ResumableError::Journal { path, cause })
}

fn partial_path(output: &Path) -> PathBuf {
    with_suffix(output, ".partial")
}

fn journal_path(output: &Path) -> PathBuf {
    with_suffix(output, ".partial.json")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("overtone-resumable-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn listing(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_whole_file_stands_alone_under_its_name() {
        let folder = folder("whole");
        let output = folder.join("a.csv");
        let mut file = ResumableFile::open(&output, "work").unwrap();
        assert!(!file.is_resumed());
        file.append(b"one\n", 1, vec![]).unwrap();
        assert_eq!(listing(&folder), ["a.csv.partial", "a.csv.partial.json"]);
        file.append(b"two\n", 1, vec![]).unwrap();
        file.finish().unwrap();
        assert_eq!(listing(&folder), ["a.csv"]);
        assert_eq!(fs::read(&output).unwrap(), b"one\ntwo\n");
    }

    #[test]
    fn the_same_work_goes_on_behind_the_last_whole_item() {
        let output = folder("resume").join("a.csv");
        let mut file = ResumableFile::open(&output, "work").unwrap();
        file.append(b"one\n", 1, vec!["odd".into()]).unwrap();
        file.partial.write_all(b"tw").unwrap();
        drop(file);
        let mut file = ResumableFile::open(&output, "work").unwrap();
        assert!(file.is_resumed());
        assert_eq!((file.items(), file.notes()), (1, ["odd".to_owned()].as_slice()));
        file.append(b"two\n", 1, vec![]).unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&output).unwrap(), b"one\ntwo\n");
    }

    #[test]
    fn other_work_begins_anew() {
        let output = folder("other").join("a.csv");
        ResumableFile::open(&output, "work").unwrap().append(b"one\n", 1, vec![]).unwrap();
        let file = ResumableFile::open(&output, "other work").unwrap();
        assert_eq!((file.is_resumed(), file.items()), (false, 0));
        assert_eq!(file.partial.metadata().unwrap().len(), 0);
    }

    #[test]
    fn work_whose_journal_cannot_be_read_is_not_written_over() {
        let output = folder("unreadable").join("a.csv");
        ResumableFile::open(&output, "work").unwrap().append(b"one\n", 1, vec![]).unwrap();
        let journal = journal_path(&output);
        let refused = || {
            let error = ResumableFile::open(&output, "work").err().unwrap().to_string();
            assert!(error.starts_with("cannot use ") && error.ends_with("begin anew"), "{error}");
            assert_eq!(fs::read(partial_path(&output)).unwrap(), b"one\n");
        };
        fs::write(&journal, "half").unwrap();
        refused();
        fs::remove_file(&journal).unwrap();
        fs::create_dir(&journal).unwrap();
        refused();
    }

    #[test]
    fn a_file_that_was_finished_before_it_was_locked_is_left_alone() {
        let output = folder("finished").join("a.csv");
        let partial = partial_path(&output);
        fs::write(&partial, "whole\n").unwrap();
        let mut turns = 0;
        let file = open_locked(&partial, || {
            let file = File::options().write(true).create(true).truncate(false).open(&partial)?;
            if turns == 0 {
                fs::rename(&partial, &output)?;
            }
            turns += 1;
            Ok(file)
        });
        file.unwrap().set_len(0).unwrap();
        assert_eq!((fs::read(&output).unwrap(), turns), (b"whole\n".to_vec(), 2));
    }

    #[test]
    fn two_processes_do_not_write_one_file() {
        let output = folder("busy").join("a.csv");
        let _first = ResumableFile::open(&output, "work").unwrap();
        let second = ResumableFile::open(&output, "work");
        assert!(matches!(second, Err(ResumableError::Busy(_))));
    }

    #[test]
    fn a_missing_folder_is_told_in_a_sentence() {
        let output = folder("missing").join("none/a.csv");
        let error = ResumableFile::open(&output, "work").err().unwrap().to_string();
        assert!(error.starts_with("cannot write ") && error.contains("none/a.csv.partial"));
    }
}
