//! What came of a training, as files and in the other views.

use std::path::Path;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::mishap::Mishap;
use super::room::LabRoom;
use super::rules::Lab;
use super::work::Outcome;
use crate::app::browser::fetch_bytes;
use crate::app::download::{Kind, png_address, save};
use crate::app::model_file::card;
use crate::app::trouble::{Asset, Trouble};
use crate::emotion::Emotion;
use crate::engine::protocol::SoundView;
use crate::plot::vector::svg_with;
use crate::plot::{PlotError, Spectrogram, Theme, Waveform};
use crate::report::{self, Example as Picture, Finished, View};

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
            let speaker_of = |path: &str| {
                let of_path = |lab: &Lab| {
                    let clip = lab.clips.iter().find(|clip| clip.path == path);
                    clip.map(|clip| clip.speaker.clone()).unwrap_or_default()
                };
                self.lab.with_untracked(of_path)
            };
            match report_of(&name, outcome, speaker_of, &model).await {
                Ok(page) => save(&name, Kind::Html, page.as_bytes()),
                Err(trouble) => self.fail(Mishap::Lost(trouble)),
            }
        });
    }

    /// Reads a clip of the test again, as a file.
    pub async fn read_example(self, path: &str) -> Option<File> {
        let source = self.desk.with_value(|desk| desk.sources.get(Path::new(path)).cloned())?;
        let bytes = match source.bytes().await {
            Ok(bytes) => bytes,
            Err(why) => {
                self.fail(Mishap::Unreadable(why));
                return None;
            }
        };
        let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
        let name = path.rsplit('/').next().unwrap_or(path);
        File::new_with_u8_array_sequence(&parts, name).ok()
    }

    fn model(self) -> Option<Rc<Vec<u8>>> {
        self.desk.with_value(|desk| desk.model.clone())
    }
}

async fn report_of(
    name: &str,
    outcome: Outcome,
    speaker_of: impl Fn(&str) -> String,
    model: &[u8],
) -> Result<String, Trouble> {
    let typeface = fetch_bytes(Asset::Typeface, TYPEFACE).await?;
    let unfit = |why: String| Trouble::Language(why);
    let pictures = outcome.examples.iter().filter_map(|example| {
        let sound = example.sound.as_ref()?;
        Some(pictures_of(example.emotion, sound, &speaker_of(&example.path)))
    });
    let pictures = pictures.collect::<Result<Vec<_>, _>>().map_err(|e| unfit(e.to_string()))?;
    let pictures: Vec<Picture> = pictures.into_iter().flatten().collect();
    let finished = Finished {
        name: name.to_owned(),
        config: serde_json::to_value(&outcome.settings).map_err(|e| unfit(e.to_string()))?,
        history: outcome.history,
        refit: Vec::new(),
        evaluation: outcome.evaluation,
        model: card(model).ok_or_else(|| unfit("expected a model".to_owned()))?,
        model_bytes: model.len(),
        // Without their files, clips cannot be drawn.
        examples: Some(pictures).filter(|pictures| !pictures.is_empty()),
    };
    report::of(&finished, &typeface).map_err(|error| unfit(error.to_string()))
}

/// Waveform and spectrogram of a clip.
fn pictures_of(
    emotion: Emotion,
    sound: &SoundView,
    speaker: &str,
) -> Result<[Picture; 2], PlotError> {
    let title = View::title(emotion, speaker);
    let theme = Theme::light();
    let samples = sound.samples.as_slice();
    let waveform = Waveform {
        title: title.clone(),
        samples,
        rate_hz: sound.rate_hz,
        labelled: true,
        gutter: None,
    };
    let view = &sound.spectrogram;
    let spectrogram = Spectrogram {
        title,
        levels: &view.levels,
        centres_hz: &view.centres_hz,
        hop_s: view.hop_s,
        seconds: samples.len() as f64 / f64::from(sound.rate_hz.max(1)),
        floor_db: view.floor_db,
        top_db: view.top_db,
        scale: None,
        colours: None,
        gutter: None,
    };
    let wave = svg_with(&waveform, View::Waveform.size_px(), &theme, png_address)?;
    let grid = svg_with(&spectrogram, View::Spectrogram.size_px(), &theme, png_address)?;
    let picture = |view, svg: String| Picture { emotion, view, svg: svg.into_bytes() };
    Ok([picture(View::Waveform, wave), picture(View::Spectrogram, grid)])
}
