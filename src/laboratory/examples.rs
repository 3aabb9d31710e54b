//! From measured clips to examples.

use std::collections::{BTreeMap, BTreeSet};

use super::{Recipe, Rows};
use crate::corpus::Clip;
use crate::emotion::Emotion;
use crate::judgement::Probabilities;
use crate::training::{CorpusShare, Example, Examples, Hints, Softening, Sound};

/// The corpora among clips, as sampler and loss see them, and the index of each by name.
pub fn shares(clips: &[Clip], chosen: &[usize]) -> (Vec<CorpusShare>, BTreeMap<String, usize>) {
    let mut held = BTreeMap::<&str, ([bool; Emotion::COUNT], BTreeSet<&str>)>::new();
    for clip in clips {
        held.entry(clip.corpus.name()).or_default().0[clip.emotion.index()] = true;
    }
    for clip in chosen.iter().map(|&index| &clips[index]) {
        held.entry(clip.corpus.name()).or_default().1.insert(&clip.speaker);
    }
    let names = held.keys().enumerate().map(|(i, name)| ((*name).to_owned(), i)).collect();
    let share = |(name, (emotions, speakers)): (&str, ([bool; 8], BTreeSet<&str>))| CorpusShare {
        name: name.to_owned(),
        emotions,
        speakers: speakers.len(),
    };
    (held.into_iter().map(share).collect(), names)
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
