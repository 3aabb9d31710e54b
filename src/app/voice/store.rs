//! What the browser keeps of a visitor's voice: takes and models, each under its number.

use wasm_bindgen::JsValue;

use super::mishap::Mishap;
use super::take::{Id, Take};
use crate::app::shelf::{NotKept, Shelf};

const DATABASE: &str = "overtone.voice";
/// Another layout gets another number.
const LAYOUT: u32 = 1;
const TAKES: &str = "takes";
const MODELS: &str = "models";
/// What an engine has heard of takes lies apart: it can always be heard again.
const HEARD_DATABASE: &str = "overtone.voice.heard";
const HEARD: &str = "heard";

/// The open database.
#[derive(Clone)]
pub struct Store {
    own: Shelf,
    heard: Shelf,
}

impl Store {
    /// Opens the database; the first time, it is made.
    ///
    /// # Errors
    /// [`Mishap::Storage`] where the browser keeps nothing, as in some private windows.
    pub async fn open() -> Result<Self, Mishap> {
        Ok(Self {
            own: Shelf::open(DATABASE, LAYOUT, &[TAKES, MODELS]).await?,
            heard: Shelf::open(HEARD_DATABASE, LAYOUT, &[HEARD]).await?,
        })
    }

    /// Keeps a new take.
    ///
    /// # Errors
    /// [`Mishap::StorageFull`] or [`Mishap::Storage`].
    pub async fn add_take(&self, take: &Take) -> Result<(), Mishap> {
        self.add(TAKES, take.id, &packed(take)?).await
    }

    /// Keeps what a take has become.
    ///
    /// # Errors
    /// [`Mishap::StorageFull`] or [`Mishap::Storage`].
    pub async fn keep_take(&self, take: &Take) -> Result<(), Mishap> {
        Ok(self.own.put(&JsValue::from(take.id), &[(TAKES, &packed(take)?)]).await?)
    }

    /// All takes; one that cannot be read is left out.
    ///
    /// # Errors
    /// [`Mishap::Storage`].
    pub async fn takes(&self) -> Result<Vec<Take>, Mishap> {
        let take = |(id, bytes): (Id, Vec<u8>)| Take::unpack(id, &bytes);
        Ok(self.all(TAKES).await?.into_iter().filter_map(take).collect())
    }

    /// Forgets a take, and what was heard of it.
    ///
    /// # Errors
    /// [`Mishap::Storage`].
    pub async fn forget_take(&self, id: Id) -> Result<(), Mishap> {
        self.heard.delete(HEARD, JsValue::from(id)).await?;
        self.delete(TAKES, id).await
    }

    /// Keeps what an engine has heard of a take.
    ///
    /// # Errors
    /// [`Mishap::StorageFull`] or [`Mishap::Storage`].
    pub async fn keep_heard(&self, id: Id, heard: &[u8]) -> Result<(), Mishap> {
        Ok(self.heard.put(&JsValue::from(id), &[(HEARD, heard)]).await?)
    }

    /// All that engines have heard of takes.
    ///
    /// # Errors
    /// [`Mishap::Storage`].
    pub async fn heard(&self) -> Result<Vec<(Id, Vec<u8>)>, Mishap> {
        Ok(by_id(self.heard.all(HEARD).await?))
    }

    /// Keeps a new model file.
    ///
    /// # Errors
    /// [`Mishap::StorageFull`] or [`Mishap::Storage`].
    pub async fn add_model(&self, id: Id, file: &[u8]) -> Result<(), Mishap> {
        self.add(MODELS, id, file).await
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

    async fn add(&self, store: &str, id: Id, bytes: &[u8]) -> Result<(), Mishap> {
        Ok(self.own.add(store, &JsValue::from(id), bytes).await?)
    }

    async fn delete(&self, store: &str, id: Id) -> Result<(), Mishap> {
        Ok(self.own.delete(store, JsValue::from(id)).await?)
    }

    async fn all(&self, store: &str) -> Result<Vec<(Id, Vec<u8>)>, Mishap> {
        Ok(by_id(self.own.all(store).await?))
    }
}

fn packed(take: &Take) -> Result<Vec<u8>, Mishap> {
    take.pack().map_err(|e| Mishap::Storage(e.to_string()))
}

fn by_id(all: Vec<(JsValue, Vec<u8>)>) -> Vec<(Id, Vec<u8>)> {
    all.into_iter().filter_map(|(key, bytes)| Some((key.as_f64()? as Id, bytes))).collect()
}

impl From<NotKept> for Mishap {
    fn from(why: NotKept) -> Self {
        match why {
            NotKept::Full => Self::StorageFull,
            NotKept::Refused(why) => Self::Storage(why),
        }
    }
}
