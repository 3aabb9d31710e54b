//! Splits that keep more than speakers apart: a whole corpus, or sentences.

use std::collections::BTreeSet;

use super::draw::draw;
use super::split::Split;
use super::{Clip, Corpus};

/// One of so many sentences judges.
const SENTENCE_SHARE: usize = 4;

impl Split {
    /// One whole corpus judges; speakers of the others choose and train.
    pub fn without_corpus(clips: &[Clip], corpus: &Corpus, seed: u64) -> Self {
        let (test, rest): (Vec<usize>, Vec<usize>) =
            (0..clips.len()).partition(|&position| clips[position].corpus == *corpus);
        let others: Vec<Clip> = rest.iter().map(|&position| clips[position].clone()).collect();
        let split = Self::by_speaker(&others, seed);
        let place = |side: Vec<usize>| side.into_iter().map(|index| rest[index]);
        let mut train: Vec<usize> = place(split.train).chain(place(split.test)).collect();
        train.sort_unstable();
        Self { train, validation: place(split.validation).collect(), test }
    }

    /// A quarter of a corpus' sentences, said by speakers who do not train, judge; nobody trains
    /// or chooses with these sentences. Clips that would be heard otherwise are on no side.
    pub fn without_sentences(clips: &[Clip], corpus: &Corpus, seed: u64) -> Self {
        let mut sentences: Vec<&str> = (clips.iter().filter(|clip| clip.corpus == *corpus))
            .filter_map(|clip| clip.sentence.as_deref())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        sentences.sort_by_key(|sentence| draw(seed, sentence.as_bytes()));
        sentences.truncate(sentences.len() / SENTENCE_SHARE);
        let ours = |&position: &usize| clips[position].corpus == *corpus;
        let kept_apart = |position: &usize| {
            let said = clips[*position].sentence.as_deref();
            ours(position) && said.is_some_and(|said| sentences.contains(&said))
        };
        let mut split = Self::by_speaker(clips, seed);
        split.train.retain(|position| !kept_apart(position));
        split.validation.retain(|position| !kept_apart(position));
        split.test.retain(kept_apart);
        split
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::{apart, complete, corpora};

    /// The clips of the made-up corpora, each emotion said in a sentence of its own.
    fn clips() -> Vec<Clip> {
        let said = |clip: Clip| Clip { sentence: Some(clip.emotion.name().to_owned()), ..clip };
        corpora().into_iter().map(said).collect()
    }

    #[test]
    fn a_corpus_that_judges_neither_trains_nor_chooses() {
        let clips = clips();
        let split = Split::without_corpus(&clips, &Corpus::CremaD, 3);
        assert!(complete(&split, clips.len()));
        assert!(split.test.iter().all(|&position| clips[position].corpus == Corpus::CremaD));
        let heard = split.train.iter().chain(&split.validation);
        assert!(heard.into_iter().all(|&position| clips[position].corpus != Corpus::CremaD));
        assert!(apart(&split, &clips, |clip| clip.speaker.clone()));
        assert!(!split.validation.is_empty());
    }

    #[test]
    fn sentences_that_judge_are_said_on_no_other_side() {
        let clips = clips();
        let split = Split::without_sentences(&clips, &Corpus::CremaD, 3);
        let ours = |side: &[usize]| -> BTreeSet<String> {
            let of_corpus = side.iter().filter(|&&p| clips[p].corpus == Corpus::CremaD);
            of_corpus.filter_map(|&p| clips[p].sentence.clone()).collect()
        };
        let judging = ours(&split.test);
        assert_eq!(judging.len(), 2);
        assert!(judging.is_disjoint(&ours(&split.train)) && !ours(&split.train).is_empty());
        assert!(judging.is_disjoint(&ours(&split.validation)));
        assert!(apart(&split, &clips, |clip| clip.speaker.clone()));
    }
}
