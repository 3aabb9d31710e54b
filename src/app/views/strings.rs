//! The eight probabilities as eight strings, each ringing in loops of its own.

use leptos::prelude::*;

use super::words;
use crate::app::standing_wave::{HEIGHT, WIDTH, loops, outline};
use crate::emotion::Emotion;
use crate::engine::protocol::{Judgement, Verdict};

/// The eight strings, in the order of every table of the project.
#[component]
pub fn Strings(
    /// What the model makes of the sound.
    judgement: Memo<Option<Judgement>>,
) -> impl IntoView {
    let mute =
        move || judgement.with(|j| j.as_ref().is_some_and(|j| j.verdict == Verdict::NoSpeech));
    let rest = move || judgement.with(Option::is_none);
    let rows =
        Emotion::ALL.map(|emotion| view! { <StringRow emotion=emotion judgement=judgement /> });
    view! {
        <ul class="strings" class:mute=mute class:rest=rest data-testid="probabilities" aria-label=words().answer.probabilities>
            {rows.collect_view()}
        </ul>
    }
}

#[component]
fn StringRow(emotion: Emotion, judgement: Memo<Option<Judgement>>) -> impl IntoView {
    let share = Memo::new(move |_| {
        judgement.with(|j| j.as_ref().map(|j| j.probabilities[emotion.index()]))
    });
    let winner = move || {
        judgement.with(|j| j.as_ref().is_some_and(|j| j.verdict == Verdict::Emotion(emotion)))
    };
    let style = move || {
        let share = share.get().unwrap_or(0.0);
        format!("color:var(--{emotion});--share:{share:.4};--weight:{:.0}", 300.0 + 500.0 * share)
    };
    let words = words();
    view! {
        <li
            class="string"
            class:winner=winner
            style=style
            data-emotion=emotion.name()
            data-value=move || share.get().map(|share| format!("{share:.4}"))
        >
            <span class="string-name">{words.emotion(emotion)}</span>
            <span class="string-bar" aria-hidden="true">
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none">
                    <path class="line" d=format!("M0 {0}H{WIDTH}", HEIGHT / 2.0) />
                    <path class="tone" d=outline(loops(emotion), HEIGHT * 0.42, 1.6) />
                </svg>
                <Show when=move || share.get().is_some()>
                    <span class="bridge"></span>
                </Show>
            </span>
            <span class="string-value">{move || share.get().map(|share| words.numerals.percent(share))}</span>
        </li>
    }
}
