//! Fits the gate's weights and prints `src/features/speech/weights.rs` from `CONSTANT` on.

use std::path::PathBuf;

use overtone::audio::Waveform;
use overtone::features::speech::SpeechGate;
use rand::{RngExt, SeedableRng};

use super::babble::babble;
use super::clips::{clips, read, record, some_of_each, stretch};
use super::logistic::{self, Example};
use super::sounds::FITTED;
use super::speakers;
use super::synth::{Rng, level};

/// Sounds of each kind.
const SOUNDS: usize = 90;
/// Sounds of made voices, beside those of people.
const BABBLES: usize = 200;
/// Clips of each speaker of a corpus of many, of some and of few speakers.
const CLIPS: [(&str, usize); 4] =
    [("crema-d/", 30), ("ravdess/", 60), ("savee/", 180), ("tess/", 180)];
/// The share of the validation speakers' stretches that pass.
const PASSING: f64 = 0.985;

/// Cues of a stretch.
type Cues = [f32; SpeechGate::CUES];

/// Cues of stretches that belong together, a corpus or a kind of sound.
struct Group {
    is_speech: bool,
    stretches: Vec<Cues>,
}

impl Group {
    /// Synthesised sounds of one to three seconds, a third of them as they are.
    fn made(
        is_speech: bool,
        make: fn(&mut Rng, f32) -> Vec<f32>,
        count: usize,
        rng: &mut Rng,
    ) -> Self {
        let made = |number: usize| {
            let seconds = rng.random_range(1.0..3.0);
            let mut raw = make(rng, seconds);
            level(&mut raw, 0.5);
            let bare = number.is_multiple_of(3);
            cues(&if bare { Waveform::new(raw, 16_000).unwrap() } else { record(raw, rng) })
        };
        Self { is_speech, stretches: (0..count).filter_map(made).collect() }
    }
}

/// Prints the weights. It listens for two minutes.
#[test]
#[ignore = "makes the weights, which are there"]
fn fit() {
    let shared = super::common::shared_folder().expect("the recordings beside the checkout");
    let [train, validation, _] = speakers();
    let mut rng = Rng::seed_from_u64(1);
    let sounds = FITTED.iter().map(|kind| Group::made(false, kind.make, SOUNDS, &mut rng));
    let mut groups: Vec<Group> = sounds.collect();
    groups.push(Group::made(true, babble, BABBLES, &mut rng));
    let clips = clips(&shared.join("corpora"));
    groups.extend(speech(&clips, &train, &mut rng));
    let held: Vec<Group> = speech(&clips, &validation, &mut rng).collect();
    print(&groups, &held);
}

fn cues(sound: &Waveform) -> Option<Cues> {
    SpeechGate::listen(sound).unwrap().cues()
}

/// Two groups of each corpus: clips as they are, and stretches of them recorded otherwise.
fn speech(
    clips: &[(PathBuf, String)],
    speakers: &[String],
    rng: &mut Rng,
) -> impl Iterator<Item = Group> {
    let groups = CLIPS.iter().map(|(corpus, count)| {
        let of_corpus = speakers.iter().filter(|speaker| speaker.starts_with(corpus));
        let of_corpus: Vec<String> = of_corpus.cloned().collect();
        let (mut whole, mut other) = (Vec::new(), Vec::new());
        for path in some_of_each(clips, &of_corpus, *count, rng) {
            let sound = read(&path);
            whole.extend(cues(&sound));
            other.extend(stretch(&sound, rng).and_then(|part| cues(&record(part, rng))));
        }
        [whole, other].map(|stretches| Group { is_speech: true, stretches })
    });
    groups.collect::<Vec<_>>().into_iter().flatten().filter(|group| !group.stretches.is_empty())
}

fn print(groups: &[Group], held: &[Group]) {
    let usual = usual(groups);
    let inputs = |cues: &Cues| -> Vec<f64> {
        let far = cues
            .iter()
            .zip(&usual)
            .map(|(cue, (mean, spread))| f64::from(SpeechGate::standardised(*cue, *mean, *spread)));
        far.clone().chain(far.map(|far| far * far)).collect()
    };
    let weights = logistic::fit(&examples(groups, inputs), 3.0);
    let evidence = held.iter().flat_map(|group| &group.stretches);
    let mut evidence: Vec<f64> =
        evidence.map(|cues| logistic::logit(&weights, &inputs(cues))).collect();
    evidence.sort_by(f64::total_cmp);
    let gate = evidence[((1.0 - PASSING) * evidence.len() as f64) as usize];
    println!("/// The evidence of a sound whose cues are all as usual.");
    println!("pub(super) const CONSTANT: f32 = {:.3};\n", weights[2 * SpeechGate::CUES] - gate);
    println!("/// What is usual for each cue, and how much it weighs.");
    println!("pub(super) const WEIGHTS: [Weight; CUE_COUNT] = [");
    for (cue, name) in SpeechGate::cue_names().iter().enumerate() {
        let (usual, spread) = usual[cue];
        let (linear, square) = (weights[cue], weights[cue + SpeechGate::CUES]);
        println!(
            "    // {name}\n    Weight {{ usual: {usual:.3}, spread: {spread:.3}, linear: \
             {linear:.3}, square: {square:.3} }},"
        );
    }
    println!("];");
}

/// Mean and standard deviation of each cue over speech.
fn usual(groups: &[Group]) -> [(f32, f32); SpeechGate::CUES] {
    let speech: Vec<&Cues> =
        groups.iter().filter(|group| group.is_speech).flat_map(|group| &group.stretches).collect();
    std::array::from_fn(|cue| {
        let mean = |of: &dyn Fn(f32) -> f32| {
            speech.iter().map(|cues| of(cues[cue])).sum::<f32>() / speech.len() as f32
        };
        let usual = mean(&|value| value);
        (usual, mean(&|value| (value - usual).powi(2)).sqrt())
    })
}

/// Examples, each group as heavy as any other of its side, and both sides alike.
fn examples(groups: &[Group], inputs: impl Fn(&Cues) -> Vec<f64>) -> Vec<Example> {
    let all: usize = groups.iter().map(|group| group.stretches.len()).sum();
    let sides = |is_speech| groups.iter().filter(|group| group.is_speech == is_speech).count();
    let of_group = |group: &Group| -> Vec<Example> {
        let mates = sides(group.is_speech) * group.stretches.len();
        let weight = 0.5 * all as f64 / mates as f64;
        let example = |cues| Example { inputs: inputs(cues), is_member: group.is_speech, weight };
        group.stretches.iter().map(example).collect()
    };
    groups.iter().flat_map(of_group).collect()
}
