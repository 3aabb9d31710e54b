//! Training, judging and being judged.

use overtone::emotion::Emotion;
use serde_json::Value;

use crate::assert_no_failure;
use crate::folder::{Folder, code, stderr, stdout};

/// Ten speakers who are angry in a high voice and sad in a low one, as a table.
pub fn two_emotions(folder: &Folder) {
    let mut table = String::from("path,emotion,speaker\n");
    for speaker in 0..10 {
        for (emotion, pitch_hz) in [("angry", 300), ("sad", 90)] {
            for take in 0..2 {
                let name = format!("{speaker}-{emotion}-{take}.wav");
                folder.voice(&name, (pitch_hz + 7 * speaker + 3 * take) as f32, 1.0);
                table.push_str(&format!("{name},{emotion},{speaker}\n"));
            }
        }
    }
    folder.write("voices.csv", table);
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_model_is_trained_scored_and_asked() {
    let folder = Folder::new();
    two_emotions(&folder);
    for preset in ["overtone", "seed"] {
        let run = ["train", "voices.csv", "-o", preset, "--preset", preset, "--epochs", "1"];
        let output = folder.run(&run);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        for file in ["model.overtone", "history.csv", "evaluation.json", "config.json"] {
            assert!(folder.path(preset).join(file).is_file(), "{preset} has {file}");
        }
        assert_illustrated(&folder, preset);
        assert!(!stderr(&output).contains('\r'), "no progress bar without a terminal");

        let model = format!("{preset}/model.overtone");
        let scores = ["evaluate", "voices.csv", "--only-unheard", "--format", "json"];
        let output = folder.run(&[&scores[..], &["--model", &model]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let strangers = json(&stdout(&output));
        assert_scores(&strangers);
        let known = [&scores[..], &["--model", &model, "--one-voice", "0"]].concat();
        let known = json(&stdout(&folder.run(&known)));
        assert_scores(&known);
        assert_eq!(known["pooled"]["clips"], strangers["pooled"]["clips"]);
        assert_ne!(known["pooled"]["ece"], strangers["pooled"]["ece"]);

        let output =
            folder.run(&["predict", "0-angry-0.wav", "--model", &model, "--format", "json"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_probabilities(&json(&stdout(&output))[0]);
    }
}

/// A run folder shows what it holds.
fn assert_illustrated(folder: &Folder, run: &str) {
    let scores = std::fs::read_to_string(folder.path(run).join("evaluation.json")).unwrap();
    assert_scores(&json(&scores));
    let report = std::fs::read_to_string(folder.path(run).join("report.txt")).unwrap();
    assert!(report.contains("precision  recall      F1  support"), "{report}");
    for name in ["learning-curves", "confusion", "confusion-voices", "reliability"] {
        assert_picture(folder, &format!("{run}/pictures/{name}"));
    }
    for emotion in ["angry", "sad"] {
        assert_picture(folder, &format!("{run}/pictures/{emotion}-waveform"));
        assert_picture(folder, &format!("{run}/pictures/{emotion}-spectrogram"));
    }
    assert!(!folder.path(run).join("pictures/happy-waveform.svg").exists());
}

/// An SVG with a drawing in it, and a PNG.
fn assert_picture(folder: &Folder, name: &str) {
    let svg = std::fs::read_to_string(folder.path(&format!("{name}.svg"))).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert!(document.root_element().children().filter(|node| node.is_element()).count() > 5);
    assert!(std::fs::read(folder.path(&format!("{name}.png"))).unwrap().starts_with(b"\x89PNG"));
}

/// The form of the scores that others rely on.
fn assert_scores(scores: &Value) {
    assert!(scores["model"].is_string());
    let corpus = &scores["corpora"]["voices"];
    assert_eq!(corpus["classes"], serde_json::json!(["sad", "angry"]));
    let counted: u64 = corpus["confusion"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row.as_array().unwrap())
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(Some(counted), corpus["clips"].as_u64());
    for (class, label) in corpus["per_class"].as_array().unwrap().iter().zip(["sad", "angry"]) {
        assert_eq!(class["label"], label);
        assert!(class["support"].as_u64().unwrap() > 0 && class["f1"].is_f64());
        assert!(class["precision"].is_f64() && class["recall"].is_f64());
    }
    assert!(counted > 0 && counted < 40, "the speakers of the test alone, {counted} clips");
    for score in ["uar", "wa", "macro_f1", "uar_open", "ece"] {
        for scored in [corpus, &scores["pooled"]] {
            let value = scored[score].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&value), "{score} is {value}");
        }
    }
}

fn assert_probabilities(answer: &Value) {
    assert_eq!(answer["file"], "0-angry-0.wav");
    let probabilities = answer["probabilities"].as_object().unwrap();
    let sum: f64 = probabilities.values().map(|p| p.as_f64().unwrap()).sum();
    assert_eq!(probabilities.len(), 8);
    assert!((sum - 1.0).abs() < 1e-5, "the sum is {sum}");
}

#[test]
fn the_same_seed_makes_the_same_file_and_a_finished_training_is_not_repeated() {
    let folder = Folder::new();
    two_emotions(&folder);
    let train =
        |out| folder.run(&["train", "voices.csv", "-o", out, "--preset", "seed", "--epochs", "2"]);
    let model = |out: &str| std::fs::read(folder.path(out).join("model.overtone")).unwrap();
    assert_eq!(code(&train("out")), 0);
    let first = model("out");
    let again = train("out");
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert!(!stderr(&again).contains("\nepoch"), "{}", stderr(&again));
    assert!(model("out") == first);
    assert_eq!(code(&train("other")), 0);
    assert!(model("other") == first);
}

#[test]
fn a_training_brings_its_table_of_features_on_request() {
    let folder = Folder::new();
    two_emotions(&folder);
    for (preset, head) in [("seed", "zcr,chroma_c,"), ("overtone", "path,frame,mel_1,")] {
        let run = ["train", "voices.csv", "-o", preset, "--preset", preset, "--epochs", "1"];
        let run = [&run[..], &["--seed", "3"]].concat();
        assert_eq!(code(&folder.run(&run)), 0);
        let table = folder.path(preset).join("features.csv");
        assert!(!table.exists(), "nobody asked for it");
        let output = folder.run(&[&run[..], &["--features-csv"]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(!stderr(&output).contains("\nepoch"), "the training was finished");
        let table = std::fs::read_to_string(table).unwrap();
        assert!(table.starts_with(head), "{preset}");

        let features = ["features", "voices.csv", "-o", "f.csv", "--preset", preset];
        assert_eq!(code(&folder.run(&[&features[..], &["--seed", "3"]].concat())), 0);
        assert!(table == std::fs::read_to_string(folder.path("f.csv")).unwrap(), "{preset}");
    }
}

#[test]
fn a_reader_who_has_seen_enough_costs_neither_model_nor_page_nor_card() {
    let folder = Folder::new();
    two_emotions(&folder);
    folder.write("CARD.md", "<!-- figures scores -->\n<!-- end -->\n");
    let model = "run/model.overtone";
    for args in [
        &["train", "voices.csv", "-o", "run", "--preset", "seed", "--epochs", "1"][..],
        &["evaluate", "voices.csv", "--model", model],
        &["evaluate", "voices.csv", "--model", model, "--format", "json"],
        &["report", "run"],
        &["card", "CARD.md", "--run", "run"],
    ] {
        assert_no_failure(&folder.run_unread(args), args);
    }
    assert!(folder.path(model).is_file() && folder.path("run/report.html").is_file());
    assert!(std::fs::read_to_string(folder.path("CARD.md")).unwrap().contains("| voices | 2 |"));
}

/// The UAR of the shipped model on the one clip of the table that it has not heard, which is
/// `meant` in this way.
fn uar_of_one(folder: &Folder, heard: &str, meant: &str) -> f64 {
    folder.write(
        "t.csv",
        format!("path,emotion,speaker,corpus\n{heard}voice.wav,{meant},99,ravdess\n"),
    );
    let output = folder.run(&["evaluate", "t.csv", "--only-unheard", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let scores = json(&stdout(&output));
    assert_eq!(scores["pooled"]["clips"], 1);
    scores["pooled"]["uar"].as_f64().unwrap()
}

#[test]
fn rooms_and_microphones_teach_and_test() {
    let folder = Folder::new();
    two_emotions(&folder);
    let train = |output: &str, share: &str| {
        let run = ["train", "voices.csv", "-o", output, "--epochs", "1", "--rerecorded", share];
        let output = folder.run(&run);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    };
    train("clean", "0");
    train("rooms", "0.5");
    let history = |run: &str| std::fs::read(folder.path(run).join("history.csv")).unwrap();
    assert_ne!(history("clean"), history("rooms"), "it learned from other sounds");
    // The same clips by the same model, as they are and as two other ways would have them.
    let scores = |elsewhere: &[&str]| {
        let evaluate = ["evaluate", "voices.csv", "--format", "json"];
        let output = folder.run(&[&evaluate[..], elsewhere].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        json(&stdout(&output))["pooled"].clone()
    };
    let (clean, elsewhere) = (scores(&[]), scores(&["--rerecorded", "1"]));
    assert_eq!(clean["clips"], elsewhere["clips"]);
    assert_eq!(elsewhere, scores(&["--rerecorded", "1"]));
    assert_ne!(elsewhere, clean);
    assert_ne!(elsewhere, scores(&["--rerecorded", "2"]));
}

#[test]
fn a_network_without_an_encoder_cannot_be_tuned() {
    let folder = Folder::new();
    two_emotions(&folder);
    let output = folder.run(&["train", "voices.csv", "-o", "tuned", "--tune"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("expected --tune with the preset large"),
        "{}",
        stderr(&output)
    );
    assert!(!folder.path("tuned").exists());
}

#[test]
fn a_single_emotion_does_not_make_every_answer_right() {
    let folder = Folder::new();
    folder.voice("voice.wav", 180.0, 1.0);
    let right: f64 = (Emotion::ALL.iter()).map(|e| uar_of_one(&folder, "", e.name())).sum();
    assert_eq!(right, 1.0, "the clip has one answer among eight");
}

#[test]
fn clips_that_are_left_out_still_tell_what_a_corpus_shows() {
    let folder = Folder::new();
    folder.voice("voice.wav", 180.0, 1.0);
    folder.voice("a.wav", 250.0, 1.0);
    folder.voice("b.wav", 120.0, 1.0);
    // The model was trained on the second actor and not on a ninety-ninth.
    let heard = "a.wav,angry,02,ravdess\nb.wav,sad,02,ravdess\n";
    let right: f64 = ["angry", "sad"].map(|meant| uar_of_one(&folder, heard, meant)).iter().sum();
    assert_eq!(right, 1.0, "the clip has one answer among two");
}

#[test]
fn a_pupil_learns_from_a_teacher_of_the_same_seed_only() {
    let folder = Folder::new();
    two_emotions(&folder);
    let train = |out, seed, more: &[&str]| {
        let common = ["train", "voices.csv", "-o", out, "--epochs", "1", "--seed", seed];
        folder.run(&[&common[..], more].concat())
    };
    assert_eq!(code(&train("teacher", "0", &[])), 0);
    let pupil = train("pupil", "0", &["--teacher", "teacher"]);
    assert_eq!(code(&pupil), 0, "{}", stderr(&pupil));
    let model = |out: &str| std::fs::read(folder.path(out).join("model.overtone")).unwrap();
    assert!(model("teacher") != model("pupil"));
    let cheat = train("cheat", "1", &["--teacher", "teacher"]);
    assert_eq!(code(&cheat), 1);
    assert!(stderr(&cheat).contains("the teacher has heard"), "{}", stderr(&cheat));
    assert!(!folder.path("cheat").exists(), "a refused training leaves nothing behind");
}

#[test]
fn the_shipped_model_answers_in_three_formats() {
    let folder = Folder::new();
    folder.voice("voice.wav", 180.0, 2.0);
    let text = stdout(&folder.run(&["predict", "voice.wav"]));
    assert!(text.starts_with("voice.wav  (2.0 s)  "), "{text}");
    assert_eq!(text.lines().count(), 1 + 8);
    let csv = stdout(&folder.run(&["predict", "voice.wav", "--format", "csv"]));
    let (head, row) = csv.trim().split_once('\n').unwrap();
    assert_eq!(head, "file,label,seconds,neutral,calm,happy,sad,angry,fear,disgust,surprise");
    assert_eq!(row.split(',').count(), 3 + 8);
}

#[test]
fn one_bad_file_does_not_keep_the_others_from_being_judged() {
    let folder = Folder::new();
    folder.voice("voice.wav", 180.0, 2.0);
    folder.write("song.mp3", "not a song");
    let output = folder.run(&["predict", "song.mp3", "gone.wav", "voice.wav"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).starts_with("voice.wav"), "{}", stdout(&output));
    let errors = stderr(&output);
    assert!(errors.contains("song.mp3: ") && errors.contains("gone.wav: "), "{errors}");
    assert!(errors.ends_with("2 of 3 files could not be judged\n"), "{errors}");
}

#[test]
fn a_foreign_or_damaged_model_is_refused_in_a_sentence() {
    let folder = Folder::new();
    folder.voice("voice.wav", 180.0, 2.0);
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/www/model/small.overtone");
    let mut damaged = std::fs::read(shipped).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    folder.write("damaged.overtone", damaged);
    folder.write("foreign.overtone", "{\"weights\": []}");
    for model in ["damaged.overtone", "foreign.overtone", "gone.overtone"] {
        let output = folder.run(&["predict", "voice.wav", "--model", model]);
        assert_eq!(code(&output), 1);
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
        assert!(stderr(&output).contains(model), "{}", stderr(&output));
        assert!(stdout(&output).is_empty());
    }
}

#[test]
fn pictures_that_cannot_be_drawn_do_not_cost_the_model() {
    let folder = Folder::new();
    two_emotions(&folder);
    folder.write("out/pictures", "a file where a folder should be");
    let run = ["train", "voices.csv", "-o", "out", "--preset", "seed", "--epochs", "1"];
    let output = folder.run(&run);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("the pictures of the training are not complete: cannot make"));
    assert!(folder.path("out/model.overtone").is_file());
    assert!(folder.path("out/report.txt").is_file());
}
