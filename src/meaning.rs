//! What a take was meant as and what an answer names: one of the eight emotions, or a label that
//! somebody made up.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::emotion::{Emotion, Ground, Rgb};

/// An emotion, or a label of somebody's own: "bored", "my teacher voice".
///
/// Emotions come first, in their order, then own labels by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// One of the eight.
    Emotion(Emotion),
    /// Somebody's own.
    Own(OwnName),
}

/// The name of an own label, in the spelling in which the program met it first.
///
/// It is copied about like an [`Emotion`]: names are few and short, so that each is kept once, as
/// long as the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnName {
    text: &'static str,
    /// Which of the names that the program has met, from 0: it chooses the ink.
    place: usize,
}

/// Whether a person who says both means the same: capital letters and blanks about a name change
/// nothing. A program that wrote a name down means what it wrote.
pub fn is_same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The names that the program has met.
static MET: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// Own labels that one model can have, and one person: as many as there are inks for them.
pub const MOST_OWN: usize = INKS.len();

/// Letters of the longest name.
pub const LONGEST_NAME: usize = 24;

/// What no folder's name may have: takes lie in folders that are named after their labels.
const NOT_IN_FOLDERS: &str = "/\\:*?\"<>|";

/// The names of the inks and the inks, on light and on dark ground.
const INKS: [(&str, Rgb, Rgb); 6] = [
    ("own-1", Rgb(0xff, 0x17, 0xa3), Rgb(0xab, 0x5b, 0xbd)),
    ("own-2", Rgb(0x95, 0x69, 0xfb), Rgb(0x9f, 0x19, 0xba)),
    ("own-3", Rgb(0x1f, 0x01, 0xfb), Rgb(0x37, 0x50, 0xef)),
    ("own-4", Rgb(0x6a, 0x2e, 0x73), Rgb(0xb3, 0x2f, 0x2f)),
    ("own-5", Rgb(0x12, 0x07, 0x85), Rgb(0x43, 0xa7, 0xf6)),
    ("own-6", Rgb(0xa1, 0x35, 0xcb), Rgb(0xe4, 0x7d, 0x32)),
];

/// Why a word is no name of an own label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnfitName {
    /// Nothing but blanks, or too many letters; so many came.
    #[error("expected a name of 1 to {LONGEST_NAME} letters, got {0}")]
    Length(usize),
    /// A sign that no folder's name may have.
    #[error("expected a name that a folder can have, got one with {0:?} in it")]
    Sign(char),
    /// The name of one of the eight, or another word for it.
    #[error("expected a name of your own, got one of {0}")]
    Emotion(Emotion),
}

impl OwnName {
    /// A name as a person gives it, without the blanks about it.
    ///
    /// # Errors
    /// [`UnfitName`] if it cannot be one.
    pub fn new(text: &str) -> Result<Self, UnfitName> {
        match text.parse() {
            Ok(emotion) => Err(UnfitName::Emotion(emotion)),
            Err(_) => Self::read(text, is_same_name),
        }
    }

    /// A name as it was written: one that is another word for an emotion passes, too. `is_same` tells
    /// by which names that the program has met it is known.
    fn read(text: &str, is_same: fn(&str, &str) -> bool) -> Result<Self, UnfitName> {
        let text = text.trim();
        let letters = text.chars().count();
        if !(1..=LONGEST_NAME).contains(&letters) {
            return Err(UnfitName::Length(letters));
        }
        let is_unfit = |c: &char| c.is_control() || NOT_IN_FOLDERS.contains(*c);
        // Neither a hidden folder nor one whose name some systems shorten.
        let at_an_end = text.starts_with('.') || text.ends_with('.');
        match text.chars().find(is_unfit).or(at_an_end.then_some('.')) {
            Some(sign) => Err(UnfitName::Sign(sign)),
            None => Ok(Self::met(text, is_same)),
        }
    }

    fn met(text: &str, is_same: fn(&str, &str) -> bool) -> Self {
        let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
        let place = met.iter().position(|known| is_same(known, text)).unwrap_or_else(|| {
            met.push(String::from(text).leak());
            met.len() - 1
        });
        Self { text: met[place], place }
    }

