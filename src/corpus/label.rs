//! What is told of a clip before anyone listens.

use super::{ClipPath, Corpus, Demographics, Intensity, Reason, Sex, Votes};
use super::{crema_d, folders, ravdess, savee, tess};
use crate::emotion::Emotion;

/// What is told of a clip before anyone listens: by its name, or by a row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The collection.
    pub corpus: Corpus,
    /// The clip's own name in a known corpus, the same in every packaging and coding of it.
    pub take: Option<String>,
    /// Who speaks, unique among all corpora.
    pub speaker: String,
    /// The speaker's sex.
    pub sex: Option<Sex>,
    /// What else is known of the speaker.
    pub demographics: Option<Demographics>,
    /// What is said, or the corpus's code for it.
    pub sentence: Option<String>,
    /// How strongly the emotion was to be played.
    pub intensity: Option<Intensity>,
    /// The emotion asked for.
    pub emotion: Emotion,
    /// What listeners heard.
    pub votes: Option<Votes>,
}

impl Label {
    /// A label that tells no more than the least: a speaker's name within the corpus, if there is
    /// one, and the emotion.
    pub fn new(corpus: Corpus, speaker: Option<&str>, emotion: Emotion) -> Self {
        Self {
            speaker: corpus.speaker(speaker),
            corpus,
            take: None,
            sex: None,
            demographics: None,
            sentence: None,
            intensity: None,
            emotion,
            votes: None,
        }
    }
}

/// What a corpus makes of a path: none when it is not named in its way, a reason when it is and
/// the clip is still not for use.
pub(super) type Reading = Option<Result<Label, Reason>>;

/// Reads the label of a clip from its name, and from its folders where the name alone is not
/// enough.
///
/// The four known corpora come first. Any other file belongs to the corpus named as the folder
/// given, when one of the folders below that is named after an emotion, as [`Emotion`]'s
/// `from_str` reads it. Its speaker is the folder nearest to the file between it and the emotion
/// (`angry/anna/1.wav`), or else the one above the emotion (`anna/angry/1.wav`); folders that name
/// a part of a data set ("train", "audio", …) name no one, and folders of two emotions are not
/// guessed at.
///
/// # Errors
/// The reason for which the clip cannot be used.
pub fn recognise(path: &ClipPath<'_>) -> Result<Label, Reason> {
    [ravdess::read, crema_d::read, tess::read, savee::read, folders::read]
        .iter()
        .find_map(|read| read(path))
        .unwrap_or(Err(Reason::Unrecognised))
}

/// The value beside a code in a table of a corpus.
///
/// # Errors
/// [`Reason::UnknownCode`] with what was expected.
pub(super) fn decode<T: Copy>(
    code: &str,
    table: &[(&str, T)],
    expected: &'static str,
) -> Result<T, Reason> {
    let found = table.iter().find(|(known, _)| known.eq_ignore_ascii_case(code));
    found
        .map(|&(_, value)| value)
        .ok_or_else(|| Reason::UnknownCode { expected, got: code.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_name_crashes(given in ".*", below in ".*") {
            let _ = recognise(&ClipPath::new(&given, &below));
        }

        #[test]
        fn no_name_close_to_a_corpus_crashes(
            below in "(Actor_01/|DC/|OAF_fear/|angry/)?[0-9A-Za-z_é-]{0,12}([_-][0-9A-Zé]{1,3}){0,6}\\.wav",
        ) {
            let _ = recognise(&ClipPath::new("given", &below));
        }
    }

    #[test]
    fn what_no_corpus_knows_is_told_so() {
        let path = ClipPath::new("music", "album/song.mp3");
        assert_eq!(recognise(&path), Err(Reason::Unrecognised));
    }
}
