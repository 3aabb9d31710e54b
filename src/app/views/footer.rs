//! The last line: what this is, and under which terms.

use leptos::prelude::*;

/// The last line.
#[component]
pub fn Footer() -> impl IntoView {
    let version = concat!("Overtone ", env!("CARGO_PKG_VERSION"));
    view! {
        <footer class="foot">
            <p>{version} ". Free software under the MIT licence."</p>
            <p>
                "Set in Bricolage Grotesque by Mathieu Triay, under the "
                <a href="fonts/OFL.txt">"SIL Open Font License"</a> "."
            </p>
        </footer>
    }
}