    /// The name.
    pub const fn as_str(self) -> &'static str {
        self.text
    }
}

impl Meaning {
    /// The name that tables and files give it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emotion(emotion) => emotion.name(),
            Self::Own(name) => name.text,
        }
    }

    /// The emotion, if it is one.
    pub const fn emotion(self) -> Option<Emotion> {
        match self {
            Self::Emotion(emotion) => Some(emotion),
            Self::Own(_) => None,
        }
    }

    /// A number to tell it from the others by, 0 to 7 for the emotions.
    pub const fn number(self) -> usize {
        match self {
            Self::Emotion(emotion) => emotion.index(),
            Self::Own(name) => Emotion::COUNT + name.place,
        }
    }

    /// The name of its ink, as style sheets have it.
    pub const fn ink_name(self) -> &'static str {
        match self {
            Self::Emotion(emotion) => emotion.name(),
            Self::Own(name) => INKS[name.place % MOST_OWN].0,
        }
    }
}

/// All inks by name, on light and on dark ground: those of the emotions, then those for own labels,
/// which are as far from each other and from the others, see [`Emotion::ink`].
pub fn inks() -> impl Iterator<Item = (&'static str, Rgb, Rgb)> {
    let of =
        |emotion: Emotion| (emotion.name(), emotion.ink(Ground::Light), emotion.ink(Ground::Dark));
    Emotion::ALL.into_iter().map(of).chain(INKS)
}

impl From<Emotion> for Meaning {
    fn from(emotion: Emotion) -> Self {
        Self::Emotion(emotion)
    }
}

impl FromStr for Meaning {
    type Err = UnfitName;

    /// An emotion by any of its names, or else an own label.
    fn from_str(word: &str) -> Result<Self, UnfitName> {
        word.parse().map_or_else(|_| OwnName::new(word).map(Self::Own), |e| Ok(Self::Emotion(e)))
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Meaning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Meaning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let emotion = Emotion::ALL.into_iter().find(|emotion| emotion.name() == name);
        let own = || OwnName::read(&name, |a, b| a == b).map(Self::Own);
        emotion.map_or_else(own, |e| Ok(Self::Emotion(e))).map_err(serde::de::Error::custom)
    }
}

/// What a model can answer: the eight emotions, then own labels in the order of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Meanings {
    own: Vec<Meaning>,
}

impl Meanings {
    /// The eight, and the own labels among these.
    pub fn with(labels: impl IntoIterator<Item = Meaning>) -> Self {
        let mut own = Vec::new();
        let are_own = labels.into_iter().filter(|label| label.emotion().is_none());
        are_own.for_each(|label| insert(&mut own, label));
        Self { own }
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = Meaning> + Clone + '_ {
        Emotion::ALL.into_iter().map(Meaning::Emotion).chain(self.own.iter().copied())
    }

    /// The own ones.
    pub fn own(&self) -> &[Meaning] {
        &self.own
    }

    /// How many there are, 8 or more.
    pub fn count(&self) -> usize {
        Emotion::COUNT + self.own.len()
    }

    /// There are none but the eight.
    pub fn is_everybodys(&self) -> bool {
        self.own.is_empty()
    }

    /// The place of one in the order.
    pub fn position(&self, label: Meaning) -> Option<usize> {
        self.iter().position(|known| known == label)
    }

    /// The one with the largest of these values, which are in the same order.
    pub fn largest(&self, values: &[f32]) -> Meaning {
        let best = self.iter().zip(values).max_by(|(_, a), (_, b)| a.total_cmp(b));
        best.map_or(Meaning::Emotion(Emotion::Neutral), |(label, _)| label)
    }

    /// Whether they are own labels in their order, no two of one name, and not too many.
    pub fn is_sound(&self) -> bool {
        let are_own = self.own.iter().all(|label| label.emotion().is_none());
        are_own && self.own.is_sorted_by(|a, b| a < b) && self.own.len() <= MOST_OWN
    }
}

