//! A person's own takes and models: the rules, free of any browser.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::take::{Id, Take};
use crate::adaptation::{
    AdaptationError, FitEpoch, LEAST_LABELS, LEAST_TAKES, TrialAnswer, check_takes, count,
};
use crate::emotion::Emotion;
use crate::engine::protocol::{Adapted, Adapting, Ear, is_heard_by};
use crate::meaning::Meaning;

/// A model that somebody made their own.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnModel {
    /// Which.
    pub id: Id,
    /// What its owner calls it.
    pub name: String,
    /// How many of what was meant it hears.
    pub recall: Recall,
    /// Size of its file in bytes.
    pub bytes: usize,
}

/// How many of what was meant a model hears: the mean over what there was to tell apart, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Recall {
    /// On takes kept aside, before it learned from the others and after.
    OfTakes(f64, f64),
    /// Of a model for everybody, on the clips that it was chosen by.
    OfClips(f64),
}

/// What the microphone of this room is doing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Booth {
    /// Nothing.
    #[default]
    Free,
    /// It has been asked for.
    Asked(Meaning),
    /// It records; so many seconds so far.
    Recording(Meaning, f64),
}

impl Booth {
    /// What is being recorded, or is about to be.
    pub const fn label(self) -> Option<Meaning> {
        match self {
            Self::Free => None,
            Self::Asked(label) | Self::Recording(label, _) => Some(label),
        }
    }
}

/// How far the training is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Training {
    /// Not begun.
    #[default]
    Idle,
    /// The page was closed while it went on; takes, and what was heard of them, are still there.
    Interrupted,
    /// Paused by the visitor: it goes on from what was heard of the takes.
    Paused,
    /// On its way.
    Running(Course),
    /// Stopped by the visitor.
    Stopped,
    /// Done.
    Over(Outcome),
}

/// A training on its way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// Takes heard.
    pub heard: usize,
    /// The takes that it learns from, in the order in which they are heard.
    pub takes: Vec<Id>,
    /// Epochs that are over.
    pub epochs: Vec<FitEpoch>,
}

/// What came of a training.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The epochs.
    pub epochs: Vec<FitEpoch>,
    /// What was made of every take by a layer that did not learn from it.
    pub answers: Vec<TrialAnswer>,
    /// Whether it was worth it.
    pub is_better: bool,
    /// The epoch whose layer it is.
    pub epoch: usize,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
}

/// Everything in the room.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// What is to be recorded: emotions, and the visitor's own labels, in order.
    pub chosen: Vec<Meaning>,
    /// The takes, in the order in which they came.
    pub takes: Vec<Take>,
    /// What the engine has heard of takes, so that it need not hear them again.
    pub heard: BTreeMap<Id, Arc<Vec<u8>>>,
    /// The microphone.
    pub booth: Booth,
    /// The training.
    pub training: Training,
    /// The models.
    pub models: Vec<OwnModel>,
    /// The own model that listens; none while one for everybody does.
    pub listening: Option<Id>,
}

impl Default for Voice {
    fn default() -> Self {
        let first = [Emotion::Neutral, Emotion::Happy, Emotion::Sad, Emotion::Angry];
        Self {
            chosen: first.into_iter().map(Meaning::from).collect(),
            takes: Vec::new(),
            heard: BTreeMap::new(),
            booth: Booth::default(),
            training: Training::default(),
            models: Vec::new(),
            listening: None,
        }
    }
}

impl Voice {
    /// What keeps the training from starting, if anything does.
    pub fn missing(&self) -> Option<AdaptationError> {
        let counts = count(self.takes.iter().map(|take| take.label));
        // What was chosen and not recorded is missing as well.
        if let Some(lacking) = self.chosen.iter().find(|label| counts.of(**label) < LEAST_TAKES)
            && self.chosen.len() >= LEAST_LABELS
        {
            return Some(AdaptationError::Takes(*lacking, counts.of(*lacking)));
        }
        check_takes(&counts).err()
    }

    /// An id that no take and no model has: that of the moment, or one beyond all others.
    pub fn fresh_id(&self, now: Id) -> Id {
        let ids = self.takes.iter().map(|take| take.id);
        let ids = ids.chain(self.models.iter().map(|model| model.id));
        ids.max().map_or(now, |id| now.max(id + 1))
    }

