//! A network's weights as bytes: whole numbers for what multiplies, floats of 16 bits for the rest.
//!
//! The container is burnpack's. A matrix or a kernel of a convolution stands there as two tensors:
//! `name`, whole numbers of a byte each, and `name` with [`SCALES`] behind it, for every [`BLOCK`]
//! of them the value of 1 as a float of 16 bits. Biases and norms are floats.

use std::collections::BTreeMap;

use burn::prelude::*;
use burn::store::{ModuleRecord, RecordError};
use burn::tensor::{Bytes, DType, Shape};
use burn_pack::{Reader, Tensor as Packed, Writer};
use half::f16;

use super::CheckpointError;

/// What the name of the scales has behind the name of what they scale.
const SCALES: &str = "#scales";
/// Weights that share a scale.
const BLOCK: usize = 64;

/// How finely weights are told apart. Each takes a byte; what a host or a cache compresses takes
/// about as many bits as are named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// 8 bits: -127 to 127.
    Fine,
    /// 6 bits: -31 to 31.
    Coarse,
}

impl Grain {
    /// The largest whole number.
    fn top(self) -> f32 {
        match self {
            Self::Fine => 127.0,
            Self::Coarse => 31.0,
        }
    }
}

/// The bytes of a network's weights, or of a part's; the same weights are the same bytes.
///
/// # Errors
/// [`CheckpointError::Weights`] if they cannot be read from the device.
pub fn pack<M: Module>(network: &M, grain: Grain) -> Result<Bytes, CheckpointError> {
    to_bytes(packed(network, grain)?)
}

/// Loads packed weights into a network of their shape.
///
/// # Errors
/// [`CheckpointError::Weights`] if they are damaged or another network's.
pub fn unpack<M: Module>(bytes: &[u8], network: M) -> Result<M, CheckpointError> {
    load(unpacked(bytes)?, network)
}

/// The tensors of a network's weights, packed.
///
/// # Errors
/// [`CheckpointError::Weights`] if they cannot be read from the device.
pub fn packed<M: Module>(network: &M, grain: Grain) -> Result<Vec<Packed>, CheckpointError> {
    let record = network.valid().to_device(&Device::flex()).into_record();
    pack_all(Reader::from_bytes(record.into_bytes()?)?.into_tensors()?, grain)
}

/// A tensor of 32 bit floats, to be packed.
pub fn named(name: &str, shape: impl Into<Shape>, values: &[f32]) -> Packed {
    let bytes = values.iter().copied().flat_map(f32::to_le_bytes).collect();
    Packed::new(name.to_owned(), DType::F32, shape.into(), None, Bytes::from_bytes_vec(bytes))
}

/// Packs what is not packed yet.
///
/// # Errors
/// [`CheckpointError::Weights`] if a tensor cannot be read.
pub fn pack_all(tensors: Vec<Packed>, grain: Grain) -> Result<Vec<Packed>, CheckpointError> {
    let mut packed = Vec::new();
    for tensor in tensors {
        let (name, dtype, shape, _, bytes) = tensor.into_parts()?;
        // burn numbers parameters at random; without the numbers the bytes repeat.
        let mut keep = |name, dtype, shape: Shape, bytes| {
            packed.push(Packed::new(name, dtype, shape, None, Bytes::from_bytes_vec(bytes)));
        };
        if dtype != DType::F32 {
            keep(name, dtype, shape, bytes.to_vec());
        } else if shape.num_dims() > 1 {
            let (numbers, scales) = quantise(&singles(&bytes), grain.top());
            keep(format!("{name}{SCALES}"), DType::F16, [scales.len() / 2].into(), scales);
            keep(name, DType::I8, shape, numbers);
        } else {
            let halves = singles(&bytes).into_iter().map(f16::from_f32);
            keep(name, DType::F16, shape, halves.flat_map(f16::to_le_bytes).collect());
        }
    }
    Ok(packed)
}

/// The bytes of packed tensors.
///
/// # Errors
/// [`CheckpointError::Weights`] if they do not fit into one file.
pub fn to_bytes(packed: Vec<Packed>) -> Result<Bytes, CheckpointError> {
    Ok(Writer::new(packed).into_bytes()?)
}

/// The tensors that were packed: floats.
///
/// # Errors
/// [`CheckpointError::Weights`] if they are damaged.
pub fn unpacked(bytes: &[u8]) -> Result<Vec<Packed>, CheckpointError> {
    let tensors = Reader::from_bytes(Bytes::from_bytes_vec(bytes.to_vec()))?.into_tensors()?;
    let mut scales = BTreeMap::new();
    let mut packed = Vec::new();
    for tensor in tensors {
        match tensor.name.strip_suffix(SCALES).map(str::to_owned) {
            Some(name) => scales.insert(name, halves(&tensor.into_parts()?.4)).map_or((), drop),
            None => packed.push(tensor),
        }
    }
    let unpacked = packed.into_iter().map(|tensor| {
        if tensor.dtype != DType::I8 {
            return Ok(tensor);
        }
        let (name, _, shape, _, bytes) = tensor.into_parts()?;
        let values = scales.remove(&name).and_then(|scales| restore(&bytes, &scales));
        let values = values
            .ok_or_else(|| CheckpointError::Weights(format!("the scales of {name} are missing")))?;
        Ok(Packed::new(name, DType::F32, shape, None, Bytes::from_bytes_vec(values)))
    });
    unpacked.collect()
}

