//! The page's views: small components, one file each.

mod about;
mod answer;
mod behind;
mod chart_canvas;
mod compare;
mod dock;
mod engine_panel;
mod explorer;
mod files_table;
mod footer;
mod header;
mod headline;
mod honesty;
mod laboratory;
mod live_stage;
mod measured;
mod mel_track;
mod microphone_panel;
mod model_view;
mod offline_panel;
mod one_voice;
mod opening;
mod pieces;
mod stage;
mod status_line;
mod strings;
mod takeaway;
mod tour_guide;
mod update_line;
mod verdict;
mod voice;
mod windows;

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::browser::{files_of, show_place};
use super::state::State;
use super::theme::{chart_theme, set_inks};
use super::tour::Step;
use super::words::Words;
use crate::plot::Theme;
use about::About;
use answer::Answer;
use chart_canvas::Gallery;
use compare::Compare;
use dock::Dock;
use engine_panel::EnginePanel;
use files_table::FilesTable;
use footer::Footer;
use header::Header;
use laboratory::Laboratory;
use microphone_panel::MicrophonePanel;
use model_view::ModelView;
use offline_panel::OfflinePanel;
use stage::Stage;
use status_line::StatusLine;
use tour_guide::TourGuide;
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
    window_event_listener(leptos::ev::paste, move |event| {
        let files = event.clipboard_data().and_then(|clipboard| clipboard.files());
        state.take_from_anywhere(files_of(files));
    });
    window_event_listener(leptos::ev::hashchange, move |_| follow_address(state));
    request_animation_frame(move || follow_address(state));
    move || {
        state.tongue.language();
        view! { <Page /> }
    }
}

/// The whole page. A file may be dropped anywhere on it.
#[component]
fn Page() -> impl IntoView {
    let state = state();
    provide_context(Gallery::new());
    let dragging = RwSignal::new(false);
    let drop_file = move |event: DragEvent| {
        event.prevent_default();
        dragging.set(false);
        if let Some(transfer) = event.data_transfer() {
            state.take_drop(&transfer);
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
                <Compare />
                <FilesTable />
                <About />
                <MyVoice />
                <ModelView />
                <Laboratory />
                <EnginePanel />
                <OfflinePanel />
            </main>
            <TourGuide />
            <Footer />
        </div>
    }
}

/// The shared state; every view stands below [`App`], which provides it.
fn state() -> State {
    expect_context()
}

/// Goes to the part of the page that its address names: `#tour`, `#model`, `#compare`, ….
fn follow_address(state: State) {
    let hash = window().location().hash().unwrap_or_default();
    match hash.trim_start_matches('#') {
        "" => {}
        "tour" => state.tour.set(Some(Step::Hear)),
        "model" => {
            state.model_open.set(true);
            show_place("model");
        }
        place => show_place(place),
    }
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

/// The space bar plays and pauses wherever it has no work of its own, and no microphone hears it.
fn press_space(state: State, event: &KeyboardEvent) {
    let busy =
        event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|element| {
            element
                .closest("button, input, a, summary, label, select, [role=region]")
                .ok()
                .flatten()
        });
    let free = event.key() == " " && busy.is_none() && !event.repeat();
    let is_silent = !untrack(|| state.is_recording());
    if free && is_silent && state.shown_sound().get_untracked().is_some() {
        event.prevent_default();
        state.toggle_play();
    }
}
