//! Plays the sound on the page, and knows where it is.

use leptos::prelude::*;
use web_sys::{AudioBuffer, AudioBufferSourceNode, AudioContext};

use super::browser::words_of;
use super::session::SharedSound;
use super::trouble::Trouble;

/// The player; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Player {
    /// Whether the sound is being heard.
    pub playing: RwSignal<bool>,
    /// Where the cursor stands, in seconds.
    pub position_s: RwSignal<f64>,
    deck: StoredValue<Deck, LocalStorage>,
}

#[derive(Default)]
struct Deck {
    context: Option<AudioContext>,
    sound: Option<SharedSound>,
    /// The sound as the browser plays it, once it was played.
    buffer: Option<AudioBuffer>,
    voice: Option<Voice>,
    /// Whether a frame is asked for in which the cursor moves.
    follows: bool,
}

/// A sound under way.
struct Voice {
    node: AudioBufferSourceNode,
    /// The context's time at which the sound's own time was 0.
    zero_s: f64,
    /// Where it is to end.
    end_s: f64,
}

impl Drop for Voice {
    fn drop(&mut self) {
        // A node that has ended by itself may refuse to stop; it is silent all the same.
        #[allow(deprecated)]
        let _ = self.node.stop();
        let _ = self.node.disconnect();
    }
}

impl Player {
    /// A player without a sound.
    pub fn new() -> Self {
        Self {
            playing: RwSignal::new(false),
            position_s: RwSignal::new(0.0),
            deck: StoredValue::new_local(Deck::default()),
        }
    }

    /// Takes another sound, from its beginning.
    pub fn load(self, sound: Option<SharedSound>) {
        self.pause();
        self.deck.update_value(|deck| {
            deck.sound = sound;
            deck.buffer = None;
        });
        self.position_s.set(0.0);
    }

    /// Starts at the cursor, or at the beginning if the cursor stands at the end.
    ///
    /// # Errors
    /// [`Trouble::Playback`] if the browser has no way to play it.
    pub fn play(self) -> Result<(), Trouble> {
        let length_s = self.length_s();
        if self.position_s.get_untracked() >= length_s - 0.01 {
            self.position_s.set(0.0);
        }
        self.play_to(length_s)
    }

    fn play_to(self, end_s: f64) -> Result<(), Trouble> {
        let from_s = self.position_s.get_untracked();
        let started = self.deck.try_update_value(|deck| deck.start(from_s, end_s));
        match started {
            Some(Err(thrown)) => Err(Trouble::Playback(words_of(&thrown))),
            _ => {
                self.playing.set(true);
                self.follow();
                Ok(())
            }
        }
    }

    /// Plays a part of the sound, and stops there.
    ///
    /// # Errors
    /// As [`Self::play`].
    pub fn play_part(self, from_s: f64, to_s: f64) -> Result<(), Trouble> {
        self.position_s.set(from_s.clamp(0.0, self.length_s()));
        self.play_to(to_s)
    }

    /// Stops; the cursor stays.
    pub fn pause(self) {
        self.deck.update_value(|deck| deck.voice = None);
        self.playing.set(false);
    }

    /// Plays or pauses.
    ///
    /// # Errors
    /// As [`Self::play`].
    pub fn toggle(self) -> Result<(), Trouble> {
        if self.playing.get_untracked() {
            self.pause();
            return Ok(());
        }
        self.play()
    }

    /// Moves the cursor; a sound that is being heard goes on from there.
    ///
    /// # Errors
    /// As [`Self::play`].
    pub fn seek(self, to_s: f64) -> Result<(), Trouble> {
        self.position_s.set(to_s.clamp(0.0, self.length_s()));
        if self.playing.get_untracked() { self.play() } else { Ok(()) }
    }

    fn length_s(self) -> f64 {
        self.deck.with_value(|deck| deck.sound.as_ref().map_or(0.0, SharedSound::seconds))
    }

    /// Moves the cursor with the sound, frame by frame, until it ends.
    fn follow(self) {
        let follows = self.deck.try_update_value(|deck| std::mem::replace(&mut deck.follows, true));
        if follows != Some(false) {
            return;
        }
        request_animation_frame(move || {
            self.deck.try_update_value(|deck| deck.follows = false);
            let at_s = self.deck.try_with_value(|deck| deck.position_s()).flatten();
            let (Some(at_s), true) = (at_s, self.playing.get_untracked()) else { return };
            let end_s = self.deck.with_value(|deck| deck.voice.as_ref().map_or(0.0, |v| v.end_s));
            self.position_s.set(at_s.clamp(0.0, end_s));
            if at_s < end_s {
                self.follow();
            } else {
                self.pause();
            }
        });
    }
}

impl Deck {
    fn start(&mut self, from_s: f64, end_s: f64) -> Result<(), wasm_bindgen::JsValue> {
        let Some(sound) = &self.sound else { return Ok(()) };
        self.voice = None;
        let context = match &self.context {
            Some(context) => context.clone(),
            None => self.context.insert(AudioContext::new()?).clone(),
        };
        let _ = context.resume()?;
        let buffer = match &self.buffer {
            Some(buffer) => buffer,
            None => {
                let (length, rate_hz) = (sound.samples.len() as u32, sound.rate_hz as f32);
                let buffer = context.create_buffer(1, length, rate_hz)?;
                buffer.copy_to_channel(&sound.samples, 0)?;
                self.buffer.insert(buffer)
            }
        };
        let node = context.create_buffer_source()?;
        node.set_buffer(Some(buffer));
        node.connect_with_audio_node(&context.destination())?;
        let seconds = (end_s - from_s).max(0.0);
        node.start_with_when_and_grain_offset_and_grain_duration(0.0, from_s, seconds)?;
        self.voice = Some(Voice { node, zero_s: context.current_time() - from_s, end_s });
        Ok(())
    }

    fn position_s(&self) -> Option<f64> {
        let (context, voice) = (self.context.as_ref()?, self.voice.as_ref()?);
        Some(context.current_time() - voice.zero_s)
    }
}
