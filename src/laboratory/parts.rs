//! The three sides of a split, as examples.

use std::collections::BTreeSet;

use super::examples::{self, Help};
use super::{LaboratoryError, Recipe, Rows};
use crate::corpus::{Clip, Split, SplitKind};
use crate::emotion::Emotion;
use crate::figures::TrainingRecord;
use crate::training::Examples;

/// Who goes where, and how that was found.
#[derive(Debug, Clone)]
pub struct Deal {
    /// What is dealt: rows where it is [`SplitKind::Row`], else clips.
    pub kind: SplitKind,
    /// The sides.
    pub split: Split,
    /// The seed of everything.
    pub seed: u64,
}

impl Deal {
    /// Deals clips, or their rows, in one of the three ways.
    pub fn new(kind: SplitKind, clips: &[Clip], rows: &[Rows], seed: u64) -> Self {
        let split = match kind {
            SplitKind::Speaker => Split::by_speaker(clips, seed),
            SplitKind::Clip => Split::by_clip(clips, seed),
            SplitKind::Row => Split::by_row(rows.iter().map(Vec::len).sum(), seed),
        };
        Self { kind, split, seed }
    }

    /// The clip, by its index, at a position of the deal, which is a row's where rows are dealt.
    pub fn clip_of(&self, position: usize, rows: &[Rows]) -> usize {
        match self.kind {
            SplitKind::Speaker | SplitKind::Clip => position,
            // Every clip has as many rows as the first.
            SplitKind::Row => position / rows.first().map_or(1, Vec::len).max(1),
        }
    }

    /// The clips at positions of the deal.
    pub fn clips_at<'a>(
        &self,
        positions: &[usize],
        clips: &'a [Clip],
        rows: &[Rows],
    ) -> impl Iterator<Item = &'a Clip> {
        positions.iter().map(|&position| &clips[self.clip_of(position, rows)])
    }

    /// What decides who learns from whom: the sides and, of every clip, its sound, corpus, speaker,
    /// emotion and votes. Paths are not part of it.
    ///
    /// # Errors
    /// None that clips of ours cause.
    pub fn fingerprint(&self, clips: &[Clip]) -> Result<blake3::Hash, postcard::Error> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&postcard::to_stdvec(&(self.kind, &self.split))?);
        for Clip { hash, corpus, speaker, emotion, votes, .. } in clips {
            hasher.update(&postcard::to_stdvec(&(hash, corpus, speaker, emotion, votes))?);
        }
        Ok(hasher.finalize())
    }

    /// The speakers at positions of the deal.
    pub fn speakers<'a>(
        &self,
        positions: &[usize],
        clips: &'a [Clip],
        rows: &[Rows],
    ) -> BTreeSet<&'a str> {
        self.clips_at(positions, clips, rows).map(|clip| clip.speaker.as_str()).collect()
    }
}

/// The examples of the three sides.
pub struct Parts {
    /// To learn from.
    pub train: Examples,
    /// To choose by.
    pub validation: Examples,
    /// To be tested on.
    pub test: Examples,
    /// All but those to be tested on, as examples to learn from, if they are to teach together in the
    /// end.
    pub everyone: Option<Examples>,
    /// The clip of each test example, by its position among all.
    pub tested: Vec<usize>,
    /// Who is where.
    pub record: TrainingRecord,
}

impl Parts {
    /// The examples of a deal.
    ///
    /// # Errors
    /// [`LaboratoryError::TooFew`] if there are too few clips or speakers for the split.
    pub fn new(
        clips: &[Clip],
        rows: &[Rows],
        recipe: &Recipe,
        deal: &Deal,
        help: Help<'_>,
    ) -> Result<Self, LaboratoryError> {
        let Deal { kind, split, seed } = deal;
        let all: Vec<(usize, usize)> = (rows.iter().enumerate())
            .flat_map(|(clip, rows)| (0..rows.len()).map(move |row| (clip, row)))
            .collect();
        // Augmented rows are for training; only the leaky split tests them, as the described
        // pipeline did.
        let every_row = |part: &[usize]| match kind {
            SplitKind::Row => part.iter().map(|&row| all[row]).collect(),
            _ => part.iter().flat_map(|&c| (0..rows[c].len()).map(move |r| (c, r))).collect(),
        };
        let clean = |part: &[usize]| match kind {
            SplitKind::Row => part.iter().map(|&row| all[row]).collect(),
            _ => part.iter().map(|&clip| (clip, 0)).collect::<Vec<_>>(),
        };
        let (train, validation, test): (Vec<_>, _, _) =
            (every_row(&split.train), clean(&split.validation), clean(&split.test));
        if train.is_empty() || validation.is_empty() {
            return Err(LaboratoryError::TooFew {
                train: train.len(),
                validation: validation.len(),
            });
        }
        let examples = |chosen: &[_], help| examples::of(clips, rows, chosen, recipe, help);
        let to_learn_from = |chosen: &[_]| {
            let mut learned = examples(chosen, help);
            if recipe.softening.is_none() {
                // A loss that knows nothing of corpora asks each of them about every emotion.
                let all = [true; Emotion::COUNT];
                learned.corpora.iter_mut().for_each(|corpus| corpus.emotions = all);
            }
            learned
        };
        let everyone = recipe.refit.then(|| [&train[..], &every_row(&split.validation)].concat());
        let (training_speakers, training_clips) =
            speakers_and_clips(clips, everyone.as_ref().unwrap_or(&train));
        Ok(Self {
            record: TrainingRecord {
                preset: recipe.name.to_owned(),
                corpora: corpora(clips),
                split: kind.name().to_owned(),
                training_clips,
                training_speakers,
                validation_speakers: speakers_and_clips(clips, &validation).0,
                test_speakers: speakers_and_clips(clips, &test).0,
                seed: *seed,
                batch_size: recipe.trainer.batch_size,
                ..TrainingRecord::default()
            },
            train: to_learn_from(&train),
            validation: examples(&validation, Help::default()),
            test: examples(&test, Help::default()),
            everyone: everyone.map(|everyone| to_learn_from(&everyone)),
            tested: test.iter().map(|(clip, _)| *clip).collect(),
        })
    }
}

