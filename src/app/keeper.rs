//! The service worker that keeps the page: started, heard and asked.

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Event, MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerState,
};

use super::browser::{ask, property, words_of};
use super::engines::Engines;
use super::fleet::EngineState;
use super::models::ModelSize;
use super::offline::{NewVersion, Obstacle, Offline, Part, Report};

/// The service worker's script, beside the page.
const SCRIPT: &str = "service-worker.js";

/// Keeps the page; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// What is kept, and what the visitor can do about it.
    pub offline: RwSignal<Offline>,
    /// The parts that the visitor has asked for.
    wished: RwSignal<Vec<Part>>,
    registration: StoredValue<Option<ServiceWorkerRegistration>, LocalStorage>,
    /// The browser's offer to install the page.
    invitation: StoredValue<Option<Event>, LocalStorage>,
}

impl Keeper {
    /// A keeper that has not begun; it takes the browser's offer to install the page.
    pub fn new() -> Self {
        let keeper = Self {
            offline: RwSignal::new(Offline::default()),
            wished: RwSignal::new(vec![]),
            registration: StoredValue::new_local(None),
            invitation: StoredValue::new_local(None),
        };
        on_window("beforeinstallprompt", move |event| {
            // Without this, some browsers show a banner of their own.
            event.prevent_default();
            keeper.invitation.set_value(Some(event));
            keeper.offline.update(|offline| offline.installable = true);
        });
        on_window("appinstalled", move |_| {
            keeper.offline.update(|offline| offline.installable = false);
        });
        keeper
    }

    /// Begins once an engine works, so as not to come between it and its bytes; from then on keeps
    /// what is used. `busy` tells whether the page must not start anew.
    pub fn open(self, engines: Engines, busy: impl Fn() -> bool + Copy + 'static) {
        let works = Memo::new(move |_| engines.decision.with(|decision| decision.device.is_some()));
        Effect::new(move |_| {
            if works.get() && self.registration.with_value(Option::is_none) {
                spawn_local(self.start(busy));
            }
        });
        let wanted = Memo::new(move |_| [used_by(engines), self.wished.get()].concat());
        Effect::new(move |_| {
            self.ask_for(&wanted.with(|wanted| self.offline.with(|offline| offline.due(wanted))));
        });
    }

    /// Keeps parts, and asks the browser to go on keeping them.
    pub fn keep(self, parts: Vec<Part>) {
        spawn_local(async move {
            let lasting = ask_storage("persist").await;
            self.offline.update(|offline| {
                offline.asked = true;
                offline.lasting = lasting;
            });
        });
        if self.active().is_none() {
            // The first attempt has failed; the browser has forgotten it.
            spawn_local(self.register());
        }
        // What the visitor asks for is tried again even where it has failed before.
        self.ask_for(&parts);
        self.wished.update(|wished| wished.extend(parts));
    }

    /// Lets the new version take over; the page starts anew with it.
    pub fn take_update(self) {
        let update = self.offline.with_untracked(|offline| offline.new_version);
        if update == NewVersion::Here {
            return reload();
        }
        let waiting = self.registration.with_value(|r| r.as_ref().and_then(|r| r.waiting()));
        if let Some(waiting) = waiting {
            self.offline.update(|offline| offline.new_version = NewVersion::Chosen);
            post(&waiting, "takeOver", &true.into());
        }
    }

    /// Shows the browser's own question whether to install the page.
    pub fn install(self) {
        let Some(Some(invitation)) = self.invitation.try_update_value(Option::take) else { return };
        self.offline.update(|offline| offline.installable = false);
        spawn_local(async move {
            ask(&invitation, "prompt", &Array::new()).await;
        });
    }

    async fn start(self, busy: impl Fn() -> bool + 'static) {
        match container() {
            Ok(container) => self.listen(&container, busy),
            Err(obstacle) => return self.stand_before(obstacle),
        }
        let lasting = ask_storage("persisted").await;
        self.offline.update(|offline| offline.lasting = lasting);
        self.register().await;
        self.tell("report", &true.into());
    }

    async fn register(self) {
        let Ok(container) = container() else { return };
        match JsFuture::from(container.register(SCRIPT)).await {
            Ok(registration) => self.watch(registration.unchecked_into()),
            Err(thrown) => self.stand_before(Obstacle::Refused(words_of(&thrown))),
        }
    }

