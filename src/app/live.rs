//! An open microphone: what it brings, what of it is kept, its level, and what was lost.

use std::collections::VecDeque;

use crate::engine::protocol::SpectrogramView;

/// Longest recording in seconds; then it stops by itself and is judged.
pub const LONGEST_RECORDING_S: f64 = 600.0;

/// Length of the running pictures, in seconds.
pub const STRIP_S: f64 = 10.0;

/// The quietest level that the meter shows, in decibels relative to full scale.
pub const METER_FLOOR_DB: f32 = -60.0;

/// A peak from which on a sample is taken for clipped.
const CLIPS_FROM: f32 = 0.999;

/// How long the meter warns of a clipped sample, in seconds.
const WARNING_S: f64 = 2.0;

/// Pairs of extremes a second in [`Live::envelope`].
pub const ENVELOPE_RATE_HZ: u32 = 100;

/// Values a second in [`Envelope::extremes`].
pub const EXTREMES_RATE_HZ: u32 = 2 * ENVELOPE_RATE_HZ;

/// An open microphone.
#[derive(Debug, Clone, Default)]
pub struct Live {
    rate_hz: u32,
    keeps: bool,
    samples: Vec<f32>,
    heard_samples: u64,
    next_frame: Option<u64>,
    dropped_frames: u64,
    peak: f32,
    clipped_at_samples: Option<u64>,
    envelope: Envelope,
    columns: Columns,
}

impl Live {
    /// A microphone at this rate, of which nothing is heard yet; `keeps` if it is recorded.
    pub fn new(rate_hz: u32, keeps: bool) -> Self {
        let envelope = Envelope::new((rate_hz / ENVELOPE_RATE_HZ).max(1) as usize);
        Self { rate_hz, keeps, envelope, ..Self::default() }
    }

    /// Takes the next block; `frame` is the number of its first frame as the microphone counts.
    /// Frames that the count skips were dropped on the way.
    pub fn push(&mut self, frame: u64, samples: &[f32]) {
        let expected = self.next_frame.unwrap_or(frame);
        self.dropped_frames += frame.saturating_sub(expected);
        self.next_frame = Some(frame + samples.len() as u64);
        self.heard_samples += samples.len() as u64;
        self.peak = samples.iter().fold(0.0, |peak, s| peak.max(s.abs()));
        if self.peak >= CLIPS_FROM {
            self.clipped_at_samples = Some(self.heard_samples);
        }
        self.envelope.push(samples);
        if self.keeps {
            self.samples.extend_from_slice(samples);
        }
    }

    /// Appends columns to the running picture.
    pub fn paint(&mut self, columns: SpectrogramView) {
        self.columns.push(columns);
    }

    /// Samples a second.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Whether it is recorded.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// The whole recording, without a copy; empty if nothing was kept.
    pub fn into_samples(self) -> Vec<f32> {
        self.samples
    }

    /// The waveform of the last seconds.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The spectrogram of the last seconds.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Samples so far, kept or not.
    pub fn heard_samples(&self) -> u64 {
        self.heard_samples
    }

    /// Length so far, in seconds.
    pub fn seconds(&self) -> f64 {
        self.heard_samples as f64 / f64::from(self.rate_hz.max(1))
    }

    /// Frames that were lost between the microphone and here; 0 as it should be.
    pub fn dropped_frames(&self) -> u64 {
        self.dropped_frames
    }

    /// Level of the last block on the meter, 0 at [`METER_FLOOR_DB`] or below, 1 at full scale.
    pub fn level(&self) -> f32 {
        let db = 20.0 * self.peak.max(1e-6).log10();
        (1.0 - db / METER_FLOOR_DB).clamp(0.0, 1.0)
    }

    /// Whether a sample of the last moments was clipped.
    pub fn clips(&self) -> bool {
        let within = (WARNING_S * f64::from(self.rate_hz)) as u64;
        self.clipped_at_samples.is_some_and(|at| self.heard_samples - at <= within)
    }

    /// Whether any sample was clipped.
    pub fn has_clipped(&self) -> bool {
        self.clipped_at_samples.is_some()
    }
}

/// Least and largest sample of every hundredth of the last seconds: what a waveform is drawn from
/// in no time.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    span: usize,
    rest: Vec<f32>,
    pairs: VecDeque<(f32, f32)>,
    count: u64,
}

impl Envelope {
    fn new(span: usize) -> Self {
        Self { span, ..Self::default() }
    }

    fn push(&mut self, samples: &[f32]) {
        self.rest.extend_from_slice(samples);
        let whole = self.rest.len() / self.span.max(1) * self.span;
        for part in self.rest[..whole].chunks_exact(self.span.max(1)) {
            let least = part.iter().copied().fold(f32::INFINITY, f32::min);
            let most = part.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.pairs.push_back((least, most));
            self.count += 1;
        }
        self.rest.drain(..whole);
        let kept = (STRIP_S * f64::from(ENVELOPE_RATE_HZ)) as usize + 100;
        self.pairs.drain(..self.pairs.len().saturating_sub(kept));
    }

    /// The extremes one after the other, as a coarse sound with [`EXTREMES_RATE_HZ`]; and the time
    /// of the first, in seconds since the microphone opened.
    pub fn extremes(&self) -> (f64, Vec<f32>) {
        let first = self.count - self.pairs.len() as u64;
        let from_s = first as f64 / f64::from(ENVELOPE_RATE_HZ);
        (from_s, self.pairs.iter().flat_map(|(least, most)| [*least, *most]).collect())
    }

