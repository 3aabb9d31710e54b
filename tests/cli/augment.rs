//! `overtone augment`: one sound in, its variation out.

use std::fs;

use overtone::audio::{Waveform, decode};

use crate::folder::{Folder, code, stderr, stdout};

const KINDS: [&str; 10] =
    ["noise", "stretch", "shift", "pitch", "gain", "colour", "room", "band", "codec", "recording"];

fn with_voice() -> Folder {
    let folder = Folder::new();
    folder.voice("voice.wav", 150.0, 1.0);
    folder
}

fn heard(folder: &Folder, name: &str) -> Waveform {
    decode(&fs::read(folder.path(name)).unwrap()).unwrap()
}

fn augment(folder: &Folder, args: &str) -> (i32, String, String) {
    let args: Vec<&str> = ["augment", "voice.wav"].into_iter().chain(args.split(' ')).collect();
    let output = folder.run(&args);
    (code(&output), stdout(&output), stderr(&output))
}

#[test]
fn every_kind_writes_another_sound_and_a_seed_repeats_it() {
    let folder = with_voice();
    let voice = heard(&folder, "voice.wav");
    for kind in KINDS {
        let bytes = |name: &str| {
            let (code, line, error) =
                augment(&folder, &format!("--kind {kind} --seed 3 -o {name}"));
            assert_eq!((code, error.as_str()), (0, ""), "{kind}");
            assert!(line.starts_with(&format!("{name}: ")) && line.contains("seed 3, "), "{line}");
            fs::read(folder.path(name)).unwrap()
        };
        assert!(bytes("a.wav") == bytes("b.wav"), "{kind}");
        assert!(heard(&folder, "a.wav") != voice, "{kind}");
    }
}

#[test]
fn given_numbers_are_used_and_told() {
    let folder = with_voice();
    for (args, told) in [
        ("--kind stretch --rate 2", "x.wav: 2.000 times the speed, seed 0, 0.50 s\n"),
        ("--kind pitch --semitones -3", "x.wav: pitch by -3.00 semitones, seed 0, 1.00 s\n"),
        ("--kind shift --later-s -0.25", "x.wav: 0.250 s earlier, seed 0, 1.00 s\n"),
        ("--kind colour --colour pink --snr-db 10", "x.wav: pink noise 10.0 dB below the speech"),
        ("--kind room --rt60-s 0.6 --direct-db 3", "x.wav: room with RT60 0.60 s and 3.0 dB of "),
        ("--kind band --low-hz 300 --high-hz 3400", "x.wav: band from 300 to 3400 Hz, seed 0"),
        ("--kind codec --bits 6", "x.wav: μ-law of 6 bits, seed 0"),
        ("--kind codec --below-db 9", "x.wav: spectrum rounded 9.0 dB below each critical band"),
        ("--kind noise --amount 0.5", "x.wav: white noise of up to 0.500 of the largest "),
    ] {
        let (code, line, error) = augment(&folder, &format!("{args} -o x.wav"));
        assert_eq!(code, 0, "{error}");
        assert!(line.starts_with(told), "expected {told:?}, got {line:?}");
    }
}

#[test]
fn a_gain_is_as_loud_as_stated_and_says_what_clips() {
    let folder = with_voice();
    augment(&folder, "--kind gain --gain-db -20 -o quiet.wav");
    let ratio = heard(&folder, "voice.wav").peak() / heard(&folder, "quiet.wav").peak();
    assert!((ratio - 10.0).abs() < 0.05, "{ratio}");
    let (_, line, _) = augment(&folder, "--kind gain --gain-db 20 -o loud.wav");
    // A saw between ±0.2, ten times as high, is beyond full scale for half of the time.
    let count: usize = line.rsplit(' ').next().unwrap().trim().parse().unwrap();
    assert!((7_800..8_200).contains(&count), "{line}");
    assert!(line.contains(" s, clipped samples: "), "{line}");
}

#[test]
fn nonsense_is_refused_in_a_sentence() {
    let folder = with_voice();
    for (args, expected_code, sentence) in [
        ("--kind stretch --rate 0", 2, "expected a number from 0.1 to 10"),
        ("--kind room --rt60-s NaN", 2, "expected a number from 0.05 to 3"),
        ("--kind codec --bits 9", 2, "9 is not in 3..=8"),
        ("--kind codec --bits 8 --below-db 9", 2, "cannot be used with"),
        ("--kind echo", 2, "[possible values: noise, stretch, "),
        ("--seed 1", 2, "--kind <KIND>"),
        (
            "--kind room --rate 2",
            1,
            "overtone: --rate belongs to --kind stretch, got --kind room\n",
        ),
        (
            "--kind band --low-hz 3400 --high-hz 300",
            1,
            "overtone: expected a band from 0 Hz or more to at least 200 Hz above, got 3400 to 300 Hz\n",
        ),
    ] {
        let (code, _, error) = augment(&folder, &format!("{args} -o x.wav"));
        assert_eq!(code, expected_code, "{args}: {error}");
        assert!(error.contains(sentence), "expected {sentence:?}, got {error:?}");
        assert!(!folder.path("x.wav").exists());
    }
}

#[test]
fn the_sound_itself_is_never_written_over() {
    let folder = with_voice();
    let before = fs::read(folder.path("voice.wav")).unwrap();
    let (code, _, error) = augment(&folder, "--kind gain -o ./voice.wav");
    assert_eq!(code, 1);
    assert_eq!(error, "overtone: expected another file than ./voice.wav to write to\n");
    assert!(fs::read(folder.path("voice.wav")).unwrap() == before);
}

#[test]
fn a_file_that_is_no_sound_is_named() {
    let folder = Folder::new();
    folder.write("voice.wav", "this is no sound, whatever its name says");
    let (code, _, error) = augment(&folder, "--kind gain -o x.wav");
    assert_eq!(code, 1);
    assert!(error.starts_with("overtone: voice.wav: expected a sound file"), "{error}");
}
