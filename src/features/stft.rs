//! The short-time Fourier transform.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::error::check;
use super::framing::Framing;
use super::window::periodic_hann;
use super::{FeatureError, Features};

/// A short-time Fourier transform with its plan and buffers: nothing is allocated per frame.
///
/// Equals `librosa.stft(center=True, pad_mode="constant", window="hann")` of librosa 0.11.0:
/// frame `t` is centred at sample `t * hop`, samples before the beginning and after the end count
/// as zeros, and a window shorter than the transform stands in its middle. Like there, the
/// transform is computed in double precision: a quiet band beside a loud one keeps its value.
pub struct Stft {
    plan: Arc<dyn RealToComplex<f64>>,
    window: Vec<f64>,
    framing: Framing,
    frame: Vec<f64>,
    spectrum: Vec<Complex<f64>>,
    scratch: Vec<Complex<f64>>,
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
        let plan = RealFftPlanner::new().plan_fft_forward(fft_samples);
        Ok(Self {
            window: periodic_hann(window_samples),
            framing: Framing {
                frame_samples: window_samples,
                hop_samples,
                lead_samples: fft_samples / 2 - (fft_samples - window_samples) / 2,
            },
            frame: plan.make_input_vec(),
            spectrum: plan.make_output_vec(),
            scratch: plan.make_scratch_vec(),
            plan,
        })
    }

    /// Frequencies of a frame, from 0 to half the rate: half the transform and one.
    pub fn bins(&self) -> usize {
        self.spectrum.len()
    }

    /// Frames of a sound of so many samples: one at the beginning and one every hop.
    pub fn frames(&self, samples: usize) -> usize {
        self.framing.frames(samples)
    }

    /// How the windows lie on a sound.
    pub(super) fn framing(&self) -> Framing {
        self.framing
    }

    /// The spectrum of frame `t` of a sound, `[bins]`; frames past the end are silent.
    pub fn spectrum(&mut self, samples: &[f32], t: usize) -> &[Complex<f64>] {
        let under = self.framing.under(t, samples.len());
        self.transform(self.framing.offset(t), &samples[under])
    }

    /// The magnitudes of all frames of a sound, `[bins, frames]`: `numpy.abs(librosa.stft(y))`.
    pub fn magnitudes(&mut self, samples: &[f32]) -> Features {
        let mut magnitudes = Features::zeros(self.bins(), self.frames(samples.len()));
        let mut column = vec![0.0; self.bins()];
        for t in 0..magnitudes.frames {
            write_magnitudes(self.spectrum(samples, t), &mut column);
            magnitudes.set_column(t, &column);
        }
        magnitudes
    }

    /// The spectrum of samples that stand at `offset` of the window, with zeros around them.
    pub(super) fn transform(&mut self, offset: usize, samples: &[f32]) -> &[Complex<f64>] {
        let begin = self.margin() + offset;
        let end = begin + samples.len();
        self.frame[..begin].fill(0.0);
        self.frame[end..].fill(0.0);
        let windowed = samples.iter().zip(&self.window[offset..]);
        for (cell, (sample, weight)) in self.frame[begin..end].iter_mut().zip(windowed) {
            *cell = f64::from(*sample) * weight;
        }
        self.plan
            .process_with_scratch(&mut self.frame, &mut self.spectrum, &mut self.scratch)
            .unwrap_or_else(|error| unreachable!("the plan made its own buffers: {error}"));
        &self.spectrum
    }

    /// Zeros on the left that put the window in the middle of the transform.
    fn margin(&self) -> usize {
        (self.frame.len() - self.window.len()) / 2
    }
}

/// The magnitude of every frequency of a spectrum.
///
/// The parts are rounded to single precision first, as the reference stores them: where a spectrum
/// is flat, the peaks that decide a tuning are made of nothing else.
pub(super) fn write_magnitudes(spectrum: &[Complex<f64>], magnitudes: &mut [f32]) {
    for (magnitude, z) in magnitudes.iter_mut().zip(spectrum) {
        let (re, im) = (f64::from(z.re as f32), f64::from(z.im as f32));
        *magnitude = ((re * re + im * im) as f32).sqrt();
    }
}

/// The power, squared magnitude, of every frequency of a spectrum.
pub(super) fn write_powers(spectrum: &[Complex<f64>], powers: &mut [f32]) {
    for (power, z) in powers.iter_mut().zip(spectrum) {
        *power = z.norm_sqr() as f32;
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
