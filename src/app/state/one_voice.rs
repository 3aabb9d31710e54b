//! The visitor's word that one person speaks.

use leptos::prelude::*;

use super::State;
use crate::app::choice::Device;
use crate::app::session::Session;
use crate::engine::protocol::Request;

impl State {
    /// Takes the visitor's word that one person speaks, or that whoever likes does; the sound on the
    /// page is judged anew, and so are the files of the table.
    pub fn set_one_voice(self, on: bool) {
        self.one_voice.set(on);
        self.minds.update_value(|minds| *minds = minds.wrapping_add(1));
        self.explorer.stop_explaining();
        self.session.update(Session::forget_voice);
        // Also to one that does not work now: it may again, and for somebody else.
        for device in Device::ALL {
            // One that is not there knows no voice.
            let _ = self.engines.send(device, &Request::OneVoice { on });
        }
        if let Some(device) = self.engines.decision.with_untracked(|decision| decision.device) {
            self.judge_again(device);
        }
        self.batcher.set_one_voice(on);
    }

    /// Tells it to the engine that works, which may have come only now.
    pub(super) fn tell_of_one_voice(self) {
        let on = self.one_voice.get_untracked();
        if let Some(device) = self.engines.decision.with_untracked(|decision| decision.device) {
            self.note(self.engines.send(device, &Request::OneVoice { on }));
        }
    }
}
