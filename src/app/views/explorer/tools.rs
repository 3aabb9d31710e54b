//! The ways of looking, folded away until they are wanted.

use leptos::prelude::*;

use crate::app::look::{Colours, Looks, Outlook, Track};
use crate::app::views::{state, words};
use crate::engine::protocol::Spread;

/// Zoom, tracks, axis, window, range, colours.
#[component]
pub fn Tools() -> impl IntoView {
    let explorer = state().explorer;
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
    let kilohertz = |hz: f32| format!("{} kHz", numerals.short(f64::from(hz) / 1e3));
    let every = |ms: f32| match ms > 0.0 {
        true => format!("{ms} ms"),
        false => words.every_pixel.to_owned(),
    };
    let spread = |spread: Spread| all.spread(spread).to_owned();
    let colours = |colours: Colours| all.colours(colours).to_owned();
    let pickers = [
        picker(words.frequencies, &[Spread::Mel, Spread::Linear, Spread::Log], spread, |looks| {
            &mut looks.spread
        }),
        picker(words.from, &Looks::LOWEST_HZ, |hz| format!("{hz:.0} Hz"), |l| &mut l.low_hz),
        picker(words.up_to, &Looks::HIGHEST_HZ, kilohertz, |looks| &mut looks.high_hz),
        picker(words.window, &Looks::WINDOWS_MS, |ms| format!("{ms} ms"), |l| &mut l.window_ms),
        picker(words.hop, &Looks::HOPS_MS, every, |looks| &mut looks.hop_ms),
        picker(words.range, &Looks::RANGES_DB, |db| format!("{db} dB"), |l| &mut l.range_db),
        picker(words.colours, &Colours::ALL, colours, |looks| &mut looks.colours),
    ];
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
                {pickers}
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

/// A list of values for one of the ways of looking.
fn picker<T: PartialEq + Copy + Send + Sync + 'static>(
    name: &'static str,
    values: &'static [T],
    words: impl Fn(T) -> String,
    place: fn(&mut Looks) -> &mut T,
) -> AnyView {
    let explorer = state().explorer;
    let chosen = Signal::derive(move || {
        let now = *place(&mut explorer.looks.get());
        values.iter().position(|value| *value == now)
    });
    let choose = move |index: usize| {
        if let Some(value) = values.get(index) {
            explorer.change(|looks| *place(looks) = *value);
        }
    };
    select(name, values.iter().copied().map(words).collect(), chosen, Box::new(choose))
}

/// A list of words to choose one from, by its place.
fn select(
    name: &'static str,
    words: Vec<String>,
    chosen: Signal<Option<usize>>,
    choose: Box<dyn Fn(usize)>,
) -> AnyView {
    let option = |(i, word): (usize, String)| {
        view! { <option value=i prop:selected=move || chosen.get() == Some(i)>{word}</option> }
    };
    let options = words.into_iter().enumerate().map(option).collect_view();
    let take = move |event: web_sys::Event| {
        if let Ok(index) = event_target_value(&event).parse() {
            choose(index);
        }
    };
    view! {
        <label>
            <span>{name}</span>
            <select on:change=take>{options}</select>
        </label>
    }
    .into_any()
}
