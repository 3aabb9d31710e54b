//! Which model listens: the rules, free of any browser.

use std::str::FromStr;

use super::trouble::Trouble;
use crate::engine::protocol::Fault;

/// A model that the site carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModelSize {
    /// A megabyte: it answers first.
    #[default]
    Small,
    /// A speech encoder with a small network behind it, ten times larger.
    Large,
}

impl ModelSize {
    /// Both, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::Small, Self::Large];

    /// The word under which the choice is remembered.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }
}

/// A word that names no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected small or large, got \"{0}\"")]
pub struct UnknownModel(pub String);

impl FromStr for ModelSize {
    type Err = UnknownModel;

    fn from_str(word: &str) -> Result<Self, UnknownModel> {
        Self::ALL
            .into_iter()
            .find(|size| size.key() == word)
            .ok_or_else(|| UnknownModel(word.to_owned()))
    }
}

/// A model that an engine has been given: a shipped one, or a visitor's own of this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// One that the site carries.
    Shipped(ModelSize),
    /// A visitor's own.
    Own(u32),
}

impl Given {
    /// The number of an own model that an engine cannot open. A device that fails says nothing of a
    /// model, and without the shipped one nobody listens.
    pub fn refused_own(self, fault: Fault) -> Option<u32> {
        match self {
            Self::Own(id) if fault != Fault::Device => Some(id),
            _ => None,
        }
    }
}

/// The models, and which of them listens.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Models {
    /// The one that listens, or will once the first engine is open.
    pub listening: ModelSize,
    /// The one that is to take over, while it is on its way: bytes that have come, bytes in all.
    pub coming: Option<(ModelSize, f64, f64)>,
    /// What the site carries, with sizes in bytes; empty until that is known.
    pub offered: Vec<(ModelSize, f64)>,
    /// Why the last choice came to nothing.
    pub trouble: Option<Trouble>,
}

impl Models {
    /// The visitor's choice: what listens, or what is to.
    pub fn chosen(&self) -> ModelSize {
        self.coming.map_or(self.listening, |(size, ..)| size)
    }

    /// A model is chosen. Returns whether it must be fetched or opened.
    pub fn choose(&mut self, size: ModelSize) -> bool {
        if self.chosen() == size {
            return false;
        }
        self.trouble = None;
        self.coming = (self.listening != size).then(|| (size, 0.0, self.bytes(size)));
        self.coming.is_some()
    }

    /// More bytes of a model have come; none of one that is no longer wanted.
    pub fn progress(&mut self, size: ModelSize, loaded: f64) {
        if let Some((coming, so_far, _)) = &mut self.coming
            && *coming == size
        {
            *so_far = loaded;
        }
    }

    /// A model is here. Returns whether it is still wanted; then it listens from now on.
    pub fn arrive(&mut self, size: ModelSize) -> bool {
        let wanted = self.coming.is_some_and(|(coming, ..)| coming == size);
        if wanted {
            self.coming = None;
            self.listening = size;
        }
        wanted
    }

    /// A model cannot be had: what listens goes on listening.
    pub fn fail(&mut self, size: ModelSize, trouble: Trouble) {
        if self.coming.is_some_and(|(coming, ..)| coming == size) {
            self.coming = None;
            self.trouble = Some(trouble);
        }
    }

    /// The remembered model cannot be had at the start: the first one listens.
    pub fn fall_back(&mut self, trouble: Trouble) {
        self.listening = ModelSize::default();
        self.trouble = Some(trouble);
    }

    /// Size of a model in bytes; 0 if the site does not carry it.
    pub fn bytes(&self, size: ModelSize) -> f64 {
        self.offered.iter().find(|(offered, _)| *offered == size).map_or(0.0, |(_, bytes)| *bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn models() -> Models {
        let offered = vec![(ModelSize::Small, 8e5), (ModelSize::Large, 8e6)];
        Models { offered, ..Models::default() }
    }

    #[test]
    fn the_small_one_listens_until_the_large_one_is_here() {
        let mut models = models();
        assert!(models.choose(ModelSize::Large));
        models.progress(ModelSize::Large, 4e6);
        assert_eq!(models.coming, Some((ModelSize::Large, 4e6, 8e6)));
        assert_eq!((models.listening, models.chosen()), (ModelSize::Small, ModelSize::Large));
        assert!(models.arrive(ModelSize::Large));
        assert_eq!((models.listening, models.coming), (ModelSize::Large, None));
    }

    #[test]
    fn one_who_changes_their_mind_keeps_what_listens() {
        let mut models = models();
        models.choose(ModelSize::Large);
        assert!(!models.choose(ModelSize::Small), "it listens already");
        assert!(!models.arrive(ModelSize::Large), "nobody waits for it");
        assert_eq!(models.listening, ModelSize::Small);
    }

    #[test]
    fn a_model_that_cannot_be_had_leaves_the_other_and_a_sentence() {
        let mut models = models();
        models.choose(ModelSize::Large);
        models.fail(ModelSize::Large, Trouble::NoEngine);
        assert_eq!((models.chosen(), models.coming), (ModelSize::Small, None));
        assert_eq!(models.trouble, Some(Trouble::NoEngine));
        models.choose(ModelSize::Large);
        assert_eq!(models.trouble, None);
    }

    #[test]
    fn an_own_model_that_no_engine_can_read_is_told_from_an_engine_that_fails() {
        assert_eq!(Given::Own(7).refused_own(Fault::Other), Some(7));
        assert_eq!(Given::Own(7).refused_own(Fault::Device), None);
        assert_eq!(Given::Shipped(ModelSize::Small).refused_own(Fault::Other), None);
    }

    #[test]
    fn choices_are_remembered_by_their_key() {
        for size in ModelSize::ALL {
            assert_eq!(size.key().parse(), Ok(size));
        }
        assert!("medium".parse::<ModelSize>().is_err());
    }
}
