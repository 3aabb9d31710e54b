//! Convolutions over time that learn as fast as matrices multiply.
//!
//! burn finds the gradient of kernels by a convolution with kernels as long as the sound, and for
//! kernels in groups by one for every group: most of a training step. While a network learns, the
//! processor therefore has kernels of our own, and on every other device what a kernel sees of the
//! frames stands in columns, so that convolution and gradients are products of whole matrices.

use burn::nn::conv::Conv1d;
use burn::prelude::*;

/// What a convolution gives that takes every frame and keeps their number; its kernels see all
/// channels, or one each.
///
/// # Shapes
/// - input: `[batch, channels, frames]`
/// - output: `[batch, kernels, frames]`
pub(crate) fn convolve(convolution: &Conv1d, x: Tensor<3>) -> Tensor<3> {
    #[cfg(feature = "training")]
    if x.is_autodiff() {
        return learning::convolve(convolution, x);
    }
    convolution.forward(x)
}

#[cfg(feature = "training")]
mod learning {
    use super::*;
    use crate::model::kernels;

    pub fn convolve(convolution: &Conv1d, x: Tensor<3>) -> Tensor<3> {
        kernels::convolve(convolution, &x).unwrap_or_else(|| composed(convolution, x))
    }

    /// By burn's operations, on any device.
    pub fn composed(convolution: &Conv1d, x: Tensor<3>) -> Tensor<3> {
        let kernels = convolution.weight.val();
        let convolved = match convolution.groups {
            1 => across(x, kernels),
            _ => apart(x, kernels),
        };
        match &convolution.bias {
            Some(bias) => convolved + bias.val().reshape([1, -1, 1]),
            None => convolved,
        }
    }

    /// Kernels over all channels: one product for the whole batch.
    fn across(x: Tensor<3>, kernels: Tensor<3>) -> Tensor<3> {
        let [batch, channels, frames] = x.dims();
        let [count, _, span] = kernels.dims();
        let seen = Tensor::cat(shifted(x.swap_dims(0, 1), span), 0);
        let seen = seen.reshape([span * channels, batch * frames]);
        let kernels = kernels.swap_dims(1, 2).reshape([count, span * channels]);
        kernels.matmul(seen).reshape([count, batch, frames]).swap_dims(0, 1)
    }

    /// A kernel for every channel: copies of the sound, each weighed and then added up.
    fn apart(x: Tensor<3>, kernels: Tensor<3>) -> Tensor<3> {
        let span = kernels.dims()[2];
        let weights = kernels.swap_dims(0, 1).unsqueeze_dim::<4>(3).chunk(span, 2);
        let weighed = shifted(x, span)
            .into_iter()
            .zip(weights)
            .map(|(copy, weight)| copy * weight.squeeze_dim::<3>(3));
        Tensor::stack::<4>(weighed.collect(), 0).sum_dim(0).squeeze_dim(0)
    }

    /// What each place of a kernel sees: copies that begin later and later, silence around.
    fn shifted(x: Tensor<3>, span: usize) -> Vec<Tensor<3>> {
        if span == 1 {
            return vec![x];
        }
        let frames = x.dims()[2];
        let before = (span - 1) / 2;
        let x = x.pad([(before, span - 1 - before)], 0.0);
        (0..span).map(|from| x.clone().slice([s![..], s![..], s![from..from + frames]])).collect()
    }
}

#[cfg(all(test, feature = "training"))]
mod tests {
    use burn::nn::PaddingConfig1d;
    use burn::nn::conv::Conv1dConfig;
    use burn::tensor::{Distribution, Tolerance};

    use super::*;

    /// Sum of squares of what a convolution gives, and its gradients by the sound and the kernels.
    fn learned(
        convolution: &Conv1d,
        x: &Tensor<3>,
        convolve: impl Fn(&Conv1d, Tensor<3>) -> Tensor<3>,
    ) -> [TensorData; 3] {
        let x = x.clone().require_grad();
        let convolved = convolve(convolution, x.clone());
        let gradients = convolved.clone().square().sum().backward();
        let of = |tensor: &Tensor<3>| tensor.grad(&gradients).unwrap().into_data();
        [convolved.into_data(), of(&x), of(&convolution.weight.val())]
    }

    #[test]
    fn it_gives_and_learns_what_burns_own_convolution_does() {
        let device = Device::flex().autodiff();
        device.seed(5);
        for (kernels, span, groups) in [(4, 5, 1), (4, 1, 1), (6, 7, 6), (6, 2, 6)] {
            let padding = PaddingConfig1d::Explicit((span - 1) / 2, span / 2);
            let convolution = Conv1dConfig::new(6, kernels, span)
                .with_groups(groups)
                .with_padding(padding)
                .init(&device);
            let x = Tensor::random([3, 6, 11], Distribution::Default, &device);
            let burns = learned(&convolution, &x, |convolution, x| convolution.forward(x));
            for ours in [convolve, learning::composed] {
                for (own, burns) in learned(&convolution, &x, ours).iter().zip(&burns) {
                    own.assert_approx_eq::<f32>(burns, Tolerance::absolute(1e-4));
                }
            }
        }
    }
}
