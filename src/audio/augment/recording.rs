//! A voice as another microphone in another room would have recorded it.

use std::fmt;

use rand::{Rng, RngExt};

use super::{Kind, Variation};
use crate::audio::{AudioError, Waveform};

/// What may come between a mouth and a file, in the order in which it does, and how often.
const ON_THE_WAY: [(Kind, f64); 5] = [
    (Kind::Room, 0.5),
    (Kind::Colour, 0.5),
    (Kind::Gain, 0.3),
    (Kind::Band, 0.3),
    (Kind::Codec, 0.3),
];

/// A way from mouth to file: a room, noise in it, the microphone's level and band, what a codec
/// loses; of each, whether it is there at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// In the order in which they befall the sound.
    variations: Vec<Variation>,
}

impl Recording {
    /// A way as real recordings take it, its numbers drawn as by [`Variation::draw`].
    ///
    /// A room and noise are there in every second one, another level, a narrow band and a codec in
    /// three of ten; in one of twelve there is nothing.
    pub fn draw(rng: &mut impl Rng) -> Self {
        let variations = ON_THE_WAY.into_iter().filter_map(|(kind, share)| {
            let is_there = rng.random_bool(share);
            is_there.then(|| Variation::draw(kind, rng))
        });
        Self { variations: variations.collect() }
    }

    /// The sound at the end of the way. Noise and rooms go on drawing from the random numbers.
    ///
    /// # Errors
    /// Those of [`Variation::apply`].
    pub fn of(&self, sound: &Waveform, rng: &mut impl Rng) -> Result<Waveform, AudioError> {
        let mut heard = sound.clone();
        for variation in &self.variations {
            heard = variation.apply(&heard, rng)?;
        }
        Ok(heard)
    }
}

impl From<Variation> for Recording {
    /// A way with this and nothing else on it.
    fn from(variation: Variation) -> Self {
        Self { variations: vec![variation] }
    }
}

impl fmt::Display for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, rest)) = self.variations.split_first() else {
            return write!(f, "as it was");
        };
        write!(f, "{first}")?;
        rest.iter().try_for_each(|variation| write!(f, ", {variation}"))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::super::testing::harmonic;
    use super::*;

    fn drawn(seed: u64) -> (Recording, Waveform) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let recording = Recording::draw(&mut rng);
        let heard = recording.of(&harmonic(200.0, 0.3), &mut rng).unwrap();
        (recording, heard)
    }

    #[test]
    fn a_seed_repeats_the_way_and_what_is_heard_at_its_end() {
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1).1, drawn(2).1);
    }

    #[test]
    fn everything_is_met_as_often_as_stated_and_keeps_the_length() {
        let mut met = [0; ON_THE_WAY.len()];
        let sound = harmonic(200.0, 0.05);
        for seed in 0..1_000 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let recording = Recording::draw(&mut rng);
            for variation in &recording.variations {
                met[place(variation)] += 1;
            }
            let heard = recording.of(&sound, &mut rng).unwrap();
            assert_eq!(heard.samples().len(), sound.samples().len(), "{recording}");
        }
        for (met, (kind, share)) in met.into_iter().zip(ON_THE_WAY) {
            let off = f64::from(met) / 1_000.0 - share;
            assert!(off.abs() < 0.05, "{kind:?}: {met} of 1000");
        }
    }

    /// Where a variation stands on the way.
    fn place(variation: &Variation) -> usize {
        match variation {
            Variation::Room(_) => 0,
            Variation::Colour { .. } => 1,
            Variation::Gain { .. } => 2,
            Variation::Band(_) => 3,
            Variation::Codec(_) => 4,
            other => panic!("{other} is not on the way"),
        }
    }

    #[test]
    fn a_way_without_anything_changes_nothing() {
        let (nothing, sound) = (Recording { variations: Vec::new() }, harmonic(200.0, 0.1));
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        assert_eq!(nothing.of(&sound, rng).unwrap(), sound);
        assert_eq!(nothing.to_string(), "as it was");
    }

    #[test]
    fn it_tells_all_its_numbers() {
        let variations = vec![
            Variation::Gain { gain_db: -6.0 },
            Variation::Codec(super::super::Codec::MuLaw { bits: 6 }),
        ];
        let told = Recording { variations }.to_string();
        assert_eq!(told, "gain of -6.0 dB, μ-law of 6 bits");
    }
}
