//! A recording under way: the open microphone and what it has brought.

use leptos::prelude::*;

use super::capture::{Block, Capture};
use super::live::Live;
use crate::engine::protocol::SpectrogramView;

/// What was found out about the last recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// The rate of the capture.
    pub rate_hz: u32,
    /// Frames lost on the way.
    pub dropped_frames: u64,
    /// The browser's processing that could not be switched off, in words.
    pub processing: Vec<&'static str>,
}

/// The recorder; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Recorder {
    /// Changes with the next frame of the screen when [`Self::live`] has changed.
    pub version: RwSignal<u32>,
    /// The running or last recording's facts.
    pub take: RwSignal<Option<Take>>,
    /// The recording while it grows.
    pub live: StoredValue<Live, LocalStorage>,
    capture: StoredValue<Option<Capture>, LocalStorage>,
    frame_asked: StoredValue<bool, LocalStorage>,
}

impl Recorder {
    /// A recorder at rest.
    pub fn new() -> Self {
        Self {
            version: RwSignal::new(0),
            take: RwSignal::new(None),
            live: StoredValue::new_local(Live::default()),
            capture: StoredValue::new_local(None),
            frame_asked: StoredValue::new_local(false),
        }
    }

    /// Forgets the recording before this one.
    pub fn clear(self) {
        self.live.set_value(Live::default());
        self.take.set(None);
        self.changed();
    }

    /// Keeps the open microphone. Returns its rate.
    pub fn begin(self, capture: Capture) -> u32 {
        let (rate_hz, processing) = (capture.rate_hz(), capture.processing());
        self.live.set_value(Live::new(rate_hz));
        self.take.set(Some(Take { rate_hz, dropped_frames: 0, processing }));
        self.capture.set_value(Some(capture));
        self.changed();
        rate_hz
    }

    /// Takes a block of the microphone. Returns the length so far, in seconds.
    pub fn push(self, block: &Block) -> f64 {
        self.live.update_value(|live| live.push(block.frame, &block.samples));
        let dropped_frames = self.live.with_value(Live::dropped_frames);
        if self.take.with_untracked(|take| {
            take.as_ref().is_some_and(|take| take.dropped_frames != dropped_frames)
        }) {
            self.take.update(|take| {
                if let Some(take) = take {
                    take.dropped_frames = dropped_frames;
                }
            });
        }
        self.changed();
        self.live.with_value(Live::seconds)
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
