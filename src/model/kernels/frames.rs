//! Sounds frame by frame.

use burn::backend::flex::{FlexTensor, Layout};
use burn::tensor::{Shape, TensorData};

use super::product::Matrix;
use crate::parallel::each;

/// A batch of sounds, `[batch, frames, channels]`, in which the channels of a frame and the frames
/// of a sound lie side by side; between sounds there may be gaps.
#[derive(Debug, Clone)]
pub struct Frames {
    values: FlexTensor,
    start: usize,
    /// Values from the beginning of a sound to that of the next.
    stride: usize,
    pub batch: usize,
    pub frames: usize,
    pub channels: usize,
}

impl Frames {
    /// Those of a tensor `[batch, channels, frames]`; copied only if it lies otherwise.
    pub fn of(x: FlexTensor) -> Self {
        let turned = x.transpose(1, 2);
        let layout = turned.layout();
        let [batch, frames, channels] = layout.shape().dims();
        let side_by_side = match layout.strides() {
            &[sound, frame, 1] if frame == channels as isize => {
                usize::try_from(sound).ok().filter(|&sound| sound >= frames * channels)
            }
            _ => None,
        };
        let (values, stride) = match side_by_side {
            Some(stride) => (turned, stride),
            None => (turned.to_contiguous(), frames * channels),
        };
        let start = values.layout().start_offset();
        Self { values, start, stride, batch, frames, channels }
    }

    /// New ones without gaps.
    pub fn new(values: Vec<f32>, batch: usize, channels: usize) -> Self {
        let frames = values.len() / (batch * channels).max(1);
        let values = FlexTensor::from_data(TensorData::new(values, [batch, frames, channels]));
        Self { values, start: 0, stride: frames * channels, batch, frames, channels }
    }

    /// The beginnings of sounds that `stride` frames each are kept for.
    pub fn with_gaps(values: Vec<f32>, frames: usize, stride: usize, channels: usize) -> Self {
        let stride = stride * channels;
        let batch = values.len().div_ceil(stride.max(1));
        Self { values: vector(values), start: 0, stride, batch, frames, channels }
    }

    /// As burn knows them, `[batch, channels, frames]`.
    pub fn into_tensor(self) -> FlexTensor {
        let shape = Shape::from([self.batch, self.channels, self.frames]);
        let strides = vec![self.stride as isize, 1, self.channels as isize];
        self.values.with_layout(Layout::new(shape, strides, self.start))
    }

    /// Values of a sound.
    pub fn size(&self) -> usize {
        self.frames * self.channels
    }

    /// Every sound, `[frames, channels]`.
    pub fn sounds(&self) -> impl Iterator<Item = &[f32]> {
        let storage = self.values.storage::<f32>();
        (0..self.batch).map(move |index| {
            let start = self.start + index * self.stride;
            &storage[start..start + self.size()]
        })
    }

    /// Every sound, to be changed: in place if nobody else knows these, else in a copy.
    pub fn sounds_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let (size, stride, batch) = (self.size(), self.stride.max(1), self.batch);
        let storage = &mut self.values.storage_mut::<f32>()[self.start..];
        storage.chunks_mut(stride).take(batch).map(move |sound| &mut sound[..size])
    }

    /// With frames of silence around every sound, without gaps.
    pub fn padded(&self, before: usize, after: usize) -> Self {
        let frames = before + self.frames + after;
        if frames == self.frames && self.stride == self.size() {
            return self.clone();
        }
        let mut values = vec![0.0; self.batch * frames * self.channels];
        let places = values.chunks_mut((frames * self.channels).max(1)).zip(self.sounds());
        each(places.collect(), |(place, sound)| {
            place[before * self.channels..][..sound.len()].copy_from_slice(sound);
        });
        Self::new(values, self.batch, self.channels)
    }

    /// A matrix whose rows begin at every frame from frame `from` on, whichever sound it belongs
    /// to, and reach over `span` frames each, `[rows, span · channels]`. There must be no gaps.
    pub fn rows(&self, from: usize, span: usize, rows: usize) -> Matrix<'_> {
        let values = &self.values.storage::<f32>()[self.start + from * self.channels..];
        Matrix::new(values, [rows, span * self.channels], [self.channels, 1])
    }
}

/// What a mask `[batch, 1, frames]` leaves of every frame, `[batch, frames]`; without one, all.
pub fn kept(mask: Option<FlexTensor>, x: &Frames) -> Vec<f32> {
    match mask {
        Some(mask) => values(&mask),
        None => vec![1.0; x.batch * x.frames],
    }
}

/// The sum of rows, one after the other.
pub fn summed(rows: Vec<Vec<f32>>, width: usize) -> Vec<f32> {
    let mut sum = vec![0.0; width];
    for row in rows {
        add(&mut sum, &row);
    }
    sum
}

/// Adds a row to another.
#[inline(always)]
pub fn add(sum: &mut [f32], row: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += value;
    }
}

/// A vector as a tensor of flex.
pub fn vector(values: Vec<f32>) -> FlexTensor {
    let count = values.len();
    FlexTensor::from_data(TensorData::new(values, [count]))
}

/// The values of a tensor in the order of its dimensions.
pub fn values(tensor: &FlexTensor) -> Vec<f32> {
    let tensor = tensor.to_contiguous();
    let count = tensor.layout().num_elements();
    tensor.storage::<f32>()[tensor.layout().start_offset()..][..count].to_vec()
}
