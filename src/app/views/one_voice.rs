//! The visitor's word that one person speaks, whose voice the model may get used to.

use leptos::prelude::*;

use super::{state, words};
use crate::engine::protocol::STRETCH_S;

/// A box to tick, and what comes of it.
#[component]
pub fn OneVoice() -> impl IntoView {
    let state = state();
    let words = &words().answer;
    let model = Memo::new(move |_| {
        let device = state.engines.decision.get().device?;
        state.engines.fleet.with(|fleet| Some(fleet.engine(device).opened()?.model.clone()))
    });
    let is_able = move || model.with(|model| model.as_ref().is_some_and(|model| model.gets_used));
    let is_own = move || model.with(|m| m.as_ref().is_some_and(|model| model.own.is_some()));
    let on = state.one_voice;
    let known = Memo::new(move |_| state.session.with(|session| session.stretches()));
    let told = move || match known.get() {
        _ if is_own() => words.knows_own.to_owned(),
        stretches if on.get() && stretches > 0 => (words.voice_known)(STRETCH_S * stretches),
        _ => words.one_voice_aside.to_owned(),
    };
    view! {
        <div class="one-voice">
            <label>
                <input
                    type="checkbox"
                    data-testid="one-voice"
                    aria-describedby="one-voice-told"
                    prop:checked=move || on.get()
                    disabled=move || !is_able()
                    on:change=move |event| state.set_one_voice(event_target_checked(&event))
                />
                <span>{words.one_voice}</span>
            </label>
            <p id="one-voice-told" data-testid="one-voice-told">{told}</p>
        </div>
    }
}
