//! The room of a visitor's own voice: takes, training, models.

mod models;
mod takes;
mod training;

use leptos::prelude::*;

use super::state;
use crate::app::format::bytes;
use crate::app::voice::{ENGLISH, Mishap, Unfit, VoiceRoom, VoiceWords};
use models::OwnModels;
use takes::{Chooser, Stands, TakeFiles};
use training::TrainingPanel;

/// The words of this room.
fn words() -> &'static VoiceWords {
    &ENGLISH
}

/// The section about one's own voice.
#[component]
pub fn MyVoice() -> impl IntoView {
    let room = state().voice;
    let words = words();
    view! {
        <section class="voice" id="voice" aria-labelledby="voice-heading">
            <h2 id="voice-heading">{words.heading}</h2>
            <p class="voice-lead">{words.lead}</p>
            <Chooser room=room />
            <Stands room=room />
            <p class="trouble" role="status" data-testid="voice-trouble">
                {move || room.mishap.get().map(|mishap| sentence(&mishap))}
            </p>
            <TrainingPanel room=room />
            <OwnModels room=room />
            <TakeFiles room=room />
            <p class="aside" data-testid="voice-kept">{move || kept(room)}</p>
        </section>
    }
}

/// What is kept, and where.
fn kept(room: VoiceRoom) -> Option<String> {
    if !room.keeps.get()? {
        return Some(words().not_kept.to_owned());
    }
    room.voice.with(|voice| {
        let of_takes: usize = voice.takes.iter().map(|take| 4 * take.samples.len()).sum();
        let of_models: usize = voice.models.iter().map(|model| model.bytes).sum();
        let room = bytes((of_takes + of_models) as f64);
        Some((words().kept)(voice.takes.len(), voice.models.len(), &room))
    })
}

/// A mishap in a sentence.
fn sentence(mishap: &Mishap) -> String {
    let words = &words().mishaps;
    let unfit = |unfit: Unfit| match unfit {
        Unfit::TooShort => words.too_short,
        Unfit::TooLong => words.too_long,
        Unfit::Silent => words.silent,
    };
    match mishap {
        Mishap::Unfit(None, why) => unfit(*why).to_owned(),
        Mishap::Unfit(Some(name), why) => (words.of_file)(name, unfit(*why)),
        Mishap::Unreadable(name, why) => (words.unreadable)(name, why),
        Mishap::NoTakes(name) => (words.no_takes)(name),
        Mishap::NoModel(name) => (words.no_model)(name),
        Mishap::Trouble(trouble) => trouble.to_string(),
        Mishap::Engine(sentence) => sentence.clone(),
        Mishap::StorageFull => words.full.to_owned(),
        Mishap::Storage(why) => (words.storage)(why),
    }
}
