//! Every word on the page, in every language that it speaks.
//!
//! [`Words`] has a part for each view. A language is one file with one value of that type, so that
//! a sentence which a language lacks does not compile. Sentences with values in them are functions:
//! each language puts them where its grammar wants them. To add a view, give it a struct in
//! [`catalogue`] and let the compiler lead through the languages; to add a language, copy a file
//! and give [`Language`] a variant.

pub mod catalogue;
mod de;
mod en;
mod fr;
pub mod laboratory;
mod numerals;
pub mod voice;

pub use catalogue::Words;
pub use numerals::Numerals;

use super::choice::{Choice, Device};
use super::look::{Colours, Track};
use super::microphone::Processing;
use super::models::ModelSize;
use super::offline::Part;
use super::sample::Manner;
use super::session::Title;
use crate::emotion::Emotion;
use crate::engine::protocol::{Spread, Verdict};
use crate::meaning::Meaning;

/// A language that the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English: what is spoken where none of a visitor's languages is.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
}

impl Language {
    /// All, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::French];

    /// The language's tag (BCP 47), which is also how it is remembered.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
        }
    }

    /// The language's name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
        }
    }

    /// The language of a tag such as `de-CH`, if the page speaks it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The first of a visitor's languages that the page speaks.
    pub fn of_visitor<S: AsRef<str>>(tags: impl IntoIterator<Item = S>) -> Self {
        tags.into_iter().find_map(|tag| Self::of_tag(tag.as_ref())).unwrap_or_default()
    }

    /// Everything that the page says in this language.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &en::WORDS,
            Self::German => &de::WORDS,
            Self::French => &fr::WORDS,
        }
    }
}

impl Words {
    /// An emotion in this language.
    pub const fn emotion(&self, emotion: Emotion) -> &'static str {
        self.emotions[emotion.index()]
    }

    /// An emotion in this language, or an own label as its owner calls it.
    pub const fn label(&self, label: Meaning) -> &'static str {
        match label {
            Meaning::Emotion(emotion) => self.emotion(emotion),
            Meaning::Own(name) => name.as_str(),
        }
    }

    /// A verdict in a word or two.
    pub const fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Named(label) => self.label(label),
            Verdict::NotSure => self.answer.not_sure,
            Verdict::NoSpeech => self.answer.no_speech,
        }
    }

    /// What a sound is called.
    pub fn title(&self, title: &Title) -> String {
        match title {
            Title::Named(name) => name.clone(),
            Title::Recording => self.titles.recording.to_owned(),
            Title::Example(Manner::Plain) => self.titles.example.to_owned(),
            Title::Example(manner) => {
                (self.titles.acted_example)(self.titles.manners[manner.index()])
            }
        }
    }

    /// A track below the spectrogram.
    pub const fn track(&self, track: Track) -> &'static str {
        let tracks = &self.explorer.tracks;
        match track {
            Track::Pitch => tracks.pitch,
            Track::Energy => tracks.energy,
            Track::Zcr => tracks.zcr,
            Track::Mfcc => tracks.mfcc,
            Track::Chroma => tracks.chroma,
        }
    }

    /// Colours of the spectrogram; the maps have the same name everywhere.
    pub const fn colours(&self, colours: Colours) -> &'static str {
        match colours {
            Colours::Ground => self.tools.as_the_page,
            Colours::Grey => self.tools.grey,
            Colours::Viridis | Colours::Magma | Colours::Cividis => colours.key(),
        }
    }

    /// How frequencies are spread.
    pub const fn spread(&self, spread: Spread) -> &'static str {
        match spread {
            Spread::Mel => self.tools.mel,
            Spread::Linear => self.tools.linear,
            Spread::Log => self.tools.log,
        }
    }

    /// A choice of the engine's switch.
    pub const fn choice(&self, choice: Choice) -> &'static str {
        match choice {
            Choice::Automatic => self.engine.automatic,
            Choice::Cpu => Device::Cpu.name(),
            Choice::Gpu => Device::Gpu.name(),
        }
    }

    /// A model, as its switch calls it.
    pub const fn model(&self, size: ModelSize) -> &'static str {
        match size {
            ModelSize::Small => self.engine.small,
            ModelSize::Large => self.engine.large,
        }
    }

    /// A part of what is kept.
    pub const fn part(&self, part: Part) -> &'static str {
        match part {
            Part::Base => self.offline.base,
            Part::Gpu => self.offline.gpu,
            Part::Large => self.offline.large,
            Part::Laboratory => self.offline.laboratory,
            Part::LaboratoryGpu => self.offline.laboratory_gpu,
        }
    }

    /// What a browser does to a microphone's sound.
    pub const fn processing(&self, processing: Processing) -> &'static str {
        match processing {
            Processing::Echo => self.microphone.echo,
            Processing::Noise => self.microphone.noise,
            Processing::Gain => self.microphone.automatic_gain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_hears_the_first_of_their_languages_that_is_spoken() {
        assert_eq!(Language::of_visitor(["it-IT", "fr-CA", "en"]), Language::French);
        assert_eq!(Language::of_visitor(["DE_at"]), Language::German);
        assert_eq!(Language::of_visitor(["ja"]), Language::English);
        assert_eq!(Language::of_visitor([""; 0]), Language::English);
    }

    #[test]
    fn a_language_is_remembered_by_its_tag() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::of_tag("den"), None);
    }

    #[test]
    fn every_language_has_its_own_word_for_every_emotion() {
        for language in Language::ALL {
            let words = language.words();
            let mut emotions = Emotion::ALL.map(|emotion| words.emotion(emotion)).to_vec();
            emotions.sort_unstable();
            emotions.dedup();
            assert_eq!(emotions.len(), Emotion::COUNT, "{language:?}");
        }
        let english = Language::English.words();
        assert!(Emotion::ALL.iter().all(|emotion| english.emotion(*emotion) == emotion.name()));
    }
}
