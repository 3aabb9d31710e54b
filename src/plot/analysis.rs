//! What the spectrograms of files show: levels computed from a sound.

use super::axis::Scale;
use super::picture::levels_of;
use super::{ColourMap, Spectrogram, level_of};
use crate::audio::Waveform;
use crate::features::mel::edges_hz;
use crate::features::stft::Stft;
use crate::features::{FeatureError, FeatureSpec, FrameSpec};

/// The range of levels that a picture shows, in dB.
const RANGE_DB: f32 = 70.0;

/// The highest level of a sound that counts as silence, in dB relative to full scale.
const SILENT_DB: f32 = -60.0;

/// Window of the spectrogram in seconds: long enough to tell the harmonics of a man's voice apart,
/// short enough to follow its syllables.
const WINDOW_S: f64 = 0.040;

/// Columns that a spectrogram has at most: more than any picture has pixels. In a longer sound a
/// column shows the most of several windows, so that nothing is skipped.
const MOST_COLUMNS: usize = 12_000;

/// Levels over time and frequency, ready to be shown by [`Self::chart`].
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Levels, 0 to 255, column after column, lowest band first.
    pub levels: Vec<u8>,
    /// Centre of each band in Hz, lowest first.
    pub centres_hz: Vec<f32>,
    /// Seconds from one column to the next.
    pub hop_s: f64,
    /// Length of the sound in seconds.
    pub seconds: f64,
    /// What level 0 stands for, in dB.
    pub floor_db: f32,
    /// What level 255 stands for, in dB.
    pub top_db: f32,
}

impl Analysis {
    /// The magnitude spectrum of a sound up to `to_hz` under Hann windows of 40 ms, in dB relative
    /// to a sine at full scale.
    ///
    /// # Errors
    /// None for any waveform; the type is that of the transform's constructor.
    pub fn stft(sound: &Waveform, to_hz: f64) -> Result<Self, FeatureError> {
        let rate_hz = f64::from(sound.rate_hz());
        let samples = sound.samples();
        let window_samples = (WINDOW_S * rate_hz).round() as usize;
        let fft_samples = (2 * window_samples).next_power_of_two();
        let hop_samples = hop_of(samples.len(), window_samples);
        let mut stft = Stft::new(fft_samples, window_samples, hop_samples)?;
        let bin_hz = rate_hz / fft_samples as f64;
        let bins = ((to_hz / bin_hz).round().max(1.0) as usize + 1).min(stft.bins());
        let frames = stft.frames(samples.len());
        let frames_a_column = frames.div_ceil(MOST_COLUMNS);
        let columns = frames.div_ceil(frames_a_column);
        let mut powers = vec![0.0_f32; columns * bins];
        let mut heard = vec![0.0; stft.bins()];
        for frame in 0..frames {
            let column = &mut powers[frame / frames_a_column * bins..][..bins];
            stft.write_powers(samples, frame, &mut heard);
            column.iter_mut().zip(&heard).for_each(|(most, power)| *most = most.max(*power));
        }
        // A sine of amplitude 1 has half the window's sum, a quarter of its length.
        let full_scale = (window_samples as f64 / 4.0).powi(2);
        let db = |power: &f32| (10.0 * (f64::from(*power) / full_scale).log10()) as f32;
        let top_db = top_of(powers.iter().map(db), SILENT_DB);
        let floor_db = top_db - RANGE_DB;
        Ok(Self {
            levels: powers.iter().map(|power| level_of(db(power), floor_db, top_db)).collect(),
            centres_hz: (0..bins).map(|bin| (bin as f64 * bin_hz) as f32).collect(),
            hop_s: (frames_a_column * hop_samples) as f64 / rate_hz,
            seconds: sound.seconds(),
            floor_db,
            top_db,
        })
    }

    /// The 64 mel bands of [`FrameSpec::default`], in dB relative to a power of 1.
    ///
    /// # Errors
    /// [`FeatureError`] where the sound cannot be brought to their rate.
    pub fn mel(sound: &Waveform) -> Result<Self, FeatureError> {
        let spec = FrameSpec::default();
        let bands = FeatureSpec::Frames(spec.clone()).extract(sound)?;
        let top_db = top_of(bands.values.iter().copied(), spec.floor_db as f32 + RANGE_DB);
        let floor_db = top_db - RANGE_DB;
        Ok(Self {
            levels: levels_of(&bands, 0..bands.rows, floor_db, top_db),
            centres_hz: mel_centres_hz(&spec),
            hop_s: spec.hop_s(),
            seconds: sound.seconds(),
            floor_db,
            top_db,
        })
    }

