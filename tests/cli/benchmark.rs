//! Trainings over and over, as one table.

use serde_json::Value;

use crate::assert_no_failure;
use crate::folder::{Folder, code, stderr, stdout};
use crate::model::{json, two_emotions};

#[test]
fn a_benchmark_lets_every_speaker_judge_once_and_goes_on_where_it_was() {
    let folder = Folder::new();
    two_emotions(&folder);
    let benchmark = ["benchmark", "voices.csv", "-o", "all", "--preset", "seed", "--epochs", "1"];
    let benchmark = [&benchmark[..], &["--seeds", "1", "--format", "json"]].concat();
    let output = folder.run(&benchmark);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let rows = json(&stdout(&output));
    let clips: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["clips"]).collect();
    assert_eq!(clips, [40, 40], "each by itself, and each after others of its speaker");
    let table = std::fs::read_to_string(folder.path("all/benchmark.md")).unwrap();
    assert!(table.contains("| unheard speakers | voices | 2 | 40 |"), "{table}");
    let after = "| unheard speakers, after 10 clips of theirs | voices | 2 | 40 |";
    assert!(table.contains(after), "{table}");
    let again = folder.run(&benchmark);
    assert!(!stderr(&again).contains("\nepoch"), "{}", stderr(&again));
    assert_eq!(json(&stdout(&again)), rows);
    assert_no_failure(&folder.run_unread(&benchmark), &benchmark);
}

/// Four of CREMA-D's actors with four sentences each, and four of RAVDESS's with one, all of them
/// angry and sad.
fn two_corpora(folder: &Folder) {
    for actor in 1..=4 {
        for (place, sentence) in ["IEO", "TIE", "IOM", "IWW"].into_iter().enumerate() {
            let (emotion, pitch_hz) = [("ANG", 300), ("SAD", 100)][(actor + place) % 2];
            let name = format!("crema-d/{}_{sentence}_{emotion}_XX.wav", 1_000 + actor);
            folder.voice(&name, (pitch_hz + 7 * actor + place) as f32, 0.4);
        }
        for (emotion, pitch_hz) in [("05", 350), ("04", 150)] {
            let name = format!("ravdess/03-01-{emotion}-01-01-01-0{actor}.wav");
            folder.voice(&name, (pitch_hz + 7 * actor) as f32, 0.4);
        }
    }
}

/// Keeps the trainings of a benchmark over two corpora from being drawn, which would take most of
/// the time.
fn without_pictures(folder: &Folder, benchmark: &str, seeds: u64) {
    let folds = (0..5).map(|fold| format!("fold-{fold}"));
    let apart = ["without-crema-d", "without-ravdess", "sentences"].map(str::to_owned);
    for training in folds.chain(apart) {
        for seed in 0..seeds {
            let pictures = format!("{benchmark}/seed-{seed}/{training}/pictures");
            folder.write(&pictures, "a file where a folder should be");
        }
    }
}

