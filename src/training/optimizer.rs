//! AdamW over all parameters of a module (Loshchilov & Hutter 2019), with a memory that is read
//! asynchronously.
//!
//! The rule of a step is burn's. What keeps its memory is ours, because burn's `ModuleOptimizer`
//! reads that synchronously when it is saved, which no tab survives whose network lies on the GPU.

use std::collections::BTreeMap;

use burn::grad_clipping::GradientClipping;
use burn::module::{Module, ModuleMapper, Param};
use burn::optim::{
    AdamW, AdamWConfig, AdamWState, AdaptiveMomentumState, GradientsParams, Optimizer as _,
};
use burn::prelude::*;
use serde::{Deserialize, Serialize};

use super::shares::Shares;
use crate::model::{ClassifyError, read};

/// A parameter's gradient is made no longer than this.
const LONGEST_GRADIENT: f32 = 5.0;
/// Keeps the step finite where the second moment is zero.
const EPSILON: f32 = 1e-7;

/// Moves the parameters of a module against their gradients.
pub(super) struct Optimizer {
    rule: AdamW,
    clipping: GradientClipping,
    /// What is remembered of each parameter, by its id; tensors in one row.
    memory: BTreeMap<u64, AdamWState<1>>,
}

/// What is remembered of a parameter, on the host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Moments {
    /// The parameter's id.
    id: u64,
    /// Steps that it has taken.
    time: usize,
    /// Running mean of its gradient.
    first: Vec<f32>,
    /// Running mean of the gradient's square.
    second: Vec<f32>,
}

impl Optimizer {
    /// An optimizer that remembers nothing yet.
    pub fn new(weight_decay: f32) -> Self {
        let rule = AdamWConfig::new().with_epsilon(EPSILON).with_weight_decay(weight_decay);
        Self {
            rule: rule.build(),
            clipping: GradientClipping::Norm(LONGEST_GRADIENT),
            memory: BTreeMap::new(),
        }
    }

    /// The module after a step at a learning rate, of which some parameters take a share only;
    /// parameters without a gradient stay where they are.
    pub fn step<M: Module>(
        &mut self,
        rate: f64,
        shares: &Shares,
        module: M,
        gradients: GradientsParams,
    ) -> M {
        module.map(&mut Step { optimizer: self, rate, shares, gradients })
    }

    /// What is remembered, by one read.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn moments(&self) -> Result<Vec<Moments>, ClassifyError> {
        if self.memory.is_empty() {
            return Ok(Vec::new());
        }
        let momenta = self.memory.iter().map(|(&id, state)| (id, &state.momentum));
        let both = |(_, state): (u64, &AdaptiveMomentumState<1>)| {
            [state.moment_1.clone(), state.moment_2.clone()]
        };
        let row = Tensor::cat(momenta.clone().flat_map(both).collect(), 0);
        let mut values = read(row.unsqueeze_dim::<2>(0)).await?.into_iter();
        let moments = momenta.map(|(id, state)| {
            let count = state.moment_1.dims()[0];
            let mut next = || values.by_ref().take(count).collect();
            Moments { id, time: state.time, first: next(), second: next() }
        });
        Ok(moments.collect())
    }

    /// Remembers what another optimizer has told, on a device without a tape.
    pub fn remember(&mut self, moments: Vec<Moments>, device: &Device) {
        let tensor = |values: Vec<f32>| Tensor::<1>::from_data(values.as_slice(), device);
        let state = |Moments { id, time, first, second }: Moments| {
            let momentum = AdaptiveMomentumState::new(time, tensor(first), tensor(second));
            (id, AdamWState::new(momentum))
        };
        self.memory = moments.into_iter().map(state).collect();
    }

    fn moved<const D: usize>(
        &mut self,
        id: u64,
        rate: f64,
        weights: Tensor<D>,
        gradient: Tensor<D>,
    ) -> Tensor<D> {
        let shape = weights.shape();
        let count = shape.num_elements();
        let gradient = self.clipping.clip_gradient(gradient).reshape([count]);
        let weights = weights.inner().reshape([count]);
        let (weights, state) = self.rule.step(rate, weights, gradient, self.memory.remove(&id));
        self.memory.extend(state.map(|state| (id, state)));
        Tensor::from_inner(weights.reshape(shape)).require_grad()
    }
}

/// A step on its way through a module.
struct Step<'a> {
    optimizer: &'a mut Optimizer,
    rate: f64,
    shares: &'a Shares,
    gradients: GradientsParams,
}

impl ModuleMapper for Step<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let (id, weights, mapper) = param.consume();
        let weights = match self.gradients.remove(id) {
            Some(gradient) => {
                let rate = self.rate * self.shares.of(id);
                self.optimizer.moved(id.val(), rate, weights, gradient)
            }
            None => weights,
        };
        Param::from_mapped_value(id, weights, mapper)
    }
}
