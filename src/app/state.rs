//! Everything that the views share, and what a visitor can do.

mod listening;

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::batcher::Batcher;
use super::browser::{bytes_of, remembered, show_place};
use super::browser_decoder;
use super::choice::Device;
use super::engines::{Engines, News};
use super::explorer::Explorer;
use super::fleet::{Fleet, Why};
use super::handover;
use super::keeper::Keeper;
use super::lab::LabRoom;
use super::language::Tongue;
use super::microphone::Microphone;
use super::player::Player;
use super::recorder::Recorder;
use super::sample::{self, Manner};
use super::session::{Activity, Session, SharedSound, Shown, Title};
use super::theme::Grounds;
use super::tour::Step;
use super::trouble::Trouble;
use super::voice::VoiceRoom;
use crate::engine::protocol::{Fault, Job, Reply, Request, SoundView, SpectrogramView};

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

/// Where a sound comes from: kept until it is judged, so that another engine can take over.
#[derive(Clone)]
enum Source {
    File(File),
    Samples {
        samples: Rc<Vec<f32>>,
        rate_hz: u32,
    },
    /// On the page already.
    Shown(SharedSound),
}

/// The sound that is on its way.
struct Pending {
    job: Job,
    source: Source,
    sent_to: Option<Device>,
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
        Effect::new(move |_| {
            state.engines.decision.track();
            state.engines.fleet.track();
            state.resume();
        });
        let shown = state.shown_sound();
        Effect::new(move |_| state.arrive(shown.get()));
        state.keeper.open(state.engines, move || untrack(|| state.is_recording()));
        Effect::new(move |_| {
            let is_free = !state.is_recording();
            state.engines.decision.track();
            if is_free {
                state.batcher.go_on();
            }
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
        if self.session.with_untracked(|s| matches!(s.activity, Activity::Recording(_))) {
            return;
        }
        if let Err(trouble) = Trouble::check_size(file.size()) {
            return self.fail(trouble);
        }
        let title = Title::Named(file.name());
        self.take(Source::File(file), title);
    }

    /// Takes one file to be seen, or many to be judged in a table.
    pub fn take_files(self, mut files: Vec<File>) {
        match files.len() {
            0 => {}
            1 => files.drain(..).for_each(|file| self.take_file(file)),
            _ => {
                self.batcher.add(files);
                show_place("files");
            }
        }
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

    fn take(self, source: Source, title: Title) {
        self.forget_pending();
        let Some(job) = self.session.try_update(|session| session.analyse(title)) else { return };
        self.pending.set_value(Some(Pending { job, source, sent_to: None }));
        self.resume();
    }

    /// Goes on with the waiting sound as far as the engines allow.
    fn resume(self) {
        if self.is_recording_now() {
            return;
        }
        if self.engines.fleet.with_untracked(Fleet::is_lost) {
            self.give_up()
        } else {
            self.submit()
        }
    }

    fn forget_pending(self) {
        if let Some((job, Some(device))) = self.pending_job() {
            // An engine that cannot be told has nothing to forget.
            let _ = self.engines.send(device, &Request::Cancel { job });
        }
        self.pending.set_value(None);
    }

    fn pending_job(self) -> Option<(Job, Option<Device>)> {
        self.pending.with_value(|pending| pending.as_ref().map(|p| (p.job, p.sent_to)))
    }

    fn is_pending(self, job: Job) -> bool {
        self.pending_job().is_some_and(|(now, _)| now == job)
    }

    /// Sends the waiting sound to the engine that works, if there are both.
    fn submit(self) {
        let Some(device) = self.engines.decision.with_untracked(|decision| decision.device) else {
            return;
        };
        let taken = self.pending.try_update_value(|pending| {
            let pending = pending.as_mut().filter(|p| p.sent_to.is_none())?;
            pending.sent_to = Some(device);
            Some((pending.job, pending.source.clone()))
        });
        let Some(Some((job, source))) = taken else { return };
        spawn_local(async move {
            let sent = match request_of(job, source).await {
                // The visitor may have gone on while the file was read.
                Ok(_) if !self.is_pending(job) => Ok(()),
                Ok(request) => self.engines.send(device, &request),
                Err(trouble) => Err(trouble),
            };
            if let Err(trouble) = sent {
                self.pending.set_value(None);
                self.fail(trouble);
            }
        });
    }

    /// There is no engine and none is coming: the sound stays, without a verdict.
    fn give_up(self) {
        let Some(Some(pending)) = self.pending.try_update_value(Option::take) else { return };
        let trouble = self.engines.decision.with_untracked(|decision| match &decision.why {
            Why::Lost(trouble) => trouble.clone(),
            _ => Trouble::NoEngine,
        });
        self.session.update(|session| match pending.source {
            Source::Samples { samples, rate_hz } => {
                session.keep(unseen(samples.to_vec(), rate_hz), trouble);
            }
            Source::File(_) | Source::Shown(_) => session.fail(trouble),
        });
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
                let reply = self.batcher.hear(reply).or_else(|reply| self.explorer.hear(*reply));
                let reply = reply.or_else(|reply| self.voice.hear(*reply));
                if let Err(reply) = reply {
                    self.hear_of_sound(device, *reply);
                }
            }
            News::OtherModel => self.judge_again(device),
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
            Reply::Failed { job: Some(job), .. } => return self.refused(*job, reply),
            Reply::Sound { .. } => self.explorer.held_by(Some(device)),
            Reply::Judged { job, .. } if self.is_pending(*job) => self.pending.set_value(None),
            _ => {}
        }
        self.session.update(|session| session.hear(reply));
    }

