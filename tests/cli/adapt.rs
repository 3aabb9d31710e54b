//! A model learns from somebody's own takes.

use overtone::audio::{Waveform, wav_from_waveform};

use crate::folder::{Folder, code, stderr, stdout, wav};
use crate::speaking::voice;
use crate::{assert_no_failure, read};

/// Two emotions as two pitches, so many takes each.
fn takes(folder: &Folder, each: usize) {
    for (emotion, pitch_hz) in [("angry", 300), ("calm", 110)] {
        for take in 0..each {
            let name = format!("takes/{emotion}/take-{take}.wav");
            folder.voice(&name, (pitch_hz + 9 * take) as f32, 1.5);
        }
    }
}

/// Somebody who speaks so many times as fast and high as usual.
fn speak(folder: &Folder, name: &str, pace: f32, take: usize) {
    let sound = voice(1.6 + 0.1 * take as f32);
    let rate_hz = (sound.rate_hz() as f32 * (pace + 0.02 * take as f32)).round() as u32;
    let sound = Waveform::new(sound.into_samples(), rate_hz).unwrap();
    folder.write(name, wav_from_waveform(&sound));
}

#[test]
fn takes_in_folders_make_a_model_that_predicts_what_was_meant() {
    let folder = Folder::new();
    for take in 0..4 {
        speak(&folder, &format!("takes/angry/{take}.wav"), 1.4, take);
        speak(&folder, &format!("takes/calm/{take}.wav"), 0.9, take);
    }
    speak(&folder, "unheard.wav", 0.93, 6);
    let output = folder.run(&["adapt", "takes", "-o", "mine.overtone", "--name", "me"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let table = stdout(&output);
    assert!(table.contains("angry") && table.lines().last().unwrap().starts_with("all"), "{table}");

    let probability = |model: &[&str]| {
        let output = folder.run(&[&["predict", "unheard.wav", "--format", "json"], model].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let answer: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert_ne!(answer[0]["label"], "no speech");
        answer[0]["probabilities"]["calm"].as_f64().unwrap()
    };
    let (strangers, own) = (probability(&[]), probability(&["--model", "mine.overtone"]));
    assert!(own > strangers, "{own} {strangers}");
}

#[test]
fn a_model_is_parted_and_taught_with_what_lies_beside_it() {
    let folder = Folder::new();
    let www = concat!(env!("CARGO_MANIFEST_DIR"), "/www/model");
    let large = format!("{www}/large.overtone");
    let output = folder.run(&["lighten", &large, "-o", "light.overtone"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let bytes = |name: &str| std::fs::metadata(folder.path(name)).unwrap().len();
    let whole = std::fs::metadata(&large).unwrap().len();
    let parts = bytes("light.overtone") + bytes("light.manners");
    assert!(parts.abs_diff(whole) < 1000, "{parts} of {whole}");
    let again = folder.run(&["lighten", "light.overtone", "-o", "lighter.overtone"]);
    assert_ne!(code(&again), 0);
    assert!(stderr(&again).contains("expected a model that knows"), "{}", stderr(&again));

    let small = format!("{www}/small.overtone");
    folder.write("small.overtone", std::fs::read(&small).unwrap());
    for take in 0..3 {
        speak(&folder, &format!("takes/angry/{take}.wav"), 0.9, take);
        speak(&folder, &format!("takes/sad/{take}.wav"), 1.4, take);
    }
    let adapt = |model: &[&str]| {
        let output = folder.run(&[&["adapt", "takes", "-o", "mine.overtone"], model].concat());
        (code(&output), stderr(&output), stdout(&output))
    };
    let alone = adapt(&["--model", "small.overtone"]);
    folder.write("small.manners", std::fs::read(format!("{www}/small.manners")).unwrap());
    let beside = adapt(&["--model", "small.overtone"]);
    assert_eq!(beside, adapt(&[]), "as the model that comes with the program");
    assert_eq!((alone.0, beside.0), (0, 0), "{} {}", alone.1, beside.1);
    folder.write("small.manners", std::fs::read(folder.path("light.manners")).unwrap());
    let foreign = adapt(&["--model", "small.overtone"]);
    assert!(foreign.0 == 1 && foreign.1.contains("another model's"), "{}", foreign.1);
}

#[test]
fn files_of_one_voice_are_heard_without_it_whatever_their_order() {
    let folder = Folder::new();
    speak(&folder, "low.wav", 0.9, 3);
    speak(&folder, "high.wav", 1.3, 5);
    folder.write("noise.mp3", "no sound");
    let run = |args: &[&str]| folder.run(&[&["predict", "--format", "csv"], args].concat());
    let rows = |args: &[&str]| {
        let mut rows: Vec<String> = stdout(&run(args)).lines().map(str::to_owned).collect();
        rows.sort();
        rows
    };
    let strangers = rows(&["low.wav", "high.wav"]);
    let one = rows(&["low.wav", "high.wav", "--one-voice"]);
    assert_eq!((one.len(), &one[0]), (3, &strangers[0]));
    assert!(one[1] != strangers[1] && one[2] != strangers[2], "{one:?} {strangers:?}");
    assert_eq!(one, rows(&["high.wav", "noise.mp3", "low.wav", "--one-voice"]));
    // Both tell of the voice.
    assert_ne!(one[2], rows(&["low.wav", "--one-voice"])[1]);
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

#[test]
fn takes_of_a_label_of_ones_own_are_listened_to_like_all_others() {
    let folder = Folder::new();
    takes(&folder, 3);
    for copy in 0..4 {
        folder.voice(&format!("takes/bored/{copy}.wav"), 200.0, 1.5);
    }
    folder.write("takes/bored/silent.wav", wav(vec![0.0; 16_000]));
    folder.write("takes/bored/broken.wav", b"RIFF");
    folder.write("takes/angry/cut.wav", b"");
    let output = folder.run(&["adapt", "takes", "-o", "mine.overtone"]);
    assert_eq!(code(&output), 1);
    let said = stderr(&output);
    for line in [
        "left out: takes/angry/cut.wav: empty",
        "left out: takes/bored/broken.wav: cannot be decoded",
        "left out: takes/bored/silent.wav: silent",
        "left out: takes/bored/3.wav: the same audio as takes/bored/0.wav",
        "overtone: expected at least 3 takes of bored, got 1",
    ] {
        assert!(said.contains(line), "expected {line:?} in\n{said}");
    }
    assert!(!folder.path("mine.overtone").exists());
}

#[test]
fn a_folder_of_an_unknown_name_teaches_a_label_of_ones_own() {
    let folder = Folder::new();
    for take in 0..4 {
        // Spelt otherwise on another day, it is the same label.
        let name = ["monday/my teacher voice", "tuesday/My Teacher Voice"][take / 2];
        speak(&folder, &format!("takes/{name}/{take}.wav"), 0.9, take);
        speak(&folder, &format!("takes/angry/{take}.wav"), 1.4, take);
    }
    speak(&folder, "unheard.wav", 0.93, 6);
    let output = folder.run(&["adapt", "takes", "-o", "mine.overtone"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("my teacher voice is none of the eight emotions"), "{said}");
    assert!(stdout(&output).contains("my teacher voice"), "{}", stdout(&output));

    let predict = ["predict", "unheard.wav", "--model", "mine.overtone"];
    let text = stdout(&folder.run(&predict));
    assert!(text.starts_with("unheard.wav  ") && text.contains("  my teacher voice\n"), "{text}");
    assert_eq!(text.lines().count(), 1 + 9);
    let csv = stdout(&folder.run(&[&predict[..], &["--format", "csv"]].concat()));
    let (head, row) = csv.trim().split_once('\n').unwrap();
    assert!(head.ends_with(",surprise,my teacher voice"), "{head}");
    assert!(row.starts_with("unheard.wav,my teacher voice,"), "{row}");
    let json = stdout(&folder.run(&[&predict[..], &["--format", "json"]].concat()));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["label"], "my teacher voice");
    assert!(json[0]["probabilities"]["my teacher voice"].as_f64().unwrap() > 0.5);
    assert_eq!(json[0]["windows"][0]["probabilities"].as_array().unwrap().len(), 9);

    let output = folder.run(&[&predict[..], &["--one-voice"]].concat());
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("got one that knows its owner's voice"),
        "{}",
        stderr(&output)
    );

    // A reader who has seen enough of the table does not cost the model.
    let args = ["adapt", "takes", "-o", "unread.overtone"];
    assert_no_failure(&folder.run_unread(&args), &args);
    assert!(read(&folder.path("unread.overtone")) == read(&folder.path("mine.overtone")));

    // Changed since it was written, it is refused in one sentence.
    let mut damaged = std::fs::read(folder.path("mine.overtone")).unwrap();
    damaged[200] ^= 1;
    folder.write("damaged.overtone", damaged);
    let output = folder.run(&["predict", "unheard.wav", "--model", "damaged.overtone"]);
    assert_eq!(code(&output), 1);
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("damaged"), "{}", stderr(&output));
}
