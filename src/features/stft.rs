//! The short-time Fourier transform.

use std::f64::consts::TAU;
use std::sync::Arc;

use num_complex::Complex;
use rustfft::{Fft, FftPlanner};

use super::error::check;
use super::framing::Framing;
use super::window::periodic_hann;
use super::{FeatureError, Features};
use crate::wide::wide;

/// A short-time Fourier transform with its plan and buffers: nothing is allocated per frame.
///
/// Equals `librosa.stft(center=True, pad_mode="constant", window="hann")` of librosa 0.11.0:
/// frame `t` is centred at sample `t * hop`, samples before the beginning and after the end count
/// as zeros, and a window shorter than the transform stands in its middle. Like there, the
/// transform is computed in double precision: a quiet band beside a loud one keeps its value.
///
/// A frame goes through a transform of half its length, even samples as real parts and odd ones as
/// imaginary. What is asked of a frequency is computed where the two are told apart
/// (`Untangling`): no spectrum is written only to be read again.
pub struct Stft {
    plan: Arc<dyn Fft<f64>>,
    /// Half of a Hann window, which is all that the untangling would halve.
    window: Vec<f64>,
    framing: Framing,
    frame: Vec<Complex<f64>>,
    tangled: Vec<Complex<f64>>,
    scratch: Vec<Complex<f64>>,
    untangling: Untangling,
}

impl Stft {
    /// The longest transform, in samples.
    pub const LONGEST_SAMPLES: usize = 1 << 20;

    /// A transform of `fft_samples` under a Hann window of `window_samples`, every `hop_samples`.
    ///
    /// # Errors
    /// [`FeatureError::Spec`] unless the transform is even, 2 to [`Self::LONGEST_SAMPLES`], the
    /// window 1 to `fft_samples` and the hop 1 or more.
    pub fn new(
        fft_samples: usize,
        window_samples: usize,
        hop_samples: usize,
    ) -> Result<Self, FeatureError> {
        check(
            (2..=Self::LONGEST_SAMPLES).contains(&fft_samples) && fft_samples.is_multiple_of(2),
            "fft_samples",
            format!("even and from 2 to {}", Self::LONGEST_SAMPLES),
            fft_samples as f64,
        )?;
        check(
            (1..=fft_samples).contains(&window_samples),
            "window_samples",
            format!("from 1 to fft_samples = {fft_samples}"),
            window_samples as f64,
        )?;
        check(hop_samples > 0, "hop_samples", "of 1 or more", hop_samples as f64)?;
        let half = fft_samples / 2;
        let plan = FftPlanner::new().plan_fft_forward(half);
        Ok(Self {
            window: periodic_hann(window_samples).iter().map(|weight| weight / 2.0).collect(),
            framing: Framing {
                frame_samples: window_samples,
                hop_samples,
                lead_samples: half - (fft_samples - window_samples) / 2,
            },
            frame: vec![Complex::default(); half],
            tangled: vec![Complex::default(); half],
            scratch: vec![Complex::default(); plan.get_outofplace_scratch_len()],
            untangling: Untangling::new(half),
            plan,
        })
    }

    /// Frequencies of a frame, from 0 to half the rate: half the transform and one.
    pub fn bins(&self) -> usize {
        self.frame.len() + 1
    }

    /// Frames of a sound of so many samples: one at the beginning and one every hop.
    pub fn frames(&self, samples: usize) -> usize {
        self.framing.frames(samples)
    }

    /// How the windows lie on a sound.
    pub(super) fn framing(&self) -> Framing {
        self.framing
    }

    /// Writes the power, squared magnitude, of every frequency of frame `t` of a sound into
    /// `powers`, `[bins]`; frames past the end are silent.
    pub fn write_powers(&mut self, samples: &[f32], t: usize, powers: &mut [f32]) {
        let under = self.framing.under(t, samples.len());
        self.write_powers_at(self.framing.offset(t), &samples[under], powers);
    }

    /// The same of samples that stand at `offset` of the window, with zeros around them.
    pub(super) fn write_powers_at(&mut self, offset: usize, samples: &[f32], powers: &mut [f32]) {
        self.transform(offset, samples);
        self.untangling.write(&self.tangled, powers, |re, im| (re * re + im * im) as f32);
    }

