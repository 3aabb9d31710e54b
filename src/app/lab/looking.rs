//! Clips of the test, as they are drawn: each is read again when the training is over.

use std::path::Path;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::room::LabRoom;
use super::work::Lacking;
use crate::app::brought::Source;
use crate::engine::protocol::SoundView;
use crate::laboratory::protocol::{Job, Request};

impl LabRoom {
    /// Looks at the clips of the test that nobody has looked at yet, as far as their files are at
    /// hand.
    pub(super) fn look_at_examples(self) {
        let lacking = self.lab.with_untracked(|lab| lab.lacking_examples());
        for Lacking { example, path } in lacking {
            let source = self.desk.with_value(|desk| desk.sources.get(Path::new(&path)).cloned());
            if let Some(source) = source {
                spawn_local(self.look_at(example, source));
            }
        }
    }

    async fn look_at(self, example: usize, source: Source) {
        // A clip that cannot be read any more is a picture less; its scores stand.
        let Ok(bytes) = source.bytes().await else { return };
        let job = self.next_job();
        self.desk.update_value(|desk| {
            desk.looks.insert(job, example);
        });
        self.ask(&Request::Look { job, bytes });
    }

    /// Whether a job is that of a look.
    pub(super) fn is_look(self, job: Job) -> bool {
        self.desk.with_value(|desk| desk.looks.contains_key(&job))
    }

    /// A look came to something, or to nothing.
    pub(super) fn end_look(self, job: Job, sound: Option<SoundView>) {
        let example = self.desk.try_update_value(|desk| desk.looks.remove(&job)).flatten();
        if let (Some(example), Some(sound)) = (example, sound) {
            let sound = Arc::new(sound);
            self.lab.update(|lab| lab.show_example(example, sound));
        }
    }
}
