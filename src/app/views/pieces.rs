//! Pieces of views, each made once: what a piece says and does comes as values, so that the page
//! does not carry a copy of it for every place.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::focus::keep_focus;

/// Something to do.
pub type Deed = Arc<dyn Fn() + Send + Sync>;
/// Words of now, if there are any.
pub type Said = Signal<Option<String>>;

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What is to be done next.
    Main,
    /// Anything else.
    Plain,
}

/// A button.
pub fn button(
    test_id: &'static str,
    look: Signal<Look>,
    label: Signal<String>,
    disabled: Signal<bool>,
    deed: Deed,
) -> AnyView {
    let is_main = Signal::derive(move || look.get() == Look::Main);
    view! {
        <button
            type="button"
            class="again"
            class:record=is_main
            data-testid=test_id
            disabled=disabled
            on:click=move |_| deed()
        >
            {label}
        </button>
    }
    .into_any()
}

/// A button that always says and looks the same.
pub fn plain_button(
    test_id: &'static str,
    look: Look,
    label: &'static str,
    disabled: Signal<bool>,
    deed: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let label = Signal::stored(label.to_owned());
    button(test_id, Signal::stored(look), label, disabled, Arc::new(deed))
}

/// Buttons side by side.
pub fn row(pieces: Vec<AnyView>) -> AnyView {
    view! { <div class="stand-tools">{pieces}</div> }.into_any()
}

/// A view that is there only while something holds.
pub fn when(holds: Signal<bool>, make: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let make: Arc<dyn Fn() -> AnyView + Send + Sync> = Arc::new(make);
    made_when(holds, make)
}

fn made_when(holds: Signal<bool>, make: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    // Made anew only when it changes, not whenever it is asked.
    let holds = Memo::new(move |_| holds.get());
    (move || holds.get().then(|| make())).into_any()
}

/// A line of words; read out as they change where it has the role "status" or "alert".
pub fn line(
    test_id: &'static str,
    class: &'static str,
    role: Option<&'static str>,
    said: Said,
) -> AnyView {
    view! { <p class=class role=role data-testid=test_id>{said}</p> }.into_any()
}

/// A bar; there only while there is something to show.
pub fn bar(label: &'static str, share: Signal<Option<f64>>) -> AnyView {
    let is_there = Signal::derive(move || share.get().is_some());
    when(is_there, move || {
        let value = Signal::derive(move || format!("{:.3}", share.get().unwrap_or_default()));
        view! { <progress max="1" value=value aria-label=label></progress> }.into_any()
    })
}

/// One of several ways, with what it means.
pub struct Way {
    /// Its name in the document.
    pub value: &'static str,
    /// Its name.
    pub title: &'static str,
    /// What it means.
    pub means: &'static str,
    /// Whether it is chosen.
    pub is_chosen: Signal<bool>,
    /// Chooses it.
    pub choose: Deed,
}

/// Several ways, of which one is chosen.
pub fn ways(
    name: &'static str,
    legend: &'static str,
    disabled: Signal<bool>,
    ways: Vec<Way>,
) -> AnyView {
    let way = |way: Way| {
        let Way { value, title, means, is_chosen, choose } = way;
        view! {
            <label class="lab-option">
                <input
                    type="radio"
                    name=name
                    value=value
                    data-testid=format!("{name}-{value}")
                    prop:checked=is_chosen
                    disabled=disabled
                    on:change=move |_| {
                        keep_focus();
                        choose();
                    }
                />
                <span>
                    <strong>{title}</strong>
                    <span class="faint">{means}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="lab-options">
            <legend>{legend}</legend>
            {ways.into_iter().map(way).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// A table: a row has a name and cells.
pub fn table(
    test_id: &'static str,
    caption: Signal<String>,
    head: Vec<&'static str>,
    rows: Signal<Vec<Vec<String>>>,
) -> AnyView {
    let head = head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let name = cells.next().unwrap_or_default();
        let key = name.clone();
        view! {
            <tr data-row=key>
                <th scope="row">{name}</th>
                {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="figures-table" tabindex="0" role="region" aria-label=caption>
            <table data-testid=test_id>
                <caption>{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
