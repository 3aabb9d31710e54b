//! Narrow lines and small microphones: only a band of frequencies gets through.

use std::f64::consts::PI;

use super::convolution::convolved;
use crate::audio::{AudioError, Waveform};

/// From passing to stopping, in Hz, half of it on either side of an edge.
const TRANSITION_HZ: f64 = 100.0;

/// How far down the stopped frequencies are, in decibels.
const STOP_DB: f64 = 60.0;

/// A band of frequencies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Lower edge in Hz, 0 for none.
    pub low_hz: f64,
    /// Upper edge in Hz; half the rate of the sound or more is none.
    pub high_hz: f64,
}

impl Band {
    /// The narrowest band, in Hz: below that the edges would run into one another.
    pub const NARROWEST_HZ: f64 = 2.0 * TRANSITION_HZ;

    fn check(self) -> Result<(), AudioError> {
        let Self { low_hz, high_hz } = self;
        // Written so that NaN is refused too.
        if low_hz >= 0.0 && high_hz - low_hz >= Self::NARROWEST_HZ {
            return Ok(());
        }
        Err(AudioError::AbsurdBand { low_hz, high_hz })
    }
}

/// Keeps only a band of frequencies, without delay.
///
/// A linear phase filter, designed with Kaiser's window (J. F. Kaiser, 1974): half the amplitude at
/// the edges, within 0.02 dB from 50 Hz inside them, 60 dB down from 50 Hz outside. A lower edge
/// below 50 Hz lets some of the offset pass. Silence is taken to lie around the sound.
///
/// # Errors
/// [`AudioError::AbsurdBand`] for an edge below 0 Hz or edges less than [`Band::NARROWEST_HZ`]
/// apart.
pub fn band_limit(sound: &Waveform, band: Band) -> Result<Waveform, AudioError> {
    band.check()?;
    let kernel = kernel(band, f64::from(sound.rate_hz()));
    let samples = convolved(sound.samples(), &kernel, kernel.len() / 2);
    Waveform::new(samples, sound.rate_hz())
}

/// The filter's impulse response: an odd number of samples, symmetric.
fn kernel(band: Band, rate_hz: f64) -> Vec<f32> {
    // Kaiser's formulae for length and shape.
    let order = (STOP_DB - 7.95) / (2.285 * 2.0 * PI * TRANSITION_HZ / rate_hz);
    let half = (order / 2.0).ceil();
    let beta = 0.1102 * (STOP_DB - 8.7);
    let tap = |n: f64| {
        let window = bessel_i0(beta * (1.0 - (n / half).powi(2)).max(0.0).sqrt()) / bessel_i0(beta);
        let high = low_pass(band.high_hz.min(rate_hz / 2.0) / rate_hz, n);
        let low = low_pass(band.low_hz.min(rate_hz / 2.0) / rate_hz, n);
        (window * (high - low)) as f32
    };
    let taps = 2 * half as usize + 1;
    (0..taps).map(|n| tap(n as f64 - half)).collect()
}

/// The ideal low-pass at a share of the rate: `sin(2πfn) / πn`.
fn low_pass(edge: f64, n: f64) -> f64 {
    if n == 0.0 { 2.0 * edge } else { (2.0 * PI * edge * n).sin() / (PI * n) }
}

/// The modified Bessel function of the first kind and order 0, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= (x / (2.0 * f64::from(k))).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::power;
    use super::*;

    /// Telephones before wideband speech (ITU-T G.712).
    const TELEPHONE: Band = Band { low_hz: 300.0, high_hz: 3_400.0 };

    fn sine(hz: f64, rate_hz: u32) -> Waveform {
        let phase = |i| std::f64::consts::TAU * hz * f64::from(i) / f64::from(rate_hz);
        let samples = (0..rate_hz).map(|i| phase(i).sin() as f32).collect();
        Waveform::new(samples, rate_hz).unwrap()
    }

    /// What becomes of the level of a sine, away from its ends.
    fn response_db(band: Band, hz: f64, rate_hz: u32) -> f64 {
        let sound = sine(hz, rate_hz);
        let limited = band_limit(&sound, band).unwrap();
        let middle = |sound: &Waveform| {
            let length = sound.samples().len();
            power(&sound.samples()[length / 4..length * 3 / 4])
        };
        10.0 * (middle(&limited) / middle(&sound)).log10()
    }

    #[test]
    fn a_telephone_passes_speech_and_stops_the_rest() {
        for rate_hz in [16_000, 44_100] {
            for pass_hz in [350.0, 1_000.0, 3_350.0] {
                let db = response_db(TELEPHONE, pass_hz, rate_hz);
                assert!(db.abs() < 0.02, "{db} dB at {pass_hz} Hz");
            }
            for stop_hz in [50.0, 250.0, 3_450.0, 7_900.0] {
                let db = response_db(TELEPHONE, stop_hz, rate_hz);
                assert!(db < -59.0, "{db} dB at {stop_hz} Hz");
            }
            for edge_hz in [300.0, 3_400.0] {
                let db = response_db(TELEPHONE, edge_hz, rate_hz);
                assert!((db + 6.02).abs() < 0.1, "{db} dB at {edge_hz} Hz");
            }
        }
    }

    #[test]
    fn what_passes_stays_where_it_was() {
        let sound = sine(1_000.0, 16_000);
        let limited = band_limit(&sound, TELEPHONE).unwrap();
        let pairs = limited.samples().iter().zip(sound.samples());
        for (found, expected) in pairs.skip(4_000).take(8_000) {
            assert!((found - expected).abs() < 3e-3, "{found} for {expected}");
        }
    }

    #[test]
    fn no_edges_change_nothing() {
        let sound = sine(1_000.0, 8_000);
        let same = band_limit(&sound, Band { low_hz: 0.0, high_hz: 9_000.0 }).unwrap();
        for (found, expected) in same.samples().iter().zip(sound.samples()) {
            assert!((found - expected).abs() < 1e-5);
        }
    }

    #[test]
    fn absurd_bands_are_refused() {
        let sound = sine(1_000.0, 8_000);
        for (low_hz, high_hz) in [(3_400.0, 300.0), (300.0, 400.0), (-1.0, 500.0), (0.0, f64::NAN)]
        {
            let error = band_limit(&sound, Band { low_hz, high_hz }).unwrap_err();
            assert!(error.to_string().starts_with("expected a band "), "{error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_sound_keeps_its_length(
            samples in prop::collection::vec(-1.0f32..1.0, 1..3_000),
            rate_hz in Waveform::RATES_HZ,
            low_hz in 0.0..2_000.0,
            width_hz in 200.0..20_000.0,
        ) {
            let sound = Waveform::new(samples, rate_hz).unwrap();
            let band = Band { low_hz, high_hz: low_hz + width_hz };
            let limited = band_limit(&sound, band).unwrap();
            prop_assert_eq!(limited.samples().len(), sound.samples().len());
        }
    }
}
