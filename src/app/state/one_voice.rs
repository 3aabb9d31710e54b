//! The visitor's word that one person speaks.

use leptos::prelude::*;

use super::State;
use crate::engine::protocol::Request;

impl State {
    /// Takes the visitor's word that one person speaks, or that whoever likes does; the sound on the
    /// page is judged anew, and so are the files of the table.
    pub fn set_one_voice(self, on: bool) {
        self.one_voice.set(on);
        self.tell_of_one_voice();
        if let Some(device) = self.engines.decision.with_untracked(|decision| decision.device) {
            self.judge_again(device);
        }
        self.batcher.set_one_voice(on);
    }

    /// Tells it to the engine that works. Who works next is told then.
    pub(super) fn tell_of_one_voice(self) {
        let on = self.one_voice.get_untracked();
        if let Some(device) = self.engines.decision.with_untracked(|decision| decision.device) {
            self.note(self.engines.send(device, &Request::OneVoice { on }));
        }
    }
}
