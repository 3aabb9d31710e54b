//! A canvas that is drawn again whenever its chart, its size or its screen changes.

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlCanvasElement, ResizeObserver};

/// A canvas with a chart. `draw` is called in a reactive context: what it reads, it follows.
#[component]
pub fn ChartCanvas(
    /// What a screen reader says of it.
    #[prop(into)]
    label: Signal<String>,
    /// Its name for tests and its class.
    name: &'static str,
    /// Draws the chart.
    draw: impl Fn(&HtmlCanvasElement) + 'static,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let shape = RwSignal::new(0_u32);
    watch_size(canvas, shape);
    watch_fonts(shape);
    Effect::new(move |_| {
        shape.track();
        if let Some(canvas) = canvas.get() {
            draw(&canvas);
        }
    });
    view! { <canvas node_ref=canvas class=name data-testid=name role="img" aria-label=label></canvas> }
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
