//! What nobody recorded, as it might sound.
//!
//! A layer that learned from takes of sadness and anger alone would hear both in whatever else the
//! person performs: nothing tells it what their joy is like. Strangers do: what they change between
//! sadness and joy makes a take of joy of every take of sadness, in the same voice, room and words.
//! Where there is no take of an emotion, labels of the person's own lead there, by the emotions that the
//! network takes them for.

use super::{Counts, HeardTake, count};
use crate::emotion::Emotion;
use crate::judgement::Probabilities;
use crate::meaning::Meaning;
use crate::model::{Classifier, ClassifyError, Heard};

/// A person's takes, and those that are imagined after them.
#[derive(Debug, Clone)]
pub struct Takes<'a> {
    recorded: &'a [HeardTake],
    imagined: Vec<ImaginedTake>,
}

/// A take of an emotion that was not recorded.
#[derive(Debug, Clone, PartialEq)]
struct ImaginedTake {
    /// The recorded take that it was made of.
    of: usize,
    emotion: Emotion,
    heard: Heard,
}

/// One sound among takes: a take as it is, a variation of it, or one that is imagined after it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Of which recorded take it is.
    pub take: usize,
    /// What is meant by it.
    pub label: Meaning,
    /// Whether it is no variation.
    pub is_original: bool,
    /// Whether it was recorded.
    pub is_recorded: bool,
    /// What is heard in it, as strangers are heard.
    pub heard: &'a Heard,
}

impl<'a> Takes<'a> {
    /// Takes of a person, and after each of them the emotions that they did not record, as far as the
    /// model knows how strangers perform both.
    ///
    /// # Errors
    /// [`ClassifyError`] if the device fails.
    pub async fn imagine(
        classifier: &Classifier,
        recorded: &'a [HeardTake],
    ) -> Result<Self, ClassifyError> {
        let mut takes = Self::recorded(recorded);
        let Some(strangers) = &classifier.card().strangers else { return Ok(takes) };
        let counts = takes.counts();
        let meant = recorded.iter().map(|take| takes.meant(take.label, classifier));
        let meant: Vec<Option<Probabilities>> = meant.collect();
        let missing = Emotion::ALL.into_iter().filter(|&other| counts.of(other.into()) == 0);
        for emotion in missing {
            let change = |(of, take): (usize, &HeardTake)| {
                let change = strangers.change(meant[of].as_ref()?, emotion)?;
                let heard = take.heard.first()?.moved_by(&change);
                Some(ImaginedTake { of, emotion, heard })
            };
            takes.imagined.extend(recorded.iter().enumerate().filter_map(change));
        }
        let heard: Vec<&Heard> = takes.imagined.iter().map(|take| &take.heard).collect();
        let told = classifier.retell(&heard, &[]).await?;
        for (take, told) in takes.imagined.iter_mut().zip(told) {
            take.heard = Heard { windows: std::mem::take(&mut take.heard.windows), ..told };
        }
        Ok(takes)
    }

    /// Takes, and nothing imagined.
    pub const fn recorded(recorded: &'a [HeardTake]) -> Self {
        Self { recorded, imagined: Vec::new() }
    }

    /// How likely each emotion is meant by a label: one of the eight by itself, one of the person's own
    /// as the network takes it, if they recorded no emotion that leads further.
    fn meant(&self, label: Meaning, classifier: &Classifier) -> Option<Probabilities> {
        if let Some(emotion) = label.emotion() {
            return Some(Emotion::ALL.map(|other| if other == emotion { 1.0 } else { 0.0 }));
        }
        let calibration = &classifier.card().calibration;
        let of_label = self.recorded.iter().filter(|take| take.label == label);
        let likely = of_label.filter_map(|take| take.heard.first());
        let likely = likely.map(|heard| calibration.probabilities(&heard.logits));
        (!self.has_emotions()).then(|| mean(likely))
    }

    /// Whether an emotion was recorded, not labels of the person's own alone.
    pub fn has_emotions(&self) -> bool {
        self.recorded.iter().any(|take| take.label.emotion().is_some())
    }

    /// The recorded takes of each label.
    pub fn counts(&self) -> Counts {
        count(self.recorded.iter().map(|take| take.label))
    }

    /// The takes of each label, recorded or imagined: no label has both.
    pub fn all_counts(&self) -> Counts {
        let recorded = self.recorded.iter().map(|take| take.label);
        count(recorded.chain(self.imagined.iter().map(|take| take.emotion.into())))
    }

    /// The recorded takes.
    pub const fn as_recorded(&self) -> &'a [HeardTake] {
        self.recorded
    }

    /// Take after take as it is and its variations, then what is imagined.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let recorded = self.recorded.iter().enumerate().flat_map(|(at, take)| {
            take.heard.iter().enumerate().map(move |(variation, heard)| Row {
                take: at,
                label: take.label,
                is_original: variation == 0,
                is_recorded: true,
                heard,
            })
        });
        recorded.chain(self.imagined.iter().map(|take| Row {
            take: take.of,
            label: take.emotion.into(),
            is_original: true,
            is_recorded: false,
            heard: &take.heard,
        }))
    }
}

/// The mean of probabilities, emotion by emotion.
fn mean(all: impl Iterator<Item = Probabilities>) -> Probabilities {
    let (mut sum, mut count) = ([0.0; Emotion::COUNT], 0.0);
    for likely in all {
        sum.iter_mut().zip(likely).for_each(|(sum, share)| *sum += share);
        count += 1.0;
    }
    sum.map(|share| share / count)
}
