//! The sound on the page: waveform and spectrogram over one time axis, and a cursor over both.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::chart_canvas::ChartCanvas;
use super::state;
use super::windows::Windows;
use crate::app::canvas::{self, CanvasSheet};
use crate::app::format::clock;
use crate::app::session::SharedSound;
use crate::app::theme::chart_theme;
use crate::engine::protocol::SoundView;
use crate::plot::{Frame, PlotError, Spectrogram, Waveform};

/// Pixels left of both charts' data, so that their times stand one above the other.
pub const GUTTER: f64 = 46.0;

/// Seconds that an arrow key moves the cursor.
const STEP_S: f64 = 0.1;

/// Left edge and width of the data in both charts, in pixels.
#[derive(Clone, Copy, PartialEq, Default)]
struct Span {
    left: f64,
    width: f64,
}

/// Waveform, spectrogram, windows, cursor.
#[component]
pub fn Timeline() -> impl IntoView {
    let state = state();
    let sound = state.shown_sound();
    let span = RwSignal::new(Span::default());
    let length_s = move || sound.with(|sound| sound.as_ref().map_or(0.0, SharedSound::seconds));
    let title = Memo::new(move |_| {
        state
            .session
            .with(|s| s.shown.as_ref().map(|shown| shown.title.clone()).unwrap_or_default())
    });
    view! {
        <div class="sheet">
            <p class="caption">
                <span class="caption-title">{title}</span>
                <span class="caption-length">{move || clock(length_s())}</span>
            </p>
            <Scrubber span=span>
                <ChartCanvas
                    name="waveform"
                    label=Signal::derive(move || format!("Waveform of {}", title.get()))
                    draw=move |canvas: &HtmlCanvasElement| {
                        let theme = chart_theme(state.grounds.current());
                        sound.with(|sound| {
                            if let Some(sound) = sound {
                                note(canvas::draw(canvas, &waveform(sound), &theme, |_| Ok(())));
                            }
                        });
                    }
                />
                <ChartCanvas
                    name="spectrogram"
                    label=Signal::derive(move || {
                        format!("Spectrogram of {} with its pitch as a line", title.get())
                    })
                    draw=move |canvas: &HtmlCanvasElement| {
                        let theme = chart_theme(state.grounds.current());
                        sound.with(|sound| {
                            let Some(sound) = sound else { return };
                            let chart = spectrogram(sound);
                            let frame = chart.frame(canvas::size_of(canvas), &theme);
                            span.set(Span { left: frame.plot.left, width: frame.plot.width });
                            note(canvas::draw(canvas, &chart, &theme, |sheet| {
                                draw_pitch(sheet, &frame, sound)
                            }));
                        });
                    }
                />
            </Scrubber>
            <div style=move || margins(span.get())>
                <Windows />
            </div>
        </div>
    }
}

/// The pictures as a slider: a click, a drag or an arrow key moves the cursor.
#[component]
fn Scrubber(span: RwSignal<Span>, children: Children) -> impl IntoView {
    let state = state();
    let sound = state.shown_sound();
    let length_s = move || sound.with(|sound| sound.as_ref().map_or(0.0, SharedSound::seconds));
    let position_s = state.player.position_s;
    let element = NodeRef::<Div>::new();
    let scrubbing = RwSignal::new(false);
    let seek = move |event: &PointerEvent| {
        let Some(element) = element.get_untracked() else { return };
        let Span { left, width } = span.get_untracked();
        let x = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
        state.seek((x - left) / width.max(1.0) * length_s());
    };
    let press = move |event: PointerEvent| {
        if event.button() == 0 {
            scrubbing.set(true);
            if let Some(element) = element.get_untracked() {
                // Without the capture, a drag ends at the edge; no more is lost.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            seek(&event);
        }
    };
    let key = move |event: KeyboardEvent| {
        let (now, end) = (position_s.get_untracked(), length_s());
        let to_s = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => now - STEP_S,
            "ArrowRight" | "ArrowUp" => now + STEP_S,
            "PageDown" => now - 10.0 * STEP_S,
            "PageUp" => now + 10.0 * STEP_S,
            "Home" => 0.0,
            "End" => end,
            _ => return,
        };
        event.prevent_default();
        state.seek(to_s);
    };
    let cursor = move || {
        let Span { left, width } = span.get();
        let share = position_s.get() / length_s().max(1e-9);
        format!("transform:translateX({:.2}px)", left + share * width)
    };
    view! {
        <div
            class="scrubber"
            node_ref=element
            tabindex="0"
            role="slider"
            aria-label="Position in the sound"
            aria-valuemin="0"
            aria-valuemax=move || format!("{:.2}", length_s())
            aria-valuenow=move || format!("{:.2}", position_s.get())
            aria-valuetext=move || format!("{} of {}", clock(position_s.get()), clock(length_s()))
            on:pointerdown=press
            on:pointermove=move |event| if scrubbing.get_untracked() { seek(&event) }
            on:pointerup=move |_| scrubbing.set(false)
            on:pointercancel=move |_| scrubbing.set(false)
            on:keydown=key
        >
            {children()}
            <div class="cursor" style=cursor aria-hidden="true"></div>
        </div>
    }
}

fn waveform(sound: &SoundView) -> Waveform<'_> {
    Waveform {
        title: String::new(),
        samples: &sound.samples,
        rate_hz: sound.rate_hz,
        labelled: false,
        gutter: Some(GUTTER),
    }
}

fn spectrogram(sound: &SharedSound) -> Spectrogram<'_> {
    let picture = &sound.spectrogram;
    Spectrogram {
        title: String::new(),
        levels: &picture.levels,
        centres_hz: &picture.centres_hz,
        hop_s: picture.hop_s,
        seconds: sound.seconds(),
        floor_db: picture.floor_db,
        top_db: picture.top_db,
        scale: None,
        colours: None,
        gutter: Some(GUTTER),
    }
}

/// The voice's pitch as a line, broken where there is no voice, haloed to be seen on any level.
fn draw_pitch(sheet: &CanvasSheet<'_>, frame: &Frame, sound: &SoundView) -> Result<(), PlotError> {
    let point = |(i, hz): (usize, &f32)| {
        (frame.x_of(i as f64 * sound.pitch_hop_s), frame.y_of(f64::from(*hz)))
    };
    let values: Vec<(usize, &f32)> = sound.pitch_hz.iter().enumerate().collect();
    let runs: Vec<Vec<(f64, f64)>> = values
        .split(|(_, hz)| **hz <= 0.0)
        .map(|run| run.iter().copied().map(point).collect())
        .collect();
    let theme = sheet.theme();
    for (thickness, colour) in [(5.0, theme.ground), (2.0, theme.second)] {
        for run in &runs {
            sheet.line(run.iter().copied(), thickness, colour)?;
        }
    }
    Ok(())
}

fn margins(Span { left, width }: Span) -> String {
    format!("margin-left:{left}px;width:{width}px")
}

/// A chart that cannot be drawn is a fault of the page: developers find it in the console.
pub fn note(drawn: Result<(), PlotError>) {
    if let Err(error) = drawn {
        leptos::logging::error!("{error}");
    }
}
