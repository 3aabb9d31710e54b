//! Which clips train a model, which choose among models, and which judge it.
//!
//! Only [`Split::by_speaker`], [`Split::folds`], [`Split::without_corpus`] and
//! [`Split::without_sentences`] say how a model does on people whom it never
//! heard. The others are here to show how flattering they are.
//!
//! Who goes where is drawn from a seed and a name, the speaker's or the content's, and not from
//! the order of the clips or their paths: the same corpora give the same split on every machine.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::draw::draw;
use super::voices::{Voice, voices};
use super::{Clip, ContentHash, Corpus};

/// The share of the speakers, or clips, that judge a model.
const TEST_SHARE: f64 = 0.16;
/// The share that chooses among models.
const VALIDATION_SHARE: f64 = 0.10;
/// The share of the rows that judge in the leaky way: what those who split so usually take.
const LEAKY_TEST_SHARE: f64 = 0.25;

/// Positions in the list of clips (or rows) that was split; none is in two of the three.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// What a model learns from.
    pub train: Vec<usize>,
    /// What chooses the best of its states.
    pub validation: Vec<usize>,
    /// What it is judged by, once.
    pub test: Vec<usize>,
}

/// The ways to split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitKind {
    /// [`Split::by_speaker`]
    Speaker,
    /// [`Split::by_clip`]
    Clip,
    /// [`Split::by_row`]
    Row,
}

impl SplitKind {
    /// All three, the honest one first.
    pub const ALL: [Self; 3] = [Self::Speaker, Self::Clip, Self::Row];

    /// "speaker", "clip" or "row".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Clip => "clip",
            Self::Row => "row",
        }
    }
}

/// A word that names no way to split.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a split by speaker, clip or row, got \"{0}\"")]
pub struct UnknownSplit(String);

impl FromStr for SplitKind {
    type Err = UnknownSplit;

    fn from_str(word: &str) -> Result<Self, UnknownSplit> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == word);
        found.ok_or_else(|| UnknownSplit(word.to_owned()))
    }
}

#[derive(Clone, Copy)]
pub(super) enum Side {
    Train,
    Validation,
    Test,
}

impl Split {
    /// Whole speakers on each side, of every corpus and of both sexes their share.
    ///
    /// In each corpus, 16 % of the women and 16 % of the men judge, 10 % choose (RAVDESS's 20
    /// speakers: 2 + 2 and 1 + 1). A corpus of two or three speakers gives one of them to judge
    /// and none to choose: one of TESS's two women, one of SAVEE's men; from four speakers on, one
    /// chooses too. A corpus of one speaker trains only. Speakers who share an audio are kept
    /// together.
    pub fn by_speaker(clips: &[Clip], seed: u64) -> Self {
        let mut split = Self::default();
        for strata in strata(clips, seed).into_values() {
            let voices: Vec<usize> = strata.iter().map(Vec::len).collect();
            let all: usize = voices.iter().sum();
            let tests = quotas(&voices, &voices, TEST_SHARE, all >= 2);
            let left: Vec<usize> =
                voices.iter().zip(&tests).map(|(all, tests)| all - tests).collect();
            let validations = quotas(&voices, &left, VALIDATION_SHARE, all >= 4);
            for ((stratum, tests), validations) in strata.into_iter().zip(tests).zip(validations) {
                for (rank, voice) in stratum.into_iter().enumerate() {
                    let side = match rank {
                        rank if rank < tests => Side::Test,
                        rank if rank < tests + validations => Side::Validation,
                        _ => Side::Train,
                    };
                    split.side(side).extend(voice.clips);
                }
            }
        }
        split.sorted()
    }

    /// Clips at random, of every corpus and emotion their share: 16 % judge, 10 % choose. Speakers
    /// stand on both sides, so the figures flatter; the same audio never does.
    pub fn by_clip(clips: &[Clip], seed: u64) -> Self {
        let mut same_audio: BTreeMap<ContentHash, Vec<usize>> = BTreeMap::new();
        for (position, clip) in clips.iter().enumerate() {
            same_audio.entry(clip.hash).or_default().push(position);
        }
        let mut groups: Vec<(ContentHash, Vec<usize>)> = same_audio.into_iter().collect();
        groups.sort_by_key(|(hash, positions)| {
            let first = &clips[positions[0]];
            (&first.corpus, first.emotion, draw(seed, hash.as_bytes()))
        });
        Self::in_turn(groups.into_iter().map(|(_, positions)| positions), TEST_SHARE)
    }

