//! What is to be told apart: emotions, and labels of the visitor's own.

use super::mishap::UnfitLabel;
use super::rules::Voice;
use super::take::Take;
use crate::emotion::Emotion;
use crate::meaning::{MOST_OWN, Meaning, OwnName, insert, is_same_name};

impl Voice {
    /// What is to be recorded, and that of which there are takes.
    pub fn labels(&self) -> Vec<Meaning> {
        self.labels_and(&self.chosen)
    }

    /// The eight emotions and the visitor's own labels: all that can be chosen.
    pub fn choices(&self) -> Vec<Meaning> {
        let mut choices = self.labels_and(&Emotion::ALL.map(Meaning::Emotion));
        self.chosen.iter().for_each(|label| insert(&mut choices, *label));
        choices
    }

    /// These labels, and those of the takes.
    fn labels_and(&self, more: &[Meaning]) -> Vec<Meaning> {
        let mut labels = more.to_vec();
        self.takes.iter().for_each(|take| insert(&mut labels, take.label));
        labels
    }

    /// The takes of a label.
    pub fn takes_of(&self, label: Meaning) -> Vec<Take> {
        self.takes.iter().filter(|take| take.label == label).cloned().collect()
    }

    /// Whether a label is to be recorded. One with takes stays; an own one without is forgotten.
    pub fn choose(&mut self, label: Meaning, is_wanted: bool) {
        match is_wanted {
            true => insert(&mut self.chosen, label),
            false => self.chosen.retain(|known| *known != label),
        }
    }

    /// The label that is called this, whatever its capital letters; `emotions` are the names of the
    /// eight on the page.
    pub fn named(&self, name: &str, emotions: &[&str; Emotion::COUNT]) -> Option<Meaning> {
        let on_page = emotions.iter().position(|emotion| is_same_name(emotion, name));
        let emotion = name.parse().ok().or_else(|| on_page.and_then(Emotion::from_index));
        let own = || self.labels().into_iter().find(|label| is_same_name(label.name(), name));
        emotion.map(Meaning::Emotion).or_else(own)
    }

    /// Makes a label of the visitor's own, and chooses it.
    ///
    /// # Errors
    /// [`UnfitLabel`].
    pub fn add_label(
        &mut self,
        name: &str,
        emotions: &[&str; Emotion::COUNT],
    ) -> Result<Meaning, UnfitLabel> {
        if self.named(name, emotions).is_some() {
            return Err(UnfitLabel::Taken);
        }
        if self.choices().len() >= Emotion::COUNT + MOST_OWN {
            return Err(UnfitLabel::TooMany);
        }
        let label = Meaning::Own(OwnName::new(name).map_err(|_| UnfitLabel::Name)?);
        insert(&mut self.chosen, label);
        Ok(label)
    }

    /// The choice as it is remembered: each name behind a stroke, which no name has in it.
    pub fn chosen_to_memory(&self) -> String {
        self.chosen.iter().map(|label| format!("/{label}")).collect()
    }

    /// Takes the choice of an earlier visit; words that name nothing are passed by. Before there were
    /// own labels it was remembered as emotions with blanks between them.
    pub fn choose_from_memory(&mut self, words: &str) {
        self.chosen.clear();
        let (names, stroke) = words.strip_prefix('/').map_or((words, ' '), |names| (names, '/'));
        for label in names.split(stroke).filter_map(|name| name.parse::<Meaning>().ok()) {
            if stroke == '/' || label.emotion().is_some() {
                insert(&mut self.chosen, label);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    const ENGLISH: [&str; 8] = Language::English.words().emotions;

    #[test]
    fn the_choice_is_remembered() {
        let mut voice = Voice::default();
        voice.choose(Emotion::Happy.into(), false);
        voice.add_label("my teacher voice", &ENGLISH).unwrap();
        let words = voice.chosen_to_memory();
        assert_eq!(words, "/neutral/sad/angry/my teacher voice");
        let mut later = Voice::default();
        later.choose_from_memory(&words);
        assert_eq!(later.chosen, voice.chosen);

        let mut of_old = Voice::default();
        of_old.choose_from_memory("neutral sad angry bored");
        assert_eq!(of_old.chosen_to_memory(), "/neutral/sad/angry");
    }

    #[test]
    fn an_own_label_is_added_once_and_is_no_emotion_of_the_page() {
        let german = &Language::German.words().emotions;
        let mut voice = Voice { chosen: Vec::new(), ..Voice::default() };
        let bored = voice.add_label(" bored ", german).unwrap();
        assert_eq!(voice.labels(), [bored]);
        assert_eq!(voice.choices().len(), 9);
        for taken in ["Bored", "Sadness", german[Emotion::Sad.index()], "bored"] {
            assert_eq!(voice.add_label(taken, german), Err(UnfitLabel::Taken), "{taken}");
        }
        for unfit in ["", "and/or", "a name with far too many letters"] {
            assert_eq!(voice.add_label(unfit, german), Err(UnfitLabel::Name), "{unfit}");
        }
        assert_eq!(voice.named("BORED", german), Some(bored));
        assert_eq!(voice.named("elated", german), None);
        for name in ["a", "b", "c", "d", "e"] {
            voice.add_label(name, german).unwrap();
        }
        assert_eq!(voice.add_label("f", german), Err(UnfitLabel::TooMany));
        voice.choose(bored, false);
        assert!(!voice.labels().contains(&bored), "without takes it is forgotten");
    }
}
