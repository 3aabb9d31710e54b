//! How strangers sound, and how one person's voice departs from that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::emotion::Emotion;

/// Takes after which half of what they say of a voice is believed.
const TAKES_FOR_HALF: f32 = 6.0;
/// Significant digits that are kept: more would say more than the speakers do.
const DIGITS: i32 = 3;

/// What speakers of the training come to on average when they mean an emotion: the mean of their
/// statistics ([`super::Network::statistics`]), every speaker the same.
///
/// What a voice, a microphone and a room are like lies in the same values as what it performs. Takes
/// of which the emotion is known tell them apart: what they have beyond the strangers' mean of that
/// emotion is the voice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Strangers {
    /// In the order of [`Emotion::ALL`]; empty for an emotion that nobody performed.
    means: Vec<Vec<f32>>,
}

/// Somebody's statistics with what they meant.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Who, by a number of their own.
    pub speaker: usize,
    /// What they meant.
    pub emotion: Emotion,
    /// The statistics of the sound, the mean over its windows.
    pub statistics: &'a [f32],
}

impl Strangers {
    /// The means over speakers.
    pub fn of<'a>(said: impl Iterator<Item = Said<'a>>) -> Self {
        let mut by_speaker = BTreeMap::<(Emotion, usize), Mean>::new();
        for Said { speaker, emotion, statistics } in said {
            by_speaker.entry((emotion, speaker)).or_default().add(statistics);
        }
        let of_emotion = |emotion: Emotion| {
            let mut mean = Mean::default();
            let speakers = by_speaker.iter().filter(|((meant, _), _)| *meant == emotion);
            speakers.for_each(|(_, speaker)| mean.add(&speaker.value));
            mean.value.into_iter().map(rounded).collect()
        };
        Self { means: Emotion::ALL.map(of_emotion).into() }
    }

    /// Whether there is a mean for every emotion, empty or of so many finite values.
    pub fn is_sound(&self, width: usize) -> bool {
        let is_sound = |mean: &Vec<f32>| {
            mean.is_empty() || mean.len() == width && mean.iter().all(|value| value.is_finite())
        };
        self.means.len() == Emotion::COUNT && self.means.iter().all(is_sound)
    }

    /// How a voice departs from strangers' by takes of which the emotion is known, every emotion the
    /// same: nothing by few takes, more by many. Empty if there is nothing to go by.
    pub fn voice<'a>(&self, takes: impl Iterator<Item = (Emotion, &'a [f32])>) -> Vec<f32> {
        let mut count = 0.0;
        let mut departures = Emotion::ALL.map(|_| Mean::default());
        for (emotion, statistics) in takes {
            let strangers = &self.means[emotion.index()];
            if strangers.len() == statistics.len() {
                let departure = statistics.iter().zip(strangers).map(|(own, mean)| own - mean);
                departures[emotion.index()].add(&departure.collect::<Vec<f32>>());
                count += 1.0;
            }
        }
        let mut voice = Mean::default();
        let known = departures.iter().filter(|departure| departure.count > 0.0);
        known.for_each(|departure| voice.add(&departure.value));
        let belief = count / (count + TAKES_FOR_HALF);
        voice.value.iter_mut().for_each(|value| *value *= belief);
        voice.value
    }
}

/// A mean on its way.
#[derive(Default)]
struct Mean {
    value: Vec<f32>,
    count: f32,
}

impl Mean {
    fn add(&mut self, row: &[f32]) {
        self.count += 1.0;
        self.value.resize(row.len(), 0.0);
        for (mean, value) in self.value.iter_mut().zip(row) {
            *mean += (value - *mean) / self.count;
        }
    }
}

/// A value with [`DIGITS`] significant digits.
fn rounded(value: f32) -> f32 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let value = f64::from(value);
    let unit = 10f64.powi(value.abs().log10().floor() as i32 + 1 - DIGITS);
    ((value / unit).round() * unit) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strangers() -> Strangers {
        let said = [
            (0, Emotion::Sad, [0.0, 1.0]),
            (0, Emotion::Sad, [2.0, 1.0]),
            (1, Emotion::Sad, [3.0, 1.0]),
            (1, Emotion::Angry, [8.0, 8.123_456]),
        ];
        Strangers::of(said.iter().map(|(speaker, emotion, statistics)| Said {
            speaker: *speaker,
            emotion: *emotion,
            statistics,
        }))
    }

    #[test]
    fn every_speaker_counts_the_same_and_three_digits_are_kept() {
        let Strangers { means } = strangers();
        assert_eq!(means[Emotion::Sad.index()], [2.0, 1.0]);
        assert_eq!(means[Emotion::Angry.index()], [8.0, 8.12]);
        assert!(means[Emotion::Happy.index()].is_empty());
    }

    #[test]
    fn a_voice_is_what_takes_have_beyond_the_strangers_emotion() {
        let takes = [(Emotion::Sad, [5.0, 1.0]), (Emotion::Angry, [11.0, 8.12])];
        let twelve = takes.iter().cycle().take(12);
        let voice = strangers().voice(twelve.map(|(emotion, own)| (*emotion, &own[..])));
        // Twelve takes are believed to two thirds.
        assert!((voice[0] - 2.0).abs() < 1e-5 && voice[1].abs() < 1e-5, "{voice:?}");
    }

    #[test]
    fn an_emotion_that_nobody_performed_says_nothing() {
        let strangers = strangers();
        assert!(strangers.voice([(Emotion::Happy, &[1.0, 1.0][..])].into_iter()).is_empty());
        assert!(strangers.is_sound(2) && !strangers.is_sound(3));
    }
}
