//! The stage: the sound itself, and nothing else.

use leptos::prelude::*;

use super::explorer::ExplorerView;
use super::live_stage::LiveStage;
use super::opening::Opening;
use super::{state, words};
use crate::app::session::Activity;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scene {
    Opening,
    Live,
    Sound,
}

/// An invitation, then the microphone, then the sound.
#[component]
pub fn Stage() -> impl IntoView {
    let session = state().session;
    let scene = Memo::new(move |_| {
        session.with(|session| match (&session.activity, &session.shown) {
            (Activity::Recording(_), _) => Scene::Live,
            (_, Some(_)) => Scene::Sound,
            (_, None) => Scene::Opening,
        })
    });
    view! {
        <section class="stage" id="sound" aria-label=words().dock.stage>
            {move || match scene.get() {
                Scene::Opening => view! { <Opening /> }.into_any(),
                Scene::Live => view! { <LiveStage /> }.into_any(),
                Scene::Sound => view! { <ExplorerView /> }.into_any(),
            }}
        </section>
    }
}
