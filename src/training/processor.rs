//! Networks fetched to the processor as a tab must: what blocks until a GPU answers panics there.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::prelude::*;

use crate::model::{ClassifyError, read};

/// A module with the same weights on the processor, without gradients, by one read.
///
/// # Errors
/// [`ClassifyError::Device`] if the device fails.
pub async fn to_processor<M: Module>(module: &M) -> Result<M, ClassifyError> {
    // A module and its clones share running means; those of a valid one are its own.
    let module = module.valid();
    let mut row = Row(Vec::new());
    module.visit(&mut row);
    if row.0.is_empty() {
        return Ok(module);
    }
    let values = read(Tensor::cat(row.0, 0).unsqueeze_dim::<2>(0)).await?;
    Ok(module.map(&mut Filling { values: values.into_iter(), device: Device::flex() }))
}

/// All parameters in one row.
struct Row(Vec<Tensor<1>>);

impl ModuleVisitor for Row {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let values = param.val();
        let count = values.shape().num_elements();
        self.0.push(values.reshape([count]));
    }
}

/// Gives the parameters their values, in the order of [`Row`].
struct Filling<I> {
    values: I,
    device: Device,
}

impl<I: Iterator<Item = f32>> ModuleMapper for Filling<I> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let (id, values, mapper) = param.consume();
        let shape = values.shape();
        let own: Vec<f32> = self.values.by_ref().take(shape.num_elements()).collect();
        let values = Tensor::from_data(TensorData::new(own, shape), &self.device);
        Param::from_mapped_value(id, values, mapper)
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::model::{FrameNetConfig, NetworkConfig};

    #[test]
    fn what_is_fetched_is_the_same_to_the_byte() {
        let config = FrameNetConfig {
            rows: 4,
            stem: 8,
            widths: vec![8, 16],
            apart: 3,
            hidden: 8,
            dropout: 0.3,
            classes: 8,
        };
        let network = NetworkConfig::Frames(config).init(&Device::flex().autodiff());
        let weights = network.valid().into_record().into_bytes().unwrap();
        let fetched = block_on(to_processor(&network)).unwrap().into_record().into_bytes().unwrap();
        assert!(fetched[..] == weights[..]);
    }
}
