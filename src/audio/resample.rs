//! From one sample rate to another.
//!
//! The work is done by rubato's synchronous FFT resampler: a windowed sinc low-pass (Blackman-Harris)
//! applied block by block in the frequency domain. Up to 0.9 of the lower Nyquist frequency the
//! level is kept within 0.1 dB; images and aliases stay below -80 dB.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler, WindowFunction};

use super::{AudioError, Waveform};

/// Samples in a block, on the side with the lower rate, at least.
///
/// The filter is as long as a block; this length keeps its slope between 0.95 and 1.0 of the
/// Nyquist frequency. At 16 kHz it is 20 ms.
const BLOCK_SAMPLES: u32 = 320;

/// A waveform at another rate, aligned with the input.
///
/// It has `len · rate_hz / sound.rate_hz()` samples, rounded, and at least one. At equal rates it
/// is a copy.
///
/// # Errors
/// [`AudioError::AbsurdRate`] outside [`Waveform::RATES_HZ`]; [`AudioError::NotFinite`] where
/// samples near the largest number overflow.
pub fn resample(sound: &Waveform, rate_hz: u32) -> Result<Waveform, AudioError> {
    let mut resampler = StreamResampler::new(sound.rate_hz(), rate_hz)?;
    Waveform::new(resampler.whole(sound.samples()), rate_hz)
}

/// Changes the rate of a stream that comes in blocks of any size.
///
/// The output does not depend on the sizes of the blocks; it is aligned with the input and comes up
/// to two of the resampler's own blocks later. In steady state [`Self::push`] allocates nothing, if
/// `out` has room.
pub struct StreamResampler {
    ratio: Ratio,
    /// `None` at equal rates: samples pass through.
    blocks: Option<Blocks>,
    taken: u64,
    given: u64,
}

impl StreamResampler {
    /// A resampler between two rates.
    ///
    /// # Errors
    /// [`AudioError::AbsurdRate`] outside [`Waveform::RATES_HZ`].
    pub fn new(from_hz: u32, to_hz: u32) -> Result<Self, AudioError> {
        Waveform::check_rate(from_hz)?;
        Waveform::check_rate(to_hz)?;
        Self::of(Ratio::new(from_hz, to_hz)).ok_or(AudioError::AbsurdRate(from_hz))
    }

    /// A resampler that makes `ratio.to` samples out of `ratio.from`; `None` if either is 0.
    pub(super) fn of(ratio: Ratio) -> Option<Self> {
        let blocks = if ratio.is_one() { None } else { Some(Blocks::of(ratio)?) };
        Some(Self { ratio, blocks, taken: 0, given: 0 })
    }

    /// Takes a block of the stream and appends what can be given by now to `out`.
    pub fn push(&mut self, block: &[f32], out: &mut Vec<f32>) {
        let before = out.len();
        self.taken += block.len() as u64;
        match &mut self.blocks {
            Some(blocks) => blocks.push(block, out),
            None => out.extend_from_slice(block),
        }
        self.given += (out.len() - before) as u64;
    }

    /// Appends the rest, as if silence followed, and starts afresh.
    ///
    /// The stream then has given as many samples as [`resample`] would: its length times the ratio
    /// of the rates, rounded.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        let total = self.ratio.scaled(self.taken);
        if let Some(blocks) = &mut self.blocks {
            let missing = usize::try_from(total - self.given).unwrap_or(usize::MAX);
            let end = out.len().saturating_add(missing);
            while out.len() < end {
                blocks.push_silence(out);
            }
            out.truncate(end);
            blocks.reset();
        }
        (self.taken, self.given) = (0, 0);
    }

    /// A whole sound at once, at least one sample of it.
    pub(super) fn whole(&mut self, samples: &[f32]) -> Vec<f32> {
        let length = usize::try_from(self.ratio.scaled(samples.len() as u64)).unwrap_or_default();
        let mut out = Vec::with_capacity(length + BLOCK_SAMPLES as usize);
        self.push(samples, &mut out);
        self.finish(&mut out);
        if out.is_empty() {
            out.extend(samples.first());
        }
        out
    }
}

/// Samples out for samples in, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    pub from: u32,
    pub to: u32,
}

impl Ratio {
    pub fn new(from: u32, to: u32) -> Self {
        let divisor = greatest_common_divisor(from, to).max(1);
        Self { from: from / divisor, to: to / divisor }
    }

    fn is_one(self) -> bool {
        self.from == self.to
    }

