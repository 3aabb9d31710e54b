//! What a browser keeps for the page between visits: bytes under keys, in IndexedDB.

use std::rc::Rc;

use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Array, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

use super::browser::{ask, name_of, property};

/// An open database.
#[derive(Clone)]
pub struct Shelf(Rc<Database>);

/// Why something is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotKept {
    /// The browser has no more room.
    Full,
    /// Any other refusal, in the browser's words.
    Refused(String),
}

impl Shelf {
    /// Opens a database with these stores; the first time, it is made. Another layout has another
    /// number.
    ///
    /// # Errors
    /// [`NotKept`] where the browser keeps nothing, as in some private windows.
    pub async fn open(
        name: &str,
        layout: u32,
        stores: &'static [&'static str],
    ) -> Result<Self, NotKept> {
        let mut request = Factory::new()?.open(name, Some(layout))?;
        request.on_upgrade_needed(move |event| {
            let Ok(database) = event.database() else { return };
            for name in stores {
                // If it cannot be made, the first use of it says so.
                let _ = database.create_object_store(name, ObjectStoreParams::new());
            }
        });
        Ok(Self(Rc::new(request.await?)))
    }

    /// Keeps bytes under a key that nothing has.
    ///
    /// # Errors
    /// [`NotKept`], also where something has it: another tab may have kept that.
    pub async fn add(&self, store: &str, key: &JsValue, bytes: &[u8]) -> Result<(), NotKept> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadWrite)?;
        transaction.object_store(store)?.add(&Uint8Array::from(bytes), Some(key))?.await?;
        transaction.commit()?.await?;
        Ok(())
    }

    /// Keeps bytes under a key, each in its store, all or none of them.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn put(&self, key: &JsValue, values: &[(&str, &[u8])]) -> Result<(), NotKept> {
        let stores: Vec<&str> = values.iter().map(|(store, _)| *store).collect();
        let transaction = self.0.transaction(&stores, TransactionMode::ReadWrite)?;
        for (store, bytes) in values {
            let value = Uint8Array::from(*bytes);
            transaction.object_store(store)?.put(&value, Some(key))?.await?;
        }
        transaction.commit()?.await?;
        Ok(())
    }

    /// Forgets what is under a key.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn delete(&self, store: &str, key: JsValue) -> Result<(), NotKept> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadWrite)?;
        transaction.object_store(store)?.delete(Query::Key(key))?.await?;
        transaction.commit()?.await?;
        Ok(())
    }

    /// Forgets everything in these stores.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn clear(&self, stores: &[&str]) -> Result<(), NotKept> {
        let transaction = self.0.transaction(stores, TransactionMode::ReadWrite)?;
        for store in stores {
            transaction.object_store(store)?.clear()?.await?;
        }
        transaction.commit()?.await?;
        Ok(())
    }

    /// The bytes under a key, if there are any.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn get(&self, store: &str, key: JsValue) -> Result<Option<Vec<u8>>, NotKept> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadOnly)?;
        let value = transaction.object_store(store)?.get(Query::Key(key))?.await?;
        Ok(value.and_then(|value| value.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.to_vec()))
    }

    /// Everything in a store, by its keys.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn all(&self, store: &str) -> Result<Vec<(JsValue, Vec<u8>)>, NotKept> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(store)?;
        let keys = store.get_all_keys(None, None)?.await?;
        let values = store.get_all(None, None)?.await?;
        let kept = keys.into_iter().zip(values).filter_map(|(key, value)| {
            let bytes: Uint8Array = value.dyn_into().ok()?;
            Some((key, bytes.to_vec()))
        });
        Ok(kept.collect())
    }
}

/// Asks the browser not to clear away what it keeps for this page when room gets scarce. Whatever
/// it answers, it keeps what it can.
pub async fn ask_to_persist() {
    if let Some(storage) = property(&window().navigator(), "storage") {
        ask(&storage, "persist", &Array::new()).await;
    }
}

impl From<Error> for NotKept {
    fn from(error: Error) -> Self {
        let is_full = match &error {
            Error::DomException(thrown) => thrown.name() == "QuotaExceededError",
            Error::AddFailed(thrown)
            | Error::UpdateFailed(thrown)
            | Error::TransactionAbortError(thrown)
            | Error::TransactionCommitError(thrown) => name_of(thrown) == "QuotaExceededError",
            _ => false,
        };
        if is_full { Self::Full } else { Self::Refused(error.to_string()) }
    }
}
