//! What works without network, and how to make it so.

use leptos::prelude::*;

use super::{state, words};
use crate::app::fleet::Adapter;
use crate::app::keeper::Keeper;
use crate::app::offline::{Offline, Part};

/// The panel about times without network.
#[component]
pub fn OfflinePanel() -> impl IntoView {
    let state = state();
    let keeper = state.keeper;
    let offline = keeper.offline;
    let all = words();
    let headline = Memo::new(move |_| offline.with(|offline| offline.headline(all)));
    let has_gpu = Memo::new(move |_| {
        let adapter = state.engines.fleet.with(|fleet| fleet.adapter);
        matches!(adapter, Some(Adapter::Hardware | Adapter::Software))
    });
    view! {
        <section class="offline-panel" id="offline-panel" aria-labelledby="offline-heading">
            <h2 id="offline-heading">{all.offline.heading}</h2>
            <div class="pair">
                <div>
                    <p class="engine-reason" data-testid="offline">{headline}</p>
                    <p class="engine-model">{move || offline.with(|offline| offline.promise(all))}</p>
                </div>
                <div class="offers">
                    <Install keeper=keeper />
                    <MakeOffline keeper=keeper has_gpu=has_gpu />
                </div>
            </div>
            <Coming offline=offline />
            <ul class="engine-states">
                {Part::ALL.map(|part| view! { <Row part=part keeper=keeper has_gpu=has_gpu /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Install(keeper: Keeper) -> impl IntoView {
    let installable = move || keeper.offline.with(|offline| offline.installable);
    view! {
        <Show when=installable>
            <button
                type="button"
                class="again"
                data-testid="install"
                on:click=move |_| {
                    keeper.install();
                    keeper.keep(vec![]);
                }
            >
                {words().offline.install}
            </button>
        </Show>
    }
}

#[component]
fn MakeOffline(keeper: Keeper, has_gpu: Memo<bool>) -> impl IntoView {
    let offline = keeper.offline;
    let words = words();
    let wish = Memo::new(move |_| offline.with(|offline| offline.wish(has_gpu.get(), words)));
    let keep = move |_| keeper.keep(offline.with_untracked(|o| o.missing(has_gpu.get_untracked())));
    view! {
        <Show when=move || wish.with(Option::is_some)>
            <button type="button" class="again" data-testid="make-offline" on:click=keep>
                {move || wish.get()}
            </button>
        </Show>
    }
}

/// One bar for all that is on its way.
#[component]
fn Coming(offline: RwSignal<Offline>) -> impl IntoView {
    let bar = move || {
        let share = offline.with(Offline::share)?;
        let share = format!("{share:.3}");
        Some(
            view! { <progress max="1" value=share aria-label=words().offline.progress></progress> },
        )
    };
    view! { {bar} }
}

/// A part of the page and whether it is kept.
#[component]
fn Row(part: Part, keeper: Keeper, has_gpu: Memo<bool>) -> impl IntoView {
    let all = words();
    let words = Memo::new(move |_| keeper.offline.with(|offline| offline.row(part, all)));
    // The other parts are kept by the panel's one button.
    let offered = Memo::new(move |_| {
        keeper.offline.with(|offline| offline.offers_alone(part, has_gpu.get()))
    });
    view! {
        <Show when=move || words.with(Option::is_some)>
            <li data-testid=format!("kept-{}", part.key())>
                {words}
                <Show when=move || offered.get()>
                    <button
                        type="button"
                        class="again"
                        aria-label=(all.offline.keep_part)(all.part(part))
                        on:click=move |_| keeper.keep(vec![part])
                    >
                        {all.offline.keep}
                    </button>
                </Show>
            </li>
        </Show>
    }
}
