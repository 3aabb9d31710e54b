//! How periodic a sound is from moment to moment, and at what pitch: the autocorrelation of short
//! windows, light enough for a sound that is still coming in.
//!
//! Normalised as in B. S. Atal and L. R. Rabiner, *A pattern recognition approach to
//! voiced-unvoiced-silence classification*, IEEE Transactions on ASSP 24 (1976).

use std::ops::Range;

use crate::wide::dot;

/// The strongest repetition within a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Period {
    /// Autocorrelation at its lag, relative to that at lag 0; 0 where nothing repeats.
    pub correlation: f32,
    /// The pitch that the lag amounts to, in Hz; 0 where nothing repeats.
    pub pitch_hz: f32,
}

impl Period {
    const NONE: Self = Self { correlation: 0.0, pitch_hz: 0.0 };
}

/// Takes away offsets, drift and the hum of the mains from a sound that comes in blocks: a
/// Butterworth high-pass of second order (bilinear transform, R. Bristow-Johnson's *Audio EQ
/// Cookbook*).
pub(crate) struct HighPass {
    gain: f64,
    feedback: [f64; 2],
    /// The last two samples that came, and the last two that went; none before the first.
    last: Option<([f64; 2], [f64; 2])>,
}

impl HighPass {
    pub fn new(rate_hz: u32) -> Self {
        const CORNER_HZ: f64 = 80.0;
        let angle = std::f64::consts::TAU * CORNER_HZ / f64::from(rate_hz);
        let slope = angle.sin() * std::f64::consts::FRAC_1_SQRT_2;
        let (gain, scale) = ((1.0 + angle.cos()) / 2.0, 1.0 / (1.0 + slope));
        let feedback = [-2.0 * angle.cos() * scale, (1.0 - slope) * scale];
        Self { gain: gain * scale, feedback, last: None }
    }

    /// Appends what passes of a block to `out`.
    pub fn push(&mut self, block: &[f32], out: &mut Vec<f32>) {
        let Some(first) = block.first().copied().map(f64::from) else { return };
        // As if the first sample had lasted since ever: an offset starts without a thump.
        let (mut x, mut y) = self.last.unwrap_or(([first; 2], [0.0; 2]));
        out.extend(block.iter().map(|sample| {
            let now = f64::from(*sample);
            let difference = self.gain * (now - 2.0 * x[0] + x[1]);
            let passed = difference - self.feedback[0] * y[0] - self.feedback[1] * y[1];
            (x, y) = ([now, x[0]], [passed, y[0]]);
            passed as f32
        }));
        self.last = Some((x, y));
    }
}

/// A whole sound through a [`HighPass`].
pub(crate) fn high_pass(samples: &[f32], rate_hz: u32) -> Vec<f32> {
    let mut passed = Vec::with_capacity(samples.len());
    HighPass::new(rate_hz).push(samples, &mut passed);
    passed
}

/// Pitches of voices, from a deep man's to a child's cry.
const PITCH_HZ: (f32, f32) = (70.0, 500.0);

/// A lag whose correlation is this near the strongest is the period, if it is shorter: two periods
/// repeat as well as one.
const OCTAVE_TOLERANCE: f32 = 0.9;

/// The period of every frame: 10 ms, rounded down to whole samples.
pub(crate) fn periods(samples: &[f32], rate_hz: u32) -> Vec<Period> {
    let mut periods = Vec::new();
    let mut stream = PeriodStream::new(rate_hz);
    stream.push(samples, |period| periods.push(period));
    stream.finish(|period| periods.push(period));
    periods
}

/// Gives the period of every frame of a sound as soon as the samples around it are there, whatever
/// the sizes of the blocks.
pub(crate) struct PeriodStream {
    frame_samples: usize,
    /// The length of a frame: 10 ms where that is a whole number of samples.
    frame_s: f64,
    /// Samples that are averaged: pitch is low, every eighth of a millisecond is enough to follow it.
    step: usize,
    /// The rate of the averages.
    rate_hz: f64,
    /// Samples that do not make an average yet.
    rest: Vec<f32>,
    /// The averages that are still of use, from number `forgotten` on.
    coarse: Vec<f32>,
    forgotten: usize,
    heard_samples: usize,
    given: usize,
}

