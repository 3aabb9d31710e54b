//! A folder to run the tool in, and voices to put there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::writers::{Sample, Wav};

const RATE_HZ: u32 = 16_000;

/// A folder that is gone after the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("overtone-cli-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.0.join(below)
    }

    pub fn write(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A made voice: a buzz with a pitch of its own for every name.
    pub fn voice(&self, below: &str, pitch_hz: f32, seconds: f32) {
        self.write(below, wav(buzz(pitch_hz, seconds)));
    }

    /// Two actors and eight emotions in RAVDESS's names, one second each.
    pub fn ravdess(&self) {
        for actor in 1..=2 {
            for emotion in 1..=8 {
                let name = format!("Actor_0{actor}/03-01-0{emotion}-01-01-01-0{actor}.wav");
                self.voice(&name, (80 * actor + 10 * emotion) as f32, 1.0);
            }
        }
    }

    pub fn run(&self, args: &[&str]) -> Output {
        command(args).current_dir(&self.0).output().unwrap()
    }

    /// Runs it for a reader who has seen enough before the first word: `| head -0`.
    pub fn run_unread(&self, args: &[&str]) -> Output {
        let mut command = command(args);
        command.current_dir(&self.0).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        child.wait_with_output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A saw wave.
pub fn buzz(pitch_hz: f32, seconds: f32) -> Vec<f64> {
    let samples = (seconds * RATE_HZ as f32) as usize;
    let phase = |n: usize| (n as f32 * pitch_hz / RATE_HZ as f32).fract();
    (0..samples).map(|n| f64::from(phase(n) - 0.5) * 0.4).collect()
}

pub fn wav(samples: Vec<f64>) -> Vec<u8> {
    Wav::new(Sample::S16, vec![samples], RATE_HZ).bytes()
}

pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overtone"));
    command.args(args);
    command
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}
