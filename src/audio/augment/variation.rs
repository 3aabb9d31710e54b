//! A variation with its numbers: drawn at random, looked at, changed, applied.

use std::fmt;
use std::ops::RangeInclusive;

use rand::{Rng, RngExt};

use super::{
    Band, Codec, Colour, Room, SEED_NOISE, band_limit, codec, coloured_noise, gain, pitch_shift,
    room, shift, stretch, white_noise,
};
use crate::audio::{AudioError, Waveform};

/// The kinds of variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`white_noise`]
    Noise,
    /// [`stretch`]
    Stretch,
    /// [`shift`]
    Shift,
    /// [`pitch_shift`]
    Pitch,
    /// [`gain`]
    Gain,
    /// [`coloured_noise`]
    Colour,
    /// [`room`]
    Room,
    /// [`band_limit`]
    Band,
    /// [`codec`]
    Codec,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Noise,
        Self::Stretch,
        Self::Shift,
        Self::Pitch,
        Self::Gain,
        Self::Colour,
        Self::Room,
        Self::Band,
        Self::Codec,
    ];
}

/// One variation of a sound, with the numbers that decide it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Variation {
    /// [`white_noise`] of up to this share of the largest magnitude.
    Noise {
        /// See [`white_noise`].
        amount: f32,
    },
    /// [`stretch`] to this speed.
    Stretch {
        /// 2 is twice as fast.
        rate: f64,
    },
    /// [`shift`] by this time.
    Shift {
        /// Later in seconds, or earlier where negative.
        later_s: f64,
    },
    /// [`pitch_shift`] by this interval.
    Pitch {
        /// 12 are an octave up.
        semitones: f64,
    },
    /// [`gain`] by this much.
    Gain {
        /// In decibels, louder or, where negative, quieter.
        gain_db: f64,
    },
    /// [`coloured_noise`] at this ratio.
    Colour {
        /// How the noise sounds.
        colour: Colour,
        /// Speech above noise, in decibels.
        snr_db: f64,
    },
    /// [`room`] like this.
    Room(Room),
    /// [`band_limit`] to this band.
    Band(Band),
    /// [`codec`] like this.
    Codec(Codec),
}

const RATES: RangeInclusive<f64> = 0.8..=1.25;
const LATER_S: RangeInclusive<f64> = -0.5..=0.5;
const SEMITONES: RangeInclusive<f64> = -3.0..=3.0;
const GAINS_DB: RangeInclusive<f64> = -24.0..=12.0;
const SNRS_DB: RangeInclusive<f64> = 5.0..=30.0;
const RT60S_S: RangeInclusive<f64> = 0.1..=1.0;
const DIRECTS_DB: RangeInclusive<f64> = -3.0..=15.0;
const LOWS_HZ: RangeInclusive<f64> = 50.0..=400.0;
const HIGHS_HZ: RangeInclusive<f64> = 2_500.0..=7_500.0;
const BITS: RangeInclusive<u32> = 5..=8;
const BELOWS_DB: RangeInclusive<f64> = 3.0..=20.0;

impl Variation {
    /// A variation as real recordings have it, every number equally likely within its range.
    ///
    /// | kind | range |
    /// | --- | --- |
    /// | noise | the amount of the published design, [`SEED_NOISE`] |
    /// | stretch | 0.8 to 1.25 times the speed |
    /// | shift | 0.5 s earlier to 0.5 s later |
    /// | pitch | 3 semitones down to 3 up |
    /// | gain | -24 to 12 dB |
    /// | colour | any [`Colour`], 5 to 30 dB below the speech |
    /// | room | RT60 0.1 to 1 s, direct sound -3 to 15 dB above the reflections |
    /// | band | from 50 to 400 Hz to 2 500 to 7 500 Hz |
    /// | codec | μ-law of 5 to 8 bits or, as likely, an error masked 3 to 20 dB below the sound |
    pub fn draw(kind: Kind, rng: &mut impl Rng) -> Self {
        match kind {
            Kind::Noise => Self::Noise { amount: SEED_NOISE },
            Kind::Stretch => Self::Stretch { rate: rng.random_range(RATES) },
            Kind::Shift => Self::Shift { later_s: rng.random_range(LATER_S) },
            Kind::Pitch => Self::Pitch { semitones: rng.random_range(SEMITONES) },
            Kind::Gain => Self::Gain { gain_db: rng.random_range(GAINS_DB) },
            Kind::Colour => Self::Colour {
                colour: Colour::ALL[rng.random_range(0..Colour::ALL.len())],
                snr_db: rng.random_range(SNRS_DB),
            },
            Kind::Room => Self::Room(Room {
                rt60_s: rng.random_range(RT60S_S),
                direct_db: rng.random_range(DIRECTS_DB),
            }),
            Kind::Band => Self::Band(Band {
                low_hz: rng.random_range(LOWS_HZ),
                high_hz: rng.random_range(HIGHS_HZ),
            }),
            Kind::Codec if rng.random() => {
                Self::Codec(Codec::MuLaw { bits: rng.random_range(BITS) })
            }
            Kind::Codec => Self::Codec(Codec::Masked { below_db: rng.random_range(BELOWS_DB) }),
        }
    }

