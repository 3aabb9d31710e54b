//! CREMA-D, the Crowd-sourced Emotional Multimodal Actors Dataset.
//!
//! Names `AAAA_SSS_EEE_LL`: actor, sentence, emotion, level; XX is a level that was not asked for,
//! which one file of the archive spells X. The sound lies in the archive twice, in `AudioWAV/` and
//! `AudioMP3/`, and once more in videos; one file of each clip is used. Sex and votes stand in
//! tables beside it ([`super::crema_d_tables`]).

use super::label::{Label, Reading, decode};
use super::{ClipPath, Corpus, Intensity, Reason};
use crate::emotion::Emotion;

const ACTORS: std::ops::RangeInclusive<u16> = 1001..=1091;

const SENTENCES: [(&str, &str); 12] = [
    ("IEO", "It's eleven o'clock"),
    ("TIE", "That is exactly what happened"),
    ("IOM", "I'm on my way to the meeting"),
    ("IWW", "I wonder what this is about"),
    ("TAI", "The airplane is almost full"),
    ("MTI", "Maybe tomorrow it will be cold"),
    ("IWL", "I would like a new alarm clock"),
    ("ITH", "I think I have a doctor's appointment"),
    ("DFA", "Don't forget a jacket"),
    ("ITS", "I think I've seen this before"),
    ("TSI", "The surface is slick"),
    ("WSI", "We'll stop in a couple of minutes"),
];

const EMOTIONS: [(&str, Emotion); 6] = [
    ("ANG", Emotion::Angry),
    ("DIS", Emotion::Disgust),
    ("FEA", Emotion::Fear),
    ("HAP", Emotion::Happy),
    ("NEU", Emotion::Neutral),
    ("SAD", Emotion::Sad),
];

const LEVELS: [(&str, Option<Intensity>); 5] = [
    ("LO", Some(Intensity::Low)),
    ("MD", Some(Intensity::Medium)),
    ("HI", Some(Intensity::High)),
    ("XX", None),
    ("X", None),
];

/// Reads a clip of CREMA-D.
pub(super) fn read(path: &ClipPath<'_>) -> Reading {
    let parts: Vec<&str> = path.stem.split('_').collect();
    let parts: [&str; 4] = parts.try_into().ok()?;
    let is_number = parts[0].len() == 4 && parts[0].bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| label(parts))
}

fn label([actor, sentence, emotion, level]: [&str; 4]) -> Result<Label, Reason> {
    if !actor.parse().is_ok_and(|number| ACTORS.contains(&number)) {
        let expected = "a CREMA-D actor from 1001 to 1091";
        return Err(Reason::UnknownCode { expected, got: actor.to_owned() });
    }
    let emotion_asked =
        decode(emotion, &EMOTIONS, "a CREMA-D emotion: ANG, DIS, FEA, HAP, NEU or SAD")?;
    let text = decode(sentence, &SENTENCES, "a CREMA-D sentence such as IEO")?;
    let intensity = decode(level, &LEVELS, "a CREMA-D level, LO, MD, HI or XX")?;
    let level = if intensity.is_none() { "XX" } else { level };
    Ok(Label {
        take: Some([actor, sentence, emotion, level].join("_").to_uppercase()),
        sentence: Some(text.to_owned()),
        intensity,
        ..Label::new(Corpus::CremaD, Some(actor), emotion_asked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(below: &str) -> Reading {
        read(&ClipPath::new("given", below))
    }

    #[test]
    fn every_layout_of_the_archive_is_read() {
        for below in [
            "1001_DFA_ANG_HI.wav",
            "AudioWAV/1001_DFA_ANG_HI.wav",
            "CREMA-D/AudioMP3/1001_DFA_ANG_HI.mp3",
            "AudioWAV/1001_dfa_ang_hi.ogg",
        ] {
            let label = reading(below).unwrap().unwrap();
            assert_eq!(label.corpus, Corpus::CremaD, "{below}");
            assert_eq!(label.take.as_deref(), Some("1001_DFA_ANG_HI"), "{below}");
            assert_eq!(label.speaker, "crema-d/1001");
            assert_eq!(label.sentence.as_deref(), Some("Don't forget a jacket"));
            assert_eq!(label.intensity, Some(Intensity::High));
            assert_eq!(label.emotion, Emotion::Angry);
        }
    }

    #[test]
    fn a_level_not_asked_for_is_spelt_in_two_ways() {
        for below in ["1040_ITH_SAD_XX.wav", "1040_ITH_SAD_X.wav"] {
            let label = reading(below).unwrap().unwrap();
            assert_eq!(label.intensity, None);
            assert_eq!(label.take.as_deref(), Some("1040_ITH_SAD_XX"));
        }
    }

    #[test]
    fn codes_that_crema_d_lacks_are_named() {
        for (below, got) in [
            ("1092_DFA_ANG_XX.wav", "1092"),
            ("1001_ABC_ANG_XX.wav", "ABC"),
            ("1001_DFA_SUR_XX.wav", "SUR"),
            ("1001_DFA_ANG_YY.wav", "YY"),
        ] {
            let reading = reading(below);
            assert!(
                matches!(&reading, Some(Err(Reason::UnknownCode { got: g, .. })) if g == got),
                "{below}: {reading:?}"
            );
        }
    }

    #[test]
    fn other_names_are_not_crema_d() {
        for below in ["1001_DFA_ANG.wav", "OAF_back_angry.wav", "10011_DFA_ANG_XX.wav"] {
            assert_eq!(reading(below), None);
        }
    }
}
