//! Two sounds side by side, on one clock and one scale.

use leptos::prelude::*;

use super::chart_canvas::ChartCanvas;
use super::explorer::GUTTER;
use super::mel_track::mel_track;
use super::{charts, state, words};
use crate::app::canvas::Easel;
use crate::app::focus::hand_focus_to;
use crate::app::format::certainty;
use crate::app::player::Player;
use crate::app::session::{SharedSound, Shown};
use crate::engine::protocol::{Judgement, SpectrogramView};
use crate::meaning::{Meaning, Meanings};
use crate::plot::{Stretch, Surroundings, WaveTrack};

/// The comparison, once a sound was kept for it.
#[component]
pub fn Compare() -> impl IntoView {
    let pinned = state().pinned;
    let is_there = Memo::new(move |_| pinned.with(Option::is_some));
    view! {
        <Show when=move || is_there.get()>
            <Pair />
        </Show>
    }
}

#[component]
fn Pair() -> impl IntoView {
    let state = state();
    let words = words();
    let left = Memo::new(move |_| state.pinned.get());
    let right = Memo::new(move |_| {
        let shown = state.session.with(|session| session.shown.clone())?;
        let same = left.with(|left| left.as_ref().is_some_and(|left| left.sound == shown.sound));
        (!same).then_some(shown)
    });
    let scale = Memo::new(move |_| {
        let both = [left.get(), right.get()];
        Scale::of(both.iter().flatten().map(|shown| &shown.sound))
    });
    let let_go = move |_| {
        // While the microphone is open, there is nothing to pin.
        hand_focus_to("[data-testid=pin], [data-testid=record]");
        state.let_go();
    };
    view! {
        <section class="compare" id="compare" aria-labelledby="compare-heading" data-testid="compare">
            <h2 id="compare-heading">{words.compare.heading}</h2>
            <div class="selection">
                <span>{words.compare.lead}</span>
                <button type="button" on:click=let_go>{words.compare.let_go}</button>
            </div>
            <div class="both">
                <Side shown=left scale=scale player=state.other_player names=["left-wave", "left-grid"] />
                <Side shown=right scale=scale player=state.player names=["right-wave", "right-grid"] />
            </div>
            <Show when=move || right.with(Option::is_some)>
                <Shares left=left right=right />
            </Show>
        </section>
    }
}

/// What both sounds are drawn by.
#[derive(Clone, Copy, PartialEq)]
struct Scale {
    /// The longer one's length, in seconds.
    seconds: f64,
    /// The louder one's peak.
    peak: f32,
    /// The louder one's brightest level, in decibels.
    top_db: f32,
}

impl Scale {
    fn of<'a>(sounds: impl Iterator<Item = &'a SharedSound>) -> Self {
        let silence = Self { seconds: 0.1, peak: 0.05, top_db: -100.0 };
        sounds.fold(silence, |scale, sound| Self {
            seconds: scale.seconds.max(sound.seconds()),
            peak: sound.samples.iter().fold(scale.peak, |peak, s| peak.max(s.abs())),
            top_db: scale.top_db.max(sound.spectrogram.top_db),
        })
    }
}

