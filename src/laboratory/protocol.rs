//! What the page and the laboratory's worker say to each other.
//!
//! Messages travel as those of the engine do (`engine/protocol.rs`): one `ArrayBuffer` each,
//! transferred, in postcard's encoding.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Preset;
use crate::corpus::{Corpus, Sex, SplitKind};
use crate::emotion::Emotion;
use crate::engine::protocol::SoundView;
use crate::features::FrameKinds;
use crate::figures::{EpochRecord, Evaluation, History};

/// The version of this language; a change of any message changes it.
pub const VERSION: u32 = 2;

/// A number that ties replies to the request they answer.
pub type Job = u32;

/// From the page to the laboratory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// First of all, and whenever clips are to be measured in another way: what was heard is
    /// forgotten. Answered by [`Reply::Ready`].
    Open {
        /// The page's [`VERSION`].
        version: u32,
        /// What is measured follows from it.
        preset: Preset,
        /// Noise that the preset adds before it trains is drawn from it.
        seed: u64,
    },
    /// A table that came with CREMA-D, which tells of its speakers and clips; before the clips.
    /// [`Reply::Described`].
    Describe {
        /// Ties the reply to this request.
        job: Job,
        /// The file's name.
        name: String,
        /// The whole table.
        bytes: Vec<u8>,
    },
    /// One file: recognised by its path as on the command line, decoded and measured; the sound is
    /// forgotten again. [`Reply::Heard`] or [`Reply::LeftOut`].
    Hear {
        /// Ties the reply to this request.
        job: Job,
        /// The path below what was brought, that folder's name first.
        path: String,
        /// The whole file.
        bytes: Vec<u8>,
    },
    /// A clip that was measured earlier: answered as [`Self::Hear`].
    Recall {
        /// Ties the reply to this request.
        job: Job,
        /// What [`Reply::Heard`] gave to be kept.
        kept: Vec<u8>,
    },
    /// Who would go where: [`Reply::Dealt`].
    Deal {
        /// Ties the reply to this request.
        job: Job,
        /// How clips are split.
        split: SplitKind,
        /// What decides who goes where.
        seed: u64,
    },
    /// Train with what was heard: [`Reply::Dealt`], [`Reply::Step`]s, a [`Reply::Epoch`] after each
    /// epoch, [`Reply::Trained`] in the end.
    Train {
        /// Ties the replies to this request.
        job: Job,
        /// How.
        settings: Settings,
        /// What the last [`Reply::Epoch`] of a training with the same clips and settings gave.
        resume: Option<Vec<u8>>,
    },
    /// The features of all clips as they were measured: [`Reply::Tabulated`], part by part.
    Tabulate {
        /// Ties the reply to this request.
        job: Job,
    },
    /// A file, to be seen; it is not measured: [`Reply::Seen`].
    Look {
        /// Ties the reply to this request.
        job: Job,
        /// The whole file.
        bytes: Vec<u8>,
    },
    /// The page does not want a job any more: [`Reply::Stopped`] if it was on its way.
    Cancel {
        /// The job.
        job: Job,
    },
}

/// How to train.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// What to train; the one that was opened.
    pub preset: Preset,
    /// How clips are split; only by speaker says how the model does on people it never heard.
    pub split: SplitKind,
    /// The seed of split, weights, order, augmentation and dropout.
    pub seed: u64,
    /// Epochs.
    pub epochs: usize,
    /// Clips of a step.
    pub batch_size: usize,
    /// The learning rate to start from.
    pub learning_rate: f64,
    /// By how much the rate falls where the loss stands still, and after how many epochs of that;
    /// none for the preset's own schedule.
    pub plateau: Option<(f64, usize)>,
    /// How clips are varied as they are drawn, where the preset does so.
    pub augment: FrameKinds,
}

/// A clip that can be trained with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClipView {
    /// The corpus that it belongs to.
    pub corpus: Corpus,
    /// Its path, as it was given.
    pub path: String,
    /// Who speaks.
    pub speaker: String,
    /// The speaker's sex, where it is known.
    pub sex: Option<Sex>,
    /// The emotion that was asked for.
    pub emotion: Emotion,
    /// Its length.
    pub seconds: f64,
}

/// Why a file is not used although its path told what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Why {
    /// Its path told nothing after all; the reason in English.
    Unrecognised(String),
    /// Nothing but silence in it.
    Silent,
    /// The same audio as another clip.
    Duplicate {
        /// That clip.
        of: PathBuf,
    },
    /// The same audio as another clip, which was meant to show another emotion: neither is used.
    Contradictory {
        /// That clip.
        other: PathBuf,
        /// What it was meant to show.
        emotion: Emotion,
    },
    /// Git has not fetched it; what lies there is a pointer.
    Pointer,
    /// It cannot be decoded or measured; the reason in English.
    Unreadable(String),
}

