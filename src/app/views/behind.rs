//! The table behind a picture: the same in numbers, for who cannot see it or wants to read it off.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use web_sys::Element;

use super::words;
use crate::app::canvas::Easel;
use crate::plot::Table;

/// What puts a chart on an easel; one type for all charts, so that the page carries one view of
/// them.
#[derive(Clone)]
pub struct Draw(Rc<dyn Fn(&Easel<'_>)>);

impl Draw {
    /// Puts the chart there.
    pub fn on(&self, easel: &Easel<'_>) {
        (self.0)(easel);
    }

    /// Whether it is the very same.
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<F: Fn(&Easel<'_>) + 'static> From<F> for Draw {
    fn from(draw: F) -> Self {
        Self(Rc::new(draw))
    }
}

/// The table of a chart, folded away. It is made when it is unfolded, and follows the chart from
/// then on.
#[component]
pub fn Behind(
    /// The chart's name.
    name: &'static str,
    /// What a person calls it.
    label: Signal<String>,
    /// Puts it there.
    draw: Draw,
    /// Whether its name stands on it: where no picture is near that has one.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let draw = StoredValue::new_local(draw);
    let words = &words().save;
    let said = move || (words.numbers_of)(&label.get());
    let table =
        move || is_open.get().then(|| draw.with_value(numbers_of).map(|table| grid(table, said())));
    view! {
        <details
            class="behind"
            data-testid=format!("numbers-{name}")
            on:toggle=move |event| {
                is_open.set(event_target::<Element>(&event).has_attribute("open"));
            }
        >
            <summary aria-label=said>
                {move || if named { label.get() } else { words.in_numbers.to_owned() }}
            </summary>
            {table}
        </details>
    }
}

fn numbers_of(draw: &Draw) -> Option<Table> {
    let paper = Easel::Numbers(RefCell::default());
    draw.on(&paper);
    match paper {
        Easel::Numbers(table) => table.into_inner(),
        Easel::Canvas(_) | Easel::Document(..) => None,
    }
}

fn grid(Table { head, rows }: Table, caption: String) -> impl IntoView {
    let label = caption.clone();
    let heading = |name: String| view! { <th scope="col">{name}</th> };
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let first = cells.next();
        view! {
            <tr>
                <th scope="row">{first}</th>
                {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="figures-table" tabindex="0" role="region" aria-label=label>
            <table>
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{head.into_iter().map(heading).collect_view()}</tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
