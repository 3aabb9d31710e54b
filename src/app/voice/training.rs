//! Training, and which model listens.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::mishap::Mishap;
use super::room::{FIRST_JOB, VoiceRoom, now};
use super::rules::{OwnModel, Recall, Training, Voice};
use super::take::{Id, Take};
use crate::app::browser::{forget, remember, remembered};
use crate::app::choice::Device;
use crate::app::engines::OwnFile;
use crate::app::model_file::{About, Owner, about};
use crate::app::trouble::Trouble;
use crate::corpus::Corpus;
use crate::engine::protocol::{self, Adapted, Job, Reply, Request};
use crate::figures::TrainingRecord;

/// Where it stands that a training was under way, and the name of the model to be.
const TRAINING_KEY: &str = "overtone.voice.training";
/// Where the number of the model that listens is remembered.
const LISTENING_KEY: &str = "overtone.voice.listening";

impl VoiceRoom {
    /// Lets the model learn from the takes; what comes of it is called so, or as
    /// [`Voice::free_name`] says.
    pub fn train(self, name: &str) {
        self.mishap.set(None);
        let name = &self.voice.with_untracked(|voice| voice.free_name(name));
        let Some(device) = self.engines.decision.with_untracked(|decision| decision.device) else {
            return self.fail(Mishap::Trouble(Trouble::NoEngine));
        };
        let takes = self.voice.with_untracked(|voice| {
            let take = |take: &Take| protocol::Take {
                label: take.label,
                rate_hz: take.rate_hz,
                samples: take.samples.to_vec(),
                kept: voice.heard.get(&take.id).map(|kept| kept.to_vec()),
            };
            voice.takes.iter().map(take).collect()
        });
        let Some(job) = self.desk.try_update_value(|desk| {
            desk.last_job = desk.last_job.wrapping_add(1).max(FIRST_JOB);
            desk.training = Some((desk.last_job, device, name.to_owned()));
            desk.last_job
        }) else {
            return;
        };
        self.voice.update(Voice::begin);
        remember(TRAINING_KEY, name);
        let name = name.to_owned();
        spawn_local(async move {
            let manners = self.engines.manners().await;
            if !self.is_training(job) {
                return;
            }
            let request = Request::Adapt { job, name, takes, manners };
            if let Err(trouble) = self.engines.send(device, &request) {
                self.give_up(Training::Idle);
                self.fail(Mishap::Trouble(trouble));
            }
        });
    }

    /// Whether a job is the training that is under way.
    fn is_training(self, job: Job) -> bool {
        self.desk.with_value(|desk| desk.training.as_ref().is_some_and(|(ours, ..)| *ours == job))
    }

    /// Stops the training; the takes stay.
    pub fn stop_training(self) {
        self.let_go();
        self.give_up(Training::Stopped);
    }

    /// Pauses the training: what was heard of the takes stays, so that it goes on from there.
    pub fn pause_training(self) {
        self.let_go();
        self.rest(Training::Paused);
    }

    /// Tells the engine that nobody waits for it any more.
    fn let_go(self) {
        if let Some((job, device, _)) = self.desk.with_value(|desk| desk.training.clone()) {
            // An engine that cannot be told has nothing to stop.
            let _ = self.engines.send(device, &Request::Cancel { job });
        }
    }

    fn give_up(self, training: Training) {
        forget(TRAINING_KEY);
        self.rest(training);
    }

    fn rest(self, training: Training) {
        self.desk.update_value(|desk| desk.training = None);
        self.voice.update(|voice| voice.training = training);
    }

    /// Takes what an engine says of a training; gives back what is none of its business.
    ///
    /// # Errors
    /// The reply, if it is another room's.
    pub fn hear(self, reply: Reply) -> Result<(), Box<Reply>> {
        let is_ours = |job: Job| self.is_training(job);
        match reply {
            Reply::Adapting { job, progress } if is_ours(job) => {
                let heard = self.voice.try_update(|voice| voice.hear(progress)).flatten();
                if let Some((id, kept)) = heard {
                    self.with_store(move |store| async move { store.keep_heard(id, &kept).await });
                }
            }
            Reply::Adapted { job, adapted } if is_ours(job) => self.end_training(adapted),
            Reply::Failed { job: Some(job), fault, sentence } if is_ours(job) => {
                self.give_up(Training::Idle);
                self.fail(Mishap::Trouble(Trouble::Sound(fault, sentence)));
            }
            // A training that was stopped may still have something to say.
            Reply::Adapting { .. } | Reply::Adapted { .. } => {}
            Reply::Failed { job: Some(job), .. } if job >= FIRST_JOB => {}
            other => return Err(Box::new(other)),
        }
        Ok(())
    }

    /// An engine is lost, and with it what it was learning.
    pub fn lost(self, device: Device) {
        let was_training = self.desk.with_value(|desk| {
            desk.training.as_ref().is_some_and(|(_, trains, _)| *trains == device)
        });
        if was_training {
            self.rest(Training::Interrupted);
        }
    }

