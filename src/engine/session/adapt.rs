//! A model becomes somebody's own.

use super::super::protocol::{Adapted, Adapting, Job, Reply, Take};
use super::{Session, SessionError, Wire};
use crate::adaptation::{
    Fit, HeardTake, Settings, Trial, Variations, check_takes, count, personal_file,
};
use crate::audio::Waveform;
use crate::model::Personal;

impl<W: Wire<Reply>> Session<W> {
    /// Hears the takes, fits a layer to them, and sends the model with it. Between takes and between
    /// epochs messages are let in, so that it can be cancelled.
    pub(super) async fn adapt(
        &self,
        job: Job,
        name: String,
        takes: &[Take],
        start_ms: f64,
    ) -> Result<(), SessionError> {
        let counts = count(takes.iter().map(|take| take.label));
        check_takes(&counts)?;
        let heard = self.hear_takes(job, takes).await?;
        let trial = self.fit(job, &heard).await?;
        let personal = Personal {
            name,
            takes: counts,
            uar_before: trial.before().uar(),
            uar_after: trial.after().uar(),
            layer: trial.layer.clone(),
        };
        let adapted = Adapted {
            model: personal_file(&self.model, personal).await?,
            is_better: trial.is_better(),
            answers: trial.answers,
            epoch: trial.epoch,
            elapsed_ms: self.wire.now_ms() - start_ms,
        };
        self.pause(job).await?;
        self.wire.send(Reply::Adapted { job, adapted });
        Ok(())
    }

    async fn hear_takes(&self, job: Job, takes: &[Take]) -> Result<Vec<HeardTake>, SessionError> {
        let classifier = self.classifier()?;
        let mut heard = Vec::with_capacity(takes.len());
        for (index, take) in takes.iter().enumerate() {
            self.pause(job).await?;
            let unusable = |error: String| SessionError::Take(index + 1, error);
            let sound = Waveform::new(take.samples.clone(), take.rate_hz)
                .map_err(|error| unusable(error.to_string()))?;
            let listen = HeardTake::listen(classifier, &sound, take.label, &Variations::DEFAULT);
            heard.push(listen.await.map_err(|error| unusable(error.to_string()))?);
            let progress = Adapting::Heard(index + 1);
            self.wire.send(Reply::Adapting { job, progress });
        }
        Ok(heard)
    }

    async fn fit(&self, job: Job, heard: &[HeardTake]) -> Result<Trial, SessionError> {
        let calibration = &self.classifier()?.card().calibration;
        let device = &self.device.device;
        let mut fit = Fit::new(heard, calibration, Settings::DEFAULT, device).await?;
        while let Some(epoch) = fit.epoch().await? {
            let progress = Adapting::Epoch(epoch);
            self.wire.send(Reply::Adapting { job, progress });
            self.pause(job).await?;
        }
        Ok(fit.finish().await?)
    }
}
