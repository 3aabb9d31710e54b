//! Many files on their way through the engine, one at a time.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::batch::{Batch, Due, Standing};
use super::browser::bytes_of;
use super::browser_decoder;
use super::choice::Device;
use super::engines::Engines;
use super::trouble::Trouble;
use crate::engine::protocol::{Job, Reply, Request};

/// The first of this module's jobs: between those of sounds and those of close looks.
const FIRST_JOB: Job = 1 << 30;
/// And the first that is not.
const END_JOB: Job = 1 << 31;

/// Takes files to the engine; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Batcher {
    /// The files.
    pub batch: RwSignal<Batch>,
    engines: Engines,
    desk: StoredValue<Desk, LocalStorage>,
}

/// The files themselves, and the one that is with an engine.
#[derive(Default)]
struct Desk {
    files: Vec<File>,
    last_job: Job,
    now: Option<Turn>,
    /// The engine that had the last file.
    listener: Option<Device>,
    /// Whether a microphone is open, which must not wait for files.
    rests: bool,
}

/// A file's turn.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Turn {
    due: Due,
    job: Job,
    device: Device,
    /// Whether the browser has decoded it already.
    decoded: bool,
}

impl Batcher {
    /// Without files.
    pub fn new(engines: Engines) -> Self {
        let desk = StoredValue::new_local(Desk::default());
        Self { batch: RwSignal::new(Batch::default()), engines, desk }
    }

    /// Takes files, after those that are there.
    pub fn add(self, files: Vec<File>) {
        self.batch.update(|batch| {
            for file in &files {
                batch.add(file.name());
            }
        });
        self.desk.update_value(|desk| desk.files.extend(files));
        self.go_on();
    }

    /// A file by its place in the order of arrival.
    pub fn file(self, index: usize) -> Option<File> {
        self.desk.with_value(|desk| desk.files.get(index).cloned())
    }

    /// What is not judged yet need not be.
    pub fn cancel(self) {
        if let Some(Some(turn)) = self.desk.try_update_value(|desk| desk.now.take()) {
            // An engine that cannot be told has nothing to forget.
            let _ = self.engines.send(turn.device, &Request::Cancel { job: turn.job });
        }
        self.batch.update(Batch::cancel);
    }

    /// Forgets all files.
    pub fn clear(self) {
        self.cancel();
        self.desk.update_value(|desk| desk.files.clear());
        self.batch.update(Batch::clear);
    }

    /// Takes the visitor's word that one person speaks in all files, or that whoever likes does; the
    /// engine knows it already.
    pub fn set_one_voice(self, on: bool) {
        self.batch.update(|batch| batch.set_one_voice(on));
        self.go_on();
    }

    /// Another engine or another model listens from now on.
    pub fn other_listens(self) {
        self.batch.update(Batch::other_listens);
    }

    /// Goes on, or rests while a microphone is open.
    pub fn work(self, is_free: bool) {
        self.desk.update_value(|desk| desk.rests = !is_free);
        self.go_on();
    }

    /// Sends the next file, if an engine works and has none.
    fn go_on(self) {
        let device = self.engines.decision.with_untracked(|decision| decision.device);
        let can_take = self.desk.with_value(|desk| desk.now.is_none() && !desk.rests);
        let Some(device) = device.filter(|_| can_take) else { return };
        let former = self.desk.try_update_value(|desk| desk.listener.replace(device)).flatten();
        if former.is_some_and(|former| former != device) {
            self.other_listens();
        }
        let Some(Some(due)) = self.batch.try_update(Batch::take_next) else { return };
        let Some(file) = self.file(due.index) else { return };
        let turn = self.begin(due, device, false);
        spawn_local(async move {
            let request = match Trouble::check_size(file.size()) {
                Ok(()) => bytes_of(&file).await.map_err(Trouble::Unreadable),
                Err(trouble) => Err(trouble),
            };
            let request = request.map(|file| Request::JudgeFile {
                job: turn.job,
                file,
                again: turn.due.again,
            });
            self.send(turn, request);
        });
    }

    fn begin(self, due: Due, device: Device, decoded: bool) -> Turn {
        let job = self.desk.try_update_value(|desk| {
            let next = desk.last_job.wrapping_add(1);
            desk.last_job = if (FIRST_JOB..END_JOB).contains(&next) { next } else { FIRST_JOB };
            desk.last_job
        });
        let turn = Turn { due, job: job.unwrap_or(FIRST_JOB), device, decoded };
        self.desk.update_value(|desk| desk.now = Some(turn));
        turn
    }

    fn send(self, turn: Turn, request: Result<Request, Trouble>) {
        if self.now() != Some(turn) {
            return;
        }
        if let Err(trouble) = request.and_then(|request| self.engines.send(turn.device, &request)) {
            self.settle(turn, Standing::Failed(trouble));
        }
    }

    fn now(self) -> Option<Turn> {
        self.desk.with_value(|desk| desk.now)
    }

    /// A file is through; the next one's turn.
    fn settle(self, turn: Turn, standing: Standing) {
        self.desk.update_value(|desk| desk.now = None);
        self.batch.update(|batch| batch.settle(turn.due, standing));
        self.go_on();
    }

    /// An engine is lost: its file waits for another.
    pub fn lose(self, device: Device) {
        if let Some(turn) = self.now().filter(|turn| turn.device == device) {
            self.desk.update_value(|desk| desk.now = None);
            self.batch.update(|batch| batch.settle(turn.due, Standing::Waiting));
        }
    }

    /// Takes a reply that is meant for it. Returns the others.
    ///
    /// # Errors
    /// The reply, if it is not about one of many files.
    pub fn hear(self, reply: Reply) -> Result<(), Box<Reply>> {
        let job = match &reply {
            Reply::Judged { job, .. } | Reply::Failed { job: Some(job), .. } => *job,
            _ => return Err(Box::new(reply)),
        };
        if !(FIRST_JOB..END_JOB).contains(&job) {
            return Err(Box::new(reply));
        }
        let Some(turn) = self.now().filter(|turn| turn.job == job) else { return Ok(()) };
        match reply {
            Reply::Judged { judgement, seconds, stretches, .. } => {
                self.settle(turn, Standing::Heard { judgement, seconds, stretches });
            }
            Reply::Failed { fault, sentence, .. } => {
                let refusal = Trouble::Sound(fault, sentence);
                if fault.may_be_of_another_format() && !turn.decoded {
                    self.decode(turn, refusal);
                } else {
                    self.settle(turn, Standing::Failed(refusal));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The engine cannot read a file; the browser may know its format.
    fn decode(self, turn: Turn, refusal: Trouble) {
        let Some(file) = self.file(turn.due.index) else { return };
        spawn_local(async move {
            let decoded = match bytes_of(&file).await {
                Ok(bytes) => browser_decoder::decode(&bytes).await.map_err(|why| match why {
                    Trouble::Unreadable(_) => refusal,
                    too_long => too_long,
                }),
                Err(why) => Err(Trouble::Unreadable(why)),
            };
            if self.now() != Some(turn) {
                return;
            }
            match decoded {
                Ok((samples, rate_hz)) => {
                    let turn = self.begin(turn.due, turn.device, true);
                    let (job, again) = (turn.job, turn.due.again);
                    self.send(turn, Ok(Request::Judge { job, rate_hz, samples, again }));
                }
                Err(trouble) => self.settle(turn, Standing::Failed(trouble)),
            }
        });
    }
}
