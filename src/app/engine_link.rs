//! A worker with an engine in it, and the talk with it.

use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::browser::{absolute, property, words_of};
use super::choice::Device;
use super::manifest::EngineFiles;
use super::trouble::{Reason, Trouble};
use crate::engine::protocol::{Reply, Request};

/// What comes out of a worker.
pub enum Word {
    /// Bytes of its module so far.
    Progress(f64),
    /// The engine listens.
    Started,
    /// The engine speaks.
    Reply(Reply),
    /// The worker is of no more use.
    Broken(Trouble),
}

/// A worker with an engine in it; dropping the link ends the worker.
pub struct EngineLink {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl EngineLink {
    /// Starts a worker that fetches an engine; `hear` gets every word of it.
    ///
    /// # Errors
    /// [`Trouble::Engine`] if the browser starts no worker.
    pub fn start(
        device: Device,
        script: &str,
        files: &EngineFiles,
        hear: impl Fn(Word) + Clone + 'static,
    ) -> Result<Self, Trouble> {
        let broken = move |why: Reason| Trouble::Engine(device, why);
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&absolute(script), &options)
            .map_err(|thrown| broken(Reason::Said(words_of(&thrown))))?;

        let tell = hear.clone();
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(word) = word_of(&event.data(), broken) {
                tell(word);
            }
        });
        let on_error = Closure::new(move |event: ErrorEvent| {
            // A script that cannot be fetched is an event without a message.
            let message = property(&event, "message").and_then(|m| m.as_string());
            hear(Word::Broken(broken(message.map_or(Reason::NoScript, Reason::Said))));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker
            .post_message(&addresses(files))
            .map_err(|thrown| broken(Reason::Said(words_of(&thrown))))?;
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a request; its bytes are moved, not copied.
    ///
    /// # Errors
    /// [`Trouble::Language`] if the request cannot be encoded or posted.
    pub fn send(&self, request: &Request) -> Result<(), Trouble> {
        let bytes =
            postcard::to_stdvec(request).map_err(|error| Trouble::Language(error.to_string()))?;
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        self.worker
            .post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer))
            .map_err(|thrown| Trouble::Language(words_of(&thrown)))
    }
}

impl Drop for EngineLink {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// The one message to the start script: `{js, wasm, bytes}`.
fn addresses(files: &EngineFiles) -> JsValue {
    let message = Object::new();
    let fields = [
        ("js", absolute(&files.js).into()),
        ("wasm", absolute(&files.wasm).into()),
        ("bytes", JsValue::from_f64(files.bytes as f64)),
    ];
    for (name, value) in fields {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&message, &name.into(), &value);
    }
    message.into()
}

fn word_of(data: &JsValue, broken: impl Fn(Reason) -> Trouble) -> Option<Word> {
    if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
        return Some(match postcard::from_bytes(&Uint8Array::new(buffer).to_vec()) {
            Ok(reply) => Word::Reply(reply),
            Err(error) => Word::Broken(Trouble::Language(error.to_string())),
        });
    }
    if let Some(error) = property(data, "error") {
        return Some(Word::Broken(broken(Reason::Said(words_of(&error)))));
    }
    if let Some(loaded) = property(data, "loaded").and_then(|loaded| loaded.as_f64()) {
        return Some(Word::Progress(loaded));
    }
    property(data, "ready").map(|_| Word::Started)
}
