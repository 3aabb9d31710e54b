//! What a network on its way makes of clips.

use std::collections::BTreeMap;

use burn::module::Module;
use burn::tensor::Device;

use super::acquainted::acquainted_logits;
use crate::emotion::Emotion;
use crate::evaluation::Judged;
use crate::figures::Scores;
use crate::model::{Calibration, Classifier, Manners, Network, Said, Strangers};
use crate::training::{self, Example, Examples, ListenError, Preparation};

/// Examples with the logits of a network, wherever it lies, as the device computes them.
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn judge(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<Judged>, ListenError> {
    let network = twin_on(network, device);
    Ok(judged(examples, training::logits(&network, preparation, examples, device).await?))
}

/// Examples with logits.
pub fn judged(examples: &Examples, logits: Vec<[f32; Emotion::COUNT]>) -> Vec<Judged> {
    let judged = examples.list.iter().zip(logits).map(|(example, logits)| Judged {
        label: example.label,
        logits,
        held: examples.corpora[example.corpus].emotions,
    });
    judged.collect()
}

/// Examples as they are heard by what answers, and once ten others of their speakers were heard, drawn
/// by the seed.
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn test(
    classifier: &Classifier,
    preparation: &Preparation,
    examples: &Examples,
    seed: u64,
) -> Result<(Vec<Judged>, Vec<Judged>), ListenError> {
    let heard = training::hear(classifier, preparation, examples).await?;
    let alone = heard.iter().map(|heard| heard.logits).collect();
    let speakers = examples.list.iter().map(|example| example.speaker);
    let clips: Vec<_> = speakers.zip(heard).collect();
    let acquainted = acquainted_logits(classifier, &clips, seed).await?;
    Ok((judged(examples, alone), judged(examples, acquainted)))
}

/// What the speakers of examples sound like to a network, wherever it lies, and how differently they
/// perform; none of that where they are too few.
///
/// # Errors
/// [`ListenError`] if features cannot be read, or the device fails.
pub async fn strangers(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<(Strangers, Option<Manners>), ListenError> {
    let network = twin_on(network, device);
    let rows = training::statistics(&network, preparation, examples, device).await?;
    let said = examples.list.iter().zip(&rows).map(|(example, statistics)| Said {
        speaker: example.speaker,
        emotion: example.label,
        statistics,
    });
    let said: Vec<Said> = said.collect();
    Ok((Strangers::of(said.iter().copied()), training::manners(&said)))
}

/// A network's twin on a device. A clone would share its running means, and take them along.
pub fn twin_on(network: &Network, device: &Device) -> Network {
    network.valid().to_device(device)
}

/// The judged clips of each corpus.
pub fn by_corpus(examples: &Examples, judged: Vec<Judged>) -> BTreeMap<String, Vec<Judged>> {
    let mut corpora = BTreeMap::<String, Vec<Judged>>::new();
    for (example, judged) in examples.list.iter().zip(judged) {
        let name = &examples.corpora[example.corpus].name;
        corpora.entry(name.clone()).or_default().push(judged);
    }
    corpora
}

/// Loss, accuracy and recall on the validation clips.
pub struct Watched {
    /// Mean cross-entropy with the intended emotion.
    pub loss: f64,
    /// Share of right answers.
    pub accuracy: f64,
    /// Unweighted average recall: the mean over corpora, so that the largest does not choose alone.
    pub uar: f64,
}

impl Watched {
    /// What answers come to.
    pub fn of(judged: &[Judged], examples: &Examples) -> Self {
        let surprise = |(judged, example): (&Judged, &Example)| {
            let probabilities = judged.probabilities(&Calibration::NONE);
            -f64::from(probabilities[example.label.index()].max(1e-12).ln())
        };
        let right = judged.iter().filter(|clip| clip.closed() == clip.label).count();
        let count = judged.len().max(1) as f64;
        let by_corpus = by_corpus(examples, judged.to_vec());
        let uars = by_corpus.values().map(|clips| Scores::of(clips, &Calibration::NONE).uar);
        Self {
            loss: judged.iter().zip(&examples.list).map(surprise).sum::<f64>() / count,
            accuracy: right as f64 / count,
            uar: uars.sum::<f64>() / by_corpus.len().max(1) as f64,
        }
    }
}
