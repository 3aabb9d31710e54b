//! Clips of some speakers, found by their names.

use std::fs;
use std::path::{Path, PathBuf};

use overtone::audio::{Waveform, activity, decode, resample};
use overtone::corpus::{ClipPath, recognise};
use rand::RngExt;
use rand::seq::SliceRandom;

use super::synth::*;

/// Every clip below a folder, with its speaker's name, in the order of their paths.
pub fn clips(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut clips = Vec::new();
    walk(folder, folder, &mut clips);
    clips.sort();
    clips
}

fn walk(root: &Path, folder: &Path, clips: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, clips);
        } else if let Ok(label) = recognise(&ClipPath::new(
            "corpora",
            &path.strip_prefix(root).unwrap().to_string_lossy(),
        )) {
            clips.push((path, label.speaker));
        }
    }
}

/// A few clips of each speaker, always the same ones.
pub fn some_of_each(
    clips: &[(PathBuf, String)],
    speakers: &[String],
    count: usize,
    rng: &mut Rng,
) -> Vec<PathBuf> {
    let mut some = Vec::new();
    for speaker in speakers {
        let of_speaker = clips.iter().filter(|(_, of)| of == speaker).map(|(path, _)| path);
        let mut paths: Vec<&PathBuf> = of_speaker.collect();
        paths.shuffle(rng);
        some.extend(paths.into_iter().take(count).cloned());
    }
    some
}

/// The clip at 16 kHz.
pub fn read(path: &Path) -> Waveform {
    resample(&decode(&fs::read(path).unwrap()).unwrap(), RATE_HZ as u32).unwrap()
}

/// A stretch of what is said, a second at least if there is so much, three at most.
pub fn stretch(sound: &Waveform, rng: &mut Rng) -> Option<Vec<f32>> {
    let spoken = &sound.samples()[activity::active_range(sound)?];
    let longest = spoken.len().min(samples(3.0));
    let length = rng.random_range(longest.min(samples(1.0))..=longest);
    let from = rng.random_range(0..=spoken.len() - length);
    Some(spoken[from..from + length].to_vec())
}

/// What rooms and microphones do: another level, tilt, and noise behind it.
pub fn record(mut sound: Vec<f32>, rng: &mut Rng) -> Waveform {
    level(&mut sound, 0.5);
    let seconds = sound.len() as f32 / RATE_HZ;
    if rng.random_bool(0.3) {
        low_pass(&mut sound, rng.random_range(1_500.0..6_000.0));
    }
    if rng.random_bool(0.3) {
        high_pass(&mut sound, rng.random_range(80.0..400.0));
    }
    level(&mut sound, 0.5);
    let mut noise = if rng.random_bool(0.5) { pink(rng, seconds) } else { white(rng, seconds) };
    level(&mut noise, 0.5);
    add(&mut sound, 0.0, &noise, 10.0_f32.powf(-rng.random_range(0.5..3.5)));
    Waveform::new(sound, RATE_HZ as u32).unwrap()
}

/// Clips of people, and what is cut from them.
#[derive(Default)]
pub struct Speech {
    /// Clips as they are.
    pub whole: Vec<Waveform>,
    /// A stretch of each in which enough is said, recorded otherwise.
    pub parts: Vec<Waveform>,
}

/// So many clips of each of those speakers who are of a corpus, such as "tess/".
pub fn speech(
    clips: &[(PathBuf, String)],
    speakers: &[String],
    (corpus, count): (&str, usize),
    rng: &mut Rng,
) -> Speech {
    let of_corpus = speakers.iter().filter(|speaker| speaker.starts_with(corpus));
    let of_corpus: Vec<String> = of_corpus.cloned().collect();
    let paths = some_of_each(clips, &of_corpus, count, rng);
    let whole: Vec<Waveform> = paths.iter().map(|path| read(path)).collect();
    let parts = whole.iter().filter_map(|sound| Some(record(stretch(sound, rng)?, rng)));
    Speech { parts: parts.collect(), whole }
}
