//! The command line tool, run as a person runs it, on small made-up corpora.
#![cfg(feature = "cli-base")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // It can write odder files than are needed here.
#[path = "../audio/writers.rs"]
mod writers;

#[cfg(feature = "cli")]
#[path = "../common/voice.rs"]
mod speaking;

#[cfg(feature = "cli")]
mod adapt;
mod augment;
#[cfg(feature = "cli")]
mod benchmark;
mod folder;
#[cfg(all(feature = "cli", feature = "laboratory"))]
mod laboratory;
#[cfg(feature = "cli")]
mod leak;
mod model;
#[cfg(feature = "cli")]
mod report;
#[cfg(all(feature = "cli", feature = "laboratory"))]
mod shelf;

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use folder::{Folder, code, command, stderr, stdout, wav, words};

#[test]
fn help_shows_examples_and_is_no_failure() {
    for args in [&["--help"][..], &["corpus", "--help"], &["help", "features"]] {
        let output = command(args).output().unwrap();
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).contains("Examples:\n  overtone "), "{}", stdout(&output));
    }
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    for args in [&["corpse"][..], &["corpus"], &["features", "x"], &["corpus", "x", "--cvs"]] {
        assert_eq!(code(&command(args).output().unwrap()), 2, "{args:?}");
    }
    let preset = ["features", "x", "-o", "y", "--preset", "best"];
    let output = command(&preset).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("seed, overtone"));
}

#[test]
fn what_is_not_there_is_told_in_a_sentence() {
    let folder = Folder::new();
    folder.write("notes.md", "no clip");
    for (source, sentence) in [
        ("nowhere", "overtone: expected a folder or a CSV table at nowhere, got: "),
        ("notes.md", "overtone: expected a folder or a CSV table, got the file notes.md\n"),
        (".", "overtone: expected clips of RAVDESS, CREMA-D, TESS or SAVEE, folders named after "),
    ] {
        let output = folder.run(&["corpus", source]);
        assert_eq!(code(&output), 1, "{source}");
        assert!(stderr(&output).contains(sentence), "{}", stderr(&output));
    }
}

#[test]
fn the_table_counts_clips_speakers_and_emotions() {
    let folder = Folder::new();
    folder.ravdess();
    folder.voice("AudioData/DC/a01.wav", 300.0, 0.5);
    let output = folder.run(&["corpus", "."]);
    assert_eq!(code(&output), 0);
    assert_eq!(stderr(&output), "", "no bar where there is no terminal");
    let text = stdout(&output);
    let rows: Vec<Vec<&str>> = text.lines().map(words).collect();
    let head =
        "corpus clips speakers women men hours neutral calm happy sad angry fear disgust surprise";
    assert_eq!(rows[0], words(head));
    assert_eq!(rows[1], words("ravdess 16 2 1 1 0.00 2 2 2 2 2 2 2 2"));
    assert_eq!(rows[2], words("savee 1 1 0 1 0.00 0 0 0 0 1 0 0 0"));
    assert_eq!(rows[3], words("all 17 3 1 2 0.00 2 2 2 2 3 2 2 2"));
    assert!(text.contains("left out: nothing"));
}

