//! The charts as a surface: a click moves the cursor, a drag selects, two fingers or the wheel
//! zoom, and everything goes by keyboard, too.

use std::collections::BTreeMap;

use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::stack::frequency_axis;
use super::{GUTTER, RIGHT};
use crate::app::look::selection;
use crate::app::session::SharedSound;
use crate::app::state::State;
use crate::app::views::{state, words};
use crate::plot::Stretch;

/// Seconds that an arrow key moves the cursor.
const STEP_S: f64 = 0.1;
/// How much more is seen after one step of zooming out.
const ZOOM: f64 = 1.5;
/// Pixels that a pointer may tremble without dragging.
const TREMBLE: f64 = 4.0;

/// Pointers on the surface, and where the first one came down.
#[derive(Default)]
struct Hands {
    down: BTreeMap<i32, f64>,
    began_s: f64,
    began_x: f64,
    drags: bool,
}

/// The surface around its charts.
#[component]
pub fn Surface(under_pointer: RwSignal<Option<String>>, children: Children) -> impl IntoView {
    let state = state();
    let sound = state.shown_sound();
    let explorer = state.explorer;
    let length_s = move || sound.with(|sound| sound.as_ref().map_or(0.0, SharedSound::seconds));
    let position_s = state.player.position_s;
    let words = words();
    let clock = |at_s| words.numerals.clock(at_s);
    let element = NodeRef::<Div>::new();
    let place = move |client_x: i32| Place::of(&element, client_x);
    let hands = StoredValue::new(Hands::default());

    let press = move |event: PointerEvent| {
        let Some(place) = place(event.client_x()).filter(|_| event.button() == 0) else { return };
        if let Some(element) = element.get_untracked() {
            // Without the capture, a drag ends at the edge; no more is lost.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        let at_s = place.seconds(explorer.outlook.get_untracked().stretch());
        hands.update_value(|hands| {
            hands.down.insert(event.pointer_id(), place.x);
            if hands.down.len() == 1 {
                *hands = Hands { began_s: at_s, began_x: place.x, ..std::mem::take(hands) };
                hands.drags = false;
            }
        });
    };
    let drag = move |event: PointerEvent| {
        let Some(place) = place(event.client_x()) else { return };
        under_pointer.set(read_out(state, place, &event));
        hands.update_value(|hands| {
            let before = hands.down.clone();
            let Some(x) = hands.down.get_mut(&event.pointer_id()) else { return };
            *x = place.x;
            match before.len() {
                1 => select(state, hands, place, length_s()),
                _ => pinch(state, &before, &hands.down, place.width),
            }
        });
    };
    let release = move |event: PointerEvent| {
        let Some(place) = place(event.client_x()) else { return };
        hands.update_value(|hands| {
            let alone = hands.down.len() == 1;
            if hands.down.remove(&event.pointer_id()).is_some() && alone && !hands.drags {
                explorer.select(None);
                state.seek(place.seconds(explorer.outlook.get_untracked().stretch()));
            }
        });
    };
    let lose = move |event: PointerEvent| {
        hands.update_value(|hands| {
            hands.down.remove(&event.pointer_id());
        });
    };
    let wheel = move |event: WheelEvent| {
        if let Some(place) = place(event.client_x()) {
            turn(state, place, &event);
        }
    };
    let key = move |event: KeyboardEvent| press_key(state, &event, length_s());
    let share = move |at_s: f64| {
        let Stretch { from_s, to_s } = explorer.outlook.get().stretch();
        (at_s - from_s) / (to_s - from_s).max(1e-9)
    };
    let cursor = move || {
        let share = share(position_s.get());
        let seen = if (0.0..=1.0).contains(&share) { "" } else { ";visibility:hidden" };
        format!("left:calc({GUTTER}px + (100% - {}px) * {share:.5}){seen}", GUTTER + RIGHT)
    };
    let shade = move || {
        explorer.selected.get().map(|part| {
            let (from, to) = (share(part.from_s).clamp(0.0, 1.0), share(part.to_s).clamp(0.0, 1.0));
            let room = format!("(100% - {}px)", GUTTER + RIGHT);
            let style = format!(
                "left:calc({GUTTER}px + {room} * {from:.5});width:calc({room} * {:.5})",
                to - from
            );
            view! { <div class="shade" style=style aria-hidden="true"></div> }
        })
    };
    Effect::new(move |_| {
        let at_s = position_s.get();
        if state.player.playing.get() {
            let outlook = explorer.outlook.get_untracked();
            let follows = outlook.follow(at_s);
            if follows != outlook {
                explorer.outlook.set(follows);
            }
        }
    });
    view! {
        <div
            class="scrubber"
            node_ref=element
            tabindex="0"
            role="slider"
            aria-label=words.explorer.position
            aria-description=words.explorer.keys
            aria-valuemin="0"
            aria-valuemax=move || format!("{:.2}", length_s())
            aria-valuenow=move || format!("{:.2}", position_s.get())
            aria-valuetext=move || (words.explorer.place)(&clock(position_s.get()), &clock(length_s()))
            on:pointerdown=press
            on:pointermove=drag
            on:pointerup=release
            on:pointercancel=lose
            on:pointerleave=move |_| under_pointer.set(None)
            on:wheel=wheel
            on:keydown=key
        >
            {children()}
            {shade}
            <div class="cursor" style=cursor aria-hidden="true"></div>
        </div>
    }
}

/// A place on the data of the charts.
#[derive(Clone, Copy)]
struct Place {
    /// Pixels from the left edge of the data.
    x: f64,
    /// Width of the data in pixels.
    width: f64,
}

impl Place {
    fn of(element: &NodeRef<Div>, client_x: i32) -> Option<Self> {
        let rect = element.get_untracked()?.get_bounding_client_rect();
        let x = f64::from(client_x) - rect.left() - GUTTER;
        Some(Self { x, width: (rect.width() - GUTTER - RIGHT).max(1.0) })
    }

    fn seconds(self, stretch: Stretch) -> f64 {
        stretch.from_s + self.x / self.width * stretch.seconds()
    }
}

/// A drag with one pointer selects.
fn select(state: State, hands: &mut Hands, place: Place, length_s: f64) {
    hands.drags |= (place.x - hands.began_x).abs() > TREMBLE;
    if hands.drags {
        let to_s = place.seconds(state.explorer.outlook.get_untracked().stretch());
        state.explorer.select(selection(hands.began_s, to_s, length_s));
    }
}

/// Two fingers zoom by their distance and pan by their middle.
fn pinch(state: State, before: &BTreeMap<i32, f64>, now: &BTreeMap<i32, f64>, width: f64) {
    let span = |fingers: &BTreeMap<i32, f64>| {
        let (least, most) = fingers
            .values()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), x| (l.min(*x), m.max(*x)));
        ((least + most) / 2.0, (most - least).max(10.0))
    };
    let ((was, apart), (is, wider)) = (span(before), span(now));
    state.explorer.outlook.update(|outlook| {
        let stretch = outlook.stretch();
        let around_s = stretch.from_s + was / width * stretch.seconds();
        let zoomed = outlook.zoom(around_s, apart / wider);
        *outlook = zoomed.pan((was - is) / width * zoomed.stretch().seconds());
    });
}