    fn end_training(self, adapted: Adapted) {
        forget(TRAINING_KEY);
        self.desk.update_value(|desk| desk.training = None);
        self.voice.update(|voice| voice.end(&adapted));
        if adapted.is_better
            && let Some(id) = self.shelve_new(adapted.model, "")
        {
            self.listen(Some(id));
        }
    }

    pub(super) fn remember_training_of_last_visit(self) {
        let was_training = remembered(TRAINING_KEY).is_some();
        let is_idle = self.voice.with_untracked(|voice| voice.training == Training::Idle);
        if was_training && is_idle {
            self.voice.update(|voice| voice.training = Training::Interrupted);
        }
    }

    /// The name of the model that a training of the last visit was to make.
    pub fn interrupted_name(self) -> Option<String> {
        remembered(TRAINING_KEY)
    }

    /// Puts a new model among the others and keeps it; none if it is no model.
    pub(super) fn shelve_new(self, file: Vec<u8>, file_name: &str) -> Option<Id> {
        let id = self.voice.with_untracked(|voice| voice.fresh_id(now()));
        let kept = file.clone();
        self.shelve(id, file, file_name).then(|| {
            self.with_store(move |store| async move { store.add_model(id, &kept).await });
            id
        })
    }

    /// Puts a model that was trained here among the others, and lets it listen.
    pub fn adopt(self, file: Vec<u8>) {
        if let Some(id) = self.shelve_new(file, "") {
            self.listen(Some(id));
        }
    }

    /// Puts a model among the others; false if it is none.
    pub(super) fn shelve(self, id: Id, file: Vec<u8>, file_name: &str) -> bool {
        let Some(About { personal, training }) = about(&file) else { return false };
        let recall_of_clips = Recall::OfClips(training.validation_uar);
        let (name, recall) = match (personal, file_name.trim_end_matches(".overtone")) {
            (Some(Owner { name, uar_before, uar_after }), _) => {
                (name, Recall::OfTakes(uar_before, uar_after))
            }
            // A model for everybody has no name of its own, but it says how it was trained.
            (None, "") => (name_of(&training), recall_of_clips),
            (None, stem) => (stem.to_owned(), recall_of_clips),
        };
        let bytes = file.len();
        self.voice.update(|voice| {
            let name = voice.free_name(&name);
            voice.models.push(OwnModel { id, name, recall, bytes });
        });
        self.desk.update_value(|desk| desk.files.push((id, Rc::new(file))));
        true
    }

    /// Forgets a model, here and in the browser; if it listens, the one for everybody takes over.
    pub fn forget_model(self, id: Id) {
        if self.voice.with_untracked(|voice| voice.listening == Some(id)) {
            self.listen(None);
        }
        let store = self.desk.with_value(|desk| desk.store.clone());
        // It goes from the page once it is gone from the browser, as takes do.
        spawn_local(async move {
            if let Some(store) = store
                && let Err(mishap) = store.forget_model(id).await
            {
                return self.fail(mishap);
            }
            self.voice.update(|voice| voice.models.retain(|model| model.id != id));
            self.desk.update_value(|desk| desk.files.retain(|(kept, _)| *kept != id));
        });
    }

    /// Lets an own model listen, or one for everybody.
    pub fn listen(self, id: Option<Id>) {
        let own = id.and_then(|id| {
            self.desk.with_value(|desk| {
                let (_, file) = desk.files.iter().find(|(kept, _)| *kept == id)?;
                Some(OwnFile { id, file: file.clone() })
            })
        });
        let id = own.as_ref().map(|own| own.id);
        match id {
            Some(id) => remember(LISTENING_KEY, &id.to_string()),
            None => forget(LISTENING_KEY),
        }
        self.voice.update(|voice| voice.listening = id);
        self.engines.listen_with_own(own);
    }

    /// No engine can read this model: the one for everybody listens again.
    pub fn refuse(self, id: Id) {
        let refused = self.voice.with_untracked(|voice| {
            let model = voice.models.iter().find(|model| model.id == id)?;
            (voice.listening == Some(id)).then(|| model.name.clone())
        });
        if let Some(name) = refused {
            self.listen(None);
            self.fail(Mishap::NoModel(name));
        }
    }

    pub(super) fn listen_as_last_time(self) {
        let id = remembered(LISTENING_KEY).and_then(|word| word.parse().ok());
        if let Some(id) = id {
            spawn_local(async move { self.listen(Some(id)) });
        }
    }
}

/// What a model for everybody is called: "overtone: RAVDESS, TESS".
fn name_of(training: &TrainingRecord) -> String {
    let TrainingRecord { preset, corpora, .. } = training;
    format!("{preset}: {}", Corpus::titles(corpora))
}
