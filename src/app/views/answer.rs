//! The answer: a word, and the eight strings behind it.

use leptos::prelude::*;

use super::one_voice::OneVoice;
use super::strings::Strings;
use super::verdict::VerdictView;
use super::{state, words};
use crate::app::session::{Activity, Session};

/// Verdict and probabilities of the sound on the page, or of the open microphone.
#[component]
pub fn Answer() -> impl IntoView {
    let session = state().session;
    let running =
        Memo::new(move |_| session.with(|s| matches!(s.activity, Activity::Recording(_))));
    let judgement = Memo::new(move |_| session.with(Session::answer));
    let announced = Memo::new(move |_| session.with(Session::announced));
    view! {
        <section class="answer" id="answer" aria-label=words().answer.section class:running=running>
            <p class="sr-only" role="status" aria-live="polite" data-testid="announced">
                {move || announced.get().map(|verdict| words().verdict(verdict))}
            </p>
            <VerdictView judgement=judgement running=running />
            <Strings judgement=judgement />
            <OneVoice />
        </section>
    }
}