impl PeriodStream {
    pub fn new(rate_hz: u32) -> Self {
        let step = (rate_hz / 8_000).max(1) as usize;
        let frame_samples = rate_hz / 100;
        Self {
            frame_samples: frame_samples as usize,
            frame_s: f64::from(frame_samples) / f64::from(rate_hz),
            step,
            rate_hz: f64::from(rate_hz) / step as f64,
            rest: Vec::new(),
            coarse: Vec::new(),
            forgotten: 0,
            heard_samples: 0,
            given: 0,
        }
    }

    /// Takes the next samples and gives the periods that they complete.
    pub fn push(&mut self, samples: &[f32], mut each: impl FnMut(Period)) {
        self.heard_samples += samples.len();
        self.rest.extend_from_slice(samples);
        let whole = self.rest.len() / self.step * self.step;
        self.average(whole);
        while self.window(self.given).end <= self.forgotten + self.coarse.len() {
            each(self.give());
        }
        self.forget();
    }

    /// Gives the last periods, around which there are fewer samples.
    pub fn finish(mut self, mut each: impl FnMut(Period)) {
        self.average(self.rest.len());
        let frames = self.heard_samples.div_ceil(self.frame_samples.max(1));
        while self.given < frames {
            each(self.give());
        }
    }

    fn average(&mut self, count: usize) {
        let step = self.step as f32;
        let chunks = self.rest[..count].chunks(self.step);
        self.coarse.extend(chunks.map(|chunk| chunk.iter().sum::<f32>() / step));
        self.rest.drain(..count);
    }

    /// The averages of the 40 ms in the middle of which a frame lies: three periods of most voices.
    fn window(&self, frame: usize) -> Range<usize> {
        let centre_s = (frame as f64 + 0.5) * self.frame_s;
        let at = |seconds: f64| (seconds * self.rate_hz).round().max(0.0) as usize;
        at(centre_s - 0.02)..at(centre_s + 0.02)
    }

    fn give(&mut self) -> Period {
        let window = self.window(self.given);
        self.given += 1;
        let here = |place: usize| place.saturating_sub(self.forgotten).min(self.coarse.len());
        period(&self.coarse[here(window.start)..here(window.end)], self.rate_hz as f32)
    }

    /// Forgets what no window reaches any more.
    fn forget(&mut self) {
        let useless = self.window(self.given).start.saturating_sub(self.forgotten);
        let useless = useless.min(self.coarse.len());
        self.coarse.drain(..useless);
        self.forgotten += useless;
    }
}

/// The period of a window: of the peaks of its autocorrelation at the lags of voices, the first
/// that is about as high as the highest.
fn period(window: &[f32], rate_hz: f32) -> Period {
    let (longest, shortest) = (rate_hz / PITCH_HZ.0, rate_hz / PITCH_HZ.1);
    let (longest, shortest) = (longest as usize, (shortest as usize).max(2));
    if window.len() <= longest {
        return Period::NONE;
    }
    let energies = energies(window);
    let correlations: Vec<f32> =
        (shortest - 1..=longest).map(|lag| correlation(window, &energies, lag)).collect();
    let peaks = || correlations.windows(3).enumerate().filter(|(_, c)| is_peak(c));
    let highest = peaks().map(|(_, c)| c[1]).fold(0.0, f32::max);
    match peaks().find(|(_, c)| c[1] >= OCTAVE_TOLERANCE * highest) {
        Some((index, c)) if highest > 0.0 => {
            let lag = (shortest + index) as f32 + vertex(c);
            Period { correlation: highest, pitch_hz: rate_hz / lag }
        }
        _ => Period::NONE,
    }
}

fn is_peak(c: &[f32]) -> bool {
    c[1] >= c[0] && c[1] >= c[2]
}

