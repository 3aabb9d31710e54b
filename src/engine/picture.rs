//! What the views draw: a mel spectrogram from the lowest notes of a voice up to its hiss.

use super::protocol::SpectrogramView;
use crate::audio::{StreamResampler, Waveform, resample};
use crate::features::{FeatureError, FrameSpec, Streaming, mel};

/// Pictures are computed at a rate between these: enough for every band to hold a bin, and up to
/// 16 kHz high.
const RATES_HZ: (u32, u32) = (16_000, 32_000);
/// Length of the window: short enough for a pulse, long enough for two notes of a deep voice.
const WINDOW_S: f64 = 0.032;
/// Time between columns, unless the sound is too long for a picture.
const HOP_S: f64 = 0.010;
/// Columns of a picture at most: more than the widest screen has pixels.
const MOST_COLUMNS: f64 = 6_000.0;
/// Rows of a picture.
const BANDS: usize = 160;
/// The lowest frequency shown.
const LOW_HZ: f64 = 40.0;
/// Decibels from the brightest level shown to the darkest.
const RANGE_DB: f32 = 80.0;
/// The brightest level of a picture whose sound is not known yet.
const LIVE_TOP_DB: f32 = -10.0;

/// The picture of a whole sound; its brightest level is the sound's own.
///
/// # Errors
/// [`FeatureError`] if the sound cannot be brought to the picture's rate.
pub fn of(sound: &Waveform) -> Result<SpectrogramView, FeatureError> {
    let shape = Shape::new(sound.rate_hz(), sound.seconds())?;
    let sound = resample(sound, shape.spec.rate_hz)?;
    let mut columns = Vec::new();
    let mut streaming = Streaming::new(&shape.spec)?;
    streaming.push(sound.samples(), |column| shape.extend(&mut columns, column));
    streaming.finish(|column| shape.extend(&mut columns, column));
    let loudest_db = columns.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let top_db = (loudest_db / 5.0).ceil() * 5.0;
    Ok(shape.view(&columns, top_db.max(LIVE_TOP_DB - RANGE_DB)))
}

/// The picture of a sound that is still coming in.
pub struct LivePicture {
    shape: Shape,
    resampler: StreamResampler,
    streaming: Streaming,
    resampled: Vec<f32>,
    columns: Vec<f32>,
}

impl LivePicture {
    /// A picture of what a microphone will bring at a rate.
    ///
    /// # Errors
    /// [`FeatureError`] if the rate is absurd.
    pub fn new(rate_hz: u32) -> Result<Self, FeatureError> {
        let shape = Shape::new(rate_hz, 0.0)?;
        Ok(Self {
            resampler: StreamResampler::new(rate_hz, shape.spec.rate_hz)?,
            streaming: Streaming::new(&shape.spec)?,
            shape,
            resampled: Vec::new(),
            columns: Vec::new(),
        })
    }

    /// The columns that a block completes.
    pub fn push(&mut self, block: &[f32]) -> SpectrogramView {
        self.resampled.clear();
        self.columns.clear();
        self.resampler.push(block, &mut self.resampled);
        let (shape, columns) = (&self.shape, &mut self.columns);
        self.streaming.push(&self.resampled, |column| shape.extend(columns, column));
        self.shape.view(&self.columns, LIVE_TOP_DB)
    }
}

/// The bands of a picture.
struct Shape {
    spec: FrameSpec,
    centres_hz: Vec<f32>,
    /// What makes a full-scale sine read 0 dB in each band.
    full_scale_db: Vec<f32>,
    hop_s: f64,
}

