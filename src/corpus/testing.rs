//! Made-up clips for tests.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Clip, ContentHash, Corpus, Label, Sex, Split};
use crate::audio::Waveform;
use crate::emotion::Emotion;

/// A clip whose audio is given by a number.
pub fn clip(corpus: &str, speaker: &str, audio: u16) -> Clip {
    let level = f32::from(audio) / 32_768.0;
    let sound = Waveform::new(vec![level, -level], 16_000).unwrap();
    let label = Label::new(Corpus::from_name(corpus), Some(speaker), Emotion::Neutral);
    Clip {
        corpus: label.corpus,
        path: format!("{corpus}/{speaker}/{audio}.wav").into(),
        speaker: label.speaker,
        sex: None,
        demographics: None,
        sentence: None,
        intensity: None,
        emotion: label.emotion,
        seconds: sound.seconds(),
        hash: ContentHash::of(&sound),
        votes: None,
    }
}

/// Clips of speakers like those of the four corpora: 20, 76, 2 and 3.
pub fn corpora() -> Vec<Clip> {
    let people = [("ravdess", 10, 10), ("crema-d", 37, 39), ("tess", 2, 0), ("savee", 0, 3)];
    let speakers = people.into_iter().flat_map(|(corpus, women, men)| {
        let sexes = std::iter::repeat_n(Sex::Female, women);
        let sexes = sexes.chain(std::iter::repeat_n(Sex::Male, men));
        sexes.enumerate().map(move |(number, sex)| (corpus, number, sex))
    });
    let clips = speakers.flat_map(|speaker| Emotion::ALL.map(|emotion| (speaker, emotion)));
    let make =
        |(audio, ((corpus, number, sex), emotion)): (usize, ((&str, usize, Sex), Emotion))| {
            let audio = u16::try_from(audio).unwrap();
            Clip { sex: Some(sex), emotion, ..clip(corpus, &number.to_string(), audio) }
        };
    clips.enumerate().map(make).collect()
}

prop_compose! {
    /// Any few clips; some share speakers, some audio, some both.
    pub fn clips()(
        drawn in prop::collection::vec((0usize..4, 0usize..6, 0usize..3, 0usize..8, 0u16..400), 0..60),
    ) -> Vec<Clip> {
        let sexes = [None, Some(Sex::Female), Some(Sex::Male)];
        drawn.into_iter().map(|(corpus, speaker, sex, emotion, audio)| Clip {
            sex: sexes[sex],
            emotion: Emotion::ALL[emotion],
            ..clip(["ravdess", "crema-d", "tess", "mine"][corpus], &speaker.to_string(), audio)
        }).collect()
    }
}

fn sides(split: &Split) -> [&Vec<usize>; 3] {
    [&split.train, &split.validation, &split.test]
}

/// The speakers of some of the clips.
pub fn speakers(clips: &[Clip], side: &[usize]) -> BTreeSet<String> {
    side.iter().map(|&position| clips[position].speaker.clone()).collect()
}

/// Whether what `key` says of a clip is never said on two sides.
pub fn apart<K: Ord>(split: &Split, clips: &[Clip], key: impl Fn(&Clip) -> K) -> bool {
    let [train, validation, test] =
        sides(split).map(|side| side.iter().map(|&i| key(&clips[i])).collect::<BTreeSet<K>>());
    train.is_disjoint(&validation) && train.is_disjoint(&test) && validation.is_disjoint(&test)
}

/// Whether every position stands on exactly one side.
pub fn complete(split: &Split, count: usize) -> bool {
    let mut all: Vec<usize> = sides(split).into_iter().flatten().copied().collect();
    all.sort_unstable();
    all == (0..count).collect::<Vec<_>>()
}