    /// Something else was meant.
    pub fn relabel(&mut self, id: Id, label: Meaning) {
        if let Some(take) = self.takes.iter_mut().find(|take| take.id == id) {
            take.label = label;
        }
    }

    /// The training begins.
    pub fn begin(&mut self) {
        let takes = self.takes.iter().map(|take| take.id).collect();
        self.training = Training::Running(Course { takes, ..Course::default() });
    }

    /// The training has come further. What was heard of a take is given back, to be kept.
    pub fn hear(&mut self, progress: Adapting) -> Option<(Id, Arc<Vec<u8>>)> {
        let Training::Running(course) = &mut self.training else { return None };
        match progress {
            Adapting::Heard { take, kept } => {
                course.heard = take + 1;
                let (id, kept) = (*course.takes.get(take)?, Arc::new(kept?));
                // One that was recorded again meanwhile, or forgotten, is another sound.
                if !self.takes.iter().any(|take| take.id == id) {
                    return None;
                }
                self.heard.insert(id, Arc::clone(&kept));
                Some((id, kept))
            }
            Adapting::Epoch(epoch) => {
                course.epochs.push(epoch);
                None
            }
        }
    }

    /// How many takes have been heard by this ear; by any while none is known.
    pub fn heard_takes(&self, ear: Option<&Ear>) -> usize {
        let is_heard = |kept: &Arc<Vec<u8>>| ear.is_none_or(|ear| is_heard_by(kept, ear));
        self.takes.iter().filter(|take| self.heard.get(&take.id).is_some_and(is_heard)).count()
    }

    /// Forgets a take, and what was heard of it.
    pub fn forget(&mut self, id: Id) {
        self.takes.retain(|take| take.id != id);
        self.heard.remove(&id);
    }

    /// Puts another recording in the place of a take, or at the end if it is gone.
    pub fn replace(&mut self, id: Id, with: Take) {
        self.heard.remove(&id);
        match self.takes.iter_mut().find(|take| take.id == id) {
            Some(take) => *take = with,
            None => self.takes.push(with),
        }
    }

    /// The training is over.
    pub fn end(&mut self, adapted: &Adapted) {
        let epochs = match std::mem::take(&mut self.training) {
            Training::Running(course) => course.epochs,
            _ => Vec::new(),
        };
        self.training = Training::Over(Outcome {
            epochs,
            answers: adapted.answers.clone(),
            is_better: adapted.is_better,
            epoch: adapted.epoch,
            elapsed_ms: adapted.elapsed_ms,
        });
    }

