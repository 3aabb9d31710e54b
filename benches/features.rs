//! Features of the same files, by us and by librosa, one after the other on one core each.
//!
//! ```sh
//! python -m venv VENV && VENV/bin/pip install -r tests/golden/requirements.txt
//! PYTHON=VENV/bin/python CLIPS=~/corpora cargo bench --bench features
//! ```
//!
//! Both decode, resample and compute; the time of starting Python and of librosa's first, slow call
//! is not counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use overtone::audio;
use overtone::corpus::scan::scan;
use overtone::features::{FeatureSpec, FrameSpec};

/// Files that are read.
const FILES: usize = 60;

fn main() {
    let Ok(folder) = std::env::var("CLIPS") else {
        println!("skipped: set CLIPS to a folder of corpora, and PYTHON to one that has librosa");
        return;
    };
    let files = some_clips(Path::new(&folder));
    let ours = [FeatureSpec::seed(), FeatureSpec::Frames(FrameSpec::whisper())]
        .map(|spec| seconds(&spec, &files));
    let names = ["162 averages", "80 mel bands in decibels"];
    match peers(&files) {
        Some(peers) => {
            for ((name, ours), theirs) in names.iter().zip(ours).zip(peers) {
                println!(
                    "{name}: {:.2} ms a clip, librosa {:.2} ms, {:.1} times faster",
                    per_clip_ms(ours, &files),
                    per_clip_ms(theirs, &files),
                    theirs / ours
                );
            }
        }
        None => {
            for (name, ours) in names.iter().zip(ours) {
                println!(
                    "{name}: {:.2} ms a clip; no librosa to compare",
                    per_clip_ms(ours, &files)
                );
            }
        }
    }
}

/// Files from all over a folder.
fn some_clips(folder: &Path) -> Vec<PathBuf> {
    let clips = scan(&[folder.to_owned()], |_| {}).expect("a folder of corpora").clips;
    let apart = (clips.len() / FILES).max(1);
    clips.iter().step_by(apart).take(FILES).map(|clip| clip.path.to_path_buf()).collect()
}

fn seconds(spec: &FeatureSpec, files: &[PathBuf]) -> f64 {
    let start = Instant::now();
    for file in files {
        let sound = audio::decode(&std::fs::read(file).unwrap()).unwrap();
        std::hint::black_box(spec.extract(&sound).unwrap());
    }
    start.elapsed().as_secs_f64()
}

fn per_clip_ms(seconds: f64, files: &[PathBuf]) -> f64 {
    1_000.0 * seconds / files.len() as f64
}

/// The same by librosa, in seconds; none without a Python that has it.
fn peers(files: &[PathBuf]) -> Option<[f64; 2]> {
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
