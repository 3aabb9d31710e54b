//! What nobody recorded, as it might sound.

use std::collections::BTreeMap;
use std::fs;

use burn::tensor::Device;
use futures::executor::block_on;
use overtone::adaptation::{Fit, HeardTake, Settings, Takes, Trial, Variations, Voice};
use overtone::audio::decode;
use overtone::corpus::scan::scan;
use overtone::emotion::Emotion;
use overtone::meaning::Meaning;
use overtone::model::{Classifier, Heard};

use super::common::shared_folder;
use super::{SMALL, own, voice_at};

fn small() -> Classifier {
    Classifier::from_bytes(SMALL, &Device::flex()).unwrap()
}

fn listen(classifier: &Classifier, label: Meaning, pace: f32, take: u32) -> HeardTake {
    let sound = voice_at(pace, take);
    block_on(HeardTake::listen(classifier, &sound, label, &Variations::NONE)).unwrap()
}

#[test]
fn a_take_leads_to_what_nobody_recorded_by_what_strangers_change() {
    let classifier = small();
    let labels = [Emotion::Sad.into(), Emotion::Sad.into(), Emotion::Happy.into(), own("bored")];
    let recorded: Vec<HeardTake> = (labels.into_iter().zip(0..))
        .map(|(label, take)| listen(&classifier, label, 0.9 + 0.1 * take as f32, take))
        .collect();
    let takes = block_on(Takes::imagine(&classifier, &recorded)).unwrap();
    let counts = takes.all_counts();
    assert_eq!(takes.counts().labels().len(), 3);
    for emotion in Emotion::ALL {
        let expected = match emotion {
            Emotion::Sad => 2,
            Emotion::Happy => 1,
            // Of what is bored nobody knows how strangers are.
            _ => 3,
        };
        assert_eq!(counts.of(emotion.into()), expected, "{emotion}");
    }
    let mut changes = BTreeMap::<(Meaning, Meaning), Vec<f32>>::new();
    for row in takes.rows().filter(|row| !row.is_recorded) {
        let (own, imagined) = (recorded[row.take].statistics(), row.heard.statistics());
        let change = imagined.iter().zip(&own).map(|(to, from)| to - from).collect::<Vec<f32>>();
        let of_both = (recorded[row.take].label, row.label);
        let known = changes.entry(of_both).or_insert_with(|| change.clone());
        assert!(change.iter().zip(known).all(|(a, b)| (a - *b).abs() < 1e-3), "{of_both:?}");
        assert!(change.iter().any(|value| value.abs() > 1e-2), "{of_both:?}");
        let told = block_on(classifier.retell(&[row.heard], &[])).unwrap().remove(0);
        assert_eq!(told.logits, row.heard.logits, "it is heard as it is imagined");
    }
    assert_eq!(changes.len(), 2 * 6);
}

#[test]
fn labels_of_ones_own_lead_to_nothing() {
    let classifier = small();
    let recorded: Vec<HeardTake> = (0..4)
        .map(|take| listen(&classifier, own(["bored", "sly"][take as usize % 2]), 1.0, take))
        .collect();
    let takes = block_on(Takes::imagine(&classifier, &recorded)).unwrap();
    assert_eq!(takes.all_counts(), takes.counts());
    assert_eq!(takes.rows().count(), 4);
}

/// Actors of RAVDESS whom the shipped model has never heard.
const UNHEARD: [&str; 4] = ["ravdess/01", "ravdess/03", "ravdess/06", "ravdess/08"];

/// Whoever acts some emotions for the model shall not be heard worse in the others: of these nobody
/// told it anything.
#[test]
fn emotions_that_nobody_recorded_are_heard_as_before() {
    let Some(shared) = shared_folder() else { return };
    let classifier = small();
    let clips = scan(&[shared.join("corpora/ravdess")], |_| {}).unwrap().clips;
    let pairs = [[Emotion::Happy, Emotion::Sad], [Emotion::Angry, Emotion::Calm]];
    let (mut others, mut before, mut after, mut unimagined) = (0, 0, 0, 0);
    for speaker in UNHEARD {
        let own = clips.iter().filter(|clip| clip.speaker == speaker);
        let heard: Vec<HeardTake> = own
            .map(|clip| {
                let sound = decode(&fs::read(&clip.path).unwrap()).unwrap();
                let label = clip.emotion.into();
                block_on(HeardTake::listen(&classifier, &sound, label, &Variations::NONE)).unwrap()
            })
            .collect();
        for pair in pairs {
            let is_taught = |take: &&HeardTake| pair.iter().any(|&of| take.label == of.into());
            let taught: Vec<HeardTake> = heard.iter().filter(is_taught).cloned().collect();
            let judging: Vec<&HeardTake> = heard.iter().filter(|take| !is_taught(take)).collect();
            let imagined = block_on(Takes::imagine(&classifier, &taught)).unwrap();
            others += judging.len();
            before += judging.iter().filter(|take| is_right(take, take.heard[0].logits)).count();
            after += hits(&classifier, &fitted(&classifier, &imagined), &judging);
            let recorded = Takes::recorded(&taught);
            unimagined += hits(&classifier, &fitted(&classifier, &recorded), &judging);
        }
    }
    println!(
        "of {others} others {before} before, {after} after, {unimagined} with nothing imagined"
    );
    assert!(others > 300);
    assert!(after + others / 50 > before, "{after} for {before}");
    assert!(after > unimagined + others / 50, "{after} for {unimagined}");
}

fn fitted(classifier: &Classifier, takes: &Takes) -> Trial {
    let voices = Voice::of_layers(classifier, takes, None, &Settings::DEFAULT);
    let voices = block_on(voices).unwrap();
    let calibration = &classifier.card().calibration;
    let device = Device::flex();
    let fit = Fit::new(takes, &voices, calibration, Settings::DEFAULT, &device);
    let mut fit = block_on(fit).unwrap();
    while block_on(fit.epoch()).unwrap().is_some() {}
    block_on(fit.finish()).unwrap()
}

/// How many takes are heard as they are meant, among all emotions.
fn hits(classifier: &Classifier, trial: &Trial, takes: &[&HeardTake]) -> usize {
    let heard: Vec<&Heard> = takes.iter().map(|take| &take.heard[0]).collect();
    let retold = block_on(classifier.retell(&heard, &trial.layer.voice)).unwrap();
    let is_hit = |(take, retold): &(&&HeardTake, &Heard)| {
        let calibration = &classifier.card().calibration;
        let logits = trial.layer.logits(retold, &take.statistics(), calibration);
        is_right(take, logits[..Emotion::COUNT].try_into().unwrap())
    };
    takes.iter().zip(&retold).filter(is_hit).count()
}

fn is_right(take: &HeardTake, logits: [f32; Emotion::COUNT]) -> bool {
    let largest = |a: &&Emotion, b: &&Emotion| logits[a.index()].total_cmp(&logits[b.index()]);
    Emotion::ALL.iter().max_by(largest).is_some_and(|&heard| take.label == heard.into())
}
