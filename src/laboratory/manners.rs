//! How differently the speakers of a training perform, as its network tells.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::emotion::Emotion;
use crate::model::{Classifier, Heard, Manners, Said};
use crate::training::{self, Example, Examples, ListenError, Preparation};

/// Takes of each emotion by which a speaker's voice is made out, as it would be of a person.
const TAKES: usize = 5;

/// The manners of the speakers of examples, as a classifier that knows strangers' voices hears them
/// once it knows theirs, by clips drawn by the seed; none where they are too few.
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn manners(
    classifier: &Classifier,
    preparation: &Preparation,
    examples: &Examples,
    seed: u64,
) -> Result<Option<Manners>, ListenError> {
    let Some(strangers) = &classifier.card().strangers else { return Ok(None) };
    let heard = training::hear(classifier, preparation, examples).await?;
    let mut clips = BTreeMap::<usize, Vec<(&Example, &Heard)>>::new();
    for (example, heard) in examples.list.iter().zip(&heard) {
        clips.entry(example.speaker).or_default().push((example, heard));
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut told = Vec::with_capacity(heard.len());
    for (speaker, clips) in &mut clips {
        clips.shuffle(&mut rng);
        let takes = takes(clips);
        let voice = strangers.voice(takes.iter().map(|(emotion, own)| (*emotion, &own[..])));
        let own: Vec<&Heard> = clips.iter().map(|(_, heard)| *heard).collect();
        let retold = classifier.retell(&own, &voice).await?;
        let of_clip = |((example, _), heard): (&(&Example, _), Heard)| (example.label, heard.told);
        told.extend(clips.iter().zip(retold).map(of_clip).map(|clip| (*speaker, clip)));
    }
    let said: Vec<Said> = told
        .iter()
        .map(|(speaker, (emotion, told))| Said {
            speaker: *speaker,
            emotion: *emotion,
            statistics: told,
        })
        .collect();
    Ok(training::manners(&said))
}

/// The statistics of the first few clips of each emotion.
fn takes(clips: &[(&Example, &Heard)]) -> Vec<(Emotion, Vec<f32>)> {
    let mut counts = [0; Emotion::COUNT];
    let wanted = clips.iter().filter(|(example, _)| {
        let taken = &mut counts[example.label.index()];
        *taken += 1;
        *taken <= TAKES
    });
    wanted.map(|(example, heard)| (example.label, heard.statistics())).collect()
}
