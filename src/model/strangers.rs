//! How strangers sound, and how one person's voice departs from that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rounding::{in_steps, is_row, variance};
use crate::emotion::Emotion;
use crate::judgement::Probabilities;

/// Takes after which half of what they say of a voice is believed.
const TAKES_FOR_HALF: f32 = 6.0;
/// So much of that is believed of what was said without telling what was meant.
const UNTOLD_SHARE: f32 = 0.5;
/// How finely means are kept beside the deviation between speakers, and beside themselves: finer would say more than the speakers do, and weighs in a file.
const MEAN_BY_DEVIATION: f64 = 0.25;
const MEAN_BY_ITSELF: f64 = 0.005;

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
    /// How far one stranger is from another; none in files of old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spread: Option<Spread>,
}

/// Variances of each statistic, whichever emotion is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Spread {
    /// Of speakers' voices around the strangers' means.
    between: Vec<f32>,
    /// Of what one speaker says around their own means.
    within: Vec<f32>,
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
    /// The means over speakers, and how far these are from each other.
    pub fn of<'a>(said: impl Iterator<Item = Said<'a>>) -> Self {
        let mut by_speaker = BTreeMap::<(usize, Emotion), Mean>::new();
        for Said { speaker, emotion, statistics } in said {
            by_speaker.entry((speaker, emotion)).or_default().add(statistics);
        }
        let mut means = Emotion::ALL.map(|_| Mean::default());
        for ((_, emotion), own) in &by_speaker {
            means[emotion.index()].add(&own.value);
        }
        let mut means: Vec<_> = means.into_iter().map(|mean| mean.value).collect();
        let spread = Spread::of(&means, by_speaker);
        means.iter_mut().for_each(|mean| spread.round_means(mean));
        Self { means, spread: Some(spread) }
    }

    /// Whether there is a mean for every emotion, empty or of so many finite values, and as many
    /// variances, if there are any.
    pub fn is_sound(&self, width: usize) -> bool {
        self.means.len() == Emotion::COUNT
            && self.means.iter().all(|mean| mean.is_empty() || is_row(mean, width))
            && self.spread.as_ref().is_none_or(|spread| spread.is_sound(width))
    }

    /// What strangers change in their statistics from what may be meant to an emotion, by how likely
    /// each is; none where nobody performed either.
    pub fn change(&self, from: &Probabilities, to: Emotion) -> Option<Vec<f32>> {
        let from = self.mean(from)?;
        let to = &self.means[to.index()];
        (!to.is_empty()).then(|| to.iter().zip(from).map(|(to, from)| to - from).collect())
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
        voice.believed(count / (count + TAKES_FOR_HALF))
    }

    /// How a voice departs from strangers' by what it said without telling what was meant, but for
    /// how likely each emotion is. Empty if there is nothing to go by.
    ///
    /// What was meant may be taken for the voice, so that less of it is believed; all the more the
    /// further it goes beyond what the speakers of the training are from each other.
    pub fn untold_voice<'a>(
        &self,
        said: impl Iterator<Item = (Probabilities, &'a [f32])>,
    ) -> Vec<f32> {
        let mut voice = Mean::default();
        for (likely, statistics) in said {
            voice.add(&self.departure(&likely, statistics));
        }
        let count = voice.count;
        let among_strangers = UNTOLD_SHARE * count / (count + TAKES_FOR_HALF);
        let beyond = self.spread.as_ref().map_or(0.0, |spread| spread.beyond(&voice));
        voice.believed(beyond.max(among_strangers))
    }

    /// What statistics have beyond the strangers' means of what may be meant.
    fn departure(&self, likely: &Probabilities, statistics: &[f32]) -> Vec<f32> {
        let mut departure = statistics.to_vec();
        let mean = self.mean(likely).unwrap_or_default();
        departure.iter_mut().zip(mean).for_each(|(value, mean)| *value -= mean);
        departure
    }

    /// The strangers' mean of what may be meant, by how likely each is; what nobody performed is left
    /// out, and none is there if that is all.
    fn mean(&self, likely: &Probabilities) -> Option<Vec<f32>> {
        let known = self.means.iter().zip(likely).filter(|(mean, _)| !mean.is_empty());
        let all: f32 = known.clone().map(|(_, share)| share).sum();
        let mut sum = vec![0.0; known.clone().next()?.0.len()];
        for (mean, share) in known {
            sum.iter_mut().zip(mean).for_each(|(sum, mean)| *sum += share / all * mean);
        }
        (all > 0.0).then_some(sum)
    }
}

