//! Every kernel beside what burn composes.

use burn::module::RunningState;
use burn::nn::BatchNormConfig;
use burn::nn::conv::Conv1dConfig;
use burn::nn::pool::MaxPool1dConfig;
use burn::nn::{BatchNorm, PaddingConfig1d};
use burn::tensor::activation::relu;
use burn::tensor::{Distribution, Tolerance};

use super::*;

fn device() -> Device {
    let device = Device::flex().autodiff();
    device.seed(5);
    device
}

/// Sounds as burn lays them, and the same as a kernel leaves them, with gaps between.
fn sounds(device: &Device, channels: usize) -> [Tensor<3>; 2] {
    let plain = Tensor::<3>::random([3, channels, 11], Distribution::Normal(0.3, 1.0), device);
    let framewise = Tensor::zeros([3, 14, channels], device);
    let framewise =
        framewise.slice_assign([0..3, 1..12, 0..channels], plain.clone().swap_dims(1, 2));
    let gapped = framewise.swap_dims(1, 2).slice([0..3, 0..channels, 1..12]);
    [plain, gapped]
}

/// What a layer gives, and the gradients of a sum of it by the sounds and by its weights; the sum
/// weighs every place differently.
fn learned(
    x: &Tensor<3>,
    weights: &[Tensor<1>],
    layer: impl Fn(Tensor<3>) -> Tensor<3>,
) -> Vec<TensorData> {
    let x = x.clone().detach().require_grad();
    let output = layer(x.clone());
    let count = output.shape().num_elements() as i64;
    let places = Tensor::<1, Int>::arange(0..count, &x.device()).float().sin();
    let weighed = output.clone() * places.reshape(output.dims());
    let gradients = weighed.sum().backward();
    let mut all = vec![output.into_data(), x.grad(&gradients).unwrap().into_data()];
    all.extend(weights.iter().map(|weights| weights.grad(&gradients).unwrap().into_data()));
    all
}

fn assert_alike(own: &[TensorData], burns: &[TensorData]) {
    assert_eq!(own.len(), burns.len());
    for (own, burns) in own.iter().zip(burns) {
        own.assert_approx_eq::<f32>(burns, Tolerance::absolute(1e-4));
    }
}

#[test]
fn convolutions_are_burns() {
    let device = device();
    for (channels, kernels, span, groups, bias) in [
        (6, 4, 5, 1, true),
        (6, 4, 1, 1, false),
        (1, 3, 4, 1, true),
        (20, 20, 7, 20, true),
        (6, 6, 2, 6, false),
        (18, 18, 15, 18, false),
    ] {
        let padding = PaddingConfig1d::Explicit((span - 1) / 2, span / 2);
        let convolution = Conv1dConfig::new(channels, kernels, span)
            .with_groups(groups)
            .with_bias(bias)
            .with_padding(padding)
            .init(&device);
        let biases: Vec<_> = convolution.bias.iter().map(|bias| bias.val()).collect();
        let [plain, gapped] = sounds(&device, channels);
        let burns = learned(&plain, &biases, |x| convolution.forward(x));
        for x in [plain, gapped] {
            let own = learned(&x, &biases, |x| convolve(&convolution, &x).unwrap());
            assert_alike(&own, &burns);
        }
    }
}

#[test]
fn kernels_of_a_convolution_learn_as_burns_do() {
    let device = device();
    for groups in [1, 18] {
        let convolution = Conv1dConfig::new(18, 18, 5)
            .with_groups(groups)
            .with_padding(PaddingConfig1d::Explicit(2, 2))
            .init(&device);
        let [x, _] = sounds(&device, 18);
        let by_kernels = |output: Tensor<3>| {
            let gradients = (output.clone() * output).sum().backward();
            convolution.weight.val().grad(&gradients).unwrap().into_data()
        };
        let own = by_kernels(convolve(&convolution, &x).unwrap());
        let burns = by_kernels(convolution.forward(x));
        own.assert_approx_eq::<f32>(&burns, Tolerance::rel_abs(1e-4, 1e-3));
    }
}

/// Two norms alike that do not share their running means.
fn norms(channels: usize, device: &Device) -> [BatchNorm; 2] {
    [0, 1].map(|_| {
        let mut norm = BatchNormConfig::new(channels).init(device);
        let line = Tensor::<1, Int>::arange(0..channels as i64, device).float();
        norm.gamma = norm.gamma.map(|gamma| (gamma + line.clone() * 0.1).detach().require_grad());
        norm.beta = norm.beta.map(|beta| (beta - line.clone() * 0.2).detach().require_grad());
        norm
    })
}

/// A mask after whose end sounds only fill the batch, `[3, 1, 11]`.
fn mask(device: &Device) -> Tensor<3> {
    let sound = |frames| Tensor::<3>::ones([1, 1, frames], device).pad([(0, 11 - frames)], 0.0);
    Tensor::cat(vec![sound(11), sound(4), sound(9)], 0)
}

