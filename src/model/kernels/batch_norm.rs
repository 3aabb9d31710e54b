//! Batch normalisation while it learns (Ioffe & Szegedy 2015), with ReLU behind it where a network
//! has that: every channel by mean and variance over all frames of the batch. What is pooled at once
//! is never written down.

use burn::backend::Flex;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;

use super::Tracked;
use super::frames::{Frames, add, kept, summed, values, vector};
use super::max_pool::{Pooled, Window, largest};
use crate::parallel::each;
use crate::wide::wide;

/// Sounds of mean zero and variance one, scaled and shifted, and what they were before.
pub struct Normal {
    pub output: Tracked,
    /// Of every channel.
    pub mean: Vec<f32>,
    /// Of every channel, over the number of frames.
    pub variance: Vec<f32>,
}

/// What is done to normalised sounds.
pub struct Then {
    /// ReLU.
    pub rectified: bool,
    /// What every frame is multiplied by afterwards, `[batch, 1, frames]`.
    pub mask: Option<FlexTensor>,
    /// Max-pooling at last.
    pub pooled: Option<Window>,
}

/// `[gamma, beta]` scale and shift every channel, before what is `then` done.
pub fn normalise(x: Tracked, scales: [Tracked; 2], epsilon: f32, then: Then) -> Normal {
    let (x, x_node) = x.into_parts();
    let [gamma, beta] = &scales;
    let x = Frames::of(x);
    let (mean, variance) = statistics(&x);
    let deviations = variance.iter().map(|variance| (variance + epsilon).sqrt().recip());
    let norm = Norm {
        mean: mean.clone(),
        inverse_deviation: deviations.collect(),
        gamma: values(gamma.primitive()),
        beta: values(beta.primitive()),
        floor: if then.rectified { 0.0 } else { f32::NEG_INFINITY },
        kept: kept(then.mask, &x),
    };
    let (output, pooled) = match then.pooled {
        Some(window) => norm.apply_and_pool(&x, window),
        None => (norm.apply(&x), None),
    };
    let output = output.into_tensor();
    let nodes = [x_node, gamma.node(), beta.node()];
    let output = match BatchNorm.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(prepared) => prepared.finish((x, norm, pooled), output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    };
    Normal { output, mean, variance }
}

/// Mean and variance of every channel: sound by sound, then together (Chan, Golub & LeVeque 1983).
fn statistics(x: &Frames) -> (Vec<f32>, Vec<f32>) {
    let channels = x.channels;
    let of_sounds = each(x.sounds().collect(), |sound| wide!(statistics_of_sound(sound, channels)));
    let (means, squares): (Vec<_>, Vec<_>) = of_sounds.into_iter().unzip();
    let share = 1.0 / x.batch as f32;
    let mut mean = summed(means.clone(), channels);
    mean.iter_mut().for_each(|mean| *mean *= share);
    let mut variance = summed(squares, channels);
    for of_sound in means {
        for ((variance, of_sound), mean) in variance.iter_mut().zip(of_sound).zip(&mean) {
            *variance += (of_sound - mean) * (of_sound - mean);
        }
    }
    variance.iter_mut().for_each(|variance| *variance *= share);
    (mean, variance)
}

/// Mean and variance of every channel over the frames of a sound.
#[inline(always)]
fn statistics_of_sound(sound: &[f32], channels: usize) -> (Vec<f32>, Vec<f32>) {
    let share = channels as f32 / sound.len() as f32;
    let mut mean = vec![0.0; channels];
    sound.chunks_exact(channels).for_each(|frame| add(&mut mean, frame));
    mean.iter_mut().for_each(|mean| *mean *= share);
    let mut variance = vec![0.0; channels];
    for frame in sound.chunks_exact(channels) {
        for ((variance, value), mean) in variance.iter_mut().zip(frame).zip(&mean) {
            *variance += (value - mean) * (value - mean);
        }
    }
    variance.iter_mut().for_each(|variance| *variance *= share);
    (mean, variance)
}

