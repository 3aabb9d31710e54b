//! Features of the same files, by us and by librosa, one after the other on one core each.
//!
//! ```sh
//! python -m venv VENV && VENV/bin/pip install -r tests/golden/requirements.txt soundfile
//! PYTHON=VENV/bin/python CLIPS=~/corpora cargo bench --bench features
//! ```
//!
//! Reading (decoding and resampling) and computing are timed apart, by the processor's clock, so that
//! other programs of the machine do not count; of some rounds of each file the fastest does. The
//! time of starting Python and of librosa's first, slow call is not counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cpu_time::ThreadTime;
use overtone::audio;
use overtone::corpus::scan::scan;
use overtone::features::{Extractor, FeatureSpec, FrameSpec};
use serde::Deserialize;

/// Files that are read.
const FILES: usize = 60;

/// Rounds, here and in the script.
const ROUNDS: usize = 5;

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
    let mut times = Times { read: 0.0, compute: 0.0 };
    for file in files {
        let (sound, seconds) = fastest(|| {
            let sound = audio::decode(&std::fs::read(file).unwrap()).unwrap();
            audio::resample(&sound, spec.rate_hz()).unwrap()
        });
        times.read += seconds;
        times.compute += fastest(|| extractor.extract(&sound).unwrap()).1;
    }
    times
}

/// What some work gives, and the seconds of its fastest round.
fn fastest<R>(mut work: impl FnMut() -> R) -> (R, f64) {
    let mut round = || {
        let start = ThreadTime::now();
        let result = std::hint::black_box(work());
        (result, start.elapsed().as_secs_f64())
    };
    let first = round();
    (1..ROUNDS).fold(first, |best, _| {
        let next = round();
        if next.1 < best.1 { next } else { best }
    })
}

/// The same by librosa; none without a Python that has it.
fn librosa(files: &[PathBuf]) -> Option<[Times; 2]> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/features_librosa.py");
    let mut python = Command::new(std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned()))
        .args([script, &ROUNDS.to_string()])
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
