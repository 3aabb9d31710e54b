//! What listeners heard in a clip.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::emotion::Emotion;

/// How many listeners chose each emotion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Votes {
    counts: [u32; Emotion::COUNT],
}

impl Votes {
    /// Votes by emotion, in the order of [`Emotion::ALL`].
    pub const fn new(counts: [u32; Emotion::COUNT]) -> Self {
        Self { counts }
    }

    /// How many chose this emotion.
    pub const fn of(&self, emotion: Emotion) -> u32 {
        self.counts[emotion.index()]
    }

    /// How many voted.
    pub fn total(&self) -> u32 {
        self.counts.iter().fold(0, |total, &count| total.saturating_add(count))
    }

    /// The share of each emotion in the order of [`Emotion::ALL`], summing to 1; none without votes.
    pub fn shares(&self) -> Option<[f32; Emotion::COUNT]> {
        let total = self.total();
        (total > 0).then(|| self.counts.map(|count| count as f32 / total as f32))
    }

    /// The emotions with the most votes, several on a tie, none without votes.
    pub fn winners(&self) -> Vec<Emotion> {
        let most = self.counts.iter().copied().max().unwrap_or(0);
        let won = |&emotion: &Emotion| most > 0 && self.of(emotion) == most;
        Emotion::ALL.into_iter().filter(won).collect()
    }
}

impl fmt::Display for Votes {
    /// The emotions that got votes: "neutral=10;happy=1".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chosen = Emotion::ALL.into_iter().filter(|&emotion| self.of(emotion) > 0);
        let words: Vec<String> =
            chosen.map(|emotion| format!("{emotion}={}", self.of(emotion))).collect();
        f.pad(&words.join(";"))
    }
}

/// A word that does not read as votes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected votes such as \"neutral=10;happy=1\", got \"{0}\"")]
pub struct NotVotes(String);

impl FromStr for Votes {
    type Err = NotVotes;

    /// Reads what [`fmt::Display`] writes.
    fn from_str(word: &str) -> Result<Self, NotVotes> {
        let refused = || NotVotes(word.to_owned());
        let mut votes = Self::default();
        for part in word.split(';').filter(|part| !part.trim().is_empty()) {
            let (emotion, count) = part.split_once('=').ok_or_else(refused)?;
            let emotion: Emotion = emotion.parse().map_err(|_| refused())?;
            votes.counts[emotion.index()] = count.trim().parse().map_err(|_| refused())?;
        }
        Ok(votes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_counted_and_shared() {
        let votes: Votes = "neutral=3; happy=1".parse().unwrap();
        assert_eq!(votes.of(Emotion::Neutral), 3);
        assert_eq!(votes.total(), 4);
        assert_eq!(votes.shares().unwrap()[Emotion::Happy.index()], 0.25);
        assert_eq!(votes.winners(), [Emotion::Neutral]);
        assert_eq!(votes.to_string(), "neutral=3;happy=1");
    }

    #[test]
    fn no_votes_have_no_winner() {
        assert_eq!(Votes::default().winners(), []);
        assert_eq!(Votes::default().shares(), None);
        assert_eq!("".parse(), Ok(Votes::default()));
    }

    #[test]
    fn what_are_no_votes_is_refused() {
        for word in ["neutral", "neutral=-1", "hungry=2"] {
            assert_eq!(word.parse::<Votes>(), Err(NotVotes(word.into())));
        }
    }
}
