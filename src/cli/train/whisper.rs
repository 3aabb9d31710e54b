//! Whisper's encoder from a file of CTranslate2, a list of named arrays.
//!
//! The layout of `model.bin`, all numbers little-endian: version, name of the specification,
//! revision, number of arrays; each array with its name, rank, sizes, type and bytes. A name is
//! its length with the closing zero, then its letters and the zero.

use std::collections::BTreeMap;

use burn::module::Param;
use burn::nn::conv::Conv1d;
use burn::nn::{LayerNorm, Linear};
use burn::prelude::*;
use half::f16;

use crate::model::{Encoder, EncoderConfig};

/// The version of the layout that is read.
const VERSION: u32 = 6;
/// As many bands or channels as may be: the largest Whisper has 128 and 1280.
const LARGEST_SIZE: usize = 2048;
/// Channels of a head, in every Whisper model.
const HEAD_CHANNELS: usize = 64;

/// Why a file is no encoder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhisperError {
    /// It is something else.
    #[error("expected CTranslate2's model.bin of a Whisper model, got something else")]
    Foreign,
    /// It ends before it should.
    #[error("the file ends in the middle of {0}")]
    Truncated(String),
    /// An array that is needed is not there, or of another shape.
    #[error("expected the array {name} of the shape {expected:?}, got {got:?}")]
    Array {
        /// Its name.
        name: String,
        /// The shape that the encoder needs.
        expected: Vec<usize>,
        /// The shape in the file, if it is there.
        got: Option<Vec<usize>>,
    },
    /// No Whisper model has so many bands or channels.
    #[error(
        "expected 1 to {LARGEST_SIZE} bands, and channels up to {LARGEST_SIZE} in heads of \
         {HEAD_CHANNELS}, got {bands} and {width}"
    )]
    Size {
        /// Bands of the file.
        bands: usize,
        /// Channels of the file.
        width: usize,
    },
    /// Its numbers are of a type that is not read.
    #[error("expected the array {0} in floats of 16 or 32 bits")]
    Type(String),
    /// A layer is asked for that is not there.
    #[error("expected taps of 0 to {layers}, got {tap}")]
    Tap {
        /// Layers of the file.
        layers: usize,
        /// The tap.
        tap: usize,
    },
}

/// An array with its shape.
struct Array<'a> {
    shape: Vec<usize>,
    kind: u8,
    bytes: &'a [u8],
}

/// The arrays of a file by name.
struct Arrays<'a>(BTreeMap<&'a str, Array<'a>>);

/// Reads the encoder of a Whisper model, cut behind the last layer that is heard.
///
/// # Errors
/// Any [`WhisperError`]; no byte sequence makes it panic.
pub fn read(
    file: &[u8],
    taps: &[usize],
    device: &Device,
) -> Result<(EncoderConfig, Encoder), WhisperError> {
    let arrays = Arrays::read(file)?;
    let config = arrays.config(taps)?;
    let mut encoder = config.init(device);
    arrays.convolve("encoder/conv1", &mut encoder.first)?;
    arrays.convolve("encoder/conv2", &mut encoder.second)?;
    for (number, layer) in encoder.layers.iter_mut().enumerate() {
        let named = |part: &str| format!("encoder/layer_{number}/{part}");
        arrays.normalise(&named("self_attention/layer_norm"), &mut layer.attention_norm)?;
        arrays.connect(&named("self_attention/linear_0"), &mut layer.attend)?;
        arrays.connect(&named("self_attention/linear_1"), &mut layer.mix)?;
        arrays.normalise(&named("ffn/layer_norm"), &mut layer.dense_norm)?;
        arrays.connect(&named("ffn/linear_0"), &mut layer.widen)?;
        arrays.connect(&named("ffn/linear_1"), &mut layer.narrow)?;
    }
    Ok((config, encoder))
}

impl<'a> Arrays<'a> {
    fn read(file: &'a [u8]) -> Result<Self, WhisperError> {
        let mut rest = Bytes(file);
        let foreign = |_| WhisperError::Foreign;
        let version = rest.u32("the head").map_err(foreign)?;
        let specification = rest.name("the head").map_err(foreign)?;
        if version != VERSION || specification != "WhisperSpec" {
            return Err(WhisperError::Foreign);
        }
        rest.u32("the head")?;
        let count = rest.u32("the head")?;
        let mut arrays = BTreeMap::new();
        for _ in 0..count {
            let name = rest.name("the list of arrays")?;
            let rank = rest.u8(name)?;
            let shape = (0..rank).map(|_| rest.u32(name).map(|size| size as usize));
            let shape = shape.collect::<Result<_, _>>()?;
            let kind = rest.u8(name)?;
            let length = rest.u32(name)? as usize;
            arrays.insert(name, Array { shape, kind, bytes: rest.take(length, name)? });
        }
        Ok(Self(arrays))
    }

