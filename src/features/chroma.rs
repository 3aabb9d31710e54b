//! Chroma: how much of each of the twelve pitch classes a sound holds.

use super::stft::Stft;
use super::tuning::TuningEstimate;
use super::{FeatureError, Features};
use crate::audio::Waveform;
use crate::wide::wide;

/// Pitch classes of an octave, from C to B.
pub const CLASSES: usize = 12;

/// Names of the pitch classes, for columns and axes.
pub const NAMES: [&str; CLASSES] =
    ["c", "c_sharp", "d", "d_sharp", "e", "f", "f_sharp", "g", "g_sharp", "a", "a_sharp", "b"];

/// Frames that are summed side by side; one in the tab, where the shorter code counts.
const BLOCK: usize = if cfg!(target_arch = "wasm32") { 1 } else { 4 };

/// The octave, above A0, that counts most, and how fast the others fade.
const CENTRE_OCTAVE: f64 = 5.0;
const OCTAVE_WIDTH: f64 = 2.0;

/// The share of every frequency of a transform in every pitch class.
///
/// Equals `librosa.filters.chroma(sr, n_fft, tuning)` of librosa 0.11.0.
#[derive(Debug, Clone)]
pub struct ChromaBank {
    /// One row a bin.
    weights: Vec<Row>,
}

/// A number for each pitch class, in groups that go side by side.
type Row = [[f32; GROUP]; CLASSES / GROUP];

/// Pitch classes in the registers that every processor has.
const GROUP: usize = 4;

impl ChromaBank {
    /// Filters for a transform of `fft_samples`, tuned `tuning` semitones above A4 = 440 Hz.
    pub fn new(rate_hz: u32, fft_samples: usize, tuning: f64) -> Self {
        let a0_hz = 440.0 * 2.0_f64.powf(tuning / CLASSES as f64) / 16.0;
        let semitone = |bin: usize| {
            let hz = bin as f64 * f64::from(rate_hz) / fft_samples as f64;
            CLASSES as f64 * (hz / a0_hz).log2()
        };
        // The bin at 0 Hz has no pitch; the reference puts it an octave and a half below the next.
        let lowest = semitone(1) - 1.5 * CLASSES as f64;
        let mut here = lowest;
        let weights = (0..=fft_samples / 2).map(|bin| {
            let next = semitone(bin + 1);
            let classes = bin_weights(here, (next - here).max(1.0));
            here = next;
            std::array::from_fn(|group| std::array::from_fn(|n| classes[GROUP * group + n]))
        });
        Self { weights: weights.collect() }
    }

    /// Sums the magnitudes (or powers) of frames one after the other, `[frames, bins]`, by pitch
    /// class, and divides by the largest sum of a frame: 0 to 1, all 0 in silence.
    pub fn apply(&self, magnitudes: &[f32]) -> Vec<[f32; CLASSES]> {
        let bins = self.weights.len();
        let mut chroma = Vec::with_capacity(magnitudes.len() / bins);
        for block in magnitudes.chunks(BLOCK * bins) {
            let frames = block.len() / bins;
            // A block that is not full is filled up with its last frame.
            let frame = |n: usize| &block[n.min(frames - 1) * bins..][..bins];
            let sums = self.sums(std::array::from_fn(frame));
            chroma.extend(sums.into_iter().take(frames).map(of_the_largest));
        }
        chroma
    }

    /// The sums by pitch class of some frames: the weights are read once for all of them, and no
    /// sum waits for another.
    fn sums(&self, frames: [&[f32]; BLOCK]) -> [Row; BLOCK] {
        wide!({
            let frames = frames.map(|magnitudes| &magnitudes[..self.weights.len()]);
            let mut sums = [Row::default(); BLOCK];
            for (bin, weights) in self.weights.iter().enumerate() {
                for (sums, frame) in sums.iter_mut().zip(&frames) {
                    for (sums, weights) in sums.iter_mut().zip(weights) {
                        for lane in 0..GROUP {
                            sums[lane] += frame[bin] * weights[lane];
                        }
                    }
                }
            }
            sums
        })
    }

