//! From the features of a whole sound to the windows that the network judges.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::features::{Features, percentile};

/// Decibels below the loudest frames at which a sound counts as begun or over.
const TRIM_DB: f32 = 40.0;
/// Frames kept before the first and after the last loud one.
const MARGIN_FRAMES: usize = 8;

/// How a frame sequence is levelled, trimmed and cut before the network sees it.
///
/// Levels are taken relative to the sound's own loud frames, so that neither a microphone's gain
/// nor a room's noise floor is heard.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Framing {
    /// Frames of a whole window.
    pub window_frames: usize,
    /// Frames from the start of a window to the start of the next.
    pub hop_frames: usize,
    /// Decibels below the sound's loud frames where a band's level is cut off.
    pub floor_db: f32,
}

impl Framing {
    /// Three seconds every one and a half, at 100 frames a second; the lowest 60 dB unheard.
    pub const DEFAULT: Self = Self { window_frames: 300, hop_frames: 150, floor_db: -60.0 };

    /// The shortest window that a network takes: time is halved a few times on the way.
    pub const LEAST_FRAMES: usize = 16;

    /// The longest, half a minute, as long as Whisper hears at once: what its attention takes grows
    /// with the square.
    pub const MOST_FRAMES: usize = 3_000;

    /// Whether windows are long enough for a network, and short enough to be heard, and numbers.
    pub(super) fn is_sound(&self) -> bool {
        (Self::LEAST_FRAMES..=Self::MOST_FRAMES).contains(&self.window_frames)
            && self.hop_frames > 0
            && self.floor_db.is_finite()
    }

    /// Levels a sound's decibels relative to its loud frames and drops what is quiet at both ends,
    /// but for a margin; where fewer than [`Self::LEAST_FRAMES`] are left, they are repeated.
    ///
    /// Returns the levelled features and the range of frames that they were.
    pub fn level(&self, features: &Features) -> (Features, Range<usize>) {
        let loudness = frame_loudness_db(features);
        let loud_db = percentile(&loudness, 0.95);
        let kept = active_frames(&loudness, loud_db - TRIM_DB);
        let frames = kept.len().max(Self::LEAST_FRAMES);
        let values = features.values.chunks_exact(features.frames.max(1)).flat_map(|row| {
            let repeated = row[kept.clone()].iter().cycle().take(frames);
            repeated.map(|db| (db - loud_db).max(self.floor_db))
        });
        (Features { values: values.collect(), rows: features.rows, frames }, kept)
    }

    /// Raises what lies below the floor in levelled features: where they were varied since, some do.
    pub fn raise(&self, levelled: &mut Features) {
        levelled.values.iter_mut().for_each(|db| *db = db.max(self.floor_db));
    }

    /// The windows over a number of frames: one shorter window if there is less than a whole one,
    /// else whole windows, the last of which ends with the sound.
    pub fn windows(&self, frames: usize) -> Vec<Range<usize>> {
        if frames <= self.window_frames {
            return std::iter::once(0..frames).collect();
        }
        let last = frames - self.window_frames;
        let starts = (0..last).step_by(self.hop_frames.max(1)).chain([last]);
        starts.map(|start| start..start + self.window_frames).collect()
    }
}

/// Mean level of each frame's bands, in decibels.
fn frame_loudness_db(features: &Features) -> Vec<f32> {
    let mut loudness = vec![0.0f32; features.frames];
    for row in features.values.chunks_exact(features.frames.max(1)) {
        loudness.iter_mut().zip(row).for_each(|(sum, db)| *sum += db);
    }
    let rows = features.rows.max(1) as f32;
    loudness.iter_mut().for_each(|sum| *sum /= rows);
    loudness
}

/// From the first frame at or above a level to the last, with a margin; all frames if none is.
fn active_frames(loudness_db: &[f32], from_db: f32) -> Range<usize> {
    let first = loudness_db.iter().position(|&db| db >= from_db);
    let last = loudness_db.iter().rposition(|&db| db >= from_db);
    match (first, last) {
        (Some(first), Some(last)) => {
            let end = (last + 1 + MARGIN_FRAMES).min(loudness_db.len());
            first.saturating_sub(MARGIN_FRAMES)..end
        }
        _ => 0..loudness_db.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two bands at the given levels.
    fn features(levels_db: &[f32]) -> Features {
        let values = [levels_db, levels_db].concat();
        Features { values, rows: 2, frames: levels_db.len() }
    }

    #[test]
    fn gain_does_not_change_what_the_network_sees() {
        let quiet: Vec<f32> = (0..50).map(|i| -90.0 + (i as f32 * 0.7).sin() * 20.0).collect();
        let loud: Vec<f32> = quiet.iter().map(|db| db + 30.0).collect();
        let (a, _) = Framing::DEFAULT.level(&features(&quiet));
        let (b, _) = Framing::DEFAULT.level(&features(&loud));
        assert!(a.values.iter().zip(&b.values).all(|(a, b)| (a - b).abs() < 1e-4));
    }

    #[test]
    fn silence_at_both_ends_is_dropped_but_for_a_margin() {
        let mut levels = vec![-100.0; 200];
        levels[80..120].fill(-20.0);
        let (levelled, kept) = Framing::DEFAULT.level(&features(&levels));
        assert_eq!(kept, 80 - MARGIN_FRAMES..120 + MARGIN_FRAMES);
        assert_eq!(levelled.frames, kept.len());
        assert_eq!(levelled.values.len(), 2 * kept.len());
    }

    #[test]
    fn a_click_is_repeated_until_it_is_a_window() {
        let (levelled, kept) = Framing::DEFAULT.level(&features(&[-10.0, -20.0]));
        assert_eq!(kept, 0..2);
        assert_eq!(levelled.frames, Framing::LEAST_FRAMES);
        assert_eq!(levelled.row(1)[..4], [0.0, -10.0, 0.0, -10.0]);
    }

    #[test]
    fn what_little_is_left_of_a_long_sound_is_repeated_too() {
        let mut levels = vec![-100.0; 100];
        levels[..6].fill(-20.0);
        let (levelled, kept) = Framing::DEFAULT.level(&features(&levels));
        assert_eq!(kept, 0..6 + MARGIN_FRAMES);
        assert_eq!(levelled.frames, Framing::LEAST_FRAMES);
        assert_eq!(levelled.row(0)[kept.len() - 1..], [-60.0, 0.0, 0.0]);
    }

    #[test]
    fn windows_cover_every_frame_and_end_with_the_sound() {
        let only = |frames| std::iter::once(0..frames).collect::<Vec<_>>();
        assert_eq!(Framing::DEFAULT.windows(120), only(120));
        assert_eq!(Framing::DEFAULT.windows(300), only(300));
        assert_eq!(Framing::DEFAULT.windows(400), [0..300, 100..400]);
        assert_eq!(Framing::DEFAULT.windows(600), [0..300, 150..450, 300..600]);
    }
}
