//! What a visitor brought, before anyone listens: clips by their paths, as on the command line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::corpus::crema_d_tables::CremaDTable;
use crate::corpus::overview::Counted;
use crate::corpus::{Candidate, ClipPath, LabelledFile, LeftOut, Reason, recognise};

/// The files that were brought, by what their paths tell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survey {
    files: BTreeMap<PathBuf, LabelledFile>,
    left_out: BTreeMap<PathBuf, Reason>,
    tables: BTreeSet<PathBuf>,
    candidates: Vec<Candidate>,
}

impl Survey {
    /// Takes in a file by its path, which begins with the folder that was given; whether it is to
    /// be read. A path that is there already changes nothing.
    pub fn add(&mut self, path: &str) -> bool {
        let (given, below) = path.split_once('/').unwrap_or(("", path));
        let name = ClipPath::new(given, below);
        if name.is_hidden() {
            return false;
        }
        let Some(rank) = name.audio_rank() else {
            let file = path.rsplit('/').next().unwrap_or(path);
            return CremaDTable::from_file_name(file).is_some() && self.tables.insert(path.into());
        };
        let path = PathBuf::from(path);
        match recognise(&name) {
            Ok(label) => {
                self.files.insert(path.clone(), LabelledFile { path, rank, label });
                true
            }
            Err(reason) => {
                self.left_out.insert(path, reason);
                false
            }
        }
    }

    /// Whether the file of a clip was brought.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(Path::new(path))
    }

    /// Whether no file was of any use, or of none that is worth a word.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.left_out.is_empty()
    }

    /// Gathers the files that were taken in into clips.
    pub fn settle(&mut self) {
        self.candidates = Candidate::gather(self.files.values().cloned().collect());
    }

    /// The clips, each with the files that hold it.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The tables of CREMA-D, which tell of its speakers and clips.
    pub fn tables(&self) -> &BTreeSet<PathBuf> {
        &self.tables
    }

    /// What is left out for its path alone.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let left = |(path, reason): (&PathBuf, &Reason)| LeftOut {
            path: path.clone(),
            corpus: None,
            reason: reason.clone(),
        };
        self.left_out.iter().map(left).collect()
    }
}

/// Labels, to be counted.
pub fn counted<'a>(
    candidates: impl Iterator<Item = &'a Candidate>,
) -> impl Iterator<Item = Counted<'a>> {
    candidates.map(|candidate| Counted::from(&candidate.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::overview::overview;
    use crate::emotion::Emotion;

    fn survey(paths: &[&str]) -> Survey {
        let mut survey = Survey::default();
        paths.iter().for_each(|path| {
            survey.add(path);
        });
        survey.settle();
        survey
    }

    #[test]
    fn clips_are_recognised_as_on_the_command_line() {
        let survey = survey(&[
            "ravdess/Actor_01/03-01-05-01-01-01-01.wav",
            "ravdess/Actor_02/03-01-04-01-01-01-02.wav",
            "ravdess/Actor_02/03-02-04-01-01-01-02.wav",
            "mine/anna/angry/1.wav",
            "mine/notes.txt",
            "mine/.DS_Store",
            "mine/elsewhere/1.wav",
        ]);
        let candidates = survey.candidates();
        let rows = overview(&counted(candidates.iter()).collect::<Vec<_>>());
        let names: Vec<_> =
            rows.iter().map(|(corpus, _)| corpus.as_ref().map(|c| c.name())).collect();
        assert_eq!(names, [Some("ravdess"), Some("mine"), None]);
        assert_eq!(rows[0].1.emotions[Emotion::Angry.index()], 1);
        assert_eq!((rows[2].1.clips, rows[2].1.speakers), (3, 3));
        let reasons: Vec<&str> = survey.left_out().iter().map(|left| left.reason.kind()).collect();
        assert_eq!(reasons, ["not recognised", "song"]);
    }

    #[test]
    fn a_clip_in_two_codings_is_one_and_tables_are_noticed() {
        let mut survey =
            survey(&["crema/1001_DFA_ANG_XX.mp3", "crema/AudioWAV/1001_DFA_ANG_XX.wav"]);
        let candidates = survey.candidates();
        assert_eq!(candidates.len(), 1);
        assert!(survey.has("crema/1001_DFA_ANG_XX.mp3") && !survey.has("1001_DFA_ANG_XX.mp3"));
        assert!(candidates[0].paths[0].ends_with("1001_DFA_ANG_XX.wav"), "lossless first");
        assert!(survey.add("crema/VideoDemographics.csv"));
        assert_eq!(survey.tables().len(), 1);
        assert!(!survey.add("crema/README.md"));
        assert!(survey.add("1001_DFA_ANG_XX.wav"), "a file without a folder");
    }
}
