//! The last line: what this is, and under which terms.

use leptos::prelude::*;

use super::words;

/// The last line.
#[component]
pub fn Footer() -> impl IntoView {
    let version = concat!("Overtone ", env!("CARGO_PKG_VERSION"));
    let words = &words().foot;
    let [before, after] = words.typeface;
    view! {
        <footer class="foot">
            <p>{version} ". " {words.licence} " " <a href="licence.txt">{words.terms}</a></p>
            <p>
                {before}
                <a href="fonts/OFL.txt">"SIL Open Font License"</a> {after}
            </p>
        </footer>
    }
}
