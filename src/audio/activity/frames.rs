//! What is measured in every frame of a sound: 10 ms, rounded down to whole samples.

use super::super::Waveform;
use super::super::periodicity::{high_pass, periods};

/// Measures of frames that lie side by side, after a high-pass at 80 Hz.
pub(super) struct Frames {
    /// Mean magnitude, 1 at full scale.
    pub magnitude: Vec<f32>,
    /// Zero crossings a second.
    pub crossings_hz: Vec<f32>,
    /// Whether the frame belongs to a voiced stretch.
    pub voiced: Vec<bool>,
    /// Samples of a frame: a hundredth of those of a second, rounded down.
    pub hop_samples: usize,
}

impl Frames {
    pub fn of(sound: &Waveform) -> Self {
        let hop_samples = (sound.rate_hz() / 100) as usize;
        let samples = high_pass(sound.samples(), sound.rate_hz());
        let frames = || samples.chunks(hop_samples);
        Self {
            magnitude: frames().map(mean_magnitude).collect(),
            crossings_hz: frames().map(|f| crossings_hz(f, sound.rate_hz())).collect(),
            voiced: voiced(&samples, sound.rate_hz()),
            hop_samples,
        }
    }

    pub fn len(&self) -> usize {
        self.magnitude.len()
    }
}

fn mean_magnitude(frame: &[f32]) -> f32 {
    frame.iter().map(|s| s.abs()).sum::<f32>() / frame.len() as f32
}

fn crossings_hz(frame: &[f32], rate_hz: u32) -> f32 {
    let crossings = frame.windows(2).filter(|pair| (pair[0] < 0.0) != (pair[1] < 0.0)).count();
    crossings as f32 * rate_hz as f32 / frame.len() as f32
}

/// Autocorrelation, relative to that at lag 0, from which a frame is voiced.
const VOICED_CORRELATION: f32 = 0.5;

/// Frames in a row that make a voiced stretch: syllables are longer, clicks shorter.
const VOICED_FRAMES: usize = 4;

/// Whether each frame is voiced and its neighbours are, too.
fn voiced(samples: &[f32], rate_hz: u32) -> Vec<bool> {
    let periods = periods(samples, rate_hz);
    let periodic: Vec<bool> = periods.iter().map(|p| p.correlation > VOICED_CORRELATION).collect();
    periodic
        .chunk_by(|a, b| a == b)
        .flat_map(|run| std::iter::repeat_n(run[0] && run.len() >= VOICED_FRAMES, run.len()))
        .collect()
}
