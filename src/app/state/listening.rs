//! The open microphone: from the visitor's wish to its last block.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::super::browser::remember;
use super::super::capture::{Block, Capture};
use super::super::live::{LONGEST_RECORDING_S, Live};
use super::super::microphone::Microphone;
use super::super::session::{Activity, Session, Title};
use super::super::trouble::{Asset, Reason, Trouble};
use super::{MICROPHONE_KEY, Pending, Source, State};
use crate::engine::protocol::{Reply, Request, RunningAnswer};

impl State {
    /// Whether a microphone is open or asked for.
    pub fn is_recording(self) -> bool {
        self.session
            .with(|session| matches!(session.activity, Activity::Recording(_) | Activity::Asking))
    }

    pub(super) fn is_recording_now(self) -> bool {
        self.session.with_untracked(|s| matches!(s.activity, Activity::Recording(_)))
    }

    /// Opens the microphone, to keep what it brings or only to listen; or closes it.
    pub fn toggle_microphone(self, keeps: bool) {
        match self.session.with_untracked(|session| session.activity.clone()) {
            Activity::Recording(_) => self.stop_recording(),
            Activity::Asking => {}
            Activity::Idle | Activity::Analysing { .. } => self.open_microphone(keeps),
        }
    }

    /// Takes other wishes for the microphone, and remembers them.
    pub fn adjust_microphone(self, change: impl FnOnce(&mut Microphone)) {
        self.microphone.update(change);
        self.microphone.with_untracked(|wishes| {
            remember(MICROPHONE_KEY, &wishes.to_memory());
            self.recorder.adjust(wishes);
        });
    }

    fn open_microphone(self, keeps: bool) {
        self.player.pause();
        self.forget_pending();
        self.explorer.stop_explaining();
        self.recorder.clear();
        self.session.update(Session::ask);
        spawn_local(async move {
            let Some(worklet) = self.engines.capture_url() else {
                return self.fail(Trouble::Fetch(Asset::Recorder, Reason::PageStarting));
            };
            let wishes = self.microphone.get_untracked();
            let opened = Capture::open(
                &worklet,
                &wishes,
                move |b| self.hear_block(&b),
                move || self.lose_microphone(),
            );
            match opened.await {
                Ok(capture) => self.begin_recording(capture, keeps),
                Err(trouble) => self.fail(trouble),
            }
        });
    }

    fn begin_recording(self, capture: Capture, keep: bool) {
        let rate_hz = self.recorder.begin(capture, keep);
        let hop_ms = self.microphone.with_untracked(|wishes| wishes.hop_ms);
        let Some(job) = self.session.try_update(Session::record) else { return };
        let device = self.engines.decision.with_untracked(|decision| decision.device);
        let request = Request::Listen { job, rate_hz, hop_ms, keep };
        let listens = device.filter(|d| self.engines.send(*d, &request).is_ok());
        let source = Source::Samples { samples: Rc::default(), rate_hz };
        self.pending.set_value(Some(Pending { job, source, sent_to: listens, minds: 0 }));
    }

    fn hear_block(self, block: &Block) {
        let seconds = self.recorder.push(block);
        if let Some((job, Some(device))) = self.pending_job()
            && !block.samples.is_empty()
        {
            let hear = Request::Hear { job, samples: block.samples.clone() };
            self.note(self.engines.send(device, &hear));
        }
        if block.last {
            self.end_recording();
        } else if seconds >= LONGEST_RECORDING_S && self.recorder.live.with_value(Live::keeps) {
            self.stop_recording();
        }
    }

    fn stop_recording(self) {
        if !self.recorder.stop() {
            self.end_recording();
        }
    }

    /// The engine cannot go on listening: the microphone closes, and what was to be kept is judged
    /// anew.
    pub(super) fn stop_unheard(self, refusal: Reply) {
        let heard_by = self.pending.try_update_value(|pending| pending.as_mut()?.sent_to.take());
        if let (Some(Some(_)), Reply::Failed { fault, sentence, .. }) = (heard_by, refusal) {
            self.stop_recording();
            self.note(Err(Trouble::Sound(fault, sentence)));
        }
    }

    /// The microphone has gone away by itself: what it brought is judged, and the visitor is told.
    fn lose_microphone(self) {
        let keeps = self.recorder.live.with_value(Live::keeps);
        self.note(Err(Trouble::Unplugged { keeps }));
        self.stop_recording();
    }

    /// The engine that has listened finishes; if it was lost on the way, another takes it all.
    fn end_recording(self) {
        let keeps = self.recorder.live.with_value(Live::keeps);
        let (samples, rate_hz) = self.recorder.finish();
        if !keeps {
            self.forget_pending();
            return self.session.update(Session::stop_listening);
        }
        if samples.is_empty() {
            self.forget_pending();
            return self.fail(Trouble::EmptyRecording);
        }
        let source = Source::Samples { samples: Rc::new(samples), rate_hz };
        self.pending.update_value(|pending| {
            if let Some(pending) = pending {
                pending.source = source;
                pending.minds = self.minds.get_value();
            }
        });
        self.session.update(|session| session.stop_recording(Title::Recording));
        match self.pending_job() {
            Some((job, Some(device))) => {
                self.note(self.engines.send(device, &Request::Finish { job }));
            }
            _ => self.resume(),
        }
    }

    /// Takes the running answer, when there is a new one.
    pub(super) fn hear_answer(self, answer: Option<RunningAnswer>) {
        let Some(RunningAnswer { end_samples, judgement, stretches }) = answer else { return };
        let rate_hz = self.recorder.live.with_value(Live::rate_hz);
        let at_s = end_samples as f64 / f64::from(rate_hz.max(1));
        self.session.update(|session| session.hear_running(at_s, judgement, stretches));
        self.recorder.answered(end_samples);
    }
}
