//! Clips that come one by one: each once, measured, in the order of the command line.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::protocol::{ClipView, Why};
use super::{Heard, Preset, Recipe, Rows};
use crate::corpus::{Clip, ContentHash, Reason, in_order};
use crate::emotion::Emotion;
use crate::features::Features;
use crate::training::{Shelf, Stored};

/// A clip with what was measured of it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The clip.
    pub clip: Clip,
    /// What was measured.
    pub heard: Heard,
}

/// The way of measuring, as far as no description tells of it: whoever changes what is measured of
/// the same sound changes this, so that what browsers keep is not mistaken for it.
const MEASURING: u32 = 1;

/// How clips were measured: what does not follow from the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Manner {
    /// The preset.
    pub preset: Preset,
    /// The seed of its noise; 0 where it adds none before it trains.
    pub seed: u64,
}

impl Manner {
    /// The manner of a preset.
    pub fn new(preset: Preset, seed: u64) -> Self {
        Self { preset, seed: if preset == Preset::Seed { seed } else { 0 } }
    }

    /// What stands before clips that are measured in this manner, and before no others.
    fn mark(self) -> Result<Mark, postcard::Error> {
        self.mark_of(MEASURING, &self.preset.recipe(1, 2, self.seed))
    }

    fn mark_of(self, measuring: u32, recipe: &Recipe) -> Result<Mark, postcard::Error> {
        let how = (measuring, self, &recipe.features, recipe.framing);
        Ok(blake3::hash(&postcard::to_stdvec(&how)?).into())
    }
}

/// A hash of all that clips are measured by.
type Mark = [u8; blake3::OUT_LEN];

/// The form in which a clip is kept on a shelf, behind its mark.
#[derive(Serialize, Deserialize)]
struct Kept {
    clip: Clip,
    rows: Vec<Features>,
    skipped: usize,
}

impl Measured {
    /// As bytes, to be kept.
    ///
    /// # Errors
    /// None that a clip of ours causes.
    pub fn to_bytes(&self, manner: Manner) -> Result<Vec<u8>, postcard::Error> {
        let Heard { rows, skipped } = self.heard.clone();
        let clip = self.clip.clone();
        postcard::to_extend(&Kept { clip, rows, skipped }, manner.mark()?.to_vec())
    }

    /// From kept bytes.
    ///
    /// # Errors
    /// If they are damaged, of another version, or measured in another manner.
    pub fn from_bytes(bytes: &[u8], manner: Manner) -> Result<Self, postcard::Error> {
        let foreign = postcard::Error::DeserializeBadEncoding;
        let Some(kept) = bytes.strip_prefix(&manner.mark()?) else { return Err(foreign) };
        let Kept { clip, rows, skipped } = postcard::from_bytes(kept)?;
        let fits = |row: &Features| row.values.len() == row.rows * row.frames;
        if !rows.iter().all(fits) {
            return Err(foreign);
        }
        Ok(Self { clip, heard: Heard { rows, skipped } })
    }
}

impl From<&Clip> for ClipView {
    fn from(clip: &Clip) -> Self {
        Self {
            corpus: clip.corpus.clone(),
            path: clip.path.to_string_lossy().into_owned(),
            speaker: clip.speaker.clone(),
            sex: clip.sex,
            emotion: clip.emotion,
            seconds: clip.seconds,
        }
    }
}

impl From<Reason> for Why {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Silent => Self::Silent,
            Reason::LfsPointer => Self::Pointer,
            Reason::Duplicate { kept } | Reason::Copy { kept } => Self::Duplicate { of: kept },
            Reason::Contradictory { other, emotion } => Self::Contradictory { other, emotion },
            Reason::Empty | Reason::Undecodable(_) | Reason::Gone | Reason::Unreadable(_) => {
                Self::Unreadable(reason.to_string())
            }
            _ => Self::Unrecognised(reason.to_string()),
        }
    }
}

/// A clip that waits for a training.
#[derive(Debug)]
struct Gathered {
    clip: Clip,
    rows: Rows,
}

