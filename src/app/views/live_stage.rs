//! The stage while the microphone is open: the sound as it comes.

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::chart_canvas::ChartCanvas;
use super::state;
use super::timeline::{GUTTER, note};
use crate::app::canvas;
use crate::app::format::clock;
use crate::app::live::{ENVELOPE_RATE_HZ, Live};
use crate::app::recorder::Recorder;
use crate::app::theme::chart_theme;
use crate::plot::{Spectrogram, Theme, Waveform};

/// Running waveform, running spectrogram, time, level, losses.
#[component]
pub fn LiveStage() -> impl IntoView {
    let state = state();
    let recorder = state.recorder;
    let theme = move || {
        recorder.version.track();
        chart_theme(state.grounds.current())
    };
    view! {
        <div class="sheet live">
            <Meters />
            <ChartCanvas
                name="waveform"
                label="Waveform of the running recording"
                draw=move |canvas: &HtmlCanvasElement| {
                    let theme = theme();
                    recorder.live.with_value(|live| draw_waveform(canvas, live, &theme));
                }
            />
            <ChartCanvas
                name="spectrogram"
                label="Spectrogram of the running recording"
                draw=move |canvas: &HtmlCanvasElement| {
                    let theme = theme();
                    recorder.live.with_value(|live| draw_spectrogram(canvas, live, &theme));
                }
            />
        </div>
    }
}

/// Time, level and losses of the recording.
#[component]
fn Meters() -> impl IntoView {
    let recorder = state().recorder;
    let read = move |of: fn(&Live) -> f64| {
        recorder.version.track();
        recorder.live.with_value(of)
    };
    let level = move || read(|live| f64::from(live.level()));
    view! {
        <div class="caption meters">
            <span class="elapsed" role="timer" aria-label="Length of the recording">
                {move || clock(read(Live::seconds))}
            </span>
            <span
                class="level"
                role="meter"
                aria-label="Level of the microphone"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || format!("{:.0}", 100.0 * level())
            >
                <span style=move || format!("transform:scaleX({:.3})", level())></span>
            </span>
            <TakeFacts recorder=recorder />
        </div>
    }
}

/// Rate, lost frames and processing of a recording, in words.
#[component]
pub fn TakeFacts(
    /// The recorder of the recording.
    recorder: Recorder,
) -> impl IntoView {
    let take = recorder.take;
    let rate = move || {
        take.get().map(|take| format!("{} kHz", f64::from(take.rate_hz) / 1e3)).unwrap_or_default()
    };
    let dropped = move || take.get().map_or(0, |take| take.dropped_frames);
    let processing = move || {
        take.get().filter(|take| !take.processing.is_empty()).map(|take| {
            let processing = take.processing.join(" and ");
            view! { <span class="warning">{format!("this browser keeps {processing} on")}</span> }
        })
    };
    view! {
        <span class="facts">
            <span>{rate}</span>
            <span class:warning=move || { dropped() > 0 }>
                <span data-testid="dropped">{dropped}</span>
                " frames dropped"
            </span>
            {processing}
        </span>
    }
}

fn draw_waveform(canvas: &HtmlCanvasElement, live: &Live, theme: &Theme) {
    let rate_hz = 2 * ENVELOPE_RATE_HZ;
    let mut samples = live.envelope().to_vec();
    samples.resize((live.axis_s() * f64::from(rate_hz)) as usize, 0.0);
    let chart = Waveform {
        title: String::new(),
        samples: &samples,
        rate_hz,
        labelled: false,
        gutter: Some(GUTTER),
    };
    note(canvas::draw(canvas, &chart, theme, |_| Ok(())));
}

fn draw_spectrogram(canvas: &HtmlCanvasElement, live: &Live, theme: &Theme) {
    let Some(picture) = live.picture() else { return };
    let chart = Spectrogram {
        title: String::new(),
        levels: &picture.levels,
        centres_hz: &picture.centres_hz,
        hop_s: picture.hop_s,
        seconds: live.axis_s(),
        floor_db: picture.floor_db,
        top_db: picture.top_db,
        scale: None,
        colours: None,
        gutter: Some(GUTTER),
    };
    note(canvas::draw(canvas, &chart, theme, |_| Ok(())));
}
