//! What a clip is: one recording of one speaker, and the emotion that it was meant to show.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{ContentHash, Votes};
use crate::emotion::Emotion;

/// One usable recording of a corpus with all that the corpus tells of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clip {
    /// Where the clip comes from.
    pub corpus: Corpus,
    /// The file, as it was found.
    pub path: PathBuf,
    /// Who speaks, unique among all corpora: "ravdess/01", "crema-d/1001". A corpus that names no
    /// speakers counts as one speaker, "NAME/unknown": no one can tell that two of its clips come
    /// from two voices.
    pub speaker: String,
    /// The speaker's sex, where the corpus tells it.
    pub sex: Option<Sex>,
    /// What else is told of the speaker: by CREMA-D, or by a table.
    pub demographics: Option<Demographics>,
    /// What is said, or the corpus's own code for it.
    pub sentence: Option<String>,
    /// How strongly the emotion was to be played, where the corpus tells it.
    pub intensity: Option<Intensity>,
    /// The emotion that the speaker was asked for.
    pub emotion: Emotion,
    /// Length in seconds.
    pub seconds: f64,
    /// Equal for two clips exactly when they are the same audio.
    pub hash: ContentHash,
    /// What listeners heard, where they were asked: CREMA-D's voice-only votes.
    pub votes: Option<Votes>,
}

/// A collection of recordings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Corpus {
    /// The Ryerson Audio-Visual Database of Emotional Speech and Song (Livingstone and Russo 2018).
    Ravdess,
    /// The Crowd-sourced Emotional Multimodal Actors Dataset (Cao et al. 2014).
    CremaD,
    /// The Toronto Emotional Speech Set (Pichora-Fuller and Dupuis 2020).
    Tess,
    /// The Surrey Audio-Visual Expressed Emotion database (Haq and Jackson 2009).
    Savee,
    /// Any other corpus, by the name of its table or folder.
    Other(String),
}

impl Corpus {
    /// The name used in every table and file, in lower case for the four known ones.
    pub fn name(&self) -> &str {
        match self {
            Self::Ravdess => "ravdess",
            Self::CremaD => "crema-d",
            Self::Tess => "tess",
            Self::Savee => "savee",
            Self::Other(name) => name,
        }
    }

    /// The name as its authors write it, for people to read.
    pub fn title(&self) -> &str {
        match self {
            Self::Ravdess => "RAVDESS",
            Self::CremaD => "CREMA-D",
            Self::Tess => "TESS",
            Self::Savee => "SAVEE",
            Self::Other(name) => name,
        }
    }

    /// The titles of corpora of these names, with commas between them.
    pub fn titles(names: &[String]) -> String {
        let corpora: Vec<Self> = names.iter().map(|name| Self::from_name(name)).collect();
        corpora.iter().map(Self::title).collect::<Vec<_>>().join(", ")
    }

    /// The corpus of this name: one of the four known ones in any case, or another.
    pub fn from_name(name: &str) -> Self {
        match name.to_lowercase().as_str() {
            "ravdess" => Self::Ravdess,
            "crema-d" | "cremad" | "crema_d" | "crema" => Self::CremaD,
            "tess" => Self::Tess,
            "savee" => Self::Savee,
            _ => Self::Other(name.to_owned()),
        }
    }

    /// The globally unique name of one of its speakers: "ravdess/01".
    ///
    /// A name that already starts with the corpus is kept, so that tables written by this program
    /// read back unchanged. Without a name the whole corpus is one speaker.
    pub(super) fn speaker(&self, name: Option<&str>) -> String {
        let name = name.unwrap_or("unknown");
        match name.strip_prefix(self.name()) {
            Some(rest) if rest.starts_with('/') => name.to_owned(),
            _ => format!("{self}/{name}"),
        }
    }
}

impl fmt::Display for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl From<String> for Corpus {
    fn from(name: String) -> Self {
        Self::from_name(&name)
    }
}

impl From<Corpus> for String {
    fn from(corpus: Corpus) -> Self {
        corpus.name().to_owned()
    }
}

impl FromStr for Corpus {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Infallible> {
        Ok(Self::from_name(name))
    }
}

/// The sex of a speaker, as the corpora record it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// A woman.
    Female,
    /// A man.
    Male,
}

impl Sex {
    /// "female" or "male".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// Reads "female", "F", "woman", "Male", …; anything else is not told.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "female" | "f" | "woman" | "w" => Some(Self::Female),
            "male" | "m" | "man" => Some(Self::Male),
            _ => None,
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What CREMA-D's `VideoDemographics.csv` tells of an actor beside the sex, in its own words, or a
/// table of any corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demographics {
    /// Age in years.
    pub age: Option<u8>,
    /// "African American", "Asian", "Caucasian" or "Unknown"; empty where a table does not tell it.
    pub race: String,
    /// "Hispanic" or "Not Hispanic"; empty where a table does not tell it.
    pub ethnicity: String,
}

/// How strongly an emotion was to be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Intensity {
    /// CREMA-D's LO.
    Low,
    /// CREMA-D's MD.
    Medium,
    /// CREMA-D's HI.
    High,
    /// RAVDESS's 01.
    Normal,
    /// RAVDESS's 02.
    Strong,
}

impl Intensity {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Low, Self::Medium, Self::High, Self::Normal, Self::Strong];

    /// The name used in tables, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Normal => "normal",
            Self::Strong => "strong",
        }
    }

    /// The intensity of this name, in any case; anything else is not told.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        Self::ALL.into_iter().find(|intensity| intensity.name() == word)
    }
}

impl fmt::Display for Intensity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corpus_reads_back_from_its_name() {
        for corpus in [Corpus::Ravdess, Corpus::CremaD, Corpus::Tess, Corpus::Savee] {
            assert_eq!(Corpus::from_name(corpus.name()), corpus);
            assert_eq!(Corpus::from_name(&corpus.name().to_uppercase()), corpus);
        }
        assert_eq!(Corpus::from_name("EmoDB"), Corpus::Other("EmoDB".into()));
    }

    #[test]
    fn speakers_are_unique_among_corpora() {
        assert_eq!(Corpus::Ravdess.speaker(Some("01")), "ravdess/01");
        assert_eq!(Corpus::Ravdess.speaker(Some("ravdess/01")), "ravdess/01");
        assert_eq!(Corpus::Other("choir".into()).speaker(Some("choirmaster")), "choir/choirmaster");
        assert_eq!(Corpus::Other("choir".into()).speaker(None), "choir/unknown");
    }

    #[test]
    fn words_for_sex_and_intensity_are_read_in_any_case() {
        assert_eq!(Sex::from_word("Female"), Some(Sex::Female));
        assert_eq!(Sex::from_word(" m "), Some(Sex::Male));
        assert_eq!(Sex::from_word("?"), None);
        for intensity in Intensity::ALL {
            assert_eq!(Intensity::from_word(intensity.name()), Some(intensity));
        }
        assert_eq!(Intensity::from_word("XX"), None);
    }
}
