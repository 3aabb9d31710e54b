//! What is lost where a voice is sent in few bits.

use std::f64::consts::PI;
use std::ops::{Range, RangeInclusive};

use realfft::num_complex::Complex;

use super::check;
use super::transform::Transform;
use crate::audio::{AudioError, Waveform};

/// A way to spend few bits. Neither is a codec that is in use; each makes the errors of a family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Codec {
    /// Every sample on a scale that is finer near 0: telephones, with 8 bits.
    MuLaw {
        /// Bits a sample.
        bits: u32,
    },
    /// The spectrum rounded, coarsely where it is loud and so masks the error: music and speech
    /// codecs of low rates, with their metallic voices.
    Masked {
        /// The level of the error below that of its critical band, in decibels.
        below_db: f64,
    },
}

impl Codec {
    /// Bits a sample of [`Codec::MuLaw`].
    pub const BITS: RangeInclusive<u32> = 3..=8;

    /// What [`Codec::Masked`] takes, in decibels.
    pub const BELOW_DB: RangeInclusive<f64> = 0.0..=60.0;
}

/// Distorts a sound as a codec does.
///
/// [`Codec::MuLaw`] is the μ-law with μ = 255 (the formula that ITU-T G.711 follows by straight
/// lines), its value rounded to whole steps; samples beyond ±1 clip. An error is at most half a
/// step. [`Codec::Masked`] rounds the real and the imaginary part of each bin of 32 ms frames,
/// half overlapped, in steps so wide that the error of a critical band (H. Traunmüller's scale,
/// 1990) lies as far below the band as stated; bins below half a step are gone. Its energy is
/// less than three times the stated one. Both keep the length and leave silence alone.
///
/// # Errors
/// [`AudioError::OutOfRange`] outside [`Codec::BITS`] and [`Codec::BELOW_DB`].
pub fn codec(sound: &Waveform, codec: Codec) -> Result<Waveform, AudioError> {
    let samples = match codec {
        Codec::MuLaw { bits } => {
            let (least, most) = Codec::BITS.into_inner();
            let range = f64::from(least)..=f64::from(most);
            check("a μ-law", "bits", range, f64::from(bits))?;
            sound.samples().iter().map(|sample| companded(*sample, bits)).collect()
        }
        Codec::Masked { below_db } => {
            check("an error below the sound by a level", "dB", Codec::BELOW_DB, below_db)?;
            masked(sound, below_db)
        }
    };
    Waveform::new(samples, sound.rate_hz())
}

const MU: f32 = 255.0;

/// A sample after the μ-law, rounding and the way back.
fn companded(sample: f32, bits: u32) -> f32 {
    let steps = ((1 << (bits - 1)) - 1) as f32;
    let law = (MU * sample.abs().min(1.0)).ln_1p() / MU.ln_1p();
    let rounded = (law * steps).round() / steps;
    ((rounded * MU.ln_1p()).exp_m1() / MU).copysign(sample)
}

/// Length of a frame of [`Codec::Masked`], in seconds.
const FRAME_S: f64 = 0.032;

/// Frames in and out under the root of a Hann window, each rounded in between.
fn masked(sound: &Waveform, below_db: f64) -> Vec<f32> {
    let rate_hz = f64::from(sound.rate_hz());
    let hop = (FRAME_S * rate_hz / 2.0).round() as usize;
    let transform = Transform::new(2 * hop);
    let step = PI / (2 * hop) as f64;
    let window: Vec<f32> = (0..2 * hop).map(|n| (step * (n as f64 + 0.5)).sin() as f32).collect();
    let bands = critical_bands(hop + 1, rate_hz);
    let (mut frame, mut spectrum) = (transform.samples(), transform.spectrum());
    // A hop of silence before the sound, and enough after it for the last frame.
    let mut padded = vec![0.0; hop];
    padded.extend_from_slice(sound.samples());
    padded.resize(padded.len().next_multiple_of(hop) + hop, 0.0);
    let mut sum = vec![0.0; padded.len()];
    for (cut, out) in (0..padded.len() - hop).step_by(hop).map(|at| (at..at + 2 * hop, at)) {
        let windowed = padded[cut].iter().zip(&window).map(|(sample, weight)| sample * weight);
        frame.iter_mut().zip(windowed).for_each(|(into, sample)| *into = sample);
        transform.forward(&mut frame, &mut spectrum);
        bands.iter().for_each(|band| round(&mut spectrum[band.clone()], below_db));
        transform.inverse(&mut spectrum, &mut frame);
        let weighted = frame.iter().zip(&window).map(|(sample, weight)| sample * weight);
        sum[out..].iter_mut().zip(weighted).for_each(|(sum, sample)| *sum += sample);
    }
    sum.drain(..hop);
    sum.truncate(sound.samples().len());
    sum
}

