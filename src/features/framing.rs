//! How a sound is cut into overlapping frames.

use std::ops::Range;

/// Frames centred at every hop of a sound, one at its beginning, as `center=True` lays them in
/// librosa 0.11.0; what reaches beyond the sound's ends is left to the caller to fill.
#[derive(Debug, Clone, Copy)]
pub(super) struct Framing {
    /// Samples of a frame.
    pub frame_samples: usize,
    /// Samples from one frame to the next.
    pub hop_samples: usize,
    /// Samples of a frame that lie before its centre.
    pub lead_samples: usize,
}

impl Framing {
    /// Frames of an even number of samples, as many before the centre as after it.
    pub fn even(frame_samples: usize, hop_samples: usize) -> Self {
        Self { frame_samples, hop_samples, lead_samples: frame_samples / 2 }
    }

    /// Frames of a sound of so many samples.
    pub fn frames(self, samples: usize) -> usize {
        1 + samples / self.hop_samples
    }

    /// The samples of a sound under frame `t`.
    pub fn under(self, t: usize, samples: usize) -> Range<usize> {
        let centre = t * self.hop_samples;
        let start = centre.saturating_sub(self.lead_samples).min(samples);
        let end = (centre + self.frame_samples).saturating_sub(self.lead_samples).min(samples);
        start..end
    }

    /// Where in frame `t` the sound begins: 0 unless the frame starts before it.
    pub fn offset(self, t: usize) -> usize {
        self.lead_samples.saturating_sub(t * self.hop_samples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_frame_is_half_before_the_sound_and_the_last_half_behind_it() {
        let framing = Framing::even(4, 2);
        assert_eq!(framing.frames(5), 3);
        assert_eq!((framing.offset(0), framing.under(0, 5)), (2, 0..2));
        assert_eq!((framing.offset(1), framing.under(1, 5)), (0, 0..4));
        assert_eq!((framing.offset(2), framing.under(2, 5)), (0, 2..5));
    }

    #[test]
    fn a_frame_past_the_end_holds_nothing() {
        assert_eq!(Framing::even(4, 2).under(9, 5), 5..5);
    }
}
