//! The folder that a training lives in.
//!
//! | file | what |
//! | --- | --- |
//! | `config.json` | how it trains; a second call with other settings is refused, and so is a second process at once |
//! | `state.bin` | where it is, written after every epoch; a finished training only writes its model again |
//! | `refit.bin` | only with `--refit`: where the training is that follows, in the same way |
//! | `history.csv` | one row an epoch, of the first training |
//! | `refit.csv` | only with `--refit`: one row an epoch of that training |
//! | `model.overtone` | the best epoch, written after the last one; with `--refit` what followed |
//! | `evaluation.json` | scores on the test speakers, and how each emotion fared |
//! | `report.txt` | the same for people: precision, recall, F1 and support of each emotion |
//! | `pictures/` | how it went, as SVG and PNG, see [`super::pictures`] |
//! | `features.csv` | only with `--features-csv`: what `overtone features` writes of the clips and the preset |
//! | `answers.csv` | the logits of every clip, see [`super::answers`] |

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::cli::{Failure, While, resumable};
use crate::laboratory::{CourseState, RefitState};

/// A training's folder.
pub struct RunFolder {
    path: PathBuf,
    /// `config.json`, locked for as long as a training is at work here.
    _config: File,
}

impl RunFolder {
    /// Opens a folder, made if need be, for a training with these settings.
    ///
    /// # Errors
    /// If the folder cannot be written, holds a training with other settings, or another process
    /// trains in it.
    pub fn open(path: &Path, config: &Value) -> Result<Self, Failure> {
        fs::create_dir_all(path).during(|| format!("cannot make {}", path.display()))?;
        let name = path.join("config.json");
        let cannot = || format!("cannot write {}", name.display());
        let mut open = OpenOptions::new();
        let open = open.read(true).write(true).create(true).truncate(false);
        let mut file = open.open(&name).during(cannot)?;
        resumable::lock(&file, path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).during(cannot)?;
        // A fresh one is written through the locked file: a renamed one would not be locked.
        if bytes.is_empty() {
            file.write_all(&serde_json::to_vec_pretty(config)?).during(cannot)?;
        } else {
            let found = serde_json::from_slice(&bytes)
                .during(|| format!("{} is damaged", name.display()))?;
            if !agree(found, config) {
                return Err(Failure::new(format!(
                    "{} holds a training with other settings; name another folder, or delete this \
                     one",
                    path.display()
                )));
            }
        }
        Ok(Self { path: path.to_owned(), _config: file })
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
    ///
    /// # Errors
    /// If that cannot be read.
    pub fn saved(&self) -> Result<Option<CourseState>, Failure> {
        self.state("state.bin")
    }

    /// Where the training stopped that follows, if it did.
    ///
    /// # Errors
    /// If that cannot be read.
    pub fn saved_refit(&self) -> Result<Option<RefitState>, Failure> {
        self.state("refit.bin")
    }

    fn state<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Failure> {
        let file = self.file(name);
        let bytes = resumable::read(&file).during(|| format!("cannot read {}", file.display()))?;
        let Some(bytes) = bytes else { return Ok(None) };
        let saved = postcard::from_bytes(&bytes).during(|| {
            format!("{} is damaged; delete it to start the training anew", file.display())
        })?;
        Ok(Some(saved))
    }

    /// Keeps where a training is.
    pub fn save(&self, course: &CourseState) -> Result<(), Failure> {
        self.write("state.bin", &postcard::to_stdvec(course)?)?;
        self.write("history.csv", &csv_of(&course.history.epochs)?)
    }

    /// Keeps where the training is that follows.
    pub fn save_refit(&self, refit: &RefitState) -> Result<(), Failure> {
        self.write("refit.bin", &postcard::to_stdvec(refit)?)?;
        self.write("refit.csv", &csv_of(&refit.epochs)?)
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

fn csv_of(epochs: &[impl Serialize]) -> Result<Vec<u8>, Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    epochs.iter().try_for_each(|epoch| table.serialize(epoch))?;
    Ok(table.into_inner()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_folder_is_one_trainings_at_a_time() {
        let parent = std::env::temp_dir().join(format!("overtone-runs-{}", std::process::id()));
        let _ = fs::remove_dir_all(&parent);
        let settings = json!({ "preset": "seed" });
        let open = |name: &str| RunFolder::open(&parent.join(name), &settings);
        let first = open("fold-0").unwrap();
        let Err(Failure::Failed(sentence)) = open("fold-0") else { panic!("two at once") };
        let busy = "fold-0 is being written by another process: wait for it or stop it";
        assert!(sentence.ends_with(busy), "{sentence}");
        assert!(open("fold-1").is_ok(), "another training of the same benchmark");
        drop(first);
        assert!(open("fold-0").is_ok(), "the same training goes on");
        let left: Vec<_> = fs::read_dir(parent.join("fold-0")).unwrap().collect();
        assert_eq!(left.len(), 1, "config.json and nothing else");
        let other = RunFolder::open(&parent.join("fold-0"), &json!({ "preset": "large" }));
        assert!(other.is_err());
        fs::remove_dir_all(parent).unwrap();
    }

    #[test]
    fn a_training_whose_state_cannot_be_read_does_not_begin_anew() {
        let path = std::env::temp_dir().join(format!("overtone-state-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        let folder = RunFolder::open(&path, &json!({ "preset": "seed" })).unwrap();
        assert!(matches!(folder.saved(), Ok(None)));
        fs::create_dir(folder.file("state.bin")).unwrap();
        let Err(Failure::Failed(sentence)) = folder.saved() else { panic!("it begins anew") };
        assert!(sentence.starts_with("cannot read ") && sentence.contains("state.bin"));
        drop(folder);
        fs::remove_dir_all(path).unwrap();
    }

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