/// A side of a split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Its clips; rows where rows are dealt.
    pub clips: usize,
    /// Their speakers.
    pub speakers: usize,
}

/// From the laboratory to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It listens.
    Ready {
        /// What computes.
        device: String,
    },
    /// A table was taken in.
    Described {
        /// The job of [`Request::Describe`].
        job: Job,
        /// Why it is not used, in English; none if it is.
        refused: Option<String>,
    },
    /// A clip was heard.
    Heard {
        /// The job of [`Request::Hear`] or [`Request::Recall`].
        job: Job,
        /// What is known of it.
        clip: ClipView,
        /// Clip and features, to be recalled; opaque to the page.
        kept: Vec<u8>,
    },
    /// A file is not used.
    LeftOut {
        /// The job of [`Request::Hear`] or [`Request::Recall`].
        job: Job,
        /// Why.
        why: Why,
    },
    /// A clip that was heard before is not used any more; comes before the [`Reply::LeftOut`] of
    /// the clip that told so.
    Withdrawn {
        /// The clip's path, as it was given.
        path: String,
        /// Why.
        why: Why,
    },
    /// Who goes where.
    Dealt {
        /// The job of [`Request::Deal`] or [`Request::Train`].
        job: Job,
        /// To learn from.
        train: Side,
        /// To choose by.
        validation: Side,
        /// To be tested on.
        test: Side,
    },
    /// A step was taken.
    Step {
        /// The job of [`Request::Train`].
        job: Job,
        /// The epoch, from 1.
        epoch: usize,
        /// Epochs in all.
        epochs: usize,
        /// Clips of the epoch so far.
        clips_done: usize,
        /// Clips of an epoch.
        clips: usize,
        /// Mean loss of the epoch so far.
        loss: f64,
        /// Clips in a second, over the epoch so far.
        clips_per_s: f64,
    },
    /// An epoch was gone through.
    Epoch {
        /// The job of [`Request::Train`].
        job: Job,
        /// What it came to.
        record: EpochRecord,
        /// All that the training needs to go on from here; opaque to the page.
        state: Vec<u8>,
    },
    /// A training has ended.
    Trained {
        /// The job of [`Request::Train`].
        job: Job,
        /// The model file.
        model: Vec<u8>,
        /// Its epochs.
        history: History,
        /// Its scores on the clips kept apart.
        evaluation: Evaluation,
        /// The first of the clips kept apart for each emotion, by its path as it was given.
        examples: Vec<(Emotion, String)>,
    },
    /// A job was stopped; what its last [`Reply::Epoch`] told can be resumed.
    Stopped {
        /// The job.
        job: Job,
    },
    /// The next lines of the table of features.
    Tabulated {
        /// The job of [`Request::Tabulate`].
        job: Job,
        /// Lines of CSV, the names of the columns first of all: a row for each version of a clip
        /// where the preset averages, else one for each frame.
        csv: Vec<u8>,
        /// Clips so far.
        clips_done: usize,
        /// Clips in all; the last part has as many.
        clips: usize,
    },
    /// A sound as it is drawn.
    Seen {
        /// The job of [`Request::Look`].
        job: Job,
        /// What there is to see.
        sound: SoundView,
    },
    /// Something did not work.
    Failed {
        /// The job, if one failed; else the laboratory is of no more use.
        job: Option<Job>,
        /// Why, in English.
        sentence: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_way_through_a_worker() {
        let settings = Settings {
            preset: Preset::Overtone,
            split: SplitKind::Speaker,
            seed: 7,
            epochs: 60,
            batch_size: 64,
            learning_rate: 2e-3,
            plateau: Some((0.4, 2)),
            augment: FrameKinds::ALL,
        };
        let request = Request::Train { job: 3, settings, resume: Some(vec![1, 2]) };
        let bytes = postcard::to_stdvec(&request).unwrap();
        assert_eq!(postcard::from_bytes::<Request>(&bytes).unwrap(), request);

        let clip = ClipView {
            corpus: Corpus::Other("mine".to_owned()),
            path: "mine/anna/angry/1.wav".to_owned(),
            speaker: "mine/anna".to_owned(),
            sex: Some(Sex::Female),
            emotion: Emotion::Angry,
            seconds: 2.5,
        };
        let reply = Reply::Heard { job: 4, clip, kept: vec![9; 100] };
        let bytes = postcard::to_stdvec(&reply).unwrap();
        assert_eq!(postcard::from_bytes::<Reply>(&bytes).unwrap(), reply);
    }
}
