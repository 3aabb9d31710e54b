//! The folder that a training lives in.
//!
//! | file | what |
//! | --- | --- |
//! | `config.json` | how it trains; a second call with other settings is refused |
//! | `state.bin` | where it is, written after every epoch; a finished training only writes its model again |
//! | `history.csv` | one row an epoch |
//! | `model.overtone` | the best epoch so far |
//! | `evaluation.json` | scores on the test speakers |
//! | `report.txt` | the same for people: precision, recall, F1 and support of each emotion |
//! | `pictures/` | how it went, as SVG and PNG, see [`super::pictures`] |
//! | `answers.csv` | the logits of every clip, see [`super::answers`] |

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::{Failure, While};
use crate::figures::History;
use crate::laboratory::CourseState;

/// A training's folder.
pub struct RunFolder {
    path: PathBuf,
}

impl RunFolder {
    /// Opens a folder, made if need be, for a training with these settings.
    ///
    /// # Errors
    /// If the folder cannot be written, or holds a training with other settings.
    pub fn open(path: &Path, config: &Value) -> Result<Self, Failure> {
        fs::create_dir_all(path).during(|| format!("cannot make {}", path.display()))?;
        let folder = Self { path: path.to_owned() };
        let file = folder.file("config.json");
        match fs::read(&file) {
            Ok(bytes) => {
                let found: Value = serde_json::from_slice(&bytes)
                    .during(|| format!("{} is damaged", file.display()))?;
                if !agree(found, config) {
                    return Err(Failure::new(format!(
                        "{} holds a training with other settings; name another folder, or delete \
                         this one",
                        path.display()
                    )));
                }
            }
            Err(_) => folder.write("config.json", &serde_json::to_vec_pretty(config)?)?,
        }
        Ok(folder)
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file whole or not at all.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let (file, partial) = (self.file(name), self.file(&format!("{name}.partial")));
        fs::write(&partial, bytes)
            .and_then(|()| fs::rename(&partial, &file))
            .during(|| format!("cannot write {}", file.display()))
    }

    /// Where a training stopped, if it did.
    pub fn saved(&self) -> Result<Option<CourseState>, Failure> {
        let file = self.file("state.bin");
        let Ok(bytes) = fs::read(&file) else { return Ok(None) };
        let saved = postcard::from_bytes(&bytes).during(|| {
            format!("{} is damaged; delete it to start the training anew", file.display())
        })?;
        Ok(Some(saved))
    }

    /// Keeps where a training is.
    pub fn save(&self, course: &CourseState) -> Result<(), Failure> {
        self.write("state.bin", &postcard::to_stdvec(course)?)?;
        self.write("history.csv", &history_csv(&course.history)?)
    }
}

/// Settings that older folders do not tell: what is not told is taken to agree.
const TOLD_SINCE: [&str; 2] = ["deal", "encoder"];

/// Whether a folder's settings are those that are asked for.
fn agree(mut found: Value, asked: &Value) -> bool {
    if let Some(found) = found.as_object_mut() {
        for key in TOLD_SINCE {
            if let Some(value) = asked.get(key) {
                found.entry(key).or_insert_with(|| value.clone());
            }
        }
    }
    found == *asked
}

fn history_csv(history: &History) -> Result<Vec<u8>, Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    history.epochs.iter().try_for_each(|epoch| table.serialize(epoch))?;
    Ok(table.into_inner()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_that_an_older_folder_does_not_tell_are_taken_to_agree() {
        let asked = json!({ "preset": "seed", "deal": "a1", "encoder": null });
        assert!(agree(asked.clone(), &asked));
        assert!(agree(json!({ "preset": "seed" }), &asked));
        assert!(agree(json!({ "preset": "seed", "deal": "a1" }), &asked));
        assert!(!agree(json!({ "preset": "seed", "deal": "b2" }), &asked));
        assert!(!agree(json!({ "preset": "seed", "encoder": "c3" }), &asked));
        assert!(!agree(json!({ "preset": "large" }), &asked));
        assert!(!agree(json!({ "preset": "seed", "teacher": "d4" }), &asked));
        assert!(!agree(json!([]), &asked));
    }
}