/// What is done to every channel.
#[derive(Debug, Clone)]
struct Norm {
    mean: Vec<f32>,
    inverse_deviation: Vec<f32>,
    gamma: Vec<f32>,
    beta: Vec<f32>,
    /// Nothing below it is left.
    floor: f32,
    /// What is then left of every frame, `[batch, frames]`.
    kept: Vec<f32>,
}

impl Norm {
    fn apply(&self, x: &Frames) -> Frames {
        let mut output = vec![0.0; x.batch * x.size()];
        let (scale, shift) = self.lines();
        let places = output.chunks_mut(x.size().max(1)).zip(x.sounds());
        each(places.zip(self.kept(x)).collect(), |((place, sound), kept)| {
            wide!(self.apply_to_sound(place, sound, kept, [&scale, &shift]));
        });
        Frames::new(output, x.batch, x.channels)
    }

    fn apply_and_pool(&self, x: &Frames, window: Window) -> (Frames, Option<Pooled>) {
        let (scale, shift) = self.lines();
        let (output, pooled) = largest(x, window, |index, sound| {
            let kept = &self.kept[index * x.frames..][..x.frames];
            let mut output = vec![0.0; sound.len()];
            wide!(self.apply_to_sound(&mut output, sound, kept, [&scale, &shift]));
            output
        });
        (output, Some(pooled))
    }

    /// What is left of the frames of every sound.
    fn kept(&self, x: &Frames) -> impl Iterator<Item = &[f32]> {
        self.kept.chunks_exact(x.frames.max(1))
    }

    #[inline(always)]
    fn apply_to_sound(&self, y: &mut [f32], x: &[f32], kept: &[f32], lines: [&[f32]; 2]) {
        let [scale, shift] = lines;
        let channels = scale.len();
        let frames = y.chunks_exact_mut(channels).zip(x.chunks_exact(channels));
        for ((y, x), kept) in frames.zip(kept) {
            for (((y, x), scale), shift) in y.iter_mut().zip(x).zip(scale).zip(shift) {
                let value = x * scale + shift;
                *y = if value > self.floor { value } else { self.floor } * kept;
            }
        }
    }

    /// The slope and the value at zero of what is done to every channel.
    fn lines(&self) -> (Vec<f32>, Vec<f32>) {
        let scale = self.inverse_deviation.iter().zip(&self.gamma).map(|(a, b)| a * b);
        let scale: Vec<f32> = scale.collect();
        let shifts = self.beta.iter().zip(&self.mean).zip(&scale);
        let shift = shifts.map(|((beta, mean), scale)| beta - mean * scale);
        let shift = shift.collect();
        (scale, shift)
    }

    /// The gradients by beta and, as if deviations were one, by gamma: sums over all frames.
    fn sums(&self, x: &Frames, gradient: &Frames) -> [Vec<f32>; 2] {
        let (scale, shift) = self.lines();
        let pairs = x.sounds().zip(gradient.sounds());
        let sums = each(pairs.zip(self.kept(x)).collect(), |(pair, kept)| {
            wide!(self.sums_of_sound(pair, kept, [&scale, &shift]))
        });
        let (betas, gammas): (Vec<_>, Vec<_>) = sums.into_iter().unzip();
        [summed(betas, x.channels), summed(gammas, x.channels)]
    }

    #[inline(always)]
    fn sums_of_sound(
        &self,
        (sound, gradient): (&[f32], &[f32]),
        kept: &[f32],
        [scale, shift]: [&[f32]; 2],
    ) -> (Vec<f32>, Vec<f32>) {
        let channels = scale.len();
        let mut sums = vec![0.0; channels];
        let mut products = vec![0.0; channels];
        let (sums, products) = (&mut sums[..channels], &mut products[..channels]);
        let (mean, shift) = (&self.mean[..channels], &shift[..channels]);
        let frames = sound.chunks_exact(channels).zip(gradient.chunks_exact(channels));
        for ((frame, gradient), kept) in frames.zip(kept) {
            for channel in 0..channels {
                let value = frame[channel];
                let passed = value * scale[channel] + shift[channel] > self.floor;
                let gradient = if passed { gradient[channel] * kept } else { 0.0 };
                sums[channel] += gradient;
                products[channel] += gradient * (value - mean[channel]);
            }
        }
        (sums.to_vec(), products.to_vec())
    }
}