/// The wheel zooms with Ctrl (as a touchpad's pinch says it) and pans sideways or with Shift; else
/// the page scrolls.
fn turn(state: State, place: Place, event: &WheelEvent) {
    let outlook = state.explorer.outlook;
    let stretch = outlook.get_untracked().stretch();
    let sideways = if event.shift_key() { event.delta_y() } else { event.delta_x() };
    if event.ctrl_key() || event.meta_key() {
        event.prevent_default();
        let factor = (event.delta_y().clamp(-100.0, 100.0) / 200.0).exp();
        outlook.update(|outlook| *outlook = outlook.zoom(place.seconds(stretch), factor));
    } else if sideways.abs() > event.delta_y().abs() || event.shift_key() {
        event.prevent_default();
        outlook
            .update(|outlook| *outlook = outlook.pan(sideways / place.width * stretch.seconds()));
    }
}

fn press_key(state: State, event: &KeyboardEvent, end_s: f64) {
    // The browser's own: back, zoom.
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let now_s = state.player.position_s.get_untracked();
    let explorer = state.explorer;
    let zoom = |factor| explorer.outlook.update(|outlook| *outlook = outlook.zoom(now_s, factor));
    let to_s = match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => now_s - STEP_S,
        "ArrowRight" | "ArrowUp" => now_s + STEP_S,
        "PageDown" => now_s - 10.0 * STEP_S,
        "PageUp" => now_s + 10.0 * STEP_S,
        "Home" => 0.0,
        "End" => end_s,
        "+" | "=" => return zoom(1.0 / ZOOM),
        "-" => return zoom(ZOOM),
        "0" => return zoom(f64::INFINITY),
        "Escape" => return explorer.select(None),
        _ => return,
    };
    event.prevent_default();
    if event.shift_key() {
        let fixed_s = explorer.selected.get_untracked().map_or(now_s, |part| {
            // The end that the cursor is not at stays.
            if (part.from_s - now_s).abs() < (part.to_s - now_s).abs() {
                part.to_s
            } else {
                part.from_s
            }
        });
        explorer.select(selection(fixed_s, to_s.clamp(0.0, end_s), end_s));
    }
    state.seek(to_s);
    explorer.outlook.update(|outlook| *outlook = outlook.follow(to_s.clamp(0.0, end_s)));
}

