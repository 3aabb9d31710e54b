//! A recording while it grows: its samples, its running picture, its level, and what was lost.

use crate::engine::protocol::SpectrogramView;

/// Longest recording in seconds; then it stops by itself and is judged.
pub const LONGEST_RECORDING_S: f64 = 600.0;

/// Length of the time axis at first, in seconds; it doubles whenever the recording outgrows it.
pub const FIRST_AXIS_S: f64 = 8.0;

/// The quietest level that the meter shows, in decibels relative to full scale.
pub const METER_FLOOR_DB: f32 = -60.0;

/// Pairs of extremes a second in [`Live::envelope`].
pub const ENVELOPE_RATE_HZ: u32 = 100;

/// A recording while it grows.
#[derive(Debug, Clone, Default)]
pub struct Live {
    rate_hz: u32,
    samples: Vec<f32>,
    envelope: Vec<f32>,
    next_frame: Option<u64>,
    dropped_frames: u64,
    peak: f32,
    picture: Option<SpectrogramView>,
}

impl Live {
    /// A recording at this rate, with nothing in it yet.
    pub fn new(rate_hz: u32) -> Self {
        Self { rate_hz, ..Self::default() }
    }

    /// Takes the next block; `frame` is the number of its first frame as the microphone counts.
    /// Frames that the count skips were dropped on the way.
    pub fn push(&mut self, frame: u64, samples: &[f32]) {
        let expected = self.next_frame.unwrap_or(frame);
        self.dropped_frames += frame.saturating_sub(expected);
        self.next_frame = Some(frame + samples.len() as u64);
        self.peak = samples.iter().fold(0.0, |peak, s| peak.max(s.abs()));
        self.samples.extend_from_slice(samples);
        self.extend_envelope();
    }

    fn extend_envelope(&mut self) {
        let span = (self.rate_hz / ENVELOPE_RATE_HZ).max(1) as usize;
        let done = self.envelope.len() / 2 * span;
        for part in self.samples[done..].chunks_exact(span) {
            let least = part.iter().copied().fold(f32::INFINITY, f32::min);
            let most = part.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.envelope.extend([least, most]);
        }
    }

    /// Appends columns to the running picture.
    pub fn paint(&mut self, columns: SpectrogramView) {
        match &mut self.picture {
            Some(picture) if picture.bands == columns.bands => {
                picture.levels.extend_from_slice(&columns.levels);
            }
            picture => *picture = Some(columns),
        }
    }

    /// Samples a second.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// The whole recording so far.
    pub fn samples(&self) -> &[f32] {
        &self.samples
    }

    /// The whole recording, without a copy.
    pub fn into_samples(self) -> Vec<f32> {
        self.samples
    }

    /// Least and largest sample of every hundredth of a second, one after the other: what a
    /// waveform of any length is drawn from in no time.
    pub fn envelope(&self) -> &[f32] {
        &self.envelope
    }

    /// Length so far, in seconds.
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz.max(1))
    }

    /// Length of the time axis, in seconds.
    pub fn axis_s(&self) -> f64 {
        let mut axis_s = FIRST_AXIS_S;
        while axis_s < self.seconds() {
            axis_s *= 2.0;
        }
        axis_s
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

    /// The picture over the whole time axis, silent where nothing has come yet.
    pub fn picture(&self) -> Option<SpectrogramView> {
        let picture = self.picture.as_ref().filter(|p| p.bands > 0 && p.hop_s > 0.0)?;
        let columns = (self.axis_s() / picture.hop_s).ceil() as usize + 1;
        let mut levels = picture.levels.clone();
        levels.resize((columns * picture.bands).max(levels.len()), 0);
        Some(SpectrogramView { levels, centres_hz: picture.centres_hz.clone(), ..*picture })
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
        let mut live = Live::new(1_000);
        live.push(128, &[0.0; 100]);
        live.push(228, &[0.5; 100]);
        assert_eq!((live.dropped_frames(), live.seconds()), (0, 0.2));
        live.push(400, &[0.0; 100]);
        assert_eq!(live.dropped_frames(), 72);
    }

    #[test]
    fn silence_is_recorded_like_any_sound() {
        let mut live = Live::new(1_000);
        live.push(0, &[0.0; 500]);
        assert_eq!((live.samples().len(), live.level()), (500, 0.0));
    }

    #[test]
    fn the_meter_reads_decibels() {
        let mut live = Live::new(1_000);
        live.push(0, &[-1.0]);
        assert_eq!(live.level(), 1.0);
        live.push(1, &[0.031_622_78]);
        assert!((live.level() - 0.5).abs() < 1e-4, "−30 dB stands in the middle");
    }

    #[test]
    fn the_envelope_is_the_same_whatever_the_blocks() {
        let ramp: Vec<f32> = (0..1_000).map(|i| i as f32 / 1_000.0 - 0.5).collect();
        let (mut whole, mut parts) = (Live::new(1_000), Live::new(1_000));
        whole.push(0, &ramp);
        for (i, part) in ramp.chunks(7).enumerate() {
            parts.push(7 * i as u64, part);
        }
        assert_eq!(whole.envelope().len(), 2 * ENVELOPE_RATE_HZ as usize);
        assert_eq!(whole.envelope(), parts.envelope());
        assert_eq!(whole.envelope()[..2], [ramp[0], ramp[9]]);
    }

    #[test]
    fn the_axis_doubles_when_it_is_full() {
        let mut live = Live::new(1_000);
        assert_eq!(live.axis_s(), 8.0);
        live.push(0, &[0.1; 8_000]);
        assert_eq!(live.axis_s(), 8.0);
        live.push(8_000, &[0.1; 1]);
        assert_eq!(live.axis_s(), 16.0);
    }

    #[test]
    fn a_young_recording_stands_at_the_left_of_an_empty_picture() {
        let mut live = Live::new(1_000);
        assert!(live.picture().is_none());
        live.push(0, &[0.1; 1_000]);
        live.paint(columns(60, 9));
        live.paint(columns(40, 9));
        let picture = live.picture().unwrap();
        assert_eq!(picture.levels.len(), 801 * 2);
        assert_eq!(picture.levels[..200], [9; 200]);
        assert!(picture.levels[200..].iter().all(|&level| level == 0));
    }
}
