//! A model becomes somebody's own.

use serde::{Deserialize, Serialize};

use super::super::protocol::{Adapted, Adapting, Ear, Job, Reply, Take, is_heard_by};
use super::{Session, SessionError, Wire};
use crate::adaptation::{
    AdaptationError, Fit, HeardTake, Hearing, Settings, Takes, Trial, Variations, Voice,
    check_takes, count, personal_file,
};
use crate::audio::Waveform;
use crate::model::{CheckpointError, Heard, Manners, ModelCard, apart, checkpoint};

impl<W: Wire<Reply>> Session<W> {
    /// Hears the takes, fits a layer to them, and sends the model with it. Between variations of
    /// takes and between epochs messages are let in, so that it can be cancelled.
    pub(super) async fn adapt(
        &self,
        job: Job,
        name: String,
        takes: &[Take],
        manners: Option<&[u8]>,
        start_ms: f64,
    ) -> Result<(), SessionError> {
        check_takes(&count(takes.iter().map(|take| take.label)))?;
        let heard = self.hear_takes(job, takes).await?;
        let manners = manners.and_then(|apart| apart::read(apart, &self.model));
        let trial = self.fit(job, &heard, manners.as_ref()).await?;
        let (is_better, epoch, answers) = (trial.is_better(), trial.epoch, trial.answers.clone());
        let adapted = Adapted {
            model: personal_file(&self.model, trial.into_personal(name)).await?,
            is_better,
            answers,
            epoch,
            elapsed_ms: self.wire.now_ms() - start_ms,
        };
        self.pause(job).await?;
        self.wire.send(Reply::Adapted { job, adapted });
        Ok(())
    }

    /// Hears all takes but those that were heard before.
    async fn hear_takes(&self, job: Job, takes: &[Take]) -> Result<Vec<HeardTake>, SessionError> {
        let mut all = Vec::with_capacity(takes.len());
        for (index, take) in takes.iter().enumerate() {
            let recalled = take.kept.as_deref().and_then(|kept| recall(kept, &self.ear));
            let kept = match recalled {
                Some(heard) => {
                    all.push(HeardTake { label: take.label, heard });
                    None
                }
                None => {
                    let unusable = |why: String| SessionError::Take(index + 1, why);
                    let heard = self.hear_take(job, take, unusable).await?;
                    let kept = Kept { ear: self.ear, heard: heard.heard.clone() };
                    all.push(heard);
                    // What cannot be kept is heard again.
                    postcard::to_stdvec(&kept).ok()
                }
            };
            let progress = Adapting::Heard { take: index, kept };
            self.wire.send(Reply::Adapting { job, progress });
        }
        Ok(all)
    }

    /// Hears a take and its variations; before each of them messages are let in.
    async fn hear_take(
        &self,
        job: Job,
        take: &Take,
        unusable: impl Fn(String) -> SessionError,
    ) -> Result<HeardTake, SessionError> {
        self.pause(job).await?;
        let sound = Waveform::new(take.samples.clone(), take.rate_hz)
            .map_err(|error| unusable(error.to_string()))?;
        let hearing = Hearing::new(self.classifier()?, &sound, take.label, &Variations::DEFAULT);
        let mut hearing = hearing.map_err(|error| unusable(error.to_string()))?;
        while hearing.step().await.map_err(|error| unusable(error.to_string()))? {
            self.pause(job).await?;
        }
        Ok(hearing.take)
    }

    async fn fit(
        &self,
        job: Job,
        heard: &[HeardTake],
        manners: Option<&Manners>,
    ) -> Result<Trial, SessionError> {
        let (classifier, device) = (self.classifier()?, &self.device.device);
        let ModelCard { calibration, manners: inside, .. } = classifier.card();
        let manners = inside.as_ref().or(manners);
        let failed = AdaptationError::from;
        let takes = Takes::imagine(classifier, heard).await.map_err(failed)?;
        let voices = Voice::of_layers(classifier, &takes, manners, &Settings::DEFAULT).await;
        let voices = voices.map_err(failed)?;
        self.pause(job).await?;
        let mut fit = Fit::new(&takes, &voices, calibration, Settings::DEFAULT, device).await?;
        while let Some(epoch) = fit.epoch().await? {
            let progress = Adapting::Epoch(epoch);
            self.wire.send(Reply::Adapting { job, progress });
            self.pause(job).await?;
        }
        Ok(fit.finish().await?)
    }
}

/// The ear of a model on a device.
///
/// # Errors
/// If the bytes are no model file.
pub(super) fn ear_of(model: &[u8], card: &ModelCard, device: &str) -> Result<Ear, CheckpointError> {
    let ModelCard { features, framing, scaler, network, .. } = card;
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{features:?} {framing:?} {scaler:?}").as_bytes());
    hasher.update(format!("{:?} {device}", Variations::DEFAULT).as_bytes());
    hasher.update(&network.told_width().to_le_bytes());
    hasher.update(&network.statistics_width().to_le_bytes());
    hasher.update(checkpoint::weights(model)?);
    Ok(*hasher.finalize().as_bytes())
}

/// What is kept of a heard take, see [`is_heard_by`].
#[derive(Serialize, Deserialize)]
struct Kept {
    ear: Ear,
    /// The take as it is, then its variations.
    heard: Vec<Heard>,
}

/// What was kept of a take, if it would be heard in the same way again.
fn recall(kept: &[u8], ear: &Ear) -> Option<Vec<Heard>> {
    if !is_heard_by(kept, ear) {
        return None;
    }
    postcard::from_bytes(kept).ok().map(|kept: Kept| kept.heard)
}
