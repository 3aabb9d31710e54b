//! Which of a speaker's clips teach, and which judge.

use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::adaptation::HeardTake;
use crate::corpus::Clip;
use crate::emotion::Emotion;

/// A clip as the model hears it.
pub struct HeardClip<'a> {
    /// The clip.
    pub clip: &'a Clip,
    /// What is heard in it.
    pub take: HeardTake,
}

/// Takes that teach, and the clips of all other sentences, which judge.
pub fn deal<'a, 'c>(
    clips: &'a [HeardClip<'c>],
    takes: usize,
    seed: u64,
) -> (Vec<HeardTake>, Vec<&'a HeardClip<'c>>) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let taught = taught_sentences(clips, takes, &mut rng);
    let (mut to_teach, to_judge): (Vec<&HeardClip>, Vec<&HeardClip>) =
        clips.iter().partition(|heard| taught.contains(&heard.clip.sentence.as_deref()));
    to_teach.shuffle(&mut rng);
    (spread_over_sentences(&to_teach, takes), to_judge)
}

/// Sentences for as many takes, but never all of a speaker's: of up to four one is kept back to
/// judge, of more three are.
fn taught_sentences<'a>(
    clips: &[HeardClip<'a>],
    takes: usize,
    rng: &mut ChaCha8Rng,
) -> BTreeSet<Option<&'a str>> {
    let sentences: BTreeSet<Option<&str>> =
        clips.iter().map(|heard| heard.clip.sentence.as_deref()).collect();
    let most = sentences.len().saturating_sub(if sentences.len() > 4 { 3 } else { 1 }).max(1);
    let mut sentences: Vec<_> = sentences.into_iter().collect();
    sentences.shuffle(rng);
    sentences.into_iter().take(takes.min(most)).collect()
}

/// At most so many takes of each emotion, of as many sentences as there are.
fn spread_over_sentences(clips: &[&HeardClip], takes: usize) -> Vec<HeardTake> {
    let mut said = BTreeMap::<(Emotion, Option<&str>), usize>::new();
    let mut ordered: Vec<(usize, &HeardClip)> = (clips.iter())
        .map(|heard| {
            let times =
                said.entry((heard.clip.emotion, heard.clip.sentence.as_deref())).or_default();
            *times += 1;
            (*times, *heard)
        })
        .collect();
    ordered.sort_by_key(|(times, _)| *times);
    let mut counts = [0; Emotion::COUNT];
    let wanted = ordered.into_iter().filter(|(_, heard)| {
        let taken = &mut counts[heard.clip.emotion.index()];
        *taken += 1;
        *taken <= takes
    });
    wanted.map(|(_, heard)| heard.take.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;
    use crate::meaning::Meaning;
    use crate::model::Heard;

    /// A speaker who says so many sentences twice in each of two emotions.
    fn said(sentences: u16) -> Vec<Clip> {
        let one = |audio: u16| {
            let emotion = if audio % 4 < 2 { Emotion::Sad } else { Emotion::Angry };
            let sentence = Some(format!("sentence {}", audio / 4));
            Clip { sentence, emotion, ..clip("crema-d", "1001", audio) }
        };
        (0..4 * sentences).map(one).collect()
    }

    /// Clips as they were heard; what is told is the place of the clip.
    fn heard(clips: &[Clip]) -> Vec<HeardClip<'_>> {
        let hear = |(place, clip): (usize, _)| {
            let clip: &Clip = clip;
            let heard = Heard {
                logits: [0.0; Emotion::COUNT],
                told: vec![place as f32],
                windows: Vec::new(),
            };
            HeardClip { clip, take: HeardTake { label: clip.emotion.into(), heard: vec![heard] } }
        };
        clips.iter().enumerate().map(hear).collect()
    }

    #[test]
    fn sentences_that_judge_taught_nothing() {
        for (sentences, kept_back) in [(2, 1), (3, 1), (4, 1), (5, 3), (12, 3)] {
            let clips = said(sentences);
            let heard = heard(&clips);
            for (takes, seed) in [3, 5, 10].into_iter().flat_map(|takes| [(takes, 0), (takes, 1)]) {
                let (own, to_judge) = deal(&heard, takes, seed);
                let of_take = |take: &HeardTake| &clips[take.heard[0].told[0] as usize].sentence;
                let taught: BTreeSet<_> = own.iter().map(of_take).collect();
                let judging: BTreeSet<_> =
                    to_judge.iter().map(|heard| &heard.clip.sentence).collect();
                assert!(taught.is_disjoint(&judging) && !taught.is_empty());
                let least = usize::from(sentences) - takes.min(usize::from(sentences - kept_back));
                assert_eq!(judging.len(), least, "{takes} takes of {sentences} sentences");
                assert_eq!(to_judge.len(), 4 * least, "every clip of a sentence judges");
            }
        }
    }

    #[test]
    fn takes_that_teach_are_few_and_of_many_sentences() {
        let clips = said(12);
        let heard = heard(&clips);
        let all: Vec<&HeardClip> = heard.iter().collect();
        let own = spread_over_sentences(&all, 5);
        for emotion in [Emotion::Sad, Emotion::Angry] {
            let of_emotion = own.iter().filter(|take| take.label == Meaning::from(emotion));
            let sentence = |take: &HeardTake| &clips[take.heard[0].told[0] as usize].sentence;
            let sentences: BTreeSet<_> = of_emotion.clone().map(sentence).collect();
            assert_eq!((of_emotion.count(), sentences.len()), (5, 5), "each said once");
        }
        assert_eq!(own.len(), 10);
        assert_eq!(spread_over_sentences(&all[..4], 10).len(), 4, "no more than there are");
    }
}