    /// Rows at random, 25 % to judge and 10 % to choose: for rows that hold augmented copies of
    /// one clip, the copies stand on both sides. It shows how far a leak flatters and nothing else.
    pub fn by_row(rows: usize, seed: u64) -> Self {
        let mut drawn: Vec<usize> = (0..rows).collect();
        // Eight bytes everywhere: a `usize` has four of them in a tab.
        drawn.sort_by_key(|row| draw(seed, &(*row as u64).to_le_bytes()));
        Self::in_turn(drawn.into_iter().map(|row| vec![row]), LEAKY_TEST_SHARE)
    }

    /// Gives every group in turn to one side, so that each side has its share of any stretch of
    /// them: stratified, when groups come sorted by stratum.
    fn in_turn(groups: impl Iterator<Item = Vec<usize>>, test_share: f64) -> Self {
        let mut split = Self::default();
        let (mut tests_due, mut validations_due) = (0.5, 0.5);
        for group in groups {
            tests_due += test_share;
            validations_due += VALIDATION_SHARE;
            let side = if tests_due >= 1.0 {
                tests_due -= 1.0;
                Side::Test
            } else if validations_due >= 1.0 {
                validations_due -= 1.0;
                Side::Validation
            } else {
                Side::Train
            };
            split.side(side).extend(group);
        }
        split.sorted()
    }

    pub(super) fn side(&mut self, side: Side) -> &mut Vec<usize> {
        match side {
            Side::Train => &mut self.train,
            Side::Validation => &mut self.validation,
            Side::Test => &mut self.test,
        }
    }

    pub(super) fn sorted(mut self) -> Self {
        for side in [&mut self.train, &mut self.validation, &mut self.test] {
            side.sort_unstable();
        }
        self
    }
}

/// The voices of each corpus by sex, in the order in which the seed draws them.
pub(super) fn strata(clips: &[Clip], seed: u64) -> BTreeMap<Corpus, Vec<Vec<Voice>>> {
    let mut corpora: BTreeMap<Corpus, BTreeMap<_, Vec<Voice>>> = BTreeMap::new();
    for voice in voices(clips) {
        corpora.entry(voice.corpus.clone()).or_default().entry(voice.sex).or_default().push(voice);
    }
    let by_sex = corpora.into_iter().map(|(corpus, by_sex)| {
        let mut strata: Vec<Vec<Voice>> = by_sex.into_values().collect();
        for stratum in &mut strata {
            stratum.sort_by_key(|voice| draw(seed, voice.speaker.as_bytes()));
        }
        (corpus, strata)
    });
    by_sex.collect()
}

