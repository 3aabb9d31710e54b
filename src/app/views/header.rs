//! The top of the page: the name, what works, and light or dark.

use leptos::prelude::*;

use super::state;
use crate::app::choice::Device;
use crate::app::format::milliseconds;
use crate::app::standing_wave::outline;
use crate::app::theme::{name_of, other};

/// The top of the page.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="top">
            <h1 class="mark">
                <Glyph />
                "Overtone"
            </h1>
            <div class="top-tools">
                <EngineChip />
                <GroundToggle />
            </div>
        </header>
    }
}

/// A string with its fundamental and its second overtone.
#[component]
fn Glyph() -> impl IntoView {
    view! {
        <svg class="glyph" viewBox="0 0 1000 400" aria-hidden="true">
            <g transform="scale(1 10)">
                <path class="glyph-outer" d=outline(1, 18.0, 0.0) />
                <path class="glyph-inner" d=outline(3, 18.0, 0.0) />
            </g>
        </svg>
    }
}

/// Which engine works, in two words; leads to the panel that says why.
#[component]
fn EngineChip() -> impl IntoView {
    let engines = state().engines;
    let words = move || {
        let Some(device) = engines.decision.get().device else { return "starting".to_owned() };
        let pace = engines
            .fleet
            .with(|fleet| fleet.engine(device).opened().map(|o| milliseconds(o.forward_ms)));
        format!("{}, {}", device.name(), pace.unwrap_or_default())
    };
    let on_gpu = move || engines.decision.get().device == Some(Device::Gpu);
    view! {
        <a class="chip" class:gpu=on_gpu href="#engine-panel" title="Which engine works, and why">
            <span class="sr-only">"Engine: "</span>
            {words}
        </a>
    }
}

#[component]
fn GroundToggle() -> impl IntoView {
    let grounds = state().grounds;
    let label = move || format!("Switch to the {} page", name_of(other(grounds.current())));
    view! {
        <button
            class="ground-toggle"
            type="button"
            aria-label=label
            title=label
            on:click=move |_| grounds.toggle()
        >
            <svg viewBox="0 0 20 20" aria-hidden="true">
                <circle cx="10" cy="10" r="7.25" />
                <path d="M10 2.75a7.25 7.25 0 0 1 0 14.5z" />
            </svg>
        </button>
    }
}
