//! What runs over the frames of an open microphone's pictures.

use leptos::html::{Canvas, Ol};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::charts::{spectrogram, waveform};
use crate::app::browser::{now_ms, wants_stillness};
use crate::app::canvas::{self, note};
use crate::app::live::{Live, STRIP_S};
use crate::app::live_picture::LivePicture;
use crate::app::recorder::Recorder;
use crate::app::scroll::Scroll;
use crate::app::words::Words;
use crate::plot::{Frame, PlotError, Rect, Size, Theme};

/// What is drawn anew with every frame of the screen.
#[derive(Clone, Copy)]
pub struct Strip {
    /// The canvas over the waveform's frame.
    pub waveform: NodeRef<Canvas>,
    /// The canvas over the spectrogram's frame.
    pub spectrogram: NodeRef<Canvas>,
    /// The list of spans.
    pub ribbon: NodeRef<Ol>,
    /// The words around the pictures.
    pub words: &'static Words,
}

/// What the strip remembers from one frame to the next.
#[derive(Default)]
struct Reel {
    scroll: Scroll,
    picture: Option<LivePicture>,
}

impl Strip {
    /// Draws until the view goes; in a hidden tab the browser asks for no frames.
    pub fn run(self, recorder: Recorder, theme: impl Fn() -> Theme + Copy + 'static) {
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
            let frame = |size| waveform(&[], 0.0, self.words).frame(size);
            on_plot(&canvas, frame, |context, plot| {
                draw_waveform(context, plot, live, edge_s, theme);
            });
        }
        if let Some(canvas) = self.spectrogram.get_untracked() {
            draw_spectrogram(&canvas, &mut reel.picture, live, self.words, edge_s, theme);
        }
        if let Some(ribbon) = self.ribbon.get_untracked() {
            // What has passed the left edge; the last span's word stays at it.
            let gone = 100.0 * (edge_s / STRIP_S - 1.0);
            let style = ribbon.unchecked_ref::<web_sys::HtmlElement>().style();
            let _ = style.set_property("transform", &format!("translateX({:.3}%)", -gone));
            let _ = style.set_property("--gone", &format!("{gone:.3}%"));
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
    frame: impl FnOnce(Size) -> Frame,
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
    let plot = frame(Size { width, height }).plot;
    // A transformation of finite numbers is always taken.
    let _ = context.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
    context.clear_rect(0.0, 0.0, width, height);
    draw(&context, plot);
}

/// One outline, the upper side there and the lower side back: no seams between its parts.
fn draw_waveform(
    context: &CanvasRenderingContext2d,
    plot: Rect,
    live: &Live,
    edge_s: f64,
    theme: &Theme,
) {
    let middle = plot.top + plot.height / 2.0;
    let y = |sample: f32| middle - f64::from(sample.clamp(-1.0, 1.0)) * plot.height / 2.0;
    let x = |at_s: f64| plot.right() - (edge_s - at_s) / STRIP_S * plot.width;
    let seen = |at_s: f64| (plot.left..plot.right()).contains(&x(at_s));
    let pairs: Vec<_> = live.envelope().pairs().filter(|(at_s, _)| seen(*at_s)).collect();
    context.set_fill_style_str(&theme.accent.to_string());
    context.begin_path();
    // A pixel at least: silence is a line.
    pairs.iter().for_each(|(at_s, (_, most))| context.line_to(x(*at_s), y(*most) - 0.5));
    pairs.iter().rev().for_each(|(at_s, (least, _))| context.line_to(x(*at_s), y(*least) + 0.5));
    context.fill();
}

fn draw_spectrogram(
    canvas: &HtmlCanvasElement,
    picture: &mut Option<LivePicture>,
    live: &Live,
    words: &Words,
    edge_s: f64,
    theme: &Theme,
) {
    let Some(view) = &live.columns().view else { return };
    if !picture.as_ref().is_some_and(|picture| picture.fits(view.bands, theme.levels)) {
        *picture = LivePicture::new(view.bands, view.hop_s, theme.levels).ok();
    }
    let Some(picture) = picture else { return };
    let painted = picture.paint(live.columns());
    let frame = |size| spectrogram(view, &[], 0.0, words, theme).frame(size);
    on_plot(canvas, frame, |context, plot| {
        let drawn = painted.and_then(|()| picture.draw(context, plot, edge_s));
        note(drawn.map_err(|thrown| PlotError::Drawing(format!("{thrown:?}"))));
    });
}
