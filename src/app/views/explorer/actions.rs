//! What can be asked of the sound on the page: why it got its answer, and to stay beside the next.

use leptos::prelude::*;

use crate::app::views::{state, words};
use crate::app::why::{Cell, WhyMap};
use crate::app::words::Words;

/// How many parts the table names.
const NAMED: usize = 6;

/// The row of questions.
#[component]
pub fn Actions() -> impl IntoView {
    let state = state();
    let explorer = state.explorer;
    let words = words();
    let is_asked = Memo::new(move |_| explorer.why.with(Option::is_some));
    let is_judged = Memo::new(move |_| {
        state.session.with(|s| s.shown.as_ref().is_some_and(|shown| !shown.windows().is_empty()))
    });
    let ask = move |_| {
        if is_asked.get_untracked() {
            explorer.forget_why();
        } else {
            state.note(explorer.explain());
        }
    };
    view! {
        <div class="selection actions">
            <button
                type="button"
                data-testid="why"
                disabled=move || !is_judged.get()
                aria-expanded=move || is_asked.get().to_string()
                on:click=ask
            >
                {move || if is_asked.get() { words.why.hide } else { words.why.ask }}
            </button>
            <button
                type="button"
                data-testid="pin"
                title=words.compare.pin_title
                on:click=move |_| state.pin()
            >
                {words.compare.pin}
            </button>
        </div>
    }
}

/// The reasons in words, beside the picture of them.
#[component]
pub fn Reasons() -> impl IntoView {
    let explorer = state().explorer;
    let words = words();
    let is_there = Memo::new(move |_| explorer.why.with(Option::is_some));
    let share = move || explorer.why.with(|why| why.as_ref().map_or(0.0, WhyMap::share));
    let legend = move || {
        explorer.why.with(|why| {
            let map = &why.as_ref()?.map;
            let share = words.numerals.percent(map.probability);
            Some((words.why.legend)(words.label(map.label), &share))
        })
    };
    let rows = move || {
        explorer.why.with(|why| {
            let why = why.as_ref()?;
            let probability = why.map.probability;
            let row = |cell: Cell| reason(cell, probability, words);
            Some(why.leading(NAMED).into_iter().map(row).collect_view())
        })
    };
    view! {
        <Show when=move || is_there.get()>
            <div class="reasons" data-testid="reasons" data-share=move || format!("{:.2}", share())>
                <p role="status">{legend}</p>
                <Show when=move || { share() < 1.0 }>
                    <progress
                        max="1"
                        value=move || format!("{:.3}", share())
                        aria-label=words.why.looking
                    ></progress>
                </Show>
                <div class="figures-table">
                    <table>
                        <caption>{words.why.list}</caption>
                        <thead>
                            <tr>{words.why.columns.map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </div>
        </Show>
    }
}

/// A part, and what is left of the answer without it.
fn reason(cell: Cell, probability: f32, words: &Words) -> impl IntoView + use<> {
    let numerals = &words.numerals;
    let between = |from: String, to: String, unit: &str| format!("{from}–{to} {unit}");
    let time = between(numerals.decimal(cell.from_s, 2), numerals.decimal(cell.to_s, 2), "s");
    let hertz = |hz: f32| numerals.decimal((f64::from(hz) / 10.0).round() * 10.0, 0);
    let points = numerals.decimal(-100.0 * f64::from(cell.fall), 0);
    let sign = if cell.fall < -0.005 { "+" } else { "" };
    view! {
        <tr>
            <th scope="row">{time}</th>
            <td>{between(hertz(cell.low_hz), hertz(cell.high_hz), "Hz")}</td>
            <td>{format!("{sign}{points}")}</td>
            <td>{numerals.percent((probability - cell.fall).clamp(0.0, 1.0))}</td>
        </tr>
    }
}
