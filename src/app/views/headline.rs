//! The answer where one looks: beside the name of the sound, above its pictures.

use leptos::prelude::*;

use super::verdict::style_of;
use super::{state, words};
use crate::app::session::Session;
use crate::engine::protocol::{Judgement, Verdict};

/// The word and its probability; leads to the whole answer below.
#[component]
pub fn Headline() -> impl IntoView {
    let session = state().session;
    let judgement = Memo::new(move |_| session.with(Session::answer));
    let words = words();
    let share = move |judgement: &Judgement| match judgement.verdict {
        Verdict::Named(label) => Some(words.numerals.percent(judgement.share(label))),
        Verdict::NotSure | Verdict::NoSpeech => None,
    };
    let link = move |judgement: Judgement| {
        view! {
            <a class="headline" href="#answer" data-testid="headline">
                <span class="headline-word" style=style_of(Some(&judgement))>
                    {words.verdict(judgement.verdict)}
                </span>
                {share(&judgement).map(|share| view! { " " <span class="headline-share">{share}</span> })}
            </a>
        }
    };
    move || judgement.get().map(link)
}