/// Puts a label into its place among others, if it is not there.
pub fn insert(sorted: &mut Vec<Meaning>, label: Meaning) {
    let place = sorted.iter().position(|known| *known >= label).unwrap_or(sorted.len());
    if sorted.get(place) != Some(&label) {
        sorted.insert(place, label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::eyes::{EYES, contrast, distance};

    fn own(name: &str) -> Meaning {
        name.parse().unwrap()
    }

    #[test]
    fn a_name_is_trimmed_and_the_same_name_is_the_same_label() {
        assert_eq!(own("  my teacher voice ").name(), "my teacher voice");
        assert_eq!((own("elated"), own("ELATED ").name()), (own("Elated"), "elated"));
        assert_eq!(own("Öde"), own("öde"));
        assert_ne!(own("elated"), own("elate"));
        assert_eq!(own("Fearful"), Meaning::Emotion(Emotion::Fear));
    }

    #[test]
    fn what_is_no_name_is_said() {
        let why = |name: &str| OwnName::new(name).unwrap_err();
        assert_eq!(why("  "), UnfitName::Length(0));
        assert_eq!(why(&"é".repeat(25)), UnfitName::Length(25));
        assert!(OwnName::new(&"é".repeat(24)).is_ok());
        assert_eq!(why("and/or"), UnfitName::Sign('/'));
        assert_eq!(why("two\nlines"), UnfitName::Sign('\n'));
        assert_eq!(why("..."), UnfitName::Sign('.'));
        assert_eq!(why("Joy"), UnfitName::Emotion(Emotion::Happy));
        assert_eq!(why("Joy").to_string(), "expected a name of your own, got one of happy");
    }

    #[test]
    fn labels_travel_as_their_names() {
        for label in [own("bored"), Emotion::Sad.into()] {
            let bytes = postcard::to_stdvec(&label).unwrap();
            assert_eq!(postcard::from_bytes::<Meaning>(&bytes), Ok(label));
            assert_eq!(serde_json::to_value(label).unwrap(), label.name());
        }
        assert!(serde_json::from_str::<Meaning>("\"a/b\"").is_err());
        let written = serde_json::from_str::<Meaning>("\"SULKY\"").unwrap();
        assert_eq!(written.name(), "SULKY", "as it was written");
    }

    #[test]
    fn own_labels_follow_the_emotions_by_name() {
        let labels =
            Meanings::with([own("tired"), Emotion::Sad.into(), own("bored"), own("tired")]);
        assert_eq!(labels.count(), 10);
        assert_eq!(labels.own(), [own("bored"), own("tired")]);
        assert_eq!(labels.position(own("tired")), Some(9));
        assert_eq!(labels.position(own("elated")), None);
        let mut values = [0.0; 10];
        values[8] = 1.0;
        assert_eq!(labels.largest(&values), own("bored"));
        assert!(labels.is_sound() && Meanings::default().is_everybodys());
    }

    #[test]
    fn lists_that_no_model_has_are_found_out() {
        let list = |names: &[&str]| {
            serde_json::from_value::<Meanings>(serde_json::json!(names)).unwrap().is_sound()
        };
        assert!(list(&["a", "b", "c", "d", "e", "f"]));
        assert!(!list(&["a", "b", "c", "d", "e", "f", "g"]), "too many");
        assert!(!list(&["b", "a"]), "not in order");
        assert!(!list(&["bored", "bored"]), "twice");
        assert!(!list(&["sad"]), "an emotion");
    }

    #[test]
    fn inks_stand_out_from_their_ground_and_from_each_other_for_every_eye() {
        let inks: Vec<_> = inks().collect();
        assert_eq!(inks.len(), Emotion::COUNT + MOST_OWN);
        for (i, (name, light, dark)) in inks.iter().enumerate() {
            for (ink, ground) in [(light, Ground::Light), (dark, Ground::Dark)] {
                let ratio = contrast(*ink, ground.colour());
                assert!(ratio >= 3.0, "{name} on {ground:?}: contrast {ratio:.2}");
            }
            for (other, other_light, other_dark) in &inks[i + 1..] {
                for (eye, matrix) in &EYES {
                    let apart = distance(matrix, *light, *other_light);
                    let apart = apart.min(distance(matrix, *dark, *other_dark));
                    assert!(apart >= 0.07, "{name}, {other}, {eye}: {apart:.3}");
                }
            }
        }
    }
}
