//! The recording of a take.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::mishap::Mishap;
use super::room::VoiceRoom;
use super::rules::Booth;
use super::take::{Id, LONGEST_TAKE_S, Take, check_take};
use crate::app::capture::{Block, Capture};
use crate::app::microphone::Microphone;
use crate::app::session::SharedSound;
use crate::app::trouble::{Asset, Reason, Trouble};
use crate::engine::protocol::SoundView;
use crate::meaning::Meaning;

/// A take under way; dropping it closes the microphone.
pub struct Recording {
    label: Meaning,
    /// The take whose place it takes, if it is a new try.
    in_place_of: Option<Id>,
    capture: Capture,
    samples: Vec<f32>,
}

/// A take as the player plays it.
pub fn shared(take: &Take) -> SharedSound {
    SharedSound::new(SoundView::unseen(take.samples.to_vec(), take.rate_hz))
}

impl VoiceRoom {
    pub(super) fn record(self, label: Meaning, in_place_of: Option<Id>, wishes: Microphone) {
        self.player.pause();
        self.mishap.set(None);
        self.voice.update(|voice| voice.booth = Booth::Asked(label));
        spawn_local(async move {
            match self.open_microphone(&wishes).await {
                Ok(capture) => {
                    let samples = Vec::new();
                    let recording = Recording { label, in_place_of, capture, samples };
                    self.desk.update_value(|desk| desk.recording = Some(recording));
                    self.voice.update(|voice| voice.booth = Booth::Recording(label, 0.0));
                }
                Err(trouble) => {
                    self.voice.update(|voice| voice.booth = Booth::Free);
                    self.fail(Mishap::Trouble(trouble));
                }
            }
        });
    }

    async fn open_microphone(self, wishes: &Microphone) -> Result<Capture, Trouble> {
        let Some(worklet) = self.engines.capture_url() else {
            return Err(Trouble::Fetch(Asset::Recorder, Reason::PageStarting));
        };
        let hear = move |block: Block| self.hear_block(&block);
        Capture::open(&worklet, wishes, hear, move || self.end_recording()).await
    }

    fn hear_block(self, block: &Block) {
        let heard = self.desk.try_update_value(|desk| {
            let recording = desk.recording.as_mut()?;
            recording.samples.extend_from_slice(&block.samples);
            let seconds = recording.samples.len() as f64 / f64::from(recording.capture.rate_hz());
            Some((recording.label, seconds))
        });
        let Some(Some((label, seconds))) = heard else { return };
        if block.last {
            return self.close();
        }
        self.voice.update(|voice| voice.booth = Booth::Recording(label, seconds));
        if seconds >= LONGEST_TAKE_S {
            self.end_recording();
        }
    }

    /// Asks for the last block; without one it ends at once.
    pub(super) fn end_recording(self) {
        let asked = self.desk.with_value(|desk| {
            desk.recording.as_ref().is_some_and(|recording| recording.capture.stop().is_ok())
        });
        if !asked {
            self.close();
        }
    }

    fn close(self) {
        let recording = self.desk.try_update_value(|desk| desk.recording.take()).flatten();
        self.voice.update(|voice| voice.booth = Booth::Free);
        let Some(Recording { label, in_place_of, capture, samples }) = recording else { return };
        let rate_hz = capture.rate_hz();
        drop(capture);
        match check_take(&samples, rate_hz) {
            Ok(()) => match in_place_of {
                Some(id) => self.replace(id, label, rate_hz, samples),
                None => self.add(label, rate_hz, samples),
            },
            Err(unfit) => self.fail(Mishap::Unfit(None, unfit)),
        }
    }
}
