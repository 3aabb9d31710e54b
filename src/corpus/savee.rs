//! SAVEE, the Surrey Audio-Visual Expressed Emotion database.
//!
//! Names `SPK_eNN`: one of four men, a letter or two for the emotion, the number of the sentence.
//! In the original archive, `AudioData/SPK/eNN.wav`, the speaker is the folder. The names number
//! the sentences for each emotion and do not spell them, so the code is all that is told.

use super::label::{Label, Reading, decode};
use super::{ClipPath, Corpus, Reason, Sex};
use crate::emotion::Emotion;

const SPEAKERS: [&str; 4] = ["DC", "JE", "JK", "KL"];

const EMOTIONS: [(&str, Emotion); 7] = [
    ("a", Emotion::Angry),
    ("d", Emotion::Disgust),
    ("f", Emotion::Fear),
    ("h", Emotion::Happy),
    ("n", Emotion::Neutral),
    ("sa", Emotion::Sad),
    ("su", Emotion::Surprise),
];

/// Reads a clip of SAVEE.
pub(super) fn read(path: &ClipPath<'_>) -> Reading {
    let (speaker, code) = path.stem.split_once('_').unwrap_or((path.parent(), path.stem));
    let speaker = SPEAKERS.into_iter().find(|known| known.eq_ignore_ascii_case(speaker))?;
    let code = code.to_lowercase();
    let digits = code.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let letters = &code[..code.len() - digits.len()];
    let is_number = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    (is_number && !letters.is_empty()).then(|| label(speaker, letters, digits))
}

fn label(speaker: &str, letters: &str, digits: &str) -> Result<Label, Reason> {
    let emotion = decode(letters, &EMOTIONS, "a SAVEE emotion: a, d, f, h, n, sa or su")?;
    let sentences = if emotion == Emotion::Neutral { 1..=30 } else { 1..=15 };
    if !digits.parse().is_ok_and(|number: u8| sentences.contains(&number)) {
        let expected = "a SAVEE sentence from 01 to 15, for neutral to 30";
        return Err(Reason::UnknownCode { expected, got: digits.to_owned() });
    }
    let code = format!("{letters}{digits}");
    Ok(Label {
        take: Some(format!("{speaker}_{code}")),
        sex: Some(Sex::Male),
        sentence: Some(code),
        ..Label::new(Corpus::Savee, Some(speaker), emotion)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(given: &str, below: &str) -> Reading {
        read(&ClipPath::new(given, below))
    }

    #[test]
    fn every_layout_of_the_archive_is_read() {
        for (given, below) in [
            ("savee", "ALL/JE_su05.wav"),
            ("savee", "JE_su05.ogg"),
            ("AudioData", "JE/su05.wav"),
            ("data/AudioData/JE", "su05.wav"),
            ("savee", "JE_SU05.WAV"),
        ] {
            let label = reading(given, below).unwrap().unwrap();
            assert_eq!(label.corpus, Corpus::Savee, "{below}");
            assert_eq!(label.take.as_deref(), Some("JE_su05"), "{below}");
            assert_eq!(label.speaker, "savee/JE");
            assert_eq!(label.sex, Some(Sex::Male));
            assert_eq!(label.sentence.as_deref(), Some("su05"));
            assert_eq!(label.emotion, Emotion::Surprise);
        }
    }

    #[test]
    fn neutral_has_twice_the_sentences() {
        assert!(reading("savee", "DC_n30.wav").unwrap().is_ok());
        assert!(matches!(
            reading("savee", "DC_a30.wav"),
            Some(Err(Reason::UnknownCode { got, .. })) if got == "30"
        ));
    }

    #[test]
    fn letters_that_savee_lacks_are_named() {
        assert!(matches!(
            reading("AudioData", "DC/x01.wav"),
            Some(Err(Reason::UnknownCode { got, .. })) if got == "x"
        ));
    }

    #[test]
    fn other_names_are_not_savee() {
        for (given, below) in
            [("AudioData", "a01.wav"), ("comics", "DC/theme.wav"), ("x", "DC_é.wav")]
        {
            assert_eq!(reading(given, below), None, "{below}");
        }
    }
}
