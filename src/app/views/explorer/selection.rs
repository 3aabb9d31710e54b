//! What can be done with a selected part: hear it, judge it, see just it.

use leptos::prelude::*;

use crate::app::format::{percent, ranking, verdict_name};
use crate::app::views::state;
use crate::engine::protocol::{Judgement, Verdict};
use crate::plot::Stretch;

/// The selected part, if there is one.
#[component]
pub fn Selection() -> impl IntoView {
    let explorer = state().explorer;
    let is_there = Memo::new(move |_| explorer.selected.with(Option::is_some));
    view! {
        <Show when=move || is_there.get()>
            <Part />
        </Show>
    }
}

#[component]
fn Part() -> impl IntoView {
    let state = state();
    let explorer = state.explorer;
    let words = move || explorer.selected.get().map(words_of);
    let hear = move |_| {
        if let Some(part) = explorer.selected.get_untracked() {
            state.note(state.player.play_part(part.from_s, part.to_s));
        }
    };
    let show = move |_| {
        if let Some(part) = explorer.selected.get_untracked() {
            explorer.outlook.update(|outlook| *outlook = outlook.show(part));
        }
    };
    let judged = move || explorer.judged.get().map(|judgement| answer_of(&judgement));
    view! {
        <div class="selection" role="group" aria-label="The selected part">
            <span class="selection-words" data-testid="selection">{words}</span>
            <button type="button" on:click=hear>"Hear it"</button>
            <button type="button" on:click=move |_| state.note(explorer.judge_selected())>
                "Judge it alone"
            </button>
            <button type="button" on:click=show>"Show just it"</button>
            <button type="button" on:click=move |_| explorer.select(None)>"Let go"</button>
            <span class="selection-answer" role="status" data-testid="selection-answer">{judged}</span>
        </div>
    }
}

fn words_of(part: Stretch) -> String {
    format!("{:.2} to {:.2} s, {:.2} s long", part.from_s, part.to_s, part.seconds())
}

/// The verdict on the part, and the two best guesses.
fn answer_of(judgement: &Judgement) -> String {
    if judgement.verdict == Verdict::NoSpeech {
        return "Alone it is no speech.".to_owned();
    }
    let [first, second, ..] = ranking(&judgement.probabilities);
    let share = |index: usize| percent(judgement.probabilities[index]);
    format!(
        "Alone: {}; {first} {}, {second} {}.",
        verdict_name(judgement.verdict),
        share(first.index()),
        share(second.index())
    )
}
