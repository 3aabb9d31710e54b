//! Features of the same files, by us and by librosa, one after the other on one core each.
//!
//! ```sh
//! python -m venv VENV && VENV/bin/pip install -r tests/golden/requirements.txt soundfile
//! PYTHON=VENV/bin/python CLIPS=~/corpora cargo bench --bench features
//! ```
//!
//! Reading (decoding and resampling) and computing are timed apart. The time of starting Python and
//! of librosa's first, slow call is not counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use overtone::audio::{self, Waveform};
use overtone::corpus::scan::scan;
use overtone::features::{Extractor, FeatureSpec, FrameSpec};
use serde::Deserialize;

/// Files that are read.
const FILES: usize = 60;

/// Seconds over all files.
#[derive(Clone, Copy, Deserialize)]
struct Times {
    read: f64,
    compute: f64,
}

fn main() {
    let Ok(folder) = std::env::var("CLIPS") else {
        println!("skipped: set CLIPS to a folder of corpora, and PYTHON to one that has librosa");
        return;
    };
    let files = some_clips(Path::new(&folder));
    let specs = [
        ("162 averages", FeatureSpec::seed()),
        ("80 mel bands in decibels", FeatureSpec::Frames(FrameSpec::whisper())),
    ];
    let ours = specs.clone().map(|(_, spec)| times(&spec, &files));
    let theirs = librosa(&files).expect("a PYTHON that has librosa and soundfile");
    let ms = |seconds: f64| 1_000.0 * seconds / files.len() as f64;
    for ((name, _), (ours, theirs)) in specs.iter().zip(ours.into_iter().zip(theirs)) {
        for (what, ours, theirs) in
            [("computed", ours.compute, theirs.compute), ("read", ours.read, theirs.read)]
        {
            println!(
                "{name}, {what}: {:.2} ms a clip, librosa {:.2} ms, {:.1} times faster",
                ms(ours),
                ms(theirs),
                theirs / ours
            );
        }
    }
}

/// Files from all over a folder.
fn some_clips(folder: &Path) -> Vec<PathBuf> {
    let clips = scan(&[folder.to_owned()], |_| {}).expect("a folder of corpora").clips;
    let apart = (clips.len() / FILES).max(1);
    clips.iter().step_by(apart).take(FILES).map(|clip| clip.path.to_path_buf()).collect()
}

fn times(spec: &FeatureSpec, files: &[PathBuf]) -> Times {
    let mut extractor = Extractor::new(spec).unwrap();
    let start = Instant::now();
    let read = |file: &PathBuf| {
        let sound = audio::decode(&std::fs::read(file).unwrap()).unwrap();
        audio::resample(&sound, spec.rate_hz()).unwrap()
    };
    let sounds: Vec<Waveform> = files.iter().map(read).collect();
    let read = start.elapsed().as_secs_f64();
    let start = Instant::now();
    for sound in &sounds {
        std::hint::black_box(extractor.extract(sound).unwrap());
    }
    Times { read, compute: start.elapsed().as_secs_f64() }
}

/// The same by librosa; none without a Python that has it.
fn librosa(files: &[PathBuf]) -> Option<[Times; 2]> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/features_librosa.py");
    let mut python = Command::new(std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned()))
        .arg(script)
        .envs(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"].map(|n| (n, "1")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let list: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
    python.stdin.take()?.write_all(list.as_bytes()).ok()?;
    let output = python.wait_with_output().ok().filter(|output| output.status.success())?;
    serde_json::from_slice(&output.stdout).ok()
}