impl Spread {
    /// Of speakers around the strangers' means, by what each says of each emotion.
    fn of(means: &[Vec<f32>], by_speaker: BTreeMap<(usize, Emotion), Mean>) -> Self {
        let (mut voices, mut within) = (BTreeMap::<usize, Mean>::new(), Mean::default());
        for ((speaker, emotion), own) in by_speaker {
            let departure = own.value.iter().zip(&means[emotion.index()]).map(|(a, b)| a - b);
            voices.entry(speaker).or_default().add(&departure.collect::<Vec<_>>());
            within.add(&own.variance());
        }
        let mut between = Mean::default();
        for voice in voices.values() {
            between.add(&voice.value.iter().map(|value| value * value).collect::<Vec<_>>());
        }
        let rounded = |variances: Vec<f32>| {
            let variances = variances.into_iter().map(f64::from);
            variances.map(variance).collect()
        };
        Self { between: rounded(between.value), within: rounded(within.value) }
    }

    /// Keeps of means what speakers like these tell.
    fn round_means(&self, means: &mut [f32]) {
        for (mean, between) in means.iter_mut().zip(&self.between) {
            let value = f64::from(*mean);
            let by_deviation = MEAN_BY_DEVIATION * f64::from(*between).sqrt();
            *mean = in_steps(value, by_deviation.max(MEAN_BY_ITSELF * value.abs()));
        }
    }

    fn is_sound(&self, width: usize) -> bool {
        let is_variance = |value: &f32| *value >= 0.0;
        [&self.between, &self.within]
            .into_iter()
            .all(|row| is_row(row, width) && row.iter().all(is_variance))
    }

    /// The share of a voice, 0 to 1, that lies beyond what is to be expected of a speaker of the
    /// training: the positive part of James and Stein's estimate (1961; Efron and Morris 1973).
    fn beyond(&self, voice: &Mean) -> f32 {
        let variances = self.between.iter().zip(&self.within);
        let expected = variances.map(|(between, within)| between + within / voice.count);
        let ratios = voice.value.iter().zip(expected).filter(|(_, expected)| *expected > 0.0);
        let mut times = Mean::default();
        ratios.for_each(|(value, expected)| times.add(&[value * value / expected]));
        times.value.first().map_or(0.0, |times| (1.0 - times.recip()).max(0.0))
    }
}

/// A mean, and how values vary around it, on their way (Welford 1962).
#[derive(Default)]
struct Mean {
    value: Vec<f32>,
    squares: Vec<f32>,
    count: f32,
}

impl Mean {
    fn add(&mut self, row: &[f32]) {
        self.count += 1.0;
        self.value.resize(row.len(), 0.0);
        self.squares.resize(row.len(), 0.0);
        for ((mean, squares), value) in self.value.iter_mut().zip(&mut self.squares).zip(row) {
            let step = value - *mean;
            *mean += step / self.count;
            *squares += step * (value - *mean);
        }
    }

    fn variance(&self) -> Vec<f32> {
        self.squares.iter().map(|squares| squares / self.count).collect()
    }

    fn believed(mut self, share: f32) -> Vec<f32> {
        self.value.iter_mut().for_each(|value| *value *= share);
        self.value
    }
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
    fn every_speaker_counts_the_same() {
        let Strangers { means, .. } = strangers();
        assert_eq!(means[Emotion::Sad.index()], [2.0, 1.0]);
        assert_eq!(means[Emotion::Angry.index()], [8.0, 8.12]);
        assert!(means[Emotion::Happy.index()].is_empty());
    }

    #[test]
    fn no_more_digits_are_kept_than_speakers_tell() {
        let voice = |speaker: usize, value: f32| (speaker, [10.0 + value, 10.0 + 0.01 * value]);
        let voices = [voice(0, 1.04), voice(1, -0.97), voice(2, 0.5), voice(3, -0.45)];
        let said = voices.iter().map(|(speaker, statistics)| Said {
            speaker: *speaker,
            emotion: Emotion::Sad,
            statistics,
        });
        let Strangers { means, spread } = Strangers::of(said);
        // Tenths for speakers three quarters apart; the second lie so near that digits decide.
        assert_eq!(means[Emotion::Sad.index()], [10.0, 10.0]);
        assert_eq!(spread.unwrap().between, [0.62, 0.000_062]);
    }

    #[test]
    fn strangers_change_from_what_may_be_meant_to_an_emotion() {
        let strangers = strangers();
        let from_sad = strangers.change(&sure_of(Emotion::Sad), Emotion::Angry).unwrap();
        assert_eq!(from_sad, [6.0, 7.12]);
        let mut half = sure_of(Emotion::Sad);
        half[Emotion::Angry.index()] = 1.0;
        let halfway = strangers.change(&half.map(|share| share / 2.0), Emotion::Angry).unwrap();
        assert_eq!(halfway, [3.0, 3.56]);
        assert_eq!(strangers.change(&sure_of(Emotion::Sad), Emotion::Happy), None);
        assert_eq!(strangers.change(&sure_of(Emotion::Happy), Emotion::Sad), None);
    }

