//! How far a sound's pitches lie from concert pitch.

use std::ops::Range;

use crate::wide::{largest, wide};

/// Pitches below this are not looked at, in Hz.
const LOWEST_HZ: f64 = 150.0;
/// Nor from this on.
const HIGHEST_HZ: f64 = 4_000.0;
/// A peak is this much of the loudest frequency of its frame, or none.
const LEAST_PEAK: f32 = 0.1;
/// Steps of the histogram of deviations over a semitone.
const STEPS: usize = 100;
/// Bins that are looked at side by side.
const LANES: usize = 16;

/// A peak of a spectrum, between the bins by a parabola through three of them.
#[derive(Debug, Clone, Copy)]
struct Peak {
    hz: f32,
    magnitude: f32,
}

/// Collects the spectral peaks of a sound and reads its tuning from them.
///
/// Equals `librosa.estimate_tuning(S=magnitudes, sr=sr)` of librosa 0.11.0, that is
/// `librosa.piptrack` and then `librosa.pitch_tuning` over the louder half of the peaks, rounding
/// as it does: the answer is the fullest of a hundred bins, and a hair decides between two that
/// are equally full.
#[derive(Debug, Clone)]
pub struct TuningEstimate {
    hz_per_bin: f64,
    searched: Range<usize>,
    peaks: Vec<Peak>,
    sorted: Vec<f32>,
}

impl TuningEstimate {
    /// An estimate over spectra of a transform of `fft_samples`.
    pub fn new(rate_hz: u32, fft_samples: usize) -> Self {
        let hz_per_bin = f64::from(rate_hz) / fft_samples as f64;
        let top_hz = HIGHEST_HZ.min(f64::from(rate_hz) / 2.0);
        let bins = (1..fft_samples / 2).map(|bin| bin as f64 * hz_per_bin);
        let first = 1 + bins.clone().take_while(|hz| *hz < LOWEST_HZ).count();
        let end = 1 + bins.take_while(|hz| *hz < top_hz).count();
        Self { hz_per_bin, searched: first..end.max(first), peaks: Vec::new(), sorted: Vec::new() }
    }

    /// Forgets what was heard.
    pub fn clear(&mut self) {
        self.peaks.clear();
    }

    /// Takes in the peaks of one frame of magnitudes, `[bins]`.
    pub fn add(&mut self, magnitudes: &[f32]) {
        wide!({
            let threshold = LEAST_PEAK * largest(magnitudes);
            let mut bin = self.searched.start;
            while bin < self.searched.end {
                let next = self.searched.end.min(bin + LANES);
                let neighbourhood = &magnitudes[bin - 1..next + 1];
                if has_peak(neighbourhood, threshold) {
                    self.add_peaks(bin, neighbourhood, threshold);
                }
                bin = next;
            }
        });
    }

    /// Takes in the peaks of some bins, from `first` on, and their neighbours.
    fn add_peaks(&mut self, first: usize, neighbourhood: &[f32], threshold: f32) {
        for (bin, three) in (first..).zip(neighbourhood.windows(3)) {
            let [left, here, right] = [three[0], three[1], three[2]];
            if is_peak(left, here, right, threshold) {
                self.peaks.push(self.peak(bin, left, here, right));
            }
        }
    }

    /// The top of the parabola through three neighbours.
    fn peak(&self, bin: usize, left: f32, here: f32, right: f32) -> Peak {
        let curve = f64::from(right + left) - 2.0 * f64::from(here);
        let slope = f64::from(right - left) / 2.0;
        let shift = if slope.abs() >= curve.abs() { 0.0 } else { (-slope / curve) as f32 };
        let gradient = (right - left) / 2.0;
        Peak {
            hz: ((bin as f64 + f64::from(shift)) * self.hz_per_bin) as f32,
            magnitude: here + 0.5 * gradient * shift,
        }
    }

