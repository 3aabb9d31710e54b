//! Clips as they are heard by a network that got used to their speaker's voice.

use std::collections::BTreeMap;
use std::ops::Range;

use burn::prelude::*;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::judging::judged;
use crate::emotion::Emotion;
use crate::evaluation::Judged;
use crate::model::{Calibration, ClassifyError, Network, Strangers, make_out, read};
use crate::training::{Examples, ListenError, Preparation, window_statistics};

/// Clips of a speaker that are heard before the others are judged.
pub const CLIPS_BEFORE: usize = 10;

/// Who judges clips that were heard window by window.
pub struct Listener<'a> {
    /// The network, or the part of it behind the statistics, on the device.
    pub network: &'a Network,
    /// How the speakers of its training sound.
    pub strangers: &'a Strangers,
    /// From its logits to what is likely.
    pub calibration: &'a Calibration,
    /// Where it lies.
    pub device: &'a Device,
}

/// Clips as they were heard.
pub struct Heard {
    /// Each by itself.
    pub judged: Vec<Judged>,
    /// Each once ten others of its speaker were heard.
    pub acquainted: Vec<Judged>,
}

/// The statistics of each window of a clip.
type Told = Vec<Vec<f32>>;

impl Listener<'_> {
    /// Hears examples both ways; the seed draws which others are heard before.
    ///
    /// # Errors
    /// [`ListenError`] if features cannot be read, or the device fails.
    pub async fn hear(
        &self,
        preparation: &Preparation,
        examples: &Examples,
        seed: u64,
    ) -> Result<Heard, ListenError> {
        let told = window_statistics(self.network, preparation, examples, self.device).await?;
        let speakers: Vec<usize> = examples.list.iter().map(|example| example.speaker).collect();
        let alone = self.logits(&told.iter().collect::<Vec<_>>(), &[]).await?;
        let acquainted = self.acquainted_logits(&speakers, &told, seed).await?;
        Ok(Heard { judged: judged(examples, alone), acquainted: judged(examples, acquainted) })
    }

    /// Logits of each clip, the mean over its windows, after a voice is taken from all of them; an
    /// empty voice takes nothing.
    async fn logits(
        &self,
        clips: &[&Told],
        voice: &[f32],
    ) -> Result<Vec<[f32; Emotion::COUNT]>, ClassifyError> {
        let windows: Vec<f32> = clips.iter().flat_map(|told| told.concat()).collect();
        let count = clips.iter().map(|told| told.len()).sum::<usize>();
        if count == 0 {
            return Ok(vec![[0.0; Emotion::COUNT]; clips.len()]);
        }
        let shape = [count, windows.len() / count];
        let mut statistics = Tensor::<2>::from_data(TensorData::new(windows, shape), self.device);
        if !voice.is_empty() {
            statistics = statistics - Tensor::<1>::from_floats(voice, self.device).unsqueeze();
        }
        let embedding = self.network.embed_statistics(statistics);
        let logits = read(self.network.judge(embedding)).await?;
        let mut rows = logits.as_chunks::<{ Emotion::COUNT }>().0.iter();
        Ok(clips.iter().map(|told| mean(rows.by_ref().take(told.len()))).collect())
    }

    /// Logits of each clip once ten others of its speaker were heard: of the other half of what they
    /// say, drawn by the seed, whatever they perform, and without being told what.
    async fn acquainted_logits(
        &self,
        speakers: &[usize],
        told: &[Told],
        seed: u64,
    ) -> Result<Vec<[f32; Emotion::COUNT]>, ClassifyError> {
        let mut of_speaker = BTreeMap::<usize, Vec<usize>>::new();
        for (clip, &speaker) in speakers.iter().enumerate() {
            of_speaker.entry(speaker).or_default().push(clip);
        }
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut logits = vec![[0.0; Emotion::COUNT]; told.len()];
        for clips in of_speaker.values_mut() {
            clips.shuffle(&mut rng);
            for (before, judged) in halves(clips.len()) {
                let before = clips[before].iter().take(CLIPS_BEFORE).map(|&clip| &told[clip]);
                let voice = self.voice(before).await?;
                let judged = &clips[judged];
                let rows: Vec<&Told> = judged.iter().map(|&clip| &told[clip]).collect();
                let heard = self.logits(&rows, &voice).await?;
                judged.iter().zip(heard).for_each(|(&clip, heard)| logits[clip] = heard);
            }
        }
        Ok(logits)
    }

    /// The voice of clips; empty without one.
    async fn voice(&self, clips: impl Iterator<Item = &Told>) -> Result<Vec<f32>, ClassifyError> {
        let said: Vec<Vec<f32>> = clips.map(mean_row).collect();
        let said: Vec<&[f32]> = said.iter().map(Vec::as_slice).collect();
        if said.is_empty() {
            return Ok(Vec::new());
        }
        make_out(self.network, self.strangers, self.calibration, &said, self.device).await
    }
}