    #[test]
    fn a_voice_is_what_takes_have_beyond_the_strangers_emotion() {
        let takes = [(Emotion::Sad, [5.0, 1.0]), (Emotion::Angry, [11.0, 8.12])];
        let twelve = takes.iter().cycle().take(12);
        let voice = strangers().voice(twelve.map(|(emotion, own)| (*emotion, &own[..])));
        // Twelve takes are believed to two thirds.
        assert!((voice[0] - 2.0).abs() < 1e-5 && voice[1].abs() < 1e-5, "{voice:?}");
    }

    /// Strangers whose voices lie one from the mean, in either of two statistics.
    fn four_voices() -> Strangers {
        let voices = [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
        let mut said = Vec::new();
        for (speaker, voice) in voices.into_iter().enumerate() {
            for (emotion, meant) in [(Emotion::Sad, -10.0), (Emotion::Angry, 10.0)] {
                for by_chance in [-0.5, 0.5] {
                    let statistics = voice.map(|voice| meant + voice + by_chance);
                    said.push((speaker, emotion, statistics));
                }
            }
        }
        Strangers::of(said.iter().map(|(speaker, emotion, statistics)| Said {
            speaker: *speaker,
            emotion: *emotion,
            statistics,
        }))
    }

    fn sure_of(emotion: Emotion) -> Probabilities {
        Emotion::ALL.map(|other| if other == emotion { 1.0 } else { 0.0 })
    }

    #[test]
    fn speakers_vary_among_each_other_and_in_what_they_say() {
        let spread = four_voices().spread.unwrap();
        assert_eq!(spread, Spread { between: vec![0.5; 2], within: vec![0.25; 2] });
    }

    #[test]
    fn what_may_be_meant_is_taken_from_an_untold_voice_by_how_likely_it_is() {
        let mut half = sure_of(Emotion::Sad);
        half[Emotion::Sad.index()] = 0.3;
        half[Emotion::Angry.index()] = 0.3;
        // Nobody performed it: it is left out, and the others share its part.
        half[Emotion::Happy.index()] = 0.4;
        let departure = four_voices().departure(&half, &[1.0, 2.0]);
        assert!((departure[0] - 1.0).abs() < 1e-5 && (departure[1] - 2.0).abs() < 1e-5);
    }

    #[test]
    fn a_voice_like_others_is_believed_half_as_much_as_if_it_were_told() {
        let said = [[-9.5, -10.5]; 6];
        let told = said.iter().map(|own| (Emotion::Sad, &own[..]));
        let untold = said.iter().map(|own| (sure_of(Emotion::Sad), &own[..]));
        let strangers = four_voices();
        let (told, untold) = (strangers.voice(told), strangers.untold_voice(untold));
        assert!((told[0] - 0.25).abs() < 1e-5, "{told:?}");
        assert!((untold[0] - 0.125).abs() < 1e-5, "{untold:?}");
    }

    #[test]
    fn what_lies_far_beyond_all_voices_is_believed_at_once() {
        let said = [[20.0, -40.0]];
        let untold = said.iter().map(|own| (sure_of(Emotion::Sad), &own[..]));
        let voice = four_voices().untold_voice(untold);
        assert!(voice[0] > 29.0 && voice[0] < 30.0 && voice[1] < -29.0, "{voice:?}");
        let mut of_old = four_voices();
        of_old.spread = None;
        let untold = said.iter().map(|own| (sure_of(Emotion::Sad), &own[..]));
        let voice = of_old.untold_voice(untold);
        assert!(
            (voice[0] - 30.0 / 14.0).abs() < 1e-4,
            "what is not known is not counted: {voice:?}"
        );
    }

    #[test]
    fn variances_that_cannot_be_are_not_sound() {
        for value in [-1.0, f32::NAN, f32::INFINITY] {
            let mut strangers = four_voices();
            assert!(strangers.is_sound(2));
            strangers.spread.as_mut().unwrap().within[1] = value;
            assert!(!strangers.is_sound(2), "{value}");
        }
    }

    #[test]
    fn an_emotion_that_nobody_performed_says_nothing() {
        let strangers = strangers();
        assert!(strangers.voice([(Emotion::Happy, &[1.0, 1.0][..])].into_iter()).is_empty());
        assert!(strangers.is_sound(2) && !strangers.is_sound(3));
    }
}
