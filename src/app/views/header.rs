//! The top of the page: the name, what works, in what language, and light or dark.

use leptos::prelude::*;

use super::{state, words};
use crate::app::choice::Device;
use crate::app::fleet::Fleet;
use crate::app::focus::focus_on;
use crate::app::standing_wave::outline;
use crate::app::words::Language;
use crate::emotion::Ground;

/// The top of the page.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="top">
            <h1 class="mark">
                <Glyph />
                "Overtone"
            </h1>
            <Parts />
            <div class="top-tools">
                <EngineChip />
                <LanguagePicker />
                <GroundToggle />
            </div>
        </header>
    }
}

/// The parts of the page below the sound, in the order of their words.
const PLACES: [&str; 5] = ["about", "model", "voice", "laboratory", "offline-panel"];

/// The ways to the parts of the page.
#[component]
fn Parts() -> impl IntoView {
    let words = &words().header;
    let link = |(place, name): (&str, &'static str)| {
        view! { <li><a href=format!("#{place}")>{name}</a></li> }
    };
    view! {
        <nav class="parts" aria-label=words.parts data-testid="parts">
            <ul>{PLACES.into_iter().zip(words.places).map(link).collect_view()}</ul>
        </nav>
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
    let words = words();
    let said = move || {
        let Some(device) = engines.decision.get().device else {
            return words.header.engine_starting.to_owned();
        };
        let forward_ms = |fleet: &Fleet| fleet.engine(device).opened().map(|o| o.forward_ms);
        let pace = engines.fleet.with(forward_ms).map(|ms| words.numerals.milliseconds(ms));
        format!("{}, {}", device.name(), pace.unwrap_or_default())
    };
    let on_gpu = move || engines.decision.get().device == Some(Device::Gpu);
    view! {
        <a class="chip" class:gpu=on_gpu href="#engine-panel" title=words.header.engine_title>
            <span class="sr-only">{words.header.engine}</span>
            {said}
        </a>
    }
}

/// The switch of languages, each under its own name.
#[component]
fn LanguagePicker() -> impl IntoView {
    let tongue = state().tongue;
    let now = untrack(|| tongue.language());
    let option = |language: Language| {
        view! {
            <option value=language.tag() lang=language.tag() selected=language == now>
                {language.name()}
            </option>
        }
    };
    let choose = move |event: web_sys::Event| {
        if let Some(language) = Language::of_tag(&event_target_value(&event)) {
            tongue.choose(language);
            // The views begin anew; who has chosen with the keyboard goes on from here.
            request_animation_frame(|| focus_on("#language"));
        }
    };
    view! {
        <select
            class="language"
            id="language"
            data-testid="language"
            aria-label=words().header.language
            on:change=choose
        >
            {Language::ALL.map(option).collect_view()}
        </select>
    }
}

#[component]
fn GroundToggle() -> impl IntoView {
    let grounds = state().grounds;
    let words = &words().header;
    let label = move || match grounds.current() {
        Ground::Light => words.to_dark,
        Ground::Dark => words.to_light,
    };
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
