//! Examples to learn from, and how often each is drawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::hints::Hints;
use super::shelf::Stored;
use crate::audio::Waveform;
use crate::emotion::Emotion;
use crate::judgement::Probabilities;

/// A sound's features with what a listener should answer.
#[derive(Debug, Clone)]
pub struct Example {
    /// Features before the scaler; frame sequences levelled and trimmed.
    pub features: Stored,
    /// The intended emotion.
    pub label: Emotion,
    /// The answer to learn: the intended emotion, blended with voters' answers where there are
    /// some.
    pub target: Probabilities,
    /// The corpus that it comes from, an index into [`Examples::corpora`].
    pub corpus: usize,
    /// Who speaks, a number of their own among the examples.
    pub speaker: usize,
    /// What a speech encoder hears in it, where that is to be learned.
    pub hints: Option<Hints>,
    /// The sound itself, where it is to be heard as re-recorded.
    pub sound: Option<Sound>,
}

/// The sound of an example.
#[derive(Debug, Clone)]
pub struct Sound {
    /// The whole of it.
    pub waveform: Arc<Waveform>,
    /// Frames before the first that the example has.
    pub skipped: usize,
}

/// A corpus as the sampler and the loss see it.
#[derive(Debug, Clone, PartialEq)]
pub struct CorpusShare {
    /// Its name.
    pub name: String,
    /// The emotions that it holds at all; the loss does not ask it about others.
    pub emotions: [bool; Emotion::COUNT],
    /// Speakers among the examples.
    pub speakers: usize,
}

/// Examples and the corpora they come from.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// The examples.
    pub list: Vec<Example>,
    /// Their corpora.
    pub corpora: Vec<CorpusShare>,
}

impl Examples {
    /// How often each example is drawn, relative to the others.
    ///
    /// A corpus counts by the square root of its speakers, and within a corpus every emotion
    /// counts the same: two speakers with 2 800 clips must not outweigh twenty with 1 200.
    pub fn draw_weights(&self) -> Vec<f64> {
        let mut sizes = BTreeMap::<(usize, Emotion), usize>::new();
        for example in &self.list {
            *sizes.entry((example.corpus, example.label)).or_default() += 1;
        }
        let weight = |example: &Example| {
            let clips = sizes[&(example.corpus, example.label)];
            let emotions = sizes.keys().filter(|(corpus, _)| *corpus == example.corpus).count();
            let speakers = self.corpora[example.corpus].speakers.max(1) as f64;
            speakers.sqrt() / (emotions * clips) as f64
        };
        self.list.iter().map(weight).collect()
    }
}

/// Draws indices with given weights.
#[derive(Debug, Clone)]
pub struct Sampler {
    cumulative: Vec<f64>,
}

impl Sampler {
    /// A sampler of `0..weights.len()`; weights must not be negative.
    pub fn new(weights: &[f64]) -> Self {
        let mut sum = 0.0;
        let add = |weight: &f64| {
            sum += weight.max(0.0);
            sum
        };
        Self { cumulative: weights.iter().map(add).collect() }
    }

    /// An index; 0 if there are no weights.
    pub fn draw(&self, rng: &mut impl Rng) -> usize {
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        let point = rng.random::<f64>() * total;
        let index = self.cumulative.partition_point(|&sum| sum <= point);
        index.min(self.cumulative.len().saturating_sub(1))
    }
}

/// How the answer to learn departs from the intended emotion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Softening {
    /// How much voters' answers count beside the intended emotion, 0 to 1.
    pub votes: f32,
    /// What a target gives away evenly to all emotions that its corpus holds (Szegedy et al. 2016).
    pub smoothing: f32,
}

impl Softening {
    /// What our presets learn with. Voters hear much as neutral that was not meant so: a share of
    /// theirs costs recall of what was meant.
    pub const DEFAULT: Self = Self { votes: 0.0, smoothing: 0.05 };

    /// The answer to learn.
    ///
    /// Votes are shares in the order of [`Emotion::ALL`]; those for emotions that the corpus does
    /// not hold are left out.
    pub fn target(
        &self,
        label: Emotion,
        votes: Option<&[f32; Emotion::COUNT]>,
        held: &[bool; Emotion::COUNT],
    ) -> Probabilities {
        let mut target = [0.0; Emotion::COUNT];
        target[label.index()] = 1.0;
        let heard: Probabilities =
            std::array::from_fn(|i| votes.filter(|_| held[i]).map_or(0.0, |votes| votes[i]));
        let sum: f32 = heard.iter().sum();
        if sum > 0.0 {
            blend(&mut target, &heard.map(|vote| vote / sum), self.votes);
        }
        let count = held.iter().filter(|held| **held).count().max(1) as f32;
        blend(&mut target, &held.map(|held| f32::from(held) / count), self.smoothing);
        target
    }
}

/// Moves a target by a share towards another.
fn blend(target: &mut Probabilities, other: &Probabilities, share: f32) {
    for (value, other) in target.iter_mut().zip(other) {
        *value = (1.0 - share) * *value + share * other;
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::{Emotion, Example};
    use crate::features::Features;

    /// What somebody said, with nothing known but what was meant.
    pub fn example(features: Features, label: Emotion) -> Example {
        Example {
            features: features.into(),
            label,
            target: [0.125; Emotion::COUNT],
            corpus: 0,
            speaker: 0,
            hints: None,
            sound: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::features::Features;

    fn example(corpus: usize, label: Emotion) -> Example {
        let features = Features { values: vec![0.0], rows: 1, frames: 1 };
        Example { corpus, ..testing::example(features, label) }
    }

    fn share(speakers: usize) -> CorpusShare {
        CorpusShare { name: String::new(), emotions: [true; 8], speakers }
    }

    #[test]
    fn a_corpus_counts_by_the_root_of_its_speakers_and_emotions_count_the_same() {
        let list = vec![
            example(0, Emotion::Happy),
            example(0, Emotion::Happy),
            example(0, Emotion::Sad),
            example(1, Emotion::Sad),
        ];
        let examples = Examples { list, corpora: vec![share(4), share(1)] };
        assert_eq!(examples.draw_weights(), [0.5, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn indices_are_drawn_as_often_as_their_weights_say() {
        let sampler = Sampler::new(&[1.0, 0.0, 3.0]);
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let mut counts = [0; 3];
        (0..4000).for_each(|_| counts[sampler.draw(&mut rng)] += 1);
        assert_eq!(counts[1], 0);
        assert!((2850..3150).contains(&counts[2]), "{counts:?}");
    }

    #[test]
    fn a_target_blends_votes_and_never_asks_for_an_emotion_that_the_corpus_lacks() {
        let mut held = [true; 8];
        held[Emotion::Calm.index()] = false;
        let mut votes = [0.0; 8];
        votes[Emotion::Calm.index()] = 8.0;
        votes[Emotion::Neutral.index()] = 1.0;
        votes[Emotion::Sad.index()] = 1.0;
        let softening = Softening { votes: 0.4, ..Softening::DEFAULT };
        let target = softening.target(Emotion::Sad, Some(&votes), &held);
        assert!((target.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert_eq!(target[Emotion::Calm.index()], 0.0);
        assert!(target[Emotion::Sad.index()] > target[Emotion::Neutral.index()]);
        assert!(target[Emotion::Neutral.index()] > target[Emotion::Angry.index()]);
    }
}
