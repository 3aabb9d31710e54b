//! The verdict, set in type that is as heavy as the model is sure.

use leptos::prelude::*;

use super::{state, words};
use crate::app::format::{certainty, verdict_sentence};
use crate::app::models::ModelSize;
use crate::engine::protocol::{Judgement, Verdict};

/// The word and its sentence.
#[component]
pub fn VerdictView(
    /// What the model makes of the sound.
    judgement: Memo<Option<Judgement>>,
    /// Whether the sound is still going on.
    running: Memo<bool>,
) -> impl IntoView {
    let all = words();
    let words = &all.answer;
    let word = move || judgement.get().map(|j| all.verdict(j.verdict)).unwrap_or_default();
    let models = state().engines.models;
    let caveat = move || match models.with(|models| models.listening) {
        ModelSize::Small => words.caveat_small,
        ModelSize::Large => words.caveat_large,
    };
    let heading = move || match (running.get(), judgement.with(Option::is_some)) {
        (true, _) => words.so_far,
        (false, true) => words.hears,
        (false, false) => words.nothing_yet,
    };
    let sentence = move || match judgement.get() {
        Some(judgement) => verdict_sentence(&judgement, all),
        None if running.get() => words.first_seconds.to_owned(),
        None => words.at_rest.to_owned(),
    };
    view! {
        <div class="verdict">
            <h2>{heading}</h2>
            <p class="word" style=move || style_of(judgement.get().as_ref())>
                <span data-testid="label" data-running=move || running.get().to_string()>{word}</span>
            </p>
            <p class="sentence">{sentence}</p>
            <Show when=move || judgement.with(Option::is_some)>
                <p class="caveat">{caveat}</p>
            </Show>
        </div>
    }
}

/// Weight by certainty, ink by emotion.
pub fn style_of(judgement: Option<&Judgement>) -> String {
    let Some(judgement) = judgement else { return String::new() };
    let weight = 200.0 + 600.0 * certainty(judgement);
    match judgement.verdict {
        Verdict::Named(label) => {
            format!("font-weight:{weight:.0};color:var(--{})", label.ink_name())
        }
        Verdict::NotSure | Verdict::NoSpeech => format!("font-weight:{weight:.0}"),
    }
}