    fn stand_before(self, obstacle: Obstacle) {
        self.offline.update(|offline| offline.obstacle = Some(obstacle));
    }

    fn listen(self, container: &ServiceWorkerContainer, busy: impl Fn() -> bool + 'static) {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Some(report) = Report::parse(&text) {
                self.offline.update(|offline| offline.report = Some(report));
            }
        });
        let on_change = Closure::<dyn FnMut()>::new(move || {
            let starts_anew =
                self.offline.try_update(|offline| offline.change_version(busy())).unwrap_or(false);
            if starts_anew {
                reload();
            }
        });
        container.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        container.set_oncontrollerchange(Some(on_change.as_ref().unchecked_ref()));
        // They live as long as the page.
        on_message.forget();
        on_change.forget();
    }

    /// Looks out for new versions, beginning with one that waits already.
    fn watch(self, registration: ServiceWorkerRegistration) {
        let on_found = Closure::<dyn FnMut()>::new(move || {
            let found = self.registration.with_value(|r| r.as_ref().and_then(|r| r.installing()));
            if let Some(worker) = found {
                self.await_installation(&worker);
            }
        });
        registration.set_onupdatefound(Some(on_found.as_ref().unchecked_ref()));
        on_found.forget();
        let (waiting, installing) = (registration.waiting(), registration.installing());
        self.registration.set_value(Some(registration));
        if waiting.is_some() {
            self.offer();
        }
        if let Some(worker) = installing {
            self.await_installation(&worker);
        }
    }

    fn await_installation(self, worker: &ServiceWorker) {
        let watched = worker.clone();
        let on_state = Closure::<dyn FnMut()>::new(move || {
            // Without a version that works, this one is the first and starts by itself.
            if watched.state() == ServiceWorkerState::Installed && self.active().is_some() {
                self.offer();
            }
        });
        worker.set_onstatechange(Some(on_state.as_ref().unchecked_ref()));
        on_state.forget();
    }

    fn offer(self) {
        self.offline.update(|offline| offline.new_version = NewVersion::Offered);
    }

    fn active(self) -> Option<ServiceWorker> {
        self.registration.with_value(|registration| registration.as_ref()?.active())
    }

    fn ask_for(self, parts: &[Part]) {
        for part in parts {
            self.tell("keep", &part.key().into());
        }
    }

    /// Sends a message to the version that works, if there is one; else there is nothing to tell.
    fn tell(self, word: &str, value: &JsValue) {
        if let Some(worker) = self.active() {
            post(&worker, word, value);
        }
    }
}

/// The parts beside the base that the visitor has turned out to use.
fn used_by(engines: Engines) -> Vec<Part> {
    let gpu = engines.fleet.with(|fleet| matches!(fleet.gpu, EngineState::Ready(_)));
    let large = engines.models.with(|models| models.listening == ModelSize::Large);
    let used = [gpu.then_some(Part::Gpu), large.then_some(Part::Large)];
    used.into_iter().flatten().collect()
}

fn container() -> Result<ServiceWorkerContainer, Obstacle> {
    if !window().is_secure_context() {
        return Err(Obstacle::Insecure);
    }
    let container = property(&window().navigator(), "serviceWorker").ok_or(Obstacle::NoWorker)?;
    Ok(container.unchecked_into())
}

/// Asks the browser about its promise to keep what is stored; none where it makes no such promise.
async fn ask_storage(question: &str) -> Option<bool> {
    let storage = property(&window().navigator(), "storage")?;
    ask(&storage, question, &Array::new()).await?.as_bool()
}

fn post(worker: &ServiceWorker, word: &str, value: &JsValue) {
    let message = Object::new();
    // Setting a property of a fresh object cannot fail; a worker that is gone has nothing to do.
    let _ = Reflect::set(&message, &word.into(), value);
    let _ = worker.post_message(&message);
}

/// Hears an event of the window as long as the page lives.
fn on_window(name: &str, hear: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(hear);
    let _ = window().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    listener.forget();
}

fn reload() {
    // A browser that does not reload leaves the old page, which goes on working.
    let _ = window().location().reload();
}