#[test]
fn faulty_clips_are_left_out_with_the_reason() {
    let folder = Folder::new();
    folder.ravdess();
    folder.write("a/DC_a01.wav", wav(vec![0.0; 8_000]));
    folder.write("a/DC_a02.wav", b"");
    folder.write("a/DC_a03.wav", b"this is no sound, whatever its name says");
    folder.write("a/DC_a04.wav", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
    folder.voice("a/DC_sa01.wav", 440.0, 0.5);
    folder.voice("a/DC_su01.wav", 440.0, 0.5);
    folder.voice("a/DC_h01.wav", 220.0, 0.5);
    folder.voice("a/DC_h02.wav", 220.0, 0.5);
    folder.voice("a/03-02-01-01-01-01-01.wav", 110.0, 0.5);
    folder.voice("a/song.wav", 120.0, 0.5);
    folder.voice("b/OAF_back_bored.wav", 130.0, 0.5);
    folder.voice("twice/Actor_01/03-01-01-01-01-01-01.wav", 90.0, 1.0);
    folder.voice("__MACOSX/DC_n01.wav", 90.0, 1.0);
    let output = folder.run(&["corpus", ".", "--left-out"]);
    assert_eq!(code(&output), 0);
    let text = stdout(&output);
    for line in [
        "left out: 11 files",
        "DC_a01.wav: silent",
        "DC_a02.wav: empty",
        "DC_a03.wav: cannot be decoded: ",
        "DC_a04.wav: a Git LFS pointer",
        "DC_sa01.wav: the same audio as ./a/DC_su01.wav, which is labelled surprise",
        "DC_su01.wav: the same audio as ./a/DC_sa01.wav, which is labelled sad",
        "DC_h02.wav: the same audio as ./a/DC_h01.wav",
        "03-02-01-01-01-01-01.wav: sung, not spoken",
        "song.wav: neither a name of a known corpus",
        "OAF_back_bored.wav: expected an emotion (neutral, ",
        "03-01-01-01-01-01-01.wav: another file of the same clip is used: ./Actor_01/",
    ] {
        assert!(text.contains(line), "expected {line:?} in\n{text}");
    }
    assert_eq!(words(text.lines().nth(2).unwrap())[..2], ["savee", "1"]);
}

#[test]
fn any_other_corpus_comes_in_as_folders_or_as_a_table() {
    let folder = Folder::new();
    folder.voice("mine/angry/anna/1.wav", 200.0, 0.5);
    folder.voice("mine/bob/Happiness/1.wav", 100.0, 0.5);
    folder.voice("sounds/x.wav", 150.0, 0.5);
    folder.write("theirs.csv", "path,emotion,speaker\nsounds/x.wav,fearful,carl\nnone.wav,sad,d\n");
    let output = folder.run(&["corpus", "mine", "theirs.csv", "--csv"]);
    assert_eq!(code(&output), 0);
    let text = stdout(&output);
    let starts: Vec<&str> = text.lines().map(|line| line.split(",,").next().unwrap()).collect();
    assert_eq!(
        starts[1..],
        [
            "mine,mine/angry/anna/1.wav,mine/anna",
            "mine,mine/bob/Happiness/1.wav,mine/bob",
            "theirs,sounds/x.wav,theirs/carl",
        ]
    );
    assert!(stderr(&output).contains("none.wav: is not there\n"), "{}", stderr(&output));
}

#[test]
fn a_printed_table_can_be_given_back() {
    let folder = Folder::new();
    folder.ravdess();
    let first = folder.run(&["corpus", ".", "--csv"]);
    folder.write("clips.csv", &first.stdout);
    let second = folder.run(&["corpus", "clips.csv", "--csv"]);
    assert_eq!(stdout(&second), stdout(&first));
}

#[test]
fn a_table_without_its_header_is_refused() {
    let folder = Folder::new();
    folder.write("mine.csv", "a.wav,angry\n");
    let output = folder.run(&["corpus", "mine.csv"]);
    assert_eq!(code(&output), 1);
    let sentence = "overtone: the table mine.csv cannot be used: expected a header with the columns \
                    path and emotion, got \"a.wav,angry\"\n";
    assert_eq!(stderr(&output), sentence);
}

#[test]
fn features_of_the_seed_are_162_columns_and_the_label() {
    let folder = Folder::new();
    folder.ravdess();
    let output = folder.run(&["features", ".", "-o", "features.csv"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let csv = fs::read_to_string(folder.path("features.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 1 + 16 * 3);
    assert!(lines[0].starts_with("zcr,chroma_c,") && lines[0].ends_with(",mel_128,label"));
    assert!(lines.iter().all(|line| line.split(',').count() == 163));
    assert!(lines[1].ends_with(",neutral") && lines[48].ends_with(",surprise"));
    assert!(!folder.path("features.csv.partial").exists());
    assert!(!folder.path("features.csv.partial.json").exists());
}

#[test]
fn a_second_run_writes_the_same_bytes_and_another_seed_others() {
    let folder = Folder::new();
    folder.ravdess();
    let run = |name: &str, seed: &str| {
        let output = folder.run(&["features", ".", "-o", name, "--seed", seed]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        fs::read(folder.path(name)).unwrap()
    };
    let first = run("a.csv", "1");
    assert!(first == run("b.csv", "1"));
    assert!(first != run("c.csv", "2"));
}

#[test]
fn the_overtone_preset_writes_a_row_a_frame() {
    let folder = Folder::new();
    folder.voice("DC_a01.wav", 200.0, 1.0);
    let output = folder.run(&["features", ".", "-o", "f.csv", "--preset", "overtone"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let csv = fs::read_to_string(folder.path("f.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1 + 101);
    let head = csv.lines().next().unwrap();
    assert!(head.starts_with("path,frame,mel_1,mel_2,") && head.ends_with(",mel_80,label"));
    assert!(csv.lines().nth(101).unwrap().starts_with("./DC_a01.wav,100,"));
}

#[test]
fn a_killed_run_goes_on_where_it_was() {
    let folder = Folder::new();
    for speaker in 1..=91 {
        for emotion in ["ANG", "DIS", "FEA", "HAP", "NEU", "SAD"] {
            let name = format!("{}_IEO_{emotion}_XX.wav", 1_000 + speaker);
            folder.voice(&name, (60 + 7 * speaker) as f32 + f32::from(emotion.as_bytes()[0]), 1.0);
        }
    }
    let args = ["features", ".", "-o", "resumed.csv"];
    let journal = folder.path("resumed.csv.partial.json");
    let mut child =
        command(&args).current_dir(folder.path("")).stderr(Stdio::null()).spawn().unwrap();
    wait_until(|| fs::read_to_string(&journal).is_ok_and(|text| !text.contains("\"items\":0")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!folder.path("resumed.csv").exists(), "a whole file only");

    let output = folder.run(&args);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).starts_with("going on after "), "{}", stderr(&output));
    folder.run(&["features", ".", "-o", "straight.csv"]);
    assert!(read(&folder.path("resumed.csv")) == read(&folder.path("straight.csv")));
}

fn wait_until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(120), "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let folder = Folder::new();
    folder.ravdess();
    let voice = "Actor_01/03-01-01-01-01-01-01.wav";
    for args in
        [&["corpus", ".", "--csv"][..], &["augment", voice, "--kind", "gain", "-o", "b.wav"]]
    {
        assert_no_failure(&folder.run_unread(args), args);
    }
    assert!(folder.path("b.wav").is_file());
}

/// It went well, though nobody read what it said.
fn assert_no_failure(output: &Output, args: &[&str]) {
    assert_eq!(code(output), 0, "{args:?}: {}", stderr(output));
    assert!(!stderr(output).contains("panicked"), "{args:?}: {}", stderr(output));
}
