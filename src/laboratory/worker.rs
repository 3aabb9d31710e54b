//! The laboratory behind a worker's wire.

use super::protocol::{Job, Reply, Request};
use super::scratch;
use super::session::Session;
use crate::engine::protocol::Fault;
use crate::engine::session::{NamedDevice, Wire};
use crate::engine::worker::{self, Ask, Serve, Tell};

/// Opens a device and a file for what is measured, then lets a laboratory answer the page's messages
/// for as long as the worker lives.
pub fn run(device: impl Future<Output = Result<NamedDevice, String>> + 'static) {
    let opening = async { Ok((device.await?, scratch::open().await)) };
    worker::run(opening, |(device, shelf), wire| Session::new(device, wire).with_shelf(shelf));
}

impl Ask for Request {
    fn cancels(&self) -> Option<Job> {
        match self {
            Self::Cancel { job } => Some(*job),
            _ => None,
        }
    }
}

impl Tell for Reply {
    fn failed(_: Fault, sentence: String) -> Self {
        Self::Failed { job: None, sentence }
    }
}

impl<W: Wire<Reply>> Serve<Request> for Session<W> {
    async fn serve(&mut self, request: Request) {
        self.answer(request).await;
    }
}
