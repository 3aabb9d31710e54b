//! A person's voice, what the network hears without it, and what their manner leads to expect.

use super::folds::Folds;
use super::rows::labels;
use super::{HeardTake, Settings, Takes};
use crate::emotion::Emotion;
use crate::model::{Classifier, ClassifyError, Heard, Manners, Score};

/// A voice by the takes that a layer learns from, and all takes as they are heard without it.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// How it departs from a stranger's; see [`crate::model::PersonalLayer::voice`].
    pub departure: Vec<f32>,
    /// What is heard without it, in the order of [`Takes::rows`].
    pub heard: Vec<Heard>,
    /// The score of the person's labels by the same takes as they were heard, where the model knows of
    /// strangers' manners.
    pub score: Option<Score>,
}

impl Voice {
    /// The voice for every layer: the first by all takes, each of the others by those that it learns
    /// from. None where the model does not know how strangers sound. With `manners` it is told what
    /// else they lead to expect.
    ///
    /// # Errors
    /// [`ClassifyError`] if the device fails.
    pub async fn of_layers(
        classifier: &Classifier,
        takes: &Takes<'_>,
        manners: Option<&Manners>,
        settings: &Settings,
    ) -> Result<Vec<Self>, ClassifyError> {
        let Some(strangers) = &classifier.card().strangers else { return Ok(Vec::new()) };
        let heard: Vec<&Heard> = takes.rows().map(|row| row.heard).collect();
        let takes = takes.as_recorded();
        let folds = Folds::deal(takes, settings);
        let performed: Vec<_> = takes.iter().map(performed).collect();
        let labels = labels(takes);
        let statistics = classifier.card().network.statistics_width();
        let places = manners.filter(|manners| manners.is_sound(statistics)).map(|manners| {
            let place = |take: &HeardTake| manners.coordinates(&take.statistics());
            (manners, takes.iter().map(place).collect::<Vec<_>>())
        });
        let mut voices = Vec::with_capacity(folds.layers);
        for layer in 0..folds.layers {
            let learned = || (0..takes.len()).filter(|&take| folds.learns(layer, take));
            let known = learned().filter_map(|take| performed[take].as_ref());
            let departure = strangers.voice(known.map(|(emotion, own)| (*emotion, &own[..])));
            let heard = classifier.retell(&heard, &departure).await?;
            let score = places.as_ref().map(|(manners, places)| {
                let shown = |take: usize| (takes[take].label, &places[take][..]);
                manners.score(&learned().map(shown).collect::<Vec<_>>(), &labels)
            });
            voices.push(Self { departure, heard, score });
        }
        Ok(voices)
    }
}

/// A take's statistics with the emotion that was meant; none for a label of the person's own, of which
/// it is not known how strangers mean it.
fn performed(take: &HeardTake) -> Option<(Emotion, Vec<f32>)> {
    Some((take.label.emotion()?, take.statistics()))
}
