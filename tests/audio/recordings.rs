//! Real recordings from the corpora, where they are there.

use std::fs;
use std::path::{Path, PathBuf};

use overtone::audio::{Waveform, activity, decode};

use crate::common::shared_folder;

/// All files below a folder with one of these endings.
fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, endings));
        } else if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn decoded(path: &Path) -> Waveform {
    decode(&fs::read(path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn untouched_originals_decode_at_their_own_rates() {
    let Some(shared) = shared_folder() else { return };
    let clips = files_below(&shared.join("originals"), &["wav"]);
    assert!(!clips.is_empty());
    for path in clips {
        let sound = decoded(&path);
        assert!((0.5..6.0).contains(&sound.seconds()), "{}", path.display());
        let name = path.file_stem().unwrap().to_str().unwrap();
        let rate_hz = match name {
            "OAF_food_fear" => 96_000,
            name if name.contains("AF_") || name.starts_with("OA_") => 24_414,
            name if name.starts_with("10") => 11_025,
            name if name.starts_with("03-") => 48_000,
            _ => 44_100,
        };
        assert_eq!(sound.rate_hz(), rate_hz, "{name}");
    }
}

#[test]
fn every_clip_of_the_corpora_decodes() {
    let Some(shared) = shared_folder() else { return };
    let clips = files_below(&shared.join("corpora"), &["ogg"]);
    assert!(!clips.is_empty());
    let seconds: f64 = clips.iter().map(|path| decoded(path).seconds()).sum();
    println!("{} clips, {:.2} hours", clips.len(), seconds / 3_600.0);
}

#[test]
fn only_the_clip_without_a_signal_is_silent() {
    let Some(shared) = shared_folder() else { return };
    for path in files_below(&shared.join("originals"), &["wav"]) {
        let sound = decoded(&path);
        let is_silent = path.ends_with("1076_MTI_SAD_XX.wav");
        assert_eq!(activity::is_silent(&sound), is_silent, "{}", path.display());
        let active = activity::active_range(&sound);
        assert_eq!(active.is_none(), is_silent, "{}", path.display());
        if let Some(active) = active {
            let seconds = active.len() as f64 / f64::from(sound.rate_hz());
            println!("{}: {seconds:.2} of {:.2} s", path.display(), sound.seconds());
            assert!(seconds > 0.5, "{}: {seconds} s", path.display());
        }
    }
}
