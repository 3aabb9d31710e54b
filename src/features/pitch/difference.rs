//! How unlike itself a sound is, one period later.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use super::{HIGHEST_HZ, LOWEST_HZ, RATE_HZ};

/// Samples that are compared: 25 ms, as in the paper.
const COMPARED: usize = 400;
/// Differences that double precision cannot tell from none, as a share of the energy.
const ROUNDING: f64 = 1e-12;

/// YIN's difference functions of one frame; entry `n` stands for a period of `n` samples.
pub(super) struct Differences<'a> {
    /// The energy of the difference between the sound and itself, later: equation 6.
    pub raw: &'a [f64],
    /// The same over its mean at all shorter periods: equation 8.
    pub normalised: &'a [f64],
}

/// Computes difference functions by correlation, with its plans and buffers.
pub(super) struct Difference {
    forward: Arc<dyn RealToComplex<f64>>,
    inverse: Arc<dyn ComplexToReal<f64>>,
    /// The samples of a frame: those compared and one longest period more.
    frame: Vec<f64>,
    padded: Vec<f64>,
    scratch: Vec<Complex<f64>>,
    compared_spectrum: Vec<Complex<f64>>,
    frame_spectrum: Vec<Complex<f64>>,
    raw: Vec<f64>,
    normalised: Vec<f64>,
}

/// The shortest period that is sought, in samples.
pub(super) fn shortest() -> usize {
    (f64::from(RATE_HZ) / HIGHEST_HZ).floor() as usize
}

/// The longest, in samples.
pub(super) fn longest() -> usize {
    (f64::from(RATE_HZ) / LOWEST_HZ).ceil() as usize
}

impl Difference {
    pub fn new() -> Self {
        // One more than the longest, so that a dip there has two neighbours.
        let periods = longest() + 2;
        let transform = (COMPARED + periods).next_power_of_two();
        let mut planner = RealFftPlanner::new();
        let forward = planner.plan_fft_forward(transform);
        let inverse = planner.plan_fft_inverse(transform);
        let scratch = forward.get_scratch_len().max(inverse.get_scratch_len());
        Self {
            frame: vec![0.0; COMPARED + periods],
            padded: forward.make_input_vec(),
            scratch: vec![Complex::default(); scratch],
            compared_spectrum: forward.make_output_vec(),
            frame_spectrum: forward.make_output_vec(),
            raw: vec![0.0; periods],
            normalised: vec![0.0; periods],
            forward,
            inverse,
        }
    }

    /// The differences of the frame centred at a sample; beyond the ends the sound is silent.
    pub fn at(&mut self, samples: &[f32], centre: usize) -> Differences<'_> {
        self.load(samples, centre);
        self.correlate();
        self.subtract();
        self.normalise();
        Differences { raw: &self.raw, normalised: &self.normalised }
    }

    /// Puts the two stretches that are a middling period apart around the centre.
    fn load(&mut self, samples: &[f32], centre: usize) {
        let middling = f64::from(RATE_HZ) / (LOWEST_HZ * HIGHEST_HZ).sqrt();
        let lead = (COMPARED + middling as usize) / 2;
        let from = centre.saturating_sub(lead).min(samples.len());
        let inside = samples[from..].iter().map(|sample| f64::from(*sample));
        let silence = std::iter::repeat_n(0.0, lead.saturating_sub(centre));
        let frame = silence.chain(inside).chain(std::iter::repeat(0.0));
        self.frame.iter_mut().zip(frame).for_each(|(cell, sample)| *cell = sample);
    }

    /// Leaves in `padded` the correlation of the compared samples with those a period later.
    fn correlate(&mut self) {
        transform(
            &self.forward,
            &self.frame,
            &mut self.padded,
            &mut self.frame_spectrum,
            &mut self.scratch,
        );
        let compared = &self.frame[..COMPARED];
        transform(
            &self.forward,
            compared,
            &mut self.padded,
            &mut self.compared_spectrum,
            &mut self.scratch,
        );
        for (product, other) in self.frame_spectrum.iter_mut().zip(&self.compared_spectrum) {
            *product *= other.conj();
        }
        // Both ends are real up to rounding, and the inverse wants them exactly so.
        for end in [0, self.frame_spectrum.len() - 1] {
            self.frame_spectrum[end].im = 0.0;
        }
        self.inverse
            .process_with_scratch(&mut self.frame_spectrum, &mut self.padded, &mut self.scratch)
            .unwrap_or_else(|error| unreachable!("the plan made its own buffers: {error}"));
    }

    /// Energy of both stretches less twice their correlation.
    fn subtract(&mut self) {
        let energy: f64 = self.frame[..COMPARED].iter().map(|x| x * x).sum();
        let scale = 2.0 / self.padded.len() as f64;
        let mut later = energy;
        for (period, raw) in self.raw.iter_mut().enumerate() {
            let difference = energy + later - scale * self.padded[period];
            let least = ROUNDING * (energy + later);
            *raw = if difference > least { difference } else { 0.0 };
            later += self.frame[period + COMPARED].powi(2) - self.frame[period].powi(2);
        }
    }

    fn normalise(&mut self) {
        self.normalised[0] = 1.0;
        let mut sum = 0.0;
        let both = self.normalised.iter_mut().zip(&self.raw).enumerate();
        for (period, (normalised, raw)) in both.skip(1) {
            sum += raw;
            *normalised = if sum > 0.0 { raw * period as f64 / sum } else { 1.0 };
        }
    }
}

/// The spectrum of samples with zeros behind them.
fn transform(
    plan: &Arc<dyn RealToComplex<f64>>,
    samples: &[f64],
    padded: &mut [f64],
    spectrum: &mut [Complex<f64>],
    scratch: &mut [Complex<f64>],
) {
    padded[..samples.len()].copy_from_slice(samples);
    padded[samples.len()..].fill(0.0);
    plan.process_with_scratch(padded, spectrum, scratch)
        .unwrap_or_else(|error| unreachable!("the plan made its own buffers: {error}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fast_difference_is_the_plain_one(
            samples in prop::collection::vec(-1.0..1.0_f32, 900..1_000),
            centre in 300_usize..400,
        ) {
            let mut difference = Difference::new();
            let raw = difference.at(&samples, centre).raw.to_vec();
            let frame = difference.frame.clone();
            for (period, got) in raw.iter().enumerate() {
                let plain: f64 =
                    (0..COMPARED).map(|n| (frame[n] - frame[n + period]).powi(2)).sum();
                prop_assert!((got - plain).abs() < 1e-9, "period {}: {} {}", period, got, plain);
            }
        }
    }

    #[test]
    fn a_repeating_sound_does_not_differ_after_its_period() {
        let samples: Vec<f32> = (0..2_000).map(|n| ((n % 80) as f32 - 40.0) / 80.0).collect();
        let mut difference = Difference::new();
        let found = difference.at(&samples, 1_000);
        assert_eq!((found.raw[80], found.normalised[80]), (0.0, 0.0));
        assert!(found.normalised[40] > 0.5);
    }
}
