//! The verdicts of an open microphone over time.

use leptos::html::Ol;
use leptos::prelude::*;

use crate::app::live::STRIP_S;
use crate::app::ribbon::Span;
use crate::app::views::explorer::{GUTTER, RIGHT};
use crate::app::views::{state, words};
use crate::engine::protocol::Verdict;

/// The verdicts that have settled, on the time axis of the pictures above.
#[component]
pub fn RibbonView(track: NodeRef<Ol>) -> impl IntoView {
    let session = state().session;
    let spans = Memo::new(move |_| session.with(|session| session.ribbon.spans().to_vec()));
    let segments = move || {
        let spans = spans.get();
        let last = spans.len().saturating_sub(1);
        let segment = |(i, span): (usize, Span)| segment(span, i == last);
        spans.into_iter().enumerate().map(segment).collect_view()
    };
    let margins = format!("margin-left:{GUTTER}px;margin-right:{RIGHT}px");
    view! {
        <div class="ribbon" style=margins data-testid="ribbon">
            <ol class="windows" node_ref=track aria-label=words().live.ribbon>
                {segments}
            </ol>
        </div>
    }
}

/// A span of the ribbon; the last one holds until now.
fn segment(span: Span, is_last: bool) -> impl IntoView {
    let Span { from_s, to_s, verdict, certainty } = span;
    let width = if is_last { STRIP_S.max(to_s - from_s) * 100.0 } else { to_s - from_s };
    let ink = match verdict {
        Verdict::Named(label) => format!("color:var(--{});", label.ink_name()),
        Verdict::NotSure | Verdict::NoSpeech => "color:var(--faint);".to_owned(),
    };
    let style = format!(
        "{ink}left:{0:.3}%;--from:{0:.3}%;width:{1:.3}%;--share:{certainty:.3}",
        100.0 * from_s / STRIP_S,
        100.0 * width / STRIP_S,
    );
    view! {
        <li style=style data-verdict=verdict.name()>
            <span>{words().verdict(verdict)}</span>
        </li>
    }
}
