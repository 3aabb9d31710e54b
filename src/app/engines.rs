//! Both engines and the models: fetched, opened, tested, chosen, and replaced when one is lost.

mod own;

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::browser::{adapter, fetch_asset, fetch_bytes, remember, remembered};
use super::choice::{Choice, Device};
use super::fleet::{Adapter, Decision, EngineState, Fleet};
use super::manifest::{EngineFiles, Manifest};
use super::models::{Given, ModelSize, Models};
use super::trouble::{Asset, Reason, Trouble};
use super::worker_link::{Word, WorkerLink};
use crate::engine::protocol::{self, Reply, Request};
use crate::figures::Figures;
pub use own::OwnFile;

/// Where the visitor's choice of a device is remembered.
const CHOICE_KEY: &str = "overtone.engine";
/// And that of a model.
const MODEL_KEY: &str = "overtone.model";

/// What an engine says after it is open.
pub enum News {
    /// A reply to a request.
    Reply(Reply),
    /// Another model than before listens.
    OtherModel,
    /// The engine cannot read a visitor's own model, of this number.
    Unfit(u32),
    /// The engine is lost; its open requests will not be answered.
    Lost,
}

type Listener = Rc<dyn Fn(Device, News)>;

/// Both engines; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Engines {
    /// Their states and the visitor's choice.
    pub fleet: RwSignal<Fleet>,
    /// The engine that works, and why.
    pub decision: Memo<Decision>,
    /// The models, and which of them listens.
    pub models: RwSignal<Models>,
    yard: StoredValue<Yard, LocalStorage>,
}

/// What is fetched and running.
#[derive(Default)]
struct Yard {
    manifest: Option<Rc<Manifest>>,
    small: Option<Rc<Vec<u8>>>,
    large: Option<Rc<Vec<u8>>>,
    /// A visitor's own, which listens before either.
    own: Option<OwnFile>,
    model_loaded: f64,
    listener: Option<Listener>,
    cpu: Slot,
    gpu: Slot,
}

#[derive(Default)]
struct Slot {
    link: Option<WorkerLink<Request>>,
    loaded: f64,
    started: bool,
    /// The model that it has been given, and the one before.
    model: Option<Given>,
    model_before: Option<Given>,
}

impl Yard {
    fn slot(&mut self, device: Device) -> &mut Slot {
        match device {
            Device::Cpu => &mut self.cpu,
            Device::Gpu => &mut self.gpu,
        }
    }

    fn model(&mut self, size: ModelSize) -> &mut Option<Rc<Vec<u8>>> {
        match size {
            ModelSize::Small => &mut self.small,
            ModelSize::Large => &mut self.large,
        }
    }

    fn files(&self, device: Device) -> Option<EngineFiles> {
        self.manifest.as_ref()?.engines.on(device).cloned()
    }
}

impl Engines {
    /// Engines that are still to be fetched, with the choice of the last visit.
    pub fn new() -> Self {
        let choice = remembered(CHOICE_KEY).and_then(|word| word.parse().ok()).unwrap_or_default();
        let fleet = RwSignal::new(Fleet { choice, ..Fleet::default() });
        let decision = Memo::new(move |_| fleet.with(Fleet::decide));
        let listening = remembered(MODEL_KEY).and_then(|word| word.parse().ok());
        let models = Models { listening: listening.unwrap_or_default(), ..Models::default() };
        let yard = StoredValue::new_local(Yard::default());
        Self { fleet, decision, models: RwSignal::new(models), yard }
    }

    /// Fetches and opens the engines as the rules want them; `listener` gets their news.
    pub fn open(self, listener: impl Fn(Device, News) + 'static) {
        self.yard.update_value(|yard| yard.listener = Some(Rc::new(listener)));
        let fleet = self.fleet;
        spawn_local(async move {
            let adapter = adapter().await;
            fleet.update(|fleet| fleet.adapter = Some(adapter));
        });
        self.fetch_all();
        Effect::new(move |_| {
            if fleet.with(Fleet::wants_gpu) {
                self.start(Device::Gpu);
            }
        });
    }

    /// Takes the visitor's choice and remembers it.
    pub fn choose(self, choice: Choice) {
        remember(CHOICE_KEY, choice.key());
        self.fleet.update(|fleet| fleet.choice = choice);
    }

    /// Takes the visitor's choice of a model and remembers it once it can be had; until then the
    /// other goes on listening.
    pub fn choose_model(self, size: ModelSize) {
        if !self.models.try_update(|models| models.choose(size)).unwrap_or(false) {
            remember(MODEL_KEY, self.models.with_untracked(Models::chosen).key());
            return;
        }
        spawn_local(async move {
            let fetched = self.fetch_model(size, |loaded| {
                self.models.update(|models| models.progress(size, loaded));
            });
            match fetched.await {
                Ok(()) if self.models.try_update(|models| models.arrive(size)) == Some(true) => {
                    remember(MODEL_KEY, size.key());
                    self.open_model(Device::Cpu);
                    self.open_model(Device::Gpu);
                }
                Ok(()) => {}
                Err(trouble) => self.models.update(|models| models.fail(size, trouble)),
            }
        });
    }

