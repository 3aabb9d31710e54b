//! Among which emotions the clips of a corpus are answered.

use std::collections::BTreeMap;

use super::{Clip, Corpus};
use crate::emotion::Emotion;

/// The emotions among which the clips of each corpus are answered: those that it shows, whoever
/// shows them. All eight for a corpus of a single one: every answer would be right, and nobody
/// would learn from it.
pub fn held_emotions(clips: &[Clip]) -> BTreeMap<Corpus, [bool; Emotion::COUNT]> {
    let mut held = BTreeMap::<Corpus, [bool; Emotion::COUNT]>::new();
    for clip in clips {
        held.entry(clip.corpus.clone()).or_default()[clip.emotion.index()] = true;
    }
    let is_single =
        |held: &&mut [bool; Emotion::COUNT]| held.iter().filter(|held| **held).count() < 2;
    held.values_mut().filter(is_single).for_each(|held| *held = [true; Emotion::COUNT]);
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;

    #[test]
    fn a_corpus_of_a_single_emotion_may_be_answered_with_all_eight() {
        let clips = [
            clip("tess", "anna", 1),
            Clip { emotion: Emotion::Sad, ..clip("tess", "bob", 2) },
            Clip { emotion: Emotion::Happy, ..clip("mine", "carl", 3) },
        ];
        let held = held_emotions(&clips);
        assert_eq!(held[&Corpus::from_name("mine")], [true; Emotion::COUNT]);
        let shown = |emotion| matches!(emotion, Emotion::Neutral | Emotion::Sad);
        assert_eq!(held[&Corpus::Tess], Emotion::ALL.map(shown));
    }
}