    /// The deviation from A4 = 440 Hz in semitones, −0.5 to 0.49 in steps of 0.01; 0 without
    /// peaks.
    pub fn semitones(&mut self) -> f64 {
        if self.peaks.is_empty() {
            return 0.0;
        }
        let least = self.median_magnitude();
        let mut counts = [0_u32; STEPS];
        for peak in self.peaks.iter().filter(|peak| peak.magnitude >= least) {
            counts[step_of(deviation(peak.hz))] += 1;
        }
        let fullest =
            (1..STEPS).fold(0, |best, step| if counts[step] > counts[best] { step } else { best });
        edge(fullest)
    }

    fn median_magnitude(&mut self) -> f32 {
        self.sorted.clear();
        self.sorted.extend(self.peaks.iter().map(|peak| peak.magnitude));
        let middle = self.sorted.len() / 2;
        let even = self.sorted.len().is_multiple_of(2);
        let (below, upper, _) = self.sorted.select_nth_unstable_by(middle, f32::total_cmp);
        let lower = below.iter().copied().max_by(f32::total_cmp);
        match lower {
            Some(lower) if even => (lower + *upper) / 2.0,
            _ => *upper,
        }
    }
}

/// Whether there is a peak among some bins, all but the first and the last: most have none, and
/// they are looked at side by side.
#[inline(always)]
fn has_peak(neighbourhood: &[f32], threshold: f32) -> bool {
    let bins = neighbourhood.len() - 2;
    let (left, here, right) =
        (&neighbourhood[..bins], &neighbourhood[1..=bins], &neighbourhood[2..]);
    let threes = left.iter().zip(here).zip(right);
    threes.fold(false, |any, ((left, here), right)| any | is_peak(*left, *here, *right, threshold))
}

#[inline(always)]
fn is_peak(left: f32, here: f32, right: f32, threshold: f32) -> bool {
    (here > threshold) & (here > left) & (here >= right)
}

/// The distance to the nearest semitone of concert pitch, −0.5 to 0.5.
fn deviation(hz: f32) -> f32 {
    let semitones = 12.0 * (hz / 27.5).log2();
    let above = semitones.rem_euclid(1.0);
    if above >= 0.5 { above - 1.0 } else { above }
}

/// The lower edge of a step of the histogram, in semitones.
fn edge(step: usize) -> f64 {
    step as f64 * 0.01 - 0.5
}

/// The step of the histogram that a deviation falls into.
fn step_of(deviation: f32) -> usize {
    let deviation = f64::from(deviation);
    let near = ((deviation + 0.5) * STEPS as f64) as usize;
    let near = near.min(STEPS - 1);
    if deviation < edge(near) {
        near.saturating_sub(1)
    } else if near + 1 < STEPS && deviation >= edge(near + 1) {
        near + 1
    } else {
        near
    }
}

#[cfg(test)]
mod tests {
    use super::super::stft::Stft;
    use super::*;
    use std::f64::consts::TAU;

    fn tuning_of(hz: f64) -> f64 {
        let tone: Vec<f32> =
            (0..22_050).map(|n| (TAU * hz * f64::from(n) / 22_050.0).sin() as f32).collect();
        let magnitudes = Stft::new(2_048, 2_048, 512).unwrap().magnitudes(&tone);
        let mut estimate = TuningEstimate::new(22_050, 2_048);
        for t in 0..magnitudes.frames {
            estimate.add(&magnitudes.column(t).collect::<Vec<_>>());
        }
        estimate.semitones()
    }

    #[test]
    fn a_sharp_orchestra_is_heard_as_sharp() {
        assert!(tuning_of(440.0).abs() < 0.03);
        let baroque = 12.0 * (452.0_f64 / 440.0).log2();
        assert!((tuning_of(452.0) - baroque).abs() < 0.03);
    }

    #[test]
    fn silence_is_in_tune() {
        let mut estimate = TuningEstimate::new(22_050, 2_048);
        estimate.add(&[0.0; 1_025]);
        assert_eq!(estimate.semitones(), 0.0);
    }

    #[test]
    fn every_deviation_falls_between_its_edges() {
        for n in -500_i16..=500 {
            let deviation = f32::from(n) / 1_000.0;
            let step = step_of(deviation);
            assert!(edge(step) <= f64::from(deviation));
            assert!(step + 1 == STEPS || f64::from(deviation) < edge(step + 1));
        }
    }
}
