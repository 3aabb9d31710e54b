//! What nobody recorded, as it might sound.

use std::collections::BTreeMap;
use std::fs;

use burn::tensor::Device;
use futures::executor::block_on;
use overtone::adaptation::{Fit, HeardTake, Settings, Takes, Trial, Variations, Voice};
use overtone::audio::decode;
use overtone::corpus::scan::scan;
use overtone::emotion::Emotion;
use overtone::meaning::{Meaning, Meanings};
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
            // Of what is bored it would but be guessed how strangers are.
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
fn a_label_of_ones_own_leads_to_emotions_by_what_it_sounds_like() {
    let classifier = small();
    let recorded: Vec<HeardTake> = (0..4)
        .map(|take| listen(&classifier, own(["bored", "sly"][take as usize % 2]), 1.0, take))
        .collect();
    let takes = block_on(Takes::imagine(&classifier, &recorded)).unwrap();
    assert!(Emotion::ALL.iter().all(|&emotion| takes.all_counts().of(emotion.into()) == 4));
    let sounds_like = |label: Meaning| {
        let of_label = recorded.iter().filter(|take| take.label == label);
        let calibration = &classifier.card().calibration;
        let likely = of_label
            .map(|take| calibration.probabilities(&take.heard[0].logits))
            .collect::<Vec<_>>();
        Emotion::ALL.map(|of| likely.iter().map(|l| l[of.index()]).sum::<f32>() / 2.0)
    };
    for (at, take) in recorded.iter().enumerate() {
        let likely = sounds_like(take.label);
        let mut together = vec![0.0; take.statistics().len()];
        for row in takes.rows().filter(|row| !row.is_recorded && row.take == at) {
            let share = likely[row.label.emotion().unwrap().index()];
            let imagined = row.heard.statistics();
            together.iter_mut().zip(imagined).for_each(|(sum, value)| *sum += share * value);
        }
        let recorded = take.statistics();
        let apart = together.iter().zip(&recorded).map(|(a, b)| (a - b).abs());
        assert!(apart.clone().all(|apart| apart < 1e-2), "{:?}", apart.reduce(f32::max));
    }
}

/// Actors of RAVDESS whom the shipped model has never heard.
const UNHEARD: [&str; 4] = ["ravdess/01", "ravdess/03", "ravdess/06", "ravdess/08"];

/// How many clips of emotions that were not taught are heard rightly, of all four actors.
#[derive(Debug, Default)]
struct Others {
    clips: usize,
    before: usize,
    after: usize,
    unimagined: usize,
}

/// Two pairs of emotions taught, one after the other, their takes called by some label; none without
/// the corpora.
fn others_than_taught(called: impl Fn(Emotion) -> Meaning) -> Option<Others> {
    let shared = shared_folder()?;
    let classifier = small();
    let clips = scan(&[shared.join("corpora/ravdess")], |_| {}).unwrap().clips;
    let pairs = [[Emotion::Happy, Emotion::Sad], [Emotion::Angry, Emotion::Calm]];
    let mut others = Others::default();
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
            let taught_as = |take: &HeardTake| {
                let emotion = take.label.emotion().filter(|emotion| pair.contains(emotion))?;
                Some(HeardTake { label: called(emotion), ..take.clone() })
            };
            let taught: Vec<HeardTake> = heard.iter().filter_map(taught_as).collect();
            let judging: Vec<&HeardTake> =
                heard.iter().filter(|take| taught_as(take).is_none()).collect();
            let imagined = block_on(Takes::imagine(&classifier, &taught)).unwrap();
            let recorded = Takes::recorded(&taught);
            let is_right = |take: &&&HeardTake| {
                Meanings::default().largest(&take.heard[0].logits) == take.label
            };
            others.clips += judging.len();
            others.before += judging.iter().filter(is_right).count();
            others.after += hits(&classifier, &fitted(&classifier, &imagined), &judging);
            others.unimagined += hits(&classifier, &fitted(&classifier, &recorded), &judging);
        }
    }
    println!("{others:?}");
    assert!(others.clips > 300);
    Some(others)
}

/// Whoever acts some emotions for the model shall not be heard worse in the others: of these nobody
/// told it anything.
#[test]
fn emotions_that_nobody_recorded_are_heard_as_before() {
    let Some(others) = others_than_taught(Meaning::from) else { return };
    let Others { clips, before, after, unimagined } = others;
    assert!(after + clips / 50 > before, "{after} for {before}");
    assert!(after > unimagined + clips / 50, "{after} for {unimagined}");
}

/// Nor shall labels of one's own be heard in everything.
#[test]
fn labels_of_ones_own_leave_the_emotions_what_they_are() {
    let Some(others) = others_than_taught(|emotion| own(&format!("my {emotion}"))) else { return };
    let Others { clips, before, after, unimagined } = others;
    assert!(after > before / 2, "{after} for {before}");
    assert!(after > unimagined + clips / 10, "{after} for {unimagined}");
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

/// How many takes are heard as they are meant, among all emotions and what was taught.
fn hits(classifier: &Classifier, trial: &Trial, takes: &[&HeardTake]) -> usize {
    let heard: Vec<&Heard> = takes.iter().map(|take| &take.heard[0]).collect();
    let retold = block_on(classifier.retell(&heard, &trial.layer.voice)).unwrap();
    let is_hit = |(take, retold): &(&&HeardTake, &Heard)| {
        let calibration = &classifier.card().calibration;
        let logits = trial.layer.logits(retold, &take.statistics(), calibration);
        trial.labels.largest(&logits) == take.label
    };
    takes.iter().zip(&retold).filter(is_hit).count()
}
