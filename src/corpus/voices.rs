//! Who must not be on two sides of a split.

use std::collections::BTreeMap;

use super::{Clip, ContentHash, Corpus, Sex};

/// A speaker with all their clips, or several speakers who share an audio and so must stay
/// together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Voice {
    /// The corpus of the first of them.
    pub corpus: Corpus,
    /// The sex of the first of them.
    pub sex: Option<Sex>,
    /// The first of them in the order of names.
    pub speaker: String,
    /// Positions of their clips.
    pub clips: Vec<usize>,
}

/// The voices in a list of clips, in the order of names.
pub(super) fn voices(clips: &[Clip]) -> Vec<Voice> {
    let leaders = leaders(clips);
    let mut voices: BTreeMap<&str, Voice> = BTreeMap::new();
    let mut ordered: Vec<(usize, &Clip)> = clips.iter().enumerate().collect();
    ordered.sort_by_key(|(_, clip)| &clip.speaker);
    for (position, clip) in ordered {
        let leader = leader(&leaders, &clip.speaker);
        let voice = voices.entry(leader).or_insert_with(|| Voice {
            corpus: clip.corpus.clone(),
            sex: clip.sex,
            speaker: clip.speaker.clone(),
            clips: Vec::new(),
        });
        voice.clips.push(position);
    }
    voices.into_values().collect()
}

/// For every speaker who shares an audio with an earlier one, that one: a forest of names.
fn leaders(clips: &[Clip]) -> BTreeMap<&str, &str> {
    let mut leaders = BTreeMap::new();
    let mut first_with: BTreeMap<ContentHash, &str> = BTreeMap::new();
    for clip in clips {
        let other = first_with.entry(clip.hash).or_insert(&clip.speaker);
        let mut pair = [leader(&leaders, other), leader(&leaders, &clip.speaker)];
        pair.sort_unstable();
        if pair[0] != pair[1] {
            leaders.insert(pair[1], pair[0]);
        }
    }
    leaders
}

/// The first name of the tree that a speaker is in.
fn leader<'a>(leaders: &BTreeMap<&'a str, &'a str>, mut speaker: &'a str) -> &'a str {
    while let Some(next) = leaders.get(speaker) {
        speaker = next;
    }
    speaker
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;

    #[test]
    fn speakers_who_share_an_audio_are_one_voice() {
        let clips = [
            clip("mine", "c", 3),
            clip("mine", "b", 2),
            clip("mine", "d", 4),
            clip("mine", "a", 2),
            clip("mine", "c", 2),
        ];
        let voices = voices(&clips);
        assert_eq!(voices.len(), 2);
        assert_eq!(voices[0].speaker, "mine/a");
        let mut together = voices[0].clips.clone();
        together.sort_unstable();
        assert_eq!(together, [0, 1, 3, 4]);
        assert_eq!(voices[1].clips, [2]);
    }
}
