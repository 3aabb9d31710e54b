//! What stands on the stage before any sound: an invitation, and eight strings at rest.

use leptos::prelude::*;

use super::words;
use crate::app::standing_wave::{HEIGHT, WIDTH, outline};
use crate::emotion::Emotion;

/// The invitation and the strings.
#[component]
pub fn Opening() -> impl IntoView {
    let words = &words().opening;
    let [before, stressed, after] = words.lead;
    view! {
        <div class="opening">
            <Field />
            <p class="invitation">
                <span class="sr-only">{words.invitation}</span>
                {letters(words.invitation)}
            </p>
            <p class="lead">
                {before} <em>{stressed}</em> {after}
            </p>
            <p class="promise">{words.promise}</p>
        </div>
    }
}

/// Each letter in a weight of its own, as a string swings in two loops: the page's idea in type.
fn letters(invitation: &'static str) -> Vec<impl IntoView> {
    let count = invitation.chars().count() as f64;
    invitation
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
