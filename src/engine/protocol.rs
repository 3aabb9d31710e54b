//! What the page and the engine say to each other.
//!
//! One message is one `ArrayBuffer` (transferred, never copied) that holds a [`Request`] or a
//! [`Reply`] in postcard's encoding. Both sides are built from this file, and the first message
//! carries [`VERSION`], so that a page from a cache never misreads a newer engine.

mod own;
mod views;

use serde::{Deserialize, Serialize};

pub use self::own::{Adapted, Adapting, Ear, OwnView, Take, is_heard_by};
pub use self::views::{
    Look, LookedAt, OcclusionMap, SoundView, SpectrogramView, Spread, Table, Traces,
};
pub use crate::judgement::{Judgement, Verdict, WindowView};
use crate::meaning::Meanings;

/// The version of this language; a change of any message changes it.
pub const VERSION: u32 = 11;

/// Length of the windows of an open microphone, and so of a stretch by which a voice is known, in
/// seconds.
pub const STRETCH_S: usize = 3;

/// A number that ties replies to the request they answer.
pub type Job = u32;

/// From the page to the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// First of all, and whenever another model is to listen: take it, warm up, test yourself.
    /// Answered by [`Reply::Opened`].
    Open {
        /// The page's [`VERSION`].
        version: u32,
        /// The bytes of a model file.
        model: Vec<u8>,
    },
    /// Decode a file, show it, judge it: [`Reply::Sound`], then [`Reply::Judged`].
    Analyse {
        /// Ties the replies to this request.
        job: Job,
        /// The whole file, of any supported format.
        file: Vec<u8>,
    },
    /// Samples that are decoded already, by the browser or by a synthesiser: answered as
    /// [`Self::Analyse`].
    AnalyseSamples {
        /// Ties the replies to this request.
        job: Job,
        /// Samples a second.
        rate_hz: u32,
        /// Mono samples.
        samples: Vec<f32>,
    },
    /// A sound, or a part of one, that need not be shown: judge it, [`Reply::Judged`].
    Judge {
        /// Ties the reply to this request.
        job: Job,
        /// Samples a second.
        rate_hz: u32,
        /// Mono samples.
        samples: Vec<f32>,
        /// Whether it was judged before: then a voice is learned from it only if none is known.
        again: bool,
    },
    /// One of many files, which is not shown: decode and judge it, [`Reply::Judged`].
    JudgeFile {
        /// Ties the reply to this request.
        job: Job,
        /// The whole file, of any supported format.
        file: Vec<u8>,
        /// As of [`Self::Judge`].
        again: bool,
    },
    /// Take this for the last sound that was shown; another engine has shown it. No reply.
    Hold {
        /// Samples a second.
        rate_hz: u32,
        /// Mono samples.
        samples: Vec<f32>,
    },
    /// Look closely at a part of the last sound that was shown: [`Reply::Looked`].
    Look {
        /// Ties the reply to this request.
        job: Job,
        /// What is to be seen, and how.
        look: Look,
    },
    /// Energy, zero crossings, MFCC and chroma of the last sound that was shown:
    /// [`Reply::Traced`].
    Trace {
        /// Ties the reply to this request.
        job: Job,
    },
    /// The averages of the last sound that was shown: [`Reply::Tabulated`].
    Tabulate {
        /// Ties the reply to this request.
        job: Job,
    },
    /// Why the last sound that was shown got its answer: [`Reply::Explained`] for every column of
    /// the map.
    Explain {
        /// Ties the replies to this request.
        job: Job,
    },
    /// A microphone opens: [`Reply::Heard`] for every block until [`Self::Finish`].
    Listen {
        /// Ties the replies to this request.
        job: Job,
        /// The rate of the capture.
        rate_hz: u32,
        /// How often the last seconds are judged, in milliseconds.
        hop_ms: u32,
        /// Whether the whole is wanted in the end; if not, only the last seconds are ever there.
        keep: bool,
    },
    /// The next block of the microphone, silence included.
    Hear {
        /// The job of [`Self::Listen`].
        job: Job,
        /// Mono samples.
        samples: Vec<f32>,
    },
    /// The microphone closes: the whole recording, if it was kept, comes back as from
    /// [`Self::Analyse`].
    Finish {
        /// The job of [`Self::Listen`].
        job: Job,
    },
    /// Make the model that listens somebody's own: [`Reply::Adapting`] while it goes on, then
    /// [`Reply::Adapted`]. The model that listens stays what it was.
    Adapt {
        /// Ties the replies to this request.
        job: Job,
        /// What its owner calls the model.
        name: String,
        /// What it is to learn from.
        takes: Vec<Take>,
        /// How differently strangers perform, where the model's own file does not say it: the file
        /// beside it, see `model/apart.rs`. Without it, or if it is another model's, the takes
        /// teach by themselves.
        manners: Option<Vec<u8>>,
    },
    /// From now on one person speaks: get used to their voice by the microphone and by all sounds,
    /// and hear everything without it. Or whoever likes speaks: forget it. No reply.
    OneVoice {
        /// Whether one person speaks.
        on: bool,
    },
    /// Forget a job; no reply of it follows.
    Cancel {
        /// The job to forget.
        job: Job,
    },
}