/// Time, frequency and level under the pointer, and the pitch there.
fn read_out(state: State, place: Place, event: &PointerEvent) -> Option<String> {
    let sound = state.shown_sound().get_untracked()?;
    let explorer = state.explorer;
    let stretch = explorer.outlook.get_untracked().stretch();
    let at_s = place.seconds(stretch);
    if !(0.0..=place.width).contains(&place.x) {
        return None;
    }
    let numerals = &state.tongue.words().numerals;
    let mut words = vec![format!("{} s", numerals.decimal(at_s, 3))];
    if let Some((hz, level_db)) = spectrogram_under(state, &sound, at_s, event) {
        words.push(format!("{} Hz", numerals.decimal(hz, 0)));
        words.extend(level_db.map(|db| format!("{} dB", numerals.decimal(db.into(), 0))));
    }
    let pitch = sound.pitch_hz.get((at_s / sound.pitch_hop_s).round() as usize);
    words.extend(pitch.filter(|hz| **hz > 0.0).map(|hz| format!("F0 {hz:.0} Hz")));
    Some(words.join("  "))
}

/// Frequency and level where the pointer is on the spectrogram.
fn spectrogram_under(
    state: State,
    sound: &SharedSound,
    at_s: f64,
    event: &PointerEvent,
) -> Option<(f64, Option<f32>)> {
    let canvas: Element = event.target()?.dyn_into().ok()?;
    if !canvas.class_list().contains("spectrogram") {
        return None;
    }
    let plot: Vec<f64> =
        canvas.get_attribute("data-plot")?.split(',').filter_map(|n| n.parse().ok()).collect();
    let [_, top, _, height] = plot.as_slice() else { return None };
    let y = f64::from(event.client_y()) - canvas.get_bounding_client_rect().top();
    let up = 1.0 - (y - top) / height;
    if !(0.0..1.0).contains(&up) {
        return None;
    }
    let explorer = state.explorer;
    let stretch = explorer.outlook.get_untracked().stretch();
    let hz =
        explorer.looks.with_untracked(|looks| frequency_axis(sound, looks, stretch).value_at(up));
    let level_db = explorer.seen.with_untracked(|seen| {
        let seen = seen.as_ref()?;
        let column = ((at_s - seen.first_s) / seen.hop_s).round();
        let rows = seen.look.rows as usize;
        let index =
            (column >= 0.0).then(|| column as usize * rows + (up * rows as f64) as usize)?;
        let level = f32::from(*seen.levels.get(index)?);
        Some(seen.look.floor_db + level / 255.0 * (seen.look.top_db - seen.look.floor_db))
    });
    Some((hz, level_db))
}
