//! From measured clips to examples.

use std::collections::{BTreeMap, BTreeSet};

use super::{Recipe, Rows};
use crate::corpus::{Clip, Corpus, held_emotions};
use crate::emotion::Emotion;
use crate::judgement::Probabilities;
use crate::training::{CorpusShare, Example, Examples, Hints, Softening, Sound};

/// The corpora among clips, as sampler and loss see them, and the index of each by name.
pub fn shares(clips: &[Clip], chosen: &[usize]) -> (Vec<CorpusShare>, BTreeMap<String, usize>) {
    let mut speakers = BTreeMap::<&Corpus, BTreeSet<&str>>::new();
    for clip in chosen.iter().map(|&index| &clips[index]) {
        speakers.entry(&clip.corpus).or_default().insert(&clip.speaker);
    }
    let share = |(corpus, emotions): (Corpus, [bool; Emotion::COUNT])| CorpusShare {
        name: corpus.name().to_owned(),
        emotions,
        speakers: speakers.get(&corpus).map_or(0, BTreeSet::len),
    };
    let mut shares: Vec<CorpusShare> = held_emotions(clips).into_iter().map(share).collect();
    shares.sort_by(|a, b| a.name.cmp(&b.name));
    let names = shares.iter().enumerate().map(|(i, share)| (share.name.clone(), i)).collect();
    (shares, names)
}

/// Blends somebody's answer to a clip into the target, among the emotions that its corpus holds.
pub type Blend<'a> = dyn Fn(&Clip, Probabilities, &[bool; Emotion::COUNT]) -> Probabilities + 'a;

/// Who helps a network to learn.
#[derive(Clone, Copy, Default)]
pub struct Help<'a> {
    /// Whose answers are blended into what is to be learned.
    pub teacher: Option<&'a Blend<'a>>,
    /// What a speech encoder hears in each clip.
    pub hints: Option<&'a [Hints]>,
    /// The sound of each clip, to be heard as re-recorded.
    pub sounds: Option<&'a [Sound]>,
}

/// Examples of rows, each `(clip, row)`.
pub fn of(
    clips: &[Clip],
    rows: &[Rows],
    chosen: &[(usize, usize)],
    recipe: &Recipe,
    Help { teacher, hints, sounds }: Help<'_>,
) -> Examples {
    let indices: Vec<usize> = chosen.iter().map(|(clip, _)| *clip).collect();
    let (corpora, names) = shares(clips, &indices);
    let speakers: BTreeSet<&str> = indices.iter().map(|&index| &*clips[index].speaker).collect();
    let speakers: BTreeMap<&str, usize> = speakers.into_iter().zip(0..).collect();
    let example = |&(index, row): &(usize, usize)| {
        let clip = &clips[index];
        let corpus = names[clip.corpus.name()];
        let label = clip.emotion;
        let votes = clip.votes.and_then(|votes| votes.shares());
        let soft = |softening: Softening| {
            softening.target(label, votes.as_ref(), &corpora[corpus].emotions)
        };
        let target = recipe.softening.map_or_else(|| one_hot(label), soft);
        let held = &corpora[corpus].emotions;
        let target = teacher.map_or(target, |blend| blend(clip, target, held));
        let hints = hints.map(|hints| hints[index].clone());
        let sound = sounds.map(|sounds| sounds[index].clone());
        let (features, speaker) = (rows[index][row].clone(), speakers[&*clip.speaker]);
        Example { features, label, target, corpus, speaker, hints, sound }
    };
    Examples { list: chosen.iter().map(example).collect(), corpora }
}

fn one_hot(label: Emotion) -> [f32; Emotion::COUNT] {
    Emotion::ALL.map(|emotion| if emotion == label { 1.0 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;

    #[test]
    fn corpora_are_in_the_order_of_their_names_and_one_emotion_is_asked_about_among_all() {
        let clips = [
            clip("tess", "anna", 1),
            clip("mine", "bob", 2),
            Clip { emotion: Emotion::Sad, ..clip("mine", "carl", 3) },
        ];
        let (shares, names) = shares(&clips, &[0, 1]);
        let told: Vec<(&str, usize)> =
            shares.iter().map(|share| (share.name.as_str(), share.speakers)).collect();
        assert_eq!(told, [("mine", 1), ("tess", 1)]);
        assert_eq!((names["mine"], names["tess"]), (0, 1));
        let shown = |emotion| matches!(emotion, Emotion::Neutral | Emotion::Sad);
        assert_eq!(shares[0].emotions, Emotion::ALL.map(shown));
        assert_eq!(shares[1].emotions, [true; Emotion::COUNT], "a single one teaches nothing");
    }
}
