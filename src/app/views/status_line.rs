//! The one line that says what is going on, with a bar where that takes a while.

use leptos::html::Div;
use leptos::prelude::*;

use super::live_stage::TakeFacts;
use super::{state, words};
use crate::app::browser::bring_into_view;
use crate::app::session::Activity;
use crate::app::status::{Bar, Status};

/// The line below the controls.
#[component]
pub fn StatusLine() -> impl IntoView {
    let state = state();
    let words = words();
    let status = Memo::new(move |_| {
        let fleet = state.engines.fleet;
        state.session.with(|session| fleet.with(|fleet| Status::now(session, fleet, words)))
    });
    let sentence = Memo::new(move |_| status.get().sentence);
    let bar = Memo::new(move |_| status.get().bar);
    let line = NodeRef::<Div>::new();
    let trouble = Memo::new(move |_| state.session.with(|session| session.trouble.clone()));
    Effect::new(move |already: Option<()>| {
        let is_new = already.is_some() && trouble.with(Option::is_some);
        if let Some(line) = line.get_untracked().filter(|_| is_new) {
            bring_into_view(&line);
        }
    });
    view! {
        <div class="status" node_ref=line class:trouble=move || status.get().trouble>
            <p role="status" aria-live="polite" data-testid="status">{sentence}</p>
            <span class="status-detail" aria-hidden="true">{move || status.get().detail}</span>
            <Facts />
            {move || progress(bar.get())}
        </div>
    }
}

fn progress(bar: Bar) -> Option<impl IntoView> {
    let value = match bar {
        Bar::None => return None,
        Bar::Share(share) => Some(format!("{share:.3}")),
        Bar::Busy => None,
    };
    Some(view! { <progress max="1" value=value aria-label=words().status.progress></progress> })
}

/// How long the last verdict took, and how the recording went.
#[component]
fn Facts() -> impl IntoView {
    let state = state();
    let idle = Memo::new(move |_| state.session.with(|s| s.activity == Activity::Idle));
    let words = words();
    let pace = move || {
        let elapsed = state.session.with(|s| s.shown.as_ref().and_then(|shown| shown.elapsed_ms));
        let took = |ms| (words.status.took)(&words.numerals.milliseconds(ms));
        elapsed.filter(|_| idle.get()).map(took)
    };
    view! {
        <span class="status-detail">{pace}</span>
        <Show when=move || idle.get() && state.recorder.take.with(Option::is_some)>
            <TakeFacts recorder=state.recorder />
        </Show>
    }
}
