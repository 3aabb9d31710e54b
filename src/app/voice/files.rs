//! Takes and models from files, and back into files.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::archive::{Unread, label_of, labelled_files, zip_from_takes};
use super::mishap::Mishap;
use super::room::VoiceRoom;
use super::take::{Id, check_take};
use crate::app::browser::{bytes_of, property};
use crate::app::browser_decoder;
use crate::app::download::{Kind, save};
use crate::emotion::Emotion;

impl VoiceRoom {
    /// Takes sound files as takes of an emotion; of none in particular, the folder that each lies in
    /// names it. A zip brings the takes of its folders.
    pub fn take_files(self, files: Vec<File>, label: Option<Emotion>) {
        self.mishap.set(None);
        spawn_local(async move {
            for file in files {
                if let Err(mishap) = self.take_file(&file, label).await {
                    self.fail(mishap);
                }
            }
        });
    }

    async fn take_file(self, file: &File, label: Option<Emotion>) -> Result<(), Mishap> {
        let name = file.name();
        let bytes = bytes_of(file).await.map_err(|why| Mishap::Unreadable(name.clone(), why))?;
        if name.to_lowercase().ends_with(".zip") {
            return self.take_zip(name, &bytes).await;
        }
        // A folder that was chosen as a whole tells each file's place in it.
        let path = property(file, "webkitRelativePath").and_then(|path| path.as_string());
        let label = label.or_else(|| label_of(&path?)).ok_or(Mishap::NoTakes(name.clone()))?;
        self.take_sound(name, label, &bytes).await
    }

    async fn take_zip(self, name: String, bytes: &[u8]) -> Result<(), Mishap> {
        let files = labelled_files(bytes).map_err(|why| match why {
            Unread::Foreign(_) => Mishap::NoTakes(name.clone()),
            Unread::Later(_) => Mishap::LaterTakes(name.clone()),
        })?;
        if files.is_empty() {
            return Err(Mishap::NoTakes(name));
        }
        let mut outcome = Ok(());
        for (label, bytes) in files {
            // One that cannot be used does not keep the others out.
            outcome = self.take_sound(name.clone(), label, &bytes).await.and(outcome);
        }
        outcome
    }

    async fn take_sound(self, name: String, label: Emotion, bytes: &[u8]) -> Result<(), Mishap> {
        let decoded = browser_decoder::decode(bytes).await;
        let (samples, rate_hz) = decoded.map_err(|why| Mishap::Unreadable(name.clone(), why))?;
        check_take(&samples, rate_hz).map_err(|unfit| Mishap::Unfit(Some(name), unfit))?;
        self.add(label, rate_hz, samples);
        Ok(())
    }

    /// All takes as a file for the visitor's disk.
    pub fn export_takes(self) {
        let zip = self.voice.with_untracked(|voice| zip_from_takes(&voice.takes));
        match zip {
            Ok(bytes) => save("overtone-takes", Kind::Zip, &bytes),
            Err(why) => self.fail(Mishap::Engine(why)),
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
