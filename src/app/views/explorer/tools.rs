//! The ways of looking, folded away until they are wanted.

use std::fmt::Debug;

use leptos::prelude::*;

use crate::app::look::{Colours, Looks, Outlook, Track};
use crate::app::views::{state, words};
use crate::engine::protocol::Spread;

/// Zoom, tracks, axis, window, range, colours.
#[component]
pub fn Tools() -> impl IntoView {
    let explorer = state().explorer;
    let looks = explorer.looks;
    let outlook = explorer.outlook;
    let all = words();
    let (words, numerals) = (&all.tools, &all.numerals);
    let middle_s = move |outlook: Outlook| {
        let stretch = outlook.stretch();
        (stretch.from_s + stretch.to_s) / 2.0
    };
    let zoom = move |factor: f64| {
        outlook.update(|outlook| *outlook = outlook.zoom(middle_s(*outlook), factor));
    };
    let seen = move || {
        let stretch = outlook.get().stretch();
        (words.seen)(&numerals.clock(stretch.from_s), &numerals.clock(stretch.to_s))
    };
    let hertz = |hz: f32| format!("{} kHz", numerals.short(f64::from(hz) / 1e3));
    view! {
        <details class="tools" data-testid="tools">
            <summary>{words.heading}</summary>
            <div class="wishes">
                <div class="zoom" role="group" aria-label=words.zoom>
                    <button type="button" aria-label=words.less on:click=move |_| zoom(0.5)>"+"</button>
                    <button type="button" aria-label=words.more on:click=move |_| zoom(2.0)>"−"</button>
                    <button
                        type="button"
                        disabled=move || outlook.get().is_whole()
                        on:click=move |_| zoom(f64::INFINITY)
                    >
                        {words.all}
                    </button>
                    <output data-testid="outlook">{seen}</output>
                </div>
                <fieldset>
                    <legend>{words.tracks}</legend>
                    {Track::ALL.map(|track| view! { <TrackBox track=track /> }).collect_view()}
                </fieldset>
                <Picker
                    name=words.frequencies
                    values=vec![Spread::Mel, Spread::Linear, Spread::Log]
                    words=|spread| all.spread(spread).to_owned()
                    chosen=Signal::derive(move || looks.get().spread)
                    choose=move |spread| explorer.change(|looks| looks.spread = spread)
                />
                <Picker
                    name=words.from
                    values=Looks::LOWEST_HZ.to_vec()
                    words=|hz| format!("{hz:.0} Hz")
                    chosen=Signal::derive(move || looks.get().low_hz)
                    choose=move |hz| explorer.change(|looks| looks.low_hz = hz)
                />
                <Picker
                    name=words.up_to
                    values=Looks::HIGHEST_HZ.to_vec()
                    words=hertz
                    chosen=Signal::derive(move || looks.get().high_hz)
                    choose=move |hz| explorer.change(|looks| looks.high_hz = hz)
                />
                <Picker
                    name=words.window
                    values=Looks::WINDOWS_MS.to_vec()
                    words=|ms| format!("{ms} ms")
                    chosen=Signal::derive(move || looks.get().window_ms)
                    choose=move |ms| explorer.change(|looks| looks.window_ms = ms)
                />
                <Picker
                    name=words.hop
                    values=Looks::HOPS_MS.to_vec()
                    words=move |ms| {
                        if ms > 0.0 { format!("{ms} ms") } else { words.every_pixel.to_owned() }
                    }
                    chosen=Signal::derive(move || looks.get().hop_ms)
                    choose=move |ms| explorer.change(|looks| looks.hop_ms = ms)
                />
                <Picker
                    name=words.range
                    values=Looks::RANGES_DB.to_vec()
                    words=|db| format!("{db} dB")
                    chosen=Signal::derive(move || looks.get().range_db)
                    choose=move |db| explorer.change(|looks| looks.range_db = db)
                />
                <Picker
                    name=words.colours
                    values=Colours::ALL.to_vec()
                    words=|colours| all.colours(colours).to_owned()
                    chosen=Signal::derive(move || looks.get().colours)
                    choose=move |colours| explorer.change(|looks| looks.colours = colours)
                />
                <p class="aside">
                    {words.aside}
                </p>
            </div>
        </details>
    }
}

#[component]
fn TrackBox(track: Track) -> impl IntoView {
    let explorer = state().explorer;
    let checked = move || explorer.looks.with(|looks| looks.tracks.contains(&track));
    view! {
        <label>
            <input
                type="checkbox"
                prop:checked=checked
                on:change=move |_| explorer.change(|looks| looks.toggle(track))
            />
            <span>{words().track(track)}</span>
        </label>
    }
}

/// A list of values to choose one from.
#[component]
fn Picker<T: PartialEq + Copy + Debug + Send + Sync + 'static>(
    name: &'static str,
    values: Vec<T>,
    words: impl Fn(T) -> String + 'static,
    chosen: Signal<T>,
    choose: impl Fn(T) + 'static,
) -> impl IntoView {
    let options: Vec<_> = values
        .iter()
        .enumerate()
        .map(|(i, &value)| {
            let selected = move || chosen.get() == value;
            view! { <option value=i prop:selected=selected>{words(value)}</option> }
        })
        .collect();
    let take = move |event: web_sys::Event| {
        let index: Result<usize, _> = event_target_value(&event).parse();
        if let Some(value) = index.ok().and_then(|index| values.get(index)) {
            choose(*value);
        }
    };
    view! {
        <label>
            <span>{name}</span>
            <select on:change=take>{options}</select>
        </label>
    }
}