    /// The chart of these levels.
    pub fn chart(
        &self,
        title: String,
        scale: Option<Scale>,
        colours: Option<ColourMap>,
    ) -> Spectrogram<'_> {
        Spectrogram {
            title,
            levels: &self.levels,
            centres_hz: &self.centres_hz,
            hop_s: self.hop_s,
            seconds: self.seconds,
            floor_db: self.floor_db,
            top_db: self.top_db,
            scale,
            colours,
            gutter: None,
        }
    }
}

/// An eighth of a window, or half of one in a sound so long that columns are shared anyway.
fn hop_of(samples: usize, window_samples: usize) -> usize {
    let fine = (window_samples / 8).max(1);
    if samples / fine <= 4 * MOST_COLUMNS { fine } else { (window_samples / 2).max(1) }
}

/// The loudest level, rounded up to 5 dB, but not below `least_db`: silence shall look silent.
fn top_of(values_db: impl Iterator<Item = f32>, least_db: f32) -> f32 {
    let loudest = values_db.fold(f32::NEG_INFINITY, f32::max);
    ((loudest / 5.0).ceil() * 5.0).max(least_db)
}

/// The peaks of the triangles of mel bands.
fn mel_centres_hz(spec: &FrameSpec) -> Vec<f32> {
    let edges_hz = edges_hz(spec.bands, spec.low_hz, spec.high_hz);
    edges_hz[1..=spec.bands].iter().map(|hz| *hz as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn tone(hz: f64, amplitude: f64) -> Waveform {
        let sample = |n| (amplitude * (TAU * hz * f64::from(n) / 16_000.0).sin()) as f32;
        Waveform::new((0..16_000).map(sample).collect(), 16_000).unwrap()
    }

    fn column(analysis: &Analysis, index: usize) -> &[u8] {
        let bands = analysis.centres_hz.len();
        &analysis.levels[index * bands..(index + 1) * bands]
    }

    #[test]
    fn a_sine_at_full_scale_has_0_db_at_its_frequency() {
        let analysis = Analysis::stft(&tone(1_000.0, 1.0), 8_000.0).unwrap();
        assert!(analysis.top_db.abs() <= 5.0);
        let column = column(&analysis, 100);
        let loudest = (0..column.len()).max_by_key(|band| column[*band]).unwrap();
        assert!((analysis.centres_hz[loudest] - 1_000.0).abs() < 8.0);
        let range_db = analysis.top_db - analysis.floor_db;
        let db = analysis.floor_db + range_db * f32::from(column[loudest]) / 255.0;
        assert!(db.abs() < 0.2, "{db} dB");
    }

    #[test]
    fn a_spectrogram_ends_where_it_is_told_or_at_half_the_rate() {
        let highest =
            |to_hz| *Analysis::stft(&tone(300.0, 0.5), to_hz).unwrap().centres_hz.last().unwrap();
        assert!((highest(4_000.0) - 4_000.0).abs() < 10.0);
        assert_eq!(highest(50_000.0), 8_000.0);
        assert!(highest(-3.0) > 0.0);
    }

    #[test]
    fn a_click_in_half_an_hour_is_not_skipped() {
        let mut samples = vec![0.0; 4_000 * 1_800];
        samples[5_000_123] = 1.0;
        let sound = Waveform::new(samples, 4_000).unwrap();
        let analysis = Analysis::stft(&sound, 2_000.0).unwrap();
        let bands = analysis.centres_hz.len();
        assert!(analysis.levels.len() / bands <= MOST_COLUMNS);
        let lit = |column: &[u8]| column.iter().any(|level| *level > 0);
        let lit: Vec<usize> =
            (0..analysis.levels.len() / bands).filter(|c| lit(column(&analysis, *c))).collect();
        let click_s = 5_000_123.0 / 4_000.0;
        assert!(!lit.is_empty());
        assert!(lit.iter().all(|c| (*c as f64 * analysis.hop_s - click_s).abs() < 0.3));
    }

    #[test]
    fn silence_looks_silent() {
        let silence = Waveform::new(vec![0.0; 8_000], 16_000).unwrap();
        for analysis in [Analysis::stft(&silence, 8_000.0), Analysis::mel(&silence)] {
            assert!(analysis.unwrap().levels.iter().all(|level| *level == 0));
        }
    }

    #[test]
    fn a_tone_is_loudest_in_the_mel_band_around_it() {
        let analysis = Analysis::mel(&tone(1_000.0, 0.5)).unwrap();
        let column = column(&analysis, 50);
        let loudest = (0..column.len()).max_by_key(|band| column[*band]).unwrap();
        let hz = analysis.centres_hz[loudest];
        assert!((900.0..1_100.0).contains(&hz), "{hz}");
    }
}
