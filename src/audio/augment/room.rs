//! Rooms: a voice at some distance from the microphone, and what the walls send after it.

use std::f64::consts::LN_10;
use std::ops::RangeInclusive;

use rand::{Rng, RngExt};

use super::check;
use super::convolution::convolved;
use super::noise::Normal;
use crate::audio::{AudioError, Waveform};

/// A room as a microphone hears it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Reverberation time in seconds: how long an echo takes to fall by 60 dB (ISO 3382).
    pub rt60_s: f64,
    /// The energy of the direct sound above that of all reflections, in decibels.
    pub direct_db: f64,
}

impl Room {
    /// What [`Room::rt60_s`] may be.
    pub const RT60_S: RangeInclusive<f64> = 0.05..=3.0;

    /// What [`Room::direct_db`] may be.
    pub const DIRECT_DB: RangeInclusive<f64> = -20.0..=40.0;
}

/// Early reflections, each an echo of its own.
const REFLECTIONS: usize = 10;

/// How long they last before the echoes are too dense to be told apart, as a share of RT60.
const EARLY_SHARE: f64 = 0.06;

/// Puts a voice into a synthetic room.
///
/// The impulse response is the direct sound, ten early reflections, and from 6 % of RT60 on normal
/// noise; all reflections decay by 60 dB within RT60 (J. A. Moorer, *About this reverberation
/// business*, Computer Music Journal 3, 1979). The direct sound stays where it was and as loud as
/// it was; the length stays too, so that what would still sound after the end is cut off.
///
/// # Errors
/// [`AudioError::OutOfRange`] outside [`Room::RT60_S`] and [`Room::DIRECT_DB`].
pub fn room(sound: &Waveform, room: Room, rng: &mut impl Rng) -> Result<Waveform, AudioError> {
    check("a reverberation time", "s", Room::RT60_S, room.rt60_s)?;
    check("a direct-to-reverberant ratio", "dB", Room::DIRECT_DB, room.direct_db)?;
    let response = impulse_response(room, f64::from(sound.rate_hz()), rng);
    Waveform::new(convolved(sound.samples(), &response, 0), sound.rate_hz())
}

/// The room's answer to a single sample of 1, as long as RT60.
fn impulse_response(room: Room, rate_hz: f64, rng: &mut impl Rng) -> Vec<f32> {
    let length_samples = (room.rt60_s * rate_hz).ceil();
    let early_samples = EARLY_SHARE * length_samples;
    // 60 dB are a thousandth of the amplitude.
    let envelope = |at: usize| (-3.0 * LN_10 * at as f64 / length_samples).exp();
    let mut response = vec![0.0; length_samples as usize];
    reflect(&mut response, early_samples, rng);
    let mut noise = Normal::new(rng);
    response.iter_mut().skip(early_samples.ceil() as usize + 1).for_each(|s| *s = noise.next());
    response.iter_mut().enumerate().for_each(|(at, s)| *s *= envelope(at) as f32);
    let energy: f64 = response.iter().map(|s| f64::from(*s).powi(2)).sum();
    let wanted = 10f64.powf(-room.direct_db / 10.0);
    let level = (wanted / energy.max(f64::MIN_POSITIVE)).sqrt() as f32;
    response.iter_mut().for_each(|sample| *sample *= level);
    response[0] = 1.0;
    response
}

