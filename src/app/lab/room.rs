//! The room itself: what a visitor brings into it and puts away, and what the browser keeps.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::rc::Rc;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DataTransfer, File};

use super::leftovers;
use super::measuring::Turn;
use super::mishap::Mishap;
use super::rules::Lab;
use super::settings::{measured_as, usual};
use super::store::{Stock, Store};
use super::work::Course;
use crate::app::brought::{self, Found, Source, Walk};
use crate::app::browser::{remember, remembered};
use crate::app::choice::Device;
use crate::app::engines::Engines;
use crate::app::shelf::NotKept;
use crate::app::voice::VoiceRoom;
use crate::app::worker_link::WorkerLink;
use crate::laboratory::Preset;
use crate::laboratory::protocol::{Job, Request, Settings};

/// Where the settings are remembered.
const SETTINGS_KEY: &str = "overtone.laboratory";
/// And the device.
pub(super) const DEVICE_KEY: &str = "overtone.laboratory.device";

/// The laboratory; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct LabRoom {
    /// What is in it.
    pub lab: RwSignal<Lab>,
    /// What went wrong last.
    pub mishap: RwSignal<Option<Mishap>>,
    /// Whether the browser keeps what is made here; unknown until it was asked.
    pub keeps: RwSignal<Option<bool>>,
    /// The model that came of the last training, and whether it listens.
    pub(super) voice: VoiceRoom,
    /// Who knows of modules and adapters.
    pub engines: Engines,
    pub(super) desk: StoredValue<Desk, LocalStorage>,
}

/// What is to be done once the laboratory's module listens.
pub(super) type Then = Box<dyn FnOnce()>;

/// What is not seen.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) store: Option<Store>,
    pub(super) stock: Stock,
    pub(super) sources: BTreeMap<PathBuf, Source>,
    pub(super) link: Option<WorkerLink<Request>>,
    /// Bytes of the module.
    pub(super) module_bytes: f64,
    /// What clips are measured as, once the module was told.
    pub(super) opened_as: Option<String>,
    pub(super) then: Option<Then>,
    pub(super) last_job: Job,
    /// Clips that wait for their turn, and those whose turn it is.
    pub(super) queue: VecDeque<Turn>,
    pub(super) turns: BTreeMap<Job, Turn>,
    /// Counts up whenever the visitor stops, so that what was on its way is known as late.
    pub(super) round: u32,
    /// When the views were last told of a clip.
    pub(super) told_ms: f64,
    /// Lines of the table of features, part by part.
    pub(super) table: Array,
    /// Clips of the test that are looked at, each by its place among the examples.
    pub(super) looks: BTreeMap<Job, usize>,
    /// The training under way.
    pub(super) training: Option<Job>,
    /// What a training goes on from.
    pub(super) state: Option<Vec<u8>>,
    /// The model that came of the last training.
    pub(super) model: Option<Rc<Vec<u8>>>,
}

impl LabRoom {
    /// An empty laboratory.
    pub fn new(engines: Engines, voice: VoiceRoom) -> Self {
        let mut lab = Lab::default();
        if let Some(settings) = remembered(SETTINGS_KEY).and_then(|w| serde_json::from_str(&w).ok())
        {
            lab.settings = settings;
        }
        if remembered(DEVICE_KEY).as_deref() == Some(Device::Gpu.name()) {
            lab.device = Device::Gpu;
        }
        Self {
            lab: RwSignal::new(lab),
            mishap: RwSignal::new(None),
            keeps: RwSignal::new(None),
            voice,
            engines,
            desk: StoredValue::new_local(Desk::default()),
        }
    }

    /// Finds what the browser has kept from earlier visits.
    pub fn open(self) {
        spawn_local(async move {
            let found = self.find().await;
            self.keeps.set(Some(found.is_ok()));
            // Who never comes here need not hear that nothing would be kept.
            self.count_kept();
        });
    }

    async fn find(self) -> Result<(), NotKept> {
        let store = Store::open().await?;
        let (stock, training) = (store.stock().await?, store.training().await?);
        self.desk.update_value(|desk| {
            desk.store = Some(store);
            desk.stock = stock;
        });
        let Some(training) = training else { return Ok(()) };
        self.desk.update_value(|desk| desk.state = Some(training.state));
        self.lab.update(|lab| {
            lab.settings = training.settings.clone();
            let (settings, history) = (training.settings, training.history);
            lab.course = Some(Course { settings, history, of_earlier_visit: true });
        });
        Ok(())
    }

