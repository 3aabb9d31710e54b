//! Nothing of the test speakers reaches the model.

use std::collections::BTreeSet;

use overtone::model::checkpoint;

use crate::folder::{Folder, code, stderr};
use crate::model::two_emotions;

/// A row of `answers.csv`.
struct Answered {
    hash: String,
    speaker: String,
    side: String,
}

fn train(folder: &Folder, run: &str, options: &[&str]) {
    let command = ["train", "voices.csv", "-o", run, "--epochs", "2"];
    let output = folder.run(&[&command[..], options].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

fn answers(folder: &Folder, run: &str) -> Vec<Answered> {
    let mut table = csv::Reader::from_path(folder.path(run).join("answers.csv")).unwrap();
    let row = |record: csv::StringRecord| {
        let field = |index| record.get(index).unwrap().to_owned();
        Answered { hash: field(0), speaker: field(2), side: field(3) }
    };
    table.records().map(|record| row(record.unwrap())).collect()
}

impl Answered {
    fn speaker(&self) -> &str {
        &self.speaker
    }

    fn hash(&self) -> &str {
        &self.hash
    }
}

fn of<'a>(answers: &'a [Answered], side: &str, field: fn(&Answered) -> &str) -> BTreeSet<&'a str> {
    answers.iter().filter(|row| row.side == side).map(field).collect()
}

#[test]
fn what_test_speakers_say_cannot_change_a_byte_of_the_model() {
    for of_preset in [&["overtone"][..], &["seed"], &["overtone", "--refit"]] {
        let folder = Folder::new();
        two_emotions(&folder);
        let options = [&["--split", "speaker", "--preset"], of_preset].concat();
        train(&folder, "before", &options);
        let before = answers(&folder, "before");
        let unheard = of(&before, "test", Answered::speaker);
        assert!(!unheard.is_empty());
        for speaker in unheard {
            let number = speaker.rsplit('/').next().unwrap();
            for (emotion, pitch_hz) in [("angry", 120.0), ("sad", 410.0)] {
                folder.voice(&format!("{number}-{emotion}-0.wav"), pitch_hz, 1.3);
            }
        }
        train(&folder, "after", &options);
        let model = |run: &str| std::fs::read(folder.path(run).join("model.overtone")).unwrap();
        let scores = |run: &str| std::fs::read(folder.path(run).join("answers.csv")).unwrap();
        assert!(scores("before") != scores("after"), "the clips are others");
        assert!(model("before") == model("after"), "weights, scaler and calibration are the same");
    }
}

#[test]
fn those_who_chose_teach_in_the_end_and_what_they_told_before_is_kept() {
    let folder = Folder::new();
    two_emotions(&folder);
    let card = |run: &str, options: &[&str]| {
        train(&folder, run, &[&["--preset", "seed"], options].concat());
        let file = std::fs::read(folder.path(run).join("model.overtone")).unwrap();
        checkpoint::read_card(&file).unwrap()
    };
    let (chosen, refitted) = (card("chosen", &[]), card("refitted", &["--refit"]));
    assert_eq!(refitted.calibration, chosen.calibration, "they told it without having taught");
    assert_ne!(refitted.scaler, chosen.scaler, "they teach");
    let (before, after) = (chosen.training, refitted.training);
    assert_eq!(after.validation_speakers, before.validation_speakers);
    assert_eq!(after.test_speakers, before.test_speakers);
    let everyone = before.training_speakers.iter().chain(&before.validation_speakers);
    assert_eq!(after.training_speakers.iter().collect::<BTreeSet<_>>(), everyone.collect());
    let test = BTreeSet::from_iter(&after.test_speakers);
    assert!(test.is_disjoint(&after.training_speakers.iter().collect()));
    assert_eq!(after.best_epoch, 2, "of the two, the last counts");
}

#[test]
fn neither_a_speaker_nor_a_sound_is_on_two_sides() {
    let folder = Folder::new();
    two_emotions(&folder);
    // The same sound under another name and another speaker.
    std::fs::copy(folder.path("0-angry-0.wav"), folder.path("copy.wav")).unwrap();
    let table = std::fs::read_to_string(folder.path("voices.csv")).unwrap();
    folder.write("voices.csv", table + "copy.wav,angry,9\n");
    train(&folder, "run", &["--preset", "seed", "--split", "speaker"]);
    let answers = answers(&folder, "run");
    assert_eq!(answers.len(), 40, "the copy is left out");
    for (one, other) in [("train", "validation"), ("train", "test"), ("validation", "test")] {
        for field in [Answered::speaker, Answered::hash] {
            let (one, other) = (of(&answers, one, field), of(&answers, other, field));
            assert!(!one.is_empty() && !other.is_empty());
            assert!(one.is_disjoint(&other));
        }
    }
}

#[test]
fn only_the_flattering_split_tests_augmented_copies() {
    let folder = Folder::new();
    two_emotions(&folder);
    for split in ["speaker", "clip"] {
        train(&folder, split, &["--preset", "seed", "--split", split]);
        let tested = of(&answers(&folder, split), "test", Answered::hash).len();
        assert_eq!(judged(&folder, split), tested as u64, "each clip once, as it was spoken");
    }
    train(&folder, "row", &["--preset", "seed", "--split", "row"]);
    assert!(judged(&folder, "row") > judged(&folder, "clip"));
}

#[test]
fn a_training_does_not_go_on_with_other_speakers() {
    let folder = Folder::new();
    two_emotions(&folder);
    let options = ["--preset", "seed"];
    train(&folder, "run", &options);
    let config = folder.path("run").join("config.json");
    let mut settings: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&config).unwrap()).unwrap();
    let table = std::fs::read_to_string(folder.path("voices.csv")).unwrap();
    folder.write("voices.csv", table.replace(",0\n", ",zoe\n"));
    let again = ["train", "voices.csv", "-o", "run", "--epochs", "2", "--preset", "seed"];
    let output = folder.run(&again);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("run holds a training with other settings"));

    // A folder from before speakers and encoder were told goes on.
    folder.write("voices.csv", table);
    let told = settings.as_object_mut().unwrap();
    assert!(told.remove("deal").is_some() && told.remove("encoder").is_some());
    folder.write("run/config.json", settings.to_string());
    train(&folder, "run", &options);
    assert_eq!(code(&folder.run(&["report", "run"])), 0);
}

/// How many rows were judged.
fn judged(folder: &Folder, run: &str) -> u64 {
    let scores = std::fs::read(folder.path(run).join("evaluation.json")).unwrap();
    let scores: serde_json::Value = serde_json::from_slice(&scores).unwrap();
    scores["corpora"]["voices"]["clips"].as_u64().unwrap()
}