    fn config(&self, taps: &[usize]) -> Result<EncoderConfig, WhisperError> {
        let name = "encoder/conv1/weight";
        let missing = || WhisperError::Array { name: name.into(), expected: vec![], got: None };
        let shape = self.0.get(name).map(|array| array.shape.as_slice());
        let &[width, bands, _] = shape.ok_or_else(missing)? else { return Err(missing()) };
        let sizes = 1..=LARGEST_SIZE;
        let are_sizes = sizes.contains(&bands) && sizes.contains(&width);
        if !are_sizes || !width.is_multiple_of(HEAD_CHANNELS) {
            return Err(WhisperError::Size { bands, width });
        }
        let has = |layer: &usize| {
            self.0.contains_key(format!("encoder/layer_{layer}/ffn/linear_0/weight").as_str())
        };
        let there = (0..).take_while(has).count();
        if let Some(&tap) = taps.iter().find(|tap| **tap > there) {
            return Err(WhisperError::Tap { layers: there, tap });
        }
        let layers = taps.iter().copied().max().unwrap_or(0);
        let heads = width / HEAD_CHANNELS;
        Ok(EncoderConfig { bands, width, heads, layers, taps: taps.to_vec() })
    }

    fn floats<const D: usize>(
        &self,
        name: &str,
        expected: [usize; D],
        device: &Device,
    ) -> Result<Tensor<D>, WhisperError> {
        let found = self.0.get(name).filter(|array| array.shape == expected);
        let array = found.ok_or_else(|| WhisperError::Array {
            name: name.into(),
            expected: expected.to_vec(),
            got: self.0.get(name).map(|array| array.shape.clone()),
        })?;
        let values =
            array.floats().filter(|values| values.len() == expected.iter().product::<usize>());
        let values = values.ok_or_else(|| WhisperError::Type(name.into()))?;
        Ok(Tensor::from_data(TensorData::new(values, expected), device))
    }

    fn convolve(&self, name: &str, layer: &mut Conv1d) -> Result<(), WhisperError> {
        let (shape, device) = (layer.weight.dims(), layer.weight.device());
        let weight = self.floats(&format!("{name}/weight"), shape, &device)?;
        let bias = self.floats(&format!("{name}/bias"), [shape[0]], &device)?;
        layer.weight = Param::from_tensor(weight);
        layer.bias = Some(Param::from_tensor(bias));
        Ok(())
    }

    /// CTranslate2 keeps `[output, input]`, burn `[input, output]`.
    fn connect(&self, name: &str, layer: &mut Linear) -> Result<(), WhisperError> {
        let ([input, output], device) = (layer.weight.dims(), layer.weight.device());
        let weight = self.floats(&format!("{name}/weight"), [output, input], &device)?;
        let bias = self.floats(&format!("{name}/bias"), [output], &device)?;
        layer.weight = Param::from_tensor(weight.transpose());
        layer.bias = Some(Param::from_tensor(bias));
        Ok(())
    }

    fn normalise(&self, name: &str, layer: &mut LayerNorm) -> Result<(), WhisperError> {
        let (shape, device) = (layer.gamma.dims(), layer.gamma.device());
        layer.gamma = Param::from_tensor(self.floats(&format!("{name}/gamma"), shape, &device)?);
        let beta = self.floats(&format!("{name}/beta"), shape, &device)?;
        layer.beta = Some(Param::from_tensor(beta));
        Ok(())
    }
}

impl Array<'_> {
    fn floats(&self) -> Option<Vec<f32>> {
        match self.kind {
            0 => Some(numbers(self.bytes, f32::from_le_bytes)),
            4 => Some(numbers(self.bytes, |bytes| f16::from_le_bytes(bytes).to_f32())),
            _ => None,
        }
    }
}

fn numbers<const N: usize>(bytes: &[u8], read: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&chunk| read(chunk)).collect()
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize, what: &str) -> Result<&'a [u8], WhisperError> {
        let (taken, rest) =
            self.0.split_at_checked(count).ok_or_else(|| WhisperError::Truncated(what.into()))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N], WhisperError> {
        let taken = self.take(N, what)?;
        taken.try_into().map_err(|_| WhisperError::Truncated(what.into()))
    }

    fn u8(&mut self, what: &str) -> Result<u8, WhisperError> {
        self.array(what).map(u8::from_le_bytes)
    }

    fn u32(&mut self, what: &str) -> Result<u32, WhisperError> {
        self.array(what).map(u32::from_le_bytes)
    }

    fn name(&mut self, what: &str) -> Result<&'a str, WhisperError> {
        let length = usize::from(self.array(what).map(u16::from_le_bytes)?);
        let letters = self.take(length, what)?;
        let letters = letters.strip_suffix(&[0]).unwrap_or(letters);
        std::str::from_utf8(letters).map_err(|_| WhisperError::Truncated(what.into()))
    }
}

/// Files for tests.
#[cfg(test)]
pub mod testing {
    use super::*;

    fn named(file: &mut Vec<u8>, name: &str) {
        file.extend((name.len() as u16 + 1).to_le_bytes());
        file.extend(name.as_bytes());
        file.push(0);
    }

