//! Augmentation of frame sequences on the fly, of what is learned from only.
//!
//! Each is what a voice or a room does to levels in mel bands: speaking faster, a shorter vocal
//! tract, another microphone, noise behind the voice, parts unheard.

use rand::{Rng, RngExt};

use super::Features;

/// How far training examples are varied; zero everywhere changes nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrameAugment {
    /// Speed is drawn from 1 ± this.
    pub speed: f32,
    /// Bands are moved up or down by at most this many.
    pub band_shift: f32,
    /// The lowest band is raised and the highest lowered by at most this, or the other way.
    pub tilt_db: f32,
    /// How often noise is added.
    pub noise_share: f64,
    /// Noise lies between these, in decibels below the loud frames.
    pub noise_below_db: (f32, f32),
    /// Masks over time and over bands, each (SpecAugment, Park et al. 2019).
    pub masks: usize,
    /// The longest mask over time, in frames.
    pub mask_frames: usize,
    /// The widest mask over bands.
    pub mask_bands: usize,
    /// The scaled value that masks put in place of what they hide.
    pub hidden: f32,
}

impl FrameAugment {
    /// What the `overtone` preset trains with.
    pub const DEFAULT: Self = Self {
        speed: 0.15,
        band_shift: 2.0,
        tilt_db: 6.0,
        noise_share: 0.5,
        noise_below_db: (10.0, 40.0),
        masks: 2,
        mask_frames: 25,
        mask_bands: 8,
        hidden: 0.0,
    };

    /// Varies levelled decibels: speed, bands, tilt and noise. Returns them with the speed.
    pub fn vary(&self, features: &Features, rng: &mut impl Rng) -> (Features, f32) {
        let speed = 1.0 + self.speed * symmetric(rng);
        let shift = self.band_shift * symmetric(rng);
        let mut varied = warp(features, speed, shift);
        tilt(&mut varied, self.tilt_db * symmetric(rng));
        if rng.random_bool(self.noise_share) {
            let (least, most) = self.noise_below_db;
            let below_db = least + (most - least) * rng.random::<f32>();
            add_noise(&mut varied, -below_db, self.tilt_db * symmetric(rng), rng);
        }
        (varied, speed)
    }

    /// Hides random stretches of time and of bands; for features already scaled.
    pub fn mask(&self, features: &mut Features, rng: &mut impl Rng) {
        let frames = features.frames;
        for _ in 0..self.masks {
            let hidden = stretch(frames, self.mask_frames.min(frames / 4), rng);
            for row in features.values.chunks_exact_mut(frames.max(1)) {
                row[hidden.clone()].fill(self.hidden);
            }
            let bands = stretch(features.rows, self.mask_bands, rng);
            features.values[bands.start * frames..bands.end * frames].fill(self.hidden);
        }
    }
}

/// Uniform in -1 to 1.
fn symmetric(rng: &mut impl Rng) -> f32 {
    2.0 * rng.random::<f32>() - 1.0
}

/// A random stretch of 0 to `longest` within `0..whole`.
fn stretch(whole: usize, longest: usize, rng: &mut impl Rng) -> std::ops::Range<usize> {
    let length = rng.random_range(0..=longest.min(whole));
    let start = rng.random_range(0..=whole - length);
    start..start + length
}

/// Resamples time by a speed and bands by a shift, both by linear interpolation.
fn warp(features: &Features, speed: f32, shift: f32) -> Features {
    let frames = ((features.frames as f32 / speed).round() as usize).max(1);
    let mut values = Vec::with_capacity(features.rows * frames);
    for row in 0..features.rows {
        let (low, high, rest) = between(row as f32 + shift, features.rows);
        let (low, high) = (features.row(low), features.row(high));
        values.extend((0..frames).map(|frame| {
            let (before, after, part) = between(frame as f32 * speed, features.frames);
            let at = |row: &[f32]| row[before] + part * (row[after] - row[before]);
            at(low) + rest * (at(high) - at(low))
        }));
    }
    Features { values, rows: features.rows, frames }
}

