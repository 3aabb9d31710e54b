//! Why a file is not used, in every language.

use std::path::Path;

use crate::app::words::Words;
use crate::corpus::Reason;

/// Words for each of [`Reason`]'s kinds, and a phrase that reads after the file's path.
#[derive(Debug)]
pub struct ReasonWords {
    /// RAVDESS's songs.
    pub song: [&'static str; 2],
    /// Videos without sound.
    pub video: [&'static str; 2],
    /// A name with a part that its corpus does not have.
    pub code: (&'static str, fn(got: &str) -> String),
    /// An emotion that is none of the eight.
    pub emotion: &'static str,
    /// Nothing tells the emotion.
    pub unrecognised: [&'static str; 2],
    /// Folders of two emotions.
    pub ambiguous: (&'static str, fn(outer: &str, inner: &str) -> String),
    /// A row of a table that lacks something.
    pub incomplete: &'static str,
    /// It is not there any more.
    pub gone: [&'static str; 2],
    /// It could not be read.
    pub unreadable: (&'static str, fn(why: &str) -> String),
    /// A pointer in place of the file.
    pub pointer: [&'static str; 2],
    /// No sound in it.
    pub empty: [&'static str; 2],
    /// The decoder refused it.
    pub undecodable: (&'static str, fn(why: &str) -> String),
    /// Silence.
    pub silent: [&'static str; 2],
    /// Another file of the same clip is used.
    pub copy: (&'static str, fn(kept: &str) -> String),
    /// The same audio under another name.
    pub duplicate: (&'static str, fn(kept: &str) -> String),
    /// The same audio with another emotion.
    pub contradictory: (&'static str, fn(other: &str, emotion: &str) -> String),
}

impl ReasonWords {
    /// The kind of a reason in a word or two, and why in a phrase.
    pub fn said(&self, reason: &Reason, words: &Words) -> (&'static str, String) {
        let fixed = |[kind, phrase]: [&'static str; 2]| (kind, phrase.to_owned());
        let name = |path: &Path| path.to_string_lossy().into_owned();
        match reason {
            Reason::Song => fixed(self.song),
            Reason::VideoOnly => fixed(self.video),
            Reason::UnknownCode { got, .. } => (self.code.0, (self.code.1)(got)),
            Reason::UnknownEmotion(unknown) => (self.emotion, unknown.to_string()),
            Reason::Unrecognised => fixed(self.unrecognised),
            Reason::Ambiguous { outer, inner } => {
                let phrase = (self.ambiguous.1)(words.emotion(*outer), words.emotion(*inner));
                (self.ambiguous.0, phrase)
            }
            Reason::Incomplete { .. } => (self.incomplete, reason.to_string()),
            Reason::Gone => fixed(self.gone),
            Reason::Unreadable(why) => (self.unreadable.0, (self.unreadable.1)(why)),
            Reason::LfsPointer => fixed(self.pointer),
            Reason::Empty => fixed(self.empty),
            Reason::Undecodable(why) => {
                (self.undecodable.0, (self.undecodable.1)(&why.to_string()))
            }
            Reason::Silent => fixed(self.silent),
            Reason::Copy { kept } => (self.copy.0, (self.copy.1)(&name(kept))),
            Reason::Duplicate { kept } => (self.duplicate.0, (self.duplicate.1)(&name(kept))),
            Reason::Contradictory { other, emotion } => {
                let phrase = (self.contradictory.1)(&name(other), words.emotion(*emotion));
                (self.contradictory.0, phrase)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::words::Language;
    use crate::corpus::Reason;

    #[test]
    fn what_is_gone_is_said_in_the_visitors_language() {
        let said = |language: Language| {
            let words = language.words();
            words.laboratory.clips.reasons.said(&Reason::Gone, words).1
        };
        assert_eq!(said(Language::English), "it is not there any more");
        assert_eq!(said(Language::German), "nicht mehr da, wo es war");
        assert!(said(Language::French).starts_with("n’est plus là"));
    }
}