    /// Writes the magnitude of every frequency of frame `t` of a sound into `magnitudes`, `[bins]`.
    ///
    /// The parts are rounded to single precision first, as the reference stores them: where a
    /// spectrum is flat, the peaks that decide a tuning are made of nothing else.
    pub(super) fn write_magnitudes(&mut self, samples: &[f32], t: usize, magnitudes: &mut [f32]) {
        let under = self.framing.under(t, samples.len());
        self.transform(self.framing.offset(t), &samples[under]);
        self.untangling.write(&self.tangled, magnitudes, |re, im| {
            let (re, im) = (f64::from(re as f32), f64::from(im as f32));
            ((re * re + im * im) as f32).sqrt()
        });
    }

    /// The magnitudes of all frames of a sound, `[bins, frames]`: `numpy.abs(librosa.stft(y))`.
    pub fn magnitudes(&mut self, samples: &[f32]) -> Features {
        let mut magnitudes = Features::zeros(self.bins(), self.frames(samples.len()));
        let mut column = vec![0.0; self.bins()];
        for t in 0..magnitudes.frames {
            self.write_magnitudes(samples, t, &mut column);
            magnitudes.set_column(t, &column);
        }
        magnitudes
    }

    /// The transform, even and odd samples still tangled, of samples that stand at `offset` of the
    /// window.
    fn transform(&mut self, offset: usize, samples: &[f32]) {
        let frame: &mut [f64] = bytemuck::cast_slice_mut(&mut self.frame);
        let begin = (frame.len() - self.window.len()) / 2 + offset;
        let end = begin + samples.len();
        frame[..begin].fill(0.0);
        frame[end..].fill(0.0);
        let (cells, weights) = (&mut frame[begin..end], &self.window[offset..]);
        wide!({
            for ((cell, sample), weight) in cells.iter_mut().zip(samples).zip(weights) {
                *cell = f64::from(*sample) * weight;
            }
        });
        let (frame, tangled) = (&mut self.frame, &mut self.tangled);
        self.plan.process_outofplace_with_scratch(frame, tangled, &mut self.scratch);
    }
}

/// Frequencies that are untangled side by side; one in the tab, where the shorter code counts.
const LANES: usize = if cfg!(target_arch = "wasm32") { 1 } else { 4 };

/// Tells the spectra of even and odd samples apart, which went through one transform.
///
/// With `Z` the transform of `half` complex numbers and `k` below half of it, `Z[k]` and the
/// conjugate of `Z[half - k]` add up to twice the spectrum of the even samples and differ by twice
/// that of the odd ones, turned by a right angle. The odd ones come a sample later, so they are
/// turned by `k / (2 half)` of a circle and added for frequency `k`, subtracted for `half - k`.
struct Untangling {
    /// The turns of the frequencies between 0 and half of `half`.
    turns: Vec<Complex<f64>>,
}

impl Untangling {
    fn new(half: usize) -> Self {
        let turn = |k: usize| Complex::cis(-TAU * k as f64 / (2 * half) as f64);
        Self { turns: (1..half.div_ceil(2)).map(turn).collect() }
    }

    /// Writes `of(re, im)` for every frequency of the spectrum, `[half + 1]`; half of the spectrum,
    /// `[half]`, is tangled.
    fn write(
        &self,
        tangled: &[Complex<f64>],
        values: &mut [f32],
        of: impl Fn(f64, f64) -> f32 + Copy,
    ) {
        let half = tangled.len();
        values[0] = of(2.0 * (tangled[0].re + tangled[0].im), 0.0);
        values[half] = of(2.0 * (tangled[0].re - tangled[0].im), 0.0);
        if half.is_multiple_of(2) {
            values[half / 2] = of(2.0 * tangled[half / 2].re, 2.0 * tangled[half / 2].im);
        }
        let pairs = self.turns.len();
        let (low, high) = values[1..half].split_at_mut(pairs);
        let high = &mut high[half - 1 - 2 * pairs..];
        wide!({
            let (below, above) = (&tangled[1..=pairs], &tangled[half - pairs..]);
            each_pair::<LANES>(below, above, &self.turns, low, high, of);
            let done = pairs / LANES * LANES;
            let (above, high) = (&above[..pairs - done], &mut high[..pairs - done]);
            each_pair::<1>(&below[done..], above, &self.turns[done..], &mut low[done..], high, of);
        });
    }
}

