//! The weights of the cues.
//!
//! Written by `cargo test --test gate -- --ignored fit --nocapture`, which says how: logistic
//! regression of stretches of training speakers' clips and of babbling made voices, as they are and
//! as other rooms and microphones would have them, against synthesised sounds of the kinds in
//! `tests/gate/sounds.rs`; the constant such that 98.5 % of the validation speakers' stretches pass.

use super::Weight;
use super::cues::CUE_COUNT;

/// The evidence of a sound whose cues are all as usual.
pub(super) const CONSTANT: f32 = 12.350;

/// What is usual for each cue, and how much it weighs.
pub(super) const WEIGHTS: [Weight; CUE_COUNT] = [
    // active share
    Weight { usual: 0.953, spread: 0.085, linear: -2.067, square: -1.298 },
    // syllabic share
    Weight { usual: 0.505, spread: 0.213, linear: 0.095, square: -0.465 },
    // swing
    Weight { usual: 0.354, spread: 0.271, linear: -0.661, square: -0.251 },
    // voiced share
    Weight { usual: 0.711, spread: 0.184, linear: -0.726, square: 0.065 },
    // harmonicity
    Weight { usual: 0.669, spread: 0.133, linear: 2.005, square: 0.155 },
    // pitch
    Weight { usual: 10.563, spread: 6.227, linear: -0.364, square: -0.706 },
    // pitch range
    Weight { usual: 6.537, spread: 4.033, linear: -0.941, square: 0.204 },
    // pitch glide
    Weight { usual: 0.273, spread: 0.083, linear: 0.408, square: -0.728 },
    // voiced run
    Weight { usual: 2.625, spread: 0.707, linear: 0.247, square: -0.576 },
    // flatness
    Weight { usual: -14.719, spread: 4.108, linear: 1.717, square: -0.066 },
    // peak
    Weight { usual: -5.969, spread: 0.819, linear: 0.130, square: -0.181 },
    // flux
    Weight { usual: 3.729, spread: 0.831, linear: -0.758, square: -0.041 },
    // least flux
    Weight { usual: 2.281, spread: 0.515, linear: 1.249, square: -0.737 },
    // tilt
    Weight { usual: 7.891, spread: 2.991, linear: 0.644, square: 0.046 },
    // tilt spread
    Weight { usual: 3.291, spread: 1.427, linear: -0.487, square: -0.442 },
    // bulge
    Weight { usual: 1.842, spread: 1.827, linear: 1.272, square: -0.028 },
    // bulge spread
    Weight { usual: 2.683, spread: 0.879, linear: 0.868, square: 0.043 },
    // formant spread
    Weight { usual: 1.729, spread: 0.441, linear: 1.224, square: -0.399 },
    // voiced tilt
    Weight { usual: 3.355, spread: 4.404, linear: 1.327, square: 0.557 },
];
