//! Why a sound got its answer.

use super::super::protocol::{Job, OcclusionMap, Reply};
use super::{Session, SessionError, Wire};

impl<W: Wire<Reply>> Session<W> {
    /// Hides one part of the sound after the other from the network, and sends column by column how
    /// far the answer falls. A sound without speech has no answer, and no map.
    pub(super) async fn explain(&self, job: Job) -> Result<(), SessionError> {
        let sound = self.shown.as_ref().ok_or(SessionError::NoSound)?;
        let classifier = self.classifier()?;
        let Some(occlusion) = classifier.occlusion(sound, self.one_voice.as_ref()).await? else {
            return Err(SessionError::Unexplained);
        };
        let map = OcclusionMap {
            label: occlusion.label(),
            probability: occlusion.probability(),
            edges_s: occlusion.edges_s(),
            edges_hz: occlusion.edges_hz(),
        };
        for column in 0..occlusion.columns() {
            self.pause(job).await?;
            let falls = occlusion.falls(column).await?;
            self.wire.send(Reply::Explained { job, map: map.clone(), column, falls });
        }
        Ok(())
    }
}