    /// The pairs with the time at the middle of each, in seconds since the microphone opened.
    pub fn pairs(&self) -> impl Iterator<Item = (f64, (f32, f32))> {
        let first = self.count - self.pairs.len() as u64;
        let at_s = move |i: usize| (first as f64 + i as f64 + 0.5) / f64::from(ENVELOPE_RATE_HZ);
        self.pairs.iter().enumerate().map(move |(i, pair)| (at_s(i), *pair))
    }
}

/// The columns of the last seconds of a running spectrogram.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// The bands, and how levels are to be read; its own levels are those of the last block.
    pub view: Option<SpectrogramView>,
    levels: VecDeque<u8>,
    count: u64,
}

impl Columns {
    fn push(&mut self, view: SpectrogramView) {
        let bands = view.bands.max(1);
        self.levels.extend(&view.levels);
        self.count += (view.levels.len() / bands) as u64;
        let kept = ((STRIP_S + 1.0) / view.hop_s.max(1e-3)) as usize * bands;
        self.levels.drain(..self.levels.len().saturating_sub(kept));
        self.view = Some(view);
    }

    /// Columns since the microphone opened.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Time of the newest column, in seconds since the microphone opened.
    pub fn newest_s(&self) -> f64 {
        self.view.as_ref().map_or(0.0, |view| self.count as f64 * view.hop_s)
    }

    /// The levels from a column on, or from the oldest that is left; and which column that is.
    pub fn since(&self, column: u64) -> (u64, Vec<u8>) {
        let bands = self.view.as_ref().map_or(1, |view| view.bands.max(1));
        let oldest = self.count - (self.levels.len() / bands) as u64;
        let first = column.clamp(oldest, self.count);
        let skipped = (first - oldest) as usize * bands;
        (first, self.levels.range(skipped..).copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(count: usize, level: u8) -> SpectrogramView {
        SpectrogramView {
            levels: vec![level; 2 * count],
            bands: 2,
            centres_hz: vec![100.0, 200.0],
            hop_s: 0.01,
            floor_db: -80.0,
            top_db: 0.0,
        }
    }

    #[test]
    fn blocks_that_follow_each_other_drop_nothing() {
        let mut live = Live::new(1_000, true);
        live.push(128, &[0.0; 100]);
        live.push(228, &[0.5; 100]);
        assert_eq!((live.dropped_frames(), live.seconds()), (0, 0.2));
        live.push(400, &[0.0; 100]);
        assert_eq!(live.dropped_frames(), 72);
    }

    #[test]
    fn silence_is_recorded_like_any_sound_and_nothing_unless_asked() {
        for (keeps, kept) in [(true, 500), (false, 0)] {
            let mut live = Live::new(1_000, keeps);
            live.push(0, &[0.0; 500]);
            assert_eq!((live.heard_samples(), live.level()), (500, 0.0));
            assert_eq!(live.into_samples().len(), kept);
        }
    }

    #[test]
    fn the_meter_reads_decibels() {
        let mut live = Live::new(1_000, true);
        live.push(0, &[-1.0]);
        assert_eq!(live.level(), 1.0);
        live.push(1, &[0.031_622_78]);
        assert!((live.level() - 0.5).abs() < 1e-4, "−30 dB stands in the middle");
    }

    #[test]
    fn a_clipped_sample_is_warned_of_for_a_while_and_not_forgotten() {
        let mut live = Live::new(1_000, false);
        live.push(0, &[0.9; 10]);
        assert!(!live.clips());
        live.push(10, &[1.0; 10]);
        assert!(live.clips());
        live.push(20, &[0.1; 3_000]);
        assert!(!live.clips() && live.has_clipped());
    }

    #[test]
    fn the_envelope_is_the_same_whatever_the_blocks() {
        let ramp: Vec<f32> = (0..1_000).map(|i| i as f32 / 1_000.0 - 0.5).collect();
        let (mut whole, mut parts) = (Live::new(1_000, true), Live::new(1_000, true));
        whole.push(0, &ramp);
        for (i, part) in ramp.chunks(7).enumerate() {
            parts.push(7 * i as u64, part);
        }
        let pairs: Vec<_> = whole.envelope().pairs().collect();
        assert_eq!(pairs, parts.envelope().pairs().collect::<Vec<_>>());
        assert_eq!(pairs.len(), ENVELOPE_RATE_HZ as usize);
        assert_eq!(pairs[0], (0.005, (ramp[0], ramp[9])));
    }

    #[test]
    fn only_the_last_seconds_are_drawn() {
        let mut live = Live::new(1_000, false);
        for _ in 0..30 {
            live.push(0, &[0.1; 1_000]);
            live.paint(columns(100, 9));
        }
        assert_eq!((live.columns().count(), live.columns().newest_s()), (3_000, 30.0));
        let (first, levels) = live.columns().since(0);
        assert_eq!((first, levels.len()), (1_900, 2 * 1_100));
        let (first, levels) = live.columns().since(2_990);
        assert_eq!((first, levels), (2_990, vec![9; 20]));
        let (at_s, _) = live.envelope().pairs().next().unwrap();
        assert!((at_s - 19.0).abs() < 0.01, "{at_s}");
        let (from_s, extremes) = live.envelope().extremes();
        assert_eq!((from_s, extremes.len()), (19.0, 11 * EXTREMES_RATE_HZ as usize));
    }
}