    /// The bank as a matrix, `[12, bins]`, for views and tests.
    pub fn dense(&self) -> Features {
        let mut dense = Features::zeros(CLASSES, self.weights.len());
        for (bin, weights) in self.weights.iter().enumerate() {
            dense.set_column(bin, weights.as_flattened());
        }
        dense
    }
}

/// Sums divided by the largest of them.
fn of_the_largest(sums: Row) -> [f32; CLASSES] {
    let sums: [f32; CLASSES] = std::array::from_fn(|class| sums[class / GROUP][class % GROUP]);
    let largest = sums.iter().copied().fold(0.0, f32::max);
    if largest >= f32::MIN_POSITIVE { sums.map(|sum| sum / largest) } else { sums }
}

/// The shares of a bin at `semitone` above A0, `width` semitones wide: a bell around each class,
/// of length 1 together, and less in far octaves.
fn bin_weights(semitone: f64, width: f64) -> [f32; CLASSES] {
    let half = CLASSES as f64 / 2.0;
    let bells: [f64; CLASSES] = std::array::from_fn(|class| {
        // The classes are counted from A there and from C here.
        let from_a = (class + 3) % CLASSES;
        let distance = (semitone - from_a as f64 + half).rem_euclid(CLASSES as f64) - half;
        (-0.5 * (2.0 * distance / width).powi(2)).exp()
    });
    let length = bells.iter().map(|bell| bell * bell).sum::<f64>().sqrt();
    let octaves = (semitone / CLASSES as f64 - CENTRE_OCTAVE) / OCTAVE_WIDTH;
    let loudness = (-0.5 * octaves * octaves).exp();
    bells.map(|bell| (bell / length * loudness) as f32)
}

/// The chroma of a sound from its magnitudes, `[12, frames]`, each frame's largest class 1, after
/// an estimate of its tuning; frames of 2 048 samples every 512.
///
/// Equals `librosa.feature.chroma_stft(S=numpy.abs(librosa.stft(y)), sr=sr)` of librosa 0.11.0.
/// (Called with `y` that function would take powers; the features of this project descend from
/// the magnitudes.)
///
/// # Errors
/// None for any waveform; the type is that of the transform's constructor.
pub fn chroma(sound: &Waveform) -> Result<Features, FeatureError> {
    let mut stft = Stft::new(2_048, 2_048, 512)?;
    let mut estimate = TuningEstimate::new(sound.rate_hz(), 2_048);
    let frames = stft.frames(sound.samples().len());
    let mut magnitudes = vec![0.0; stft.bins() * frames];
    for (t, frame) in magnitudes.chunks_exact_mut(stft.bins()).enumerate() {
        stft.write_magnitudes(sound.samples(), t, frame);
        estimate.add(frame);
    }
    let bank = ChromaBank::new(sound.rate_hz(), 2_048, estimate.semitones());
    let mut chroma = Features::zeros(CLASSES, frames);
    for (t, classes) in bank.apply(&magnitudes).iter().enumerate() {
        chroma.set_column(t, classes);
    }
    Ok(chroma)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn loudest_class(hz: f64) -> &'static str {
        let tone = (0..8_000).map(|n| (TAU * hz * f64::from(n) / 16_000.0).sin() as f32).collect();
        let chroma = chroma(&Waveform::new(tone, 16_000).unwrap()).unwrap();
        let column: Vec<f32> = chroma.column(8).collect();
        let loudest = (0..CLASSES).max_by(|a, b| column[*a].total_cmp(&column[*b])).unwrap();
        assert_eq!(column[loudest], 1.0);
        NAMES[loudest]
    }

    #[test]
    fn tones_are_in_their_class_whatever_the_octave() {
        assert_eq!(loudest_class(440.0), "a");
        assert_eq!(loudest_class(880.0), "a");
        assert_eq!(loudest_class(523.25), "c");
        assert_eq!(loudest_class(311.13), "d_sharp");
    }

    #[test]
    fn silence_has_no_chroma() {
        let silence = Waveform::new(vec![0.0; 4_000], 16_000).unwrap();
        assert!(chroma(&silence).unwrap().values.iter().all(|value| *value == 0.0));
    }
}
