//! The stage while the microphone is open: the last seconds of the sound, scrolling.

use leptos::html::{Canvas, Ol};
use leptos::prelude::*;
use plotters::prelude::DrawingBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::chart_canvas::ChartCanvas;
use super::explorer::GUTTER;
use super::headline::Headline;
use super::{charts, state, words};
use crate::app::browser::{now_ms, wants_stillness};
use crate::app::canvas::{self, Easel, note};
use crate::app::live::{Live, STRIP_S};
use crate::app::live_picture::LivePicture;
use crate::app::recorder::Recorder;
use crate::app::ribbon::Span;
use crate::app::scroll::Scroll;
use crate::app::theme::chart_theme;
use crate::app::words::Words;
use crate::engine::protocol::Verdict;
use crate::plot::{Axes, Axis, Chart, PlotError, Rect, Sheet, Size, Theme};

/// Running waveform, running spectrogram, ribbon, time, level, losses.
#[component]
pub fn LiveStage() -> impl IntoView {
    let state = state();
    let centres_hz = Memo::new(move |_| {
        state.recorder.version.track();
        state.recorder.live.with_value(|live| {
            live.columns().view.as_ref().map(|view| view.centres_hz.clone()).unwrap_or_default()
        })
    });
    let all = words();
    let words = &all.live;
    let (waveform, spectrogram) = (NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new());
    let ribbon = NodeRef::<Ol>::new();
    let strip = Strip { waveform, spectrogram, ribbon, words: all };
    let terms = all.charts.terms;
    strip.run(state.recorder, move || chart_theme(state.grounds.current(), terms));
    view! {
        <div class="sheet live">
            <Meters />
            <div class="running">
                <ChartCanvas
                    name="waveform"
                    label=words.waveform
                    told_elsewhere=true
                    draw=move |easel: &Easel| easel.put(&waveform_frame(), &charts())
                />
                <canvas class="waveform over" node_ref=waveform aria-hidden="true"></canvas>
            </div>
            <div class="running">
                <ChartCanvas
                    name="spectrogram"
                    label=words.spectrogram
                    told_elsewhere=true
                    draw=move |easel: &Easel| {
                        let frame = centres_hz.with(|centres_hz| spectrogram_frame(centres_hz, all));
                        easel.put(&frame, &charts());
                    }
                />
                <canvas class="spectrogram over" node_ref=spectrogram aria-hidden="true"></canvas>
            </div>
            <RibbonView track=ribbon />
        </div>
    }
}

/// The frame of a running chart, without what runs in it.
struct EmptyFrame(Axes);

impl Chart for EmptyFrame {
    fn title(&self) -> &str {
        &self.0.title
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.0.clone().frame(sheet.size());
        frame.draw_marks(sheet)?;
        frame.draw(sheet)
    }
}

fn waveform_frame() -> EmptyFrame {
    let time = Axis::linear("", -STRIP_S, 0.0).bare();
    let level = Axis::linear("", -1.0, 1.0).bare();
    EmptyFrame(Axes { gutter: Some(GUTTER), ..Axes::new(time, level) })
}

fn spectrogram_frame(centres_hz: &[f32], words: &Words) -> EmptyFrame {
    let time = Axis::linear(words.live.time_axis, -STRIP_S, 0.0);
    let terms = &words.charts.terms;
    let bands = Axis::bands(centres_hz).labelled(terms.frequency);
    EmptyFrame(Axes { gutter: Some(GUTTER), ..Axes::new(time, bands) }.spoken(terms))
}

/// What is drawn anew with every frame of the screen.
#[derive(Clone, Copy)]
struct Strip {
    waveform: NodeRef<Canvas>,
    spectrogram: NodeRef<Canvas>,
    ribbon: NodeRef<Ol>,
    words: &'static Words,
}

/// What the strip remembers from one frame to the next.
#[derive(Default)]
struct Reel {
    scroll: Scroll,
    picture: Option<LivePicture>,
}

impl Strip {
    /// Draws until the view goes; in a hidden tab the browser asks for no frames.
    fn run(self, recorder: Recorder, theme: impl Fn() -> Theme + Copy + 'static) {
        let reel = StoredValue::new_local(Reel::default());
        let goes_on = StoredValue::new(true);
        on_cleanup(move || goes_on.set_value(false));
        let still = wants_stillness();
        again(move || {
            if goes_on.try_get_value() != Some(true) {
                return false;
            }
            let theme = untrack(theme);
            recorder.live.with_value(|live| {
                reel.update_value(|reel| self.draw(reel, live, &theme, still));
            });
            true
        });
    }

