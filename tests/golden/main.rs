//! Holds the features to the values that librosa 0.11.0 gives: `make.py` wrote them.
//!
//! The same tests run natively and, by wasm-pack, in a browser.
#![allow(clippy::unwrap_used, clippy::panic)]

mod reader;

use overtone::audio::Waveform;
use overtone::features::chroma::{CLASSES, ChromaBank, chroma};
use overtone::features::decibel::{RANGE_DB, db_from_power, limit_range};
use overtone::features::mel::{MelBank, mel_power};
use overtone::features::mfcc::mfcc;
use overtone::features::rms::rms;
use overtone::features::stft::Stft;
use overtone::features::window::periodic_hann;
use overtone::features::zcr::zcr;
use overtone::features::{FeatureSpec, Features, FrameSpec, pitch};
use reader::{Goldens, Signal};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const RATE_HZ: u32 = 22_050;
const FFT: usize = 2_048;
const HOP: usize = 512;

/// How far a value may lie from the golden one.
#[derive(Clone, Copy)]
enum Within {
    Absolute(f64),
    /// A share of the golden value, or a millionth of the least power that has decibels: below
    /// that, a constant leaves nothing but the rounding of double precision.
    Relative(f64),
}

/// Panics at the first value that lies too far from the golden one.
fn assert_near(what: &str, got: &[f32], golden: &[f32], within: Within) {
    assert_eq!(got.len(), golden.len(), "{what}: length");
    for (place, (got, golden)) in got.iter().zip(golden).enumerate() {
        let (got, golden) = (f64::from(*got), f64::from(*golden));
        let allowed = match within {
            Within::Absolute(allowed) => allowed,
            Within::Relative(share) => (share * golden.abs()).max(1e-16),
        };
        assert!(
            (got - golden).abs() <= allowed,
            "{what}: expected {golden} ± {allowed:.2e} at {place}, got {got}"
        );
    }
}

fn largest(values: &[f32]) -> f64 {
    values.iter().copied().fold(0.0, f32::max).into()
}

/// Some frames of features, `[rows, frames]`.
fn pick(features: &Features, frames: &[usize]) -> Vec<f32> {
    let rows = (0..features.rows).map(|row| features.row(row));
    rows.flat_map(|row| frames.iter().map(|frame| row[*frame])).collect()
}

/// The signals at the rate of the summary.
fn each_signal(check: impl Fn(&Signal, &Waveform)) {
    let goldens = Goldens::read();
    let signals: Vec<Signal> = goldens.signals().filter(|s| s.rate_hz == RATE_HZ).collect();
    assert!(signals.len() >= 40);
    signals.iter().for_each(|signal| check(signal, &signal.sound()));
}

#[test]
fn windows_are_scipys() {
    let goldens = Goldens::read();
    for name in goldens.names("window/") {
        let golden = goldens.f64(&format!("window/{name}"));
        let window = periodic_hann(name.parse().unwrap());
        assert_eq!(window.len(), golden.len());
        assert!(window.iter().zip(golden).all(|(got, golden)| (got - golden).abs() <= 1e-7));
    }
}

#[test]
fn mel_banks_are_librosas() {
    let goldens = Goldens::read();
    for (name, bank) in [
        ("mel/seed", MelBank::new(22_050, 2_048, 128, 0.0, 11_025.0)),
        ("mel/gate", MelBank::new(16_000, 512, 64, 50.0, 5_000.0)),
        ("mel/overtone", MelBank::new(16_000, 400, 80, 0.0, 8_000.0)),
        ("mel/wide", MelBank::new(48_000, 1_024, 20, 300.5, 24_000.0)),
    ] {
        let dense = bank.unwrap().dense();
        let shape = goldens.u32(&format!("{name}/shape"));
        assert_eq!([dense.rows as u32, dense.frames as u32], shape[..]);
        let mut golden = vec![0.0; dense.values.len()];
        let places = goldens.u32(&format!("{name}/places"));
        for (place, weight) in places.iter().zip(goldens.f32(&format!("{name}/weights"))) {
            golden[*place as usize] = weight;
        }
        assert_near(name, &dense.values, &golden, Within::Absolute(1e-6));
    }
}

