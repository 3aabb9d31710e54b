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

fn json(text: &str) -> Value {
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
        assert_scores(&json(&stdout(&output)));

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
fn a_benchmark_lets_every_speaker_judge_once_and_goes_on_where_it_was() {
    let folder = Folder::new();
    two_emotions(&folder);
    let benchmark = ["benchmark", "voices.csv", "-o", "all", "--preset", "seed", "--epochs", "1"];
    let benchmark = [&benchmark[..], &["--seeds", "1", "--format", "json"]].concat();
    let output = folder.run(&benchmark);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let rows = json(&stdout(&output));
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["clips"]), (1, &Value::from(40)));
    let table = std::fs::read_to_string(folder.path("all/benchmark.md")).unwrap();
    assert!(table.contains("| unheard speakers | voices | 2 | 40 |"), "{table}");
    let again = folder.run(&benchmark);
    assert!(!stderr(&again).contains("\nepoch"), "{}", stderr(&again));
    assert_eq!(json(&stdout(&again)), rows);
    assert_no_failure(&folder.run_unread(&benchmark), &benchmark);
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
    let kinds: Vec<(&str, &str, u64)> = (rows.as_array().unwrap().iter())
        .map(|row| {
            let text = |field: &str| row[field].as_str().unwrap();
            (text("protocol"), text("corpus"), row["clips"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("unheard speakers", "crema-d", 16),
            ("unheard speakers", "ravdess", 8),
            ("unheard corpus", "crema-d", 16),
            ("unheard corpus", "ravdess", 8),
            // One actor with a quarter of four sentences.
            ("unheard speakers and sentences", "crema-d", 1),
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
    let run = |format: &str| {
        let args = ["benchmark", ".", "-o", "own", "--adapt", shipped, "--seeds", "1"];
        folder.run(&[&args[..], &["--format", format]].concat())
    };
    let output = run("json");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let rows = json(&stdout(&output));
    let takes: Vec<u64> =
        rows.as_array().unwrap().iter().map(|row| row["takes"].as_u64().unwrap()).collect();
    assert_eq!((takes.as_slice(), &rows[0]["corpus"]), (&[3, 5, 10][..], &Value::from("ravdess")));
    let read = |name: &str| std::fs::read_to_string(folder.path("own").join(name)).unwrap();
    assert_eq!(json(&read("adaptation.json")), rows);
    assert!(read("adaptation.md").contains("| ravdess | 3 | 1 |"), "{}", read("adaptation.md"));
    assert_eq!(code(&run("csv")), 1);
}