/// How many voices of each stratum, of so many, go to a side: the share, rounded; at least one in
/// all if asked, of the stratum of which most are left.
fn quotas(voices: &[usize], left: &[usize], share: f64, one_at_least: bool) -> Vec<usize> {
    let rounded = |voices: &usize| (*voices as f64 * share).round() as usize;
    let mut quotas: Vec<usize> = voices.iter().map(rounded).collect();
    if one_at_least && quotas.iter().all(|&quota| quota == 0) {
        let largest = (0..left.len()).max_by_key(|&stratum| left[stratum]);
        if let Some(quota) = largest.and_then(|largest| quotas.get_mut(largest)) {
            *quota = 1;
        }
    }
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Sex;
    use crate::corpus::testing::{apart, clip, clips, complete, corpora, speakers};
    use proptest::prelude::*;

    #[test]
    fn every_corpus_gives_its_share_of_speakers() {
        let clips = corpora();
        let split = Split::by_speaker(&clips, 0);
        let count = |side: &[usize], corpus: &str, sex: &str| {
            let of = |i: &&usize| {
                let clip = &clips[**i];
                clip.corpus.name() == corpus && clip.sex.is_some_and(|s| s.name() == sex)
            };
            let found: Vec<usize> = side.iter().filter(of).copied().collect();
            speakers(&clips, &found).len()
        };
        for (corpus, sex, test, validation) in [
            ("ravdess", "female", 2, 1),
            ("ravdess", "male", 2, 1),
            ("crema-d", "female", 6, 4),
            ("crema-d", "male", 6, 4),
            ("tess", "female", 1, 0),
            ("savee", "male", 1, 0),
        ] {
            assert_eq!(count(&split.test, corpus, sex), test, "{corpus} {sex}");
            assert_eq!(count(&split.validation, corpus, sex), validation, "{corpus} {sex}");
        }
    }

    #[test]
    fn the_seed_decides_and_the_order_of_clips_does_not() {
        let clips = corpora();
        let mut turned = clips.clone();
        turned.reverse();
        let test = |clips: &[Clip], seed| speakers(clips, &Split::by_speaker(clips, seed).test);
        assert_eq!(test(&clips, 0), test(&turned, 0));
        assert_ne!(test(&clips, 0), test(&clips, 1));
    }

    #[test]
    fn a_sex_of_two_or_more_is_heard_in_training() {
        let sexes = |women: usize, men: usize| {
            let sexes = std::iter::repeat_n(Sex::Female, women);
            sexes.chain(std::iter::repeat_n(Sex::Male, men)).enumerate()
        };
        for (women, men) in [(2, 2), (3, 2), (2, 3), (4, 2), (2, 4), (3, 3), (4, 4), (10, 2)] {
            let clips: Vec<Clip> = sexes(women, men)
                .map(|(number, sex)| {
                    let audio = u16::try_from(number).unwrap();
                    Clip { sex: Some(sex), ..clip("mine", &number.to_string(), audio) }
                })
                .collect();
            let split = Split::by_speaker(&clips, 0);
            assert!(!split.test.is_empty() && !split.validation.is_empty());
            let train = |sex| split.train.iter().any(|&position| clips[position].sex == Some(sex));
            assert!(train(Sex::Female) && train(Sex::Male), "{women} women and {men} men");
        }
    }

    #[test]
    fn a_lone_speaker_only_trains() {
        let clips: Vec<Clip> = (0..9).map(|n| clip("mine", "unknown", n)).collect();
        let split = Split::by_speaker(&clips, 0);
        assert_eq!((split.train.len(), split.validation.len(), split.test.len()), (9, 0, 0));
    }

    #[test]
    fn clips_are_shared_out_by_corpus_and_emotion() {
        let clips = corpora();
        let split = Split::by_clip(&clips, 0);
        assert!((split.test.len() as f64 / clips.len() as f64 - TEST_SHARE).abs() < 0.01);
        let surprise = |side: &[usize]| {
            side.iter().filter(|&&i| clips[i].emotion == crate::emotion::Emotion::Surprise).count()
        };
        let all = surprise(&(0..clips.len()).collect::<Vec<_>>()) as f64;
        assert!((surprise(&split.test) as f64 / all - TEST_SHARE).abs() < 0.03);
    }

    #[test]
    fn a_quarter_of_the_rows_judge_in_the_leaky_way() {
        let split = Split::by_row(1_000, 0);
        assert!(complete(&split, 1_000));
        assert_eq!((split.test.len(), split.validation.len()), (250, 100));
    }

    #[test]
    fn the_ways_to_split_read_back_from_their_names() {
        for kind in SplitKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert_eq!(
            "actor".parse::<SplitKind>().unwrap_err().to_string(),
            "expected a split by speaker, clip or row, got \"actor\""
        );
    }

    proptest! {
        #[test]
        fn no_speaker_and_no_audio_stands_on_two_sides(clips in clips(), seed: u64) {
            let split = Split::by_speaker(&clips, seed);
            prop_assert!(complete(&split, clips.len()));
            prop_assert!(apart(&split, &clips, |clip| clip.speaker.clone()));
            prop_assert!(apart(&split, &clips, |clip| clip.hash));
        }

        #[test]
        fn no_audio_stands_on_two_sides_by_clip(clips in clips(), seed: u64) {
            let split = Split::by_clip(&clips, seed);
            prop_assert!(complete(&split, clips.len()));
            prop_assert!(apart(&split, &clips, |clip| clip.hash));
        }

    }
}
