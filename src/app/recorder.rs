//! A recording under way: the open microphone and what it has brought.

use leptos::prelude::*;

use super::browser::now_ms;
use super::capture::{Block, Capture};
use super::latency::Latency;
use super::live::Live;
use super::microphone::{Microphone, Processing};
use crate::engine::protocol::SpectrogramView;

/// What was found out about the last recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// The rate of the capture.
    pub rate_hz: u32,
    /// Frames lost on the way.
    pub dropped_frames: u64,
    /// The browser's processing that could not be switched off.
    pub processing: Vec<Processing>,
    /// Whether it was too loud for the microphone at any time.
    pub has_clipped: bool,
}

/// How long answers take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// The last one.
    pub last_ms: f64,
    /// 95 of 100.
    pub p95_ms: f64,
}

/// The recorder; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Recorder {
    /// Changes with the next frame of the screen when [`Self::live`] has changed.
    pub version: RwSignal<u32>,
    /// The running or last recording's facts.
    pub take: RwSignal<Option<Take>>,
    /// How long the answers take.
    pub wait: RwSignal<Option<Wait>>,
    /// What the microphone brings.
    pub live: StoredValue<Live, LocalStorage>,
    latency: StoredValue<Latency, LocalStorage>,
    capture: StoredValue<Option<Capture>, LocalStorage>,
    frame_asked: StoredValue<bool, LocalStorage>,
    /// How often the tab was hidden or shown.
    hidings: StoredValue<u32>,
}

impl Recorder {
    /// A recorder at rest.
    pub fn new() -> Self {
        let hidings = StoredValue::new(0_u32);
        window_event_listener_untyped("visibilitychange", move |_| {
            hidings.try_update_value(|count| *count = count.wrapping_add(1));
        });
        Self {
            version: RwSignal::new(0),
            take: RwSignal::new(None),
            wait: RwSignal::new(None),
            live: StoredValue::new_local(Live::default()),
            latency: StoredValue::new_local(Latency::default()),
            capture: StoredValue::new_local(None),
            frame_asked: StoredValue::new_local(false),
            hidings,
        }
    }

    /// Forgets the recording before this one.
    pub fn clear(self) {
        self.live.set_value(Live::default());
        self.latency.set_value(Latency::default());
        self.take.set(None);
        self.wait.set(None);
        self.changed();
    }

    /// Takes charge of the open microphone; `keeps` if it is to be recorded. Returns its rate.
    pub fn begin(self, capture: Capture, keeps: bool) -> u32 {
        let (rate_hz, processing) = (capture.rate_hz(), capture.processing());
        self.live.set_value(Live::new(rate_hz, keeps));
        let has_clipped = false;
        self.take.set(Some(Take { rate_hz, dropped_frames: 0, processing, has_clipped }));
        self.capture.set_value(Some(capture));
        self.changed();
        rate_hz
    }

    /// Takes a block of the microphone. Returns the length so far, in seconds.
    pub fn push(self, block: &Block) -> f64 {
        self.live.update_value(|live| live.push(block.frame, &block.samples));
        let heard_samples = self.live.with_value(Live::heard_samples);
        self.latency.update_value(|latency| latency.heard(heard_samples, now_ms()));
        self.note_faults();
        self.changed();
        self.live.with_value(Live::seconds)
    }

    /// Takes note of what the take has lost, if that is more than before.
    fn note_faults(self) {
        let (dropped_frames, has_clipped) =
            self.live.with_value(|live| (live.dropped_frames(), live.has_clipped()));
        let is_noted = |take: &Option<Take>| {
            let take = take.as_ref();
            take.is_none_or(|t| (t.dropped_frames, t.has_clipped) == (dropped_frames, has_clipped))
        };
        if self.take.with_untracked(is_noted) {
            return;
        }
        self.take.update(|take| {
            if let Some(take) = take {
                (take.dropped_frames, take.has_clipped) = (dropped_frames, has_clipped);
            }
        });
    }

    /// The answer to the window that ends there is in the document: with the next frame it is seen.
    /// In a hidden tab nobody sees it, and nobody waits.
    pub fn answered(self, end_samples: u64) {
        if document().hidden() {
            return;
        }
        let hidings = self.hidings.get_value();
        request_animation_frame(move || {
            if self.hidings.get_value() != hidings {
                // The frame has waited for the visitor to come back.
                return;
            }
            self.latency.update_value(|latency| latency.answered(end_samples, now_ms()));
            let wait = self.latency.with_value(|latency| {
                Some(Wait { last_ms: latency.last_ms()?, p95_ms: latency.p95_ms()? })
            });
            self.wait.set(wait);
        });
    }

    /// Lets the open microphone follow the visitor's wishes.
    pub fn adjust(self, wishes: &Microphone) {
        self.capture.with_value(|capture| {
            if let Some(capture) = capture {
                capture.adjust(wishes);
            }
        });
    }

    /// Takes columns of the running picture.
    pub fn paint(self, columns: SpectrogramView) {
        self.live.update_value(|live| live.paint(columns));
        self.changed();
    }

    /// Asks the microphone for its last block. False if that cannot be had.
    pub fn stop(self) -> bool {
        self.capture.with_value(|capture| capture.as_ref().is_some_and(|c| c.stop().is_ok()))
    }

    /// Closes the microphone and hands out the samples and their rate.
    pub fn finish(self) -> (Vec<f32>, u32) {
        self.capture.set_value(None);
        let live = self.live.try_update_value(std::mem::take).unwrap_or_default();
        let rate_hz = live.rate_hz();
        (live.into_samples(), rate_hz)
    }

    /// Lets the pictures follow once a frame of the screen: blocks come faster than a slow machine
    /// draws, and a page that falls behind hears nothing more.
    fn changed(self) {
        if self.frame_asked.with_value(|asked| *asked) {
            return;
        }
        self.frame_asked.set_value(true);
        request_animation_frame(move || {
            self.frame_asked.set_value(false);
            self.version.update(|version| *version = version.wrapping_add(1));
        });
    }
}