/// All clips so far; no two of them are the same audio.
#[derive(Debug, Default)]
pub struct Gathering {
    /// Where features lie; in memory without one.
    shelf: Option<Arc<dyn Shelf>>,
    clips: HashMap<ContentHash, Gathered>,
    /// What the file of each clip holds: one that is brought again may have changed.
    paths: HashMap<PathBuf, ContentHash>,
    /// Audio that was meant to show two emotions: two files and what each was meant to show.
    disputed: HashMap<ContentHash, [(PathBuf, Emotion); 2]>,
}

/// What came of taking a clip in.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// It is used.
    In,
    /// It is used in place of a clip of the same audio, which comes after it.
    InPlaceOf {
        /// The path of that clip.
        path: PathBuf,
    },
    /// It is not used.
    Out(Why),
    /// Neither it nor a clip of the same audio is used.
    BothOut {
        /// Why not this one.
        why: Why,
        /// The path of the other.
        other: PathBuf,
        /// Why not the other.
        why_other: Why,
    },
}

impl Gathering {
    /// No clips yet, and where their features are to lie. A clip that goes leaves its features
    /// behind on a shelf: few go, and a gathering is put away as a whole.
    pub fn on(shelf: Option<Arc<dyn Shelf>>) -> Self {
        Self { shelf, ..Self::default() }
    }

    /// Takes a clip in, as [`crate::corpus::Catalogue::assemble`] would: of clips that are the same
    /// audio with the same emotion the first is kept; when their emotions differ, none is.
    pub fn take(&mut self, new: Measured) -> Taken {
        let (hash, clip) = (new.clip.hash, new.clip.clone());
        // What the file held may be another file's clip.
        if let Some(before) = self.paths.insert(clip.path.clone(), hash)
            && before != hash
            && self.clips.get(&before).is_some_and(|old| old.clip.path == clip.path)
        {
            self.clips.remove(&before);
        }
        if let Some(files) = self.disputed.get(&hash) {
            let [first, second] = files.clone();
            let (other, emotion) = if first.1 == clip.emotion { second } else { first };
            return Taken::Out(Why::Contradictory { other, emotion });
        }
        let Some(old) = self.clips.get(&hash).map(|old| old.clip.clone()) else {
            self.insert(new);
            return Taken::In;
        };
        if old.emotion != clip.emotion {
            self.clips.remove(&hash);
            let files = [(old.path.clone(), old.emotion), (clip.path.clone(), clip.emotion)];
            self.disputed.insert(hash, files);
            return Taken::BothOut {
                why: Why::Contradictory { other: old.path.clone(), emotion: old.emotion },
                why_other: Why::Contradictory { other: clip.path, emotion: clip.emotion },
                other: old.path,
            };
        }
        match in_order(&clip, &old) {
            Ordering::Less => {
                self.insert(new);
                Taken::InPlaceOf { path: old.path }
            }
            // The same file again is no news.
            Ordering::Equal => Taken::In,
            Ordering::Greater => Taken::Out(Why::Duplicate { of: old.path }),
        }
    }

    fn insert(&mut self, Measured { clip, heard }: Measured) {
        let store = |features| match &self.shelf {
            Some(shelf) => Stored::on(shelf, features),
            None => features.into(),
        };
        let rows = heard.rows.into_iter().map(store).collect();
        self.clips.insert(clip.hash, Gathered { clip, rows });
    }

