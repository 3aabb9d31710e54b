//! Which kinds of variation a training hears.

use serde::{Deserialize, Serialize};

use super::FrameAugment;

/// A kind of variation of frame sequences; see [`FrameAugment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// Speaking faster or slower.
    Speed,
    /// A shorter or longer vocal tract: bands moved up or down.
    Tract,
    /// Another microphone: bands tilted, those of noise, too.
    Tilt,
    /// Noise behind the voice.
    Noise,
    /// Stretches of time and of bands unheard.
    Masks,
}

impl FrameKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Speed, Self::Tract, Self::Tilt, Self::Noise, Self::Masks];

    /// A word for it, as in the names of what is tested.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Tract => "tract",
            Self::Tilt => "tilt",
            Self::Noise => "noise",
            Self::Masks => "masks",
        }
    }

    /// Its bit among the kinds that are left out.
    const fn bit(self) -> u8 {
        2 << self as u8
    }
}

/// Some of the kinds.
///
/// A byte: 0 for none, else 1 and the bits of those that are left out, so that trainings which were
/// kept when there was only all or nothing read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameKinds(u8);

impl FrameKinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self(1);

    /// Whether a kind is among them.
    pub const fn has(self, kind: FrameKind) -> bool {
        self.0 & 1 == 1 && self.0 & kind.bit() == 0
    }

    /// The same with, or without, a kind.
    pub fn with(self, kind: FrameKind, is_in: bool) -> Self {
        let has = |other: FrameKind| if other == kind { is_in } else { self.has(other) };
        let (within, without): (Vec<FrameKind>, Vec<FrameKind>) =
            FrameKind::ALL.into_iter().partition(|kind| has(*kind));
        match within.is_empty() {
            true => Self::NONE,
            false => Self(without.into_iter().fold(1, |bits, kind| bits | kind.bit())),
        }
    }
}

impl FrameAugment {
    /// Of these variations those of some kinds; none if there are none.
    pub fn only(mut self, kinds: FrameKinds) -> Option<Self> {
        if kinds == FrameKinds::NONE {
            return None;
        }
        for kind in FrameKind::ALL.into_iter().filter(|kind| !kinds.has(*kind)) {
            match kind {
                FrameKind::Speed => self.speed = 0.0,
                FrameKind::Tract => self.band_shift = 0.0,
                FrameKind::Tilt => self.tilt_db = 0.0,
                FrameKind::Noise => self.noise_share = 0.0,
                FrameKind::Masks => self.masks = 0,
            }
        }
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::features::Features;

    fn alone(kind: FrameKind) -> FrameKinds {
        FrameKinds::NONE.with(kind, true)
    }

    #[test]
    fn a_choice_of_kinds_holds_what_was_put_into_it() {
        for kind in FrameKind::ALL {
            for other in FrameKind::ALL {
                assert!(FrameKinds::ALL.has(kind) && !FrameKinds::NONE.has(kind));
                assert_eq!(alone(kind).has(other), kind == other);
                assert_eq!(FrameKinds::ALL.with(kind, false).has(other), kind != other);
            }
            assert_eq!(alone(kind).with(kind, false), FrameKinds::NONE);
            assert_eq!(FrameKinds::ALL.with(kind, false).with(kind, true), FrameKinds::ALL);
        }
    }

    #[test]
    fn a_choice_reads_what_was_kept_as_all_or_nothing() {
        let read = |is_on: bool| {
            let kept = postcard::to_stdvec(&is_on).unwrap();
            postcard::from_bytes::<FrameKinds>(&kept).unwrap()
        };
        assert_eq!((read(true), read(false)), (FrameKinds::ALL, FrameKinds::NONE));
    }

    #[test]
    fn a_kind_alone_changes_what_is_its_own() {
        let values = (0..8 * 40).map(|i| -((i % 40) as f32) - (i / 40) as f32).collect();
        let ramp = Features { values, rows: 8, frames: 40 };
        let varied = |kinds| {
            let augment = FrameAugment::DEFAULT.only(kinds).unwrap();
            let augment = FrameAugment { noise_share: augment.noise_share.round(), ..augment };
            let rng = &mut ChaCha8Rng::seed_from_u64(3);
            let (mut varied, speed) = augment.vary(&ramp, rng);
            augment.mask(&mut varied, rng);
            (varied, speed)
        };
        assert_eq!(FrameAugment::DEFAULT.only(FrameKinds::ALL), Some(FrameAugment::DEFAULT));
        assert_eq!(FrameAugment::DEFAULT.only(FrameKinds::NONE), None);
        for kind in FrameKind::ALL {
            let (changed, speed) = varied(alone(kind));
            assert_ne!(changed, ramp, "{kind:?}");
            assert_eq!(speed != 1.0, kind == FrameKind::Speed, "{kind:?}");
            let hidden = changed.values.iter().filter(|value| **value == 0.0).count();
            assert_eq!(hidden > 8, kind == FrameKind::Masks, "{kind:?}: {hidden}");
        }
    }
}
