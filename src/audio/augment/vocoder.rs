//! A phase vocoder, as librosa 0.11's `stft`, `phase_vocoder` and `istft` make one together.
//!
//! M. Dolson, *The phase vocoder: a tutorial*, Computer Music Journal 10 (1986); D. P. W. Ellis,
//! *A phase vocoder in Matlab* (2002).

use std::f32::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

const FRAME_SAMPLES: usize = 2_048;
const HOP_SAMPLES: usize = 512;
const BINS: usize = FRAME_SAMPLES / 2 + 1;

/// The samples at `rate` times their speed, `length` of them.
///
/// Magnitudes are taken between two neighbouring frames of the input; phases go on from frame to
/// frame as fast as they did there.
pub(super) fn stretched(samples: &[f32], rate: f64, length: usize) -> Vec<f32> {
    let mut input = Analysis::of(samples);
    let mut output = Synthesis::new(length);
    let mut phases: Vec<f64> = input.frame(0).iter().map(|bin| angle(*bin)).collect();
    let mut left = vec![Complex::default(); BINS];
    let mut spectrum = left.clone();
    let frames = input.frames() as f64;
    let steps = (0..).map(|step| f64::from(step) * rate);
    for step in steps.take_while(|step| *step < frames) {
        let (index, between) = (step as usize, step.fract() as f32);
        left.copy_from_slice(input.frame(index));
        let right = input.frame(index + 1);
        for bin in 0..BINS {
            let magnitude = (1.0 - between) * left[bin].norm() + between * right[bin].norm();
            spectrum[bin] = Complex::from_polar(magnitude, phases[bin] as f32);
            phases[bin] = wrapped(phases[bin] + advance(bin, left[bin], right[bin]));
        }
        output.add(&mut spectrum);
    }
    output.finish()
}

/// By how much a bin's phase goes on within a hop: as the bin's own frequency would have it, and
/// what the two frames tell beyond that.
fn advance(bin: usize, left: Complex<f32>, right: Complex<f32>) -> f64 {
    let expected = std::f64::consts::TAU * (bin * HOP_SAMPLES) as f64 / FRAME_SAMPLES as f64;
    expected + wrapped(angle(right) - angle(left) - expected)
}

fn angle(bin: Complex<f32>) -> f64 {
    f64::from(bin.arg())
}

/// The same angle within half a turn of 0.
fn wrapped(angle: f64) -> f64 {
    use std::f64::consts::TAU;
    angle - TAU * (angle / TAU).round_ties_even()
}

/// The periodic Hann window.
fn hann() -> Vec<f32> {
    let step = TAU / FRAME_SAMPLES as f32;
    (0..FRAME_SAMPLES).map(|i| 0.5 - 0.5 * (step * i as f32).cos()).collect()
}

/// Spectra of the frames of a sound, centred on every hop, silence beyond both ends.
struct Analysis<'a> {
    samples: &'a [f32],
    window: Vec<f32>,
    fft: Arc<dyn RealToComplex<f32>>,
    buffer: Vec<f32>,
    /// The two frames that were asked for last, by the parity of their index.
    kept: [(Option<usize>, Vec<Complex<f32>>); 2],
}

impl<'a> Analysis<'a> {
    fn of(samples: &'a [f32]) -> Self {
        let kept = || (None, vec![Complex::default(); BINS]);
        Self {
            samples,
            window: hann(),
            fft: RealFftPlanner::new().plan_fft_forward(FRAME_SAMPLES),
            buffer: vec![0.0; FRAME_SAMPLES],
            kept: [kept(), kept()],
        }
    }

    fn frames(&self) -> usize {
        1 + self.samples.len() / HOP_SAMPLES
    }

    /// The spectrum of a frame; nothing but zeros after the last.
    fn frame(&mut self, index: usize) -> &[Complex<f32>] {
        let frames = self.frames();
        let (kept_index, spectrum) = &mut self.kept[index % 2];
        if *kept_index != Some(index) {
            *kept_index = Some(index);
            if index < frames {
                cut(self.samples, index, &self.window, &mut self.buffer);
                // All lengths are the plan's own, which is all that can be wrong.
                let result = self.fft.process(&mut self.buffer, spectrum);
                debug_assert!(result.is_ok());
            } else {
                spectrum.fill(Complex::default());
            }
        }
        spectrum
    }
}

/// Fills a buffer with the windowed samples around the centre of a frame.
fn cut(samples: &[f32], frame: usize, window: &[f32], buffer: &mut [f32]) {
    let start = frame * HOP_SAMPLES;
    for (i, (out, weight)) in buffer.iter_mut().zip(window).enumerate() {
        let at = (start + i).checked_sub(FRAME_SAMPLES / 2);
        *out = weight * at.and_then(|at| samples.get(at)).copied().unwrap_or_default();
    }
}

/// Frames laid over one another a hop apart, each windowed again, and the sum of the squared
/// windows by which the result is divided.
struct Synthesis {
    window: Vec<f32>,
    fft: Arc<dyn ComplexToReal<f32>>,
    buffer: Vec<f32>,
    sum: Vec<f32>,
    weights: Vec<f32>,
    start: usize,
}

impl Synthesis {
    fn new(length: usize) -> Self {
        Self {
            window: hann(),
            fft: RealFftPlanner::new().plan_fft_inverse(FRAME_SAMPLES),
            buffer: vec![0.0; FRAME_SAMPLES],
            sum: vec![0.0; length + FRAME_SAMPLES],
            weights: vec![0.0; length + FRAME_SAMPLES],
            start: 0,
        }
    }

    /// Adds the next frame; its spectrum is used up.
    fn add(&mut self, spectrum: &mut [Complex<f32>]) {
        // The first and the last bin of a real signal are real.
        spectrum[0].im = 0.0;
        spectrum[BINS - 1].im = 0.0;
        let result = self.fft.process(spectrum, &mut self.buffer);
        debug_assert!(result.is_ok());
        let scale = 1.0 / FRAME_SAMPLES as f32;
        let end = (self.start + FRAME_SAMPLES).min(self.sum.len());
        for (i, at) in (self.start.min(end)..end).enumerate() {
            let weight = self.window[i];
            self.sum[at] += weight * scale * self.buffer[i];
            self.weights[at] += weight * weight;
        }
        self.start += HOP_SAMPLES;
    }

    /// The samples from the centre of the first frame on.
    fn finish(self) -> Vec<f32> {
        let centred = FRAME_SAMPLES / 2..self.sum.len() - FRAME_SAMPLES / 2;
        let (sum, weights) = (&self.sum[centred.clone()], &self.weights[centred]);
        let divided = |(sum, weight): (&f32, &f32)| {
            if *weight > f32::MIN_POSITIVE { sum / weight } else { *sum }
        };
        sum.iter().zip(weights).map(divided).collect()
    }
}
