//! Holds the whole way, from a file of a corpus to its features, to the numbers that librosa
//! 0.11.0 gives: `golden/clips.py` wrote them. Where the corpora are not beside the project, there
//! is nothing to compare.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use overtone::audio::{Waveform, decode};
use overtone::features::mel::edges_hz;
use overtone::features::{FeatureSpec, FrameSpec};
use serde::Deserialize;

/// Mel bands of the summary, and their first row.
const BANDS: usize = 128;
const MEL: usize = 34;

#[derive(Deserialize)]
struct Golden {
    seconds: f64,
    summary: Vec<f32>,
    frames: usize,
    /// Some frames as the gate hears them.
    gate: BTreeMap<usize, Vec<f32>>,
    /// The same as the models that ship do.
    overtone: BTreeMap<usize, Vec<f32>>,
}

fn goldens() -> BTreeMap<PathBuf, Golden> {
    serde_json::from_str(include_str!("golden/clips.json")).unwrap()
}

/// The clips with their numbers; none where the corpora are not there.
fn clips() -> Vec<(String, Waveform, Golden)> {
    let Some(shared) = common::shared_folder() else { return Vec::new() };
    let clip = |(path, golden): (PathBuf, Golden)| {
        let name = path.display().to_string();
        let bytes = std::fs::read(shared.join(&path));
        let bytes = bytes.unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, decode(&bytes).unwrap(), golden)
    };
    let clips: Vec<_> = goldens().into_iter().map(clip).collect();
    assert!(!clips.is_empty());
    clips
}

/// The largest distance of a value from its golden one.
fn farthest<'a>(
    got: impl IntoIterator<Item = f32>,
    golden: impl IntoIterator<Item = &'a f32>,
) -> f32 {
    got.into_iter().zip(golden).map(|(got, golden)| (got - golden).abs()).fold(0.0, f32::max)
}

#[test]
fn the_goldens_hold_every_value() {
    let goldens = goldens();
    assert!(goldens.len() >= 12);
    for golden in goldens.values() {
        assert_eq!((golden.summary.len(), golden.gate.len(), golden.overtone.len()), (162, 4, 4));
    }
}

#[test]
fn frames_are_librosas_whatever_the_codec_and_the_rate() {
    for (name, sound, golden) in clips() {
        assert!((sound.seconds() - golden.seconds).abs() < 1e-4, "{name}: {}", sound.seconds());
        let (gate, overtone) = (FrameSpec::default(), FrameSpec::whisper());
        let heard = [
            // Up to 5 kHz, which the lowest rate of them carries.
            (gate.bands, gate, &golden.gate),
            (kept_bands(&sound, &overtone), overtone, &golden.overtone),
        ];
        for (kept, spec, shown) in heard {
            let frames = FeatureSpec::Frames(spec).extract(&sound).unwrap();
            assert_eq!(frames.frames, golden.frames, "{name}");
            for (frame, golden) in shown {
                let error_db = farthest(frames.column(*frame).take(kept), golden);
                assert!(error_db < 0.02, "{name}, frame {frame}: {error_db} dB");
            }
        }
    }
}

/// How many bands both resamplers hear alike.
fn kept_bands(sound: &Waveform, spec: &FrameSpec) -> usize {
    if sound.rate_hz() == spec.rate_hz {
        return spec.bands;
    }
    let edges_hz = edges_hz(spec.bands, spec.low_hz, spec.high_hz);
    bands_below(0.45 * f64::from(sound.rate_hz().min(spec.rate_hz)), &edges_hz)
}

/// Both resamplers keep what lies below nine tenths of the lower Nyquist frequency; between there
/// and that frequency each has its own slope, which the averages hear, most of all the cepstrum.
#[test]
fn summaries_are_librosas_but_for_the_slope_of_the_resampler() {
    for (name, sound, golden) in clips() {
        let summary = FeatureSpec::seed().extract(&sound).unwrap().values;
        let error = |rows: Range<usize>| {
            farthest(summary[rows.clone()].iter().copied(), &golden.summary[rows])
        };
        let same_slope = sound.rate_hz() == 44_100;
        let within = |what, got: f32, allowed: f32| assert!(got < allowed, "{name}, {what}: {got}");
        within("zcr", error(0..1), if is_gated(&sound) { 0.05 } else { 0.002 });
        within("chroma", error(1..13), if same_slope { 0.001 } else { 0.03 });
        within("mfcc", error(13..33), if same_slope { 0.01 } else { 2.0 });
        within("rms", error(33..34), 1e-4);
        let kept = if same_slope {
            BANDS
        } else {
            let edges_hz = edges_hz(BANDS, 0.0, 11_025.0);
            bands_below(0.45 * f64::from(sound.rate_hz().min(22_050)), &edges_hz)
        };
        for band in 0..kept {
            let golden = golden.summary[MEL + band];
            let error = (summary[MEL + band] - golden).abs();
            assert!(error <= 0.01 * golden + 1e-6, "{name}, mel {band}: {golden} and {error}");
        }
    }
}

/// Digital silence: which sign it has after resampling is the resampler's rounding.
fn is_gated(sound: &Waveform) -> bool {
    let zeros = sound.samples().iter().filter(|sample| **sample == 0.0).count();
    zeros * 20 > sound.samples().len()
}

/// How many bands with these corners end below a frequency.
fn bands_below(hz: f64, edges_hz: &[f64]) -> usize {
    edges_hz.partition_point(|edge| *edge <= hz).saturating_sub(2)
}
