//! What a visitor can do: play, record, choose a file, hear the example.

use leptos::html::Input;
use leptos::prelude::*;

use super::state;
use crate::app::format::clock;
use crate::app::session::Activity;

/// The row of controls below the stage.
#[component]
pub fn Dock() -> impl IntoView {
    view! {
        <div class="dock" role="group" aria-label="Controls">
            <Play />
            <Record />
            <ChooseFile />
            <Example />
        </div>
    }
}

#[component]
fn Play() -> impl IntoView {
    let state = state();
    let (sound, player) = (state.shown_sound(), state.player);
    let playing = player.playing;
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
            <span>{move || if playing.get() { "Pause" } else { "Play" }}</span>
            <span class="time" aria-hidden="true">{move || clock(player.position_s.get())}</span>
        </button>
    }
}

#[component]
fn Record() -> impl IntoView {
    let state = state();
    let recording =
        Memo::new(move |_| state.session.with(|s| matches!(s.activity, Activity::Recording(_))));
    let asking = move || state.session.with(|s| s.activity == Activity::Asking);
    view! {
        <button
            class="record"
            class:recording=recording
            type="button"
            data-testid="record"
            disabled=asking
            on:click=move |_| state.toggle_recording()
        >
            <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
                <path d=move || {
                    if recording.get() {
                        "M2.5 2.5h11v11h-11z"
                    } else {
                        "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z"
                    }
                } />
            </svg>
            <span>{move || if recording.get() { "Stop" } else { "Record" }}</span>
        </button>
    }
}

#[component]
fn ChooseFile() -> impl IntoView {
    let state = state();
    let input = NodeRef::<Input>::new();
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            state.take_file(file);
        }
        // The same file may be chosen twice.
        input.set_value("");
    };
    view! {
        <label class="choose" class:disabled=move || state.is_recording()>
            <input
                class="sr-only"
                type="file"
                accept="audio/*,video/webm,video/mp4,.wav,.aiff,.aif,.flac,.mp3,.ogg,.oga,.opus,.m4a,.webm"
                data-testid="file-input"
                node_ref=input
                disabled=move || state.is_recording()
                on:change=choose
            />
            <span>"Choose a file"</span>
        </label>
    }
}

#[component]
fn Example() -> impl IntoView {
    let state = state();
    view! {
        <button
            class="example"
            type="button"
            data-testid="example"
            disabled=move || state.is_recording()
            on:click=move |_| state.take_example()
        >
            "Hear an example"
        </button>
    }
}
