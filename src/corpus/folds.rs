//! Splits in which every speaker judges once.

use std::collections::{BTreeMap, BTreeSet};

use super::split::{Side, Split, strata};
use super::voices::Voice;
use super::{Clip, Corpus};

/// Why clips cannot be dealt into folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// Train, validation and test need a fold each.
    #[error("expected 3 folds or more, got {0}")]
    TooFew(usize),
    /// Every fold needs a speaker.
    #[error("expected as many speakers as folds, {folds}, got {speakers}")]
    TooFewSpeakers {
        /// The folds asked for.
        folds: usize,
        /// The speakers that there are.
        speakers: usize,
    },
}

/// Positions of clips by the corpus that their voices were dealt with.
type Fold = BTreeMap<Corpus, Vec<usize>>;

impl Split {
    /// `k` splits by speaker, so that every speaker judges once: fold `i` judges, the next one
    /// chooses, the others train. Every fold gets its share of each corpus and sex. A corpus of
    /// fewer than `k` speakers has some in not every fold and spares none to choose by, if others
    /// can: all but the one that judges train.
    ///
    /// # Errors
    /// [`FoldError`] for fewer than three folds or fewer speakers than folds.
    pub fn folds(clips: &[Clip], k: usize, seed: u64) -> Result<Vec<Self>, FoldError> {
        if k < 3 {
            return Err(FoldError::TooFew(k));
        }
        let corpora = strata(clips, seed);
        let choosing = choosing(&corpora, k);
        let folds = deal(corpora, k)?;
        let split = |test: usize| {
            let mut split = Self::default();
            for (fold, corpora) in folds.iter().enumerate() {
                for (corpus, positions) in corpora {
                    let side = match fold {
                        fold if fold == test => Side::Test,
                        fold if fold == (test + 1) % k && choosing.contains(corpus) => {
                            Side::Validation
                        }
                        _ => Side::Train,
                    };
                    split.side(side).extend(positions);
                }
            }
            split.sorted()
        };
        Ok((0..k).map(split).collect())
    }
}

/// The corpora of which speakers are spared to choose by: those that have enough for every fold, or
/// all where none has.
fn choosing(corpora: &BTreeMap<Corpus, Vec<Vec<Voice>>>, k: usize) -> BTreeSet<Corpus> {
    let voices = |strata: &Vec<Vec<Voice>>| strata.iter().map(Vec::len).sum::<usize>();
    let enough: BTreeSet<Corpus> = (corpora.iter())
        .filter(|(_, strata)| voices(strata) >= k)
        .map(|(corpus, _)| corpus.clone())
        .collect();
    match enough.is_empty() {
        true => corpora.keys().cloned().collect(),
        false => enough,
    }
}

/// Deals voices into `k` folds: each to the fold that has the fewest of its corpus and sex, then
/// of its corpus, then the fewest clips.
fn deal(corpora: BTreeMap<Corpus, Vec<Vec<Voice>>>, k: usize) -> Result<Vec<Fold>, FoldError> {
    let speakers = corpora.values().flatten().map(Vec::len).sum();
    if speakers < k {
        return Err(FoldError::TooFewSpeakers { folds: k, speakers });
    }
    let mut folds = vec![Fold::new(); k];
    let mut clips = vec![0; k];
    for (corpus, strata) in corpora {
        let mut of_corpus = vec![0; k];
        for stratum in strata {
            let mut of_stratum = vec![0; k];
            for voice in stratum {
                let load = |&fold: &usize| (of_stratum[fold], of_corpus[fold], clips[fold]);
                let fold = (0..k).min_by_key(load).unwrap_or(0);
                of_stratum[fold] += 1;
                of_corpus[fold] += 1;
                clips[fold] += voice.clips.len();
                folds[fold].entry(corpus.clone()).or_default().extend(voice.clips);
            }
        }
    }
    Ok(folds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::{apart, clip, clips, complete, corpora, speakers};
    use proptest::prelude::*;

    #[test]
    fn every_speaker_judges_in_one_fold() {
        let clips = corpora();
        let folds = Split::folds(&clips, 5, 0).unwrap();
        let mut judged: Vec<usize> = folds.iter().flat_map(|fold| fold.test.clone()).collect();
        judged.sort_unstable();
        assert_eq!(judged, (0..clips.len()).collect::<Vec<_>>());
        for fold in &folds {
            assert!(complete(fold, clips.len()) && apart(fold, &clips, |c| c.speaker.clone()));
            let of_ravdess = |name: &&String| name.starts_with("ravdess");
            assert_eq!(speakers(&clips, &fold.test).iter().filter(of_ravdess).count(), 4);
        }
    }

    #[test]
    fn of_a_small_corpus_all_but_the_one_who_judges_train() {
        let clips = corpora();
        let small = |side: &[usize], corpus: &str| {
            speakers(&clips, side).iter().filter(|name| name.starts_with(corpus)).count()
        };
        for seed in 0..10 {
            let folds = Split::folds(&clips, 5, seed).unwrap();
            for (corpus, people) in [("tess", 2), ("savee", 3)] {
                for fold in &folds {
                    let judges = small(&fold.test, corpus);
                    assert!(judges <= 1);
                    assert_eq!(small(&fold.train, corpus), people - judges);
                }
            }
        }
    }

    #[test]
    fn where_every_corpus_is_small_all_of_them_choose() {
        let clips: Vec<Clip> = (0..4)
            .flat_map(|speaker| ["tess", "savee"].map(|corpus| (corpus, speaker)))
            .enumerate()
            .map(|(audio, (corpus, speaker))| clip(corpus, &speaker.to_string(), audio as u16))
            .collect();
        let folds = Split::folds(&clips, 5, 0).unwrap();
        assert!(folds.iter().all(|fold| !fold.validation.is_empty()));
    }

    #[test]
    fn folds_need_speakers() {
        let clips = [clip("mine", "a", 0), clip("mine", "b", 1)];
        let too_few = FoldError::TooFewSpeakers { folds: 3, speakers: 2 };
        assert_eq!(Split::folds(&clips, 3, 0), Err(too_few));
        assert_eq!(Split::folds(&clips, 2, 0), Err(FoldError::TooFew(2)));
    }

    proptest! {
        #[test]
        fn folds_keep_speakers_and_audio_apart(clips in clips(), k in 3usize..6, seed: u64) {
            if let Ok(folds) = Split::folds(&clips, k, seed) {
                for fold in folds {
                    prop_assert!(complete(&fold, clips.len()));
                    prop_assert!(apart(&fold, &clips, |clip| clip.speaker.clone()));
                    prop_assert!(apart(&fold, &clips, |clip| clip.hash));
                }
            }
        }
    }
}