#[test]
fn batch_normalisation_is_burns_and_leads_the_same_running_statistics_on() {
    let device = device();
    let ones = Tensor::<3>::ones([3, 1, 11], &device);
    for (rectified, mask) in [(false, None), (true, None), (true, Some(mask(&device)))] {
        let [own, burns] = norms(6, &device);
        let multiplied = mask.clone().unwrap_or(ones.clone());
        for x in sounds(&device, 6) {
            let weights = |norm: &BatchNorm| [norm.gamma.val(), norm.beta.val()];
            let expected = learned(&x, &weights(&burns), |x| match rectified {
                true => relu(burns.forward(x)) * multiplied.clone(),
                false => burns.forward(x) * multiplied.clone(),
            });
            let learned = learned(&x, &weights(&own), |x| {
                let then = Then { rectified, mask: mask.as_ref(), pooled: None };
                normalise(&own, &x, &then).unwrap()
            });
            assert_alike(&learned, &expected);
        }
        let value = |running: &RunningState<Tensor<1>>| running.value_sync().into_data();
        let running = |norm: &BatchNorm| [value(&norm.running_mean), value(&norm.running_var)];
        assert_alike(&running(&own), &running(&burns));
    }
}

#[test]
fn the_end_of_a_stage_is_burns() {
    let device = device();
    let gates = Tensor::<1>::random([18], Distribution::Default, &device).require_grad();
    for mask in [None, Some(mask(&device))] {
        for (x, way) in sounds(&device, 6).into_iter().zip([[1, 2, 0], [2, 1, 0]]) {
            let weights = [gates.clone()];
            let both = |join: &dyn Fn([Tensor<3>; 3]) -> Tensor<3>| {
                learned(&x, &weights, |x| {
                    let around = x.clone().select(0, Tensor::from_data(way, &device)) * 0.5;
                    join([x, gates.clone().reshape([3, 6, 1]), around])
                })
            };
            let own = both(&|[x, gates, around]| join(&x, &gates, &around, mask.as_ref()).unwrap());
            let burns = both(&|[x, gates, around]| {
                let joined = relu(x * gates + around);
                mask.iter().fold(joined, |joined, mask| joined * mask.clone())
            });
            assert_alike(&own, &burns);
        }
    }
}

#[test]
fn a_norm_that_is_frozen_is_left_to_burn() {
    let device = device();
    let norm = BatchNormConfig::new(6).init(&device).freeze();
    let [x, _] = sounds(&device, 6);
    assert!(normalise(&norm, &x, &Then::default()).is_none());
}

#[test]
fn max_pooling_is_burns_with_zeros_around() {
    let device = device();
    for (size, stride, around) in [(5, 2, (1, 2)), (5, 2, (2, 2)), (2, 2, (0, 0)), (3, 1, (1, 1))] {
        let pool = MaxPool1dConfig::new(size).with_stride(stride).init();
        for x in sounds(&device, 6) {
            let x = x.abs();
            let burns = learned(&x, &[], |x| pool.forward(x.pad([around], 0.0)));
            let window = Window::of(&pool, 11, around);
            assert_alike(&learned(&x, &[], |x| max_pool(&x, window).unwrap()), &burns);
        }
    }
}

#[test]
fn normalising_and_pooling_at_once_is_one_after_the_other() {
    let device = device();
    let (mask, around) = (mask(&device), (1, 2));
    let pool = MaxPool1dConfig::new(5).with_stride(2).init();
    for x in sounds(&device, 18) {
        let [at_once, apart] = norms(18, &device);
        let weights = |norm: &BatchNorm| [norm.gamma.val(), norm.beta.val()];
        let own = learned(&x, &weights(&at_once), |x| {
            let then = Then { rectified: true, mask: Some(&mask), pooled: Some((&pool, around)) };
            normalise(&at_once, &x, &then).unwrap()
        });
        let burns = learned(&x, &weights(&apart), |x| {
            pool.forward((relu(apart.forward(x)) * mask.clone()).pad([around], 0.0))
        });
        assert_alike(&own, &burns);
    }
}

#[test]
fn sums_over_time_are_burns() {
    let device = device();
    for x in sounds(&device, 18) {
        let burns = learned(&x, &[], |x| x.sum_dim(2));
        assert_alike(&learned(&x, &[], |x| sum_over_time(&x).unwrap()), &burns);
    }
}

#[test]
fn tensors_without_gradients_are_left_to_burn() {
    let convolution = Conv1dConfig::new(6, 6, 3).init(&Device::flex());
    let x = Tensor::zeros([1, 6, 5], &Device::flex());
    assert!(convolve(&convolution, &x).is_none());
}

#[cfg(feature = "cli")]
#[test]
fn what_is_learned_is_the_same_on_any_number_of_threads() {
    let device = device();
    let convolution = Conv1dConfig::new(48, 64, 5).init(&device);
    let [norm, _] = norms(64, &device);
    let x = Tensor::random([24, 48, 120], Distribution::Default, &device);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let then = Then { rectified: true, ..Then::default() };
            let layer = |x| normalise(&norm, &convolve(&convolution, &x).unwrap(), &then).unwrap();
            learned(&x, &[norm.gamma.val()], layer)
        })
    };
    let alone = on(1);
    assert!(alone == on(2) && alone == on(3));
}