/// The names of the corpora among clips.
fn corpora(clips: &[Clip]) -> Vec<String> {
    let names: BTreeSet<&str> = clips.iter().map(|clip| clip.corpus.name()).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The speakers of chosen rows, and how many clips they are of.
fn speakers_and_clips(clips: &[Clip], chosen: &[(usize, usize)]) -> (Vec<String>, usize) {
    let indices: BTreeSet<usize> = chosen.iter().map(|(clip, _)| *clip).collect();
    let speakers: BTreeSet<&str> = indices.iter().map(|&i| clips[i].speaker.as_str()).collect();
    (speakers.into_iter().map(str::to_owned).collect(), indices.len())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::audio::Waveform;
    use crate::corpus::testing::clip;
    use crate::corpus::{Corpus, Votes};
    use crate::emotion::Emotion;
    use crate::features::Features;
    use crate::laboratory::Preset;
    use crate::training::{Sound, Stored};

    /// Two clips, one to learn from and one to be tested on.
    fn two() -> (Deal, Vec<Clip>) {
        let split = Split { train: vec![0], validation: vec![], test: vec![1] };
        let deal = Deal { kind: SplitKind::Speaker, split, seed: 0 };
        (deal, vec![clip("mine", "anna", 1), clip("mine", "bob", 2)])
    }

    #[test]
    fn only_what_is_learned_from_can_be_heard_anew() {
        let row = Stored::from(Features { values: vec![0.0], rows: 1, frames: 1 });
        let (deal, mut clips) = two();
        clips.push(clip("mine", "carl", 3));
        let split = Split { train: vec![0], validation: vec![2], test: vec![1] };
        let deal = Deal { split, ..deal };
        let waveform = Arc::new(Waveform::new(vec![0.5], 16_000).unwrap());
        let sounds = vec![Sound { waveform, skipped: 0 }; 3];
        let help = Help { sounds: Some(&sounds), ..Help::default() };
        // A copy of each clip stands behind it.
        let rows = vec![vec![row.clone(), row]; 3];
        let recipe = Preset::Overtone.recipe(1, 2, 0);
        let parts = Parts::new(&clips, &rows, &recipe, &deal, help).unwrap();
        assert!(parts.train.list.iter().all(|example| example.sound.is_some()));
        let judges = || parts.validation.list.iter().chain(&parts.test.list);
        assert!(judges().all(|example| example.sound.is_none()));
        assert_eq!((parts.train.list.len(), judges().count()), (2, 2), "copies only teach");
    }

    #[test]
    fn another_side_label_speaker_or_corpus_is_another_training() {
        let (deal, clips) = two();
        let of = |change: fn(&mut Clip)| {
            let mut clips = clips.clone();
            change(&mut clips[1]);
            deal.fingerprint(&clips).unwrap()
        };
        let first = of(|_| {});
        assert_eq!(of(|clip| clip.path = "moved/2.wav".into()), first, "a path tells nothing");
        assert_ne!(of(|clip| clip.speaker = "mine/anna".to_owned()), first);
        assert_ne!(of(|clip| clip.corpus = Corpus::Tess), first);
        assert_ne!(of(|clip| clip.emotion = Emotion::Sad), first);
        assert_ne!(of(|clip| clip.votes = Some(Votes::new([1; Emotion::COUNT]))), first);
        let split = Split { train: vec![1], validation: vec![], test: vec![0] };
        let other = Deal { split, ..deal.clone() };
        assert_ne!(other.fingerprint(&clips).unwrap(), first);
    }
}
