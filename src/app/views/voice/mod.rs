//! The room of a visitor's own voice: takes, training, models.

mod models;
mod takes;
mod training;

use leptos::prelude::*;

use super::{state, words as all_words};
use crate::app::voice::{Mishap, Unfit, UnfitLabel, VoiceRoom};
use crate::app::words::Words;
use crate::app::words::voice::VoiceWords;
use crate::meaning::Meaning;
use models::OwnModels;
pub use takes::chosen;
use takes::{Chooser, Stands, TakeFiles};
use training::TrainingPanel;

/// The words of this room.
fn words() -> &'static VoiceWords {
    &all_words().voice
}

/// The section about one's own voice.
#[component]
pub fn MyVoice() -> impl IntoView {
    let room = state().voice;
    let all = all_words();
    let words = &all.voice;
    let made = move || {
        let names = room.made.with(|made| names_of(made));
        (!names.is_empty()).then(|| (words.made)(&names))
    };
    view! {
        <section class="voice" id="voice" aria-labelledby="voice-heading">
            <h2 id="voice-heading">{words.heading}</h2>
            <p class="voice-lead">{words.lead}</p>
            <Chooser room=room />
            <Stands room=room />
            <p class="trouble" role="status" data-testid="voice-trouble">
                {move || room.mishap.get().map(|mishap| sentence(&mishap, all))}
            </p>
            <p class="aside" role="status" data-testid="voice-made">{made}</p>
            <TrainingPanel room=room />
            <OwnModels room=room />
            <TakeFiles room=room />
            <p class="aside" data-testid="voice-kept">{move || kept(room, all)}</p>
        </section>
    }
}

/// What is kept, and where.
fn kept(room: VoiceRoom, words: &Words) -> Option<String> {
    if !room.keeps.get()? {
        return Some(words.voice.not_kept.to_owned());
    }
    room.voice.with(|voice| {
        let of_takes: usize = voice.takes.iter().map(|take| 4 * take.samples.len()).sum();
        let of_models: usize = voice.models.iter().map(|model| model.bytes).sum();
        let room = words.numerals.bytes((of_takes + of_models) as f64);
        Some((words.voice.kept)(voice.takes.len(), voice.models.len(), &room))
    })
}

/// Labels in a row.
fn names_of(labels: &[Meaning]) -> String {
    labels.iter().map(|label| label.name()).collect::<Vec<_>>().join(", ")
}

/// A mishap in a sentence.
fn sentence(mishap: &Mishap, all: &Words) -> String {
    let words = &all.voice.mishaps;
    let unfit = |unfit: Unfit| match unfit {
        Unfit::TooShort => words.too_short,
        Unfit::TooLong => words.too_long,
        Unfit::Silent => words.silent,
    };
    match mishap {
        Mishap::Unfit(None, why) => unfit(*why).to_owned(),
        Mishap::Unfit(Some(name), why) => (words.of_file)(name, unfit(*why)),
        Mishap::Unreadable(name, why) => (words.unreadable)(name, why),
        Mishap::Unwalked(why) => (all.laboratory.mishaps.unreadable)(why),
        Mishap::NoSounds => words.no_sounds.to_owned(),
        Mishap::NoTakes(name) => (words.no_takes)(name),
        Mishap::LaterTakes(name) => (words.later)(name),
        Mishap::NoModel(name) => (words.no_model)(name),
        Mishap::Name(_, UnfitLabel::Name) => words.label_name.to_owned(),
        Mishap::Name(name, UnfitLabel::Taken) => (words.label_taken)(name),
        Mishap::Name(_, UnfitLabel::TooMany) => words.labels_full.to_owned(),
        Mishap::Trouble(trouble) => trouble.sentence(all),
        Mishap::StorageFull => words.full.to_owned(),
        Mishap::Storage(why) => (words.storage)(why),
    }
}
