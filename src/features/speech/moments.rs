//! What is measured in every 10 ms of a sound.

use std::collections::VecDeque;

use super::super::extractor::at_rate;
use super::super::mfcc::CosineTransform;
use super::super::{FeatureError, FrameSpec, Streaming, percentile};
use crate::audio::Waveform;
use crate::audio::periodicity::{HighPass, Period, PeriodStream};

/// Moments of a second.
pub(super) const MOMENTS_PER_S: f64 = 100.0;
/// Cosines that describe the shape of a spectrum, from its tilt to its two or three lowest
/// formants.
pub(super) const SHAPES: usize = 6;
/// Decibels below the sound's loud moments where a band's level is cut off.
const FLOOR_DB: f32 = 60.0;

/// Measures of 10 ms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// Level of all bands together, in dB.
    pub level_db: f32,
    /// Level of the loudest band above that of all together, in dB; 0 for a pure tone.
    pub peak_db: f32,
    /// Mean of the bands' levels below the level of their mean power, in dB; 0 where all are alike.
    pub flatness_db: f32,
    /// Shape of the spectrum whatever its level: its first cosines after the constant, in dB.
    pub shape: [f32; SHAPES],
    /// How it repeats itself, and at what pitch.
    pub period: Period,
}

/// What is measured in 10 ms before it is known how loud the sound becomes.
pub(super) struct Sketch {
    /// Levels of the bands, in dB.
    bands_db: Vec<f32>,
    /// Level of all bands together, in dB.
    level_db: f32,
    period: Period,
}

/// Sketches a sound that comes in blocks: levels of the bands that the model hears, and periods,
/// both after a high-pass that takes away offset and thumps.
pub(super) struct SketchStream {
    high_pass: HighPass,
    passed: Vec<f32>,
    bands: Streaming,
    periods: PeriodStream,
    /// Levels whose periods are still to come: those need later samples.
    waiting: VecDeque<Vec<f32>>,
}

impl SketchStream {
    /// A stream of [`rate_hz`] samples a second.
    pub fn new() -> Result<Self, FeatureError> {
        Ok(Self {
            high_pass: HighPass::new(rate_hz()),
            passed: Vec::new(),
            bands: Streaming::new(&FrameSpec::default())?,
            periods: PeriodStream::new(rate_hz()),
            waiting: VecDeque::new(),
        })
    }

    /// Takes the next samples and gives the sketches that they complete.
    pub fn push(&mut self, samples: &[f32], mut each: impl FnMut(Sketch)) {
        let Self { high_pass, passed, bands, periods, waiting } = self;
        passed.clear();
        high_pass.push(samples, passed);
        bands.push(passed, |column| waiting.push_back(column.to_vec()));
        periods.push(passed, |period| {
            if let Some(bands_db) = waiting.pop_front() {
                each(sketch(bands_db, period));
            }
        });
    }

    /// Gives the last sketches.
    pub fn finish(self, mut each: impl FnMut(Sketch)) {
        let Self { mut bands, periods, mut waiting, .. } = self;
        bands.finish(|column| waiting.push_back(column.to_vec()));
        periods.finish(|period| {
            if let Some(bands_db) = waiting.pop_front() {
                each(sketch(bands_db, period));
            }
        });
    }
}

/// Samples a second of what is sketched.
pub(super) fn rate_hz() -> u32 {
    FrameSpec::default().rate_hz
}

fn sketch(bands_db: Vec<f32>, period: Period) -> Sketch {
    Sketch { level_db: level_db(&bands_db), bands_db, period }
}

/// Measures a sound of any rate.
pub(super) fn measure(sound: &Waveform) -> Result<Vec<Moment>, FeatureError> {
    let sound = at_rate(sound, rate_hz())?;
    let mut sketches = Vec::new();
    let mut stream = SketchStream::new()?;
    stream.push(sound.samples(), |sketch| sketches.push(sketch));
    stream.finish(|sketch| sketches.push(sketch));
    Ok(moments(&sketches))
}

/// What sketches come to, now that the loudest of them are known.
pub(super) fn moments(sketches: &[Sketch]) -> Vec<Moment> {
    let levels_db: Vec<f32> = sketches.iter().map(|sketch| sketch.level_db).collect();
    let floor_db = percentile(&levels_db, 0.95) - FLOOR_DB;
    let cosines = CosineTransform::new(FrameSpec::default().bands, 1 + SHAPES);
    sketches.iter().map(|sketch| moment(sketch, floor_db, &cosines)).collect()
}

fn moment(sketch: &Sketch, floor_db: f32, cosines: &CosineTransform) -> Moment {
    let Sketch { bands_db, level_db, period } = sketch;
    let bands = bands_db.len() as f32;
    let lowest_db = floor_db - db_of(bands);
    let column_db: Vec<f32> = bands_db.iter().map(|db| db.max(lowest_db)).collect();
    let mut coefficients = [0.0; 1 + SHAPES];
    cosines.apply(&column_db, &mut coefficients);
    let [_, shape @ ..] = coefficients.map(|c| c / bands.sqrt());
    let mean_db = column_db.iter().sum::<f32>() / bands;
    Moment {
        level_db: *level_db,
        peak_db: column_db.iter().copied().fold(f32::NEG_INFINITY, f32::max) - level_db,
        flatness_db: mean_db - (level_db.max(floor_db) - db_of(bands)),
        shape,
        period: *period,
    }
}

/// Level of bands together.
fn level_db(column_db: &[f32]) -> f32 {
    db_of(column_db.iter().map(|db| 10.0_f32.powf(db / 10.0)).sum())
}

fn db_of(power: f32) -> f32 {
    10.0 * power.log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(gain: f32, rate_hz: u32) -> Waveform {
        let turn = std::f32::consts::TAU * 440.0 / rate_hz as f32;
        let samples = (0..rate_hz).map(|i| gain * (turn * i as f32).sin()).collect();
        Waveform::new(samples, rate_hz).unwrap()
    }

    #[test]
    fn gain_moves_the_level_and_nothing_else() {
        let (loud, quiet) = (measure(&tone(0.5, 16_000)), measure(&tone(0.05, 16_000)));
        let (loud, quiet) = (loud.unwrap()[50], quiet.unwrap()[50]);
        assert!((loud.level_db - quiet.level_db - 20.0).abs() < 0.1);
        assert!((loud.flatness_db - quiet.flatness_db).abs() < 0.1);
        assert!(loud.shape.iter().zip(quiet.shape).all(|(a, b)| (a - b).abs() < 0.1));
    }

    #[test]
    fn there_are_a_hundred_moments_a_second_at_every_rate() {
        for rate_hz in [8_000, 16_000, 44_100] {
            let moments = measure(&tone(0.5, rate_hz)).unwrap();
            assert!(moments.len().abs_diff(MOMENTS_PER_S as usize) <= 1);
            assert!((moments[50].period.pitch_hz / 440.0 - 1.0).abs() < 0.02);
            assert!(moments[50].period.correlation > 0.95);
        }
    }
}
