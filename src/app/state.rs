//! Everything that the views share, and what a visitor can do.

mod listening;
mod one_voice;
mod pending;

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DataTransfer, File};

use super::batcher::Batcher;
use super::brought;
use super::browser::{remembered, show_place};
use super::choice::Device;
use super::engines::{Engines, News};
use super::explorer::Explorer;
use super::handover;
use super::keeper::Keeper;
use super::lab::LabRoom;
use super::language::Tongue;
use super::microphone::Microphone;
use super::player::Player;
use super::recorder::Recorder;
use super::sample::{self, Manner};
use super::session::{Session, SharedSound, Shown, Title};
use super::theme::Grounds;
use super::tour::Step;
use super::trouble::Trouble;
use super::voice::VoiceRoom;
use crate::engine::protocol::{Fault, Reply};
use pending::{Pending, Source};

/// Where the visitor's wishes for the microphone are remembered.
const MICROPHONE_KEY: &str = "overtone.microphone";

/// The page's state; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct State {
    /// What the visitor does and sees.
    pub session: RwSignal<Session>,
    /// Who computes.
    pub engines: Engines,
    /// Who plays.
    pub player: Player,
    /// Who records.
    pub recorder: Recorder,
    /// How the microphone is to be heard.
    pub microphone: RwSignal<Microphone>,
    /// Whether one person speaks, whose voice is to be got used to.
    pub one_voice: RwSignal<bool>,
    /// How often the visitor changed their mind about that.
    minds: StoredValue<u32>,
    /// Who looks closely.
    pub explorer: Explorer,
    /// Who keeps the page for times without network.
    pub keeper: Keeper,
    /// Who learns from the visitor's own takes.
    pub voice: VoiceRoom,
    /// Where models are trained.
    pub lab: LabRoom,
    /// Light or dark.
    pub grounds: Grounds,
    /// In what language.
    pub tongue: Tongue,
    /// Many files at once.
    pub batcher: Batcher,
    /// The sound that is kept beside the one on the page, to be compared with it.
    pub pinned: RwSignal<Option<Shown>>,
    /// Who plays that one.
    pub other_player: Player,
    /// Whether what was measured of the model is unfolded.
    pub model_open: RwSignal<bool>,
    /// Where the tour is, while there is one.
    pub tour: RwSignal<Option<Step>>,
    pending: StoredValue<Option<Pending>, LocalStorage>,
    plays_on_arrival: StoredValue<bool>,
}

impl State {
    /// The state of a fresh page; starts to fetch the engines.
    pub fn new() -> Self {
        let engines = Engines::new();
        let voice = VoiceRoom::new(engines);
        let state = Self {
            session: RwSignal::new(Session::default()),
            engines,
            explorer: Explorer::new(engines),
            player: Player::new(),
            recorder: Recorder::new(),
            microphone: RwSignal::new(
                remembered(MICROPHONE_KEY).map(|w| Microphone::from_memory(&w)).unwrap_or_default(),
            ),
            one_voice: RwSignal::new(false),
            minds: StoredValue::new(0),
            keeper: Keeper::new(),
            voice,
            lab: LabRoom::new(engines, voice),
            grounds: Grounds::new(),
            tongue: Tongue::new(),
            batcher: Batcher::new(engines),
            pinned: RwSignal::new(None),
            other_player: Player::new(),
            model_open: RwSignal::new(false),
            tour: RwSignal::new(None),
            pending: StoredValue::new_local(None),
            plays_on_arrival: StoredValue::new(false),
        };
        state.engines.open(move |device, news| state.hear(device, news));
        // Before a sound that waits is sent.
        Effect::new(move |_| {
            state.engines.decision.track();
            state.tell_of_one_voice();
        });
        Effect::new(move |_| {
            state.engines.decision.track();
            state.engines.fleet.track();
            state.resume();
            state.explorer.go_on();
        });
        let shown = state.shown_sound();
        Effect::new(move |_| state.arrive(shown.get()));
        state.keeper.open(state.engines, move || untrack(|| state.is_recording()));
        Effect::new(move |_| {
            let is_free = !state.is_recording();
            state.engines.decision.track();
            state.batcher.work(is_free);
        });
        state.voice.open();
        state.lab.open();
        handover::receive(move |file| state.take_file(file));
        state
    }

    /// The sound on the page.
    pub fn shown_sound(self) -> Memo<Option<SharedSound>> {
        let session = self.session;
        Memo::new(move |_| session.with(|s| s.shown.as_ref().map(|shown| shown.sound.clone())))
    }

    /// Takes a file.
    pub fn take_file(self, file: File) {
        if self.is_recording_now() {
            return self.note(Err(Trouble::MicrophoneOpen));
        }
        if let Err(trouble) = Trouble::check_size(file.size()) {
            return self.note(Err(trouble));
        }
        let title = Title::Named(file.name());
        self.take(Source::File(file), title);
    }

    /// Takes one file to be seen, or many to be judged in a table.
    pub fn take_files(self, mut files: Vec<File>) {
        match files.len() {
            0 => {}
            1 => files.drain(..).for_each(|file| self.take_file(file)),
            _ if self.is_recording_now() => self.note(Err(Trouble::MicrophoneOpen)),
            _ => {
                self.batcher.add(files);
                show_place("files");
            }
        }
    }

