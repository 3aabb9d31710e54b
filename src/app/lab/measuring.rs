//! Clips on their way through the module: two at a time, one that is measured and one that is read.

use std::path::{Path, PathBuf};

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::mishap::Mishap;
use super::room::LabRoom;
use super::rules::Lab;
use super::store::Sizes;
use super::work::Work;
use crate::app::brought::Unread;
use crate::app::browser::now_ms;
use crate::app::download::{Kind, save_parts};
use crate::app::shelf::ask_to_persist;
use crate::corpus::{Candidate, Corpus, LeftOut, Reason};
use crate::laboratory::protocol::{ClipView, Job, Request};

/// Clips that are on their way at once.
const AT_ONCE: usize = 2;
/// How often the views are told of new clips, in milliseconds.
const TOLD_EVERY_MS: f64 = 200.0;

/// A clip whose turn comes.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    /// Its first file, which names it.
    name: PathBuf,
    /// The file that is heard.
    path: PathBuf,
    /// Files that hold the same clip, to be heard if this one is of no use.
    others: Vec<PathBuf>,
    corpus: Option<Corpus>,
    /// Size of the file in bytes, once it is read; none if the clip is recalled.
    file_bytes: Option<u64>,
}

impl Turn {
    fn of(candidate: Candidate) -> Option<Self> {
        let mut paths = candidate.paths.into_iter();
        let path = paths.next()?;
        let corpus = Some(candidate.label.corpus);
        Some(Self { name: path.clone(), path, others: paths.collect(), corpus, file_bytes: None })
    }

    fn kept(path: PathBuf) -> Self {
        Self { name: path.clone(), path, others: Vec::new(), corpus: None, file_bytes: None }
    }
}

impl LabRoom {
    /// Measures all clips that are not measured yet.
    pub fn measure(self) {
        self.mishap.set(None);
        self.hear_brought();
    }

    /// Takes up the clips that the browser has kept.
    pub fn take_up(self) {
        self.mishap.set(None);
        self.hear_kept();
    }

    /// Tells a new module what the last one had heard.
    pub(super) fn hear_again(self) {
        if self.lab.with_untracked(|lab| lab.survey.is_empty()) {
            self.hear_kept();
        } else {
            self.hear_brought();
        }
    }

    fn hear_brought(self) {
        let turns = move || {
            let clips =
                self.lab.with_untracked(|lab| lab.unmeasured().cloned().collect::<Vec<_>>());
            clips.into_iter().filter_map(Turn::of).collect()
        };
        spawn_local(ask_to_persist());
        self.when_open(move || {
            spawn_local(async move {
                self.describe().await;
                self.begin(turns());
            });
        });
    }

