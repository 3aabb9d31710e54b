//! The weights of the cues.
//!
//! Written by `cargo test --test gate -- --ignored fit --nocapture`, which says how: logistic
//! regression of stretches of training speakers' clips, as they are and as other rooms and
//! microphones would have them, against synthesised sounds of the kinds in `tests/gate/sounds.rs`;
//! the constant such that 99 % of the validation speakers' stretches pass.

use super::Weight;
use super::cues::CUE_COUNT;

/// The evidence of a sound whose cues are all as usual.
pub(super) const CONSTANT: f32 = 14.819;

/// What is usual for each cue, and how much it weighs.
pub(super) const WEIGHTS: [Weight; CUE_COUNT] = [
    // active share
    Weight { usual: 0.956, spread: 0.085, linear: -0.778, square: -0.904 },
    // syllabic share
    Weight { usual: 0.498, spread: 0.211, linear: -0.103, square: -0.479 },
    // swing
    Weight { usual: 0.359, spread: 0.272, linear: -0.616, square: 0.017 },
    // voiced share
    Weight { usual: 0.702, spread: 0.181, linear: -0.991, square: -0.095 },
    // harmonicity
    Weight { usual: 0.661, spread: 0.129, linear: 1.185, square: 0.011 },
    // pitch
    Weight { usual: 10.681, spread: 6.174, linear: 0.257, square: -0.892 },
    // pitch range
    Weight { usual: 6.680, spread: 4.047, linear: -0.300, square: -0.150 },
    // pitch glide
    Weight { usual: 0.277, spread: 0.079, linear: 0.373, square: -0.776 },
    // voiced run
    Weight { usual: 2.593, spread: 0.694, linear: 0.891, square: -0.264 },
    // flatness
    Weight { usual: -14.594, spread: 4.081, linear: 0.821, square: -0.078 },
    // flatness spread
    Weight { usual: 4.568, spread: 1.341, linear: -0.991, square: -0.312 },
    // peak
    Weight { usual: -5.965, spread: 0.815, linear: -0.158, square: -0.341 },
    // flux
    Weight { usual: 3.769, spread: 0.800, linear: -0.210, square: 0.043 },
    // least flux
    Weight { usual: 2.333, spread: 0.435, linear: 1.532, square: -0.934 },
    // tilt
    Weight { usual: 7.738, spread: 2.854, linear: -0.651, square: -0.076 },
    // tilt spread
    Weight { usual: 3.236, spread: 1.358, linear: -0.480, square: 0.114 },
    // bulge
    Weight { usual: 1.946, spread: 1.729, linear: 1.552, square: -0.419 },
    // bulge spread
    Weight { usual: 2.644, spread: 0.858, linear: 1.138, square: -0.128 },
    // formant spread
    Weight { usual: 1.717, spread: 0.434, linear: 0.869, square: -0.606 },
    // voiced tilt
    Weight { usual: 3.062, spread: 3.614, linear: 1.208, square: 0.390 },
];