    /// Gives a lost engine another try.
    pub fn restart(self, device: Device) {
        if self.listening_model().is_some() {
            self.start(device);
        } else {
            self.fetch_all();
        }
    }

    /// The address of the audio worklet, once the manifest is there.
    pub fn capture_url(self) -> Option<String> {
        self.yard.with_value(|yard| yard.manifest.as_ref().map(|manifest| manifest.capture.clone()))
    }

    /// The laboratory's module for a device and the script that starts it, if the site carries it
    /// and once the manifest is there.
    pub fn laboratory(self, device: Device) -> Option<(EngineFiles, String)> {
        self.yard.with_value(|yard| {
            let manifest = yard.manifest.as_ref()?;
            let files = manifest.laboratory.as_ref()?.on(device)?.clone();
            Some((files, manifest.worker.clone()))
        })
    }

    /// What the laboratory would train on beside the CPU, if anything.
    pub fn laboratory_adapter(self) -> Option<Adapter> {
        // The manifest is there as soon as the fleet knows of it.
        let adapter = self.fleet.with(|fleet| fleet.gpu_built.and(fleet.adapter))?;
        let is_carried = self.laboratory(Device::Gpu).is_some();
        (is_carried && matches!(adapter, Adapter::Hardware | Adapter::Software)).then_some(adapter)
    }

    /// What was measured of a model, if the site says it.
    ///
    /// # Errors
    /// [`Trouble`] if it cannot be had.
    pub async fn figures(self, size: ModelSize) -> Result<Option<Figures>, Trouble> {
        let url = self.yard.with_value(|yard| {
            yard.manifest.as_ref().and_then(|m| m.models.asset(size)?.figures.clone())
        });
        let Some(url) = url else { return Ok(None) };
        let json = fetch_bytes(Asset::Figures, &url).await?;
        let figures = serde_json::from_slice(&json).map_err(|e| Trouble::Site(e.to_string()))?;
        Ok(Some(figures))
    }

    /// What is needed to teach the model that listens, beside its own file; none if the site does not
    /// say it, or it cannot be had: the model can be taught without.
    pub async fn manners(self) -> Option<Vec<u8>> {
        let size = self.models.with_untracked(|models| models.listening);
        let url = self.yard.with_value(|yard| {
            yard.manifest.as_ref().and_then(|m| m.models.asset(size)?.manners.clone())
        });
        fetch_bytes(Asset::Model, &url?).await.ok()
    }

    /// Sends a request to an engine.
    ///
    /// # Errors
    /// [`Trouble`] if the engine is not there or the request cannot be posted.
    pub fn send(self, device: Device, request: &Request) -> Result<(), Trouble> {
        self.yard
            .try_update_value(|yard| match &yard.slot(device).link {
                Some(link) => link.send(request),
                None => Err(Trouble::Engine(device, Reason::NotRunning)),
            })
            .unwrap_or(Ok(()))
    }

    fn fetch_all(self) {
        spawn_local(async move {
            if let Err(trouble) = self.fetch().await {
                self.lose(Device::Cpu, trouble);
            }
        });
    }

    async fn fetch(self) -> Result<(), Trouble> {
        self.set(Device::Cpu, EngineState::Fetching { loaded: 0.0, total: 0.0 });
        let text = fetch_bytes(Asset::FileList, "manifest.json").await?;
        let manifest = Rc::new(Manifest::parse(&String::from_utf8_lossy(&text))?);
        self.yard.update_value(|yard| yard.manifest = Some(manifest.clone()));
        self.start(Device::Cpu);
        // Only to have it at hand: once there is a voice, nothing is asked of the network. If it
        // cannot be had now, the recorder asks again and says so.
        let _ = fetch_bytes(Asset::Recorder, &manifest.capture).await;

        self.models.update(|models| models.offered = offered(&manifest));
        let listening = self.models.with_untracked(|models| models.listening);
        let progress = |loaded| self.progress(Device::Cpu, |yard| yard.model_loaded = loaded);
        if let Err(trouble) = self.fetch_model(listening, progress).await {
            if listening == ModelSize::default() {
                return Err(trouble);
            }
            self.models.update(|models| models.fall_back(trouble));
            self.fetch_model(ModelSize::default(), progress).await?;
        }
        self.fleet.update(|fleet| fleet.gpu_built = Some(manifest.engines.gpu.is_some()));
        self.open_model(Device::Cpu);
        Ok(())
    }

    /// Sees to it that a model is at hand.
    async fn fetch_model(self, size: ModelSize, progress: impl FnMut(f64)) -> Result<(), Trouble> {
        let known = self.yard.try_update_value(|yard| {
            let asset = yard.manifest.as_ref().and_then(|m| m.models.asset(size).cloned());
            (yard.model(size).is_some(), asset)
        });
        let Some((false, asset)) = known else { return Ok(()) };
        let Some(asset) = asset else {
            return Err(Trouble::Fetch(Asset::Model, Reason::NotCarried));
        };
        let bytes = fetch_asset(Asset::Model, &asset, progress).await?;
        self.yard.update_value(|yard| *yard.model(size) = Some(Rc::new(bytes)));
        Ok(())
    }

