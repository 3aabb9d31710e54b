//! The thresholds and the search of Rabiner and Sambur.

use std::ops::Range;

use super::SILENCE_LEVEL;
use super::frames::Frames;

/// How far, in frames of 10 ms, zero crossings are followed beyond the endpoints.
const FRICATIVE_FRAMES: usize = 25;

/// Thresholds of the mean magnitude: speech lies above the lower one all along, and above the upper
/// one at some moment; a voiced frame is evidence enough at less.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Thresholds {
    lower: f32,
    voiced: f32,
    upper: f32,
}

impl Thresholds {
    /// The paper's: between floor and peak near the floor, but no more than four times the floor.
    fn between(floor: f32, peak: f32) -> Self {
        let lower = (0.03 * (peak - floor) + floor).min(4.0 * floor);
        // A floor of digital silence would make anything speech.
        let lower = lower.max(SILENCE_LEVEL / 10.0);
        Self { lower, voiced: 2.0 * lower, upper: 5.0 * lower }
    }
}

/// The frames from the first to the last speech, or `None`.
pub(super) fn find(frames: &Frames) -> Option<Range<usize>> {
    let quietest = quietest_tenth(&frames.magnitude);
    let mean = |values: &[f32]| {
        quietest.iter().map(|frame| values[*frame]).sum::<f32>() / quietest.len() as f32
    };
    let floor = mean(&frames.magnitude);
    let peak = frames.magnitude.iter().copied().fold(0.0, f32::max);
    let thresholds = Thresholds::between(floor, peak);
    if peak < thresholds.upper {
        return voiced_span(&frames.voiced);
    }
    let islands = islands(frames, thresholds);
    let active = voiced_stretch(&islands, &frames.voiced)?;
    let crossings_hz =
        fricative_crossings_hz(mean(&frames.crossings_hz), &frames.crossings_hz, &quietest);
    Some(with_fricatives(active, &frames.crossings_hz, crossings_hz))
}

/// Indices of the tenth of the frames that is quietest, at least one.
fn quietest_tenth(magnitude: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..magnitude.len()).collect();
    order.sort_by(|a, b| magnitude[*a].total_cmp(&magnitude[*b]));
    order.truncate(magnitude.len().div_ceil(10));
    order
}

/// In a sound without contrast, a held vowel or speech in loud noise: what is voiced, if that is
/// 100 ms or more.
fn voiced_span(voiced: &[bool]) -> Option<Range<usize>> {
    let count = voiced.iter().filter(|voiced| **voiced).count();
    let first = voiced.iter().position(|voiced| *voiced)?;
    let last = voiced.iter().rposition(|voiced| *voiced)?;
    (count >= 10).then_some(first..last + 1)
}

/// Runs of frames above the lower threshold that somewhere reach the one that they need.
fn islands(frames: &Frames, thresholds: Thresholds) -> Vec<Range<usize>> {
    let is_above = |frame: &usize| frames.magnitude[*frame] > thresholds.lower;
    let is_speech = |frame: &usize| {
        let needed = if frames.voiced[*frame] { thresholds.voiced } else { thresholds.upper };
        frames.magnitude[*frame] > needed
    };
    let indices: Vec<usize> = (0..frames.len()).collect();
    indices
        .chunk_by(|a, b| is_above(a) == is_above(b))
        .filter(|run| run.iter().any(is_speech))
        .map(|run| run[0]..run[run.len() - 1] + 1)
        .collect()
}

/// From the first to the last voiced island, with the unvoiced ones that lie close: a plosive
/// stands apart from its vowel.
fn voiced_stretch(islands: &[Range<usize>], voiced: &[bool]) -> Option<Range<usize>> {
    let is_voiced = |island: &Range<usize>| voiced[island.clone()].contains(&true);
    let first = islands.iter().position(is_voiced)?;
    let last = islands.iter().rposition(is_voiced)?;
    let is_near = |a: usize, b: usize| b - a <= FRICATIVE_FRAMES;
    let start = islands[..first].iter().rev().fold(islands[first].start, |start, island| {
        if is_near(island.end, start) { island.start } else { start }
    });
    let end = islands[last + 1..].iter().fold(islands[last].end, |end, island| {
        if is_near(end, island.start) { island.end } else { end }
    });
    Some(start..end)
}

/// The crossing rate from which a quiet frame is a fricative: three deviations above that of the
/// floor, and 2 500 a second at least.
///
/// The paper has the lower of the two, for floors of hum; wide-band noise would pass that.
fn fricative_crossings_hz(mean: f32, crossings_hz: &[f32], quietest: &[usize]) -> f32 {
    let variance = quietest.iter().map(|f| (crossings_hz[*f] - mean).powi(2)).sum::<f32>();
    (mean + 3.0 * (variance / quietest.len() as f32).sqrt()).max(2_500.0)
}

/// Moves the ends outwards to the farthest fricative frame within 250 ms, if there are three.
fn with_fricatives(active: Range<usize>, crossings_hz: &[f32], threshold_hz: f32) -> Range<usize> {
    let fricatives = |range: Range<usize>| -> Vec<usize> {
        range.filter(|frame| crossings_hz[*frame] > threshold_hz).collect()
    };
    let before = fricatives(active.start.saturating_sub(FRICATIVE_FRAMES)..active.start);
    let after = fricatives(active.end..(active.end + FRICATIVE_FRAMES).min(crossings_hz.len()));
    let start = if before.len() >= 3 { before[0] } else { active.start };
    let end = if after.len() >= 3 { after[after.len() - 1] + 1 } else { active.end };
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_follow_the_paper() {
        let thresholds = Thresholds::between(0.01, 0.5);
        assert!((thresholds.lower - 0.0247).abs() < 1e-6);
        assert_eq!(thresholds.upper, 5.0 * thresholds.lower);
        assert_eq!(Thresholds::between(0.001, 0.9).lower, 0.004);
    }

    #[test]
    fn an_island_must_rise_to_what_it_needs() {
        let thresholds = Thresholds { lower: 1.0, voiced: 2.5, upper: 4.0 };
        let magnitude = vec![0.0, 3.0, 2.0, 0.0, 2.0, 5.0, 2.0, 0.0, 3.0];
        let mut voiced = vec![false; 9];
        voiced[8] = true;
        let frames = Frames { magnitude, voiced, crossings_hz: vec![0.0; 9], hop_samples: 1 };
        assert_eq!(islands(&frames, thresholds), [4..7, 8..9]);
    }

    #[test]
    fn a_plosive_belongs_to_its_vowel_and_a_far_click_does_not() {
        let mut voiced = [false; 100];
        voiced[40..50].fill(true);
        let islands = [2..3, 30..33, 38..52, 60..62, 95..96];
        assert_eq!(voiced_stretch(&islands, &voiced), Some(30..62));
        assert_eq!(voiced_stretch(&islands[..2], &voiced), None);
    }

    #[test]
    fn three_fricative_frames_move_an_end() {
        let mut crossings_hz = [500.0; 60];
        crossings_hz[12..16].fill(4_000.0);
        crossings_hz[45..47].fill(4_000.0);
        assert_eq!(with_fricatives(20..40, &crossings_hz, 2_500.0), 12..40);
    }
}