#[test]
fn chroma_banks_are_librosas() {
    let goldens = Goldens::read();
    for name in ["chroma/flat", "chroma/even", "chroma/sharp"] {
        let tuning = goldens.f64(&format!("{name}/tuning"))[0];
        let bank = ChromaBank::new(RATE_HZ, FFT, tuning).dense();
        assert_near(name, &bank.values, &goldens.f32(name), Within::Absolute(1e-6));
    }
}

#[test]
fn decibels_are_librosas() {
    let goldens = Goldens::read();
    let db: Vec<f32> = goldens.f32("decibel/powers").into_iter().map(db_from_power).collect();
    assert_near("power", &db, &goldens.f32("decibel/db"), Within::Absolute(1e-4));
}

#[test]
fn spectra_are_librosas() {
    each_signal(|signal, sound| {
        let magnitudes = Stft::new(FFT, FFT, HOP).unwrap().magnitudes(sound.samples());
        let golden = signal.f32("stft");
        let within = Within::Absolute(1e-4 * largest(&golden));
        assert_near(signal.name, &pick(&magnitudes, &signal.shown()), &golden, within);
    });
}

#[test]
fn mel_powers_are_librosas() {
    each_signal(|signal, sound| {
        let mel = mel_power(sound, 128).unwrap();
        assert_near(signal.name, &mel.values, &signal.f32("mel"), Within::Relative(1e-4));
    });
}

#[test]
fn mel_decibels_are_librosas() {
    each_signal(|signal, sound| {
        let mut mel = mel_power(sound, 128).unwrap();
        mel.values.iter_mut().for_each(|value| *value = db_from_power(*value));
        let shown = signal.shown();
        assert_near(signal.name, &pick(&mel, &shown), &signal.f32("db"), Within::Absolute(0.01));
        limit_range(&mut mel.values, RANGE_DB);
        assert_near(signal.name, &pick(&mel, &shown), &signal.f32("db_80"), Within::Absolute(0.01));
    });
}

#[test]
fn cepstra_are_librosas() {
    each_signal(|signal, sound| {
        let mfcc = mfcc(sound, 20).unwrap();
        assert_near(signal.name, &mfcc.values, &signal.f32("mfcc"), Within::Absolute(0.01));
    });
}

#[test]
fn levels_are_librosas() {
    each_signal(|signal, sound| {
        let levels = rms(sound, FFT, HOP).unwrap();
        let golden = signal.f32("rms");
        // Of full scale, or of the loudest frame where that is above full scale.
        let within = Within::Absolute(1e-5 * largest(&golden).max(1.0));
        assert_near(signal.name, &levels.values, &golden, within);
    });
}

#[test]
fn zero_crossings_are_librosas_to_the_count() {
    each_signal(|signal, sound| {
        let rates = zcr(sound, FFT, HOP).unwrap();
        let less_than_one = Within::Absolute(0.25 / FFT as f64);
        assert_near(signal.name, &rates.values, &signal.f32("zcr"), less_than_one);
    });
}

#[test]
fn chroma_with_librosas_tuning_is_librosas() {
    each_signal(|signal, sound| {
        let magnitudes = Stft::new(FFT, FFT, HOP).unwrap().magnitudes(sound.samples());
        let bank = ChromaBank::new(RATE_HZ, FFT, signal.tuning());
        let golden = signal.f32("chroma");
        let frames = magnitudes.frames;
        for t in 0..frames {
            let column: Vec<f32> = magnitudes.column(t).collect();
            let chroma = bank.apply(&column);
            let golden: Vec<f32> = (0..CLASSES).map(|class| golden[class * frames + t]).collect();
            assert_near(signal.name, &chroma[0], &golden, Within::Absolute(1e-4));
        }
    });
}

#[test]
fn chroma_from_end_to_end_is_librosas() {
    each_signal(|signal, sound| {
        let chroma = chroma(sound).unwrap();
        assert_near(signal.name, &chroma.values, &signal.f32("chroma"), Within::Absolute(0.02));
    });
}

