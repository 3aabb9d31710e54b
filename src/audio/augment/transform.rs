//! The Fourier transform of blocks of one length, there and back.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

/// Both directions for real blocks of `2 * (bins - 1)` samples.
pub(super) struct Transform {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
}

impl Transform {
    /// For blocks of an even number of samples.
    pub fn new(samples: usize) -> Self {
        debug_assert!(samples.is_multiple_of(2));
        let mut planner = RealFftPlanner::new();
        Self {
            forward: planner.plan_fft_forward(samples),
            inverse: planner.plan_fft_inverse(samples),
        }
    }

    pub fn spectrum(&self) -> Vec<Complex<f32>> {
        self.forward.make_output_vec()
    }

    pub fn samples(&self) -> Vec<f32> {
        self.forward.make_input_vec()
    }

    /// The spectrum of a block; the block is used up.
    pub fn forward(&self, samples: &mut [f32], spectrum: &mut [Complex<f32>]) {
        // All lengths are the plan's own, which is all that can be wrong.
        let result = self.forward.process(samples, spectrum);
        debug_assert!(result.is_ok());
    }

    /// The block of a spectrum, scaled so that there and back is the same; the spectrum is used up.
    pub fn inverse(&self, spectrum: &mut [Complex<f32>], samples: &mut [f32]) {
        // The first and the last bin of a real signal are real.
        spectrum[0].im = 0.0;
        spectrum[samples.len() / 2].im = 0.0;
        let result = self.inverse.process(spectrum, samples);
        debug_assert!(result.is_ok());
        let scale = 1.0 / samples.len() as f32;
        samples.iter_mut().for_each(|sample| *sample *= scale);
    }
}