    /// The engine that works listens with another model: the sound on the page is judged anew.
    fn judge_again(self, device: Device) {
        let works = self.engines.decision.with_untracked(|decision| decision.device);
        let idle = self.session.with_untracked(|session| session.activity == Activity::Idle);
        let shown = self.session.with_untracked(|session| session.shown.clone());
        if let Some(Shown { title, sound, .. }) = shown.filter(|_| idle && works == Some(device)) {
            self.take(Source::Shown(sound), title);
        }
    }

    /// The engine has no use for a sound. If it was a file, the browser may know its format.
    fn refused(self, job: Job, refusal: Reply) {
        let file = self.pending.with_value(|pending| match pending {
            Some(Pending { job: now, source: Source::File(file), .. }) if *now == job => {
                Some(file.clone())
            }
            _ => None,
        });
        let refuse = move |refusal: Reply| {
            if self.is_pending(job) {
                self.pending.set_value(None);
            }
            self.session.update(|session| session.hear(refusal));
        };
        let Some(file) = file else { return refuse(refusal) };
        spawn_local(async move {
            let Ok(bytes) = bytes_of(&file).await else { return refuse(refusal) };
            let Ok((samples, rate_hz)) = browser_decoder::decode(&bytes).await else {
                return refuse(refusal);
            };
            self.pending.update_value(|pending| {
                if let Some(pending) = pending.as_mut().filter(|p| p.job == job) {
                    pending.source = Source::Samples { samples: Rc::new(samples), rate_hz };
                    pending.sent_to = None;
                }
            });
            self.submit();
        });
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

/// A sound of which no engine has made a picture.
pub fn unseen(samples: Vec<f32>, rate_hz: u32) -> SoundView {
    let spectrogram = SpectrogramView {
        levels: vec![],
        bands: 0,
        centres_hz: vec![],
        hop_s: 0.01,
        floor_db: -80.0,
        top_db: 0.0,
    };
    SoundView { samples, rate_hz, spectrogram, pitch_hz: vec![], pitch_hop_s: 0.01 }
}

async fn request_of(job: Job, source: Source) -> Result<Request, Trouble> {
    Ok(match source {
        Source::File(file) => {
            let file = bytes_of(&file).await.map_err(Trouble::Unreadable)?;
            Request::Analyse { job, file }
        }
        Source::Samples { samples, rate_hz } => {
            Request::AnalyseSamples { job, rate_hz, samples: samples.to_vec() }
        }
        Source::Shown(sound) => {
            Request::Judge { job, rate_hz: sound.rate_hz, samples: sound.samples.clone() }
        }
    })
}
