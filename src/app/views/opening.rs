//! What stands on the stage before any sound: an invitation, and eight strings at rest.

use leptos::prelude::*;

use crate::app::standing_wave::{HEIGHT, WIDTH, outline};
use crate::emotion::Emotion;

/// The invitation; its letters swell and fade like a string in two loops.
const INVITATION: &str = "Say something.";

/// The invitation and the strings.
#[component]
pub fn Opening() -> impl IntoView {
    view! {
        <div class="opening">
            <Field />
            <p class="invitation" aria-label=INVITATION>
                {letters()}
            </p>
            <p class="lead">
                "Overtone listens to " <em>"how"</em> " a voice speaks and names the emotion that it performs: one of eight. "
                "Record, drop a sound anywhere on this page, or hear the example."
            </p>
            <p class="promise">
                "Your sound never leaves this tab. There is no upload and no server to upload to."
            </p>
        </div>
    }
}

/// Each letter in a weight of its own: the page's idea in type.
fn letters() -> Vec<impl IntoView> {
    let count = INVITATION.chars().count() as f64;
    INVITATION
        .chars()
        .enumerate()
        .map(|(i, letter)| {
            let swing = (2.0 * std::f64::consts::PI * (i as f64 + 0.5) / count).sin().abs();
            let style = format!("font-weight:{:.0}", 200.0 + 600.0 * swing);
            view! { <span aria-hidden="true" style=style>{letter}</span> }
        })
        .collect()
}

/// The first eight partials of a string, each in the ink of its emotion.
#[component]
fn Field() -> impl IntoView {
    let partials = Emotion::ALL.map(|emotion| {
        let loops = emotion.index() + 1;
        let style = format!("color:var(--{emotion});--beat:{}", emotion.index());
        let amplitude = HEIGHT * 0.46 / (loops as f64).sqrt();
        view! { <path style=style d=outline(loops, amplitude, 0.0) /> }
    });
    view! {
        <svg
            class="field"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            {partials.collect_view()}
        </svg>
    }
}