/// The two neighbours of a position within `0..length`, and how far it lies between them.
fn between(position: f32, length: usize) -> (usize, usize, f32) {
    let last = length.saturating_sub(1);
    let position = position.clamp(0.0, last as f32);
    let before = position as usize;
    (before, (before + 1).min(last), position - before as f32)
}

/// Adds a slope over the bands that leaves the middle one alone.
fn tilt(features: &mut Features, tilt_db: f32) {
    let rows = features.rows;
    for (row, values) in features.values.chunks_exact_mut(features.frames.max(1)).enumerate() {
        let slope = slope(row, rows) * tilt_db;
        values.iter_mut().for_each(|db| *db += slope);
    }
}

/// 1 at the lowest row, -1 at the highest.
fn slope(row: usize, rows: usize) -> f32 {
    1.0 - 2.0 * row as f32 / rows.saturating_sub(1).max(1) as f32
}

/// Adds the power of noise at a level, with a slope over the bands and a few decibels of flicker.
fn add_noise(features: &mut Features, level_db: f32, tilt_db: f32, rng: &mut impl Rng) {
    let rows = features.rows;
    for (row, values) in features.values.chunks_exact_mut(features.frames.max(1)).enumerate() {
        let level_db = level_db + slope(row, rows) * tilt_db;
        for db in values {
            let flicker_db = 3.0 * (symmetric(rng) + symmetric(rng));
            let power = power_from_db(*db) + power_from_db(level_db + flicker_db);
            *db = 10.0 * power.log10();
        }
    }
}

fn power_from_db(db: f32) -> f32 {
    (db * (std::f32::consts::LN_10 / 10.0)).exp()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn ramp() -> Features {
        let values = (0..8 * 40).map(|i| -((i % 40) as f32) - (i / 40) as f32).collect();
        Features { values, rows: 8, frames: 40 }
    }

    #[test]
    fn the_same_seed_varies_the_same_way() {
        let vary = |seed| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            FrameAugment::DEFAULT.vary(&ramp(), &mut rng).0.values
        };
        assert_eq!(vary(1), vary(1));
        assert_ne!(vary(1), vary(2));
    }

    #[test]
    fn half_the_speed_is_twice_as_long() {
        let slow = warp(&ramp(), 0.5, 0.0);
        assert_eq!(slow.frames, 80);
        assert!((slow.row(0)[20] - ramp().row(0)[10]).abs() < 1e-5);
        assert_eq!(warp(&ramp(), 1.0, 0.0), ramp());
    }

    #[test]
    fn a_shift_by_one_band_moves_the_rows() {
        let shifted = warp(&ramp(), 1.0, 1.0);
        assert_eq!(shifted.row(0), ramp().row(1));
    }

    #[test]
    fn noise_only_ever_adds_power_and_fills_silence_to_its_level() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut silent = Features { values: vec![-200.0; 8 * 400], rows: 8, frames: 400 };
        add_noise(&mut silent, -30.0, 0.0, &mut rng);
        let mean = silent.values.iter().sum::<f32>() / silent.values.len() as f32;
        assert!((mean + 30.0).abs() < 0.5, "got {mean} dB");
        let mut noisy = ramp();
        add_noise(&mut noisy, -20.0, 0.0, &mut rng);
        assert!(noisy.values.iter().zip(&ramp().values).all(|(noisy, clean)| noisy >= clean));
    }

    #[test]
    fn masks_hide_whole_stretches_and_nothing_else() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut hidden = Features { values: vec![1.0; 64 * 200], rows: 64, frames: 200 };
        FrameAugment::DEFAULT.mask(&mut hidden, &mut rng);
        let zeros = hidden.values.iter().filter(|v| **v == 0.0).count();
        assert!(zeros > 0 && zeros < hidden.values.len() / 2);
        assert!(hidden.values.iter().all(|v| *v == 0.0 || *v == 1.0));
    }
}
