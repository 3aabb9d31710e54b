//! The room itself: what a visitor does in it, and what follows.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::booth::{self, Recording};
use super::mishap::{Mishap, UnfitLabel};
use super::rules::{Booth, Voice};
use super::store::Store;
use super::take::{Id, Take, id_at};
use crate::app::browser::{remember, remembered};
use crate::app::choice::Device;
use crate::app::engines::Engines;
use crate::app::microphone::Microphone;
use crate::app::player::Player;
use crate::app::words::Words;
use crate::engine::protocol::Job;
use crate::meaning::Meaning;

/// The first of this module's jobs, beyond those of sounds and of the explorer.
pub(super) const FIRST_JOB: Job = 3 << 30;

/// Where it is remembered what is to be told apart.
const CHOSEN_KEY: &str = "overtone.voice.emotions";

/// The room of a visitor's own voice; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct VoiceRoom {
    /// What is in it.
    pub voice: RwSignal<Voice>,
    /// What went wrong last.
    pub mishap: RwSignal<Option<Mishap>>,
    /// The labels that folders have made since.
    pub made: RwSignal<Vec<Meaning>>,
    /// The take that is being heard.
    pub playing: RwSignal<Option<Id>>,
    /// Whether the browser keeps what is made here; unknown until it was asked.
    pub keeps: RwSignal<Option<bool>>,
    pub(super) engines: Engines,
    pub(super) player: Player,
    pub(super) desk: StoredValue<Desk, LocalStorage>,
}

/// What is not seen.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) store: Option<Store>,
    pub(super) recording: Option<Recording>,
    /// The bytes of the models.
    pub(super) files: Vec<(Id, Rc<Vec<u8>>)>,
    pub(super) last_job: Job,
    /// The training under way: its job, the engine, and the name of the model to be.
    pub(super) training: Option<(Job, Device, String)>,
}

impl VoiceRoom {
    /// An empty room.
    pub fn new(engines: Engines) -> Self {
        let mut voice = Voice::default();
        if let Some(words) = remembered(CHOSEN_KEY) {
            voice.choose_from_memory(&words);
        }
        let room = Self {
            voice: RwSignal::new(voice),
            mishap: RwSignal::new(None),
            made: RwSignal::new(Vec::new()),
            playing: RwSignal::new(None),
            keeps: RwSignal::new(None),
            engines,
            player: Player::new(),
            desk: StoredValue::new_local(Desk::default()),
        };
        Effect::new(move |_| {
            if !room.player.playing.get() {
                room.playing.set(None);
            }
        });
        room
    }

    /// Finds what the browser has kept from earlier visits.
    pub fn open(self) {
        spawn_local(async move {
            match self.find().await {
                Ok(()) => self.keeps.set(Some(true)),
                Err(mishap) => {
                    self.keeps.set(Some(false));
                    self.fail(mishap);
                }
            }
        });
    }

    async fn find(self) -> Result<(), Mishap> {
        let store = Store::open().await?;
        let (takes, files) = (store.takes().await?, store.models().await?);
        let heard = store.heard().await?;
        self.desk.update_value(|desk| desk.store = Some(store));
        self.keep_all();
        self.voice.update(|voice| {
            voice.takes.splice(0..0, takes);
            voice.heard.extend(heard.into_iter().map(|(id, kept)| (id, Arc::new(kept))));
        });
        for (id, file) in files {
            self.shelve(id, file, "");
        }
        self.remember_training_of_last_visit();
        self.listen_as_last_time();
        Ok(())
    }

    /// Keeps what was made while the browser was looking.
    fn keep_all(self) {
        let takes = self.voice.with_untracked(|voice| voice.takes.clone());
        let files = self.desk.with_value(|desk| desk.files.clone());
        self.with_store(move |store| async move {
            for take in &takes {
                store.add_take(take).await?;
            }
            for (id, file) in &files {
                store.add_model(*id, file).await?;
            }
            Ok(())
        });
    }

    /// Whether something is to be recorded.
    pub fn choose(self, label: Meaning, is_wanted: bool) {
        self.voice.update(|voice| voice.choose(label, is_wanted));
        self.remember_choice();
    }