/// Untangles pairs of frequencies, `N` side by side, as far as they fill `N`: those below half of a
/// tangled spectrum go up, those above it go down.
#[inline(always)]
fn each_pair<const N: usize>(
    below: &[Complex<f64>],
    above: &[Complex<f64>],
    turns: &[Complex<f64>],
    low: &mut [f32],
    high: &mut [f32],
    of: impl Fn(f64, f64) -> f32,
) {
    let tangled = below.as_chunks::<N>().0.iter().zip(above.as_rchunks::<N>().1.iter().rev());
    let low = low.as_chunks_mut::<N>().0;
    let high = high.as_rchunks_mut::<N>().1.iter_mut().rev();
    let turns = turns.as_chunks::<N>().0;
    for (((below, above), turns), (low, high)) in tangled.zip(turns).zip(low.iter_mut().zip(high)) {
        // Written at the end, so that the compiler need not fear that writing changes what is read.
        let mut values = ([0.0; N], [0.0; N]);
        for lane in 0..N {
            let (a, b, turn) = (below[lane], above[N - 1 - lane], turns[lane]);
            let (even_re, even_im) = (a.re + b.re, a.im - b.im);
            let (odd_re, odd_im) = (a.im + b.im, b.re - a.re);
            let turned_re = turn.re * odd_re - turn.im * odd_im;
            let turned_im = turn.re * odd_im + turn.im * odd_re;
            values.0[lane] = of(even_re + turned_re, even_im + turned_im);
            values.1[N - 1 - lane] = of(even_re - turned_re, even_im - turned_im);
        }
        (*low, *high) = values;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    /// The definition, slowly.
    fn naive(samples: &[f32], fft: usize, window: usize, hop: usize, t: usize) -> Vec<f64> {
        let hann = periodic_hann(window);
        let margin = (fft - window) / 2;
        let sample = |n: usize| -> f64 {
            let position = (t * hop + n) as isize - fft as isize / 2;
            let inside = (margin..margin + window).contains(&n);
            let value = usize::try_from(position).ok().and_then(|p| samples.get(p));
            if inside { f64::from(*value.unwrap_or(&0.0)) * hann[n - margin] } else { 0.0 }
        };
        (0..=fft / 2)
            .map(|k| {
                let turn = TAU * k as f64 / fft as f64;
                let (re, im) = (0..fft).fold((0.0, 0.0), |(re, im), n| {
                    let angle = turn * n as f64;
                    (re + sample(n) * angle.cos(), im - sample(n) * angle.sin())
                });
                re.hypot(im)
            })
            .collect()
    }

    fn noise(samples: usize) -> Vec<f32> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state as f32 / u32::MAX as f32 - 0.5
        };
        (0..samples).map(|_| next()).collect()
    }

    #[test]
    fn every_frame_equals_the_definition() {
        for (fft, window, hop, length) in [
            (64, 64, 16, 200),
            (64, 50, 20, 130),
            (64, 41, 7, 30),
            (32, 32, 100, 500),
            (32, 1, 5, 9),
        ] {
            let samples = noise(length);
            let mut stft = Stft::new(fft, window, hop).unwrap();
            let magnitudes = stft.magnitudes(&samples);
            assert_eq!(magnitudes.frames, 1 + length / hop);
            for t in 0..magnitudes.frames {
                let expected = naive(&samples, fft, window, hop, t);
                for (got, expected) in magnitudes.column(t).zip(expected) {
                    assert!((f64::from(got) - expected).abs() < 1e-5, "{got} {expected}");
                }
            }
        }
    }

    #[test]
    fn a_tone_stands_at_its_frequency() {
        let tone: Vec<f32> =
            (0..22_050).map(|n| (TAU * 1_000.0 * f64::from(n) / 22_050.0).sin() as f32).collect();
        let mut stft = Stft::new(2_048, 2_048, 512).unwrap();
        let magnitudes = stft.magnitudes(&tone);
        let column: Vec<f32> = magnitudes.column(20).collect();
        let brightest = (0..column.len()).max_by(|a, b| column[*a].total_cmp(&column[*b])).unwrap();
        assert_eq!(brightest, (1_000.0_f64 / 22_050.0 * 2_048.0).round() as usize);
    }

    #[test]
    fn impossible_transforms_are_refused_with_the_reason() {
        let sentence = |fft, window, hop| Stft::new(fft, window, hop).err().unwrap().to_string();
        assert_eq!(
            sentence(511, 400, 160),
            "expected fft_samples even and from 2 to 1048576, got 511"
        );
        assert_eq!(
            sentence(512, 513, 160),
            "expected window_samples from 1 to fft_samples = 512, got 513"
        );
        assert_eq!(sentence(512, 400, 0), "expected hop_samples of 1 or more, got 0");
    }
}
