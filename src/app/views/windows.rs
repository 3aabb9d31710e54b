//! The answer along the sound: which emotion leads in each window that was judged.

use leptos::prelude::*;

use super::{state, words};
use crate::engine::protocol::{Judgement, WindowView};
use crate::meaning::{Meaning, Meanings};
use crate::plot::Stretch;

/// A lane below the spectrogram, on its time axis; nothing for a single window.
#[component]
pub fn Windows() -> impl IntoView {
    let state = state();
    let lane = move || {
        state.session.with(|session| {
            let shown = session.shown.as_ref()?;
            let Judgement { windows, labels, .. } = shown.judgement.as_ref()?;
            let stretch = state.explorer.outlook.get().stretch();
            let segments = || segments(windows, labels, shown.sound.seconds(), stretch);
            (windows.len() > 1).then(segments)
        })
    };
    move || {
        lane().map(|segments| {
            view! {
                <ol class="windows" aria-label=words().answer.windows>
                    {segments.into_iter().map(draw).collect_view()}
                </ol>
            }
        })
    }
}

/// A part of the time axis, and the window whose middle is nearest to it.
struct Segment {
    from: f64,
    to: f64,
    window: WindowView,
    leader: Meaning,
}

/// Windows overlap; each gets the part of the axis that is nearest to its middle. Those that are
/// out of view have no segment.
fn segments(
    windows: &[WindowView],
    labels: &Meanings,
    length_s: f64,
    seen: Stretch,
) -> Vec<Segment> {
    let middle = |window: &WindowView| (window.start_s + window.end_s) / 2.0;
    let border_s = |i: usize| match i {
        0 => 0.0,
        i if i == windows.len() => length_s,
        i => (middle(&windows[i - 1]) + middle(&windows[i])) / 2.0,
    };
    let share = |at_s: f64| ((at_s - seen.from_s) / seen.seconds()).clamp(0.0, 1.0);
    let segment = |(i, window): (usize, &WindowView)| Segment {
        from: share(border_s(i)),
        to: share(border_s(i + 1)),
        window: window.clone(),
        leader: labels.largest(&window.probabilities),
    };
    windows.iter().enumerate().map(segment).filter(|segment| segment.from < segment.to).collect()
}

fn draw(Segment { from, to, window, leader }: Segment) -> impl IntoView {
    let share = window.probabilities.iter().copied().fold(0.0, f32::max);
    let style = format!(
        "left:{:.3}%;width:{:.3}%;color:var(--{});--share:{share:.3}",
        100.0 * from,
        100.0 * (to - from),
        leader.ink_name(),
    );
    let words = words();
    let (name, seconds) = (words.label(leader), |at_s| words.numerals.decimal(at_s, 1));
    let share = words.numerals.percent(share);
    let said = (words.answer.leads)(name, &share, &seconds(window.start_s), &seconds(window.end_s));
    let spoken = said.clone();
    view! {
        <li style=style title=said>
            <span class="sr-only">{spoken}</span>
            <span aria-hidden="true">{name}</span>
        </li>
    }
}
