//! The charts of a sound, one above the other.

use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::GUTTER;
use super::overlay::Explained;
use crate::app::canvas::{self, Easel};
use crate::app::look::{Looks, Track};
use crate::app::session::SharedSound;
use crate::app::views::chart_canvas::ChartCanvas;
use crate::app::views::takeaway::Pictures;
use crate::app::views::{charts as theme, state, words};
use crate::engine::protocol::{Look, LookedAt, Spread, Traces};
use crate::plot::axis::plain;
use crate::plot::{
    Axis, Chart, ColourMap, CurveTrack, GridTrack, Rect, Scale, Stretch, Surroundings, WaveTrack,
    level_of,
};

/// The lowest frequency of a spectrogram whose axis does not begin at zero, in Hz.
const LOWEST_HZ: f32 = 50.0;
/// What MFCCs are drawn between: the strongest colours.
const MFCC_LIMIT: f32 = 60.0;
const CLASSES: [&str; 12] = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/// Waveform, spectrogram, and the tracks that the visitor wants.
#[component]
pub fn Stack(title: Memo<String>) -> impl IntoView {
    let state = state();
    let explorer = state.explorer;
    let tracks = Memo::new(move |_| explorer.looks.with(|looks| looks.tracks.clone()));
    let words = words();
    let named =
        move |what: &'static str| Signal::derive(move || (words.explorer.of)(what, &title.get()));
    Effect::new(move |_| {
        let wants = tracks.with(|tracks| tracks.iter().any(|track| *track != Track::Pitch));
        if wants && state.shown_sound().with(Option::is_some) {
            explorer.trace();
        }
    });
    view! {
        <ChartCanvas
            name="waveform"
            label=named(words.explorer.waveform)
            told_elsewhere=true
            draw=draw_waveform
        />
        <ChartCanvas
            name="spectrogram"
            label=named(words.explorer.spectrogram)
            told_elsewhere=true
            draw=draw_spectrogram
        />
        <For each=move || tracks.get() key=|track| *track let:track>
            <ChartCanvas
                name=track.key()
                label=named(words.track(track))
                told_elsewhere=true
                draw=move |easel: &Easel| draw_track(easel, track)
            />
        </For>
    }
}

/// What stands in the stack, from top to bottom.
pub fn pictures() -> Pictures {
    let explorer = state().explorer;
    let all = words();
    Signal::derive(move || {
        let track = |track: &Track| (track.key(), all.track(*track));
        let always =
            [("waveform", all.explorer.waveform), ("spectrogram", all.explorer.spectrogram)];
        let tracks = |looks: &Looks| looks.tracks.iter().map(track).collect::<Vec<_>>();
        always.into_iter().chain(explorer.looks.with(tracks)).collect()
    })
}

/// What is around a chart of the stack; the lowest one has the times.
fn around(has_times: bool) -> Surroundings {
    let stretch = state().explorer.outlook.get().stretch();
    Surroundings { stretch, has_times, gutter: GUTTER, terms: words().charts.terms }
}

fn is_lowest(track: Option<Track>) -> bool {
    state().explorer.looks.with(|looks| looks.tracks.last().copied() == track)
}

fn put(easel: &Easel<'_>, chart: &impl Chart) {
    easel.put(chart, &theme());
}

fn draw_waveform(easel: &Easel<'_>) {
    state().shown_sound().with(|sound| {
        let Some(sound) = sound else { return };
        let peak = sound.samples.iter().fold(0.05_f32, |peak, s| peak.max(s.abs()));
        let chart = WaveTrack {
            samples: &sound.samples,
            rate_hz: sound.rate_hz,
            first_s: 0.0,
            limit: f64::from(peak),
            around: around(false),
        };
        put(easel, &chart);
    });
}

fn draw_spectrogram(easel: &Easel<'_>) {
    let state = state();
    let around = around(is_lowest(None));
    let sound = state.shown_sound().get();
    let Some(sound) = sound else { return };
    let looks = state.explorer.looks.get();
    let map = looks.colours.map(theme().levels);
    let nothing = spectrogram(&look_at(&sound, &looks, &around, (1, 1)), None, map, around.clone());
    let plot = nothing.frame(easel.size()).plot;
    let look = look_at(&sound, &looks, &around, pixels_of(plot));
    if let Easel::Canvas(_) = easel {
        state.explorer.want(look);
    }
    state.explorer.seen.with(|seen| {
        let fits = |seen: &&LookedAt| {
            (seen.look.spread, seen.look.low_hz, seen.look.high_hz)
                == (look.spread, look.low_hz, look.high_hz)
        };
        let seen = seen.as_ref().filter(fits);
        let spectrogram = spectrogram(&look, seen, map, around);
        state.explorer.why.with(|why| put(easel, &Explained { spectrogram, why: why.as_ref() }));
        if let Easel::Canvas(canvas) = easel {
            describe(canvas, plot, &look, seen.is_some_and(|seen| seen.look == look));
        }
    });
}

/// Columns and rows for every device pixel of the data.
fn pixels_of(plot: Rect) -> (u32, u32) {
    let device = |pixels: f64| (pixels * canvas::density()).round().max(1.0) as u32;
    (device(plot.width), device(plot.height))
}

fn look_at(
    sound: &SharedSound,
    looks: &Looks,
    around: &Surroundings,
    (columns, rows): (u32, u32),
) -> Look {
    let Stretch { from_s, to_s } = around.stretch;
    let top_db = sound.spectrogram.top_db;
    let lowest_hz = if looks.spread == Spread::Linear { 0.0 } else { LOWEST_HZ };
    Look {
        from_s,
        to_s,
        columns: looks.columns(to_s - from_s, columns),
        rows,
        spread: looks.spread,
        low_hz: looks.low_hz.max(lowest_hz),
        high_hz: looks.high_hz.min(sound.rate_hz as f32 / 2.0),
        window_ms: looks.window_ms,
        floor_db: top_db - looks.range_db,
        top_db,
    }
}

