//! What comes of a training, before it is tested.

use burn::tensor::Device;

use super::LaboratoryError;
use super::judging::twin_on;
use crate::evaluation::probe::{self, Embedded};
use crate::figures::Probe;
use crate::model::{Calibration, Network, NetworkConfig, Scaler};
use crate::training::{self, Examples, ListenError, Preparation};

/// A trained network and whom it learned from.
pub struct Trained<'a> {
    /// The network, on the processor.
    pub network: Network,
    /// The epoch whose weights these are, from 1.
    pub epoch: usize,
    /// What turns an example into its input.
    pub preparation: Preparation,
    /// The examples that it learned from.
    pub learned: &'a Examples,
}

/// What ships: the trained network with all that stands before it, and what answers for it.
pub struct Product<'a> {
    /// The network's shape.
    pub config: NetworkConfig,
    /// The network, on the processor.
    pub network: Network,
    /// The scale of its input.
    pub scaler: Scaler,
    /// How sure it may be.
    pub calibration: Calibration,
    /// What answers for it: the network, or the last part of it, which is asked about what the
    /// parts before make of the clips, so that they need not make it again.
    pub trained: Trained<'a>,
}

impl<'a> Trained<'a> {
    /// The network of this shape as what ships.
    pub fn product(self, config: NetworkConfig, calibration: Calibration) -> Product<'a> {
        Product {
            config,
            network: self.network.clone(),
            scaler: self.preparation.scaler.clone(),
            calibration,
            trained: self,
        }
    }

    /// How well the corpora of the test clips are heard in what the network makes of them; none
    /// where there is but one.
    ///
    /// # Errors
    /// If features cannot be read, or the device fails.
    pub async fn probe(
        &self,
        tested: &Examples,
        device: &Device,
    ) -> Result<Option<Probe>, LaboratoryError> {
        let network = twin_on(&self.network, device);
        let learned = self.embedded(&network, self.learned, device).await?;
        let tested = self.embedded(&network, tested, device).await?;
        Ok(probe::corpus(&learned, &tested, &Device::flex()))
    }

    async fn embedded(
        &self,
        network: &Network,
        examples: &Examples,
        device: &Device,
    ) -> Result<Vec<Embedded>, ListenError> {
        let rows = training::embeddings(network, &self.preparation, examples, device).await?;
        let embedded = examples.list.iter().zip(rows).map(|(example, embedding)| Embedded {
            embedding,
            label: example.label,
            corpus: example.corpus,
        });
        Ok(embedded.collect())
    }
}
