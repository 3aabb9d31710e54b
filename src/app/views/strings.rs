//! The probabilities as strings, each ringing in loops of its own: eight, and one for each label of
//! the visitor's own that the model knows.

use leptos::prelude::*;

use super::{state, words};
use crate::app::standing_wave::{HEIGHT, WIDTH, loops, outline};
use crate::engine::protocol::{Judgement, Verdict};
use crate::meaning::Meaning;

/// The strings, in the order of every table of the project.
#[component]
pub fn Strings(
    /// What the model makes of the sound.
    judgement: Memo<Option<Judgement>>,
) -> impl IntoView {
    let mute =
        move || judgement.with(|j| j.as_ref().is_some_and(|j| j.verdict == Verdict::NoSpeech));
    let rest = move || judgement.with(Option::is_none);
    let engines = state().engines;
    let labels =
        Memo::new(move |_| match judgement.with(|j| j.as_ref().map(|j| j.labels.clone())) {
            Some(labels) => labels,
            // Before anything is heard: what the model that listens can answer.
            None => engines
                .fleet
                .with(|fleet| {
                    let device = engines.decision.with(|decision| decision.device)?;
                    Some(fleet.engine(device).opened()?.labels.clone())
                })
                .unwrap_or_default(),
        });
    let row = move |(number, label)| view! { <StringRow number=number label=label judgement=judgement /> };
    let rows = move || labels.get().iter().enumerate().map(row).collect_view().into_any();
    view! {
        <ul class="strings" class:mute=mute class:rest=rest data-testid="probabilities" aria-label=words().answer.probabilities>
            {rows}
        </ul>
    }
}

#[component]
fn StringRow(number: usize, label: Meaning, judgement: Memo<Option<Judgement>>) -> impl IntoView {
    let share = Memo::new(move |_| judgement.with(|j| j.as_ref().map(|j| j.share(label))));
    let winner =
        move || judgement.with(|j| j.as_ref().is_some_and(|j| j.verdict == Verdict::Named(label)));
    let style = move || {
        let share = share.get().unwrap_or(0.0);
        let (ink, weight) = (label.ink_name(), 300.0 + 500.0 * share);
        format!("color:var(--{ink});--share:{share:.4};--weight:{weight:.0}")
    };
    let words = words();
    view! {
        <li
            class="string"
            class:winner=winner
            style=style
            data-emotion=label.name()
            data-value=move || share.get().map(|share| format!("{share:.4}"))
        >
            <span class="string-name">{words.label(label)}</span>
            <span class="string-bar" aria-hidden="true">
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none">
                    <path class="line" d=format!("M0 {0}H{WIDTH}", HEIGHT / 2.0) />
                    <path class="tone" d=outline(loops(number), HEIGHT * 0.42, 1.6) />
                </svg>
                <Show when=move || share.get().is_some()>
                    <span class="bridge"></span>
                </Show>
            </span>
            <span class="string-value">{move || share.get().map(|share| words.numerals.percent(share))}</span>
        </li>
    }
}