    /// Takes the files of an input.
    pub fn take_files(self, files: Vec<File>) {
        self.look(brought::of_input(files));
    }

    /// Takes what was dropped.
    pub fn take_drop(self, transfer: &DataTransfer) {
        self.look(brought::of_drop(transfer));
    }

    /// Lets the visitor open a folder.
    pub fn open_folder(self) {
        self.look(brought::of_opened());
    }

    fn look(self, walk: Walk) {
        self.mishap.set(None);
        self.lab.update(|lab| lab.is_looking = true);
        spawn_local(async move {
            let found = async { brought::with_zips_opened(walk.await?).await };
            match found.await {
                Ok(found) if can_be_unpacked(&found) => self.survey(found),
                Ok(_) => self.fail(Mishap::Compressed),
                Err(why) => self.fail(Mishap::Unreadable(why.into())),
            }
            self.lab.update(|lab| lab.is_looking = false);
        });
    }

    fn survey(self, found: Found) {
        let is_some = !found.is_empty();
        let mut sources = Vec::new();
        self.lab.update(|lab| {
            for (path, source) in found {
                if lab.survey.add(&path) {
                    sources.push((PathBuf::from(path), source));
                }
            }
            lab.survey.settle();
        });
        self.desk.update_value(|desk| desk.sources.extend(sources));
        if is_some && self.lab.with_untracked(|lab| lab.survey.is_empty()) {
            self.fail(Mishap::NoClips);
        }
        if self.desk.with_value(|desk| desk.opened_as.is_some()) {
            self.look_at_examples();
        }
    }

    /// Takes other settings, and remembers them.
    pub fn choose(self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.lab.with_untracked(|lab| lab.settings.clone());
        change(&mut settings);
        if let Ok(words) = serde_json::to_string(&settings) {
            remember(SETTINGS_KEY, &words);
        }
        let measures = self.lab.try_update(|lab| lab.choose(settings)).unwrap_or_default();
        if measures {
            self.desk.update_value(|desk| {
                desk.opened_as = None;
                desk.state = None;
            });
        }
        self.count_kept();
        self.deal();
    }

    /// Takes another preset, with the settings that are usual for it.
    pub fn choose_preset(self, preset: Preset) {
        self.choose(|settings| {
            let (split, seed) = (settings.split, settings.seed);
            *settings = Settings { split, seed, ..usual(preset) };
        });
    }

    /// Puts everything away, here and in the browser.
    pub fn clear(self) {
        self.mishap.set(None);
        self.lab.update(Lab::clear);
        self.desk.update_value(|desk| {
            let (store, stock) = (desk.store.take(), std::mem::take(&mut desk.stock));
            *desk = Desk { store, stock, ..Desk::default() };
        });
        spawn_local(leftovers::remove());
        // What is kept is said to be gone once it is.
        self.with_store(move |store| async move {
            store.clear().await?;
            self.desk.update_value(|desk| desk.stock = Stock::default());
            self.count_kept();
            Ok(())
        });
    }

    /// Tells the views what is kept.
    pub(super) fn count_kept(self) {
        let name = self.measured_as();
        let kept = self.desk.with_value(|desk| desk.stock.kept(&name));
        self.lab.update(|lab| lab.kept = kept);
    }

    pub(super) fn measured_as(self) -> String {
        self.lab.with_untracked(|lab| measured_as(&lab.settings))
    }

    pub(super) fn next_job(self) -> Job {
        let job = self.desk.try_update_value(|desk| {
            desk.last_job = desk.last_job.wrapping_add(1);
            desk.last_job
        });
        job.unwrap_or_default()
    }

    /// Does something with the store, where there is one; without it the laboratory works until
    /// the page closes.
    pub(super) fn with_store<F: Future<Output = Result<(), NotKept>>>(
        self,
        work: impl FnOnce(Store) -> F + 'static,
    ) {
        let Some(store) = self.desk.with_value(|desk| desk.store.clone()) else { return };
        spawn_local(async move {
            if let Err(why) = work(store).await {
                self.fail(Mishap::NotKept(why));
            }
        });
    }

    pub(super) fn fail(self, mishap: Mishap) {
        self.mishap.set(Some(mishap));
    }
}

/// Whether the browser can unpack all that is compressed among these files.
fn can_be_unpacked(found: &Found) -> bool {
    brought::unpacks() || !found.iter().any(|(_, source)| source.is_compressed())
}