    /// A file with the arrays of an encoder of so many bands and layers and 64 channels, every
    /// number of which is what `value` makes of its place in the array.
    pub fn file(bands: usize, layers: usize, value: impl Fn(usize) -> f32) -> Vec<u8> {
        const WIDTH: usize = 64;
        let mut arrays: Vec<(String, Vec<usize>)> = Vec::new();
        let mut add = |name: String, shape: &[usize]| arrays.push((name, shape.to_vec()));
        for (name, from) in [("conv1", bands), ("conv2", WIDTH)] {
            add(format!("encoder/{name}/weight"), &[WIDTH, from, 3]);
            add(format!("encoder/{name}/bias"), &[WIDTH]);
        }
        for layer in 0..layers {
            let linear = [
                ("self_attention/linear_0", WIDTH, 3 * WIDTH),
                ("self_attention/linear_1", WIDTH, WIDTH),
                ("ffn/linear_0", WIDTH, 4 * WIDTH),
                ("ffn/linear_1", 4 * WIDTH, WIDTH),
            ];
            for (name, from, to) in linear {
                add(format!("encoder/layer_{layer}/{name}/weight"), &[to, from]);
                add(format!("encoder/layer_{layer}/{name}/bias"), &[to]);
            }
            for name in ["self_attention", "ffn"] {
                add(format!("encoder/layer_{layer}/{name}/layer_norm/gamma"), &[WIDTH]);
                add(format!("encoder/layer_{layer}/{name}/layer_norm/beta"), &[WIDTH]);
            }
        }
        let mut file = VERSION.to_le_bytes().to_vec();
        named(&mut file, "WhisperSpec");
        file.extend(3u32.to_le_bytes());
        file.extend((arrays.len() as u32).to_le_bytes());
        for (name, shape) in arrays {
            named(&mut file, &name);
            file.push(shape.len() as u8);
            shape.iter().for_each(|&size| file.extend((size as u32).to_le_bytes()));
            let count: usize = shape.iter().product();
            file.push(4);
            file.extend((2 * count as u32).to_le_bytes());
            (0..count).for_each(|i| file.extend(f16::from_f32(value(i)).to_le_bytes()));
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::file;
    use super::*;

    /// A number is its place, in hundredths.
    fn by_place(layers: usize) -> Vec<u8> {
        file(2, layers, |place| place as f32 * 0.01)
    }

    #[test]
    fn every_array_lands_in_its_place() {
        let (config, encoder) = read(&by_place(3), &[0, 2], &Device::flex()).unwrap();
        let expected = EncoderConfig { bands: 2, width: 64, heads: 1, layers: 2, taps: vec![0, 2] };
        assert_eq!(config, expected);
        let attend = encoder.layers[1].attend.weight.val();
        assert_eq!(attend.dims(), [64, 192]);
        let second = attend.slice([0..1, 1..2]).into_scalar::<f32>();
        assert!((second - 0.64).abs() < 1e-3, "the second output's first weight, {second}");
    }

    #[test]
    fn a_layer_that_is_not_there_is_named() {
        let error = read(&by_place(1), &[2], &Device::flex()).unwrap_err();
        assert_eq!(error, WhisperError::Tap { layers: 1, tap: 2 });
    }

    /// A file without layers whose first array is said to be of other sizes than it is.
    fn claiming(width: u32, bands: u32) -> Vec<u8> {
        let mut file = by_place(0);
        let name = b"encoder/conv1/weight\0";
        let place = file.windows(name.len()).position(|bytes| bytes == name).unwrap();
        // The rank stands between.
        let sizes = &mut file[place + name.len() + 1..][..8];
        sizes.copy_from_slice(&[width.to_le_bytes(), bands.to_le_bytes()].concat());
        file
    }

    #[test]
    fn sizes_that_no_whisper_has_are_refused_before_anything_is_built_of_them() {
        let refused =
            |(width, bands)| read(&claiming(width, bands), &[0], &Device::flex()).unwrap_err();
        let sizes = [(u32::MAX, u32::MAX), (u32::MAX, 2), (64, u32::MAX), (0, 2), (64, 0), (96, 2)];
        for error in sizes.map(refused) {
            assert!(matches!(error, WhisperError::Size { .. }), "{error}");
        }
        assert!(matches!(refused((128, 2)), WhisperError::Type(_)), "it holds less than it says");
    }

    #[test]
    fn a_cut_file_is_refused() {
        let file = by_place(1);
        let error = read(&file[..file.len() - 1], &[1], &Device::flex()).unwrap_err();
        assert!(matches!(error, WhisperError::Truncated(_)), "{error}");
        assert_eq!(
            read(b"RIFF....WAVE", &[1], &Device::flex()).unwrap_err(),
            WhisperError::Foreign
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            head in 0usize..80,
            noise in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let mut bytes = by_place(0)[..head].to_vec();
            bytes.extend(noise);
            let _ = read(&bytes, &[0], &Device::flex());
        }
    }
}