/// From the engine to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The model is loaded, the device warm and tested.
    Opened(Opened),
    /// A sound, ready to be drawn and played.
    Sound {
        /// The request that this answers.
        job: Job,
        /// What there is to see and hear.
        sound: SoundView,
    },
    /// The last word on a sound.
    Judged {
        /// The request that this answers.
        job: Job,
        /// What the model makes of it.
        judgement: Judgement,
        /// Stretches of speech, of about [`STRETCH_S`] each, by which the voice was known; 0 if it
        /// was a stranger's.
        stretches: usize,
        /// Length of the sound, in seconds.
        seconds: f64,
        /// Time from the request to this reply, in milliseconds.
        elapsed_ms: f64,
    },
    /// A part of a sound, looked at closely.
    Looked {
        /// The request that this answers.
        job: Job,
        /// The part.
        picture: LookedAt,
    },
    /// A sound's tracks.
    Traced {
        /// The request that this answers.
        job: Job,
        /// The tracks.
        traces: Traces,
    },
    /// A sound's averages.
    Tabulated {
        /// The request that this answers.
        job: Job,
        /// The averages.
        table: Table,
    },
    /// Another column of the map that explains an answer.
    Explained {
        /// The request that this answers.
        job: Job,
        /// The map's shape; the same for every column.
        map: OcclusionMap,
        /// Which column, from 0.
        column: usize,
        /// How far the probability of the answer falls when a cell of this column is hidden, lowest
        /// frequencies first, −1 to 1.
        falls: Vec<f32>,
    },
    /// What the microphone brought since the last reply.
    Heard {
        /// The job of [`Request::Listen`].
        job: Job,
        /// The new columns of the running spectrogram.
        columns: SpectrogramView,
        /// Peak of the block, 1 at full scale.
        peak: f32,
        /// The running answer, when there is a new one.
        answer: Option<RunningAnswer>,
    },
    /// How far an adaptation has come.
    Adapting {
        /// The request that this answers.
        job: Job,
        /// How far.
        progress: Adapting,
    },
    /// A model has become somebody's own.
    Adapted {
        /// The request that this answers.
        job: Job,
        /// What came of it.
        adapted: Adapted,
    },
    /// It did not work; the sentence is for the visitor.
    Failed {
        /// The request that failed; none when the engine itself did.
        job: Option<Job>,
        /// What kind of failure, for pages that say it in another language.
        fault: Fault,
        /// What was expected, what came, what to do next, in English.
        sentence: String,
    },
}

/// What the last windows of an open microphone say together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunningAnswer {
    /// Where the last window ends, in samples since the microphone opened.
    pub end_samples: u64,
    /// The answer.
    pub judgement: Judgement,
    /// As of [`Reply::Judged`].
    pub stretches: usize,
}

/// An engine's report of itself once it is warm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// The device in words: "CPU, WebAssembly SIMD", or the adapter's name.
    pub device: String,
    /// Largest difference of its logits from the golden ones that the model file carries.
    pub golden_difference: f32,
    /// One warm forward pass over one window, median, in milliseconds.
    pub forward_ms: f64,
    /// Everything from the request to here, in milliseconds.
    pub opened_ms: f64,
    /// What the model can answer, in the order of its probabilities.
    pub labels: Meanings,
    /// What the model is.
    pub model: ModelView,
    /// How it hears takes.
    pub ear: Ear,
}

/// What a model is, from its card.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ModelView {
    /// Whether a speech encoder hears before the network.
    pub encoded: bool,
    /// Clips that it learned from.
    pub clips: usize,
    /// People who spoke them.
    pub speakers: usize,
    /// Where they come from.
    pub corpora: Vec<String>,
    /// Whether it can get used to a voice.
    pub gets_used: bool,
    /// Whose it has become, if it has.
    pub own: Option<OwnView>,
}

/// What kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The file is of no format that is known.
    NotASound,
    /// The file is cut off or damaged.
    Damaged,
    /// There is no sound in the file, or no sample in the sound.
    NoSound,
    /// The format is known, what it holds is not.
    Codec,
    /// The sound is longer than is taken.
    TooLong,
    /// The device failed while computing.
    Device,
    /// Anything else.
    Other,
}

impl Fault {
    /// Whether another decoder may make something of the file.
    pub const fn may_be_of_another_format(self) -> bool {
        matches!(self, Self::NotASound | Self::Damaged | Self::NoSound | Self::Codec)
    }
}
