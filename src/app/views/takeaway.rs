//! What a stage shows, in numbers and as files.

use std::rc::Rc;

use leptos::prelude::*;

use super::behind::{Behind, Draw};
use super::chart_canvas::{Gallery, save_buttons};
use super::words;
use crate::app::canvas::Easel;

/// Charts on a stage: their names, and what a person calls them.
pub type Pictures = Signal<Vec<(&'static str, &'static str)>>;

/// The charts in tables, folded away: a stage may be a slider, where no table can be.
#[component]
pub fn InNumbers(pictures: Pictures) -> impl IntoView {
    let gallery = Gallery::of_page();
    let table = move |(name, what): (&'static str, &'static str)| {
        let draw = Draw::from(move |easel: &Easel<'_>| {
            if let Some(exhibit) = gallery.find(name) {
                exhibit.put(easel);
            }
        });
        view! { <Behind name=name label=Signal::stored(what.to_owned()) draw=draw named=true /> }
    };
    view! {
        <details class="tools" data-testid="in-numbers">
            <summary>{words().save.in_numbers}</summary>
            {move || pictures.get().into_iter().map(table).collect_view()}
        </details>
    }
}

/// The charts as files, and what else there is to take along, folded away.
#[component]
pub fn Takeaway(
    pictures: Pictures,
    /// What the files' names begin with.
    title: Signal<String>,
    /// Lines for what is no picture.
    #[prop(optional)]
    more: Vec<AnyView>,
) -> impl IntoView {
    let gallery = Gallery::of_page();
    let words = &words().save;
    let picture = move |(name, what): (&'static str, &'static str)| {
        let save = move |kind| {
            if let Some(exhibit) = gallery.find(name) {
                exhibit.save(format!("{} {what}", title.get_untracked()).trim(), kind);
            }
        };
        line(what, save_buttons(Signal::stored(what.to_owned()), Rc::new(save)))
    };
    view! {
        <details class="tools" data-testid="save">
            <summary>{words.heading}</summary>
            <div class="takeaway">
                {move || pictures.get().into_iter().map(picture).collect_view()}
                {more}
                <p class="aside">{words.aside}</p>
            </div>
        </details>
    }
}

/// A line with a button that saves something.
pub fn save_line(what: &'static str, format: &'static str, save: Box<dyn Fn()>) -> AnyView {
    let label = (words().save.as_what)(what, format);
    let button = view! {
        <button type="button" class="save" aria-label=label on:click=move |_| save()>
            {format}
        </button>
    };
    line(what, button.into_any())
}

fn line(what: &'static str, buttons: AnyView) -> AnyView {
    view! { <p><span>{what}</span>{buttons}</p> }.into_any()
}
