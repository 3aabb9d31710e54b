//! How fast the parts of a network learn: what was trained before, the slower the deeper it lies.

use std::collections::BTreeMap;

use burn::module::ParamId;

use crate::model::Network;

/// A layer of an encoder learns at this share of the rate of the layer above it (Howard & Ruder
/// 2018): what lies deeper is more of speech at large.
const OF_THE_LAYER_ABOVE: f64 = 0.8;

/// The share of the learning rate that each parameter takes.
pub(super) struct Shares(BTreeMap<u64, f64>);

impl Shares {
    /// All of it, but for the layers of an encoder.
    pub fn new(network: &Network) -> Self {
        let Network::Encoded(network) = network else { return Self(BTreeMap::new()) };
        let share = |below: usize| OF_THE_LAYER_ABOVE.powi(below as i32 + 1);
        let parameters = network.encoder().below().into_iter();
        Self(parameters.map(|(id, below)| (id.val(), share(below))).collect())
    }

    /// A parameter's.
    pub fn of(&self, id: ParamId) -> f64 {
        self.0.get(&id.val()).copied().unwrap_or(1.0)
    }
}
