//! The worker's end of the wire: messages in, messages out.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::protocol::{Fault, Job, Reply, Request};
use super::session::{NamedDevice, Session, Wire};

/// Opens a device, then answers the page's messages for as long as the worker lives.
///
/// Messages that come before the device is open wait for it.
pub fn run(device: impl Future<Output = Result<NamedDevice, String>> + 'static) {
    console_error_panic_hook::set_once();
    let wire = PageWire::new();
    let requests = wire.requests();
    spawn_local(async move {
        match device.await {
            Ok(device) => serve(Session::new(device, wire), requests).await,
            Err(sentence) => {
                wire.send(Reply::Failed { job: None, fault: Fault::Device, sentence });
            }
        }
    });
}

async fn serve(mut session: Session<PageWire>, mut requests: UnboundedReceiver<Request>) {
    while let Some(request) = requests.next().await {
        session.answer(request).await;
    }
}

/// The page behind `postMessage`.
#[derive(Clone)]
struct PageWire {
    scope: DedicatedWorkerGlobalScope,
    cancelled: Rc<RefCell<BTreeSet<Job>>>,
}

impl PageWire {
    fn new() -> Self {
        Self { scope: js_sys::global().unchecked_into(), cancelled: Rc::default() }
    }

    /// The page's requests in order; a job is cancelled the moment that its message comes.
    fn requests(&self) -> UnboundedReceiver<Request> {
        let (sender, receiver) = unbounded();
        let wire = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            match postcard::from_bytes(&bytes) {
                Ok(request) => {
                    if let Request::Cancel { job } = request {
                        wire.cancelled.borrow_mut().insert(job);
                    }
                    // The receiver lives as long as the worker does.
                    let _ = sender.unbounded_send(request);
                }
                Err(error) => wire.send(Reply::Failed {
                    job: None,
                    fault: Fault::Other,
                    sentence: format!("The engine got a message that it cannot read: {error}."),
                }),
            }
        });
        self.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        receiver
    }
}

impl Wire for PageWire {
    fn send(&self, reply: Reply) {
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
