//! What the browser keeps of a visitor's voice: takes and models, each under its number.

use std::rc::Rc;
use std::sync::Arc;

use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use super::mishap::Mishap;
use super::rules::{Id, Take};
use crate::app::browser::name_of;
use crate::emotion::Emotion;

const DATABASE: &str = "overtone.voice";
/// Another layout gets another number.
const LAYOUT: u32 = 1;
const TAKES: &str = "takes";
const MODELS: &str = "models";

/// The open database.
#[derive(Clone)]
pub struct Store(Rc<Database>);

/// A take as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptTake {
    label: Emotion,
    rate_hz: u32,
    samples: Vec<f32>,
}

impl Store {
    /// Opens the database; the first time, it is made.
    ///
    /// # Errors
    /// [`Mishap::Storage`] where the browser keeps nothing, as in some private windows.
    pub async fn open() -> Result<Self, Mishap> {
        let mut request = Factory::new()?.open(DATABASE, Some(LAYOUT))?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            for name in [TAKES, MODELS] {
                // If it cannot be made, the first use of it says so.
                let _ = database.create_object_store(name, ObjectStoreParams::new());
            }
        });
        Ok(Self(Rc::new(request.await?)))
    }

    /// Keeps a take, or what it has become.
    ///
    /// # Errors
    /// [`Mishap::StorageFull`] or [`Mishap::Storage`].
    pub async fn keep_take(&self, take: &Take) -> Result<(), Mishap> {
        let kept = KeptTake {
            label: take.label,
            rate_hz: take.rate_hz,
            samples: take.samples.as_ref().clone(),
        };
        let bytes = postcard::to_stdvec(&kept).map_err(|e| Mishap::Storage(e.to_string()))?;
        self.put(TAKES, take.id, &bytes).await
    }

    /// All takes; one that cannot be read is left out.
    ///
    /// # Errors
    /// [`Mishap::Storage`].
    pub async fn takes(&self) -> Result<Vec<Take>, Mishap> {
        let take = |(id, bytes): (Id, Vec<u8>)| {
            let KeptTake { label, rate_hz, samples } = postcard::from_bytes(&bytes).ok()?;
            Some(Take { id, label, rate_hz, samples: Arc::new(samples) })
        };
        Ok(self.all(TAKES).await?.into_iter().filter_map(take).collect())
    }

    /// Forgets a take.
    ///
    /// # Errors
    /// [`Mishap::Storage`].
    pub async fn forget_take(&self, id: Id) -> Result<(), Mishap> {
        self.delete(TAKES, id).await
    }

    /// Keeps a model file.
    ///
    /// # Errors
    /// [`Mishap::StorageFull`] or [`Mishap::Storage`].
    pub async fn keep_model(&self, id: Id, file: &[u8]) -> Result<(), Mishap> {
        self.put(MODELS, id, file).await
    }

    /// All model files.
    ///
    /// # Errors
    /// [`Mishap::Storage`].
    pub async fn models(&self) -> Result<Vec<(Id, Vec<u8>)>, Mishap> {
        self.all(MODELS).await
    }

    /// Forgets a model.
    ///
    /// # Errors
    /// [`Mishap::Storage`].
    pub async fn forget_model(&self, id: Id) -> Result<(), Mishap> {
        self.delete(MODELS, id).await
    }

    async fn put(&self, store: &str, id: Id, bytes: &[u8]) -> Result<(), Mishap> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadWrite)?;
        let value = Uint8Array::from(bytes);
        transaction.object_store(store)?.put(&value, Some(&JsValue::from(id)))?.await?;
        transaction.commit()?.await?;
        Ok(())
    }

    async fn delete(&self, store: &str, id: Id) -> Result<(), Mishap> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadWrite)?;
        transaction.object_store(store)?.delete(Query::Key(JsValue::from(id)))?.await?;
        transaction.commit()?.await?;
        Ok(())
    }

    async fn all(&self, store: &str) -> Result<Vec<(Id, Vec<u8>)>, Mishap> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(store)?;
        let keys = store.get_all_keys(None, None)?.await?;
        let values = store.get_all(None, None)?.await?;
        let kept = keys.into_iter().zip(values).filter_map(|(key, value)| {
            let bytes: Uint8Array = value.dyn_into().ok()?;
            Some((key.as_f64()? as Id, bytes.to_vec()))
        });
        Ok(kept.collect())
    }
}

impl From<Error> for Mishap {
    fn from(error: Error) -> Self {
        let is_full = match &error {
            Error::DomException(thrown) => thrown.name() == "QuotaExceededError",
            Error::UpdateFailed(thrown) => name_of(thrown) == "QuotaExceededError",
            _ => false,
        };
        if is_full { Self::StorageFull } else { Self::Storage(error.to_string()) }
    }
}
