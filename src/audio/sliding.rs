//! The newest seconds of a sound that is still coming in.

use std::collections::VecDeque;

use super::{AudioError, Waveform};

/// The first stretch is given when there is so much of the stream, or one window if that is shorter.
const FIRST_S: f64 = 1.0;

/// Gives the newest seconds of a stream every so often: the same stretches whatever the sizes of
/// the blocks. Silence is data: nothing is skipped.
///
/// It keeps one window of samples, however long the stream gets.
pub struct SlidingWindow {
    rate_hz: u32,
    window_samples: usize,
    hop_samples: usize,
    samples: VecDeque<f32>,
    heard_samples: u64,
    /// Samples that the next stretch still waits for.
    missing_samples: usize,
    /// Samples since the last stretch.
    fresh_samples: usize,
}

/// A part of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Where it starts, in seconds of the stream.
    pub start_s: f64,
    /// What is heard there.
    pub sound: Waveform,
}

impl SlidingWindow {
    /// The shortest and the longest window, in seconds.
    pub const WINDOWS_S: (f64, f64) = (0.5, 60.0);
    /// The least time from one stretch to the next, in seconds; the most is the window.
    pub const SHORTEST_HOP_S: f64 = 0.05;

    /// A stream that has not begun: stretches of `window_s` (the first are shorter), one every
    /// `hop_s`.
    ///
    /// # Errors
    /// [`AudioError::AbsurdRate`] outside [`Waveform::RATES_HZ`], [`AudioError::OutOfRange`] if the
    /// window is outside [`Self::WINDOWS_S`] or the hop not from [`Self::SHORTEST_HOP_S`] to the
    /// window: a longer one would leave sound unheard.
    pub fn new(rate_hz: u32, window_s: f64, hop_s: f64) -> Result<Self, AudioError> {
        Waveform::check_rate(rate_hz)?;
        check_seconds("a window", Self::WINDOWS_S, window_s)?;
        check_seconds("a hop", (Self::SHORTEST_HOP_S, window_s), hop_s)?;
        let samples = |seconds: f64| (seconds * f64::from(rate_hz)).round() as usize;
        Ok(Self {
            rate_hz,
            window_samples: samples(window_s),
            hop_samples: samples(hop_s),
            samples: VecDeque::with_capacity(samples(window_s)),
            heard_samples: 0,
            missing_samples: samples(window_s.min(FIRST_S)),
            fresh_samples: 0,
        })
    }

    /// Takes the next samples and gives each stretch that they complete.
    ///
    /// # Errors
    /// [`AudioError::NotFinite`] at the first NaN or infinity; nothing of the block is taken then.
    pub fn push(&mut self, block: &[f32], mut each: impl FnMut(Stretch)) -> Result<(), AudioError> {
        Waveform::check_finite(block)?;
        let mut rest = block;
        while rest.len() >= self.missing_samples {
            let (due, later) = rest.split_at(self.missing_samples);
            rest = later;
            self.hear(due);
            each(self.newest()?);
        }
        self.hear(rest);
        Ok(())
    }

    /// The stretch at the end of the stream, if something came after the last one given.
    pub fn finish(&mut self) -> Option<Stretch> {
        if self.fresh_samples == 0 { None } else { self.newest().ok() }
    }

    /// How much of the stream has come, in samples.
    pub fn heard_samples(&self) -> u64 {
        self.heard_samples
    }

    fn hear(&mut self, samples: &[f32]) {
        let newest = &samples[samples.len().saturating_sub(self.window_samples)..];
        let too_many = (self.samples.len() + newest.len()).saturating_sub(self.window_samples);
        self.samples.drain(..too_many);
        self.samples.extend(newest);
        self.heard_samples += samples.len() as u64;
        self.fresh_samples += samples.len();
        self.missing_samples -= samples.len();
    }

