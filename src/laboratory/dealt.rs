//! Clips, dealt.

use std::collections::BTreeMap;

use super::protocol::{Job, Reply, Settings, Side};
use super::{Deal, Rows};
use crate::corpus::{Clip, SplitKind};
use crate::emotion::Emotion;

/// Clips and who of them goes where.
pub struct Dealt {
    pub clips: Vec<Clip>,
    pub rows: Vec<Rows>,
    pub deal: Deal,
}

impl Dealt {
    /// Deals clips, or their rows.
    pub fn new(clips: Vec<Clip>, rows: Vec<Rows>, split: SplitKind, seed: u64) -> Self {
        Self { deal: Deal::new(split, &clips, &rows, seed), clips, rows }
    }

    /// What a page is told of it.
    pub fn told(&self, job: Job) -> Reply {
        let side = |positions: &[usize]| Side {
            clips: positions.len(),
            speakers: self.deal.speakers(positions, &self.clips, &self.rows).len(),
        };
        let split = &self.deal.split;
        let (train, validation, test) =
            (side(&split.train), side(&split.validation), side(&split.test));
        Reply::Dealt { job, train, validation, test }
    }

    /// The first clip of each emotion on the test side.
    pub fn examples(&self) -> Vec<(Emotion, String)> {
        let mut first = BTreeMap::new();
        for clip in self.deal.clips_at(&self.deal.split.test, &self.clips, &self.rows) {
            first.entry(clip.emotion).or_insert(clip);
        }
        let path =
            |(emotion, clip): (Emotion, &Clip)| (emotion, clip.path.to_string_lossy().into_owned());
        first.into_iter().map(path).collect()
    }

    /// What must be the same for a training to go on: the settings, what the clips hold and who of
    /// them goes where.
    pub fn fingerprint(
        &self,
        settings: &Settings,
    ) -> Result<[u8; blake3::OUT_LEN], postcard::Error> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&postcard::to_stdvec(settings)?);
        hasher.update(self.deal.fingerprint(&self.clips)?.as_bytes());
        Ok(*hasher.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;
    use crate::features::FrameKinds;
    use crate::laboratory::Preset;

    #[test]
    fn a_training_does_not_go_on_with_the_speakers_of_another() {
        let settings = Settings {
            preset: Preset::Seed,
            split: SplitKind::Speaker,
            seed: 0,
            epochs: 1,
            batch_size: 2,
            learning_rate: 1e-3,
            plateau: None,
            augment: FrameKinds::NONE,
        };
        let of = |speakers: [&str; 2]| {
            let clips = vec![clip("mine", speakers[0], 1), clip("mine", speakers[1], 2)];
            let dealt = Dealt::new(clips, Vec::new(), SplitKind::Speaker, 0);
            dealt.fingerprint(&settings).unwrap()
        };
        assert_eq!(of(["anna", "bob"]), of(["anna", "bob"]));
        assert_ne!(of(["anna", "bob"]), of(["anna", "carl"]));
    }
}