    /// The sound, varied. Noise and rooms go on drawing from the random numbers.
    ///
    /// # Errors
    /// Those of the function of the kind, where a number is out of its range.
    pub fn apply(&self, sound: &Waveform, rng: &mut impl Rng) -> Result<Waveform, AudioError> {
        match *self {
            Self::Noise { amount } => white_noise(sound, amount, rng),
            Self::Stretch { rate } => stretch(sound, rate),
            Self::Shift { later_s } => {
                let by_samples = (later_s * f64::from(sound.rate_hz())).round() as isize;
                Ok(shift(sound, by_samples))
            }
            Self::Pitch { semitones } => pitch_shift(sound, semitones),
            Self::Gain { gain_db } => gain(sound, gain_db),
            Self::Colour { colour, snr_db } => coloured_noise(sound, colour, snr_db, rng),
            Self::Room(like) => room(sound, like, rng),
            Self::Band(band) => band_limit(sound, band),
            Self::Codec(like) => codec(sound, like),
        }
    }
}

impl fmt::Display for Variation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noise { amount } => {
                write!(f, "white noise of up to {amount:.3} of the largest magnitude")
            }
            Self::Stretch { rate } => write!(f, "{rate:.3} times the speed"),
            Self::Shift { later_s } if *later_s < 0.0 => write!(f, "{:.3} s earlier", -later_s),
            Self::Shift { later_s } => write!(f, "{later_s:.3} s later"),
            Self::Pitch { semitones } => write!(f, "pitch by {semitones:+.2} semitones"),
            Self::Gain { gain_db } => write!(f, "gain of {gain_db:+.1} dB"),
            Self::Colour { colour, snr_db } => {
                write!(f, "{colour} noise {snr_db:.1} dB below the speech")
            }
            Self::Room(Room { rt60_s, direct_db }) => {
                let ratio = "direct sound above the reflections";
                write!(f, "room with RT60 {rt60_s:.2} s and {direct_db:.1} dB of {ratio}")
            }
            Self::Band(Band { low_hz, high_hz }) => {
                write!(f, "band from {low_hz:.0} to {high_hz:.0} Hz")
            }
            Self::Codec(Codec::MuLaw { bits }) => write!(f, "μ-law of {bits} bits"),
            Self::Codec(Codec::Masked { below_db }) => {
                write!(f, "spectrum rounded {below_db:.1} dB below each critical band")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::super::testing::harmonic;
    use super::*;

    fn varied(kind: Kind, sound: &Waveform, seed: u64) -> (Variation, Waveform) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let variation = Variation::draw(kind, &mut rng);
        (variation, variation.apply(sound, &mut rng).unwrap())
    }

    #[test]
    fn a_seed_repeats_every_kind_and_another_one_does_not() {
        let sound = harmonic(200.0, 0.6);
        for kind in Kind::ALL {
            assert_eq!(varied(kind, &sound, 1), varied(kind, &sound, 1), "{kind:?}");
            assert_ne!(varied(kind, &sound, 1).1, varied(kind, &sound, 2).1, "{kind:?}");
        }
    }

    #[test]
    fn every_kind_tells_its_numbers() {
        let room = Variation::Room(Room { rt60_s: 0.4, direct_db: 6.0 });
        let expected = "room with RT60 0.40 s and 6.0 dB of direct sound above the reflections";
        assert_eq!(room.to_string(), expected);
        assert_eq!(Variation::Shift { later_s: -0.25 }.to_string(), "0.250 s earlier");
        let pink = Variation::Colour { colour: Colour::Pink, snr_db: 12.34 };
        assert_eq!(pink.to_string(), "pink noise 12.3 dB below the speech");
    }

    #[test]
    fn one_sample_and_silence_survive_every_kind() {
        for samples in [vec![0.0], vec![0.5], vec![0.0; 5_000], vec![1.0; 5_000]] {
            let sound = Waveform::new(samples, 16_000).unwrap();
            for kind in Kind::ALL {
                varied(kind, &sound, 3);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn only_a_stretch_changes_the_length(
            samples in prop::collection::vec(-1.0f32..1.0, 1..4_000),
            rate_hz in 4_000u32..50_000,
            kind in prop::sample::select(Kind::ALL.to_vec()),
            seed in any::<u64>(),
        ) {
            let sound = Waveform::new(samples, rate_hz).unwrap();
            let (variation, varied) = varied(kind, &sound, seed);
            let expected = match variation {
                Variation::Stretch { rate } => sound.samples().len() as f64 / rate,
                _ => sound.samples().len() as f64,
            };
            let off = varied.samples().len() as f64 - expected;
            prop_assert!(off.abs() <= 1.0, "{} for {expected}", varied.samples().len());
        }
    }
}
