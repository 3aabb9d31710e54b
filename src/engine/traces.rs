//! Tracks of a sound as the views draw them: energy, zero crossings, MFCC and chroma, all on one
//! clock.

use super::protocol::Traces;
use crate::audio::{Waveform, resample};
use crate::features::chroma::chroma;
use crate::features::mfcc::mfcc;
use crate::features::rms::rms;
use crate::features::zcr::zcr;
use crate::features::{FeatureError, Features};

/// The rate at which tracks are computed.
const RATE_HZ: u32 = 22_050;
/// librosa's frame and hop, which MFCC and chroma have.
const FRAME_SAMPLES: usize = 2_048;
const HOP_SAMPLES: usize = 512;
/// The quietest energy, in decibels relative to full scale.
const FLOOR_DB: f32 = -100.0;

/// The tracks of a sound.
///
/// # Errors
/// [`FeatureError`] if the sound cannot be brought to their rate.
pub fn of(sound: &Waveform) -> Result<Traces, FeatureError> {
    let sound = resample(sound, RATE_HZ)?;
    let energy = rms(&sound, FRAME_SAMPLES, HOP_SAMPLES)?;
    let crossings = zcr(&sound, FRAME_SAMPLES, HOP_SAMPLES)?;
    let coefficients = mfcc(&sound, Traces::COEFFICIENTS + 1)?;
    Ok(Traces {
        hop_s: HOP_SAMPLES as f64 / f64::from(RATE_HZ),
        energy_db: energy.values.iter().map(|rms| (20.0 * rms.log10()).max(FLOOR_DB)).collect(),
        zcr: crossings.values,
        mfcc: columns(&coefficients, 1),
        chroma: columns(&chroma(&sound)?, 0),
    })
}

/// Rows from `first` on, column after column.
fn columns(features: &Features, first: usize) -> Vec<f32> {
    let column = |frame: usize| (first..features.rows).map(move |row| features.row(row)[frame]);
    (0..features.frames).flat_map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tracks_keep_one_clock() {
        let sample = |n: u32| 0.5 * (std::f32::consts::TAU * 440.0 * n as f32 / 44_100.0).sin();
        let sound = Waveform::new((0..88_200).map(sample).collect(), 44_100).unwrap();
        let traces = of(&sound).unwrap();
        let frames = (2.0 / traces.hop_s) as usize + 1;
        assert_eq!(traces.energy_db.len(), frames);
        assert_eq!(traces.zcr.len(), frames);
        assert_eq!(traces.mfcc.len(), frames * Traces::COEFFICIENTS);
        assert_eq!(traces.chroma.len(), frames * Traces::CLASSES);
        let middle = frames / 2;
        assert!((traces.energy_db[middle] + 9.0).abs() < 0.2, "a sine of 0.5 is at -9 dB");
        assert!((traces.zcr[middle] - 2.0 * 440.0 / 22_050.0).abs() < 0.002);
        let classes = &traces.chroma[middle * 12..][..12];
        let strongest = (0..12).max_by(|a, b| classes[*a].total_cmp(&classes[*b])).unwrap();
        assert_eq!(strongest, 9, "an A");
    }
}
