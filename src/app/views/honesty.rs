//! The flattering figure beside the honest one, and why they differ.

use leptos::prelude::*;

use super::words;

/// A figure that was measured of one network, under one of two splits.
struct Measure {
    /// Its name in the document.
    key: &'static str,
    /// Share of right answers, 0 to 1.
    accuracy: f32,
}

/// The design from which the project descends (162 averaged features, four convolutions, fifty
/// epochs), made again in Keras 3 on the four corpora: rows of clips and of their noisy, stretched
/// and shifted copies dealt at random, three quarters to the training. So the speakers, and often
/// the very clip, stand on both sides.
const FLATTERING: Measure = Measure { key: "flattering", accuracy: 0.600 };
/// The same network, features and epochs, with whole speakers kept apart.
const HONEST: Measure = Measure { key: "honest", accuracy: 0.418 };

/// Both figures as bars, and the reason.
#[component]
pub fn Honesty() -> impl IntoView {
    let all = words();
    let words = &all.model;
    let rows = [(FLATTERING, words.flattering), (HONEST, words.honest)];
    let row = |(Measure { key, accuracy }, name): (Measure, &'static str)| {
        view! {
            <tr class=key data-testid=key>
                <th scope="row">{name}</th>
                <td>
                    <span class="share" style=format!("--share:{accuracy:.3}") aria-hidden="true"></span>
                    <span class="share-value">{all.numerals.percent(accuracy)}</span>
                </td>
            </tr>
        }
    };
    view! {
        <div class="honesty" data-testid="honesty">
            <table>
                <caption>{words.two_figures}</caption>
                <tbody>{rows.map(row).collect_view()}</tbody>
            </table>
            <p>{words.why_they_differ}</p>
        </div>
    }
}
