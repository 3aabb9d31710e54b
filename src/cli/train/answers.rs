//! What a trained network makes of every clip: for a look at its errors, and for a pupil.
//!
//! `answers.csv` in a training's folder has a row a clip: content hash, corpus, speaker, side,
//! emotion, and the logits of the eight emotions.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cli::{Failure, While};
use crate::corpus::{Clip, SplitKind};
use crate::emotion::Emotion;
use crate::judgement::Probabilities;
use crate::model::Calibration;

/// The file's name.
pub const FILE: &str = "answers.csv";

/// How much a teacher's answer counts in a target (Hinton, Vinyals & Dean 2015).
const TEACHER_SHARE: f32 = 0.6;
/// How much softer than it is a teacher's answer is taken.
const TEACHER_TEMPERATURE: f32 = 2.0;

/// A row of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answered {
    hash: String,
    corpus: String,
    speaker: String,
    side: Side,
    emotion: Emotion,
    neutral: f32,
    calm: f32,
    happy: f32,
    sad: f32,
    angry: f32,
    fear: f32,
    disgust: f32,
    surprise: f32,
}

/// The side that a clip was on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Learned from.
    Train,
    /// Chosen by.
    Validation,
    /// Judged by.
    Test,
}

impl Answered {
    /// The answer to a clip.
    pub fn new(clip: &Clip, side: Side, logits: [f32; Emotion::COUNT]) -> Self {
        let [neutral, calm, happy, sad, angry, fear, disgust, surprise] = logits;
        Self {
            hash: clip.hash.to_string(),
            corpus: clip.corpus.name().to_owned(),
            speaker: clip.speaker.clone(),
            side,
            emotion: clip.emotion,
            neutral,
            calm,
            happy,
            sad,
            angry,
            fear,
            disgust,
            surprise,
        }
    }

    fn logits(&self) -> [f32; Emotion::COUNT] {
        [
            self.neutral,
            self.calm,
            self.happy,
            self.sad,
            self.angry,
            self.fear,
            self.disgust,
            self.surprise,
        ]
    }
}

/// Rows as a table.
///
/// # Errors
/// None that rows of ours cause.
pub fn csv(rows: &[Answered]) -> Result<Vec<u8>, Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| table.serialize(row))?;
    Ok(table.into_inner()?)
}

/// The answers of a trained network, to learn from.
pub struct Teacher {
    answers: HashMap<String, Answered>,
    /// The speakers whom it heard before it was tested.
    heard: HashSet<String>,
    hash: String,
}

