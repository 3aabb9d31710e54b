//! A visitor's own model, which listens before the shipped ones.

use std::rc::Rc;

use leptos::prelude::*;

use super::{Engines, News};
use crate::app::choice::Device;
use crate::app::fleet::EngineState;
use crate::engine::protocol::Fault;

/// The file of a visitor's own model, and its number.
#[derive(Clone)]
pub struct OwnFile {
    /// What tells it from others.
    pub id: u32,
    /// Its bytes.
    pub file: Rc<Vec<u8>>,
}

impl Engines {
    /// Lets a visitor's own model listen, or the shipped one again.
    pub fn listen_with_own(self, own: Option<OwnFile>) {
        let is_other = self.yard.try_update_value(|yard| {
            let id = |own: &Option<OwnFile>| own.as_ref().map(|own| own.id);
            let is_other = id(&yard.own) != id(&own);
            yard.own = own;
            is_other
        });
        if is_other == Some(true) {
            self.open_model(Device::Cpu);
            self.open_model(Device::Gpu);
        }
    }

    /// Whether it is a visitor's own model that an engine has failed at: the shipped one then
    /// listens in its place.
    pub(super) fn refuses_own(self, device: Device, fault: Fault) -> bool {
        let opens =
            self.fleet.with_untracked(|fleet| *fleet.engine(device) == EngineState::WarmingUp);
        let refused = self.yard.try_update_value(|yard| {
            let id = yard.slot(device).model.filter(|_| opens)?.refused_own(fault)?;
            yard.own.take_if(|own| own.id == id);
            Some(id)
        });
        let Some(Some(id)) = refused else { return false };
        self.open_model(device);
        self.tell(device, News::Unfit(id));
        true
    }
}
