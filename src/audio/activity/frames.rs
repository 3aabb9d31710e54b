//! What is measured in every 10 ms of a sound.

use super::super::Waveform;

/// Measures of frames of 10 ms that lie side by side, after a high-pass at 80 Hz.
pub(super) struct Frames {
    /// Mean magnitude, 1 at full scale.
    pub magnitude: Vec<f32>,
    /// Zero crossings a second.
    pub crossings_hz: Vec<f32>,
    /// Whether the frame belongs to a voiced stretch.
    pub voiced: Vec<bool>,
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
            voiced: voiced(&samples, sound.rate_hz(), frames().len()),
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

/// Takes away offsets, drift and the hum of the mains: a Butterworth high-pass of second order
/// (bilinear transform, R. Bristow-Johnson's *Audio EQ Cookbook*).
fn high_pass(samples: &[f32], rate_hz: u32) -> Vec<f32> {
    const CORNER_HZ: f64 = 80.0;
    let angle = std::f64::consts::TAU * CORNER_HZ / f64::from(rate_hz);
    let slope = angle.sin() * std::f64::consts::FRAC_1_SQRT_2;
    let (gain, scale) = ((1.0 + angle.cos()) / 2.0, 1.0 / (1.0 + slope));
    let (feedback_1, feedback_2) = (-2.0 * angle.cos() * scale, (1.0 - slope) * scale);
    // As if the first sample had lasted since ever: an offset starts without a thump.
    let first = samples.first().copied().map_or(0.0, f64::from);
    let (mut x, mut y) = ([first; 2], [0.0; 2]);
    samples
        .iter()
        .map(|sample| {
            let now = f64::from(*sample);
            let difference = gain * scale * (now - 2.0 * x[0] + x[1]);
            let out = difference - feedback_1 * y[0] - feedback_2 * y[1];
            (x, y) = ([now, x[0]], [out, y[0]]);
            out as f32
        })
        .collect()
}

/// Pitches of voices, from a deep man's to a child's cry.
const PITCH_HZ: (f32, f32) = (70.0, 500.0);

/// Autocorrelation, relative to that at lag 0, from which a frame is voiced.
const VOICED_CORRELATION: f32 = 0.5;

/// Frames in a row that make a voiced stretch: syllables are longer, clicks shorter.
const VOICED_FRAMES: usize = 4;

/// Whether each frame is voiced and its neighbours are, too.
fn voiced(samples: &[f32], rate_hz: u32, frames: usize) -> Vec<bool> {
    // Pitch is low: every eighth of a millisecond is enough to follow it.
    let step = (rate_hz / 8_000).max(1) as usize;
    let coarse: Vec<f32> =
        samples.chunks(step).map(|c| c.iter().sum::<f32>() / step as f32).collect();
    let rate_hz = rate_hz as f32 / step as f32;
    let periodic: Vec<bool> =
        (0..frames).map(|frame| is_periodic(around(&coarse, rate_hz, frame), rate_hz)).collect();
    periodic
        .chunk_by(|a, b| a == b)
        .flat_map(|run| std::iter::repeat_n(run[0] && run.len() >= VOICED_FRAMES, run.len()))
        .collect()
}

/// The 40 ms in the middle of which a frame lies: three periods of most voices.
fn around(coarse: &[f32], rate_hz: f32, frame: usize) -> &[f32] {
    let at = |seconds: f32| ((seconds * rate_hz).max(0.0) as usize).min(coarse.len());
    let centre_s = (frame as f32 + 0.5) * 0.01;
    &coarse[at(centre_s - 0.02)..at(centre_s + 0.02)]
}

/// Whether the autocorrelation has a peak above the threshold at a lag of a voice's pitch.
fn is_periodic(window: &[f32], rate_hz: f32) -> bool {
    let (longest, shortest) = (rate_hz / PITCH_HZ.0, rate_hz / PITCH_HZ.1);
    let (longest, shortest) = (longest as usize, (shortest as usize).max(2));
    if window.len() <= longest {
        return false;
    }
    let energies = energies(window);
    let correlations: Vec<f32> =
        (shortest - 1..=longest).map(|lag| correlation(window, &energies, lag)).collect();
    correlations.windows(3).any(|c| c[1] > VOICED_CORRELATION && c[1] >= c[0] && c[1] >= c[2])
}

/// Energy of the first 0, 1, 2, … samples.
fn energies(window: &[f32]) -> Vec<f32> {
    let running = window.iter().scan(0.0, |sum, sample| {
        *sum += sample * sample;
        Some(*sum)
    });
    std::iter::once(0.0).chain(running).collect()
}

/// Correlation of a window with itself at a lag, over the part where both lie within: -1 to 1.
fn correlation(window: &[f32], energies: &[f32], lag: usize) -> f32 {
    let overlap = window.len() - lag;
    let (early, late) = (energies[overlap], energies[window.len()] - energies[lag]);
    let energy = (early * late).sqrt();
    if energy > f32::MIN_POSITIVE { dot(&window[..overlap], &window[lag..]) / energy } else { 0.0 }
}

/// Sum of products, in eight sums side by side that the compiler keeps in one register.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}