/// Loads unpacked weights into a network of their shape.
///
/// # Errors
/// [`CheckpointError::Weights`] if they are another network's.
pub fn load<M: Module>(unpacked: Vec<Packed>, network: M) -> Result<M, CheckpointError> {
    let record = ModuleRecord::from_bytes(Writer::new(unpacked).into_bytes()?)?;
    Ok(network.try_load_record(record.cast_to_module_dtype())?)
}

/// The values of an unpacked tensor.
///
/// # Errors
/// [`CheckpointError::Weights`] if they are no floats of 16 or 32 bits.
pub fn values(tensor: Packed) -> Result<Vec<f32>, CheckpointError> {
    let (name, dtype, _, _, bytes) = tensor.into_parts()?;
    match dtype {
        DType::F32 => Ok(singles(&bytes)),
        DType::F16 => Ok(halves(&bytes)),
        _ => Err(CheckpointError::Weights(format!("{name} has other numbers than expected"))),
    }
}

impl From<RecordError> for CheckpointError {
    fn from(error: RecordError) -> Self {
        Self::Weights(error.to_string())
    }
}

impl From<burn_pack::Error> for CheckpointError {
    fn from(error: burn_pack::Error) -> Self {
        Self::Weights(error.to_string())
    }
}

fn singles(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&chunk| f32::from_le_bytes(chunk)).collect()
}

fn halves(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&chunk| f16::from_le_bytes(chunk).to_f32()).collect()
}

/// Whole numbers, a byte each, and the scales of their blocks, two bytes each.
fn quantise(values: &[f32], top: f32) -> (Vec<u8>, Vec<u8>) {
    let mut numbers = Vec::with_capacity(values.len());
    let mut scales = Vec::with_capacity(2 * values.len().div_ceil(BLOCK));
    for block in values.chunks(BLOCK) {
        let largest = block.iter().fold(0.0f32, |largest, value| largest.max(value.abs()));
        let scale = f16::from_f32(largest / top);
        scales.extend(scale.to_le_bytes());
        let one = scale.to_f32();
        let whole =
            |value: &f32| if one > 0.0 { (value / one).round().clamp(-top, top) } else { 0.0 };
        numbers.extend(block.iter().map(|value| (whole(value) as i8).to_le_bytes()[0]));
    }
    (numbers, scales)
}

/// The values as floats of 32 bits; none if the scales are too few.
fn restore(numbers: &[u8], scales: &[f32]) -> Option<Vec<u8>> {
    if scales.len() != numbers.len().div_ceil(BLOCK) {
        return None;
    }
    let blocks = numbers.chunks(BLOCK).zip(scales);
    let values = blocks.flat_map(|(block, scale)| {
        block.iter().map(move |&byte| f32::from(i8::from_le_bytes([byte])) * scale)
    });
    Some(values.flat_map(f32::to_le_bytes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EncodedNetConfig, EncoderConfig, NetworkConfig, StatisticsNetConfig};

    fn encoded() -> NetworkConfig {
        let encoder = EncoderConfig { bands: 80, width: 64, heads: 1, layers: 1, taps: vec![1] };
        let head = StatisticsNetConfig { values: 128, hidden: 16, dropout: 0.0, classes: 8 };
        NetworkConfig::Encoded(EncodedNetConfig { encoder, head })
    }

    #[test]
    fn a_weight_is_kept_within_half_a_step_of_its_block() {
        let values: Vec<f32> = (0..150).map(|i| (i as f32 * 0.7).sin() * (1 + i) as f32).collect();
        for top in [Grain::Fine, Grain::Coarse].map(Grain::top) {
            let (numbers, scales) = quantise(&values, top);
            assert_eq!((numbers.len(), scales.len()), (150, 6));
            let restored = singles(&restore(&numbers, &halves(&scales)).unwrap());
            for (block, restored) in values.chunks(BLOCK).zip(restored.chunks(BLOCK)) {
                let step = block.iter().fold(0.0f32, |a, b| a.max(b.abs())) / top;
                let near = |(a, b): (&f32, &f32)| (a - b).abs() <= 0.6 * step;
                assert!(block.iter().zip(restored).all(near));
            }
            assert_eq!(quantise(&[0.0; 3], top).0, [0; 3]);
            assert!(restore(&numbers, &[1.0]).is_none());
        }
    }

    #[test]
    fn a_network_takes_a_byte_a_weight_and_packing_it_again_changes_nothing() {
        let device = Device::flex();
        let config = encoded();
        let network = config.init(&device);
        let weights = network.num_params();
        for grain in [Grain::Fine, Grain::Coarse] {
            let bytes = pack(&network, grain).unwrap();
            assert!(bytes.len() < weights * 5 / 4, "{} bytes for {weights} weights", bytes.len());
            let read = unpack(&bytes, config.init(&device)).unwrap();
            assert!(pack(&read, grain).unwrap()[..] == bytes[..]);
        }
    }

    #[test]
    fn another_networks_weights_are_refused() {
        let device = Device::flex();
        let bytes = pack(&encoded().init(&device), Grain::Fine).unwrap();
        let other = StatisticsNetConfig { values: 4, hidden: 16, dropout: 0.0, classes: 8 };
        let error = unpack(&bytes, NetworkConfig::Statistics(other).init(&device)).unwrap_err();
        assert!(matches!(error, CheckpointError::Weights(_)), "{error}");
    }
}
