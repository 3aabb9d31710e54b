//! The worker's end of the wire: messages in, messages out, whatever the worker is for.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::{Array, Promise, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::protocol::{self, Fault, Job};
use super::session::{Session, Wire};

/// What a worker is asked.
pub trait Ask: DeserializeOwned + 'static {
    /// The job that nobody wants any more, if that is what it says.
    fn cancels(&self) -> Option<Job>;
}

/// What a worker answers.
pub trait Tell: Serialize + 'static {
    /// That the worker is of no more use, or was asked for what it does not understand.
    fn failed(fault: Fault, sentence: String) -> Self;
}

/// Who answers in a worker.
pub trait Serve<Q> {
    /// Answers a request; every failure becomes a reply.
    fn serve(&mut self, request: Q) -> impl Future<Output = ()>;
}

/// Opens a device and whatever else a session needs, then lets the session answer the page's
/// messages for as long as the worker lives.
///
/// Messages that come before that is open wait for it.
pub fn run<D, Q: Ask, R: Tell, S: Serve<Q>>(
    opening: impl Future<Output = Result<D, String>> + 'static,
    session: impl FnOnce(D, PageWire<R>) -> S + 'static,
) {
    console_error_panic_hook::set_once();
    let wire = PageWire::new();
    let requests = wire.requests::<Q>();
    spawn_local(async move {
        match opening.await {
            Ok(opened) => serve(session(opened, wire), requests).await,
            Err(sentence) => wire.send(R::failed(Fault::Device, sentence)),
        }
    });
}

async fn serve<Q>(mut session: impl Serve<Q>, mut requests: UnboundedReceiver<Q>) {
    while let Some(request) = requests.next().await {
        session.serve(request).await;
    }
}

/// The page behind `postMessage`, which is told `R`.
pub struct PageWire<R> {
    scope: DedicatedWorkerGlobalScope,
    cancelled: Rc<RefCell<BTreeSet<Job>>>,
    told: PhantomData<R>,
}

impl<R> Clone for PageWire<R> {
    fn clone(&self) -> Self {
        let (scope, cancelled) = (self.scope.clone(), Rc::clone(&self.cancelled));
        Self { scope, cancelled, told: PhantomData }
    }
}

impl<R: Tell> PageWire<R> {
    fn new() -> Self {
        let scope = js_sys::global().unchecked_into();
        Self { scope, cancelled: Rc::default(), told: PhantomData }
    }

    /// The page's requests in order; a job is cancelled the moment that its message comes.
    fn requests<Q: Ask>(&self) -> UnboundedReceiver<Q> {
        let (sender, receiver) = unbounded();
        let wire = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            match postcard::from_bytes::<Q>(&bytes) {
                Ok(request) => {
                    wire.cancelled.borrow_mut().extend(request.cancels());
                    // The receiver lives as long as the worker does.
                    let _ = sender.unbounded_send(request);
                }
                Err(error) => wire.send(R::failed(
                    Fault::Other,
                    format!("The worker got a message that it cannot read: {error}."),
                )),
            }
        });
        self.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        receiver
    }
}

impl<R: Tell> Wire<R> for PageWire<R> {
    fn send(&self, reply: R) {
        let Ok(bytes) = postcard::to_stdvec(&reply) else { return };
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        // Only a buffer that is detached already cannot be transferred; this one is new.
        let _ = self.scope.post_message_with_transfer(&buffer, &Array::of1(&buffer));
    }

    fn is_cancelled(&self, job: Job) -> bool {
        self.cancelled.borrow().contains(&job)
    }

    async fn breathe(&self) {
        let soon = Promise::new(&mut |resolve, _| {
            let _ = self.scope.set_timeout_with_callback(&resolve);
        });
        let _ = JsFuture::from(soon).await;
    }

    fn now_ms(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now())
    }
}

impl Ask for protocol::Request {
    fn cancels(&self) -> Option<Job> {
        match self {
            Self::Cancel { job } => Some(*job),
            _ => None,
        }
    }
}

impl Tell for protocol::Reply {
    fn failed(fault: Fault, sentence: String) -> Self {
        Self::Failed { job: None, fault, sentence }
    }
}

impl<W: Wire<protocol::Reply>> Serve<protocol::Request> for Session<W> {
    async fn serve(&mut self, request: protocol::Request) {
        self.answer(request).await;
    }
}
