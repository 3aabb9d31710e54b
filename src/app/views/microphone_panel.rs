//! How the microphone is heard: which one, how loud, how often it is judged.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use super::state;
use crate::app::browser::microphones;
use crate::app::microphone::Microphone;

/// The visitor's wishes for the microphone, folded away until they are wanted.
#[component]
pub fn MicrophonePanel() -> impl IntoView {
    let state = state();
    let wishes = state.microphone;
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
            <summary>"Microphone"</summary>
            <div class="wishes">
                <DevicePicker />
                <label>
                    <span>"Gain"</span>
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
                    <span>"Filter out rumble below 80 Hz"</span>
                </label>
                <HopPicker />
                <p class="aside">
                    "The browser's own processing is asked off: the network hears the room as it is. "
                    "Another microphone and another pace hold from the next start."
                </p>
            </div>
        </details>
    }
}

/// Which microphone.
#[component]
fn DevicePicker() -> impl IntoView {
    let state = state();
    let devices = RwSignal::new(Vec::<(String, String)>::new());
    // Names come once the visitor has allowed a microphone.
    Effect::new(move |_| {
        state.session.with(|session| session.activity.clone());
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
        let name = if name.is_empty() { format!("Microphone {}", i + 1) } else { name };
        let selected = chosen() == id;
        view! { <option value=id selected=selected>{name}</option> }
    };
    view! {
        <label>
            <span>"Device"</span>
            <select on:change=choose data-testid="microphone-device">
                <option value="" selected=move || chosen().is_empty()>"The system's choice"</option>
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
                <span>{format!("{} s", f64::from(hop_ms) / 1e3)}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>"An answer every"</legend>
            <span class="switch">{Microphone::HOPS_MS.map(option).collect_view()}</span>
        </fieldset>
    }
}

fn gain_words(gain_db: f32) -> String {
    format!("{gain_db:+.0} dB")
}

fn input_of(event: &Event) -> HtmlInputElement {
    event_target(event)
}
