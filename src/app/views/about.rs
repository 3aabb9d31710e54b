//! What a visitor sees here, and what it cannot tell.

use leptos::prelude::*;

/// The explanation.
#[component]
pub fn About() -> impl IntoView {
    view! {
        <section class="about" aria-labelledby="about-heading">
            <h2 id="about-heading">"What am I seeing?"</h2>
            <dl>
                <dt>"The waveform"</dt>
                <dd>"is the air pressure at the microphone over time: silence is a line, a loud syllable a swelling."</dd>
                <dt>"The spectrogram"</dt>
                <dd>
                    "shows which frequencies sound at each moment, low ones at the bottom, spaced as the ear spaces them. "
                    "The stripes of a vowel are the overtones of a voice; the drawn line is its pitch."
                </dd>
                <dt>"The strings"</dt>
                <dd>
                    "are the eight emotions that the network knows. Each bar is as long as its probability and rings in a "
                    "number of loops of its own, so that colour is never the only way to tell them apart."
                </dd>
                <dt>"The word"</dt>
                <dd>
                    "is set as heavy as the network is sure. Where no emotion stands out it says so, "
                    "and where there is no voice it says nothing of emotions."
                </dd>
            </dl>
            <div class="limits">
                <h3>"What it cannot tell"</h3>
                <p>
                    "The network learned from actors who performed emotions in English, in quiet rooms. "
                    "It hears a performance, not a feeling: nobody can read how you feel from a probability on a page. "
                    "On a voice or a language that it has never heard it is often wrong. "
                    "Do not use it to judge a person, in hiring, in policing, at school or anywhere else."
                </p>
                <h3>"Where the sound goes"</h3>
                <p>
                    "Nowhere. Decoding, pictures and network all run in this tab. The page's own security policy "
                    "forbids it to talk to any other site, so you need not take our word for it."
                </p>
            </div>
        </section>
    }
}