fn spectrogram<'a>(
    look: &Look,
    seen: Option<&'a LookedAt>,
    map: ColourMap,
    around: Surroundings,
) -> GridTrack<'a> {
    let scale = match look.spread {
        Spread::Mel => Scale::Mel,
        Spread::Linear => Scale::Linear,
        Spread::Log => Scale::Log,
    };
    let said = |db: f32| plain(f64::from(db), 1.0);
    let (low_hz, high_hz) = (f64::from(look.low_hz), f64::from(look.high_hz));
    GridTrack {
        levels: seen.map_or(&[], |seen| seen.levels.as_slice()),
        rows: seen.map_or(0, |seen| seen.look.rows as usize),
        first_s: seen.map_or(0.0, |seen| seen.first_s),
        hop_s: seen.map_or(1.0, |seen| seen.hop_s),
        rows_axis: Axis::frequency(scale, low_hz, high_hz).labelled(around.terms.frequency),
        map,
        range: (said(look.floor_db), format!("{} dB", said(look.top_db))),
        values: (look.floor_db.into(), look.top_db.into()),
        around,
    }
}

/// What tests and the read-out need to find their way on the picture.
fn describe(canvas: &HtmlCanvasElement, plot: Rect, look: &Look, is_seen: bool) {
    let Rect { left, top, width, height } = plot;
    let facts = [
        ("data-plot", format!("{left},{top},{width},{height}")),
        ("data-seen", is_seen.to_string()),
        ("data-from-s", look.from_s.to_string()),
        ("data-to-s", look.to_s.to_string()),
    ];
    for (name, value) in facts {
        // Only a name that is no name is refused.
        let _ = canvas.set_attribute(name, &value);
    }
}

/// The axis of a spectrogram as the visitor looks at it.
pub fn frequency_axis(sound: &SharedSound, looks: &Looks, stretch: Stretch) -> Axis {
    let around = Surroundings { stretch, ..around(false) };
    let look = look_at(sound, looks, &around, (1, 1));
    spectrogram(&look, None, ColourMap::Grey, around).rows_axis
}

fn draw_track(easel: &Easel<'_>, track: Track) {
    let state = state();
    let around = around(is_lowest(Some(track)));
    if track == Track::Pitch {
        return state.shown_sound().with(|sound| {
            if let Some(sound) = sound {
                draw_pitch(easel, sound, around);
            }
        });
    }
    let words = &words().charts;
    state.explorer.traces.with(|traces| {
        let nothing =
            Traces { hop_s: 1.0, energy_db: vec![], zcr: vec![], mfcc: vec![], chroma: vec![] };
        let traces = traces.as_ref().unwrap_or(&nothing);
        let curve = |values, axis, around| CurveTrack { values, hop_s: traces.hop_s, axis, around };
        match track {
            Track::Energy => {
                let axis = Axis::linear(words.energy, -80.0, 0.0);
                put(easel, &curve(traces.energy_db.as_slice(), axis, around));
            }
            Track::Zcr => {
                let axis = Axis::percent(words.zcr);
                put(easel, &curve(traces.zcr.as_slice(), axis, around));
            }
            Track::Mfcc => {
                let values = (-MFCC_LIMIT, MFCC_LIMIT);
                let levels = levels(&traces.mfcc, values);
                let names = (1..=Traces::COEFFICIENTS).map(|n| n.to_string());
                let axis = Axis::names("MFCC", names);
                put(easel, &grid(&levels, values, traces.hop_s, axis, theme().signed, around));
            }
            Track::Chroma | Track::Pitch => {
                let values = (0.0, 1.0);
                let levels = levels(&traces.chroma, values);
                let axis = Axis::names("Chroma", CLASSES);
                put(easel, &grid(&levels, values, traces.hop_s, axis, theme().levels, around));
            }
        }
    });
}

fn levels(values: &[f32], (floor, top): (f32, f32)) -> Vec<u8> {
    values.iter().map(|value| level_of(*value, floor, top)).collect()
}

/// Twelve rows over the whole sound, of values between two limits.
fn grid(
    levels: &[u8],
    values: (f32, f32),
    hop_s: f64,
    rows_axis: Axis,
    map: ColourMap,
    around: Surroundings,
) -> GridTrack<'_> {
    let (from, to) = (f64::from(values.0), f64::from(values.1));
    let range = (plain(from, 1.0), plain(to, 1.0));
    let values = (from, to);
    GridTrack { levels, rows: 12, first_s: 0.0, hop_s, rows_axis, map, range, values, around }
}

/// F0 on an axis of octaves around what is voiced.
fn draw_pitch(easel: &Easel<'_>, sound: &SharedSound, around: Surroundings) {
    let voiced = || sound.pitch_hz.iter().copied().filter(|hz| *hz > 0.0).map(f64::from);
    let (low, high) = (voiced().fold(f64::INFINITY, f64::min), voiced().fold(0.0, f64::max));
    let (low, high) = if high > 0.0 { (low, high) } else { (75.0, 300.0) };
    let widen = (2.0 / (high / low)).sqrt().max(1.12);
    let axis = Axis::frequency(Scale::Log, low / widen, high * widen);
    let values: Vec<f32> =
        sound.pitch_hz.iter().map(|hz| if *hz > 0.0 { *hz } else { f32::NAN }).collect();
    let axis = axis.labelled(words().charts.pitch);
    put(easel, &CurveTrack { values: &values, hop_s: sound.pitch_hop_s, axis, around });
}