    /// `samples · to / from`, rounded half up.
    fn scaled(self, samples: u64) -> u64 {
        let (from, to) = (u128::from(self.from), u128::from(self.to));
        let rounded = (2 * u128::from(samples) * to + from) / (2 * from);
        u64::try_from(rounded).unwrap_or(u64::MAX)
    }
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// rubato's resampler, which wants blocks of its own size, and what is waiting for it.
struct Blocks {
    fft: Fft<f32>,
    waiting: Vec<f32>,
    resampled: Vec<f32>,
    /// Samples of the filter's delay that are still to be dropped.
    delay: usize,
}

impl Blocks {
    fn of(ratio: Ratio) -> Option<Self> {
        // An even number of the smallest blocks, so that the filter's delay is a whole number.
        let smallest = ratio.from.min(ratio.to).max(1);
        let pairs = BLOCK_SAMPLES.div_ceil(2 * smallest);
        let block = 2 * pairs as usize * ratio.from as usize;
        let (from, to) = (ratio.from as usize, ratio.to as usize);
        let window = WindowFunction::BlackmanHarris;
        let fft = Fft::new_custom(from, to, block, 1, 1, window, FixedSync::Both).ok()?;
        Some(Self {
            waiting: Vec::with_capacity(fft.input_frames_next()),
            resampled: vec![0.0; fft.output_frames_next()],
            delay: fft.output_delay(),
            fft,
        })
    }

    fn push(&mut self, mut block: &[f32], out: &mut Vec<f32>) {
        while !block.is_empty() {
            let wanted = self.fft.input_frames_next() - self.waiting.len();
            let (now, later) = block.split_at(wanted.min(block.len()));
            self.waiting.extend_from_slice(now);
            block = later;
            if now.len() == wanted {
                self.resample_waiting(out);
            }
        }
    }

    /// Fills the block up with silence.
    fn push_silence(&mut self, out: &mut Vec<f32>) {
        self.waiting.resize(self.fft.input_frames_next(), 0.0);
        self.resample_waiting(out);
    }

    fn resample_waiting(&mut self, out: &mut Vec<f32>) {
        let frames = (self.waiting.len(), self.resampled.len());
        // Both buffers have the sizes that rubato asked for, which is all that can be wrong.
        if let (Ok(input), Ok(mut output)) = (
            InterleavedSlice::new(&self.waiting[..], 1, frames.0),
            InterleavedSlice::new_mut(&mut self.resampled[..], 1, frames.1),
        ) {
            let result = self.fft.process_into_buffer(&input, &mut output, None);
            debug_assert!(matches!(result, Ok(done) if done == frames));
        }
        self.waiting.clear();
        let dropped = self.delay.min(self.resampled.len());
        self.delay -= dropped;
        out.extend_from_slice(&self.resampled[dropped..]);
    }