    /// Makes a label of the visitor's own.
    ///
    /// # Errors
    /// [`Mishap::Name`] if this cannot be its name.
    pub fn add_label(self, name: &str, words: &Words) -> Result<Meaning, Mishap> {
        let made = self.voice.try_update(|voice| voice.add_label(name, &words.emotions));
        self.remember_choice();
        made.unwrap_or(Err(UnfitLabel::Name)).map_err(|why| Mishap::Name(name.to_owned(), why))
    }

    fn remember_choice(self) {
        remember(CHOSEN_KEY, &self.voice.with_untracked(Voice::chosen_to_memory));
    }

    /// Plays a take, or stops it.
    pub fn toggle_play(self, take: &Take) {
        if self.playing.get_untracked() == Some(take.id) {
            return self.player.pause();
        }
        self.player.load(Some(booth::shared(take)));
        match self.player.play() {
            Ok(()) => self.playing.set(Some(take.id)),
            Err(trouble) => self.fail(Mishap::Trouble(trouble)),
        }
    }

    /// Something else was meant by a take.
    pub fn relabel(self, id: Id, label: Meaning) {
        self.voice.update(|voice| voice.relabel(id, label));
        if let Some(take) = self.take(id) {
            self.with_store(move |store| async move { store.keep_take(&take).await });
        }
    }

    /// Forgets a take, here and in the browser.
    pub fn forget(self, id: Id) {
        self.player.pause();
        let store = self.desk.with_value(|desk| desk.store.clone());
        // It goes from the page once it is gone from the browser: who leaves then leaves nothing.
        spawn_local(async move {
            if let Some(store) = store
                && let Err(mishap) = store.forget_take(id).await
            {
                return self.fail(mishap);
            }
            self.voice.update(|voice| voice.forget(id));
        });
    }

    /// Forgets all takes, here and in the browser.
    pub fn forget_takes(self) {
        let ids = self.voice.with_untracked(|v| v.takes.iter().map(|t| t.id).collect::<Vec<_>>());
        ids.into_iter().for_each(|id| self.forget(id));
    }

    /// Records a take, or ends the recording.
    pub fn toggle_recording(self, label: Meaning, wishes: Microphone) {
        match self.voice.with_untracked(|voice| voice.booth) {
            Booth::Free => self.record(label, None, wishes),
            Booth::Asked(_) => {}
            Booth::Recording(..) => self.end_recording(),
        }
    }

    /// Records a take again: the new recording takes its place once it is there.
    pub fn record_again(self, take: &Take, wishes: Microphone) {
        if self.voice.with_untracked(|voice| voice.booth) == Booth::Free {
            self.record(take.label, Some(take.id), wishes);
        }
    }

    fn take(self, id: Id) -> Option<Take> {
        self.voice.with_untracked(|voice| voice.takes.iter().find(|take| take.id == id).cloned())
    }

    /// Adds a take, and keeps it.
    pub(super) fn add(self, label: Meaning, rate_hz: u32, samples: Vec<f32>) {
        let samples = Arc::new(samples);
        let Some(take) = self.voice.try_update(|voice| {
            let take = Take { id: voice.fresh_id(now()), label, rate_hz, samples };
            voice.takes.push(take.clone());
            take
        }) else {
            return;
        };
        self.with_store(move |store| async move { store.add_take(&take).await });
    }

    /// Puts another recording in the place of a take.
    pub(super) fn replace(self, id: Id, label: Meaning, rate_hz: u32, samples: Vec<f32>) {
        let samples = Arc::new(samples);
        let Some(take) = self.voice.try_update(|voice| {
            let take = Take { id: voice.fresh_id(now()), label, rate_hz, samples };
            voice.replace(id, take.clone());
            take
        }) else {
            return;
        };
        self.with_store(move |store| async move {
            store.add_take(&take).await?;
            store.forget_take(id).await
        });
    }

    /// Does something with the store, where there is one; a page without one works until it closes.
    pub(super) fn with_store<F: Future<Output = Result<(), Mishap>>>(
        self,
        work: impl FnOnce(Store) -> F + 'static,
    ) {
        let Some(store) = self.desk.with_value(|desk| desk.store.clone()) else { return };
        spawn_local(async move {
            if let Err(mishap) = work(store).await {
                self.fail(mishap);
            }
        });
    }

    pub(super) fn fail(self, mishap: Mishap) {
        self.mishap.set(Some(mishap));
    }
}

/// The number of this moment.
pub(super) fn now() -> Id {
    id_at(js_sys::Date::now())
}