/// Where the parabola through three values has its top, from -0.5 to 0.5 of the middle one.
fn vertex(c: &[f32]) -> f32 {
    let bend = 2.0 * c[1] - c[0] - c[2];
    if bend > f32::MIN_POSITIVE { (0.5 * (c[2] - c[0]) / bend).clamp(-0.5, 0.5) } else { 0.0 }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn periods_of(sample: impl Fn(f32) -> f32) -> Vec<Period> {
        let samples: Vec<f32> = (0..16_000).map(|i| sample(i as f32 / 16_000.0)).collect();
        periods(&samples, 16_000)
    }

    #[test]
    fn the_pitch_of_a_buzz_is_found_between_the_lags() {
        for pitch_hz in [85.0, 131.7, 220.0, 333.3] {
            let periods = periods_of(|t| (pitch_hz * t).fract() - 0.5);
            assert_eq!(periods.len(), 100);
            for period in &periods[5..95] {
                assert!((period.pitch_hz / pitch_hz - 1.0).abs() < 0.01, "{pitch_hz}: {period:?}");
                assert!(period.correlation > 0.9, "{period:?}");
            }
        }
    }

    #[test]
    fn a_window_lies_around_its_frame_however_late() {
        for rate_hz in [11_025, 16_000, 22_050, 44_100] {
            let stream = PeriodStream::new(rate_hz);
            // The first two windows begin before the sound.
            for frame in [2, 5_999, 60_000] {
                let window = stream.window(frame);
                let middle = (window.start + window.end) as f64 / 2.0 * stream.step as f64;
                let expected = (frame as f64 + 0.5) * f64::from(rate_hz / 100);
                let apart = (middle - expected).abs();
                assert!(apart <= stream.step as f64, "{rate_hz} Hz, frame {frame}: {apart}");
            }
        }
    }

    #[test]
    fn frames_of_10_ms_have_the_windows_that_the_gate_was_fitted_to() {
        for rate_hz in [8_000, 16_000, 44_100, 48_000] {
            let stream = PeriodStream::new(rate_hz);
            for frame in 0..100_000 {
                let centre_s = (frame as f64 + 0.5) * 0.01;
                let at = |seconds: f64| (seconds * stream.rate_hz).round().max(0.0) as usize;
                let expected = at(centre_s - 0.02)..at(centre_s + 0.02);
                assert_eq!(stream.window(frame), expected, "{rate_hz} Hz, frame {frame}");
            }
        }
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_have_the_periods_and_pass_the_filter_of_the_whole(
            sound in prop::collection::vec(-1.0..1.0_f32, 1..3_000),
            sizes in prop::collection::vec(1_usize..700, 1..6),
            rate_hz in prop::sample::select(vec![8_000_u32, 11_025, 16_000, 22_050]),
        ) {
            let (mut high, mut stream) = (HighPass::new(rate_hz), PeriodStream::new(rate_hz));
            let (mut passed, mut found) = (Vec::new(), Vec::new());
            let mut rest = sound.as_slice();
            for size in sizes.iter().cycle() {
                let (block, later) = rest.split_at((*size).min(rest.len()));
                high.push(block, &mut passed);
                stream.push(block, |period| found.push(period));
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            stream.finish(|period| found.push(period));
            prop_assert_eq!(found, periods(&sound, rate_hz));
            prop_assert_eq!(passed, high_pass(&sound, rate_hz));
        }
    }

    #[test]
    fn nothing_repeats_in_silence() {
        assert!(periods_of(|_| 0.0).iter().all(|period| *period == Period::NONE));
        assert_eq!(periods(&[0.5, -0.5], 16_000), [Period::NONE]);
    }

    #[test]
    fn the_high_pass_takes_offset_and_leaves_a_voice() {
        let offset = high_pass(&[0.3; 1_600], 16_000);
        assert!(offset.iter().all(|sample| sample.abs() < 1e-3));
        let tone: Vec<f32> = (0..16_000)
            .map(|i| (std::f32::consts::TAU * 400.0 * i as f32 / 16_000.0).sin())
            .collect();
        let passed = high_pass(&tone, 16_000)[8_000..].iter().fold(0.0f32, |p, s| p.max(s.abs()));
        assert!((passed - 1.0).abs() < 0.02, "{passed}");
    }
}
