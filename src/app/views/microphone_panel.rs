//! How the microphone is heard: which one, how loud, how often it is judged.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use super::{state, words};
use crate::app::browser::microphones;
use crate::app::microphone::Microphone;

/// The visitor's wishes for the microphone, folded away until they are wanted.
#[component]
pub fn MicrophonePanel() -> impl IntoView {
    let state = state();
    let wishes = state.microphone;
    let (words, numerals) = (&words().microphone, &words().numerals);
    let gain_words = move |gain_db: f32| {
        let sign = if gain_db > 0.0 { "+" } else { "" };
        format!("{sign}{} dB", numerals.decimal(gain_db.into(), 0))
    };
    let (least, most) = Microphone::GAINS_DB;
    let set_gain = move |event: Event| {
        if let Ok(gain_db) = input_of(&event).value().parse() {
            state.adjust_microphone(|wishes| wishes.gain_db = gain_db);
        }
    };
    let set_high_pass = move |event: Event| {
        let on = input_of(&event).checked();
        state.adjust_microphone(|wishes| wishes.high_pass = on);
    };
    view! {
        <details class="microphone" data-testid="microphone">
            <summary>{words.heading}</summary>
            <div class="wishes">
                <DevicePicker />
                <label>
                    <span>{words.gain}</span>
                    <input
                        type="range"
                        min=least
                        max=most
                        step="1"
                        prop:value=move || wishes.get().gain_db.to_string()
                        aria-valuetext=move || gain_words(wishes.get().gain_db)
                        on:input=set_gain
                    />
                    <output>{move || gain_words(wishes.get().gain_db)}</output>
                </label>
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || wishes.get().high_pass
                        on:change=set_high_pass
                    />
                    <span>{words.high_pass}</span>
                </label>
                <HopPicker />
                <p class="aside">
                    {words.aside}
                </p>
            </div>
        </details>
    }
}

/// Which microphone.
#[component]
fn DevicePicker() -> impl IntoView {
    let state = state();
    let words = &words().microphone;
    let devices = RwSignal::new(Vec::<(String, String)>::new());
    let activity = Memo::new(move |_| state.session.with(|session| session.activity.clone()));
    // Names come once the visitor has allowed a microphone.
    Effect::new(move |_| {
        activity.track();
        spawn_local(async move { devices.set(microphones().await) });
    });
    let chosen = move || state.microphone.get().device.unwrap_or_default();
    let choose = move |event: Event| {
        let Some(select) = event.target().and_then(|t| t.dyn_into::<HtmlSelectElement>().ok())
        else {
            return;
        };
        let device = Some(select.value()).filter(|device| !device.is_empty());
        state.adjust_microphone(|wishes| wishes.device = device);
    };
    let option = move |(i, (id, name)): (usize, (String, String))| {
        let name = if name.is_empty() { (words.unnamed)(i + 1) } else { name };
        let selected = chosen() == id;
        view! { <option value=id selected=selected>{name}</option> }
    };
    view! {
        <label>
            <span>{words.device}</span>
            <select on:change=choose data-testid="microphone-device">
                <option value="" selected=move || chosen().is_empty()>{words.systems_choice}</option>
                {move || {
                    let named = devices.get().into_iter().filter(|(id, _)| !id.is_empty());
                    named.enumerate().map(option).collect_view()
                }}
            </select>
        </label>
    }
}

/// How often the last seconds are judged.
#[component]
fn HopPicker() -> impl IntoView {
    let state = state();
    let words = words();
    let option = move |hop_ms: u32| {
        view! {
            <label>
                <input
                    type="radio"
                    name="hop"
                    value=hop_ms
                    prop:checked=move || state.microphone.get().hop_ms == hop_ms
                    on:change=move |_| state.adjust_microphone(|wishes| wishes.hop_ms = hop_ms)
                />
                <span>{format!("{} s", words.numerals.short(f64::from(hop_ms) / 1e3))}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{words.microphone.every}</legend>
            <span class="switch">{Microphone::HOPS_MS.map(option).collect_view()}</span>
        </fieldset>
    }
}

fn input_of(event: &Event) -> HtmlInputElement {
    event_target(event)
}
