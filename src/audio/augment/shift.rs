//! Other places in time.

use crate::audio::Waveform;

/// Moves a sound later in time, or earlier by a negative number of samples.
///
/// The length stays; silence fills the gap, and what is moved past an end is gone.
pub fn shift(sound: &Waveform, by_samples: isize) -> Waveform {
    let mut moved = sound.clone();
    let samples = moved.samples_mut();
    let gap = by_samples.unsigned_abs().min(samples.len());
    let kept = samples.len() - gap;
    if by_samples < 0 {
        samples.copy_within(gap.., 0);
        samples[kept..].fill(0.0);
    } else {
        samples.copy_within(..kept, gap);
        samples[..gap].fill(0.0);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_moves_both_ways_and_fills_with_silence() {
        let sound = Waveform::new(vec![1.0, 2.0, 3.0, 4.0], 8_000).unwrap();
        assert_eq!(shift(&sound, 1).samples(), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(shift(&sound, -3).samples(), [4.0, 0.0, 0.0, 0.0]);
        assert_eq!(shift(&sound, 0), sound);
        assert_eq!(shift(&sound, isize::MIN).samples(), [0.0; 4]);
    }
}
