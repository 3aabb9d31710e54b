//! A person's own takes and models: the rules, free of any browser.

use std::sync::Arc;

use crate::adaptation::{
    AdaptationError, FitEpoch, LEAST_EMOTIONS, LEAST_TAKES, TrialAnswer, check_takes, count,
};
use crate::emotion::Emotion;
use crate::engine::protocol::{Adapted, Adapting};

/// The shortest take, in seconds.
pub const SHORTEST_TAKE_S: f64 = 0.4;
/// The longest take, in seconds; recording ends there.
pub const LONGEST_TAKE_S: f64 = 10.0;
/// The peak below which a take is silent.
pub const SILENT_PEAK: f32 = 0.003;

/// What tells a take, or a model, from the others: unique as long as the browser keeps it.
pub type Id = u32;

/// A recording of an emotion that was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Which.
    pub id: Id,
    /// The emotion.
    pub label: Emotion,
    /// Samples a second.
    pub rate_hz: u32,
    /// Mono samples.
    pub samples: Arc<Vec<f32>>,
}

impl Take {
    /// Length in seconds.
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz.max(1))
    }
}

/// Why a recording or a file is no take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Below [`SHORTEST_TAKE_S`].
    TooShort,
    /// Beyond [`LONGEST_TAKE_S`].
    TooLong,
    /// Nothing is heard in it.
    Silent,
}

/// Whether samples can be a take.
///
/// # Errors
/// [`Unfit`] with what is wrong.
pub fn check_take(samples: &[f32], rate_hz: u32) -> Result<(), Unfit> {
    let seconds = samples.len() as f64 / f64::from(rate_hz.max(1));
    let peak = samples.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    if seconds < SHORTEST_TAKE_S {
        Err(Unfit::TooShort)
    } else if seconds > LONGEST_TAKE_S + 0.5 {
        Err(Unfit::TooLong)
    } else if peak < SILENT_PEAK {
        Err(Unfit::Silent)
    } else {
        Ok(())
    }
}

/// A model that somebody made their own.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnModel {
    /// Which.
    pub id: Id,
    /// What its owner calls it.
    pub name: String,
    /// Recall on takes kept aside before and after, 0 to 1; none if it came as a file that does not
    /// say so.
    pub recall: Option<(f64, f64)>,
    /// Size of its file in bytes.
    pub bytes: usize,
}

/// What the microphone of this room is doing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Booth {
    /// Nothing.
    #[default]
    Free,
    /// It has been asked for.
    Asked(Emotion),
    /// It records; so many seconds so far.
    Recording(Emotion, f64),
}

impl Booth {
    /// The emotion that is being recorded, or is about to be.
    pub const fn label(self) -> Option<Emotion> {
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
    /// The page was closed while it went on; the takes are still there.
    Interrupted,
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
    /// Takes in all.
    pub takes: usize,
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
    /// The emotions that are to be recorded, in the order of [`Emotion::ALL`].
    pub chosen: [bool; Emotion::COUNT],
    /// The takes, in the order in which they came.
    pub takes: Vec<Take>,
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
        let mut chosen = [false; Emotion::COUNT];
        first.iter().for_each(|emotion| chosen[emotion.index()] = true);
        Self {
            chosen,
            takes: Vec::new(),
            booth: Booth::default(),
            training: Training::default(),
            models: Vec::new(),
            listening: None,
        }
    }
}

impl Voice {
    /// The emotions that are to be recorded, and those of which there are takes.
    pub fn emotions(&self) -> Vec<Emotion> {
        let recorded = count(self.takes.iter().map(|take| take.label));
        let wanted = |e: &Emotion| self.chosen[e.index()] || recorded[e.index()] > 0;
        Emotion::ALL.into_iter().filter(wanted).collect()
    }

    /// The takes of an emotion.
    pub fn takes_of(&self, label: Emotion) -> Vec<Take> {
        self.takes.iter().filter(|take| take.label == label).cloned().collect()
    }

    /// Whether an emotion is to be recorded. One with takes stays.
    pub fn choose(&mut self, emotion: Emotion, is_wanted: bool) {
        self.chosen[emotion.index()] = is_wanted;
    }

    /// The chosen emotions as they are remembered.
    pub fn chosen_to_memory(&self) -> String {
        let chosen = Emotion::ALL.into_iter().filter(|emotion| self.chosen[emotion.index()]);
        chosen.map(Emotion::name).collect::<Vec<_>>().join(" ")
    }

    /// Takes the choice of an earlier visit; words that name no emotion are passed by.
    pub fn choose_from_memory(&mut self, words: &str) {
        self.chosen = [false; Emotion::COUNT];
        let remembered = words.split(' ').filter_map(|word| word.parse::<Emotion>().ok());
        remembered.for_each(|emotion| self.chosen[emotion.index()] = true);
    }

