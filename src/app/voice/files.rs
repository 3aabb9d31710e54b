//! Takes and models from files, and back into files.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DataTransfer, File};

use super::archive::{Unread, label_of, labelled_files, may_be_taken, zip_from_takes};
use super::mishap::Mishap;
use super::room::VoiceRoom;
use super::take::{Id, Unfit, check_take};
use crate::app::brought::{self, Found, Source, Walk, is_zip};
use crate::app::browser::bytes_of;
use crate::app::browser_decoder;
use crate::app::download::{Kind, save};
use crate::app::trouble::Trouble;
use crate::app::words::Words;
use crate::engine::protocol::Fault;
use crate::meaning::Meaning;

impl VoiceRoom {
    /// Takes the sounds of an input as takes of a label; of none in particular, the folder that each
    /// lies in names it. A zip brings the takes of its folders.
    pub fn take_files(self, files: Vec<File>, label: Option<Meaning>, words: &'static Words) {
        self.take_walk(brought::of_input(files), label, words);
    }

    /// Takes the sounds that were dropped as takes of a label, those in folders, too.
    pub fn take_drop(self, transfer: &DataTransfer, label: Meaning, words: &'static Words) {
        self.take_walk(brought::of_drop(transfer), Some(label), words);
    }

    fn take_walk(self, walk: Walk, label: Option<Meaning>, words: &'static Words) {
        self.mishap.set(None);
        self.made.set(Vec::new());
        spawn_local(async move {
            match walk.await {
                Ok(found) => self.take_all(found, label, words).await,
                Err(why) => self.fail(Mishap::Unwalked(why)),
            }
        });
    }

    async fn take_all(self, mut found: Found, label: Option<Meaning>, words: &'static Words) {
        found.retain(|(path, _)| may_be_taken(path));
        if found.is_empty() {
            self.fail(Mishap::NoSounds);
        }
        for (path, source) in found {
            if let Err(mishap) = self.take_file(path, &source, label, words).await {
                self.fail(mishap);
            }
        }
    }

    async fn take_file(
        self,
        path: String,
        source: &Source,
        label: Option<Meaning>,
        words: &'static Words,
    ) -> Result<(), Mishap> {
        let unreadable = |why| Mishap::Unreadable(path.clone(), why);
        let size = source.size().await.map_err(unreadable)?;
        Trouble::check_size(size as f64).map_err(Mishap::Trouble)?;
        let bytes = source.bytes().await.map_err(|why| unreadable(why.said(words)))?;
        if is_zip(&path) {
            return self.take_zip(path, &bytes, words).await;
        }
        if let Some(label) = label {
            let (samples, rate_hz) = sound_of(path, &bytes).await?;
            self.add(label, rate_hz, samples);
            return Ok(());
        }
        let folder = label_of(&path).ok_or_else(|| Mishap::NoTakes(path.clone()))?;
        self.take_of_folder(path, &folder, &bytes, words).await
    }

    async fn take_zip(
        self,
        name: String,
        bytes: &[u8],
        words: &'static Words,
    ) -> Result<(), Mishap> {
        let files = labelled_files(bytes).map_err(|why| match why {
            Unread::Foreign(_) => Mishap::NoTakes(name.clone()),
            Unread::Later(_) => Mishap::LaterTakes(name.clone()),
        })?;
        if files.is_empty() {
            return Err(Mishap::NoTakes(name));
        }
        let mut outcome = Ok(());
        for (folder, bytes) in files {
            // One that cannot be used does not keep the others out.
            let taken = self.take_of_folder(name.clone(), &folder, &bytes, words).await;
            outcome = taken.and(outcome);
        }
        outcome
    }

    /// Takes a sound as a take of the label that its folder is named after. A folder whose name is
    /// unknown makes a label of the visitor's own.
    async fn take_of_folder(
        self,
        name: String,
        folder: &str,
        bytes: &[u8],
        words: &'static Words,
    ) -> Result<(), Mishap> {
        let (samples, rate_hz) = sound_of(name, bytes).await?;
        let known = self.voice.with_untracked(|voice| voice.named(folder, &words.emotions));
        let label = match known {
            Some(label) => label,
            None => {
                let label = self.add_label(folder, words)?;
                self.made.update(|made| made.push(label));
                label
            }
        };
        self.add(label, rate_hz, samples);
        Ok(())
    }

    /// All takes as a file for the visitor's disk.
    pub fn export_takes(self) {
        let zip = self.voice.with_untracked(|voice| zip_from_takes(&voice.takes));
        match zip {
            Ok(bytes) => save("overtone-takes", Kind::Zip, &bytes),
            Err(why) => self.fail(Mishap::Trouble(Trouble::Sound(Fault::Other, why))),
        }
    }

    /// A model as a file for the visitor's disk.
    pub fn export_model(self, id: Id) {
        let file = self.desk.with_value(|desk| {
            desk.files.iter().find(|(kept, _)| *kept == id).map(|(_, file)| file.clone())
        });
        let name = self.voice.with_untracked(|voice| {
            voice.models.iter().find(|model| model.id == id).map(|model| model.name.clone())
        });
        if let (Some(file), Some(name)) = (file, name) {
            save(&name, Kind::Model, &file);
        }
    }

    /// Takes a model file and lets it listen.
    pub fn import_model(self, file: File) {
        self.mishap.set(None);
        if let Err(trouble) = Trouble::check_size(file.size()) {
            return self.fail(Mishap::Trouble(trouble));
        }
        spawn_local(async move {
            let name = file.name();
            match bytes_of(&file).await {
                Ok(bytes) => match self.shelve_new(bytes, &name) {
                    Some(id) => self.listen(Some(id)),
                    None => self.fail(Mishap::NoModel(name)),
                },
                Err(why) => self.fail(Mishap::Unreadable(name, why)),
            }
        });
    }
}

/// The samples of a file that can be a take, and their rate.
async fn sound_of(name: String, bytes: &[u8]) -> Result<(Vec<f32>, u32), Mishap> {
    let decoded = browser_decoder::decode(bytes).await;
    let (samples, rate_hz) = decoded.map_err(|why| match why {
        Trouble::Unreadable(why) => Mishap::Unreadable(name.clone(), why),
        _ => Mishap::Unfit(Some(name.clone()), Unfit::TooLong),
    })?;
    check_take(&samples, rate_hz).map_err(|unfit| Mishap::Unfit(Some(name), unfit))?;
    Ok((samples, rate_hz))
}
