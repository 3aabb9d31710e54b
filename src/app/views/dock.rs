//! What a visitor can do: play, listen, record, choose a file, hear the example.

use leptos::html::Input;
use leptos::prelude::*;

use super::{state, words};
use crate::app::browser::files_of;
use crate::app::live::Live;
use crate::app::sample::Manner;
use crate::app::session::Activity;
use crate::app::tour::Step;

/// The row of controls below the stage.
#[component]
pub fn Dock() -> impl IntoView {
    view! {
        <div class="dock" role="group" aria-label=words().dock.controls>
            <Play />
            <OpenMicrophone keeps=false />
            <OpenMicrophone keeps=true />
            <ChooseFile />
            <Example />
            <TakeTour />
        </div>
    }
}

#[component]
fn Play() -> impl IntoView {
    let state = state();
    let (sound, player) = (state.shown_sound(), state.player);
    let playing = player.playing;
    let (words, numerals) = (&words().dock, &words().numerals);
    view! {
        <button
            class="play"
            type="button"
            data-testid="play"
            hidden=move || sound.with(Option::is_none)
            disabled=move || state.is_recording()
            on:click=move |_| state.toggle_play()
        >
            <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
                <path d=move || {
                    if playing.get() { "M3 2h4v12H3zM9 2h4v12H9z" } else { "M3 1.5v13L14.5 8z" }
                } />
            </svg>
            <span>{move || if playing.get() { words.pause } else { words.play }}</span>
            <span class="time" aria-hidden="true">{move || numerals.clock(player.position_s.get())}</span>
        </button>
    }
}

/// Opens the microphone, to keep what it brings or only to listen; while it is open, closes it.
#[component]
fn OpenMicrophone(keeps: bool) -> impl IntoView {
    let state = state();
    let open = Memo::new(move |_| {
        state.session.with(|s| matches!(s.activity, Activity::Recording(_)))
            && state.recorder.live.with_value(Live::keeps) == keeps
    });
    let disabled = move || state.is_recording() && !open.get();
    let words = &words().dock;
    let (word, class, title, sign) = match keeps {
        true => (words.record, "record", words.record_title, DISC),
        false => (words.listen, "listen", words.listen_title, WAVES),
    };
    view! {
        <button
            class=class
            class:recording=open
            type="button"
            data-testid=class
            title=title
            disabled=disabled
            on:click=move |_| state.toggle_microphone(keeps)
        >
            <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
                <path d=move || if open.get() { SQUARE } else { sign } />
            </svg>
            <span>{move || if open.get() { words.stop } else { word }}</span>
        </button>
    }
}

/// Signs of 16 by 16.
const DISC: &str = "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z";
const SQUARE: &str = "M2.5 2.5h11v11h-11z";
const WAVES: &str = "M1 6h2v4H1zM5 3h2v10H5zM9 1h2v14H9zM13 5h2v6h-2z";

#[component]
fn ChooseFile() -> impl IntoView {
    let state = state();
    let input = NodeRef::<Input>::new();
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        state.take_files(files_of(input.files()));
        // The same file may be chosen twice.
        input.set_value("");
    };
    view! {
        <label class="choose" class:disabled=move || state.is_recording()>
            <input
                class="sr-only"
                type="file"
                multiple=true
                accept="audio/*,video/webm,video/mp4,.wav,.aiff,.aif,.flac,.mp3,.ogg,.oga,.opus,.m4a,.webm"
                data-testid="file-input"
                node_ref=input
                disabled=move || state.is_recording()
                on:change=choose
            />
            <span>{words().dock.choose}</span>
        </label>
    }
}

/// The example, and how it is said.
#[component]
fn Example() -> impl IntoView {
    let state = state();
    let words = words();
    let manner = RwSignal::new(Manner::default());
    let choose = move |event: web_sys::Event| {
        let index: Result<usize, _> = event_target_value(&event).parse();
        if let Some(chosen) = index.ok().and_then(|index| Manner::ALL.get(index)) {
            manner.set(*chosen);
            state.take_example(*chosen);
        }
    };
    let option = |manner: Manner| {
        let index = manner.index();
        let selected = manner == Manner::default();
        view! { <option value=index selected=selected>{words.titles.manners[index]}</option> }
    };
    view! {
        <span class="example-choice">
            <button
                class="example"
                type="button"
                data-testid="example"
                disabled=move || state.is_recording()
                on:click=move |_| state.take_example(manner.get_untracked())
            >
                {words.dock.example}
            </button>
            <select
                data-testid="manner"
                aria-label=words.dock.manner
                disabled=move || state.is_recording()
                on:change=choose
            >
                {Manner::ALL.map(option).collect_view()}
            </select>
        </span>
    }
}

/// The way into the tour.
#[component]
fn TakeTour() -> impl IntoView {
    let state = state();
    view! {
        <a
            class="choose"
            href="#tour"
            data-testid="take-tour"
            on:click=move |_| state.tour.set(Some(Step::Hear))
        >
            {words().tour.start}
        </a>
    }
}
