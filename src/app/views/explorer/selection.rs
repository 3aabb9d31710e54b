//! What can be done with a selected part: hear it, judge it, see just it.

use leptos::prelude::*;

use crate::app::format::leaders;
use crate::app::views::{state, words};
use crate::app::words::Words;
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
    let all = words();
    let words = &all.explorer;
    let part = move || explorer.selected.get().map(|part| words_of(part, all));
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
    let judged = move || explorer.judged.get().map(|judgement| answer_of(&judgement, all));
    let rest = move || {
        let muted = explorer.muted.get()?;
        let whole = state.session.with(|s| s.shown.as_ref()?.judgement.clone())?;
        Some(rest_of(&whole, &muted, all))
    };
    view! {
        <div class="selection" role="group" aria-label=words.selected>
            <span class="selection-words" data-testid="selection">{part}</span>
            <button type="button" on:click=hear>{words.hear}</button>
            <button type="button" on:click=move |_| state.note(explorer.judge_selected())>
                {words.judge}
            </button>
            <button type="button" on:click=move |_| state.note(explorer.judge_rest())>
                {all.why.mute}
            </button>
            <button type="button" on:click=show>{words.show}</button>
            <button type="button" on:click=move |_| explorer.select(None)>{words.let_go}</button>
            <span class="selection-answer" role="status" data-testid="selection-answer">{judged}</span>
            <span class="selection-answer" role="status" data-testid="rest-answer">{rest}</span>
        </div>
    }
}

fn words_of(part: Stretch, words: &Words) -> String {
    let seconds = |at_s| words.numerals.decimal(at_s, 2);
    (words.explorer.part)(&seconds(part.from_s), &seconds(part.to_s), &seconds(part.seconds()))
}

/// The verdict on the part, and the two best guesses.
fn answer_of(judgement: &Judgement, words: &Words) -> String {
    if judgement.verdict == Verdict::NoSpeech {
        return words.explorer.alone_no_speech.to_owned();
    }
    let guess =
        |(label, share)| format!("{} {}", words.label(label), words.numerals.percent(share));
    let guesses = leaders(judgement).map(guess).join(", ");
    (words.explorer.alone)(words.verdict(judgement.verdict), &guesses)
}

/// What a sound becomes without a part, measured by what led before.
fn rest_of(whole: &Judgement, muted: &Judgement, words: &Words) -> String {
    if muted.verdict == Verdict::NoSpeech {
        return words.why.muted_no_speech.to_owned();
    }
    let [(leader, _), _] = leaders(whole);
    let share = |of: &Judgement| words.numerals.percent(of.share(leader));
    let verdict = words.verdict(muted.verdict);
    (words.why.muted)(verdict, words.label(leader), &share(whole), &share(muted))
}