    /// The clips in their order, and their rows.
    pub fn in_order(&self) -> (Vec<Clip>, Vec<Rows>) {
        let mut all: Vec<&Gathered> = self.clips.values().collect();
        all.sort_by(|a, b| in_order(&a.clip, &b.clip));
        all.into_iter().map(|one| (one.clip.clone(), one.rows.clone())).unzip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;
    use crate::features::FeatureSpec;
    use crate::model::Framing;

    fn measured(path: &str, audio: u16, emotion: Emotion) -> Measured {
        let row = Features { values: vec![f32::from(audio)], rows: 1, frames: 1 };
        let clip = Clip { path: path.into(), emotion, ..clip("mine", "anna", audio) };
        Measured { clip, heard: Heard { rows: vec![row], skipped: 2 } }
    }

    fn paths(gathering: &Gathering) -> Vec<String> {
        let (clips, _) = gathering.in_order();
        clips.iter().map(|clip| clip.path.display().to_string()).collect()
    }

    #[test]
    fn of_the_same_audio_the_first_by_its_path_is_kept_whenever_it_comes() {
        let mut gathering = Gathering::default();
        assert_eq!(gathering.take(measured("c", 1, Emotion::Sad)), Taken::In);
        assert_eq!(gathering.take(measured("b", 2, Emotion::Sad)), Taken::In);
        let later = gathering.take(measured("d", 1, Emotion::Sad));
        assert_eq!(later, Taken::Out(Why::Duplicate { of: "c".into() }));
        let earlier = gathering.take(measured("a", 1, Emotion::Sad));
        assert_eq!(earlier, Taken::InPlaceOf { path: "c".into() });
        assert_eq!(gathering.take(measured("a", 1, Emotion::Sad)), Taken::In, "once more");
        assert_eq!(paths(&gathering), ["a", "b"]);
    }

    #[test]
    fn of_audio_with_two_emotions_nothing_is_kept() {
        let mut gathering = Gathering::default();
        gathering.take(measured("a", 1, Emotion::Sad));
        let contradictory =
            |other: &str, emotion| Why::Contradictory { other: other.into(), emotion };
        let taken = gathering.take(measured("b", 1, Emotion::Happy));
        let both = Taken::BothOut {
            why: contradictory("a", Emotion::Sad),
            other: "a".into(),
            why_other: contradictory("b", Emotion::Happy),
        };
        assert_eq!(taken, both);
        let third = gathering.take(measured("c", 1, Emotion::Happy));
        assert_eq!(third, Taken::Out(contradictory("a", Emotion::Sad)));
        let fourth = gathering.take(measured("d", 1, Emotion::Sad));
        assert_eq!(fourth, Taken::Out(contradictory("b", Emotion::Happy)));
        assert!(paths(&gathering).is_empty());
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_one_clip() {
        let mut gathering = Gathering::default();
        gathering.take(measured("a", 1, Emotion::Sad));
        assert_eq!(gathering.take(measured("a", 2, Emotion::Sad)), Taken::In);
        assert_eq!(paths(&gathering), ["a"]);
    }

    #[test]
    fn a_copy_that_changed_leaves_its_original_alone() {
        let mut gathering = Gathering::default();
        gathering.take(measured("a", 1, Emotion::Sad));
        let copy = gathering.take(measured("b", 1, Emotion::Sad));
        assert_eq!(copy, Taken::Out(Why::Duplicate { of: "a".into() }));
        assert_eq!(gathering.take(measured("b", 2, Emotion::Sad)), Taken::In);
        assert_eq!(paths(&gathering), ["a", "b"]);
    }

    #[test]
    fn clips_that_were_measured_otherwise_are_marked_otherwise() {
        let manner = Manner::new(Preset::Overtone, 0);
        let recipe = Preset::Overtone.recipe(1, 2, 0);
        let mark = |measuring, recipe: &Recipe| manner.mark_of(measuring, recipe).unwrap();
        assert_eq!(mark(MEASURING, &recipe), manner.mark().unwrap());
        assert_ne!(mark(MEASURING + 1, &recipe), manner.mark().unwrap());
        let framing = recipe.framing.map(|framing| Framing { floor_db: -50.0, ..framing });
        let other = Recipe { framing, ..recipe.clone() };
        assert_ne!(mark(MEASURING, &other), manner.mark().unwrap());
        let other = Recipe { features: FeatureSpec::seed(), ..recipe };
        assert_ne!(mark(MEASURING, &other), manner.mark().unwrap());
        let mut bytes = measured("a", 7, Emotion::Fear).to_bytes(manner).unwrap();
        bytes[0] ^= 1;
        assert!(Measured::from_bytes(&bytes, manner).is_err());
    }

    #[test]
    fn a_clip_survives_the_shelf_and_damage_is_noticed() {
        let manner = Manner::new(Preset::Overtone, 5);
        let bytes = measured("a", 7, Emotion::Fear).to_bytes(manner).unwrap();
        let back = Measured::from_bytes(&bytes, Manner::new(Preset::Overtone, 6)).unwrap();
        assert_eq!(back.clip, measured("a", 7, Emotion::Fear).clip);
        assert_eq!((back.heard.rows[0].values[0], back.heard.skipped), (7.0, 2));
        assert!(Measured::from_bytes(&bytes[..bytes.len() - 1], manner).is_err());
        assert!(Measured::from_bytes(&bytes, Manner::new(Preset::Seed, 5)).is_err());
    }
}
