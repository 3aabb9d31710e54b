//! The sound that is on its way: from its source to an engine, and to another where that one is lost.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::super::browser::bytes_of;
use super::super::browser_decoder;
use super::super::choice::Device;
use super::super::fleet::{Fleet, Why};
use super::super::session::{Activity, SharedSound, Shown, Title};
use super::super::trouble::Trouble;
use super::State;
use crate::engine::protocol::{Fault, Job, Reply, Request, SoundView};

/// Where a sound comes from: kept until it is judged, so that another engine can take over.
#[derive(Clone)]
pub(super) enum Source {
    File(File),
    Samples {
        samples: Rc<Vec<f32>>,
        rate_hz: u32,
    },
    /// On the page already.
    Shown(SharedSound),
}

/// The sound that is on its way.
pub(super) struct Pending {
    pub(super) job: Job,
    pub(super) source: Source,
    pub(super) sent_to: Option<Device>,
    /// How often the visitor had changed their mind about one voice when it was sent.
    pub(super) minds: u32,
}

impl State {
    pub(super) fn take(self, source: Source, title: Title) {
        self.forget_pending();
        // Nobody waits until an answer is explained that is about to go.
        self.explorer.stop_explaining();
        let Some(job) = self.session.try_update(|session| session.analyse(title)) else { return };
        self.pending.set_value(Some(Pending { job, source, sent_to: None, minds: 0 }));
        self.resume();
    }

    /// Goes on with the waiting sound as far as the engines allow.
    pub(super) fn resume(self) {
        if self.is_recording_now() {
            return;
        }
        if self.engines.fleet.with_untracked(Fleet::is_lost) {
            self.give_up()
        } else {
            self.submit()
        }
    }

    pub(super) fn forget_pending(self) {
        if let Some((job, Some(device))) = self.pending_job() {
            // An engine that cannot be told has nothing to forget.
            let _ = self.engines.send(device, &Request::Cancel { job });
        }
        self.pending.set_value(None);
    }

    pub(super) fn pending_job(self) -> Option<(Job, Option<Device>)> {
        self.pending.with_value(|pending| pending.as_ref().map(|p| (p.job, p.sent_to)))
    }

    pub(super) fn is_pending(self, job: Job) -> bool {
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
            pending.minds = self.minds.get_value();
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
                session.keep(SoundView::unseen(samples.to_vec(), rate_hz), trouble);
            }
            Source::File(_) | Source::Shown(_) => session.fail(trouble),
        });
    }

    /// The engine that works listens with another model: the sound on the page is judged anew.
    pub(super) fn judge_again(self, device: Device) {
        let works = self.engines.decision.with_untracked(|decision| decision.device);
        let idle = self.session.with_untracked(|session| session.activity == Activity::Idle);
        let shown = self.session.with_untracked(|session| session.shown.clone());
        if let Some(Shown { title, sound, .. }) = shown.filter(|_| idle && works == Some(device)) {
            self.take(Source::Shown(sound), title);
        }
    }

    /// The engine has no use for a sound. If it was a file, the browser may know its format.
    pub(super) fn refused(self, job: Job, fault: Fault, refusal: Reply) {
        if self.is_recording_now() && self.is_pending(job) {
            return self.stop_unheard(refusal);
        }
        let file = self.pending.with_value(|pending| match pending {
            Some(Pending { job: now, source: Source::File(file), .. })
                if *now == job && fault.may_be_of_another_format() =>
            {
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
            let (samples, rate_hz) = match browser_decoder::decode(&bytes).await {
                Ok(sound) => sound,
                Err(Trouble::Sound(fault, sentence)) => {
                    return refuse(Reply::Failed { job: Some(job), fault, sentence });
                }
                Err(_) => return refuse(refusal),
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
        Source::Shown(sound) => Request::Judge {
            job,
            rate_hz: sound.rate_hz,
            samples: sound.samples.clone(),
            again: true,
        },
    })
}