    /// What keeps the training from starting, if anything does.
    pub fn missing(&self) -> Option<AdaptationError> {
        let counts = count(self.takes.iter().map(|take| take.label));
        let wanted = Emotion::ALL.into_iter().filter(|e| self.chosen[e.index()]);
        // An emotion that was chosen and not recorded is missing as well.
        if let Some(lacking) = wanted.clone().find(|emotion| counts[emotion.index()] < LEAST_TAKES)
            && wanted.clone().count() >= LEAST_EMOTIONS
        {
            return Some(AdaptationError::Takes(lacking, counts[lacking.index()]));
        }
        check_takes(&counts).err()
    }

    /// An id that no take and no model has.
    pub fn fresh_id(&self) -> Id {
        let ids = self.takes.iter().map(|take| take.id);
        ids.chain(self.models.iter().map(|model| model.id)).max().map_or(1, |id| id + 1)
    }

    /// Another emotion was meant.
    pub fn relabel(&mut self, id: Id, label: Emotion) {
        if let Some(take) = self.takes.iter_mut().find(|take| take.id == id) {
            take.label = label;
        }
    }

    /// The training begins.
    pub fn begin(&mut self) {
        let takes = self.takes.len();
        self.training = Training::Running(Course { takes, ..Course::default() });
    }

    /// The training has come further.
    pub fn hear(&mut self, progress: Adapting) {
        if let Training::Running(course) = &mut self.training {
            match progress {
                Adapting::Heard(takes) => course.heard = takes,
                Adapting::Epoch(epoch) => course.epochs.push(epoch),
            }
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

    fn take(id: Id, label: Emotion) -> Take {
        Take { id, label, rate_hz: 16_000, samples: Arc::new(vec![0.1; 16_000]) }
    }

    #[test]
    fn it_says_what_is_missing_until_there_are_three_takes_of_every_chosen_emotion() {
        let mut voice = Voice::default();
        assert_eq!(voice.missing(), Some(AdaptationError::Takes(Emotion::Neutral, 0)));
        for emotion in Emotion::ALL {
            voice.choose(emotion, matches!(emotion, Emotion::Sad | Emotion::Angry));
        }
        let mut id = 0;
        let mut record = |voice: &mut Voice, label| {
            id += 1;
            voice.takes.push(take(id, label));
        };
        (0..3).for_each(|_| record(&mut voice, Emotion::Sad));
        assert_eq!(voice.missing(), Some(AdaptationError::Takes(Emotion::Angry, 0)));
        (0..2).for_each(|_| record(&mut voice, Emotion::Angry));
        assert_eq!(voice.missing(), Some(AdaptationError::Takes(Emotion::Angry, 2)));
        record(&mut voice, Emotion::Angry);
        assert_eq!(voice.missing(), None);
        voice.choose(Emotion::Angry, false);
        assert_eq!(voice.missing(), None, "what was recorded counts");
        assert_eq!(voice.emotions(), [Emotion::Sad, Emotion::Angry]);
    }

    #[test]
    fn one_emotion_is_nothing_to_tell_apart() {
        let mut voice = Voice { chosen: [false; 8], ..Voice::default() };
        assert_eq!(voice.missing(), Some(AdaptationError::Emotions(0)));
        voice.takes = (0..5).map(|id| take(id, Emotion::Fear)).collect();
        assert_eq!(voice.missing(), Some(AdaptationError::Emotions(1)));
    }

    #[test]
    fn the_choice_is_remembered() {
        let mut voice = Voice::default();
        voice.choose(Emotion::Happy, false);
        let words = voice.chosen_to_memory();
        assert_eq!(words, "neutral sad angry");
        let mut later = Voice::default();
        later.choose_from_memory(&format!("{words} bored"));
        assert_eq!(later.chosen, voice.chosen);
    }

    #[test]
    fn a_take_can_be_moved_and_ids_never_meet() {
        let mut voice = Voice::default();
        voice.takes.push(take(7, Emotion::Sad));
        voice.relabel(7, Emotion::Happy);
        assert_eq!(voice.takes_of(Emotion::Happy).len(), 1);
        assert_eq!(voice.fresh_id(), 8);
    }

    #[test]
    fn what_is_no_take_is_found_out() {
        let loud = |seconds: f64| vec![0.5f32; (16_000.0 * seconds) as usize];
        assert_eq!(check_take(&loud(0.1), 16_000), Err(Unfit::TooShort));
        assert_eq!(check_take(&loud(30.0), 16_000), Err(Unfit::TooLong));
        assert_eq!(check_take(&[0.0; 32_000], 16_000), Err(Unfit::Silent));
        assert_eq!(check_take(&loud(2.0), 16_000), Ok(()));
    }

    #[test]
    fn a_training_goes_from_takes_to_epochs_to_an_outcome() {
        let takes = (0..3).map(|id| take(id, Emotion::Fear)).collect();
        let mut voice = Voice { takes, ..Voice::default() };
        voice.begin();
        voice.hear(Adapting::Heard(3));
        let epoch =
            FitEpoch { epoch: 1, loss: 1.0, recall: 0.6, aside_loss: 1.1, aside_recall: 0.5 };
        voice.hear(Adapting::Epoch(epoch));
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
