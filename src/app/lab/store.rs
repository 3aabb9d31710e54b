//! What the browser keeps of the laboratory: measured clips, each under its path, and where a
//! training is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::work::Kept;
use crate::app::shelf::{NotKept, Shelf};
use crate::figures::History;
use crate::laboratory::protocol::Settings;

const DATABASE: &str = "overtone.laboratory";
/// Another layout gets another number.
const LAYOUT: u32 = 1;
const CLIPS: &str = "clips";
const SIZES: &str = "sizes";
const TRAINING: &str = "training";
const STORES: [&str; 3] = [CLIPS, SIZES, TRAINING];

/// The open database.
#[derive(Clone)]
pub struct Store(Shelf);

/// The sizes of a clip that is kept, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Of what was measured.
    pub kept: u64,
    /// Of its file, by which another file under its path is told.
    pub file: u64,
}

/// Where a training is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptTraining {
    /// With what it was begun.
    pub settings: Settings,
    /// The epochs that are over.
    pub history: History,
    /// What the laboratory goes on from.
    pub state: Vec<u8>,
}

/// The sizes of the clips that are kept, by what is measured of them and by path.
#[derive(Debug, Clone, Default)]
pub struct Stock(BTreeMap<(String, PathBuf), Sizes>);

impl Stock {
    /// The sizes of a clip, if it is kept.
    pub fn sizes(&self, measured_as: &str, path: &Path) -> Option<Sizes> {
        self.0.get(&(measured_as.to_owned(), path.to_owned())).copied()
    }

    /// A clip is kept.
    pub fn add(&mut self, measured_as: &str, path: &Path, sizes: Sizes) {
        self.0.insert((measured_as.to_owned(), path.to_owned()), sizes);
    }

    /// A clip is kept no longer.
    pub fn remove(&mut self, measured_as: &str, path: &Path) {
        self.0.remove(&(measured_as.to_owned(), path.to_owned()));
    }

    /// The clips that are kept and measured in this way.
    pub fn paths(&self, measured_as: &str) -> Vec<PathBuf> {
        let of = self.0.keys().filter(|(name, _)| name == measured_as);
        of.map(|(_, path)| path.clone()).collect()
    }

    /// How many are measured in this way, and the room of all that is kept.
    pub fn kept(&self, measured_as: &str) -> Kept {
        let clips = self.0.keys().filter(|(name, _)| name == measured_as).count();
        Kept { clips, bytes: self.0.values().map(|sizes| sizes.kept).sum() }
    }
}

impl Store {
    /// Opens the database; the first time, it is made.
    ///
    /// # Errors
    /// [`NotKept`] where the browser keeps nothing.
    pub async fn open() -> Result<Self, NotKept> {
        Ok(Self(Shelf::open(DATABASE, LAYOUT, &STORES).await?))
    }

    /// Which clips are kept.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn stock(&self) -> Result<Stock, NotKept> {
        let mut stock = Stock::default();
        for (key, bytes) in self.0.all(SIZES).await? {
            let sizes = postcard::from_bytes(&bytes).ok();
            let key = key.as_string();
            if let (Some((name, path)), Some(sizes)) =
                (key.as_deref().and_then(|key| key.split_once('/')), sizes)
            {
                stock.add(name, Path::new(path), sizes);
            }
        }
        Ok(stock)
    }

    /// Keeps what was measured of a clip.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn keep_clip(
        &self,
        measured_as: &str,
        path: &Path,
        measured: &[u8],
        sizes: Sizes,
    ) -> Result<(), NotKept> {
        let sizes = postcard::to_stdvec(&sizes).map_err(refused)?;
        self.0.put(&key(measured_as, path), &[(CLIPS, measured), (SIZES, &sizes)]).await
    }

    /// What was measured of a clip, if it is kept.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn clip(&self, measured_as: &str, path: &Path) -> Result<Option<Vec<u8>>, NotKept> {
        self.0.get(CLIPS, key(measured_as, path)).await
    }

    /// Forgets a clip.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn forget_clip(&self, measured_as: &str, path: &Path) -> Result<(), NotKept> {
        self.0.delete(SIZES, key(measured_as, path)).await?;
        self.0.delete(CLIPS, key(measured_as, path)).await
    }

    /// Keeps where a training is.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn keep_training(&self, training: &KeptTraining) -> Result<(), NotKept> {
        let bytes = postcard::to_stdvec(training).map_err(refused)?;
        self.0.put(&TRAINING.into(), &[(TRAINING, &bytes)]).await
    }

    /// Where a training is, if one is under way.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn training(&self) -> Result<Option<KeptTraining>, NotKept> {
        let bytes = self.0.get(TRAINING, TRAINING.into()).await?;
        Ok(bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()))
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn clear(&self) -> Result<(), NotKept> {
        self.0.clear(&STORES).await
    }
}

fn key(measured_as: &str, path: &Path) -> JsValue {
    format!("{measured_as}/{}", path.to_string_lossy()).into()
}

fn refused(error: postcard::Error) -> NotKept {
    NotKept::Refused(error.to_string())
}
