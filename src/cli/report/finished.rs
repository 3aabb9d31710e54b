//! A finished training, read back from its folder.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::cli::train::pictures;
use crate::cli::{Failure, While};
use crate::emotion::Emotion;
use crate::figures::History;
use crate::model::checkpoint;
use crate::report::{Example, Finished, View};

/// Reads the folder of a finished training.
///
/// # Errors
/// A sentence that names the file which is missing or damaged.
pub fn read(folder: &Path) -> Result<Finished, Failure> {
    let read = |name: &str| {
        let file = folder.join(name);
        let missing = || format!("expected a finished training, got no {}", file.display());
        fs::read(&file).during(missing)
    };
    let damaged = |name: &str| format!("{} is damaged", folder.join(name).display());
    let model = read("model.overtone")?;
    Ok(Finished {
        name: name(folder),
        config: serde_json::from_slice(&read("config.json")?).during(|| damaged("config.json"))?,
        history: History {
            epochs: epochs(&read("history.csv")?).during(|| damaged("history.csv"))?,
        },
        refit: match folder.join("refit.csv").exists() {
            true => epochs(&read("refit.csv")?).during(|| damaged("refit.csv"))?,
            false => Vec::new(),
        },
        evaluation: serde_json::from_slice(&read("evaluation.json")?)
            .during(|| damaged("evaluation.json"))?,
        model: checkpoint::read_card(&model).during(|| damaged("model.overtone"))?.into(),
        model_bytes: model.len(),
        examples: Some(examples(&folder.join(pictures::FOLDER))),
    })
}

/// The name of a folder, even if it is given as `.`.
fn name(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
}

fn epochs<T: DeserializeOwned>(csv: &[u8]) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(csv).deserialize().collect()
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
