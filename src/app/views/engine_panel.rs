//! Which engine works, why, and the switch.

use leptos::prelude::*;

use super::state;
use crate::app::choice::{Choice, Device};
use crate::app::engines::Engines;
use crate::app::fleet::EngineState;
use crate::app::format::bytes;

/// The panel about the engines.
#[component]
pub fn EnginePanel() -> impl IntoView {
    let engines = state().engines;
    let decision = engines.decision;
    let device = move || decision.get().device.map(|device| device.name().to_lowercase());
    let model = move || {
        engines.fleet.with(|fleet| {
            let device = decision.get().device?;
            fleet.engine(device).opened().map(|o| format!("{} Computed on: {}.", o.model, o.device))
        })
    };
    view! {
        <section class="engine-panel" id="engine-panel" aria-labelledby="engine-heading">
            <h2 id="engine-heading">"The engine"</h2>
            <p class="engine-reason" data-testid="engine" data-device=device aria-live="polite">
                {move || decision.get().reason}
            </p>
            <fieldset class="switch" data-testid="engine-choice">
                <legend class="sr-only">"Compute on"</legend>
                {Choice::ALL.map(|choice| view! { <Option choice=choice engines=engines /> }).collect_view()}
            </fieldset>
            <p class="engine-model">{model}</p>
            <ul class="engine-states">
                <StateOf device=Device::Cpu engines=engines />
                <StateOf device=Device::Gpu engines=engines />
            </ul>
        </section>
    }
}

#[component]
fn Option(choice: Choice, engines: Engines) -> impl IntoView {
    let checked = move || engines.fleet.with(|fleet| fleet.choice == choice);
    view! {
        <label>
            <input
                type="radio"
                name="engine"
                value=choice.key()
                prop:checked=checked
                on:change=move |_| engines.choose(choice)
            />
            <span>{choice.name()}</span>
        </label>
    }
}

/// What an engine is doing while it is neither at rest nor ready, and a way to try it again.
#[component]
fn StateOf(device: Device, engines: Engines) -> impl IntoView {
    let words = move || {
        let name = device.name();
        engines.fleet.with(|fleet| match fleet.engine(device) {
            EngineState::Fetching { loaded, total } if *total > 0.0 => {
                Some(format!("{name}: fetched {} of {}.", bytes(*loaded), bytes(*total)))
            }
            EngineState::Fetching { .. } => Some(format!("{name}: being fetched.")),
            EngineState::WarmingUp => Some(format!("{name}: warming up.")),
            EngineState::Failed(sentence) => Some(sentence.clone()),
            EngineState::Waiting | EngineState::Ready(_) => None,
        })
    };
    let failed =
        move || engines.fleet.with(|fleet| matches!(fleet.engine(device), EngineState::Failed(_)));
    view! {
        <Show when=move || words().is_some()>
            <li>
                {words}
                <Show when=failed>
                    <button type="button" class="again" on:click=move |_| engines.restart(device)>
                        "Try again"
                    </button>
                </Show>
            </li>
        </Show>
    }
}
