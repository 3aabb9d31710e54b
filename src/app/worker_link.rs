//! A worker with a module of ours in it, and the talk with it.

use std::marker::PhantomData;

use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::browser::{absolute, property, words_of};
use super::manifest::EngineFiles;
use super::trouble::{Reason, Trouble};

/// What comes out of a worker that answers with `R`.
pub enum Word<R> {
    /// Bytes of its module so far.
    Progress(f64),
    /// The module listens.
    Started,
    /// The module speaks.
    Reply(R),
    /// The worker is of no more use.
    Broken(Trouble),
}

/// A worker that is asked with `Q`; dropping the link ends the worker.
pub struct WorkerLink<Q> {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
    _asked_with: PhantomData<Q>,
}

impl<Q: Serialize> WorkerLink<Q> {
    /// Starts a worker that fetches a module; `hear` gets every word of it, and `broken` says what
    /// it means when it is of no use.
    ///
    /// # Errors
    /// What `broken` says, if the browser starts no worker.
    pub fn start<R: DeserializeOwned>(
        script: &str,
        files: &EngineFiles,
        broken: impl Fn(Reason) -> Trouble + Copy + 'static,
        hear: impl Fn(Word<R>) + Clone + 'static,
    ) -> Result<Self, Trouble> {
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
        Ok(Self { worker, _on_message: on_message, _on_error: on_error, _asked_with: PhantomData })
    }

    /// Sends a request; its bytes are moved, not copied.
    ///
    /// # Errors
    /// [`Trouble::Language`] if the request cannot be encoded or posted.
    pub fn send(&self, request: &Q) -> Result<(), Trouble> {
        let bytes =
            postcard::to_stdvec(request).map_err(|error| Trouble::Language(error.to_string()))?;
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        self.worker
            .post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer))
            .map_err(|thrown| Trouble::Language(words_of(&thrown)))
    }
}

impl<Q> Drop for WorkerLink<Q> {
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

fn word_of<R: DeserializeOwned>(
    data: &JsValue,
    broken: impl Fn(Reason) -> Trouble,
) -> Option<Word<R>> {
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