    /// Tells the module what CREMA-D's tables say of its speakers and clips.
    async fn describe(self) {
        let tables = self.lab.with_untracked(|lab| lab.survey.tables().clone());
        for path in tables {
            let source = self.desk.with_value(|desk| desk.sources.get(&path).cloned());
            let Some(source) = source else { continue };
            match source.bytes().await {
                Ok(bytes) => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    self.ask(&Request::Describe { job: self.next_job(), name, bytes });
                }
                Err(why) => self.fail(Mishap::Unreadable(why)),
            }
        }
    }

    fn hear_kept(self) {
        let turns = move || {
            let kept = self.desk.with_value(|desk| desk.stock.paths(&self.measured_as()));
            let is_new = |path: &PathBuf| !self.lab.with_untracked(|lab| lab.has_heard(path));
            kept.into_iter().filter(is_new).map(Turn::kept).collect()
        };
        self.when_open(move || self.begin(turns()));
    }

    /// Stops; what is measured stays, and so does what the module is measuring just now.
    pub fn stop_measuring(self) {
        self.desk.update_value(|desk| {
            desk.queue.clear();
            desk.round = desk.round.wrapping_add(1);
        });
        self.lab.update(|lab| lab.rest(true));
        self.count_kept();
        self.deal();
    }

    fn begin(self, turns: Vec<Turn>) {
        self.lab.update(|lab| lab.begin_measuring(turns.len(), now_ms()));
        self.desk.update_value(|desk| desk.queue = turns.into());
        self.go_on();
    }

    /// Gives the next clips their turn; after the last one, asks who will be on which side.
    fn go_on(self) {
        while let Some(Some((job, turn, round))) = self.desk.try_update_value(|desk| {
            if desk.turns.len() >= AT_ONCE {
                return None;
            }
            let turn = desk.queue.pop_front()?;
            desk.last_job = desk.last_job.wrapping_add(1);
            desk.turns.insert(desk.last_job, turn.clone());
            Some((desk.last_job, turn, desk.round))
        }) {
            spawn_local(self.give_turn(job, turn, round));
        }
        let is_over = self.desk.with_value(|desk| desk.queue.is_empty() && desk.turns.is_empty());
        if is_over && self.lab.with_untracked(|lab| matches!(lab.work, Work::Measuring(_))) {
            self.lab.update(|lab| lab.rest(false));
            self.count_kept();
            self.deal();
        }
    }

    async fn give_turn(self, job: Job, turn: Turn, round: u32) {
        let request = self.request_of(job, &turn).await;
        // The visitor may have stopped while the file was read.
        if self.desk.with_value(|desk| desk.round != round) {
            self.end_turn(job);
            return;
        }
        match request {
            Ok((request, file_bytes)) => {
                self.desk.update_value(|desk| {
                    if let Some(turn) = desk.turns.get_mut(&job) {
                        turn.file_bytes = file_bytes;
                    }
                });
                self.ask(&request);
            }
            Err(why) => self.hear_refusal(job, reason_of(why)),
        }
    }

    /// What is kept of a clip if its file is still the same, or else the file.
    async fn request_of(self, job: Job, turn: &Turn) -> Result<(Request, Option<u64>), Unread> {
        let name = self.measured_as();
        let (store, sizes, source) = self.desk.with_value(|desk| {
            let source = desk.sources.get(&turn.path).cloned();
            (desk.store.clone(), desk.stock.sizes(&name, &turn.path), source)
        });
        if let (Some(store), Some(sizes)) = (store, sizes) {
            let is_same = match &source {
                Some(source) => source.size().await? == sizes.file,
                None => true,
            };
            let kept = store.clip(&name, &turn.path).await.ok().flatten();
            if let (true, Some(kept)) = (is_same, kept) {
                return Ok((Request::Recall { job, kept }, None));
            }
        }
        let bytes = source.ok_or(Unread::Gone)?.bytes().await?;
        let path = turn.path.to_string_lossy().into_owned();
        let file_bytes = Some(bytes.len() as u64);
        Ok((Request::Hear { job, path, bytes }, file_bytes))
    }

    /// A clip is measured.
    pub(super) fn hear_clip(self, job: Job, clip: ClipView, measured: Vec<u8>) {
        let Some(turn) = self.end_turn(job) else { return };
        if let Some(file) = turn.file_bytes {
            self.keep(turn.path.clone(), measured, file);
        }
        for path in turn.others {
            let reason = Reason::Copy { kept: turn.path.clone() };
            let left = LeftOut { path, corpus: turn.corpus.clone(), reason };
            self.tell(move |lab| lab.refused.push(left));
        }
        self.tell(move |lab| lab.measure(&turn.name, clip, now_ms()));
        self.go_on();
    }

    /// A file is of no use; another one of the same clip may be.
    pub(super) fn hear_refusal(self, job: Job, reason: Reason) {
        let Some(mut turn) = self.end_turn(job) else { return };
        let path = turn.path.clone();
        let left = LeftOut { path, corpus: turn.corpus.clone(), reason };
        let name = turn.name.clone();
        let is_last = turn.others.is_empty();
        if !is_last {
            turn.path = turn.others.remove(0);
            self.desk.update_value(|desk| desk.queue.push_front(turn));
        }
        self.tell(move |lab| lab.refuse(left, &name, is_last, now_ms()));
        self.go_on();
    }

    /// A clip came to nothing: one that was kept is measured again if its file is at hand.
    pub(super) fn fail_turn(self, job: Job, why: String) {
        let name = self.measured_as();
        let again = self.desk.try_update_value(|desk| {
            let turn = desk.turns.get(&job)?;
            let is_kept = turn.file_bytes.is_none() && desk.sources.contains_key(&turn.path);
            let turn = is_kept.then(|| turn.clone())?;
            desk.turns.remove(&job);
            desk.stock.remove(&name, &turn.path);
            desk.queue.push_front(turn);
            Some(())
        });
        match again.flatten() {
            Some(()) => self.go_on(),
            None => self.hear_refusal(job, Reason::Unreadable(why)),
        }
    }

    /// Whether a job is that of a clip.
    pub(super) fn is_turn(self, job: Job) -> bool {
        self.desk.with_value(|desk| desk.turns.contains_key(&job))
    }

    /// A clip that was measured is not used any more; what is kept of it would only come back.
    pub(super) fn withdraw(self, path: String, reason: Reason) {
        let name = self.measured_as();
        let kept = PathBuf::from(&path);
        self.desk.update_value(|desk| desk.stock.remove(&name, &kept));
        self.with_store(move |store| async move { store.forget_clip(&name, &kept).await });
        self.tell(move |lab| lab.withdraw(&path, reason));
    }

    fn end_turn(self, job: Job) -> Option<Turn> {
        self.desk.try_update_value(|desk| desk.turns.remove(&job)).flatten()
    }

    /// Changes the laboratory; the views hear of it a few times a second.
    fn tell(self, change: impl FnOnce(&mut Lab)) {
        let now_ms = now_ms();
        let is_due = self.desk.try_update_value(|desk| {
            let is_due = now_ms - desk.told_ms > TOLD_EVERY_MS;
            if is_due {
                desk.told_ms = now_ms;
            }
            is_due
        });
        if is_due == Some(true) {
            self.lab.update(change);
        } else {
            self.lab.update_untracked(change);
        }
    }

    fn keep(self, path: PathBuf, measured: Vec<u8>, file: u64) {
        let (name, sizes) = (self.measured_as(), Sizes { kept: measured.len() as u64, file });
        self.with_store(move |store| async move {
            store.keep_clip(&name, &path, &measured, sizes).await?;
            self.desk.update_value(|desk| desk.stock.add(&name, Path::new(&path), sizes));
            // While clips come one after the other, they are counted when the last one is there.
            if !self.lab.with_untracked(Lab::is_busy) {
                self.count_kept();
            }
            Ok(())
        });
    }

    /// Asks who will be on which side.
    pub(super) fn deal(self) {
        let (settings, is_due) = self.lab.with_untracked(|lab| {
            (lab.settings.clone(), !lab.clips.is_empty() && !lab.is_busy() && lab.dealt.is_none())
        });
        if is_due && self.desk.with_value(|desk| desk.opened_as.is_some()) {
            let (split, seed) = (settings.split, settings.seed);
            self.ask(&Request::Deal { job: self.next_job(), split, seed });
        }
    }

    /// Writes the features of all clips as a table.
    pub fn write_table(self) {
        self.desk.update_value(|desk| desk.table = Array::new());
        self.lab.update(|lab| lab.work = Work::Writing(0.0));
        let job = self.next_job();
        self.ask(&Request::Tabulate { job });
    }

    /// Takes the next lines of the table; with the last ones it is handed to the visitor.
    pub(super) fn take_table(self, csv: &[u8], done: usize, clips: usize) {
        self.desk.update_value(|desk| {
            desk.table.push(&Uint8Array::from(csv));
        });
        if done < clips {
            let share = done as f64 / clips as f64;
            return self.lab.update(|lab| lab.work = Work::Writing(share));
        }
        self.lab.update(|lab| lab.rest(false));
        let parts = self.desk.try_update_value(|desk| std::mem::take(&mut desk.table));
        save_parts("features", Kind::Csv, &parts.unwrap_or_default());
    }
}

/// Why a file that gives no bytes is left out.
fn reason_of(why: Unread) -> Reason {
    match why {
        Unread::Gone => Reason::Gone,
        Unread::Said(why) => Reason::Unreadable(why),
    }
}
