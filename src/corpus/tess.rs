//! TESS, the Toronto Emotional Speech Set.
//!
//! Names `SPK_word_emotion`: two women, OAF the older and YAF the younger, say "Say the word …".
//! The emotion's last part may be long ("ps", "pleasant_surprised"), folders repeat speaker and
//! emotion in several spellings and are not needed. One file of the archive, `OA_bite_neutral`,
//! lacks a letter.

use super::label::{Label, Reading};
use super::{ClipPath, Corpus, Reason, Sex};

/// Reads a clip of TESS.
pub(super) fn read(path: &ClipPath<'_>) -> Reading {
    let (speaker, rest) = path.stem.split_once('_')?;
    let speaker = match speaker.to_uppercase().as_str() {
        "OAF" | "OA" => "OAF",
        "YAF" | "YA" => "YAF",
        _ => return None,
    };
    let (word, emotion) = rest.split_once('_')?;
    Some(label(speaker, word, emotion))
}

fn label(speaker: &str, word: &str, emotion: &str) -> Result<Label, Reason> {
    let emotion = emotion.parse()?;
    let word = word.to_lowercase();
    Ok(Label {
        take: Some(format!("{speaker}_{word}_{emotion}")),
        sex: Some(Sex::Female),
        sentence: Some(format!("Say the word {word}")),
        ..Label::new(Corpus::Tess, Some(speaker), emotion)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;

    fn reading(below: &str) -> Reading {
        read(&ClipPath::new("given", below))
    }

    #[test]
    fn every_layout_of_the_archive_is_read() {
        for below in [
            "YAF_mood_ps.wav",
            "YAF_ps/YAF_mood_ps.ogg",
            "YAF_pleasant_surprised/YAF_mood_ps.wav",
            "TESS Toronto emotional speech set data/TESS Toronto emotional speech set data/\
             YAF_pleasant_surprised/YAF_mood_ps.wav",
            "YAF_mood_pleasant_surprise.wav",
        ] {
            let label = reading(below).unwrap().unwrap();
            assert_eq!(label.corpus, Corpus::Tess, "{below}");
            assert_eq!(label.take.as_deref(), Some("YAF_mood_surprise"), "{below}");
            assert_eq!(label.speaker, "tess/YAF");
            assert_eq!(label.sex, Some(Sex::Female));
            assert_eq!(label.sentence.as_deref(), Some("Say the word mood"));
            assert_eq!(label.emotion, Emotion::Surprise);
        }
    }

    #[test]
    fn the_file_that_lacks_a_letter_is_the_older_speakers() {
        let label = reading("OAF_neutral/OA_bite_neutral.wav").unwrap().unwrap();
        assert_eq!(label.speaker, "tess/OAF");
        assert_eq!(label.take.as_deref(), Some("OAF_bite_neutral"));
    }

    #[test]
    fn an_emotion_that_tess_lacks_is_named() {
        let reading = reading("OAF_back_bored.wav");
        assert!(matches!(reading, Some(Err(Reason::UnknownEmotion(_)))), "{reading:?}");
    }

    #[test]
    fn other_names_are_not_tess() {
        for below in ["OAF_back.wav", "DC_a01.wav", "1001_DFA_ANG_XX.wav", "OAF.wav"] {
            assert_eq!(reading(below), None);
        }
    }
}