    /// Takes files that came to whatever part of the page is in view, and goes to what becomes of them.
    pub fn take_from_anywhere(self, files: Vec<File>) {
        if !files.is_empty() {
            show_place("sound");
        }
        self.take_files(files);
    }

    /// Takes what was dropped, and of the folders among it their sounds.
    pub fn take_drop(self, transfer: &DataTransfer) {
        let walk = brought::of_drop(transfer);
        spawn_local(async move {
            match brought::sounds_of(walk).await {
                Ok(files) if files.is_empty() => self.note(Err(Trouble::NoSounds)),
                Ok(files) => self.take_from_anywhere(files),
                Err(why) => self.note(Err(Trouble::Unreadable(why))),
            }
        });
    }

    /// Keeps the sound on the page beside the next one.
    pub fn pin(self) {
        let shown = self.session.with_untracked(|session| session.shown.clone());
        self.other_player.load(shown.as_ref().map(|shown| shown.sound.clone()));
        self.pinned.set(shown);
        show_place("compare");
    }

    /// Keeps it no longer.
    pub fn let_go(self) {
        self.other_player.load(None);
        self.pinned.set(None);
    }

    /// Takes the built-in sound, and plays it as soon as it is on the page.
    pub fn take_example(self, manner: Manner) {
        match sample::hello(manner) {
            Ok(sound) => {
                self.plays_on_arrival.set_value(true);
                let rate_hz = sound.rate_hz();
                let samples = Rc::new(sound.into_samples());
                self.take(Source::Samples { samples, rate_hz }, Title::Example(manner));
            }
            Err(error) => self.fail(Trouble::Sound(Fault::Other, error.to_string())),
        }
    }

    /// Plays or pauses the sound on the page.
    pub fn toggle_play(self) {
        self.note(self.player.toggle());
    }

    /// Moves the cursor.
    pub fn seek(self, to_s: f64) {
        self.note(self.player.seek(to_s));
    }

    fn hear(self, device: Device, news: News) {
        match news {
            News::Reply(Reply::Heard { job, columns, answer, .. }) => {
                if self.is_recording_now() && self.is_pending(job) {
                    self.recorder.paint(columns);
                    self.hear_answer(answer);
                }
            }
            News::Reply(reply) => {
                let tell = |trouble| self.note(Err(trouble));
                let reply =
                    self.batcher.hear(reply).or_else(|reply| self.explorer.hear(*reply, tell));
                let reply = reply.or_else(|reply| self.voice.hear(*reply));
                if let Err(reply) = reply {
                    self.hear_of_sound(device, *reply);
                }
            }
            News::OtherModel => {
                let works = self.engines.decision.with_untracked(|decision| decision.device);
                if works == Some(device) {
                    self.session.update(Session::forget_voice);
                    self.batcher.other_listens();
                }
                self.judge_again(device);
            }
            News::Unfit(id) => self.voice.refuse(id),
            News::Lost => {
                self.explorer.held_by(None);
                self.batcher.lose(device);
                self.voice.lost(device);
                self.pending.update_value(|pending| {
                    if let Some(pending) = pending.as_mut().filter(|p| p.sent_to == Some(device)) {
                        pending.sent_to = None;
                    }
                });
            }
        }
    }

    /// Takes what an engine says of the sound that is on its way.
    fn hear_of_sound(self, device: Device, reply: Reply) {
        match &reply {
            Reply::Failed { job: Some(job), fault, .. } => {
                return self.refused(*job, *fault, reply);
            }
            Reply::Sound { job, .. } => {
                // One that was forgotten on its way has taken the place of the one on the page.
                let is_wanted = self.session.with_untracked(|session| session.job() == Some(*job));
                self.explorer.held_by(is_wanted.then_some(device));
            }
            Reply::Judged { job, .. } if self.is_pending(*job) => {
                return self.hear_last_word(device, reply);
            }
            _ => {}
        }
        self.session.update(|session| session.hear(reply));
    }

    /// Takes the last word on a sound, unless the visitor said something else of whose voice it is
    /// while it was judged. What was found out about the word before goes with it.
    fn hear_last_word(self, device: Device, reply: Reply) {
        let sent = self.pending.try_update_value(Option::take).flatten();
        self.explorer.forget_answers();
        self.session.update(|session| session.hear(reply));
        if sent.is_some_and(|sent| sent.minds != self.minds.get_value()) {
            self.judge_again(device);
        }
    }

    fn arrive(self, sound: Option<SharedSound>) {
        let plays = sound.is_some() && self.plays_on_arrival.get_value();
        self.player.load(sound.clone());
        self.explorer.load(sound);
        if plays {
            self.plays_on_arrival.set_value(false);
            self.note(self.player.play());
        }
    }

    /// Shows what went wrong, if anything did.
    pub fn note(self, result: Result<(), Trouble>) {
        if let Err(trouble) = result {
            self.session.update(|session| session.trouble = Some(trouble));
        }
    }

    fn fail(self, trouble: Trouble) {
        self.session.update(|session| session.fail(trouble));
    }
}
