//! From heard takes to a model file.

use burn::prelude::*;

use super::{AdaptationError, Fit, HeardTake, Takes, Trial, Voice};
use crate::model::{Classifier, ClassifyError, ModelCard, Network, Personal, checkpoint};

/// How a layer is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Epochs, each over all takes at once.
    pub epochs: usize,
    /// Epochs without a better answer on takes kept aside after which it ends.
    pub patience: usize,
    /// The share of the network's own logits that stays: of one person it is too sure for a few takes
    /// to move it.
    pub trust: f32,
    /// How much the score that follows from strangers' manners may count beside the logits: that of
    /// these which surprises least on takes kept aside.
    pub shares: &'static [f32],
    /// How many times as much an emotion counts that is imagined as one that was recorded, where a layer
    /// learns.
    pub imagined: f32,
    /// How much of that is left where it is imagined after labels of the person's own, of which it is but
    /// guessed how strangers mean them.
    pub after_own: f32,
    /// How much the squares of the weights cost, what is told having variance one.
    pub weight_cost: f32,
    /// How much the squares of the biases cost.
    pub bias_cost: f32,
    /// Parts that the takes are dealt into, each kept aside once; no more than there are takes of
    /// an emotion, but two.
    pub folds: usize,
}

impl Settings {
    /// Chosen on validation speakers, see `EXPERIMENTS.md`.
    pub const DEFAULT: Self = Self {
        epochs: 30,
        patience: 10,
        trust: 0.7,
        shares: &[0.0, 0.02, 0.05, 0.1, 0.15, 0.2],
        imagined: 3.0,
        after_own: 0.1,
        weight_cost: 0.8,
        bias_cost: 0.001,
        folds: 5,
    };
}

impl From<ClassifyError> for AdaptationError {
    fn from(error: ClassifyError) -> Self {
        Self::Compute(error.to_string())
    }
}

/// The model file of a model with a personal layer beside it.
///
/// # Errors
/// A sentence if the model cannot be read or written.
pub async fn personal_file(file: &[u8], personal: Personal) -> Result<Vec<u8>, AdaptationError> {
    let broken = |error: String| AdaptationError::Compute(error);
    let cpu = Device::flex();
    let (card, network): (ModelCard, Network) =
        checkpoint::decode(file, &cpu).map_err(|e| broken(e.to_string()))?;
    let mut card = ModelCard { personal: Some(personal), ..card };
    card.golden_logits = checkpoint::golden_logits(&card, &network, &cpu).await?;
    let sealed = checkpoint::weights(file).and_then(|weights| checkpoint::seal(&card, weights));
    sealed.map_err(|e| broken(e.to_string()))
}

/// Fits a layer to takes from the first epoch to the last, without telling how it goes.
///
/// # Errors
/// That there is but one emotion, or that the device failed.
pub async fn adapt(
    classifier: &Classifier,
    takes: &[HeardTake],
    settings: Settings,
    device: &Device,
) -> Result<Trial, AdaptationError> {
    let card = classifier.card();
    let takes = Takes::imagine(classifier, takes).await?;
    let voices = Voice::of_layers(classifier, &takes, card.manners.as_ref(), &settings).await?;
    let mut fit = Fit::new(&takes, &voices, &card.calibration, settings, device).await?;
    while fit.epoch().await?.is_some() {}
    fit.finish().await
}
