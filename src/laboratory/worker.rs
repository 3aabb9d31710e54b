//! The laboratory behind a worker's wire.

use super::protocol::{Job, Reply, Request};
use super::session::Session;
use crate::engine::protocol::Fault;
use crate::engine::session::Wire;
use crate::engine::worker::{Ask, Serve, Tell};

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
