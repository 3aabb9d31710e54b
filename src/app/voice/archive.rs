//! Takes as one file: a zip of WAV files, each in a folder named after its label. Unpacked, it is
//! what `overtone adapt` takes.
//!
//! | path | what |
//! | --- | --- |
//! | `overtone-takes.json` | `{"version": 1}`, or 2 with own labels: of this table; another layout gets another number |
//! | `LABEL/take-NUMBER.wav` | a take in which the label was meant, mono, 16 bits: an emotion by its English name, or an own label by its own |
//!
//! A reader of version 1 passes own labels by without a word; that is why they have a version of
//! their own. A zip that somebody packed by hand needs no `overtone-takes.json`.

use std::io::{Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::take::Take;
use crate::audio::{Waveform, wav_from_waveform};
use crate::corpus::ClipPath;

/// The largest file of an archive that is read, in bytes: ten seconds at any rate and depth.
const LARGEST_ENTRY_BYTES: u64 = 20_000_000;

/// What tells the version.
const ABOUT: &str = "overtone-takes.json";
/// The newest version that is read, and the one that is written with own labels.
const VERSION: u32 = 2;
/// The version that is written with no labels but emotions.
const VERSION_OF_EIGHT: u32 = 1;

/// What stands in [`ABOUT`].
#[derive(Serialize, Deserialize)]
struct About {
    version: u32,
}

/// Why a zip is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is none, or damaged; the words are the library's.
    Foreign(String),
    /// It is of this later version.
    Later(u32),
}

impl<E: std::error::Error> From<E> for Unread {
    fn from(error: E) -> Self {
        Self::Foreign(error.to_string())
    }
}

/// Takes as a zip.
///
/// # Errors
/// A sentence if a take is no sound, or they are too many for one file.
pub fn zip_from_takes(takes: &[Take]) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let is_of_eight = takes.iter().all(|take| take.label.emotion().is_some());
    let version = if is_of_eight { VERSION_OF_EIGHT } else { VERSION };
    let about = serde_json::to_vec(&About { version }).map_err(|e| e.to_string())?;
    zip.start_file(ABOUT, stored).map_err(|e| e.to_string())?;
    zip.write_all(&about).map_err(|e| e.to_string())?;
    for take in takes {
        let sound =
            Waveform::new(take.samples.to_vec(), take.rate_hz).map_err(|e| e.to_string())?;
        let name = format!("{}/take-{}.wav", take.label.name(), take.id);
        zip.start_file(name, stored).map_err(|e| e.to_string())?;
        zip.write_all(&wav_from_waveform(&sound)).map_err(|e| e.to_string())?;
    }
    Ok(zip.finish().map_err(|e| e.to_string())?.into_inner())
}

/// The sounds of a zip that lie in folders, with the names of these.
///
/// # Errors
/// [`Unread`].
pub fn labelled_files(zip: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Unread> {
    let mut archive = ZipArchive::new(Cursor::new(zip))?;
    let version = version_of(&mut archive)?;
    if version > VERSION {
        return Err(Unread::Later(version));
    }
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index)?;
        let Some(label) = entry.name().ok().and_then(|name| label_of(&name)) else { continue };
        if entry.is_dir() || entry.size() > LARGEST_ENTRY_BYTES {
            continue;
        }
        let mut bytes = Vec::new();
        entry.take(LARGEST_ENTRY_BYTES).read_to_end(&mut bytes)?;
        files.push((label, bytes));
    }
    Ok(files)
}

/// The version of an archive; one that does not say is of the first.
fn version_of(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<u32, Unread> {
    let Ok(entry) = archive.by_name(ABOUT) else { return Ok(1) };
    let mut about = Vec::new();
    entry.take(LARGEST_ENTRY_BYTES).read_to_end(&mut about)?;
    Ok(serde_json::from_slice::<About>(&about)?.version)
}

/// The innermost folder of a sound's path, which names its label; none if it lies in no folder, or if
/// it is no sound, or one that a file system put there.
pub fn label_of(path: &str) -> Option<String> {
    let path = ClipPath::new("", path);
    let folder = path.folders.last().map(|folder| (*folder).to_owned());
    folder.filter(|_| path.audio_rank().is_some() && !path.is_hidden())
}

/// Whether a file that was brought is to be read: of a folder only its sounds, but whatever somebody
/// chose by itself.
pub fn may_be_taken(path: &str) -> bool {
    !path.contains('/') || label_of(path).is_some()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::audio;

    fn take(id: u32, label: &str) -> Take {
        let samples = (0..8_000).map(|i| (i as f32 * 0.05).sin() * 0.5).collect();
        Take { id, label: label.parse().unwrap(), rate_hz: 16_000, samples: Arc::new(samples) }
    }

    fn version(takes: &[Take]) -> u32 {
        let zip = zip_from_takes(takes).unwrap();
        version_of(&mut ZipArchive::new(Cursor::new(zip.as_slice())).unwrap()).unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked_with_its_labels() {
        let takes = [take(1, "angry"), take(2, "my teacher voice")];
        let files = labelled_files(&zip_from_takes(&takes).unwrap()).unwrap();
        let labels: Vec<&str> = files.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, ["angry", "my teacher voice"]);
        assert_eq!((version(&takes[..1]), version(&takes)), (1, 2));
        let sound = audio::decode(&files[0].1).unwrap();
        assert_eq!((sound.rate_hz(), sound.samples().len()), (16_000, 8_000));
    }

    #[test]
    fn folders_name_labels_and_what_is_no_zip_is_refused() {
        assert_eq!(label_of("mine/Happy/a.wav").as_deref(), Some("Happy"));
        assert_eq!(label_of("my teacher voice/a.m4a").as_deref(), Some("my teacher voice"));
        assert_eq!(label_of("happy.wav"), None);
        assert_eq!(label_of("happy/notes.txt"), None);
        assert_eq!(label_of("__MACOSX/happy/._a.wav"), None);
        assert!(matches!(labelled_files(b"PK but no zip"), Err(Unread::Foreign(_))));
        assert!(matches!(labelled_files(&[]), Err(Unread::Foreign(_))));
    }

    /// A zip of files.
    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (path, bytes) in files {
            zip.start_file(*path, stored).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn one_packed_by_hand_is_read_and_one_of_a_later_version_is_not() {
        let by_hand = packed(&[("sad/1.wav", b"x"), ("notes/1.txt", b"y")]);
        assert_eq!(labelled_files(&by_hand), Ok(vec![("sad".to_owned(), b"x".to_vec())]));
        let later = packed(&[(ABOUT, br#"{"version":3,"more":true}"#), ("sad/1.wav", b"x")]);
        assert_eq!(labelled_files(&later), Err(Unread::Later(3)));
        let damaged = packed(&[(ABOUT, b"{"), ("sad/1.wav", b"x")]);
        assert!(matches!(labelled_files(&damaged), Err(Unread::Foreign(_))));
    }

    #[test]
    fn of_a_folder_only_sounds_are_read() {
        for path in ["letter.txt", "mine.zip", "mine/1.wav", "mine/sad/2.MP3"] {
            assert!(may_be_taken(path), "{path}");
        }
        for path in ["mine/README.md", "mine/.DS_Store", "mine/.hidden/1.wav", "mine/sad.zip"] {
            assert!(!may_be_taken(path), "{path}");
        }
    }
}