    /// The training is running.
    pub const fn is_training(&self) -> bool {
        matches!(self.training, Training::Running(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(id: Id, label: impl Into<Meaning>) -> Take {
        Take { id, label: label.into(), rate_hz: 16_000, samples: Arc::new(vec![0.1; 16_000]) }
    }

    #[test]
    fn it_says_what_is_missing_until_there_are_three_takes_of_every_chosen_emotion() {
        let mut voice = Voice::default();
        assert_eq!(voice.missing(), Some(AdaptationError::Takes(Emotion::Neutral.into(), 0)));
        for emotion in Emotion::ALL {
            voice.choose(emotion.into(), matches!(emotion, Emotion::Sad | Emotion::Angry));
        }
        let mut id = 0;
        let mut record = |voice: &mut Voice, label| {
            id += 1;
            voice.takes.push(take(id, label));
        };
        (0..3).for_each(|_| record(&mut voice, Emotion::Sad));
        assert_eq!(voice.missing(), Some(AdaptationError::Takes(Emotion::Angry.into(), 0)));
        (0..2).for_each(|_| record(&mut voice, Emotion::Angry));
        assert_eq!(voice.missing(), Some(AdaptationError::Takes(Emotion::Angry.into(), 2)));
        record(&mut voice, Emotion::Angry);
        assert_eq!(voice.missing(), None);
        voice.choose(Emotion::Angry.into(), false);
        assert_eq!(voice.missing(), None, "what was recorded counts");
        assert!(voice.labels().into_iter().eq([Emotion::Sad, Emotion::Angry].map(Meaning::from)));
    }

    #[test]
    fn one_emotion_is_nothing_to_tell_apart() {
        let mut voice = Voice { chosen: Vec::new(), ..Voice::default() };
        assert_eq!(voice.missing(), Some(AdaptationError::Labels(0)));
        voice.takes = (0..5).map(|id| take(id, Emotion::Fear)).collect();
        assert_eq!(voice.missing(), Some(AdaptationError::Labels(1)));
    }

    #[test]
    fn a_take_can_be_moved_and_ids_never_meet() {
        let mut voice = Voice::default();
        voice.takes.push(take(7, Emotion::Sad));
        voice.relabel(7, Emotion::Happy.into());
        assert_eq!(voice.takes_of(Emotion::Happy.into()).len(), 1);
        assert_eq!(voice.fresh_id(3), 8, "one was made in the same moment");
        assert_eq!(voice.fresh_id(500), 500);
    }

    #[test]
    fn what_was_heard_of_a_take_goes_with_its_recording() {
        let mut voice =
            Voice { takes: vec![take(1, Emotion::Sad), take(2, Emotion::Sad)], ..Voice::default() };
        voice.begin();
        voice.hear(Adapting::Heard { take: 0, kept: Some(vec![1]) });
        voice.hear(Adapting::Heard { take: 1, kept: Some(vec![2]) });
        voice.relabel(1, Emotion::Angry.into());
        assert_eq!(voice.heard_takes(None), 2, "the sound is the same");
        voice.replace(1, take(3, Emotion::Angry));
        assert_eq!((voice.takes[0].id, voice.heard_takes(None)), (3, 1));
        voice.forget(2);
        assert_eq!((voice.takes.len(), voice.heard.len()), (1, 0));
        voice.replace(9, take(4, Emotion::Fear));
        assert_eq!(voice.takes.len(), 2);
    }

    #[test]
    fn what_is_heard_is_of_the_take_that_the_training_began_with() {
        let takes = (0..3).map(|id| take(id, Emotion::Fear)).collect();
        let mut voice = Voice { takes, ..Voice::default() };
        voice.begin();
        voice.forget(0);
        voice.replace(1, take(7, Emotion::Fear));
        let mut hear = |take| voice.hear(Adapting::Heard { take, kept: Some(vec![take as u8]) });
        assert_eq!((hear(0), hear(1)), (None, None));
        assert_eq!(hear(2), Some((2, Arc::new(vec![2]))));
        assert_eq!(voice.heard_takes(None), 1);
    }

    #[test]
    fn takes_are_heard_by_an_ear() {
        let takes = (0..3).map(|id| take(id, Emotion::Fear)).collect();
        let mut voice = Voice { takes, ..Voice::default() };
        let (cpu, gpu) = ([1; size_of::<Ear>()], [2; size_of::<Ear>()]);
        voice.begin();
        for (take, ear) in [cpu, gpu, cpu].into_iter().enumerate() {
            voice.hear(Adapting::Heard { take, kept: Some([ear.as_slice(), &[7]].concat()) });
        }
        let heard = |ear: Option<&Ear>| voice.heard_takes(ear);
        assert_eq!(
            [Some(&cpu), Some(&gpu), Some(&[3; size_of::<Ear>()]), None].map(heard),
            [2, 1, 0, 3]
        );
    }

    #[test]
    fn a_training_goes_from_takes_to_epochs_to_an_outcome() {
        let takes = (0..3).map(|id| take(id, Emotion::Fear)).collect();
        let mut voice = Voice { takes, ..Voice::default() };
        voice.begin();
        assert_eq!(voice.hear(Adapting::Heard { take: 0, kept: None }), None);
        let kept = Arc::new(vec![7]);
        let heard = Adapting::Heard { take: 2, kept: Some(vec![7]) };
        assert_eq!(voice.hear(heard), Some((2, kept)));
        assert_eq!(voice.heard_takes(None), 1);
        let epoch =
            FitEpoch { epoch: 1, loss: 1.0, recall: 0.6, aside_loss: 1.1, aside_recall: 0.5 };
        assert_eq!(voice.hear(Adapting::Epoch(epoch)), None);
        assert!(voice.is_training());
        voice.end(&Adapted {
            model: vec![],
            answers: vec![],
            epoch: 1,
            is_better: true,
            elapsed_ms: 5.0,
        });
        let Training::Over(outcome) = &voice.training else { panic!("{:?}", voice.training) };
        assert_eq!((outcome.epochs.as_slice(), outcome.is_better), ([epoch].as_slice(), true));
    }
}
