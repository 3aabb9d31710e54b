//! What the engine computes for the views to draw.

use serde::{Deserialize, Serialize};

use crate::meaning::Meaning;

/// A sound as the views draw and play it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoundView {
    /// Mono samples at `rate_hz`.
    pub samples: Vec<f32>,
    /// Samples a second.
    pub rate_hz: u32,
    /// The picture over the whole length.
    pub spectrogram: SpectrogramView,
    /// F0 in Hz, one value every `pitch_hop_s`; 0 where there is no voice.
    pub pitch_hz: Vec<f32>,
    /// Seconds from one value of `pitch_hz` to the next.
    pub pitch_hop_s: f64,
}

/// A mel spectrogram as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpectrogramView {
    /// Levels, 0 to 255 over the decibel range, column after column, lowest band first.
    pub levels: Vec<u8>,
    /// Bands in a column.
    pub bands: usize,
    /// Centre of each band in Hz, lowest first.
    pub centres_hz: Vec<f32>,
    /// Seconds from one column to the next.
    pub hop_s: f64,
    /// The level that 0 stands for, in decibels relative to full scale.
    pub floor_db: f32,
    /// The level that 255 stands for, in decibels relative to full scale.
    pub top_db: f32,
}

impl SoundView {
    /// A sound of which no engine has made a picture.
    pub fn unseen(samples: Vec<f32>, rate_hz: u32) -> Self {
        let spectrogram = SpectrogramView::nothing();
        Self { samples, rate_hz, spectrogram, pitch_hz: vec![], pitch_hop_s: 0.01 }
    }
}

impl SpectrogramView {
    /// A picture without a column, 80 dB up to full scale.
    pub fn nothing() -> Self {
        Self {
            levels: vec![],
            bands: 0,
            centres_hz: vec![],
            hop_s: 0.01,
            floor_db: -80.0,
            top_db: 0.0,
        }
    }
}

/// How a part of a sound is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Where the part begins, in seconds.
    pub from_s: f64,
    /// Where it ends.
    pub to_s: f64,
    /// Columns of the picture; about one for every pixel.
    pub columns: u32,
    /// Rows of the picture.
    pub rows: u32,
    /// How frequencies are spread over the rows.
    pub spread: Spread,
    /// The lowest frequency, in Hz.
    pub low_hz: f32,
    /// The highest frequency, in Hz; half the rate of the sound is enough.
    pub high_hz: f32,
    /// Length of the Hann window, in milliseconds.
    pub window_ms: f32,
    /// The level that 0 stands for, in decibels relative to a sine at full scale.
    pub floor_db: f32,
    /// The level that 255 stands for.
    pub top_db: f32,
}

/// How frequencies are spread over the rows of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Spread {
    /// As the ear spreads them (Slaney's mel scale).
    #[default]
    Mel,
    /// Evenly.
    Linear,
    /// By octaves.
    Log,
}

/// A part of a sound as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookedAt {
    /// How it was looked at.
    pub look: Look,
    /// Levels, 0 to 255, column after column, lowest row first.
    pub levels: Vec<u8>,
    /// The time at the centre of the first column, in seconds.
    pub first_s: f64,
    /// Seconds from one column to the next.
    pub hop_s: f64,
}

/// A row of features with their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The names.
    pub columns: Vec<String>,
    /// A value each.
    pub values: Vec<f32>,
}

/// The shape of a map that says which parts of a sound made the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OcclusionMap {
    /// What it is whose probability is watched.
    pub label: Meaning,
    /// Its probability with nothing hidden.
    pub probability: f32,
    /// Where the columns begin and the last one ends, in seconds.
    pub edges_s: Vec<f64>,
    /// Where the rows begin and the last one ends, in Hz, lowest first.
    pub edges_hz: Vec<f32>,
}

/// Tracks over a whole sound, one value or column every `hop_s`, the first at 0 s.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Traces {
    /// Seconds from one value to the next.
    pub hop_s: f64,
    /// Root mean square, in decibels relative to full scale.
    pub energy_db: Vec<f32>,
    /// Zero crossings as a share of the samples, 0 to 1.
    pub zcr: Vec<f32>,
    /// Coefficients 1 to 12 column after column; 0, the level, is left out.
    pub mfcc: Vec<f32>,
    /// The twelve pitch classes column after column, C first, 0 to 1.
    pub chroma: Vec<f32>,
}

impl Traces {
    /// Coefficients in a column of [`Self::mfcc`].
    pub const COEFFICIENTS: usize = 12;
    /// Classes in a column of [`Self::chroma`].
    pub const CLASSES: usize = 12;
}