/// The bins of each critical band, one Bark wide.
fn critical_bands(bins: usize, rate_hz: f64) -> Vec<Range<usize>> {
    let hz_from_bin = |bin: usize| bin as f64 * rate_hz / (2 * (bins - 1)) as f64;
    let bark = |hz: f64| (26.81 * hz / (1_960.0 + hz) - 0.53).max(0.0) as usize;
    let all: Vec<usize> = (0..bins).collect();
    let same = |a: &usize, b: &usize| bark(hz_from_bin(*a)) == bark(hz_from_bin(*b));
    all.chunk_by(same).map(|band| band[0]..band[0] + band.len()).collect()
}

/// Rounds a band's bins in steps of such a width that the error lies `below_db` under the band.
fn round(band: &mut [Complex<f32>], below_db: f64) {
    let energy: f64 = band.iter().map(|bin| f64::from(bin.norm_sqr())).sum();
    let error_power = energy / band.len() as f64 * 10f64.powf(-below_db / 10.0);
    // Two parts to a bin, each off by a twelfth of a squared step.
    let step = (6.0 * error_power).sqrt() as f32;
    if step > f32::MIN_POSITIVE {
        let rounded = |part: f32| (part / step).round() * step;
        band.iter_mut().for_each(|bin| *bin = Complex::new(rounded(bin.re), rounded(bin.im)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::power;
    use super::super::testing::{RATE_HZ, harmonic};
    use super::*;

    /// The level of the error below the sound.
    fn error_below_db(sound: &Waveform, by: Codec) -> f64 {
        let coded = codec(sound, by).unwrap();
        let pairs = coded.samples().iter().zip(sound.samples());
        let error: Vec<f32> = pairs.map(|(coded, sound)| coded - sound).collect();
        10.0 * (power(sound.samples()) / power(&error)).log10()
    }

    #[test]
    fn eight_bits_on_a_law_sound_like_a_good_line() {
        // 38 dB is what textbooks give for speech, and 6 dB is what a bit is worth.
        let eight = error_below_db(&harmonic(200.0, 1.0), Codec::MuLaw { bits: 8 });
        assert!((36.0..40.0).contains(&eight), "{eight} dB");
        let five = error_below_db(&harmonic(200.0, 1.0), Codec::MuLaw { bits: 5 });
        assert!((15.0..eight - 16.0).contains(&five), "{five} dB");
    }

    #[test]
    fn an_error_of_the_law_is_half_a_step_at_most() {
        for bits in Codec::BITS {
            let half_step = 0.5 / ((1 << (bits - 1)) - 1) as f32;
            for sample in (-1_000..=1_000).map(|n| n as f32 / 1_000.0) {
                let bound = ((half_step * 256f32.ln()).exp() - 1.0) * (sample.abs() + 1.0 / MU);
                let error = (companded(sample, bits) - sample).abs();
                assert!(error <= bound + 1e-6, "{bits} bits: {error} at {sample}");
            }
        }
    }

    #[test]
    fn a_masked_error_keeps_to_its_bound() {
        for below_db in [6.0, 15.0, 30.0, 60.0] {
            let found = error_below_db(&harmonic(200.0, 1.0), Codec::Masked { below_db });
            // Three times the power are 4.8 dB; what is rounded to nothing errs less.
            assert!(found > below_db - 4.8, "{found} dB for {below_db} dB");
            assert!(found < below_db + 12.0, "{found} dB for {below_db} dB");
        }
    }

    #[test]
    fn silence_stays_silence() {
        let silent = Waveform::new(vec![0.0; 5_000], RATE_HZ).unwrap();
        for by in [Codec::MuLaw { bits: 8 }, Codec::Masked { below_db: 6.0 }] {
            assert!(codec(&silent, by).unwrap().samples().iter().all(|s| *s == 0.0));
        }
    }

    #[test]
    fn critical_bands_hold_every_bin_once() {
        let bands = critical_bands(257, 16_000.0);
        assert_eq!(bands.len(), 22);
        assert!(bands.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!((bands[0].start, bands[21].end), (0, 257));
    }

    #[test]
    fn absurd_codecs_are_refused() {
        let sound = harmonic(200.0, 0.1);
        let error = codec(&sound, Codec::MuLaw { bits: 1 }).unwrap_err();
        assert_eq!(error.to_string(), "expected a μ-law of 3 to 8 bits, got 1");
        assert!(codec(&sound, Codec::Masked { below_db: -1.0 }).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn every_sound_keeps_its_length(
            samples in prop::collection::vec(-2.0f32..2.0, 1..3_000),
            rate_hz in Waveform::RATES_HZ,
            below_db in Codec::BELOW_DB,
            bits in Codec::BITS,
        ) {
            let sound = Waveform::new(samples, rate_hz).unwrap();
            for by in [Codec::MuLaw { bits }, Codec::Masked { below_db }] {
                let coded = codec(&sound, by).unwrap();
                prop_assert_eq!(coded.samples().len(), sound.samples().len());
            }
        }
    }
}
