//! The gate beside voice activity detectors of others: what each rejects if all let as much speech
//! pass.
//!
//! A detector of others gives a probability for each frame, and no answer for a sound. Of several
//! ways to make one of many it gets the one with which it rejects most of the kinds to which the
//! gate was fitted; the kinds that tell are others.

use std::ops::Range;
use std::path::{Path, PathBuf};

use cpu_time::ThreadTime;
use earshot::Detector as Earshot;
use nnnoiseless::DenoiseState as RnNoise;
use overtone::audio::{Waveform, resample};
use overtone::features::speech::SpeechGate;
use rand::SeedableRng;

use super::clips::{Speech, clips, speech};
use super::common;
use super::sounds::{FITTED, Kind, UNHEARD};
use super::synth::{Rng, level, white};
use super::voice::voice;
use super::{UNHEARD_CLIPS, made, sound, speakers};

/// Clips of each validation speaker, by corpus.
const VALIDATION_CLIPS: [(&str, usize); 4] =
    [("crema-d/", 15), ("ravdess/", 30), ("savee/", 60), ("tess/", 60)];
/// The share of the validation speakers' sounds that every detector lets pass.
const PASSING: f64 = 0.95;

/// The peak of every sound: detectors of others hear the level, and do best about here.
const PEAK: f32 = 0.25;

/// One detector's scores: of the frames of a sound, or of sounds, one each.
type Scores = Vec<f32>;

/// A way to make one score of a sound's many.
struct Pooling {
    name: &'static str,
    pool: fn(&Scores) -> f32,
}

/// Something that tells speech from other sounds, frame by frame or stretch by stretch.
struct Detector {
    name: &'static str,
    listen: fn(&Waveform) -> Scores,
    poolings: &'static [Pooling],
}

/// What a detector makes of every sound, and the processor's seconds for a second of sound: in a
/// build for tests, in which our crate is hardly optimised and the others are, no fair comparison.
struct Hearing<'a> {
    detector: &'a Detector,
    scores: Groups<Vec<Scores>>,
    cost: f64,
}

/// Something of each group of sounds.
struct Groups<T> {
    /// Clips and parts of the validation speakers, which set the thresholds.
    validation: T,
    /// Sounds of the kinds to which the gate was fitted, which choose the pooling.
    tuning: T,
    /// Clips of speakers whom the gate never heard.
    clips: T,
    /// Parts of them with noise.
    parts: T,
    /// Other sounds of the kinds to which the gate was fitted.
    fitted: T,
    /// Sounds of the kinds that it never heard.
    unheard: T,
}

/// What a detector lets pass.
struct Row {
    name: String,
    accepted: Groups<f64>,
    cost: f64,
}

const fn pooling(name: &'static str, pool: fn(&Scores) -> f32) -> Pooling {
    Pooling { name, pool }
}

/// Pooled as it always is: one stretch of speech is enough.
const GATE: Detector =
    Detector { name: "the gate", listen: gate, poolings: &[pooling("most", most)] };

const PEERS: [Detector; 2] = [
    Detector { name: "earshot", listen: earshot, poolings: &POOLINGS },
    Detector { name: "RNNoise", listen: rnnoise, poolings: &POOLINGS },
];

const POOLINGS: [Pooling; 6] = [
    pooling("mean", |scores| scores.iter().sum::<f32>() / scores.len() as f32),
    pooling("share above a half", share_above_half),
    pooling("lower quarter", |scores| quantile(scores, 0.25)),
    pooling("median", |scores| quantile(scores, 0.5)),
    pooling("upper tenth", |scores| quantile(scores, 0.9)),
    pooling("most", most),
];

fn gate(sound: &Waveform) -> Scores {
    SpeechGate::listen(sound).unwrap().evidences(0.0, sound.seconds()).collect()
}

/// Frames of 16 ms.
fn earshot(sound: &Waveform) -> Scores {
    let mut detector = Earshot::default();
    sound.samples().chunks_exact(256).map(|frame| detector.predict_f32(frame)).collect()
}

/// Frames of 10 ms, at the rate and in the range of whole numbers that the crate asks for.
fn rnnoise(sound: &Waveform) -> Scores {
    let sound = resample(sound, 48_000).unwrap();
    let samples: Vec<f32> = sound.samples().iter().map(|sample| sample * 32_767.0).collect();
    let mut denoised = [0.0; RnNoise::FRAME_SIZE];
    let mut detector = RnNoise::new();
    let frames = samples.chunks_exact(RnNoise::FRAME_SIZE);
    frames.map(|frame| detector.process_frame(&mut denoised, frame)).collect()
}