#[test]
fn summaries_are_librosas() {
    each_signal(|signal, sound| {
        let summary = FeatureSpec::seed().extract(sound).unwrap();
        assert_summary(signal.name, &summary, &signal.f32("summary"));
    });
}

/// Each of the 162 values within the tolerance of its own feature.
fn assert_summary(name: &str, summary: &Features, golden: &[f32]) {
    let parts = [
        ("zcr", 0..1, Within::Absolute(0.25 / FFT as f64)),
        ("chroma", 1..13, Within::Absolute(0.02)),
        ("mfcc", 13..33, Within::Absolute(0.01)),
        ("rms", 33..34, Within::Absolute(1e-5 * f64::from(golden[33]).max(1.0))),
        ("mel", 34..162, Within::Relative(1e-4)),
    ];
    for (part, rows, within) in parts {
        let what = format!("{name}, {part}");
        assert_near(&what, &summary.values[rows.clone()], &golden[rows], within);
    }
}

#[test]
fn frames_are_librosas() {
    let specs = [
        ("gate", FeatureSpec::Frames(FrameSpec::default())),
        ("overtone", FeatureSpec::overtone()),
    ];
    each_signal(|signal, sound| {
        for (array, spec) in &specs {
            // The same samples, read as if they came at the rate of our own networks.
            let sound = Waveform::new(sound.samples().to_vec(), spec.rate_hz()).unwrap();
            let frames = spec.extract(&sound).unwrap();
            let third: Vec<usize> = (0..frames.frames).step_by(3).collect();
            let what = format!("{}, {array}", signal.name);
            let golden = signal.f32(array);
            assert_near(&what, &pick(&frames, &third), &golden, Within::Absolute(0.01));
        }
    });
}

/// Resampled here by rubato and there by soxr: the tones are alike, their floor is not.
#[test]
fn stereo_at_another_rate_is_brought_to_one_channel_and_rate() {
    let goldens = Goldens::read();
    let signal = goldens.signal("stereo");
    let summary = FeatureSpec::seed().extract(&signal.sound()).unwrap().values;
    let golden = signal.f32("summary");
    let near = |rows: std::ops::Range<usize>, within| {
        assert_near("stereo", &summary[rows.clone()], &golden[rows], within);
    };
    near(0..1, Within::Absolute(1.0 / FFT as f64));
    near(1..13, Within::Absolute(0.02));
    near(33..34, Within::Absolute(1e-4));
    let loud: Vec<usize> = (34..162).filter(|row| golden[*row] > 1e-3).collect();
    assert!(loud.len() > 20);
    loud.iter().for_each(|row| near(*row..row + 1, Within::Relative(0.01)));
}

#[test]
fn pitch_is_found_within_a_hundredth_and_in_its_octave() {
    let goldens = Goldens::read();
    let mut voiced = 0;
    for signal in goldens.signals().filter(|s| s.f0_hz.is_some_and(|hz| hz > 0.0)) {
        let hz = signal.f0_hz.unwrap();
        let track = pitch::track(&signal.sound()).unwrap();
        // At the ends of the sound a frame has silence in it.
        for (t, got) in track.hz.iter().enumerate().skip(5).take(track.hz.len() - 10) {
            assert!((got / hz - 1.0).abs() < 0.01, "{}: {hz} Hz, frame {t}: {got}", signal.name);
            assert!(track.voicing[t] > 0.5, "{}: frame {t}: {}", signal.name, track.voicing[t]);
            voiced += 1;
        }
    }
    assert!(voiced > 500);
}

#[test]
fn noise_and_silence_have_no_pitch() {
    let goldens = Goldens::read();
    let unvoiced: Vec<Signal> = goldens.signals().filter(|s| s.f0_hz == Some(0.0)).collect();
    assert!(unvoiced.len() >= 5);
    for signal in unvoiced {
        let track = pitch::track(&signal.sound()).unwrap();
        let inner = 5..track.hz.len() - 5;
        assert!(track.hz[inner].iter().all(|hz| *hz == 0.0), "{}: {:?}", signal.name, track.hz);
    }
}
