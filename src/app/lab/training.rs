//! Training: begun, stopped, gone on with, and what comes of it.

use std::rc::Rc;

use leptos::prelude::*;

use super::mishap::Mishap;
use super::room::LabRoom;
use super::rules::Lab;
use super::store::KeptTraining;
use super::work::{Course, Example, Outcome, Step, Work};
use crate::laboratory::protocol::{Job, Reply, Request};

impl LabRoom {
    /// Trains, anew or from where the last training is.
    pub fn train(self, goes_on: bool) {
        self.mishap.set(None);
        self.when_open(move || self.begin_training(goes_on));
    }

    fn begin_training(self, goes_on: bool) {
        let job = self.next_job();
        let resume = self.desk.try_update_value(|desk| {
            desk.training = Some(job);
            desk.model = None;
            desk.state = desk.state.take().filter(|_| goes_on);
            desk.state.clone()
        });
        let resume = resume.flatten();
        self.lab.update(|lab| lab.begin_training(resume.is_some()));
        let settings = self.lab.with_untracked(|lab| lab.settings.clone());
        self.ask(&Request::Train { job, settings, resume });
    }

    /// Stops the training; it can go on from its last epoch.
    pub fn stop_training(self) {
        if let Some(job) = self.desk.with_value(|desk| desk.training) {
            self.ask(&Request::Cancel { job });
        }
    }

    /// Takes what the module says of a training.
    pub(super) fn hear_training(self, reply: Reply) {
        let is_ours = |job: Job| self.desk.with_value(|desk| desk.training == Some(job));
        match reply {
            Reply::Step { job, epoch, clips_done, clips, loss, clips_per_s, .. }
                if is_ours(job) =>
            {
                let clips_a_second = clips_per_s;
                let step = Step { epoch, clips_done, clips, loss, clips_a_second };
                self.lab.update(|lab| lab.step(step));
            }
            Reply::Epoch { job, record, state } if is_ours(job) => {
                self.lab.update(|lab| lab.end_epoch(record));
                self.keep_state(state);
            }
            Reply::Trained { job, model, history, evaluation, examples } if is_ours(job) => {
                let model_bytes = model.len();
                self.desk.update_value(|desk| {
                    desk.training = None;
                    desk.looks.clear();
                    desk.model = Some(Rc::new(model));
                });
                let settings = self.lab.with_untracked(Lab::trained_with);
                let unseen = |(emotion, path)| Example { emotion, path, sound: None };
                let examples = examples.into_iter().map(unseen).collect();
                let is_adopted = false;
                let outcome =
                    Outcome { settings, history, evaluation, model_bytes, examples, is_adopted };
                self.lab.update(|lab| lab.end_training(outcome));
                self.look_at_examples();
            }
            Reply::Stopped { job } if is_ours(job) => self.end(true),
            Reply::Failed { job: Some(job), sentence, .. } if is_ours(job) => {
                self.end(false);
                self.fail(Mishap::Failed(sentence));
            }
            Reply::Failed { sentence, .. } => {
                self.lab.update(|lab| lab.rest(false));
                self.fail(Mishap::Failed(sentence));
            }
            _ => {}
        }
    }

    fn end(self, was_stopped: bool) {
        self.desk.update_value(|desk| desk.training = None);
        self.lab.update(|lab| lab.rest(was_stopped));
    }

    /// Keeps what the training can go on from.
    fn keep_state(self, state: Vec<u8>) {
        self.desk.update_value(|desk| desk.state = Some(state.clone()));
        let course = self.lab.with_untracked(|lab| lab.course.clone());
        let Some(Course { settings, history, .. }) = course else { return };
        let training = KeptTraining { settings, history, state };
        self.with_store(move |store| async move { store.keep_training(&training).await });
    }

    /// Whether a training goes on.
    pub fn is_training(self) -> bool {
        self.lab.with(|lab| matches!(lab.work, Work::Training(_)))
    }
}
