//! Sounds that the system hands to the installed page: opened with it, or shared to it.

use js_sys::{Array, Function, Promise, decode_uri_component};
use leptos::prelude::window;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File, FilePropertyBag, Response};

use super::browser::{ask, property};

/// Where the service worker lays a shared sound.
const SHARED_SOUND: &str = "shared/sound";
/// How the service worker calls the page that is to take it.
const SHARED_PAGE: &str = "?shared";

/// Takes the sound that the page was opened for, and those that come later.
pub fn receive(take: impl Fn(File) + Copy + 'static) {
    receive_opened(take);
    if window().location().search().is_ok_and(|search| search == SHARED_PAGE) {
        spawn_local(async move {
            if let Some(file) = shared().await {
                take(file);
            }
            forget_address();
        });
    }
}

/// Listens to the browser's launch queue (Web App Launch Handler API), where there is one.
fn receive_opened(take: impl Fn(File) + Copy + 'static) {
    let Some(queue) = property(&window(), "launchQueue") else { return };
    let Some(Ok(consume)) = property(&queue, "setConsumer").map(JsValue::dyn_into::<Function>)
    else {
        return;
    };
    let consumer = Closure::<dyn FnMut(JsValue)>::new(move |launch: JsValue| {
        let files = property(&launch, "files").map(|files| Array::from(&files));
        let Some(handle) = files.and_then(|files| files.iter().next()) else { return };
        spawn_local(async move {
            if let Some(file) = ask(&handle, "getFile", &Array::new()).await {
                take(file.unchecked_into());
            }
        });
    });
    let _ = consume.call1(&queue, consumer.as_ref());
    consumer.forget();
}

/// The sound that was shared, once; none if there was no room for it.
async fn shared() -> Option<File> {
    let response = fetched(window().fetch_with_str(SHARED_SOUND)).await?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return None;
    }
    let title = response.headers().get("X-Title").ok()??;
    let title = decode_uri_component(&title).map_or(title, String::from);
    let sound: Blob = fetched(response.blob().ok()?).await?.unchecked_into();
    let options = FilePropertyBag::new();
    options.set_type(&sound.type_());
    File::new_with_blob_sequence_and_options(&Array::of1(&sound), &title, &options).ok()
}

async fn fetched(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}

/// Whoever reloads the page, or keeps its address, does not mean the sound.
fn forget_address() {
    let here = window().location().pathname().unwrap_or_default();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&here));
    }
}
