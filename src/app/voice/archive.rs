//! Takes as one file: a zip of WAV files, each in a folder named after its emotion. Unpacked, it is
//! a corpus as the command line takes them.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::rules::Take;
use crate::audio::{Waveform, wav_from_waveform};
use crate::emotion::Emotion;

/// The largest file of an archive that is read, in bytes: ten seconds at any rate and depth.
const LARGEST_ENTRY_BYTES: u64 = 20_000_000;

/// Takes as a zip: `angry/take-3.wav`.
///
/// # Errors
/// A sentence if a take is no sound, or they are too many for one file.
pub fn zip_from_takes(takes: &[Take]) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
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
/// A sentence if it is no zip that can be read.
pub fn labelled_files(zip: &[u8]) -> Result<Vec<(Emotion, Vec<u8>)>, String> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).map_err(|e| e.to_string())?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|e| e.to_string())?;
        let Some(label) = entry.name().ok().and_then(|name| label_of(&name)) else { continue };
        if entry.is_dir() || entry.size() > LARGEST_ENTRY_BYTES {
            continue;
        }
        let mut bytes = Vec::new();
        entry.take(LARGEST_ENTRY_BYTES).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
        files.push((label, bytes));
    }
    Ok(files)
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
        assert!(labelled_files(b"PK but no zip").is_err());
        assert!(labelled_files(&[]).is_err());
    }
}
