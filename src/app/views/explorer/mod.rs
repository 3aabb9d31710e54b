//! The sound on the page: its tracks over one time axis, to be zoomed, selected, heard and judged.

mod actions;
mod overlay;
mod save;
mod selection;
mod stack;
mod surface;
mod tools;

use leptos::prelude::*;

use super::headline::Headline;
use super::takeaway::InNumbers;
use super::windows::Windows;
use super::{state, words};
use crate::app::session::{Session, SharedSound, Title};
use actions::{Actions, Reasons};
use save::Save;
use selection::Selection;
use stack::{Stack, pictures};
use surface::Surface;
use tools::Tools;

/// Pixels left of all charts' data, so that their times stand one above the other.
pub const GUTTER: f64 = 46.0;
/// Pixels right of all charts' data, as every chart's frame leaves them.
pub const RIGHT: f64 = 16.0;

/// Caption, tracks, windows, selection, and the ways of looking.
#[component]
pub fn ExplorerView() -> impl IntoView {
    let state = state();
    let sound = state.shown_sound();
    let length_s = move || sound.with(|sound| sound.as_ref().map_or(0.0, SharedSound::seconds));
    let words = words();
    let title = Memo::new(move |_| {
        let title = |session: &Session| Some(words.title(&session.shown.as_ref()?.title));
        state.session.with(title).unwrap_or_default()
    });
    let is_example = Memo::new(move |_| {
        let title = |session: &Session| session.shown.as_ref().map(|shown| shown.title.clone());
        matches!(state.session.with(title), Some(Title::Example(_)))
    });
    let under_pointer = RwSignal::new(None::<String>);
    let margins = format!("margin-left:{GUTTER}px;margin-right:{RIGHT}px");
    view! {
        <div class="sheet">
            <p class="caption">
                <span class="caption-title">{title}</span>
                <span class="caption-length">{move || words.numerals.clock(length_s())}</span>
                <Show when=move || is_example.get()>
                    <span class="caption-note" data-testid="synthetic">{words.titles.synthetic}</span>
                </Show>
                <output class="readout" data-testid="readout" aria-hidden="true">
                    {move || under_pointer.get()}
                </output>
                <Headline />
            </p>
            <Surface under_pointer=under_pointer>
                <Stack title=title />
            </Surface>
            <div style=margins>
                <Windows />
            </div>
            <Selection />
            <Actions />
            <Reasons />
            <Tools />
            <InNumbers pictures=pictures() />
            <Save title=title />
        </div>
    }
}
