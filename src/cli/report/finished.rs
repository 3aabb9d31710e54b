//! A finished training, read back from its folder.

use std::fs;
use std::path::Path;

use crate::cli::train::pictures::{self, View};
use crate::cli::{Failure, While};
use crate::emotion::Emotion;
use crate::figures::{Evaluation, Figures, History};
use crate::model::{ModelCard, checkpoint};

/// What the folder of a finished training holds.
pub struct FinishedRun {
    /// The folder's name.
    pub name: String,
    /// Its settings.
    pub config: serde_json::Value,
    /// Its epochs.
    pub history: History,
    /// Its scores.
    pub evaluation: Evaluation,
    /// What the model says of itself.
    pub card: ModelCard,
    /// Bytes of the model.
    pub model_bytes: usize,
    /// Pictures of clips, if it was trained since there are any.
    pub examples: Vec<Example>,
}

/// A picture of a test clip.
pub struct Example {
    /// What the clip acts.
    pub emotion: Emotion,
    /// What the picture shows.
    pub view: View,
    /// The picture.
    pub svg: Vec<u8>,
}

impl FinishedRun {
    /// Reads a folder.
    ///
    /// # Errors
    /// A sentence that names the file which is missing or damaged.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let read = |name: &str| {
            let file = folder.join(name);
            let missing = || format!("expected a finished training, got no {}", file.display());
            fs::read(&file).during(missing)
        };
        let damaged = |name: &str| format!("{} is damaged", folder.join(name).display());
        let model = read("model.overtone")?;
        Ok(Self {
            name: name(folder),
            config: serde_json::from_slice(&read("config.json")?)
                .during(|| damaged("config.json"))?,
            history: history(&read("history.csv")?).during(|| damaged("history.csv"))?,
            evaluation: serde_json::from_slice(&read("evaluation.json")?)
                .during(|| damaged("evaluation.json"))?,
            card: checkpoint::read_card(&model).during(|| damaged("model.overtone"))?,
            model_bytes: model.len(),
            examples: examples(&folder.join(pictures::FOLDER)),
        })
    }

    /// What was measured, as the page shows it.
    pub fn figures(&self) -> Figures {
        let record = &self.card.training;
        Figures {
            training_clips: record.training_clips,
            training_speakers: record.training_speakers.len(),
            test_speakers: record.test_speakers.len(),
            history: self.history.clone(),
            evaluation: self.evaluation.clone(),
        }
    }
}

/// The name of a folder, even if it is given as `.`.
fn name(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
}

fn history(csv: &[u8]) -> Result<History, csv::Error> {
    let epochs = csv::Reader::from_reader(csv).deserialize().collect::<Result<_, _>>()?;
    Ok(History { epochs })
}

/// The pictures that are there.
fn examples(folder: &Path) -> Vec<Example> {
    let picture = |(emotion, view): (Emotion, View)| {
        let svg = fs::read(folder.join(format!("{}.svg", view.of(emotion)))).ok()?;
        Some(Example { emotion, view, svg })
    };
    let all = Emotion::ALL.into_iter().flat_map(|emotion| View::ALL.map(|view| (emotion, view)));
    all.filter_map(picture).collect()
}
