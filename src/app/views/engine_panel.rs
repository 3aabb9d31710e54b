//! Which engine works, why, and the switch.

use leptos::prelude::*;

use super::{state, words};
use crate::app::choice::{Choice, Device};
use crate::app::engines::Engines;
use crate::app::fleet::EngineState;
use crate::app::models::ModelSize;

/// The panel about the engines.
#[component]
pub fn EnginePanel() -> impl IntoView {
    let engines = state().engines;
    let decision = engines.decision;
    let device = move || decision.get().device.map(|device| device.name().to_lowercase());
    let all = words();
    let words = &all.engine;
    let model = move || {
        engines.fleet.with(|fleet| {
            let opened = fleet.engine(decision.get().device?).opened()?;
            let clips = all.numerals.whole(opened.model.clips);
            let model = (words.model)(&opened.model, &clips);
            Some(format!("{model} {}", (words.computed_on)(&opened.device)))
        })
    };
    view! {
        <section class="engine-panel" id="engine-panel" aria-labelledby="engine-heading">
            <h2 id="engine-heading">{words.heading}</h2>
            <div class="pair">
                <p class="engine-reason" data-testid="engine" data-device=device aria-live="polite">
                    {move || decision.get().sentence(all)}
                </p>
                <fieldset class="switch" data-testid="engine-choice">
                    <legend class="sr-only">{words.compute_on}</legend>
                    {Choice::ALL
                        .map(|choice| view! { <Option choice=choice engines=engines /> })
                        .collect_view()}
                </fieldset>
            </div>
            <div class="pair">
                <div>
                    <p class="engine-model" data-testid="model">{model}</p>
                    <ModelOnItsWay engines=engines />
                </div>
                <ModelSwitch engines=engines />
            </div>
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
            <span>{words().choice(choice)}</span>
        </label>
    }
}

/// Which model listens.
#[component]
fn ModelSwitch(engines: Engines) -> impl IntoView {
    let offered = Memo::new(move |_| engines.models.with(|models| models.offered.clone()));
    let option =
        move |(size, count)| view! { <ModelOption size=size count=count engines=engines /> };
    view! {
        <fieldset class="switch" data-testid="model-choice">
            <legend class="sr-only">{words().engine.listen_with}</legend>
            {move || offered.get().into_iter().map(option).collect_view()}
        </fieldset>
    }
}

/// How far the chosen model has come, or why it does not.
#[component]
fn ModelOnItsWay(engines: Engines) -> impl IntoView {
    let models = engines.models;
    let all = words();
    let words = &all.engine;
    let bar = move || {
        models.with(|models| {
            let (size, loaded, total) = models.coming?;
            let bytes = |count| all.numerals.bytes(count);
            let said = (words.fetched)(all.model(size), &bytes(loaded), &bytes(total));
            let share = format!("{:.3}", loaded / total.max(1.0));
            Some(view! {
                <p>{said}</p>
                <progress max="1" value=share aria-label=words.model_progress></progress>
            })
        })
    };
    view! {
        {bar}
        <p class="trouble" role="status">{move || models.with(|models| models.trouble.as_ref().map(|t| t.sentence(all)))}</p>
    }
}

#[component]
fn ModelOption(size: ModelSize, count: f64, engines: Engines) -> impl IntoView {
    let room = state().voice;
    let own = move || room.voice.with(|voice| voice.listening.is_some());
    let checked = move || !own() && engines.models.with(|models| models.chosen() == size);
    let choose = move |_| {
        room.listen(None);
        engines.choose_model(size);
    };
    let words = words();
    let promise = match size {
        ModelSize::Small => words.engine.small_promise,
        ModelSize::Large => words.engine.large_promise,
    };
    view! {
        <label title=promise>
            <input
                type="radio"
                name="model"
                value=size.key()
                prop:checked=checked
                on:change=choose
            />
            <span>{words.model(size)} ", " {words.numerals.bytes(count)}</span>
        </label>
    }
}

/// What an engine is doing while it is neither at rest nor ready, and a way to try it again.
#[component]
fn StateOf(device: Device, engines: Engines) -> impl IntoView {
    let all = words();
    let words = &all.engine;
    let said = move || {
        let (name, bytes) = (device.name(), |count| all.numerals.bytes(count));
        engines.fleet.with(|fleet| match fleet.engine(device) {
            EngineState::Fetching { loaded, total } if *total > 0.0 => {
                Some((words.fetched)(name, &bytes(*loaded), &bytes(*total)))
            }
            EngineState::Fetching { .. } => Some((words.being_fetched)(name)),
            EngineState::WarmingUp => Some((words.warming_up)(name)),
            EngineState::Failed(trouble) => Some(trouble.sentence(all)),
            EngineState::Waiting | EngineState::Ready(_) => None,
        })
    };
    let failed =
        move || engines.fleet.with(|fleet| matches!(fleet.engine(device), EngineState::Failed(_)));
    view! {
        <Show when=move || said().is_some()>
            <li>
                {said}
                <Show when=failed>
                    <button type="button" class="again" on:click=move |_| engines.restart(device)>
                        {words.try_again}
                    </button>
                </Show>
            </li>
        </Show>
    }
}
