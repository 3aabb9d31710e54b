//! What a visitor sees here, and what it cannot tell.

use leptos::prelude::*;

use super::words;

/// The explanation.
#[component]
pub fn About() -> impl IntoView {
    let words = &words().about;
    let seen = words.seen.map(|(what, is)| view! { <dt>{what}</dt><dd>{is}</dd> });
    let limits = words.limits.map(|(what, how)| view! { <h3>{what}</h3><p>{how}</p> });
    view! {
        <section class="about" id="about" aria-labelledby="about-heading">
            <h2 id="about-heading">{words.heading}</h2>
            <dl>{seen.collect_view()}</dl>
            <div class="limits">{limits.collect_view()}</div>
        </section>
    }
}
