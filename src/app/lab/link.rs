//! The laboratory's module in its worker: fetched when it is first needed, asked, heard.

use leptos::prelude::*;

use super::mishap::Mishap;
use super::room::{DEVICE_KEY, LabRoom, Then};
use super::rules::Lab;
use super::work::Work;
use crate::app::browser::remember;
use crate::app::choice::Device;
use crate::app::trouble::{Asset, Reason, Trouble};
use crate::app::worker_link::{Word, WorkerLink};
use crate::corpus::Reason as LeftOutFor;
use crate::laboratory::protocol::{Reply, Request, VERSION, Why};

impl LabRoom {
    /// Does something once the module listens and knows what clips are to be measured as.
    pub(super) fn when_open(self, then: impl FnOnce() + 'static) {
        let name = self.measured_as();
        let is_open = self.desk.with_value(|desk| desk.opened_as.as_deref() == Some(&name));
        if is_open {
            return then();
        }
        let then: Then = Box::new(then);
        self.desk.update_value(|desk| desk.then = Some(then));
        if self.desk.with_value(|desk| desk.link.is_some()) {
            self.open_module();
        } else if let Err(trouble) = self.start_module() {
            self.lose(trouble);
        }
    }

    fn start_module(self) -> Result<(), Trouble> {
        let (files, script) = self.engines.laboratory(self.device()).ok_or_else(|| {
            let is_listed = self.engines.capture_url().is_some();
            self.lost(if is_listed { Reason::NotCarried } else { Reason::PageStarting })
        })?;
        self.lab.update(|lab| lab.work = Work::Fetching(0.0, files.bytes as f64));
        let link = WorkerLink::start(
            &script,
            &files,
            move |why| self.lost(why),
            move |word| self.hear_word(word),
        )?;
        self.desk.update_value(|desk| {
            desk.link = Some(link);
            desk.module_bytes = files.bytes as f64;
        });
        Ok(())
    }

    fn hear_word(self, word: Word<Reply>) {
        match word {
            Word::Progress(loaded) => {
                let total = self.desk.with_value(|desk| desk.module_bytes);
                self.lab.update(|lab| lab.work = Work::Fetching(loaded, total));
            }
            Word::Started => self.open_module(),
            Word::Reply(reply) => self.hear(reply),
            Word::Broken(trouble) => self.lose(trouble),
        }
    }

    fn open_module(self) {
        self.lab.update(|lab| lab.work = Work::Starting);
        let settings = self.lab.with_untracked(|lab| lab.settings.clone());
        let (preset, seed) = (settings.preset, settings.seed);
        self.ask(&Request::Open { version: VERSION, preset, seed });
    }

    /// The module listens.
    pub(super) fn opened(self) {
        let name = self.measured_as();
        self.lab.update(|lab| lab.rest(false));
        let then = self.desk.try_update_value(|desk| {
            desk.opened_as = Some(name);
            desk.then.take()
        });
        if let Some(Some(then)) = then {
            then();
        }
    }

    /// Sends a request; a module that cannot be told anything is lost.
    pub(super) fn ask(self, request: &Request) {
        let sent = self.desk.with_value(|desk| desk.link.as_ref().map(|link| link.send(request)));
        match sent {
            Some(Ok(())) => {}
            Some(Err(trouble)) => self.lose(trouble),
            None => self.lose(self.lost(Reason::NotRunning)),
        }
    }

    /// What the module computes on, or the next one will: what the visitor wants, where it is to be
    /// had.
    fn device(self) -> Device {
        let wanted = self.lab.with_untracked(|lab| lab.device);
        let adapter = untrack(|| self.engines.laboratory_adapter());
        adapter.map_or(Device::Cpu, |_| wanted)
    }

    /// Takes another device to compute on, and tells its module what was measured.
    pub fn choose_device(self, device: Device) {
        remember(DEVICE_KEY, device.name());
        let has_clips = self.lab.with_untracked(|lab| !lab.clips.is_empty());
        self.mishap.set(None);
        self.end_module();
        self.lab.update(|lab| lab.device = device);
        if has_clips {
            self.hear_again();
        }
    }

    /// The module is of no more use: what it had heard is to be told to the next one. In the place of
    /// the GPU's comes the CPU's at once.
    pub(super) fn lose(self, trouble: Trouble) {
        let was_on = self.device();
        self.end_module();
        match was_on {
            Device::Cpu => self.fail(Mishap::Lost(trouble)),
            Device::Gpu => {
                self.lab.update(|lab| lab.device = Device::Cpu);
                self.fail(Mishap::FellBack(trouble));
                self.hear_again();
            }
        }
    }

    fn lost(self, why: Reason) -> Trouble {
        match self.device() {
            Device::Cpu => Trouble::Fetch(Asset::Laboratory, why),
            Device::Gpu => Trouble::Engine(Device::Gpu, why),
        }
    }

    fn end_module(self) {
        self.desk.update_value(|desk| {
            desk.link = None;
            desk.opened_as = None;
            desk.then = None;
            desk.queue.clear();
            desk.turns.clear();
            desk.looks.clear();
            desk.training = None;
            desk.round = desk.round.wrapping_add(1);
        });
        self.lab.update(Lab::forget_measured);
    }

    fn hear(self, reply: Reply) {
        match reply {
            Reply::Ready { .. } => self.opened(),
            Reply::Heard { job, clip, kept } => self.hear_clip(job, clip, kept),
            Reply::LeftOut { job, why } => self.hear_refusal(job, reason_of(why)),
            Reply::Withdrawn { path, why } => self.withdraw(path, reason_of(why)),
            Reply::Dealt { train, validation, test, .. } => {
                self.lab.update(|lab| lab.dealt = Some([train, validation, test]));
            }
            Reply::Tabulated { csv, clips_done, clips, .. } => {
                self.take_table(&csv, clips_done, clips);
            }
            Reply::Seen { job, sound } => self.end_look(job, Some(sound)),
            Reply::Failed { job: Some(job), .. } if self.is_look(job) => self.end_look(job, None),
            Reply::Described { refused: Some(why), .. } => self.fail(Mishap::Failed(why)),
            Reply::Failed { job: Some(job), sentence } if self.is_turn(job) => {
                self.fail_turn(job, sentence);
            }
            Reply::Failed { job: None, sentence } => {
                self.lose(self.lost(Reason::Said(sentence.trim_end_matches('.').to_owned())));
            }
            reply => self.hear_training(reply),
        }
    }
}

/// What was found out on hearing, as the command line says it.
fn reason_of(why: Why) -> LeftOutFor {
    match why {
        Why::Unrecognised(_) => LeftOutFor::Unrecognised,
        Why::Silent => LeftOutFor::Silent,
        Why::Duplicate { of } => LeftOutFor::Duplicate { kept: of },
        Why::Contradictory { other, emotion } => LeftOutFor::Contradictory { other, emotion },
        Why::Pointer => LeftOutFor::LfsPointer,
        Why::Unreadable(why) => LeftOutFor::Unreadable(why),
    }
}
