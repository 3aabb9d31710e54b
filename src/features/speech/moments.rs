//! What is measured in every 10 ms of a sound.

use super::super::extractor::at_rate;
use super::super::mfcc::CosineTransform;
use super::super::{FeatureError, FrameExtractor, FrameSpec};
use crate::audio::Waveform;
use crate::audio::periodicity::{Period, high_pass, periods};

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

/// Measures a sound of any rate: levels of the bands that the model hears, and periods, both
/// after a high-pass that takes away offset and thumps.
pub(super) fn measure(sound: &Waveform) -> Result<Vec<Moment>, FeatureError> {
    let spec = FrameSpec::default();
    let sound = at_rate(sound, spec.rate_hz)?;
    let samples = high_pass(sound.samples(), spec.rate_hz);
    let bands_db = FrameExtractor::new(&spec)?.extract(&samples);
    let columns: Vec<Vec<f32>> =
        (0..bands_db.frames).map(|frame| bands_db.column(frame).collect()).collect();
    let levels_db: Vec<f32> = columns.iter().map(|column| level_db(column)).collect();
    let floor_db = percentile(&levels_db, 0.95) - FLOOR_DB;
    let cosines = CosineTransform::new(spec.bands, 1 + SHAPES);
    let moments = columns.into_iter().zip(levels_db).zip(periods(&samples, spec.rate_hz));
    let moment =
        |((column, level_db), period)| moment(column, level_db, floor_db, &cosines, period);
    Ok(moments.map(moment).collect())
}

fn moment(
    mut column_db: Vec<f32>,
    level_db: f32,
    floor_db: f32,
    cosines: &CosineTransform,
    period: Period,
) -> Moment {
    let bands = column_db.len() as f32;
    column_db.iter_mut().for_each(|db| *db = db.max(floor_db - db_of(bands)));
    let mut coefficients = [0.0; 1 + SHAPES];
    cosines.apply(&column_db, &mut coefficients);
    let [_, shape @ ..] = coefficients.map(|c| c / bands.sqrt());
    let mean_db = column_db.iter().sum::<f32>() / bands;
    Moment {
        level_db,
        peak_db: column_db.iter().copied().fold(f32::NEG_INFINITY, f32::max) - level_db,
        flatness_db: mean_db - (level_db.max(floor_db) - db_of(bands)),
        shape,
        period,
    }
}

/// Level of bands together.
fn level_db(column_db: &[f32]) -> f32 {
    db_of(column_db.iter().map(|db| 10.0_f32.powf(db / 10.0)).sum())
}

fn db_of(power: f32) -> f32 {
    10.0 * power.log10()
}

/// The value below which a share of the values lie; 0 for none.
pub(super) fn percentile(values: &[f32], share: f64) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let index = (share * sorted.len() as f64) as usize;
    sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
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
