//! What an open microphone brings, beside the pictures.

use leptos::prelude::*;

use crate::app::live::Live;
use crate::app::recorder::Recorder;
use crate::app::views::headline::Headline;
use crate::app::views::{state, words};

/// Time, level and losses of the recording.
#[component]
pub fn Meters() -> impl IntoView {
    let recorder = state().recorder;
    let read = move |of: fn(&Live) -> f64| {
        recorder.version.track();
        recorder.live.with_value(of)
    };
    let (words, numerals) = (&words().live, &words().numerals);
    let level = move || read(|live| f64::from(live.level()));
    let clips = Memo::new(move |_| read(|live| f64::from(u8::from(live.clips()))) > 0.0);
    view! {
        <div class="caption meters">
            <span class="elapsed" role="timer" aria-label=words.elapsed>
                {move || numerals.clock(read(Live::seconds))}
            </span>
            <span
                class="level"
                class:clips=clips
                role="meter"
                aria-label=words.level
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || format!("{:.0}", 100.0 * level())
            >
                <span style=move || format!("transform:scaleX({:.3})", level())></span>
            </span>
            <span class="warning" role="status">
                {move || clips.get().then_some(words.too_loud)}
            </span>
            <TakeFacts recorder=recorder />
            <Headline />
        </div>
    }
}

/// Rate, lost frames, processing and pace of a recording, in words.
#[component]
pub fn TakeFacts(
    /// The recorder of the recording.
    recorder: Recorder,
) -> impl IntoView {
    let take = recorder.take;
    let all = words();
    let (words, numerals) = (&all.live, &all.numerals);
    let rate = move || {
        let kilohertz = |rate_hz: u32| numerals.short(f64::from(rate_hz) / 1e3);
        take.get().map(|take| format!("{} kHz", kilohertz(take.rate_hz))).unwrap_or_default()
    };
    let dropped = move || take.get().map_or(0, |take| take.dropped_frames);
    let wait =
        move || recorder.wait.get().map(|w| (words.answers_in)(&numerals.milliseconds(w.p95_ms)));
    let p95 = move || recorder.wait.get().map(|wait| format!("{:.1}", wait.p95_ms));
    let clipped = move || take.get().is_some_and(|take| take.has_clipped);
    let processing = move || {
        take.get().filter(|take| !take.processing.is_empty()).map(|take| {
            let processing: Vec<_> = take.processing.iter().map(|p| all.processing(*p)).collect();
            let processing = processing.join(all.microphone.and);
            view! { <span class="warning">{(all.microphone.keeps_on)(&processing)}</span> }
        })
    };
    view! {
        <span class="facts">
            <span>{rate}</span>
            <span class:warning=move || { dropped() > 0 }>
                <span data-testid="dropped">{dropped}</span>
                {words.frames_dropped}
            </span>
            <span
                data-testid="wait"
                data-p95-ms=p95
                title=words.answers_title
            >
                {wait}
            </span>
            <Show when=clipped>
                <span class="warning">{words.clipped}</span>
            </Show>
            {processing}
        </span>
    }
}
