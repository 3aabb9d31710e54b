//! A canvas that is drawn again whenever its chart, its size or its screen changes.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ResizeObserver;

use super::behind::{Behind, Draw};
use super::{charts, words};
use crate::app::canvas::{self, Easel};
use crate::app::download::{self, Kind};

/// A canvas with a chart; below it the table behind it and the buttons that save it. `draw` is
/// called in a reactive context: what it reads, it follows.
#[component]
pub fn ChartCanvas(
    /// What a screen reader says of it, and what it is called when it is saved.
    #[prop(into)]
    label: Signal<String>,
    /// Its name for tests, its class, and the name by which others find it.
    name: &'static str,
    /// Draws the chart.
    #[prop(into)]
    draw: Draw,
    /// Whether table and buttons are elsewhere.
    #[prop(optional)]
    told_elsewhere: bool,
    /// A canvas over it, on which something runs.
    #[prop(optional)]
    over: Option<NodeRef<Canvas>>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let shape = RwSignal::new(0_u32);
    watch_size(canvas, shape);
    watch_fonts(shape);
    let owner = Owner::current().unwrap_or_default();
    let exhibit = Exhibit { name, canvas, over, draw: draw.clone(), owner };
    Gallery::of_page().hang(exhibit.clone());
    let behind = draw.clone();
    Effect::new(move |_| {
        shape.track();
        // What has no size yet is drawn when it has one.
        if let Some(canvas) = canvas.get().filter(|canvas| canvas::size_of(canvas).width > 0.0) {
            draw.on(&Easel::Canvas(&canvas));
        }
    });
    let below = move || {
        view! {
            <div class="below">
                <Behind name=name label=label draw=behind />
                {save_buttons(label, Rc::new(move |kind| exhibit.save(&label.get_untracked(), kind)))}
            </div>
        }
    };
    view! {
        <canvas node_ref=canvas class=name data-testid=name role="img" aria-label=label></canvas>
        {over.map(|over| {
            view! { <canvas node_ref=over class=format!("{name} over") aria-hidden="true"></canvas> }
        })}
        {(!told_elsewhere).then(below)}
    }
}

/// A chart on the page.
#[derive(Clone)]
pub struct Exhibit {
    name: &'static str,
    canvas: NodeRef<Canvas>,
    over: Option<NodeRef<Canvas>>,
    draw: Draw,
    /// Whose contexts the drawing asks for.
    owner: Owner,
}

impl Exhibit {
    /// Puts the chart on an easel.
    pub fn put(&self, easel: &Easel<'_>) {
        self.owner.with(|| self.draw.on(easel));
    }

    /// Hands the chart to the visitor.
    pub fn save(&self, stem: &str, kind: Kind) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        if kind == Kind::Svg {
            let document = Easel::Document(canvas::size_of(&canvas), RefCell::default());
            untrack(|| self.put(&document));
            if let Easel::Document(_, svg) = document {
                download::save(stem, kind, svg.into_inner().as_bytes());
            }
        } else {
            let ground = self.owner.with(|| untrack(charts)).ground.to_string();
            let over = self.over.and_then(|over| over.get_untracked());
            canvas::note(download::save_canvas(stem, &canvas, over.as_ref(), &ground));
        }
    }
}

/// The charts on the page, to be found by their names; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Gallery(StoredValue<Vec<Exhibit>, LocalStorage>);

impl Gallery {
    /// Without a chart.
    pub fn new() -> Self {
        Self(StoredValue::new_local(Vec::new()))
    }

    /// That of the page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Hangs up a chart until its view goes.
    fn hang(self, exhibit: Exhibit) {
        let draw = StoredValue::new_local(exhibit.draw.clone());
        self.0.update_value(|exhibits| exhibits.push(exhibit));
        on_cleanup(move || {
            let Some(draw) = draw.try_get_value() else { return };
            self.0.try_update_value(|exhibits| exhibits.retain(|other| !other.draw.is(&draw)));
        });
    }

    /// The newest chart of this name.
    pub fn find(self, name: &str) -> Option<Exhibit> {
        self.0.with_value(|all| all.iter().rev().find(|exhibit| exhibit.name == name).cloned())
    }
}

/// Two buttons that save a chart of this title.
pub fn save_buttons(title: Signal<String>, save: Rc<dyn Fn(Kind)>) -> AnyView {
    let words = &words().save;
    let button = |(kind, format): (Kind, &'static str)| {
        let save = save.clone();
        view! {
            <button
                type="button"
                class="save"
                aria-label=move || (words.as_what)(&title.get(), format)
                on:click=move |_| save(kind)
            >
                {format}
            </button>
        }
    };
    let buttons = [(Kind::Png, "PNG"), (Kind::Svg, "SVG")].map(button).collect_view();
    view! { <span class="saves">{buttons}</span> }.into_any()
}

/// Counts up `shape` whenever the canvas has another size, until the view goes.
fn watch_size(canvas: NodeRef<Canvas>, shape: RwSignal<u32>) {
    type Watch = (ResizeObserver, Closure<dyn FnMut()>);
    let watch: StoredValue<Option<Watch>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let changed = Closure::<dyn FnMut()>::new(move || {
            shape.try_update(|count| *count = count.wrapping_add(1));
        });
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&canvas);
            watch.set_value(Some((observer, changed)));
        }
    });
    on_cleanup(move || {
        if let Some(Some((observer, _))) = watch.try_update_value(Option::take) {
            observer.disconnect();
        }
    });
}

/// Text on a canvas does not wait for its typeface: draw again once it is there.
fn watch_fonts(shape: RwSignal<u32>) {
    let Ok(ready) = document().fonts().ready() else { return };
    spawn_local(async move {
        if JsFuture::from(ready).await.is_ok() {
            shape.try_update(|count| *count = count.wrapping_add(1));
        }
    });
}
