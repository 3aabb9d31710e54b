//! The verdict, set in type that is as heavy as the model is sure.

use leptos::prelude::*;

use crate::app::format::{certainty, verdict_name, verdict_sentence};
use crate::engine::protocol::{Judgement, Verdict};

/// The word and its sentence.
#[component]
pub fn VerdictView(
    /// What the model makes of the sound.
    judgement: Memo<Option<Judgement>>,
    /// Whether the sound is still going on.
    running: Memo<bool>,
) -> impl IntoView {
    let word = move || judgement.get().map(|j| verdict_name(j.verdict)).unwrap_or_default();
    let heading = move || match (running.get(), judgement.with(Option::is_some)) {
        (true, _) => "So far, it hears",
        (false, true) => "It hears",
        (false, false) => "Nothing heard yet",
    };
    let sentence = move || match judgement.get() {
        Some(judgement) => verdict_sentence(&judgement),
        None if running.get() => "Listening for the first second or two.".to_owned(),
        None => "The answer will stand here, in letters as heavy as the network is sure. Until \
                 then its eight strings are at rest."
            .to_owned(),
    };
    view! {
        <div class="verdict">
            <h2>{heading}</h2>
            <p class="word" style=move || style_of(judgement.get().as_ref()) aria-live="polite">
                <span data-testid="label" data-running=move || running.get().to_string()>{word}</span>
            </p>
            <p class="sentence">{sentence}</p>
            <Show when=move || judgement.with(Option::is_some)>
                <p class="caveat">
                    "A performed emotion, judged by a small network that learned from acted speech."
                </p>
            </Show>
        </div>
    }
}

/// Weight by certainty, ink by emotion.
fn style_of(judgement: Option<&Judgement>) -> String {
    let Some(judgement) = judgement else { return String::new() };
    let weight = 200.0 + 600.0 * certainty(judgement);
    match judgement.verdict {
        Verdict::Emotion(emotion) => format!("font-weight:{weight:.0};color:var(--{emotion})"),
        Verdict::NotSure | Verdict::NoSpeech => format!("font-weight:{weight:.0}"),
    }
}