/// Echoes at random within equal parts of the early time, of either sign, together with the energy
/// of noise that is as long.
fn reflect(response: &mut [f32], early_samples: f64, rng: &mut impl Rng) {
    let part = early_samples / REFLECTIONS as f64;
    for reflection in 0..REFLECTIONS {
        let at = 1.0 + part * (reflection as f64 + rng.random::<f64>());
        let sign = if rng.random() { 1.0 } else { -1.0 };
        if let Some(sample) = response.get_mut(at as usize) {
            *sample += sign * part.sqrt() as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::SmallRng;

    use super::super::testing::{RATE_HZ, harmonic};
    use super::*;

    /// The room's answer as one hears it: a click, and three seconds to wait.
    fn answer(of: Room, seed: u64) -> Vec<f32> {
        let click = Waveform::new([vec![1.0], vec![0.0; 48_000]].concat(), 16_000).unwrap();
        room(&click, of, &mut SmallRng::seed_from_u64(seed)).unwrap().into_samples()
    }

    /// What is left of the reflections' energy from each sample on, in decibels (M. R. Schroeder,
    /// 1965).
    fn schroeder_db(response: &[f32]) -> Vec<f64> {
        let mut sum = 0.0;
        let backwards = response[1..].iter().rev().map(|s| {
            sum += f64::from(*s).powi(2);
            sum
        });
        let mut energy: Vec<f64> = backwards.collect();
        energy.reverse();
        energy.iter().map(|left| 10.0 * (left / energy[0]).log10()).collect()
    }

    /// RT60 of 16 kHz by the time from -5 to -35 dB, which ISO 3382 calls T30.
    fn rt60_s(response: &[f32]) -> f64 {
        let decay_db = schroeder_db(response);
        let until = |db: f64| decay_db.iter().position(|left| *left < db).unwrap() as f64;
        2.0 * (until(-35.0) - until(-5.0)) / 16_000.0
    }

    #[test]
    fn echoes_fall_by_sixty_decibels_in_the_stated_time() {
        for expected_s in [0.1, 0.2, 0.4, 0.7, 1.0] {
            for seed in 0..20 {
                let response = answer(Room { rt60_s: expected_s, direct_db: 6.0 }, seed);
                let found_s = rt60_s(&response);
                assert!((found_s / expected_s - 1.0).abs() < 0.1, "{found_s} s for {expected_s} s");
            }
        }
    }

    #[test]
    fn the_direct_sound_is_first_and_above_the_rest_as_stated() {
        for direct_db in [-5.0, 0.0, 12.0] {
            let response = answer(Room { rt60_s: 0.3, direct_db }, 1);
            assert!((response[0] - 1.0).abs() < 1e-4);
            let rest: f64 = response[1..].iter().map(|s| f64::from(*s).powi(2)).sum();
            let found_db = -10.0 * rest.log10();
            assert!((found_db - direct_db).abs() < 0.1, "{found_db} dB for {direct_db} dB");
        }
    }

    #[test]
    fn a_seed_repeats_the_room() {
        let of = Room { rt60_s: 0.3, direct_db: 3.0 };
        assert_eq!(answer(of, 1), answer(of, 1));
        assert_ne!(answer(of, 1), answer(of, 2));
    }

    #[test]
    fn silence_stays_silent() {
        let silent = Waveform::new(vec![0.0; 5_000], RATE_HZ).unwrap();
        let of = Room { rt60_s: 0.5, direct_db: 0.0 };
        let found = room(&silent, of, &mut SmallRng::seed_from_u64(1)).unwrap();
        assert!(found.peak() < 1e-9);
    }

    #[test]
    fn absurd_rooms_are_refused() {
        let sound = harmonic(200.0, 0.1);
        let rng = &mut SmallRng::seed_from_u64(1);
        let error = room(&sound, Room { rt60_s: 30.0, direct_db: 0.0 }, rng).unwrap_err();
        let expected = "expected a reverberation time of 0.05 to 3 s, got 30";
        assert_eq!(error.to_string(), expected);
        assert!(room(&sound, Room { rt60_s: 0.3, direct_db: f64::NAN }, rng).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_sound_keeps_its_length(
            samples in prop::collection::vec(-1.0f32..1.0, 1..3_000),
            rate_hz in 1_000u32..50_000,
            rt60_s in Room::RT60_S,
            direct_db in Room::DIRECT_DB,
        ) {
            let sound = Waveform::new(samples, rate_hz).unwrap();
            let rng = &mut SmallRng::seed_from_u64(1);
            let found = room(&sound, Room { rt60_s, direct_db }, rng).unwrap();
            prop_assert_eq!(found.samples().len(), sound.samples().len());
        }
    }
}
