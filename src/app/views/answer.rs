//! The answer: a word, and the eight strings behind it.

use leptos::prelude::*;

use super::strings::Strings;
use super::verdict::VerdictView;
use super::{state, words};
use crate::app::session::Activity;
use crate::engine::protocol::Judgement;

/// Verdict and probabilities of the sound on the page, or of the open microphone.
#[component]
pub fn Answer() -> impl IntoView {
    let session = state().session;
    let running =
        Memo::new(move |_| session.with(|s| matches!(s.activity, Activity::Recording(_))));
    let judgement: Memo<Option<Judgement>> = Memo::new(move |_| {
        session.with(|session| match running.get() {
            true => session.settled(),
            false => session.shown.as_ref().and_then(|shown| shown.judgement.clone()),
        })
    });
    view! {
        <section class="answer" id="answer" aria-label=words().answer.section class:running=running>
            <VerdictView judgement=judgement running=running />
            <Strings judgement=judgement />
        </section>
    }
}
