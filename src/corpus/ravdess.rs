//! RAVDESS, the Ryerson Audio-Visual Database of Emotional Speech and Song.
//!
//! Names `MM-VV-EE-II-SS-RR-AA`: modality, vocal channel, emotion, intensity, statement,
//! repetition, actor; odd actors are men, even ones women (Livingstone and Russo 2018, table 1).
//! The name tells everything, so the folders around it may be any, the doubled ones of
//! re-packagings included. Songs, and videos without sound, are left out; the audio-visual files
//! hold the same sound as the audio ones.

use super::label::{Label, Reading, decode};
use super::{ClipPath, Corpus, Intensity, Reason, Sex};
use crate::emotion::Emotion;

const ACTORS: std::ops::RangeInclusive<u8> = 1..=24;

const EMOTIONS: [(&str, Emotion); 8] = [
    ("01", Emotion::Neutral),
    ("02", Emotion::Calm),
    ("03", Emotion::Happy),
    ("04", Emotion::Sad),
    ("05", Emotion::Angry),
    ("06", Emotion::Fear),
    ("07", Emotion::Disgust),
    ("08", Emotion::Surprise),
];

const STATEMENTS: [(&str, &str); 2] =
    [("01", "Kids are talking by the door"), ("02", "Dogs are sitting by the door")];

const INTENSITIES: [(&str, Intensity); 2] = [("01", Intensity::Normal), ("02", Intensity::Strong)];

/// Reads a clip of RAVDESS.
pub(super) fn read(path: &ClipPath<'_>) -> Reading {
    let parts: Vec<&str> = path.stem.split('-').collect();
    let parts: [&str; 7] = parts.try_into().ok()?;
    let is_number = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    parts.iter().all(is_number).then(|| label(parts))
}

fn label(parts: [&str; 7]) -> Result<Label, Reason> {
    let [modality, channel, emotion, intensity, statement, repetition, actor] = parts;
    refuse_videos_without_sound(modality)?;
    refuse_songs(channel)?;
    let number = actor.parse().unwrap_or(0);
    if !ACTORS.contains(&number) {
        let expected = "a RAVDESS actor from 01 to 24";
        return Err(Reason::UnknownCode { expected, got: actor.to_owned() });
    }
    let emotion_asked = decode(emotion, &EMOTIONS, "a RAVDESS emotion from 01 to 08")?;
    let sentence = decode(statement, &STATEMENTS, "a RAVDESS statement, 01 or 02")?;
    Ok(Label {
        take: Some([channel, emotion, intensity, statement, repetition, actor].join("-")),
        sex: Some(if number % 2 == 1 { Sex::Male } else { Sex::Female }),
        sentence: Some(sentence.to_owned()),
        intensity: Some(decode(intensity, &INTENSITIES, "a RAVDESS intensity, 01 or 02")?),
        ..Label::new(Corpus::Ravdess, Some(actor), emotion_asked)
    })
}

fn refuse_videos_without_sound(modality: &str) -> Result<(), Reason> {
    match modality {
        "01" | "03" => Ok(()),
        "02" => Err(Reason::VideoOnly),
        other => Err(Reason::UnknownCode {
            expected: "a RAVDESS modality from 01 to 03",
            got: other.to_owned(),
        }),
    }
}

fn refuse_songs(channel: &str) -> Result<(), Reason> {
    match channel {
        "01" => Ok(()),
        "02" => Err(Reason::Song),
        other => Err(Reason::UnknownCode {
            expected: "a RAVDESS vocal channel, 01 or 02",
            got: other.to_owned(),
        }),
    }
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
            "03-01-06-02-02-01-12.wav",
            "Actor_12/03-01-06-02-02-01-12.wav",
            "Audio_Speech_Actors_01-24/Actor_12/03-01-06-02-02-01-12.wav",
            "audio_speech_actors_01-24/Actor_12/03-01-06-02-02-01-12.wav",
            "Video_Speech_Actor_12/Actor_12/01-01-06-02-02-01-12.mp4",
            "Fearful/03-01-06-02-02-01-12.flac",
        ] {
            let label = reading(below).unwrap().unwrap();
            assert_eq!(label.corpus, Corpus::Ravdess, "{below}");
            assert_eq!(label.take.as_deref(), Some("01-06-02-02-01-12"), "{below}");
            assert_eq!(label.speaker, "ravdess/12");
            assert_eq!(label.sex, Some(Sex::Female));
            assert_eq!(label.sentence.as_deref(), Some("Dogs are sitting by the door"));
            assert_eq!(label.intensity, Some(Intensity::Strong));
            assert_eq!(label.emotion, Emotion::Fear);
        }
    }

    #[test]
    fn odd_actors_are_men() {
        let label = reading("03-01-02-01-01-02-01.wav").unwrap().unwrap();
        assert_eq!((label.sex, label.emotion), (Some(Sex::Male), Emotion::Calm));
    }

    #[test]
    fn songs_and_silent_videos_are_left_out() {
        assert_eq!(reading("03-02-05-01-01-01-03.wav"), Some(Err(Reason::Song)));
        assert_eq!(reading("02-01-05-01-01-01-03.mp4"), Some(Err(Reason::VideoOnly)));
    }

    #[test]
    fn codes_that_ravdess_lacks_are_named() {
        for (below, got) in [
            ("04-01-05-01-01-01-03.wav", "04"),
            ("03-03-05-01-01-01-03.wav", "03"),
            ("03-01-09-01-01-01-03.wav", "09"),
            ("03-01-05-00-01-01-03.wav", "00"),
            ("03-01-05-01-07-01-03.wav", "07"),
            ("03-01-05-01-01-01-25.wav", "25"),
        ] {
            let reading = reading(below);
            assert!(
                matches!(&reading, Some(Err(Reason::UnknownCode { got: g, .. })) if g == got),
                "{below}: {reading:?}"
            );
        }
    }

    #[test]
    fn other_names_are_not_ravdess() {
        for below in ["2019-01-05.wav", "03-01-05-01-01-01.wav", "a3-01-05-01-01-01-03.wav"] {
            assert_eq!(reading(below), None);
        }
    }
}
