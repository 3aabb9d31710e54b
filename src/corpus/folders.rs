//! Any other corpus as folders named after emotions.

use super::label::{Label, Reading};
use super::{ClipPath, Corpus, Reason};
use crate::emotion::Emotion;

/// Folders that name a part of a data set, not a person.
const NO_ONE: [&str; 12] = [
    "audio",
    "clips",
    "data",
    "dataset",
    "dev",
    "speech",
    "test",
    "train",
    "training",
    "val",
    "validation",
    "wav",
];

/// Reads a clip that lies below a folder named after an emotion.
pub(super) fn read(path: &ClipPath<'_>) -> Reading {
    let emotions = path.folders.iter().enumerate();
    let mut emotions =
        emotions.filter_map(|(depth, folder)| Some((depth, folder.parse::<Emotion>().ok()?)));
    let (depth, emotion) = emotions.next_back()?;
    if let Some((_, other)) = emotions.find(|&(_, other)| other != emotion) {
        return Some(Err(Reason::Ambiguous { outer: other, inner: emotion }));
    }
    let speaker = speaker(&path.folders, depth);
    Some(Ok(Label::new(Corpus::from_name(path.given), speaker, emotion)))
}

/// The folder nearest to the file below the emotion, or else the nearest above it.
fn speaker<'a>(folders: &[&'a str], emotion_depth: usize) -> Option<&'a str> {
    let (above, below) = folders.split_at(emotion_depth);
    let is_someone = |folder: &&&str| {
        !NO_ONE.contains(&folder.to_lowercase().as_str()) && folder.parse::<Emotion>().is_err()
    };
    let find = |folders: &[&'a str]| folders.iter().rev().find(is_someone).copied();
    find(below).or_else(|| find(above))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(below: &str) -> (String, Emotion) {
        let label = read(&ClipPath::new("data/mine", below)).unwrap().unwrap();
        assert_eq!(label.corpus, Corpus::Other("mine".into()));
        (label.speaker, label.emotion)
    }

    #[test]
    fn the_emotion_is_a_folder_and_the_speaker_its_neighbour() {
        assert_eq!(told("Angry/1.wav"), ("mine/unknown".into(), Emotion::Angry));
        assert_eq!(told("angry/anna/1.wav"), ("mine/anna".into(), Emotion::Angry));
        assert_eq!(told("anna/fearful/1.wav"), ("mine/anna".into(), Emotion::Fear));
        assert_eq!(told("anna/fearful/wav/1.wav"), ("mine/anna".into(), Emotion::Fear));
    }

    #[test]
    fn parts_of_a_data_set_are_not_people() {
        assert_eq!(told("train/sad/1.wav"), ("mine/unknown".into(), Emotion::Sad));
        assert_eq!(told("Train/bob/sad/1.wav"), ("mine/bob".into(), Emotion::Sad));
    }

    #[test]
    fn folders_of_two_emotions_are_not_guessed_at() {
        let reading = read(&ClipPath::new("mine", "angry/joy/1.wav"));
        let both = Reason::Ambiguous { outer: Emotion::Angry, inner: Emotion::Happy };
        assert_eq!(reading, Some(Err(both)));
        assert_eq!(told("sad/sadness/1.wav"), ("mine/unknown".into(), Emotion::Sad));
    }

    #[test]
    fn without_an_emotion_nothing_is_told() {
        assert_eq!(read(&ClipPath::new("angry", "anna/1.wav")), None);
        assert_eq!(read(&ClipPath::new("mine", "angry.wav")), None);
    }
}