    fn newest(&mut self) -> Result<Stretch, AudioError> {
        self.fresh_samples = 0;
        self.missing_samples = self.hop_samples;
        let start = self.heard_samples - self.samples.len() as u64;
        Ok(Stretch {
            start_s: start as f64 / f64::from(self.rate_hz),
            sound: Waveform::new(self.samples.iter().copied().collect(), self.rate_hz)?,
        })
    }
}

fn check_seconds(
    what: &'static str,
    (least, most): (f64, f64),
    got: f64,
) -> Result<(), AudioError> {
    if (least..=most).contains(&got) {
        return Ok(());
    }
    Err(AudioError::OutOfRange { what, unit: "s", least, most, got })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stretches(window: &mut SlidingWindow, blocks: &[&[f32]]) -> Vec<Stretch> {
        let mut given = Vec::new();
        for block in blocks {
            window.push(block, |stretch| given.push(stretch)).unwrap();
        }
        given.extend(window.finish());
        given
    }

    /// Where stretches start and how long they are, in seconds.
    fn times(stretches: &[Stretch]) -> Vec<(f64, f64)> {
        stretches.iter().map(|stretch| (stretch.start_s, stretch.sound.seconds())).collect()
    }

    #[test]
    fn silence_is_given_every_hop_from_the_first_second_on() {
        let mut window = SlidingWindow::new(8_000, 2.0, 0.5).unwrap();
        let given = stretches(&mut window, &[&[0.0; 8_000 * 3], &[0.0; 800]]);
        let expected = [(0.0, 1.0), (0.0, 1.5), (0.0, 2.0), (0.5, 2.0), (1.0, 2.0), (1.1, 2.0)];
        assert_eq!(times(&given), expected);
        assert_eq!(window.heard_samples(), 24_800);
    }

    #[test]
    fn a_short_stream_is_one_stretch_and_an_empty_one_none() {
        let window = || SlidingWindow::new(8_000, 3.0, 0.5).unwrap();
        assert_eq!(times(&stretches(&mut window(), &[&[0.1; 400]])), [(0.0, 0.05)]);
        assert_eq!(stretches(&mut window(), &[&[]]), []);
    }

    #[test]
    fn memory_holds_one_window() {
        let mut window = SlidingWindow::new(1_000, 0.5, 0.5).unwrap();
        for _ in 0..1_000 {
            window.push(&[0.0; 333], |stretch| assert_eq!(stretch.sound.seconds(), 0.5)).unwrap();
        }
        assert!(window.samples.capacity() < 1_000);
    }

    #[test]
    fn impossible_windows_and_samples_are_refused() {
        let error = |window_s, hop_s| {
            SlidingWindow::new(16_000, window_s, hop_s).err().unwrap().to_string()
        };
        assert_eq!(error(f64::NAN, 0.5), "expected a window of 0.5 to 60 s, got NaN");
        assert_eq!(error(2.0, 3.0), "expected a hop of 0.05 to 2 s, got 3");
        assert!(SlidingWindow::new(3, 2.0, 1.0).is_err_and(|e| e == AudioError::AbsurdRate(3)));
        let mut window = SlidingWindow::new(16_000, 2.0, 1.0).unwrap();
        let broken = window.push(&[0.0, f32::NAN], |_| panic!("a stretch of two samples"));
        assert!(matches!(broken, Err(AudioError::NotFinite { position: 1, .. })));
        assert_eq!(window.heard_samples(), 0);
    }

    proptest! {
        #[test]
        fn the_stretches_do_not_depend_on_the_blocks(
            sound in prop::collection::vec(-1.0..1.0_f32, 1..6_000),
            block_samples in 1_usize..3_000,
        ) {
            let window = || SlidingWindow::new(1_000, 1.5, 0.25).unwrap();
            let blocks: Vec<&[f32]> = sound.chunks(block_samples).collect();
            let whole = stretches(&mut window(), &[&sound]);
            prop_assert_eq!(stretches(&mut window(), &blocks), whole);
        }
    }
}