    fn draw(self, reel: &mut Reel, live: &Live, theme: &Theme, still: bool) {
        let newest_s = live.columns().newest_s();
        let edge_s = match still {
            true => reel.scroll.still(newest_s),
            false => reel.scroll.advance(now_ms(), newest_s),
        };
        if let Some(canvas) = self.waveform.get_untracked() {
            on_plot(&canvas, &waveform_frame(), |context, plot| {
                draw_waveform(context, plot, live, edge_s, theme);
            });
        }
        if let Some(canvas) = self.spectrogram.get_untracked() {
            let frame = |centres_hz: &[f32]| spectrogram_frame(centres_hz, self.words);
            draw_spectrogram(&canvas, &mut reel.picture, live, frame, edge_s, theme);
        }
        if let Some(ribbon) = self.ribbon.get_untracked() {
            let shift = 100.0 * (1.0 - edge_s / STRIP_S);
            let _ = ribbon
                .unchecked_ref::<web_sys::HtmlElement>()
                .style()
                .set_property("transform", &format!("translateX({shift:.3}%)"));
        }
    }
}

/// Calls `frame` with every frame of the screen until it returns false.
fn again(frame: impl Fn() -> bool + Clone + 'static) {
    request_animation_frame(move || {
        if frame() {
            again(frame);
        }
    });
}

/// Draws in device pixels on the data of a frame; the canvas is clear before.
fn on_plot(
    canvas: &HtmlCanvasElement,
    chart: &EmptyFrame,
    draw: impl FnOnce(&CanvasRenderingContext2d, Rect),
) {
    let density = canvas::density();
    let Size { width, height } = canvas::size_of(canvas);
    let device = |pixels: f64| (pixels * density).round() as u32;
    if (canvas.width(), canvas.height()) != (device(width), device(height)) {
        canvas.set_width(device(width));
        canvas.set_height(device(height));
    }
    let Ok(Some(context)) = canvas.get_context("2d") else { return };
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let plot = chart.0.clone().frame(Size { width, height }).plot;
    // A transformation of finite numbers is always taken.
    let _ = context.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
    context.clear_rect(0.0, 0.0, width, height);
    draw(&context, plot);
}

fn draw_waveform(
    context: &CanvasRenderingContext2d,
    plot: Rect,
    live: &Live,
    edge_s: f64,
    theme: &Theme,
) {
    let middle = plot.top + plot.height / 2.0;
    let y = |sample: f32| middle - f64::from(sample.clamp(-1.0, 1.0)) * plot.height / 2.0;
    let width = (plot.width / STRIP_S / 100.0).max(1.0);
    context.set_fill_style_str(&theme.accent.to_string());
    for (at_s, (least, most)) in live.envelope().pairs() {
        let x = plot.right() - (edge_s - at_s) / STRIP_S * plot.width;
        if (plot.left..plot.right()).contains(&x) {
            context.fill_rect(x, y(most), width, (y(least) - y(most)).max(1.0));
        }
    }
}

fn draw_spectrogram(
    canvas: &HtmlCanvasElement,
    picture: &mut Option<LivePicture>,
    live: &Live,
    frame: impl Fn(&[f32]) -> EmptyFrame,
    edge_s: f64,
    theme: &Theme,
) {
    let Some(view) = &live.columns().view else { return };
    if !picture.as_ref().is_some_and(|picture| picture.fits(view.bands, theme.levels)) {
        *picture = LivePicture::new(view.bands, view.hop_s, theme.levels).ok();
    }
    let Some(picture) = picture else { return };
    let painted = picture.paint(live.columns());
    on_plot(canvas, &frame(&view.centres_hz), |context, plot| {
        let drawn = painted.and_then(|()| picture.draw(context, plot, edge_s));
        note(drawn.map_err(|thrown| PlotError::Drawing(format!("{thrown:?}"))));
    });
}

/// The verdicts that have settled, on the time axis of the pictures above.
#[component]
fn RibbonView(track: NodeRef<Ol>) -> impl IntoView {
    let session = state().session;
    let spans = Memo::new(move |_| session.with(|session| session.ribbon.spans().to_vec()));
    let segments = move || {
        let spans = spans.get();
        let last = spans.len().saturating_sub(1);
        let segment = |(i, span): (usize, Span)| segment(span, i == last);
        spans.into_iter().enumerate().map(segment).collect_view()
    };
    let margins = format!("margin-left:{GUTTER}px;margin-right:16px");
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
        "{ink}left:{:.3}%;width:{:.3}%;--share:{certainty:.3}",
        100.0 * from_s / STRIP_S,
        100.0 * width / STRIP_S,
    );
    view! {
        <li style=style data-verdict=verdict.name()>
            <span>{words().verdict(verdict)}</span>
        </li>
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
