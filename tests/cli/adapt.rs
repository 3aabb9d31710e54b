//! A model learns from somebody's own takes.

use crate::folder::{Folder, code, stderr, stdout};

/// Two emotions as two pitches, so many takes each.
fn takes(folder: &Folder, each: usize) {
    for (emotion, pitch_hz) in [("angry", 300), ("calm", 110)] {
        for take in 0..each {
            let name = format!("takes/{emotion}/take-{take}.wav");
            folder.voice(&name, (pitch_hz + 9 * take) as f32, 1.5);
        }
    }
}

#[test]
fn takes_in_folders_make_a_model_that_predicts_what_was_meant() {
    let folder = Folder::new();
    takes(&folder, 4);
    let output = folder.run(&["adapt", "takes", "-o", "mine.overtone", "--name", "me"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let table = stdout(&output);
    assert!(table.contains("angry") && table.lines().last().unwrap().starts_with("all"), "{table}");

    let one = "takes/calm/take-1.wav";
    let probability = |model: &[&str]| {
        let output = folder.run(&[&["predict", one, "--format", "json"], model].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let answer: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        answer[0]["probabilities"]["calm"].as_f64().unwrap()
    };
    let (strangers, own) = (probability(&[]), probability(&["--model", "mine.overtone"]));
    // The gate may hear no speech in a buzz; then both say so.
    assert!(own >= strangers, "{own} {strangers}");
}

#[test]
fn too_few_takes_are_told_in_a_sentence_and_nothing_is_written() {
    let folder = Folder::new();
    takes(&folder, 2);
    let output = folder.run(&["adapt", "takes", "-o", "mine.overtone"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("expected at least 3 takes of"), "{}", stderr(&output));
    assert!(!folder.path("mine.overtone").exists());
}