impl Teacher {
    /// Reads the answers in a training's folder.
    ///
    /// # Errors
    /// If there are none, or they cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let cannot = || format!("cannot use {}", path.display());
        let bytes = fs::read(&path).during(cannot)?;
        let mut table = csv::Reader::from_reader(bytes.as_slice());
        let rows = table.deserialize::<Answered>().collect::<Result<Vec<_>, _>>().during(cannot)?;
        let heard = rows.iter().filter(|row| row.side != Side::Test);
        let heard = heard.map(|row| row.speaker.clone()).collect();
        let answers = rows.into_iter().map(|row| (row.hash.clone(), row)).collect();
        Ok(Self { answers, heard, hash: blake3::hash(&bytes).to_hex().to_string() })
    }

    /// The hash of its answers.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Refuses a teacher that has heard one of the clips that are to test its pupil or, where whole
    /// speakers are dealt, one of their speakers.
    ///
    /// # Errors
    /// A sentence with the first such clip or speaker.
    pub fn check<'a>(
        &self,
        dealt: SplitKind,
        tested: impl IntoIterator<Item = &'a Clip>,
    ) -> Result<(), Failure> {
        let heard = |clip: &Clip| match self.answers.get(&clip.hash.to_string()) {
            Some(row) if row.side != Side::Test => Some(format!("{}, which", clip.path.display())),
            _ if dealt == SplitKind::Speaker && self.heard.contains(&clip.speaker) => {
                Some(format!("{}, who", clip.speaker))
            }
            _ => None,
        };
        match tested.into_iter().find_map(heard) {
            None => Ok(()),
            Some(heard) => Err(Failure::new(format!(
                "the teacher has heard {heard} is to test its pupil; train it with the same seed"
            ))),
        }
    }

    /// A target into which the teacher's answer is blended, if it has one.
    pub fn blend(
        &self,
        clip: &Clip,
        target: Probabilities,
        held: &[bool; Emotion::COUNT],
    ) -> Probabilities {
        let Some(row) = self.answers.get(&clip.hash.to_string()) else { return target };
        let mut logits = row.logits();
        let barred = logits.iter_mut().zip(held).filter(|(_, held)| !**held);
        barred.for_each(|(logit, _)| *logit = f32::NEG_INFINITY);
        let soft = Calibration { temperature: TEACHER_TEMPERATURE, ..Calibration::NONE };
        let taught = soft.probabilities(&logits);
        std::array::from_fn(|index| {
            (1.0 - TEACHER_SHARE) * target[index] + TEACHER_SHARE * taught[index]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Waveform;
    use crate::corpus::{ContentHash, Corpus};

    fn clip(emotion: Emotion) -> Clip {
        let sound = Waveform::new(vec![0.1 * emotion.index() as f32; 4], 16_000).unwrap();
        Clip {
            corpus: Corpus::CremaD,
            path: format!("{emotion}.wav").into(),
            speaker: "crema-d/1001".to_owned(),
            sex: None,
            demographics: None,
            sentence: None,
            intensity: None,
            emotion,
            seconds: 1.0,
            hash: ContentHash::of(&sound),
            votes: None,
        }
    }

    /// A teacher that takes every clip for happy, or perhaps calm.
    fn teacher(clips: &[Clip], side: Side) -> (Teacher, std::path::PathBuf) {
        let mut logits = [0.0; Emotion::COUNT];
        logits[Emotion::Happy.index()] = 6.0;
        logits[Emotion::Calm.index()] = 6.0;
        let rows: Vec<Answered> =
            clips.iter().map(|clip| Answered::new(clip, side, logits)).collect();
        let name = format!("overtone-answers-{}-{side:?}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(FILE), csv(&rows).unwrap()).unwrap();
        (Teacher::open(&folder).unwrap(), folder)
    }

    #[test]
    fn a_teachers_answer_is_softened_and_blended_among_the_emotions_of_the_corpus() {
        let clips = [clip(Emotion::Sad)];
        let (teacher, folder) = teacher(&clips, Side::Train);
        let mut held = [true; Emotion::COUNT];
        held[Emotion::Calm.index()] = false;
        let mut target = [0.0; Emotion::COUNT];
        target[Emotion::Sad.index()] = 1.0;
        let blended = teacher.blend(&clips[0], target, &held);
        assert!((blended.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert_eq!(blended[Emotion::Calm.index()], 0.0);
        let happy = blended[Emotion::Happy.index()];
        assert!(happy > 0.4 && happy < TEACHER_SHARE, "{happy}");
        assert_eq!(teacher.blend(&clip(Emotion::Fear), target, &held), target);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_teacher_that_heard_a_test_clip_or_its_speaker_is_refused() {
        let clips = [clip(Emotion::Sad), clip(Emotion::Fear)];
        let (unfit, folder) = teacher(&clips[..1], Side::Validation);
        let refused = |dealt, tested: &[Clip]| match unfit.check(dealt, tested) {
            Err(Failure::Failed(sentence)) => sentence,
            _ => String::new(),
        };
        let of_clip = "the teacher has heard sad.wav, which is to test its pupil";
        assert!(refused(SplitKind::Clip, &clips).starts_with(of_clip));
        assert!(refused(SplitKind::Speaker, &clips).starts_with(of_clip));
        // It has not heard this clip, but another one of the same speaker.
        let of_speaker = "the teacher has heard crema-d/1001, who is to test its pupil";
        assert!(refused(SplitKind::Speaker, &clips[1..]).starts_with(of_speaker));
        assert_eq!(refused(SplitKind::Clip, &clips[1..]), "");
        fs::remove_dir_all(folder).unwrap();
        let (fit, folder) = teacher(&clips, Side::Test);
        assert_eq!(fit.check(SplitKind::Speaker, &clips), Ok(()));
        fs::remove_dir_all(folder).unwrap();
    }
}
