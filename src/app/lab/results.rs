//! What came of a training, as files and in the other views.

use std::path::Path;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::files::Source;
use super::mishap::Mishap;
use super::room::LabRoom;
use super::rules::Lab;
use super::work::Outcome;
use crate::app::browser::fetch_bytes;
use crate::app::download::{Kind, save};
use crate::app::model_file::card;
use crate::app::trouble::{Asset, Trouble};
use crate::emotion::Emotion;
use crate::report::{self, Finished};

/// Where the site has the typeface in which reports are set.
const TYPEFACE: &str = "fonts/bricolage-grotesque.woff2";

impl LabRoom {
    /// Lets the model listen, and puts it among the visitor's own.
    pub fn listen(self) {
        if let Some(model) = self.model() {
            self.lab.update(|lab| lab.adopted());
            self.voice.adopt(model.to_vec());
        }
    }

    /// Hands the model to the visitor.
    pub fn save_model(self, name: &str) {
        if let Some(model) = self.model() {
            save(name, Kind::Model, &model);
        }
    }

    /// Hands the report to the visitor.
    pub fn save_report(self, name: String) {
        let Some(model) = self.model() else { return };
        let Some(outcome) = self.lab.with_untracked(|lab| lab.outcome.clone()) else { return };
        spawn_local(async move {
            match report_of(&name, outcome, &model).await {
                Ok(page) => save(&name, Kind::Html, page.as_bytes()),
                Err(trouble) => self.fail(Mishap::Lost(trouble)),
            }
        });
    }

    /// The emotions of which a clip is at hand.
    pub fn example_emotions(self) -> Vec<Emotion> {
        Emotion::ALL.into_iter().filter(|emotion| self.example(*emotion).is_some()).collect()
    }

    /// Reads a clip of an emotion, as a file.
    pub async fn read_example(self, emotion: Emotion) -> Option<File> {
        let (path, source) = self.example(emotion)?;
        let bytes = match source.bytes().await {
            Ok(bytes) => bytes,
            Err(why) => {
                self.fail(Mishap::Unreadable(why));
                return None;
            }
        };
        let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
        let name = path.rsplit('/').next().unwrap_or(&path);
        File::new_with_u8_array_sequence(&parts, name).ok()
    }

    fn example(self, emotion: Emotion) -> Option<(String, Source)> {
        let of_emotion = |lab: &Lab| {
            let clips = lab.clips.iter().filter(|clip| clip.emotion == emotion);
            clips.map(|clip| clip.path.clone()).collect::<Vec<_>>()
        };
        let paths = self.lab.with_untracked(of_emotion);
        self.desk.with_value(|desk| {
            let source = |path: String| {
                let source = desk.sources.get(Path::new(&path))?.clone();
                Some((path, source))
            };
            paths.into_iter().find_map(source)
        })
    }

    fn model(self) -> Option<Rc<Vec<u8>>> {
        self.desk.with_value(|desk| desk.model.clone())
    }
}

async fn report_of(name: &str, outcome: Outcome, model: &[u8]) -> Result<String, Trouble> {
    let typeface = fetch_bytes(Asset::Typeface, TYPEFACE, |_| {}).await?;
    let unfit = |why: String| Trouble::Language(why);
    let finished = Finished {
        name: name.to_owned(),
        config: serde_json::to_value(&outcome.settings).map_err(|e| unfit(e.to_string()))?,
        history: outcome.history,
        evaluation: outcome.evaluation,
        model: card(model).ok_or_else(|| unfit("expected a model".to_owned()))?,
        model_bytes: model.len(),
        // The charts of clips are the stage's, where each can be seen closely.
        examples: None,
    };
    report::of(&finished, &typeface).map_err(|error| unfit(error.to_string()))
}
