//! The largest values of windows over time, and where they stood.

use std::sync::Arc;

use burn::backend::Flex;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::nn::pool::MaxPool1d;

use super::Tracked;
use super::frames::Frames;
use crate::parallel::each;
use crate::wide::wide;

/// Windows over time. What reaches beyond a sound is not looked at; every window begins within it
/// or reaches into it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// Frames of a window, 256 at most.
    pub size: usize,
    /// Frames from a window to the next.
    pub stride: usize,
    /// Frames before the sound that the first window begins at.
    pub before: usize,
    /// Windows.
    pub steps: usize,
}

pub fn pool(x: Tracked, window: Window) -> Tracked {
    let (x, node) = x.into_parts();
    let x = Frames::of(x);
    let (output, pooled) = largest(&x, window, |_, sound| sound);
    match MaxPool.prepare::<NoCheckpointing>([node]).compute_bound().stateful() {
        OpsKind::Tracked(prepared) => prepared.finish(pooled, output.into_tensor()),
        OpsKind::UnTracked(prepared) => prepared.finish(output.into_tensor()),
    }
}

/// The largest values of what is `seen` of every sound, told its number and itself.
pub fn largest<'a, S: AsRef<[f32]>>(
    x: &'a Frames,
    window: Window,
    seen: impl Fn(usize, &'a [f32]) -> S + Send + Sync,
) -> (Frames, Pooled) {
    let size = window.steps * x.channels;
    let mut output = vec![0.0; x.batch * size];
    let mut places = vec![0; x.batch * size];
    let parts = output.chunks_mut(size.max(1)).zip(places.chunks_mut(size.max(1)));
    let parts = parts.zip(x.sounds().enumerate());
    each(parts.collect(), |((output, places), (index, sound))| {
        let seen = seen(index, sound);
        wide!(window.largest_of_sound(output, places, seen.as_ref(), x.channels));
    });
    let pooled = Pooled { window, frames: x.frames, places: Arc::new(places) };
    (Frames::new(output, x.batch, x.channels), pooled)
}

impl Window {
    /// Those of a pooling over so many frames with more `around` them, before and after.
    pub fn of(pool: &MaxPool1d, frames: usize, around: (usize, usize)) -> Self {
        let (before, after) = around;
        let (size, stride) = (pool.kernel_size, pool.stride);
        let steps = (before + frames + after + stride).saturating_sub(size) / stride;
        Self { size, stride, before, steps }
    }

    /// The places of a window that lie within a sound, and the frame that the first is.
    #[inline(always)]
    fn within(self, step: usize, frames: usize) -> (std::ops::Range<usize>, usize) {
        let begin = step * self.stride;
        let skipped = self.before.saturating_sub(begin);
        let end = self.size.min(frames + self.before - begin);
        (skipped..end, begin + skipped - self.before)
    }

    #[inline(always)]
    fn largest_of_sound(self, output: &mut [f32], places: &mut [u8], x: &[f32], channels: usize) {
        let frames = x.len() / channels;
        let steps = output.chunks_exact_mut(channels).zip(places.chunks_exact_mut(channels));
        for (step, (largest, places)) in steps.enumerate() {
            let (within, first) = self.within(step, frames);
            let mut seen = x[first * channels..].chunks_exact(channels);
            let Some(begin) = seen.next() else { continue };
            largest.copy_from_slice(begin);
            places.fill(within.start as u8);
            for (place, values) in within.skip(1).zip(seen) {
                for ((largest, at), value) in largest.iter_mut().zip(&mut *places).zip(values) {
                    let larger = *value > *largest;
                    *largest = if larger { *value } else { *largest };
                    *at = if larger { place as u8 } else { *at };
                }
            }
        }
    }

    /// Gives every gradient to the value that was the largest of its window.
    #[inline(always)]
    fn give_back(self, back: &mut [f32], gradient: &[f32], places: &[u8], channels: usize) {
        let frames = back.len() / channels;
        let steps = gradient.chunks_exact(channels).zip(places.chunks_exact(channels));
        for (step, (gradient, places)) in steps.enumerate() {
            let (within, first) = self.within(step, frames);
            let seen = back[first * channels..].chunks_exact_mut(channels);
            for (place, back) in within.zip(seen) {
                for ((back, gradient), at) in back.iter_mut().zip(gradient).zip(places) {
                    *back += if *at == place as u8 { *gradient } else { 0.0 };
                }
            }
        }
    }
}

#[derive(Debug)]
struct MaxPool;

/// Where the largest values stood.
#[derive(Debug, Clone)]
pub struct Pooled {
    window: Window,
    /// Frames of every sound before.
    frames: usize,
    /// Where in its window each value stood, in the order of the output.
    places: Arc<Vec<u8>>,
}

impl Backward<Flex, 1> for MaxPool {
    type State = Pooled;

    fn backward(self, ops: Ops<Pooled, 1>, grads: &mut Gradients, _: &mut Checkpointer) {
        let gradient = Frames::of(grads.consume::<Flex>(&ops.node));
        let [x] = ops.parents;
        if let Some(x) = x {
            grads.register::<Flex>(x.id, ops.state.give_back(&gradient).into_tensor());
        }
    }
}

impl Pooled {
    /// The gradient by the frames before, of that by the largest values.
    pub fn give_back(&self, gradient: &Frames) -> Frames {
        let channels = gradient.channels;
        let size = self.frames * channels;
        let mut back = vec![0.0; gradient.batch * size];
        let places = self.places.chunks(gradient.size().max(1));
        let parts = back.chunks_mut(size.max(1)).zip(gradient.sounds()).zip(places);
        each(parts.collect(), |((back, gradient), places)| {
            wide!(self.window.give_back(back, gradient, places, channels));
        });
        Frames::new(back, gradient.batch, channels)
    }
}