/// What leads from the gradient behind the norm to the one before it, for every channel.
struct WayBack<'a> {
    norm: &'a Norm,
    scale: Vec<f32>,
    shift: Vec<f32>,
    /// What a value's distance from the mean takes away.
    slope: Vec<f32>,
    /// What every value takes away.
    offset: Vec<f32>,
}

impl<'a> WayBack<'a> {
    /// Moving a value moves mean and variance too: through them every value's gradient comes back
    /// to all. `sums` are the gradients by beta and gamma over `count` values a channel.
    fn of(norm: &'a Norm, sums: [&[f32]; 2], count: usize) -> Self {
        let (scale, shift) = norm.lines();
        let share = 1.0 / count as f32;
        let [by_beta, by_gamma] = sums;
        let offset = scale.iter().zip(by_beta).map(|(scale, sum)| scale * sum * share);
        let offset = offset.collect();
        let slopes = scale.iter().zip(&norm.inverse_deviation).zip(by_gamma);
        let slope = slopes.map(|((scale, inverse), sum)| scale * inverse * sum * share).collect();
        Self { norm, scale, shift, slope, offset }
    }

    fn apply(&self, x: &Frames, gradient: Frames) -> Frames {
        let mut back = gradient;
        let parts = back.sounds_mut().zip(x.sounds()).zip(self.norm.kept(x));
        each(parts.collect(), |((back, sound), kept)| {
            wide!(self.apply_to_sound(back, sound, kept));
        });
        back
    }

    /// Turns the gradient behind the norm into the one before it.
    #[inline(always)]
    fn apply_to_sound(&self, back: &mut [f32], sound: &[f32], kept: &[f32]) {
        let channels = self.scale.len();
        let (scale, shift) = (&self.scale[..channels], &self.shift[..channels]);
        let (slope, offset) = (&self.slope[..channels], &self.offset[..channels]);
        let (mean, floor) = (&self.norm.mean[..channels], self.norm.floor);
        let frames = back.chunks_exact_mut(channels).zip(sound.chunks_exact(channels));
        for ((back, value), kept) in frames.zip(kept) {
            for channel in 0..channels {
                let value = value[channel];
                let passed = value * scale[channel] + shift[channel] > floor;
                let gradient = if passed { back[channel] * kept } else { 0.0 };
                let drawn = slope[channel] * (value - mean[channel]) + offset[channel];
                back[channel] = scale[channel] * gradient - drawn;
            }
        }
    }
}

#[derive(Debug)]
struct BatchNorm;

impl Backward<Flex, 3> for BatchNorm {
    type State = (Frames, Norm, Option<Pooled>);

    fn backward(self, ops: Ops<Self::State, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let gradient = Frames::of(grads.consume::<Flex>(&ops.node));
        let (seen, norm, pooled) = ops.state;
        let gradient = match pooled {
            Some(pooled) => pooled.give_back(&gradient),
            None => gradient,
        };
        let [by_beta, products] = norm.sums(&seen, &gradient);
        let by_gamma = products.iter().zip(&norm.inverse_deviation).map(|(a, b)| a * b);
        let by_gamma: Vec<f32> = by_gamma.collect();
        let [x, gamma, beta] = ops.parents;
        if let Some(x) = x {
            let back = WayBack::of(&norm, [&by_beta, &by_gamma], seen.batch * seen.frames);
            grads.register::<Flex>(x.id, back.apply(&seen, gradient).into_tensor());
        }
        if let Some(gamma) = gamma {
            grads.register::<Flex>(gamma.id, vector(by_gamma));
        }
        if let Some(beta) = beta {
            grads.register::<Flex>(beta.id, vector(by_beta));
        }
    }
}