#[test]
fn the_whole_protocol_lets_speakers_corpora_and_sentences_be_unheard() {
    let folder = Folder::new();
    two_corpora(&folder);
    without_pictures(&folder, "all", 2);
    let command = ["benchmark", "crema-d", "ravdess", "-o", "all", "--preset", "seed"];
    let options = ["--epochs", "1", "--seeds", "2", "--format", "json"];
    let output = folder.run(&[&command[..], &options].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let rows = json(&stdout(&output));
    let kinds: Vec<(&str, u64, &str, u64)> = (rows.as_array().unwrap().iter())
        .map(|row| {
            let text = |field: &str| row[field].as_str().unwrap();
            let count = |field: &str| row[field].as_u64().unwrap();
            (text("protocol"), count("clips_before"), text("corpus"), count("clips"))
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("unheard speakers", 0, "crema-d", 16),
            ("unheard speakers", 0, "ravdess", 8),
            ("unheard speakers", 10, "crema-d", 16),
            ("unheard speakers", 10, "ravdess", 8),
            ("unheard corpus", 0, "crema-d", 16),
            ("unheard corpus", 0, "ravdess", 8),
            ("unheard corpus", 10, "crema-d", 16),
            ("unheard corpus", 10, "ravdess", 8),
            // One actor with a quarter of four sentences.
            ("unheard speakers and sentences", 0, "crema-d", 1),
            ("unheard speakers and sentences", 10, "crema-d", 1),
        ]
    );
    for row in rows.as_array().unwrap() {
        let uars = row["seed_uars"].as_array().unwrap();
        let mean = uars.iter().map(|uar| uar.as_f64().unwrap()).sum::<f64>() / 2.0;
        assert!(uars.len() == 2 && (mean - row["uar"]["mean"].as_f64().unwrap()).abs() < 1e-9);
        assert_eq!(row["risk_at"].as_array().unwrap().len(), 3);
    }
    let sexes = rows[1]["groups"].as_object().unwrap().keys().collect::<Vec<_>>();
    assert_eq!(sexes, ["sex female", "sex male"]);
}

#[test]
fn the_same_network_is_judged_three_ways_side_by_side() {
    let folder = Folder::new();
    two_emotions(&folder);
    let command = ["benchmark", "voices.csv", "-o", "splits", "--preset", "seed", "--epochs", "1"];
    let output = folder
        .run(&[&command[..], &["--only", "splits", "--seeds", "1", "--format", "json"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let rows = json(&stdout(&output));
    let judged_by: Vec<&str> =
        rows.as_array().unwrap().iter().map(|row| row["protocol"].as_str().unwrap()).collect();
    assert_eq!(
        judged_by,
        [
            "heard speakers, copies of heard clips",
            "heard speakers, other clips",
            "unheard speakers"
        ]
    );
    assert!(rows.as_array().unwrap().iter().all(|row| row["corpus"] == "all"));
    assert_eq!(rows[0]["clips"], 30, "a quarter of three rows for each of forty clips");
}

#[test]
fn a_benchmark_of_adaptation_is_written_as_it_was_asked_for() {
    let folder = Folder::new();
    // An actor of the test: the shipped model was made without the first one.
    for (emotion, pitch_hz) in [("04", 110), ("05", 260)] {
        for take in 0..8 {
            let (statement, repetition, strong) = (1 + take / 4, 1 + take / 2 % 2, 1 + take % 2);
            let name = format!("03-01-{emotion}-0{strong}-0{statement}-0{repetition}-01.wav");
            folder.voice(&name, (pitch_hz + 5 * take) as f32, 0.5);
        }
    }
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/www/model/small.overtone");
    let run = |more: &[&str]| {
        let args = ["benchmark", ".", "-o", "own", "--adapt", shipped, "--seeds", "1"];
        folder.run(&[&args[..], more].concat())
    };
    let output = run(&["--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let adaptation = json(&stdout(&output));
    let rows = adaptation["every_emotion"].as_array().unwrap();
    let takes: Vec<u64> = rows.iter().map(|row| row["takes"].as_u64().unwrap()).collect();
    assert_eq!((takes.as_slice(), &rows[0]["corpus"]), (&[3, 5, 10][..], &Value::from("ravdess")));
    let two = &adaptation["two_emotions"][0];
    assert_eq!(
        (&two["takes"], &two["others_before"]["mean"]),
        (&5.into(), &0.0.into()),
        "no others"
    );
    let read = |name: &str| std::fs::read_to_string(folder.path("own").join(name)).unwrap();
    assert_eq!(json(&read("adaptation.json")), adaptation);
    assert!(read("adaptation.md").starts_with("Model small, "), "{}", read("adaptation.md"));
    assert!(read("adaptation.md").contains("| ravdess | 3 | 1 |"), "{}", read("adaptation.md"));
    assert_eq!(code(&run(&["--format", "csv"])), 2);

    assert_eq!(code(&run(&["--adapt", shipped])), 0);
    assert!(read("adaptation.md").starts_with("2 models, "), "{}", read("adaptation.md"));
    assert!(read("adaptation.md").contains("| ravdess | 3 | 2 |"), "each hears the actor");
}

#[test]
fn splits_that_include_rows_are_not_learned_from_a_teacher() {
    let folder = Folder::new();
    let args =
        ["benchmark", "gone.csv", "-o", "all", "--only", "folds,splits", "--teacher", "runs"];
    let output = folder.run(&args);
    assert_eq!(code(&output), 1);
    let refusal = "expected --teacher without --only splits";
    assert!(stderr(&output).contains(refusal), "{}", stderr(&output));
}
