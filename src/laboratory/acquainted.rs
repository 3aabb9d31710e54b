//! Clips as they are heard once their speakers are known by others of theirs.

use std::collections::BTreeMap;
use std::ops::Range;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::emotion::Emotion;
use crate::model::{Classifier, ClassifyError, Heard};

/// Clips of a speaker that are heard before the others are judged.
pub const CLIPS_BEFORE: usize = 10;

/// Logits of each clip once ten others of its speaker were heard: of the other half of what they
/// say, drawn by the seed, whatever they perform, and without being told what.
///
/// # Errors
/// [`ClassifyError::Device`] if the device fails.
pub async fn acquainted_logits<S: Ord>(
    classifier: &Classifier,
    clips: &[(S, Heard)],
    seed: u64,
) -> Result<Vec<[f32; Emotion::COUNT]>, ClassifyError> {
    let mut of_speaker = BTreeMap::<&S, Vec<usize>>::new();
    for (clip, (speaker, _)) in clips.iter().enumerate() {
        of_speaker.entry(speaker).or_default().push(clip);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut logits = vec![[0.0; Emotion::COUNT]; clips.len()];
    for own in of_speaker.values_mut() {
        own.shuffle(&mut rng);
        for (before, judged) in halves(own.len()) {
            let heard =
                own[before].iter().take(CLIPS_BEFORE).map(|&clip| clips[clip].1.statistics());
            let voice = classifier.make_out(&heard.collect::<Vec<_>>()).await?;
            let judged = &own[judged];
            let heard: Vec<&Heard> = judged.iter().map(|&clip| &clips[clip].1).collect();
            let retold = classifier.retell(&heard, &voice).await?;
            judged.iter().zip(retold).for_each(|(&clip, heard)| logits[clip] = heard.logits);
        }
    }
    Ok(logits)
}

/// Each half of so many clips, after the other.
fn halves(clips: usize) -> [(Range<usize>, Range<usize>); 2] {
    let middle = clips / 2;
    [(0..middle, middle..clips), (middle..clips, 0..middle)]
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;
    use futures::executor::block_on;

    use super::*;
    use crate::laboratory::Preset;
    use crate::model::{
        Calibration, ModelCard, NetworkConfig, Said, Scaler, StatisticsNetConfig, Strangers,
        TrainingRecord,
    };

    const WIDTH: usize = 6;
    const SPEAKERS: usize = 3;

    /// A clip of one or two windows, which sounds a little like its emotion.
    fn clip(number: usize, shift: f32) -> Heard {
        let value = |window: usize, i: usize| {
            let emotion = if i == number % Emotion::COUNT % WIDTH { 1.0 } else { 0.0 };
            emotion + 0.1 * ((number * 7 + window * 3 + i) as f32).sin() + shift
        };
        let windows = (0..1 + number % 2)
            .map(|window| (0..WIDTH).map(|i| value(window, i)).collect())
            .collect();
        Heard { logits: [0.0; Emotion::COUNT], told: Vec::new(), windows }
    }

    /// Clips of three speakers in turn, the last of whom sounds so much different in all.
    fn clips(shift: f32) -> Vec<(usize, Heard)> {
        let shift = |speaker: usize| if speaker == SPEAKERS - 1 { shift } else { 0.0 };
        let of = |number: usize| (number % SPEAKERS, clip(number, shift(number % SPEAKERS)));
        (0..60).map(of).collect()
    }

    fn classifier() -> Classifier {
        let device = Device::flex();
        device.seed(3);
        let head = StatisticsNetConfig {
            values: WIDTH,
            hidden: 16,
            dropout: 0.0,
            classes: Emotion::COUNT,
        };
        let network = NetworkConfig::Statistics(head);
        let statistics: Vec<_> =
            clips(0.0).into_iter().map(|(speaker, heard)| (speaker, heard.statistics())).collect();
        let said = statistics.iter().enumerate().map(|(number, (speaker, statistics))| Said {
            speaker: *speaker,
            emotion: Emotion::ALL[number % Emotion::COUNT],
            statistics,
        });
        let card = ModelCard {
            network: network.clone(),
            features: Preset::Large.recipe(1, 2, 0).features,
            framing: None,
            scaler: Scaler::new(vec![0.0; WIDTH], vec![1.0; WIDTH]),
            labels: Emotion::ALL.to_vec(),
            calibration: Calibration::NONE,
            training: TrainingRecord::default(),
            golden_logits: Vec::new(),
            strangers: Some(Strangers::of(said)),
            manners: None,
            personal: None,
        };
        Classifier::new(card, network.init(&device), &device)
    }

    fn farthest(a: &[[f32; Emotion::COUNT]], b: &[[f32; Emotion::COUNT]]) -> f32 {
        let pairs = a.as_flattened().iter().zip(b.as_flattened());
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }

    fn alone(classifier: &Classifier, clips: &[(usize, Heard)]) -> Vec<[f32; Emotion::COUNT]> {
        let heard: Vec<&Heard> = clips.iter().map(|(_, heard)| heard).collect();
        let retold = block_on(classifier.retell(&heard, &[])).unwrap();
        retold.iter().map(|heard| heard.logits).collect()
    }

    #[test]
    fn what_a_microphone_adds_to_all_that_somebody_says_is_taken_away() {
        let classifier = classifier();
        let acquainted =
            |clips: &[(usize, Heard)]| block_on(acquainted_logits(&classifier, clips, 0)).unwrap();
        let (plain, shifted) = (clips(0.0), clips(20.0));
        let strange = farthest(&alone(&classifier, &plain), &alone(&classifier, &shifted));
        let left = farthest(&acquainted(&plain), &acquainted(&shifted));
        assert!(strange > 1.0 && left < 0.2 * strange, "{left} of {strange}");
    }

    #[test]
    fn no_clip_is_told_of_itself_and_who_said_no_other_is_heard_as_a_stranger() {
        assert_eq!(halves(5), [(0..2, 2..5), (2..5, 0..2)]);
        let (classifier, clips) = (classifier(), [(0, clip(0, 1.0))]);
        let acquainted = block_on(acquainted_logits(&classifier, &clips, 0)).unwrap();
        assert_eq!(acquainted, alone(&classifier, &clips));
    }
}
