//! The flattering figure beside the honest one, and why they differ.

use leptos::prelude::*;

use super::words;
use crate::app::two_figures::{FLATTERING, HONEST, Measure};

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
