//! Small questions to the browser, with Rust answers.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::{document, request_animation_frame, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, File, FileList, ReadableStreamDefaultReader, RequestCache, RequestInit, Response, Url,
};

use super::fleet::Adapter;
use super::manifest;
use super::trouble::{Asset, Reason, Trouble};

/// What a thrown value says, in words.
pub fn words_of(thrown: &JsValue) -> String {
    let message = Reflect::get(thrown, &"message".into()).ok().and_then(|m| m.as_string());
    message.or_else(|| thrown.as_string()).unwrap_or_else(|| format!("{thrown:?}"))
}

/// The name of a thrown exception: "NotAllowedError", ….
pub fn name_of(thrown: &JsValue) -> String {
    let name = Reflect::get(thrown, &"name".into()).ok().and_then(|name| name.as_string());
    name.unwrap_or_default()
}

/// A property of an object that the typed bindings do not know.
pub fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method that the typed bindings do not know, and waits for its promise.
pub async fn ask(of: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let method: Function = property(of, method)?.dyn_into().ok()?;
    let promise: Promise = method.apply(of, arguments).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok().filter(|value| !value.is_null())
}

/// Reads a file.
///
/// # Errors
/// The browser's own words.
pub async fn bytes_of(file: &File) -> Result<Vec<u8>, String> {
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|thrown| words_of(&thrown))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// What was kept under a key on an earlier visit.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a word for the next visit; a browser that keeps nothing is no trouble.
pub fn remember(key: &str, word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, word);
    }
}

/// Keeps a word no longer.
pub fn forget(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key);
    }
}

/// Time since the page began, in milliseconds.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Lets so many milliseconds go by.
pub async fn pause(ms: i32) {
    let over = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _ = JsFuture::from(over).await;
}

/// Whether the visitor asked their system for less motion.
pub fn wants_stillness() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// The microphones that the browser shows: identity and name. Names are empty until the visitor
/// has allowed a microphone once.
pub async fn microphones() -> Vec<(String, String)> {
    let Ok(devices) = window().navigator().media_devices() else { return Vec::new() };
    let Ok(asked) = devices.enumerate_devices() else { return Vec::new() };
    let Ok(devices) = JsFuture::from(asked).await else { return Vec::new() };
    let of_audio = |device: JsValue| -> Option<(String, String)> {
        let word = |name: &str| property(&device, name).and_then(|value| value.as_string());
        (word("kind")? == "audioinput").then_some((word("deviceId")?, word("label")?))
    };
    Array::from(&devices).iter().filter_map(of_audio).collect()
}

/// Brings a part of the page into view with the next frame, when it is in the document.
pub fn show_place(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            element.scroll_into_view();
        }
    });
}

/// Brings an element into view, and moves the page no further than that takes.
pub fn bring_into_view(element: &Element) {
    let (way, scroll) = (Object::new(), property(element, "scrollIntoView"));
    // A browser that refuses leaves the page where it is.
    let _ = Reflect::set(&way, &"block".into(), &"nearest".into());
    if let Some(Ok(scroll)) = scroll.map(JsCast::dyn_into::<Function>) {
        let _ = scroll.call1(element, &way);
    }
}

/// The files of a list.
pub fn files_of(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.get(i)).collect()
}

/// Takes an element out of the document.
pub fn remove_element(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.remove();
    }
}

/// An address relative to the page in full, as a worker needs it.
pub fn absolute(url: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    Url::new_with_base(url, &base).map_or_else(|_| url.to_owned(), |url| url.href())
}

/// Fetches a file.
///
/// # Errors
/// [`Trouble::Fetch`] if nothing comes, or not with status 200.
pub async fn fetch_bytes(what: Asset, url: &str) -> Result<Vec<u8>, Trouble> {
    fetch(what, url, RequestCache::Default, &mut |_| {}).await
}

/// Fetches a file whose hash is known; a copy on the way that is another file is passed by.
/// `progress` hears the count of bytes so far.
///
/// # Errors
/// [`Trouble::Fetch`] if nothing comes, [`Trouble::Damaged`] if it is not the file.
pub async fn fetch_asset(
    what: Asset,
    asset: &manifest::Asset,
    mut progress: impl FnMut(f64),
) -> Result<Vec<u8>, Trouble> {
    let mut got = String::new();
    for cache in [RequestCache::Default, RequestCache::Reload] {
        let bytes = fetch(what, &asset.url, cache, &mut progress).await?;
        match integrity(&bytes).await {
            Some(other) if other != asset.integrity => got = other,
            // Where the browser does not hash, the engine still finds what is damaged.
            _ => return Ok(bytes),
        }
    }
    Err(Trouble::Damaged { what, expected: asset.integrity.clone(), got })
}

/// The hash of some bytes as `manifest.json` has it; none on an address that is not secure.
async fn integrity(bytes: &[u8]) -> Option<String> {
    let subtle = property(&property(&window(), "crypto")?, "subtle")?;
    let arguments = Array::of2(&"SHA-256".into(), &Uint8Array::from(bytes));
    let digest = Uint8Array::new(&ask(&subtle, "digest", &arguments).await?).to_vec();
    let latin: String = digest.into_iter().map(char::from).collect();
    Some(format!("sha256-{}", window().btoa(&latin).ok()?))
}

async fn fetch(
    what: Asset,
    url: &str,
    cache: RequestCache,
    progress: &mut dyn FnMut(f64),
) -> Result<Vec<u8>, Trouble> {
    let failed = |why: Reason| Trouble::Fetch(what, why);
    let said = |thrown: JsValue| failed(Reason::Said(words_of(&thrown)));
    let options = RequestInit::new();
    options.set_cache(cache);
    let response =
        JsFuture::from(window().fetch_with_str_and_init(url, &options)).await.map_err(said)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(failed(Reason::Status(response.status())));
    }
    let body = response.body().ok_or_else(|| failed(Reason::Nothing))?;
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(said)?;
        let Some(chunk) = property(&step, "value") else { return Ok(bytes) };
        bytes.extend(Uint8Array::new(&chunk).to_vec());
        progress(bytes.len() as f64);
    }
}

/// What graphics adapter the browser offers to WebGPU.
pub async fn adapter() -> Adapter {
    let Some(gpu) = property(&window().navigator(), "gpu") else { return Adapter::NoWebGpu };
    let Some(adapter) = ask(&gpu, "requestAdapter", &Array::new()).await else {
        return Adapter::NotOffered;
    };
    // The flag has moved from the adapter to its info (WebGPU, 2025).
    let flag = |of: Option<JsValue>| {
        of.and_then(|of| property(&of, "isFallbackAdapter")).is_some_and(|flag| flag.is_truthy())
    };
    if flag(property(&adapter, "info")) || flag(Some(adapter)) {
        Adapter::Software
    } else {
        Adapter::Hardware
    }
}