impl Shape {
    fn new(rate_hz: u32, seconds: f64) -> Result<Self, FeatureError> {
        let rate_hz = rate_hz.clamp(RATES_HZ.0, RATES_HZ.1);
        let samples = |seconds: f64| (seconds * f64::from(rate_hz)).round() as usize;
        let window_samples = samples(WINDOW_S);
        let hop_samples = samples(HOP_S.max(seconds / MOST_COLUMNS));
        let spec = FrameSpec {
            rate_hz,
            window_samples,
            fft_samples: (2 * window_samples).next_power_of_two(),
            hop_samples,
            bands: BANDS,
            low_hz: LOW_HZ,
            high_hz: f64::from(rate_hz) / 2.0,
            ..FrameSpec::default()
        };
        let edges_hz = mel::edges_hz(BANDS, spec.low_hz, spec.high_hz);
        Ok(Self {
            centres_hz: edges_hz[1..=BANDS].iter().map(|&hz| hz as f32).collect(),
            full_scale_db: edges_hz.windows(3).map(|e| full_scale_db(&spec, e[2] - e[0])).collect(),
            hop_s: hop_samples as f64 / f64::from(rate_hz),
            spec,
        })
    }

    /// Adds a column, relative to full scale.
    fn extend(&self, columns: &mut Vec<f32>, column: &[f32]) {
        columns.extend(column.iter().zip(&self.full_scale_db).map(|(db, full)| db - full));
    }

    fn view(&self, columns_db: &[f32], top_db: f32) -> SpectrogramView {
        let floor_db = top_db - RANGE_DB;
        let level = |db: &f32| (255.0 * (db - floor_db) / RANGE_DB).round().clamp(0.0, 255.0) as u8;
        SpectrogramView {
            levels: columns_db.iter().map(level).collect(),
            bands: BANDS,
            centres_hz: self.centres_hz.clone(),
            hop_s: self.hop_s,
            floor_db,
            top_db,
        }
    }
}

/// The level that a sine of amplitude 1 at the centre of a mel band reads there, in decibels.
///
/// By Parseval the power of the windowed sine sums to `fft · Σw² / 4` over the bins of its peak;
/// the band weighs them by its height, 2 over its width (Slaney's norm).
fn full_scale_db(spec: &FrameSpec, width_hz: f64) -> f32 {
    const MEAN_SQUARE_OF_HANN: f64 = 0.375;
    let energy = spec.fft_samples as f64 * spec.window_samples as f64 * MEAN_SQUARE_OF_HANN / 4.0;
    (10.0 * (energy * 2.0 / width_hz).log10()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(hz: f64, amplitude: f64, rate_hz: u32) -> Waveform {
        let step = std::f64::consts::TAU * hz / f64::from(rate_hz);
        let samples = (0..rate_hz).map(|i| (amplitude * (step * f64::from(i)).sin()) as f32);
        Waveform::new(samples.collect(), rate_hz).unwrap()
    }

    /// The brightest band of the middle column: its frequency and its level.
    fn brightest(view: &SpectrogramView) -> (f32, f32) {
        let columns = view.levels.len() / view.bands;
        let middle = &view.levels[columns / 2 * view.bands..][..view.bands];
        let band = (0..view.bands).max_by_key(|&band| middle[band]).unwrap();
        let range_db = view.top_db - view.floor_db;
        (view.centres_hz[band], view.floor_db + f32::from(middle[band]) / 255.0 * range_db)
    }

    #[test]
    fn a_tone_stands_at_its_frequency_and_level() {
        for hz in [440.0, 1_000.0, 3_000.0] {
            let (at_hz, level_db) = brightest(&of(&sine(hz, 0.5, 44_100)).unwrap());
            assert!((f64::from(at_hz) / hz - 1.0).abs() < 0.03, "{hz} Hz drawn at {at_hz} Hz");
            assert!((level_db + 6.0).abs() < 4.0, "{hz} Hz of -6 dB drawn at {level_db} dB");
        }
    }

    #[test]
    fn an_hour_is_drawn_in_as_many_columns_as_a_screen_can_show() {
        let shape = Shape::new(16_000, 3_600.0).unwrap();
        assert!(3_600.0 / shape.hop_s <= MOST_COLUMNS + 1.0);
    }

    #[test]
    fn silence_is_dark() {
        let silence = Waveform::new(vec![0.0; 8_000], 8_000).unwrap();
        assert!(of(&silence).unwrap().levels.iter().all(|&level| level == 0));
    }
}
