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
use super::theme::{chart_theme, set_inks};
use super::words::Words;
use crate::plot::Theme;
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

/// The page in the visitor's language. With another language all views begin anew, so that each
/// says its words once; what they show is the state's and stays.
#[component]
pub fn App() -> impl IntoView {
    set_inks();
    let state = State::new();
    provide_context(state);
    window_event_listener(leptos::ev::keydown, move |event| press_space(state, &event));
    move || {
        state.tongue.language();
        view! { <Page /> }
    }
}

/// The whole page. A file may be dropped anywhere on it.
#[component]
fn Page() -> impl IntoView {
    let state = state();
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
    view! {
        <div
            class="page"
            data-let-go=words().page.let_go
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

/// What there is to say, in the page's language.
fn words() -> &'static Words {
    state().tongue.words()
}

/// The colours of charts, and their words.
fn charts() -> Theme {
    let state = state();
    chart_theme(state.grounds.current(), state.tongue.words().charts.terms)
}

/// The space bar plays and pauses wherever it has no work of its own.
fn press_space(state: State, event: &KeyboardEvent) {
    let busy =
        event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|element| {
            element.closest("button, input, a, summary, label, select").ok().flatten()
        });
    let free = event.key() == " " && busy.is_none() && !event.repeat();
    if free && state.shown_sound().get_untracked().is_some() {
        event.prevent_default();
        state.toggle_play();
    }
}