    /// The model that listens and its bytes, if they are at hand.
    fn listening_model(self) -> Option<(Given, Rc<Vec<u8>>)> {
        let size = self.models.with_untracked(|models| models.listening);
        let shipped = |yard: &mut Yard| Some((Given::Shipped(size), yard.model(size).clone()?));
        let listening = self.yard.try_update_value(|yard| match &yard.own {
            Some(own) => Some((Given::Own(own.id), own.file.clone())),
            None => shipped(yard),
        });
        listening.flatten()
    }

    fn start(self, device: Device) {
        let Some((files, script)) = self
            .yard
            .with_value(|yard| Some((yard.files(device)?, yard.manifest.as_ref()?.worker.clone())))
        else {
            return;
        };
        self.yard.update_value(|yard| *yard.slot(device) = Slot::default());
        self.set(device, EngineState::Fetching { loaded: 0.0, total: files.bytes as f64 });
        let broken = move |why| Trouble::Engine(device, why);
        let hear = move |word| self.hear(device, word);
        match WorkerLink::start(&script, &files, broken, hear) {
            Ok(link) => self.yard.update_value(|yard| yard.slot(device).link = Some(link)),
            Err(trouble) => self.lose(device, trouble),
        }
    }

    fn hear(self, device: Device, word: Word<Reply>) {
        match word {
            Word::Progress(loaded) => {
                self.progress(device, |yard| yard.slot(device).loaded = loaded);
            }
            Word::Started => {
                self.yard.update_value(|yard| yard.slot(device).started = true);
                self.open_model(device);
            }
            Word::Reply(Reply::Opened(opened)) => {
                self.set(device, EngineState::Ready(opened));
                let other = self.yard.try_update_value(|yard| {
                    let Slot { model, model_before, .. } = yard.slot(device);
                    model_before.is_some() && model_before != model
                });
                if other == Some(true) {
                    self.tell(device, News::OtherModel);
                }
            }
            Word::Reply(Reply::Failed { job: None, fault, .. })
                if self.refuses_own(device, fault) => {}
            Word::Reply(Reply::Failed { job: None, sentence, .. }) => {
                let why = sentence.trim_end_matches('.').to_owned();
                self.lose(device, Trouble::Engine(device, Reason::Said(why)));
            }
            Word::Reply(reply) => self.tell(device, News::Reply(reply)),
            Word::Broken(trouble) => self.lose(device, trouble),
        }
    }

    /// Opens the model that listens once both it and the engine are there.
    fn open_model(self, device: Device) {
        let Some((given, model)) = self.listening_model() else { return };
        let started = self.yard.try_update_value(|yard| {
            let slot = yard.slot(device);
            if slot.started {
                slot.model_before = slot.model.replace(given);
            }
            slot.started
        });
        if started != Some(true) {
            return;
        }
        self.set(device, EngineState::WarmingUp);
        let request = Request::Open { version: protocol::VERSION, model: model.to_vec() };
        if let Err(trouble) = self.send(device, &request) {
            self.lose(device, trouble);
        }
    }

    /// Counts bytes of module and model together: one bar for one wait.
    fn progress(self, device: Device, count: impl FnOnce(&mut Yard)) {
        let model = self.models.with_untracked(|models| models.bytes(models.listening));
        let counted = self.yard.try_update_value(|yard| {
            count(yard);
            let module = yard.files(device)?.bytes as f64;
            let model_loaded = yard.model_loaded;
            Some((yard.slot(device).loaded + model_loaded, module + model))
        });
        let Some(Some((loaded, total))) = counted else { return };
        if matches!(
            self.fleet.with_untracked(|f| f.engine(device).clone()),
            EngineState::Fetching { .. }
        ) {
            self.set(device, EngineState::Fetching { loaded, total });
        }
    }

    fn set(self, device: Device, state: EngineState) {
        self.fleet.update(|fleet| *fleet.engine_mut(device) = state);
    }

    fn lose(self, device: Device, trouble: Trouble) {
        self.yard.update_value(|yard| *yard.slot(device) = Slot::default());
        self.set(device, EngineState::Failed(trouble));
        self.tell(device, News::Lost);
    }

    fn tell(self, device: Device, news: News) {
        if let Some(listener) = self.yard.with_value(|yard| yard.listener.clone()) {
            listener(device, news);
        }
    }
}

/// What a site carries, with sizes in bytes.
fn offered(manifest: &Manifest) -> Vec<(ModelSize, f64)> {
    let bytes = |size| Some((size, manifest.models.asset(size)?.bytes as f64));
    ModelSize::ALL.into_iter().filter_map(bytes).collect()
}