fn most(scores: &Scores) -> f32 {
    scores.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

fn share_above_half(scores: &Scores) -> f32 {
    scores.iter().filter(|score| **score > 0.5).count() as f32 / scores.len() as f32
}

fn quantile(scores: &Scores, share: f64) -> f32 {
    let mut sorted = scores.clone();
    sorted.sort_by(f32::total_cmp);
    sorted[(share * sorted.len() as f64) as usize]
}

/// The share of sounds whose scores reach a threshold.
fn accepted(scores: &Scores, threshold: f32) -> f64 {
    scores.iter().filter(|score| **score >= threshold).count() as f64 / scores.len() as f64
}

impl<T> Groups<T> {
    fn map<U>(&self, mut each: impl FnMut(&T) -> U) -> Groups<U> {
        Groups {
            validation: each(&self.validation),
            tuning: each(&self.tuning),
            clips: each(&self.clips),
            parts: each(&self.parts),
            fitted: each(&self.fitted),
            unheard: each(&self.unheard),
        }
    }
}

/// Every sound, the same for all detectors.
fn sounds(corpora: &Path) -> Groups<Vec<Waveform>> {
    let [_, validation, unheard] = speakers();
    let all = clips(corpora);
    let held = people(&all, &validation, VALIDATION_CLIPS, 3);
    let Speech { whole, parts } = people(&all, &unheard, UNHEARD_CLIPS, 2);
    let groups = Groups {
        validation: [held.whole, held.parts].concat(),
        tuning: kinds(&FITTED, 100..106),
        clips: whole,
        parts,
        fitted: kinds(&FITTED, 0..10),
        unheard: kinds(&UNHEARD, 0..16),
    };
    groups.map(|sounds| sounds.iter().map(levelled).collect())
}

fn people(
    clips: &[(PathBuf, String)],
    speakers: &[String],
    counts: [(&str, usize); 4],
    seed: u64,
) -> Speech {
    let mut rng = Rng::seed_from_u64(seed);
    let mut all = Speech::default();
    for count in counts {
        let of_corpus = speech(clips, speakers, count, &mut rng);
        all.whole.extend(of_corpus.whole);
        all.parts.extend(of_corpus.parts);
    }
    all
}

fn levelled(whole: &Waveform) -> Waveform {
    let mut samples = whole.samples().to_vec();
    level(&mut samples, PEAK);
    sound(samples)
}

fn kinds(kinds: &[Kind], numbers: Range<u64>) -> Vec<Waveform> {
    kinds.iter().flat_map(|kind| made(kind, numbers.clone())).collect()
}

impl Detector {
    fn hear(&self, sounds: &Groups<Vec<Waveform>>) -> Hearing<'_> {
        let mut seconds = 0.0;
        let start = ThreadTime::now();
        let scores = sounds.map(|group| {
            seconds += group.iter().map(Waveform::seconds).sum::<f64>();
            group.iter().map(self.listen).collect()
        });
        Hearing { detector: self, scores, cost: start.elapsed().as_secs_f64() / seconds }
    }
}

impl Hearing<'_> {
    /// Where as many of the validation speakers' sounds pass as shall, with the best pooling.
    fn at_passing(&self) -> Row {
        let rows = self.detector.poolings.iter().map(|pooling| {
            let pooled = self.scores.map(|group| group.iter().map(pooling.pool).collect());
            self.row(pooling.name, &pooled, quantile(&pooled.validation, 1.0 - PASSING))
        });
        rows.min_by(|a, b| a.accepted.tuning.total_cmp(&b.accepted.tuning)).unwrap()
    }

    /// At a threshold that it has already, where the likeliest of its scores decides.
    fn as_it_stands(&self, threshold: f32) -> Row {
        let pooled = self.scores.map(|group| group.iter().map(most).collect());
        self.row("as it stands", &pooled, threshold)
    }

    fn row(&self, how: &str, pooled: &Groups<Scores>, threshold: f32) -> Row {
        Row {
            name: format!("{}, {how}", self.detector.name),
            accepted: pooled.map(|scores| accepted(scores, threshold)),
            cost: self.cost,
        }
    }
}

impl Row {
    const TITLES: [&str; 5] = ["clips", "parts", "not: fitted", "not: unheard", "ms for 1 s"];

    fn print_titles() {
        print!("{:<28}", "accepted, and rejected (not)");
        Self::TITLES.iter().for_each(|title| print!("{title:>14}"));
        println!();
    }

    fn print(&self) {
        print!("{:<28}", self.name);
        let Groups { clips, parts, fitted, unheard, .. } = self.accepted;
        for share in [clips, parts, 1.0 - fitted, 1.0 - unheard] {
            print!("{:>12.1} %", 100.0 * share);
        }
        println!("{:>14.2}", 1_000.0 * self.cost);
    }
}

#[test]
fn detectors_of_others_hear_a_voice_and_no_noise() {
    let noise = sound(white(&mut Rng::seed_from_u64(1), 3.0));
    for peer in &PEERS {
        let share = |sound| share_above_half(&(peer.listen)(&levelled(sound)));
        let (of_voice, of_noise) = (share(&voice(3.0)), share(&noise));
        assert!(of_voice > 0.8 && of_noise < 0.2, "{}: {of_voice}, {of_noise}", peer.name);
    }
}

#[test]
fn none_that_accepts_as_much_speech_rejects_as_much_else() {
    let Some(shared) = common::shared_folder() else { return };
    let sounds = sounds(&shared.join("corpora"));
    let gate = GATE.hear(&sounds);
    let ours = gate.at_passing();
    let peers = PEERS.each_ref().map(|peer| peer.hear(&sounds).at_passing());
    Row::print_titles();
    [&gate.as_it_stands(0.0), &ours].into_iter().chain(&peers).for_each(Row::print);
    assert!(ours.accepted.clips >= PASSING && ours.accepted.parts >= PASSING - 0.01);
    assert!(ours.accepted.fitted <= 0.05 && ours.accepted.unheard <= 0.05);
    for peer in &peers {
        assert!(peer.accepted.fitted > ours.accepted.fitted, "{}", peer.name);
        assert!(peer.accepted.unheard > ours.accepted.unheard, "{}", peer.name);
    }
}
