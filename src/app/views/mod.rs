//! The page's views: small components, one file each.

mod about;
mod answer;
mod chart_canvas;
mod dock;
mod engine_panel;
mod explorer;
mod footer;
mod header;
mod live_stage;
mod microphone_panel;
mod model_view;
mod offline_panel;
mod opening;
mod stage;
mod status_line;
mod strings;
mod update_line;
mod verdict;
mod voice;
mod windows;

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::state::State;
use super::theme::set_inks;
use about::About;
use answer::Answer;
use dock::Dock;
use engine_panel::EnginePanel;
use footer::Footer;
use header::Header;
use microphone_panel::MicrophonePanel;
use model_view::ModelView;
use offline_panel::OfflinePanel;
use stage::Stage;
use status_line::StatusLine;
use update_line::UpdateLine;
use voice::MyVoice;

/// The whole page. A file may be dropped anywhere on it.
#[component]
pub fn App() -> impl IntoView {
    set_inks();
    let state = State::new();
    provide_context(state);
    let dragging = RwSignal::new(false);
    let drop_file = move |event: DragEvent| {
        event.prevent_default();
        dragging.set(false);
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            state.take_file(file);
        }
    };
    let drag_over = move |event: DragEvent| {
        event.prevent_default();
        dragging.set(true);
    };
    window_event_listener(leptos::ev::keydown, move |event| press_space(state, &event));
    view! {
        <div
            class="page"
            class:dragging=dragging
            on:dragover=drag_over
            on:dragleave=move |_| dragging.set(false)
            on:drop=drop_file
        >
            <Header />
            <UpdateLine />
            <main>
                <Stage />
                <Dock />
                <MicrophonePanel />
                <StatusLine />
                <Answer />
                <About />
                <MyVoice />
                <ModelView />
                <EnginePanel />
                <OfflinePanel />
            </main>
            <Footer />
        </div>
    }
}

/// The shared state; every view stands below [`App`], which provides it.
fn state() -> State {
    expect_context()
}

/// The space bar plays and pauses wherever it has no work of its own.
fn press_space(state: State, event: &KeyboardEvent) {
    let busy = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("button, input, a, summary, label").ok().flatten());
    let free = event.key() == " " && busy.is_none() && !event.repeat();
    if free && state.shown_sound().get_untracked().is_some() {
        event.prevent_default();
        state.toggle_play();
    }
}
