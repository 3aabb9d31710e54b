//! Takes as one file: a zip of WAV files, each in a folder named after its emotion. Unpacked, it is
//! a corpus as the command line takes them.
//!
//! | path | what |
//! | --- | --- |
//! | `overtone-takes.json` | `{"version": 1}`: of this table; another layout gets another number |
//! | `EMOTION/take-NUMBER.wav` | a take in which the emotion was meant, mono, 16 bits |
//!
//! A zip that somebody packed by hand needs no `overtone-takes.json`.

use std::io::{Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::take::Take;
use crate::audio::{Waveform, wav_from_waveform};
use crate::emotion::Emotion;

/// The largest file of an archive that is read, in bytes: ten seconds at any rate and depth.
const LARGEST_ENTRY_BYTES: u64 = 20_000_000;

/// What tells the version.
const ABOUT: &str = "overtone-takes.json";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;

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
    let about = serde_json::to_vec(&About { version: VERSION }).map_err(|e| e.to_string())?;
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

/// The files of a zip whose folder is named after an emotion, with that emotion.
///
/// # Errors
/// [`Unread`].
pub fn labelled_files(zip: &[u8]) -> Result<Vec<(Emotion, Vec<u8>)>, Unread> {
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

/// The emotion that the innermost folder of a path is named after.
pub fn label_of(path: &str) -> Option<Emotion> {
    let (folders, _) = path.rsplit_once(['/', '\\'])?;
    folders.rsplit(['/', '\\']).next()?.to_lowercase().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::audio;

    fn take(id: u32, label: Emotion) -> Take {
        let samples = (0..8_000).map(|i| (i as f32 * 0.05).sin() * 0.5).collect();
        Take { id, label, rate_hz: 16_000, samples: Arc::new(samples) }
    }

    #[test]
    fn what_is_packed_is_unpacked_with_its_labels() {
        let takes = [take(1, Emotion::Angry), take(2, Emotion::Surprise)];
        let files = labelled_files(&zip_from_takes(&takes).unwrap()).unwrap();
        let labels: Vec<Emotion> = files.iter().map(|(label, _)| *label).collect();
        assert_eq!(labels, [Emotion::Angry, Emotion::Surprise]);
        let sound = audio::decode(&files[0].1).unwrap();
        assert_eq!((sound.rate_hz(), sound.samples().len()), (16_000, 8_000));
    }

    #[test]
    fn folders_name_emotions_and_what_is_no_zip_is_refused() {
        assert_eq!(label_of("mine/Happy/a.wav"), Some(Emotion::Happy));
        assert_eq!(label_of("happy.wav"), None);
        assert_eq!(label_of("holidays/a.wav"), None);
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
        assert_eq!(labelled_files(&by_hand), Ok(vec![(Emotion::Sad, b"x".to_vec())]));
        let later = packed(&[(ABOUT, br#"{"version":2,"more":true}"#), ("sad/1.wav", b"x")]);
        assert_eq!(labelled_files(&later), Err(Unread::Later(2)));
        let damaged = packed(&[(ABOUT, b"{"), ("sad/1.wav", b"x")]);
        assert!(matches!(labelled_files(&damaged), Err(Unread::Foreign(_))));
    }
}