    fn reset(&mut self) {
        self.fft.reset();
        self.waiting.clear();
        self.delay = self.fft.output_delay();
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;

    /// The pairs of rates that recordings and models meet in.
    const RATES_HZ: [(u32, u32); 6] = [
        (48_000, 16_000),
        (44_100, 16_000),
        (44_100, 22_050),
        (24_414, 16_000),
        (11_025, 16_000),
        (96_000, 16_000),
    ];

    fn sine(hz: f64, rate_hz: u32, seconds: f64) -> Waveform {
        let samples = (seconds * f64::from(rate_hz)) as usize;
        let step = TAU * hz / f64::from(rate_hz);
        let samples = (0..samples).map(|i| (step * i as f64).sin() as f32).collect();
        Waveform::new(samples, rate_hz).unwrap()
    }

    /// The middle of a sound, where the filter sees no edge.
    fn middle(sound: &Waveform) -> &[f32] {
        let samples = sound.samples();
        &samples[samples.len() / 4..samples.len() * 3 / 4]
    }

    /// Level of a full scale sine: 0 dB.
    fn level_db(samples: &[f32]) -> f64 {
        let energy: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
        10.0 * (2.0 * energy / samples.len() as f64).log10()
    }

    /// What is left when the same sine at the new rate is taken away, aligned: everything that is
    /// wrong with level, delay, images and aliases together.
    fn error_db(resampled: &Waveform, hz: f64) -> f64 {
        let ideal = sine(hz, resampled.rate_hz(), resampled.seconds() + 0.001);
        let ideal = Waveform::new(ideal.samples()[..resampled.samples().len()].into(), 16_000);
        let rest: Vec<f32> =
            middle(resampled).iter().zip(middle(&ideal.unwrap())).map(|(a, b)| a - b).collect();
        level_db(&rest)
    }

    #[test]
    fn the_pass_band_is_flat_and_aligned_to_nine_tenths_of_nyquist() {
        for (from_hz, to_hz) in RATES_HZ {
            let nyquist_hz = f64::from(from_hz.min(to_hz)) / 2.0;
            for step in 1..=18 {
                let hz = 0.05 * f64::from(step) * nyquist_hz;
                let resampled = resample(&sine(hz, from_hz, 3.0), to_hz).unwrap();
                let ripple_db = level_db(middle(&resampled)).abs();
                assert!(ripple_db < 0.1, "{from_hz} to {to_hz}: {ripple_db} dB at {hz} Hz");
                let error_db = error_db(&resampled, hz);
                assert!(error_db < -80.0, "{from_hz} to {to_hz}: {error_db} dB beside {hz} Hz");
            }
        }
    }

    #[test]
    fn what_lies_beyond_the_new_nyquist_frequency_is_gone() {
        for (from_hz, to_hz) in RATES_HZ.into_iter().filter(|(from_hz, to_hz)| from_hz > to_hz) {
            let (low_hz, high_hz) = (f64::from(to_hz) / 2.0, f64::from(from_hz) / 2.0);
            for step in 0..20 {
                let hz = low_hz + (high_hz - low_hz) * f64::from(step) / 20.0;
                let resampled = resample(&sine(hz, from_hz, 3.0), to_hz).unwrap();
                let alias_db = level_db(middle(&resampled));
                assert!(alias_db < -80.0, "{from_hz} to {to_hz}: {alias_db} dB of {hz} Hz");
            }
        }
    }

    #[test]
    fn a_sweep_keeps_its_course() {
        // From 100 Hz to 7 kHz in two seconds, the phase known at every moment.
        let sweep = |rate_hz: u32| {
            let samples = (0..2 * rate_hz).map(|i| {
                let t = f64::from(i) / f64::from(rate_hz);
                (TAU * (100.0 * t + 6_900.0 * t * t / 4.0)).sin() as f32
            });
            Waveform::new(samples.collect(), rate_hz).unwrap()
        };
        for from_hz in [48_000, 44_100, 24_414, 96_000] {
            let resampled = resample(&sweep(from_hz), 16_000).unwrap();
            let expected = sweep(16_000);
            let rest: Vec<f32> =
                middle(&resampled).iter().zip(middle(&expected)).map(|(a, b)| a - b).collect();
            assert!(level_db(&rest) < -80.0, "{from_hz}: {} dB", level_db(&rest));
        }
    }

    #[test]
    fn equal_rates_copy() {
        let sound = sine(440.0, 16_000, 0.1);
        assert_eq!(resample(&sound, 16_000), Ok(sound));
    }

    #[test]
    fn even_one_sample_stays_a_sound() {
        let click = Waveform::new(vec![0.5], 48_000).unwrap();
        assert_eq!(resample(&click, 16_000).unwrap().samples().len(), 1);
        assert_eq!(resample(&click, 96_000).unwrap().samples().len(), 2);
    }

    #[test]
    fn absurd_rates_are_refused() {
        let sound = sine(440.0, 16_000, 0.1);
        assert_eq!(resample(&sound, 0), Err(AudioError::AbsurdRate(0)));
        assert_eq!(StreamResampler::new(5, 16_000).err(), Some(AudioError::AbsurdRate(5)));
    }

    #[test]
    fn a_stream_can_start_afresh() {
        let sound = sine(440.0, 44_100, 0.3);
        let mut resampler = StreamResampler::new(44_100, 16_000).unwrap();
        let first = resampler.whole(sound.samples());
        assert_eq!(resampler.whole(sound.samples()), first);
    }

    proptest! {
        #[test]
        fn the_length_is_the_ratio_of_the_rates(
            samples in 1..5_000usize,
            rates in prop::sample::select(&RATES_HZ[..]),
        ) {
            let sound = Waveform::new(vec![0.1; samples], rates.0).unwrap();
            let expected = (samples as f64 * f64::from(rates.1) / f64::from(rates.0)).round();
            let resampled = resample(&sound, rates.1).unwrap();
            prop_assert_eq!(resampled.samples().len(), (expected as usize).max(1));
        }

        #[test]
        fn blocks_of_any_size_give_the_same_samples(
            sizes in prop::collection::vec(0..3_000usize, 1..12),
            rates in prop::sample::select(&RATES_HZ[..]),
        ) {
            let sound = sine(997.0, rates.0, 0.5);
            let whole = resample(&sound, rates.1).unwrap().into_samples();
            let mut resampler = StreamResampler::new(rates.0, rates.1).unwrap();
            let (mut rest, mut out) = (sound.samples(), Vec::new());
            for size in sizes.into_iter().cycle() {
                let (block, later) = rest.split_at((size + 1).min(rest.len()));
                resampler.push(block, &mut out);
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            resampler.finish(&mut out);
            prop_assert_eq!(out, whole);
        }
    }
}
