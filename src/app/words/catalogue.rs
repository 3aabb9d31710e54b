//! What there is to say: a struct for each view, filled by each language.

// A field says what it is by its English sentence, in `en.rs`.
#![allow(missing_docs)]

use super::Numerals;
use super::laboratory::LabWords;
use super::voice::VoiceWords;
use crate::emotion::Emotion;
use crate::engine::protocol::{Fault, ModelView};

/// Everything that the page says, in one language.
#[derive(Debug)]
pub struct Words {
    pub numerals: Numerals,
    pub emotions: [&'static str; Emotion::COUNT],
    pub page: Page,
    pub titles: Titles,
    pub header: Header,
    pub opening: Opening,
    pub dock: Dock,
    pub microphone: Microphone,
    pub live: Live,
    pub status: Status,
    pub answer: Answer,
    pub explorer: Explorer,
    pub tools: Tools,
    pub save: Save,
    pub why: WhyThis,
    pub files: Files,
    pub compare: Compare,
    pub tour: Tour,
    pub about: About,
    pub voice: VoiceWords,
    pub laboratory: LabWords,
    pub model: Model,
    pub engine: Engine,
    pub offline: Offline,
    pub foot: Foot,
    pub trouble: Trouble,
    pub charts: Charts,
}

#[derive(Debug)]
pub struct Page {
    pub title: &'static str,
    pub description: &'static str,
    pub let_go: &'static str,
    pub new_version: &'static str,
    pub new_version_starts: &'static str,
    pub take_it: &'static str,
}

/// Names of sounds that have none, as parts of a sentence.
#[derive(Debug)]
pub struct Titles {
    pub recording: &'static str,
    pub example: &'static str,
    pub acted_example: fn(manner: &str) -> String,
    /// How the example is said, in the order of [`crate::app::sample::Manner::ALL`].
    pub manners: [&'static str; 5],
    /// Whose voice an example is.
    pub synthetic: &'static str,
}

#[derive(Debug)]
pub struct Header {
    pub parts: &'static str,
    /// The parts of the page, in the order of the navigation.
    pub places: [&'static str; 5],
    pub language: &'static str,
    pub engine_starting: &'static str,
    pub engine: &'static str,
    pub engine_title: &'static str,
    pub to_light: &'static str,
    pub to_dark: &'static str,
}

#[derive(Debug)]
pub struct Opening {
    pub invitation: &'static str,
    /// Before the word that is stressed, that word, and what follows.
    pub lead: [&'static str; 3],
    pub promise: &'static str,
}

#[derive(Debug)]
pub struct Dock {
    pub controls: &'static str,
    pub stage: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub listen: &'static str,
    pub listen_title: &'static str,
    pub record: &'static str,
    pub record_title: &'static str,
    pub stop: &'static str,
    pub choose: &'static str,
    pub example: &'static str,
    pub manner: &'static str,
}

#[derive(Debug)]
pub struct Microphone {
    pub heading: &'static str,
    pub gain: &'static str,
    pub high_pass: &'static str,
    pub device: &'static str,
    pub systems_choice: &'static str,
    pub unnamed: fn(number: usize) -> String,
    pub every: &'static str,
    pub aside: &'static str,
    pub echo: &'static str,
    pub noise: &'static str,
    pub automatic_gain: &'static str,
    pub and: &'static str,
    pub keeps_on: fn(processing: &str) -> String,
}

#[derive(Debug)]
pub struct Live {
    pub waveform: &'static str,
    pub spectrogram: &'static str,
    pub time_axis: &'static str,
    pub ribbon: &'static str,
    pub elapsed: &'static str,
    pub level: &'static str,
    pub too_loud: &'static str,
    pub answers_in: fn(time: &str) -> String,
    pub answers_title: &'static str,
    pub frames_dropped: &'static str,
    pub clipped: &'static str,
}

#[derive(Debug)]
pub struct Status {
    pub asking: &'static str,
    pub recording: &'static str,
    pub listening_to: fn(title: &str) -> String,
    pub warming_up: &'static str,
    pub fetching: &'static str,
    pub of: fn(part: &str, whole: &str) -> String,
    pub heard: fn(title: &str) -> String,
    pub ready: &'static str,
    pub progress: &'static str,
    pub took: fn(time: &str) -> String,
}

#[derive(Debug)]
pub struct Answer {
    pub section: &'static str,
    pub so_far: &'static str,
    pub hears: &'static str,
    pub nothing_yet: &'static str,
    pub first_seconds: &'static str,
    pub at_rest: &'static str,
    pub caveat_small: &'static str,
    pub caveat_large: &'static str,
    pub not_sure: &'static str,
    pub no_speech: &'static str,
    pub sure: fn(share: &str, next: &str, next_share: &str) -> String,
    pub no_emotion: fn(first: &str, share: &str, second: &str, second_share: &str) -> String,
    pub no_voice: &'static str,
    pub probabilities: &'static str,
    pub windows: &'static str,
    pub leads: fn(emotion: &str, share: &str, from: &str, to: &str) -> String,
    pub one_voice: &'static str,
    pub one_voice_aside: &'static str,
    pub voice_known: fn(seconds: usize) -> String,
    pub knows_own: &'static str,
}

#[derive(Debug)]
pub struct Explorer {
    pub waveform: &'static str,
    pub spectrogram: &'static str,
    pub tracks: Tracks,
    pub of: fn(what: &str, title: &str) -> String,
    pub position: &'static str,
    pub keys: &'static str,
    pub place: fn(at: &str, length: &str) -> String,
    pub selected: &'static str,
    pub part: fn(from: &str, to: &str, seconds: &str) -> String,
    pub hear: &'static str,
    pub judge: &'static str,
    pub show: &'static str,
    pub let_go: &'static str,
    pub alone_no_speech: &'static str,
    pub alone: fn(verdict: &str, guesses: &str) -> String,
}

#[derive(Debug)]
pub struct Tracks {
    pub pitch: &'static str,
    pub energy: &'static str,
    pub zcr: &'static str,
    pub mfcc: &'static str,
    pub chroma: &'static str,
}

#[derive(Debug)]
pub struct Tools {
    pub heading: &'static str,
    pub zoom: &'static str,
    pub less: &'static str,
    pub more: &'static str,
    pub all: &'static str,
    pub seen: fn(from: &str, to: &str) -> String,
    pub tracks: &'static str,
    pub frequencies: &'static str,
    pub mel: &'static str,
    pub linear: &'static str,
    pub log: &'static str,
    pub from: &'static str,
    pub up_to: &'static str,
    pub window: &'static str,
    pub hop: &'static str,
    pub every_pixel: &'static str,
    pub range: &'static str,
    pub colours: &'static str,
    pub as_the_page: &'static str,
    pub grey: &'static str,
    pub aside: &'static str,
}

/// Taking things away.
#[derive(Debug)]
pub struct Save {
    pub heading: &'static str,
    pub as_what: fn(what: &str, format: &str) -> String,
    pub averages: &'static str,
    pub tracks: &'static str,
    pub sound: &'static str,
    pub answers: &'static str,
    pub in_numbers: &'static str,
    pub numbers_of: fn(what: &str) -> String,
    pub aside: &'static str,
}

/// Why a sound got its answer.
#[derive(Debug)]
pub struct WhyThis {
    pub ask: &'static str,
    pub hide: &'static str,
    pub looking: &'static str,
    pub legend: fn(emotion: &str, share: &str) -> String,
    pub list: &'static str,
    pub columns: [&'static str; 4],
    pub mute: &'static str,
    pub muted_no_speech: &'static str,
    pub muted: fn(verdict: &str, emotion: &str, before: &str, after: &str) -> String,
}

/// Many files at once.
#[derive(Debug)]
pub struct Files {
    pub heading: &'static str,
    pub progress: fn(done: &str, all: &str) -> String,
    pub cancel: &'static str,
    pub clear: &'static str,
    pub columns: [&'static str; 5],
    pub then: &'static str,
    pub waiting: &'static str,
    pub listening: &'static str,
    pub cancelled: &'static str,
    pub open: fn(name: &str) -> String,
    pub stem: &'static str,
}

/// Two sounds side by side.
#[derive(Debug)]
pub struct Compare {
    pub heading: &'static str,
    pub pin: &'static str,
    pub pin_title: &'static str,
    pub lead: &'static str,
    pub let_go: &'static str,
    pub wait: &'static str,
    pub shares: &'static str,
}

/// The tour.
#[derive(Debug)]
pub struct Tour {
    pub start: &'static str,
    pub section: &'static str,
    pub place: fn(step: usize, of: usize) -> String,
    /// Title, text, and the words on the button that does what the text speaks of.
    pub steps: [[&'static str; 3]; 5],
    pub back: &'static str,
    pub next: &'static str,
    pub end: &'static str,
}

#[derive(Debug)]
pub struct About {
    pub heading: &'static str,
    /// What is seen, and what it is.
    pub seen: [(&'static str, &'static str); 4],
    /// What it cannot tell, and where the sound goes.
    pub limits: [(&'static str, &'static str); 2],
}

#[derive(Debug)]
pub struct Model {
    pub heading: &'static str,
    pub lead: &'static str,
    /// Above the flattering figure and the honest one.
    pub two_figures: &'static str,
    pub flattering: &'static str,
    pub honest: &'static str,
    pub why_they_differ: &'static str,
    pub not_for_heading: &'static str,
    pub not_for: &'static str,
    pub measured_small: &'static str,
    pub measured_large: &'static str,
    pub learned: fn(Learned<'_>) -> String,
    pub caption: &'static str,
    pub columns: [&'static str; 7],
    pub all: &'static str,
    pub elsewhere: fn(recall: &str) -> String,
    pub probe: fn(share: &str, chance: &str) -> String,
    pub pictures_of: &'static str,
    pub confusion: fn(corpus: &str) -> String,
    pub confusion_words: &'static str,
    pub reliability: fn(corpus: &str) -> String,
    pub reliability_words: &'static str,
    pub curves: &'static str,
    pub curves_words: &'static str,
}

/// What a model learned from, in figures.
#[derive(Debug)]
pub struct Learned<'a> {
    pub clips: &'a str,
    pub actors: &'a str,
    pub rounds: &'a str,
    /// 0 where it took less than half a minute.
    pub minutes: usize,
    pub test_actors: &'a str,
}

#[derive(Debug)]
pub struct Engine {
    pub heading: &'static str,
    pub compute_on: &'static str,
    pub automatic: &'static str,
    pub listen_with: &'static str,
    pub small: &'static str,
    pub small_promise: &'static str,
    pub large: &'static str,
    pub large_promise: &'static str,
    pub model: fn(model: &ModelView, clips: &str) -> String,
    pub computed_on: fn(device: &str) -> String,
    pub fetched: fn(what: &str, part: &str, whole: &str) -> String,
    pub model_progress: &'static str,
    pub being_fetched: fn(device: &str) -> String,
    pub warming_up: fn(device: &str) -> String,
    pub try_again: &'static str,
    pub why: Why,
}

/// Why an engine works. All but the sentences are parts of one: "CPU: 6 ms a window; …."
#[derive(Debug)]
pub struct Why {
    pub starting: &'static str,
    pub silent: &'static str,
    pub pace: fn(time: &str) -> String,
    pub chosen: fn(pace: &str) -> String,
    pub against: fn(pace: &str, other: &str, other_device: &str) -> String,
    pub gpu_being_tried: &'static str,
    pub no_gpu_engine: &'static str,
    pub no_web_gpu: &'static str,
    pub no_adapter: &'static str,
    pub software_adapter: &'static str,
    pub gpu_failed: fn(why: &str) -> String,
    pub gpu_wrong: fn(difference: &str) -> String,
    pub cpu_failed: &'static str,
    pub cpu_wrong: &'static str,
    pub cpu_starting: &'static str,
}

#[derive(Debug)]
pub struct Offline {
    pub heading: &'static str,
    pub insecure: &'static str,
    pub no_worker: &'static str,
    pub refused: fn(why: &str) -> String,
    pub will_be_kept: &'static str,
    pub ready: &'static str,
    pub getting_ready: fn(part: &str, whole: &str) -> String,
    pub needs_network: fn(why: &str) -> String,
    pub full: &'static str,
    pub damaged: &'static str,
    pub network: &'static str,
    pub base: &'static str,
    pub gpu: &'static str,
    pub large: &'static str,
    pub laboratory: &'static str,
    pub laboratory_gpu: &'static str,
    pub coming: fn(part: &str, kept: &str, total: &str) -> String,
    pub kept: fn(part: &str, total: &str) -> String,
    pub not_kept: fn(part: &str, total: &str) -> String,
    pub not_kept_because: fn(part: &str, total: &str, why: &str) -> String,
    pub promised: &'static str,
    pub not_promised: &'static str,
    pub make: &'static str,
    pub keep_gpu: &'static str,
    pub keep_for_good: &'static str,
    pub install: &'static str,
    pub keep: &'static str,
    pub keep_part: fn(part: &str) -> String,
    pub progress: &'static str,
}

#[derive(Debug)]
pub struct Foot {
    pub licence: &'static str,
    /// The link to the licence.
    pub terms: &'static str,
    /// Before the link to the typeface's licence, and after it.
    pub typeface: [&'static str; 2],
}

#[derive(Debug)]
pub struct Trouble {
    pub insecure: &'static str,
    pub no_capture: fn(feature: &str) -> String,
    pub no_microphone: &'static str,
    pub refused: &'static str,
    pub busy: &'static str,
    pub unplugged: &'static str,
    pub unplugged_recording: &'static str,
    pub microphone: fn(why: &str) -> String,
    pub empty_recording: &'static str,
    pub microphone_open: &'static str,
    pub too_large: fn(size: &str, limit: &str) -> String,
    pub unreadable: fn(why: &str) -> String,
    pub fetch: fn(what: &str, why: &str) -> String,
    pub damaged: fn(what: &str, expected: &str, got: &str) -> String,
    pub site: fn(why: &str) -> String,
    pub site_version: fn(got: u32, needed: u32) -> String,
    pub engine: fn(device: &str, why: &str) -> String,
    pub no_engine: &'static str,
    pub language: fn(why: &str) -> String,
    pub playback: fn(why: &str) -> String,
    pub page_starting: &'static str,
    pub not_carried: &'static str,
    pub not_running: &'static str,
    pub no_script: &'static str,
    pub status: fn(status: u16) -> String,
    pub nothing_came: &'static str,
    /// What could not be fetched, at the beginning of a sentence.
    pub file_list: &'static str,
    pub the_model: &'static str,
    pub the_figures: &'static str,
    pub the_recorder: &'static str,
    /// What an engine cannot do with a sound; it says it in English, as it stands.
    pub sound: fn(fault: Fault, sentence: &str) -> String,
}

/// Words on the charts.
#[derive(Debug)]
pub struct Charts {
    pub pitch: &'static str,
    pub energy: &'static str,
    pub zcr: &'static str,
    pub terms: crate::plot::Terms,
}
