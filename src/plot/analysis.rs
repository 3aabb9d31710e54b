//! What the spectrograms of files show: levels computed from a sound.

use super::axis::Scale;
use super::picture::levels_of;
use super::{ColourMap, Spectrogram, level_of};
use crate::audio::Waveform;
use crate::features::mel::{hz_from_mel, mel_from_hz};
use crate::features::stft::Stft;
use crate::features::{FeatureError, FeatureSpec, FrameSpec};

/// The range of levels that a picture shows, in dB.
const RANGE_DB: f32 = 80.0;

/// Window of the spectrogram in seconds: long enough to tell the harmonics of a man's voice apart,
/// short enough to follow its syllables.
const WINDOW_S: f64 = 0.040;

/// Columns that a spectrogram has at most: more than any picture has pixels.
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
    /// The magnitude spectrum of a sound under Hann windows of 40 ms, in dB relative to a sine at
    /// full scale.
    ///
    /// # Errors
    /// None for any waveform; the type is that of the transform's constructor.
    pub fn stft(sound: &Waveform) -> Result<Self, FeatureError> {
        let rate_hz = f64::from(sound.rate_hz());
        let window_samples = (WINDOW_S * rate_hz).round() as usize;
        let fft_samples = (2 * window_samples).next_power_of_two();
        let hop_samples = (window_samples / 8).max(sound.samples().len() / MOST_COLUMNS).max(1);
        let mut stft = Stft::new(fft_samples, window_samples, hop_samples)?;
        // A sine of amplitude 1 has half the window's sum, a quarter of its length.
        let full_scale = window_samples as f64 / 4.0;
        let columns = stft.frames(sound.samples().len());
        let mut db = Vec::with_capacity(columns * stft.bins());
        for column in 0..columns {
            let spectrum = stft.spectrum(sound.samples(), column);
            db.extend(spectrum.iter().map(|z| (20.0 * (z.norm() / full_scale).log10()) as f32));
        }
        let top_db = top_of(db.iter().copied(), -60.0);
        let floor_db = top_db - RANGE_DB;
        Ok(Self {
            levels: db.into_iter().map(|db| level_of(db, floor_db, top_db)).collect(),
            centres_hz: (0..stft.bins())
                .map(|bin| (bin as f64 * rate_hz / fft_samples as f64) as f32)
                .collect(),
            hop_s: hop_samples as f64 / rate_hz,
            seconds: sound.seconds(),
            floor_db,
            top_db,
        })
    }

    /// The mel bands that our own networks hear, in dB relative to a power of 1.
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

/// The loudest level, rounded up to 5 dB, but not below `least_db`: silence shall look silent.
fn top_of(values_db: impl Iterator<Item = f32>, least_db: f32) -> f32 {
    let loudest = values_db.fold(f32::NEG_INFINITY, f32::max);
    ((loudest / 5.0).ceil() * 5.0).max(least_db)
}

/// The peaks of the triangles of mel bands.
fn mel_centres_hz(spec: &FrameSpec) -> Vec<f32> {
    let low = mel_from_hz(spec.low_hz);
    let step = (mel_from_hz(spec.high_hz) - low) / (spec.bands + 1) as f64;
    (1..=spec.bands).map(|band| hz_from_mel(low + band as f64 * step) as f32).collect()
}
