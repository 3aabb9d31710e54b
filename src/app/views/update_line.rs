//! The quiet line that offers a new version.

use leptos::prelude::*;

use super::{state, words};
use crate::app::offline::NewVersion;

/// The offer; there only when there is something to offer.
#[component]
pub fn UpdateLine() -> impl IntoView {
    let state = state();
    let keeper = state.keeper;
    let update = Memo::new(move |_| keeper.offline.with(|offline| offline.new_version));
    let page = &words().page;
    let words = move || match update.get() {
        NewVersion::None => "",
        NewVersion::Offered | NewVersion::Here => page.new_version,
        NewVersion::Chosen => page.new_version_starts,
    };
    let offered = move || matches!(update.get(), NewVersion::Offered | NewVersion::Here);
    view! {
        <div class="update" role="status" data-testid="update" hidden=move || {
            update.get() == NewVersion::None
        }>
            <p>{words}</p>
            <Show when=offered>
                <button
                    type="button"
                    class="again"
                    data-testid="take-update"
                    disabled=move || state.is_recording()
                    on:click=move |_| keeper.take_update()
                >
                    {page.take_it}
                </button>
            </Show>
        </div>
    }
}
