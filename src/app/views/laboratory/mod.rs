//! The laboratory: from the first clip to the last figure, top to bottom.

mod clips;
mod examples;
mod features;
mod results;
mod settings;
mod training;

use leptos::prelude::*;

use super::pieces::{Look, line, plain_button, row, when};
use super::{state, words as all_words};
use crate::app::focus::bequeath_focus;
use crate::app::lab::{Kept, LabRoom, Mishap, Work};
use crate::app::shelf::NotKept;
use crate::app::words::Words;

/// The section about training.
#[component]
pub fn Laboratory() -> impl IntoView {
    let room = state().lab;
    let all = all_words();
    let words = &all.laboratory;
    let has_clips = Signal::derive(move || {
        room.lab.with(|lab| !lab.clips.is_empty() || lab.unmeasured().next().is_some())
    });
    let has_measured = Signal::derive(move || {
        room.lab.with(|lab| {
            let is_measuring = matches!(lab.work, Work::Measuring(_));
            !is_measuring && (!lab.clips.is_empty() || lab.course.is_some())
        })
    });
    let trouble = Signal::derive(move || room.mishap.get().map(|mishap| sentence(&mishap, all)));
    view! {
        <section class="laboratory" id="laboratory" aria-labelledby="laboratory-heading">
            <h2 id="laboratory-heading">{words.heading}</h2>
            <p class="voice-lead">{words.lead}</p>
            {offer(room, all)}
            {clips::clips(room, all)}
            {line("lab-trouble", "trouble", Some("alert"), trouble)}
            {when(has_clips, move || features::features(room, all))}
            {when(has_measured, move || training::training(room, all))}
            {results::results(room, all)}
            {line("lab-kept", "aside", None, Signal::derive(move || kept(room, all)))}
        </section>
    }
}

/// What an earlier visit has left, to be taken up or deleted.
fn offer(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory;
    let is_offered = Signal::derive(move || {
        room.lab.with(|lab| lab.kept.clips > 0 && lab.clips.is_empty() && !lab.is_busy())
    });
    let said = Signal::derive(move || {
        let Kept { clips, bytes } = room.lab.with(|lab| lab.kept);
        Some((words.kept_before)(clips, &all.numerals.bytes(bytes as f64)))
    });
    let never = Signal::stored(false);
    when(is_offered, move || {
        bequeath_focus("[data-testid=lab-take-up], [data-testid=lab-forget]", clips::BRING);
        let take_up =
            plain_button("lab-take-up", Look::Main, words.take_up, never, move || room.take_up());
        let forget =
            plain_button("lab-forget", Look::Plain, words.forget_kept, never, move || room.clear());
        view! {
            <div class="lab-offer" data-testid="lab-offer">
                {line("lab-offered", "", None, said)} {row(vec![take_up, forget])}
            </div>
        }
        .into_any()
    })
}

/// What is kept, and where.
fn kept(room: LabRoom, words: &Words) -> Option<String> {
    if !room.keeps.get()? {
        return Some(words.laboratory.measures.not_kept.to_owned());
    }
    let Kept { clips, bytes } = room.lab.with(|lab| lab.kept);
    let (clips, bytes) = (words.numerals.whole(clips), words.numerals.bytes(bytes as f64));
    Some((words.laboratory.measures.kept)(&clips, &bytes))
}

/// A mishap in a sentence.
fn sentence(mishap: &Mishap, all: &Words) -> String {
    let words = &all.laboratory;
    let said = &words.mishaps;
    match mishap {
        Mishap::Unreadable(why) => (said.unreadable)(&why.clone().said(all)),
        Mishap::Compressed => said.compressed.to_owned(),
        Mishap::NoClips => words.clips.none.to_owned(),
        Mishap::Lost(trouble) => (said.lost)(trouble.sentence(all).trim_end_matches('.')),
        Mishap::FellBack(trouble) => format!("{} {}", trouble.sentence(all), said.fell_back),
        Mishap::Failed(sentence) => (said.failed)(sentence),
        Mishap::NotKept(NotKept::Full) => said.full.to_owned(),
        Mishap::NotKept(NotKept::Refused(why)) => (said.storage)(why),
    }
}