/// Each half of so many clips, after the other.
fn halves(clips: usize) -> [(Range<usize>, Range<usize>); 2] {
    let middle = clips / 2;
    [(0..middle, middle..clips), (middle..clips, 0..middle)]
}

fn mean<'a>(rows: impl Iterator<Item = &'a [f32; Emotion::COUNT]>) -> [f32; Emotion::COUNT] {
    let rows: Told = rows.map(|row| row.to_vec()).collect();
    let mean = mean_row(&rows);
    std::array::from_fn(|i| mean.get(i).copied().unwrap_or(0.0))
}

fn mean_row(rows: &Told) -> Vec<f32> {
    let mut mean = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in rows {
        mean.iter_mut().zip(row).for_each(|(sum, value)| *sum += value / rows.len() as f32);
    }
    mean
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::model::{NetworkConfig, Said, StatisticsNetConfig};

    const WIDTH: usize = 6;
    const SPEAKERS: usize = 3;

    /// A clip of so many windows, which sounds a little like its emotion and its speaker.
    fn clip(number: usize, shift: f32) -> Told {
        let value = |window: usize, i: usize| {
            let emotion = if i == number % Emotion::COUNT % WIDTH { 1.0 } else { 0.0 };
            emotion + 0.1 * ((number * 7 + window * 3 + i) as f32).sin() + shift
        };
        let windows = 0..1 + number % 2;
        windows.map(|window| (0..WIDTH).map(|i| value(window, i)).collect()).collect()
    }

    /// Clips of three speakers in turn, the last of whom sounds so much different in all.
    fn clips(shift: f32) -> (Vec<usize>, Vec<Told>) {
        let speakers: Vec<usize> = (0..60).map(|number| number % SPEAKERS).collect();
        let shift = |number: usize| if speakers[number] == SPEAKERS - 1 { shift } else { 0.0 };
        let told = (0..60).map(|number| clip(number, shift(number))).collect();
        (speakers, told)
    }

    fn heard_by<T>(hear: impl FnOnce(Listener<'_>) -> T) -> T {
        let device = Device::flex();
        device.seed(3);
        let config = StatisticsNetConfig {
            values: WIDTH,
            hidden: 16,
            dropout: 0.0,
            classes: Emotion::COUNT,
        };
        let (speakers, told) = clips(0.0);
        let said = told.iter().zip(&speakers).enumerate().map(|(number, (told, &speaker))| Said {
            speaker,
            emotion: Emotion::ALL[number % Emotion::COUNT],
            statistics: &told[0],
        });
        hear(Listener {
            network: &NetworkConfig::Statistics(config).init(&device),
            strangers: &Strangers::of(said),
            calibration: &Calibration::NONE,
            device: &device,
        })
    }

    fn farthest(a: &[[f32; Emotion::COUNT]], b: &[[f32; Emotion::COUNT]]) -> f32 {
        let pairs = a.as_flattened().iter().zip(b.as_flattened());
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn what_a_microphone_adds_to_all_that_somebody_says_is_taken_away() {
        heard_by(|listener| {
            let alone = |told: &[Told]| {
                block_on(listener.logits(&told.iter().collect::<Vec<_>>(), &[])).unwrap()
            };
            let acquainted = |(speakers, told): &(Vec<usize>, Vec<Told>)| {
                block_on(listener.acquainted_logits(speakers, told, 0)).unwrap()
            };
            let (plain, shifted) = (clips(0.0), clips(20.0));
            let strange = farthest(&alone(&plain.1), &alone(&shifted.1));
            let left = farthest(&acquainted(&plain), &acquainted(&shifted));
            assert!(strange > 1.0 && left < 0.2 * strange, "{left} of {strange}");
        });
    }

    #[test]
    fn no_clip_is_told_of_itself_and_who_said_no_other_is_heard_as_a_stranger() {
        assert_eq!(halves(5), [(0..2, 2..5), (2..5, 0..2)]);
        heard_by(|listener| {
            let told = vec![clip(0, 1.0)];
            let alone = block_on(listener.logits(&[&told[0]], &[])).unwrap();
            let acquainted = block_on(listener.acquainted_logits(&[0], &told, 0)).unwrap();
            assert_eq!(alone, acquainted);
        });
    }

    #[test]
    fn a_clip_is_the_mean_of_its_windows() {
        heard_by(|listener| {
            let both = clip(1, 0.0);
            let single = |window: usize| {
                block_on(listener.logits(&[&vec![both[window].clone()]], &[])).unwrap()[0]
            };
            let together = block_on(listener.logits(&[&both], &[])).unwrap()[0];
            let mean = std::array::from_fn(|i| (single(0)[i] + single(1)[i]) / 2.0);
            assert!(farthest(&[together], &[mean]) < 1e-5);
        });
    }
}
