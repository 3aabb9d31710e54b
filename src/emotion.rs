//! The one list of emotions: their order, names and colours.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An emotion that a voice performs, one of the eight that the corpora name between them.
///
/// The order is the order of every table, logit and chart of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Emotion {
    /// No emotion intended.
    Neutral,
    /// Calm: in RAVDESS alone.
    Calm,
    /// Happiness.
    Happy,
    /// Sadness.
    Sad,
    /// Anger.
    Angry,
    /// Fear.
    Fear,
    /// Disgust.
    Disgust,
    /// Surprise; TESS calls it pleasant surprise.
    Surprise,
}

/// A colour, red, green and blue, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// What a chart or a word stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Pale paper.
    Light,
    /// Near black.
    Dark,
}

impl Ground {
    /// The colour of the ground itself.
    pub const fn colour(self) -> Rgb {
        match self {
            Self::Light => Rgb(0xf2, 0xf3, 0xf1),
            Self::Dark => Rgb(0x0b, 0x0d, 0x11),
        }
    }
}

impl Emotion {
    /// All eight, in order.
    pub const ALL: [Self; 8] = [
        Self::Neutral,
        Self::Calm,
        Self::Happy,
        Self::Sad,
        Self::Angry,
        Self::Fear,
        Self::Disgust,
        Self::Surprise,
    ];

    /// How many emotions there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Position in [`Self::ALL`], 0 to 7.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The emotion at a position in [`Self::ALL`], if there is one.
    pub fn from_index(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }

    /// The name used in every table and file, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Calm => "calm",
            Self::Happy => "happy",
            Self::Sad => "sad",
            Self::Angry => "angry",
            Self::Fear => "fear",
            Self::Disgust => "disgust",
            Self::Surprise => "surprise",
        }
    }

    /// The colour of the emotion in charts.
    ///
    /// Okabe and Ito's eight colours (*Color Universal Design*, 2008), told apart by people with
    /// any of the common colour vision deficiencies; their black is a mid grey here, so that it
    /// stands on light and dark grounds alike.
    pub const fn colour(self) -> Rgb {
        match self {
            Self::Neutral => Rgb(0x8a, 0x8f, 0x98),
            Self::Calm => Rgb(0x56, 0xb4, 0xe9),
            Self::Happy => Rgb(0xf0, 0xe4, 0x42),
            Self::Sad => Rgb(0x00, 0x72, 0xb2),
            Self::Angry => Rgb(0xd5, 0x5e, 0x00),
            Self::Fear => Rgb(0xcc, 0x79, 0xa7),
            Self::Disgust => Rgb(0x00, 0x9e, 0x73),
            Self::Surprise => Rgb(0xe6, 0x9f, 0x00),
        }
    }

    /// The colour of the emotion as ink for large words and shapes on a ground.
    ///
    /// The hues of [`Self::colour`], moved in lightness until each has a contrast of at least 3 to
    /// its ground (WCAG 2.2, 1.4.11) and any two stay apart with each common colour vision
    /// deficiency. Found by a random search in OKLCH; the tests hold both properties.
    pub const fn ink(self, ground: Ground) -> Rgb {
        match (ground, self) {
            (Ground::Light, Self::Neutral) => Rgb(0x53, 0x56, 0x5a),
            (Ground::Light, Self::Calm) => Rgb(0x1f, 0x8f, 0xc5),
            (Ground::Light, Self::Happy) => Rgb(0x78, 0x6b, 0x0c),
            (Ground::Light, Self::Sad) => Rgb(0x1a, 0x31, 0xae),
            (Ground::Light, Self::Angry) => Rgb(0x91, 0x1f, 0x14),
            (Ground::Light, Self::Fear) => Rgb(0x61, 0x01, 0x4e),
            (Ground::Light, Self::Disgust) => Rgb(0x27, 0x82, 0x69),
            (Ground::Light, Self::Surprise) => Rgb(0xae, 0x7f, 0x26),
            (Ground::Dark, Self::Neutral) => Rgb(0x78, 0x7a, 0x7c),
            (Ground::Dark, Self::Calm) => Rgb(0x8b, 0xca, 0xef),
            (Ground::Dark, Self::Happy) => Rgb(0xfa, 0xe1, 0x56),
            (Ground::Dark, Self::Sad) => Rgb(0x56, 0x7d, 0xfe),
            (Ground::Dark, Self::Angry) => Rgb(0xd7, 0x4a, 0x17),
            (Ground::Dark, Self::Fear) => Rgb(0xc9, 0x7e, 0xc1),
            (Ground::Dark, Self::Disgust) => Rgb(0x94, 0xfb, 0xc3),
            (Ground::Dark, Self::Surprise) => Rgb(0xf1, 0xa7, 0x46),
        }
    }
}

impl fmt::Display for Rgb {
    /// As CSS and SVG write it: `#d55e00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl fmt::Display for Emotion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A word that names none of the eight emotions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an emotion (neutral, calm, happy, sad, angry, fear, disgust, surprise), got \"{0}\""
)]
pub struct UnknownEmotion(pub String);

impl FromStr for Emotion {
    type Err = UnknownEmotion;

    /// Reads a name as the corpora and their re-packagings write it, in any case: "angry",
    /// "anger", "Fearful", "ps", "pleasant_surprised", ….
    fn from_str(word: &str) -> Result<Self, UnknownEmotion> {
        let plain: String =
            word.trim().to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        match plain.as_str() {
            "neutral" | "neu" => Ok(Self::Neutral),
            "calm" | "calmness" => Ok(Self::Calm),
            "happy" | "happiness" | "joy" | "joyful" | "hap" => Ok(Self::Happy),
            "sad" | "sadness" => Ok(Self::Sad),
            "angry" | "anger" | "ang" => Ok(Self::Angry),
            "fear" | "fearful" | "fea" | "afraid" => Ok(Self::Fear),
            "disgust" | "disgusted" | "dis" => Ok(Self::Disgust),
            "surprise" | "surprised" | "sur" | "ps" | "pleasantsurprise" | "pleasantsurprised" => {
                Ok(Self::Surprise)
            }
            _ => Err(UnknownEmotion(word.to_owned())),
        }
    }
}

#[cfg(test)]
pub(crate) mod eyes;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_as_its_emotion() {
        for (index, emotion) in Emotion::ALL.into_iter().enumerate() {
            assert_eq!(emotion.index(), index);
            assert_eq!(Emotion::from_index(index), Some(emotion));
            assert_eq!(emotion.name().parse(), Ok(emotion));
        }
        assert_eq!(Emotion::from_index(Emotion::COUNT), None);
    }

    #[test]
    fn re_packagings_spell_emotions_in_their_own_ways() {
        assert_eq!("Pleasant_Surprised".parse(), Ok(Emotion::Surprise));
        assert_eq!("FEARFUL".parse(), Ok(Emotion::Fear));
        assert_eq!("Actor_01".parse::<Emotion>(), Err(UnknownEmotion("Actor_01".into())));
    }

    #[test]
    fn no_two_emotions_share_a_colour() {
        for (i, a) in Emotion::ALL.into_iter().enumerate() {
            assert!(Emotion::ALL[i + 1..].iter().all(|b| a.colour() != b.colour()));
        }
    }

    #[test]
    fn a_colour_is_written_as_css_writes_it() {
        assert_eq!(Emotion::Angry.colour().to_string(), "#d55e00");
        assert_eq!(Rgb(0, 10, 255).to_string(), "#000aff");
    }
}