/// One of the two.
#[component]
fn Side(
    shown: Memo<Option<Shown>>,
    scale: Memo<Scale>,
    player: Player,
    names: [&'static str; 2],
) -> impl IntoView {
    let state = state();
    let words = words();
    let title = Signal::derive(move || {
        shown.with(|shown| shown.as_ref().map(|s| words.title(&s.title)).unwrap_or_default())
    });
    let named =
        move |what: &'static str| Signal::derive(move || (words.explorer.of)(what, &title.get()));
    let verdict = move || {
        let judgement = shown.with(|shown| shown.as_ref()?.judgement.clone())?;
        Some(words.verdict(judgement.verdict))
    };
    let style = move || {
        let judgement = shown.with(|shown| shown.as_ref()?.judgement.clone());
        let weight = 200.0 + 600.0 * judgement.as_ref().map_or(0.0, certainty);
        format!("font-weight:{weight:.0}")
    };
    let around = move |has_times: bool| {
        let stretch = Stretch { from_s: 0.0, to_s: scale.get().seconds };
        Surroundings { stretch, has_times, gutter: GUTTER, terms: words.charts.terms }
    };
    let wave = move |easel: &Easel| {
        let Some(Shown { sound, .. }) = shown.get() else { return };
        let limit = f64::from(scale.get().peak);
        let (samples, rate_hz) = (sound.samples.as_slice(), sound.rate_hz);
        let around = around(false);
        easel.put(&WaveTrack { samples, rate_hz, first_s: 0.0, limit, around }, &charts());
    };
    let grid = move |easel: &Easel| {
        let Some(Shown { sound, .. }) = shown.get() else { return };
        let (theme, top_db) = (charts(), scale.get().top_db);
        let levels = levels_on(&sound.spectrogram, top_db);
        let chart = mel_track(&sound.spectrogram, &levels, top_db, around(true), &theme);
        easel.put(&chart, &theme);
    };
    let press = move || if player.playing.get() { words.dock.pause } else { words.dock.play };
    let [wave_name, grid_name] = names;
    view! {
        <div class="side">
            <Show
                when=move || shown.with(Option::is_some)
                fallback=move || view! { <p class="wait">{words.compare.wait}</p> }
            >
                <h3>{title}</h3>
                <p class="side-answer">
                    <span class="side-word" style=style>{verdict}</span>
                    <button
                        type="button"
                        class="save"
                        aria-label=move || format!("{}: {}", press(), title.get())
                        on:click=move |_| state.note(player.toggle())
                    >
                        {press}
                    </button>
                </p>
                <ChartCanvas name=wave_name label=named(words.explorer.waveform) draw=wave />
                <ChartCanvas name=grid_name label=named(words.explorer.spectrogram) draw=grid />
            </Show>
        </div>
    }
}

/// Levels of a picture on a scale that ends at another level.
fn levels_on(view: &SpectrogramView, top_db: f32) -> Vec<u8> {
    let step = 255.0 / (view.top_db - view.floor_db).max(1.0);
    let lower = ((top_db - view.top_db) * step).round().clamp(0.0, 255.0) as u8;
    view.levels.iter().map(|level| level.saturating_sub(lower)).collect()
}

/// The probabilities of both in a table.
#[component]
fn Shares(left: Memo<Option<Shown>>, right: Memo<Option<Shown>>) -> impl IntoView {
    let words = words();
    let title = move |shown: Memo<Option<Shown>>| {
        move || shown.with(|shown| shown.as_ref().map(|shown| words.title(&shown.title)))
    };
    let cell = move |shown: Memo<Option<Shown>>, label: Meaning| {
        let of = move |judgement: &Judgement| judgement.share(label);
        let share = move || shown.with(|shown| shown.as_ref()?.judgement.as_ref().map(of));
        let style = move || {
            format!("color:var(--{});--share:{:.4}", label.ink_name(), share().unwrap_or_default())
        };
        view! {
            <td>
                <span class="pair-bar" style=style aria-hidden="true"></span>
                <span class="pair-value">{move || share().map(|s| words.numerals.percent(s))}</span>
            </td>
        }
    };
    let row = move |label: Meaning| {
        view! {
            <tr>
                <th scope="row">{words.label(label)}</th>
                {cell(left, label)}
                {cell(right, label)}
            </tr>
        }
    };
    // Each may have been judged by another model.
    let labels = move || {
        let own = |shown: Memo<Option<Shown>>| {
            let own = |shown: &Shown| Some(shown.judgement.as_ref()?.labels.own().to_vec());
            shown.with(|shown| shown.as_ref().and_then(own)).unwrap_or_default()
        };
        Meanings::with([own(left), own(right)].concat())
    };
    view! {
        <table class="pair-table">
            <caption>{words.compare.shares}</caption>
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{title(left)}</th>
                    <th scope="col">{title(right)}</th>
                </tr>
            </thead>
            <tbody>{move || labels().iter().map(row).collect_view().into_any()}</tbody>
        </table>
    }
}
