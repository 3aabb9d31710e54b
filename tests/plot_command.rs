//! `overtone plot`, run as a person runs it.
#![cfg(feature = "cli-base")]
#![allow(clippy::unwrap_used)]

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with a sound in it that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let name = format!("overtone-plot-{test}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("glide.wav"), glide()).unwrap();
        Self(folder)
    }

    fn plot(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_overtone"));
        command.arg("plot").args(args).current_dir(&self.0).output().unwrap()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A WAV file of 16 bits: a second of five harmonics that rise from 150 to 250 Hz.
fn glide() -> Vec<u8> {
    const RATE_HZ: u32 = 16_000;
    let sample = |n: u32| {
        let t = f64::from(n) / f64::from(RATE_HZ);
        let phase = TAU * (150.0 * t + 50.0 * t * t);
        let sum: f64 = (1..=5).map(|k| (f64::from(k) * phase).sin() / f64::from(k)).sum();
        (8_000.0 * sum) as i16
    };
    let data: Vec<u8> = (0..RATE_HZ).flat_map(|n| sample(n).to_le_bytes()).collect();
    let size = data.len() as u32;
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + size).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(RATE_HZ.to_le_bytes());
    file.extend((2 * RATE_HZ).to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(size.to_le_bytes());
    file.extend(data);
    file
}

fn sentence(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn every_kind_becomes_a_picture_of_either_format() {
    let folder = Folder::new("kinds");
    for kind in ["waveform", "spectrogram", "mel", "mfcc", "chroma", "pitch"] {
        for name in ["x.svg", "x.PNG"] {
            let output = folder.plot(&["glide.wav", "--kind", kind, "-o", name]);
            assert!(output.status.success(), "{kind}: {}", sentence(&output));
            assert!(output.stdout.is_empty() && output.stderr.is_empty());
        }
        let svg = String::from_utf8(folder.read("x.svg")).unwrap();
        let document = roxmltree::Document::parse(&svg).unwrap();
        let texts: Vec<&str> = document.descendants().filter_map(|node| node.text()).collect();
        assert!(texts.contains(&"glide.wav") && texts.contains(&"Time (s)"), "{kind}: {texts:?}");
        assert!(folder.read("x.PNG").starts_with(b"\x89PNG"), "{kind}");
    }
}

#[test]
fn sizes_themes_and_titles_are_as_asked() {
    let folder = Folder::new("options");
    let asked = ["--width", "400", "--height", "200", "--theme", "dark", "--title", "A <glide>"];
    let scale = ["--scale", "log", "--max-hz", "4000", "--colours", "viridis"];
    let output = folder.plot(&[&["glide.wav", "-o", "x.svg"], &asked[..], &scale[..]].concat());
    assert!(output.status.success(), "{}", sentence(&output));
    let svg = String::from_utf8(folder.read("x.svg")).unwrap();
    assert!(svg.contains("width=\"400\" height=\"200\""));
    assert!(svg.contains("<title>A &lt;glide&gt;</title>"));
    assert!(svg.contains("<rect x=\"0\" y=\"0\" width=\"400\" height=\"200\" fill=\"#0b0d11\"/>"));
    assert!(svg.contains(">4k</text>") && !svg.contains(">5k</text>"));
}

#[test]
fn a_second_run_writes_the_same_bytes() {
    let folder = Folder::new("again");
    folder.plot(&["glide.wav", "-o", "a.svg"]);
    folder.plot(&["glide.wav", "-o", "b.svg"]);
    assert_eq!(folder.read("a.svg"), folder.read("b.svg"));
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let folder = Folder::new("failures");
    fs::write(folder.0.join("notes.wav"), "not a sound").unwrap();
    let said = |args: &[&str]| {
        let output = folder.plot(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        sentence(&output)
    };
    assert_eq!(
        said(&["glide.wav", "-o", "x.pdf"]),
        "overtone: expected a file name that ends in .svg or .png, got \"x.pdf\"\n"
    );
    let missing = said(&["missing.wav", "-o", "x.svg"]);
    assert!(missing.starts_with("overtone: missing.wav: No such file"), "{missing}");
    let notes = said(&["notes.wav", "-o", "x.svg"]);
    assert!(notes.starts_with("overtone: notes.wav: "), "{notes}");
    let unwritable = said(&["glide.wav", "-o", "no/such/folder/x.svg"]);
    assert!(
        unwritable.starts_with("overtone: no/such/folder/x.svg cannot be written: "),
        "{unwritable}"
    );
    assert!(!Path::new(&folder.0).join("x.svg").exists());
}

#[test]
fn a_wrong_command_line_has_an_exit_code_of_its_own() {
    let folder = Folder::new("usage");
    let wrong: [&[&str]; 4] = [
        &["glide.wav"],
        &["glide.wav", "-o", "x.svg", "--kind", "cepstrogram"],
        &["glide.wav", "-o", "x.svg", "--width", "3"],
        &["glide.wav", "-o", "x.svg", "--max-hz", "-1"],
    ];
    for args in wrong {
        assert_eq!(folder.plot(args).status.code(), Some(2), "{args:?}");
    }
}
