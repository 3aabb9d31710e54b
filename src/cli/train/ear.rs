//! A frozen speech encoder: what it makes of clips is computed once and kept beside its file.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use burn::prelude::*;
use half::f16;
use half::slice::HalfFloatSliceExt;
use rayon::prelude::*;

use super::whisper;
use crate::cli::{Failure, While, progress};
use crate::features::Features;
use crate::laboratory::{EarRecipe, EarRole, Heard, Recipe, Rows};
use crate::model::{
    EncodedNet, EncodedNetConfig, Encoder, EncoderConfig, Network, NetworkConfig, Scaler, TokenNet,
    TokenNetConfig,
};
use crate::training::HintConfig;

/// A frozen speech encoder.
pub struct Ear {
    config: EncoderConfig,
    encoder: Encoder,
    /// The scale of its input.
    scaler: Scaler,
    file: PathBuf,
    hash: blake3::Hash,
}

impl Ear {
    /// Reads an encoder's weights.
    ///
    /// # Errors
    /// If the file is none, or its bands are not those of the recipe's features.
    pub fn open(file: &Path, recipe: &EarRecipe) -> Result<Self, Failure> {
        let bands = recipe.features.rows();
        let cannot = || format!("cannot use {}", file.display());
        let bytes = fs::read(file).during(cannot)?;
        let (config, encoder) =
            whisper::read(&bytes, &recipe.taps, &Device::flex()).during(cannot)?;
        if config.bands != bands {
            let message = format!("expected an encoder of {bands} bands, got {}", config.bands);
            return Err(Failure::new(message));
        }
        let scale = recipe.scale_db;
        Ok(Self {
            scaler: Scaler::new(vec![scale.zero_db; bands], vec![scale.one_db; bands]),
            config,
            encoder,
            file: file.to_owned(),
            hash: blake3::hash(&bytes),
        })
    }

    /// The recipe as it fits this encoder.
    pub fn fit(&self, recipe: &mut Recipe) {
        let Some(ear) = &mut recipe.ear else { return };
        match (&mut ear.role, &recipe.trainer.network) {
            (EarRole::Before { head, .. }, _) => {
                head.rows = self.config.rows();
                recipe.trainer.network = NetworkConfig::Tokens(head.clone());
            }
            (EarRole::Hints { components, weight }, NetworkConfig::Frames(network)) => {
                *components = self.config.rows().min(*components);
                recipe.trainer.hints = Some(HintConfig::new(network, *components, *weight));
            }
            _ => {}
        }
    }

    /// The tokens of clips, each from its levelled features: as kept, or computed on all cores.
    ///
    /// # Errors
    /// If they cannot be kept.
    pub fn hear(&self, clips: &[Heard]) -> Result<Vec<Rows>, Failure> {
        let store = TokenStore::new(self, clips);
        if let Some(tokens) = store.read(self.config.rows(), clips.len()) {
            return Ok(tokens);
        }
        let bar = progress::bar("tokens", clips.len(), "clips");
        let hear = |clip: &Heard| -> Rows {
            bar.inc(1);
            clip.rows.iter().map(|levelled| Arc::new(self.tokens(levelled))).collect()
        };
        let tokens: Vec<Rows> = clips.par_iter().map(hear).collect();
        bar.finish_and_clear();
        store.write(&tokens)?;
        Ok(tokens)
    }

    fn tokens(&self, levelled: &Features) -> Features {
        let mut values = levelled.values.clone();
        self.scaler.apply(&mut values);
        let shape = [1, levelled.rows, levelled.frames];
        let input = Tensor::from_data(TensorData::new(values, shape), &Device::flex());
        let (tokens, _) = self.encoder.forward(input, None);
        let [_, rows, frames] = tokens.dims();
        // The CPU's tensors are there at once, as 32 bit floats.
        let values = tokens.into_data().try_into_vec::<f32>().unwrap_or_default();
        Features { values, rows, frames }
    }

    /// The scale of the encoder's input.
    pub fn scaler(&self) -> &Scaler {
        &self.scaler
    }

    /// The encoder with a trained network behind it.
    pub fn behind(
        &self,
        head: TokenNet,
        config: &TokenNetConfig,
        scaler: &Scaler,
    ) -> (NetworkConfig, Network) {
        let device = Device::flex();
        let network = EncodedNet::new(self.encoder.clone(), scaler, head, &device);
        let config = EncodedNetConfig { encoder: self.config.clone(), head: config.clone() };
        (NetworkConfig::Encoded(config), Network::Encoded(network))
    }
}

/// Tokens on disk: the key of all that they follow from, then for every clip its count of tokens
/// and their values in 16 bits.
struct TokenStore {
    path: PathBuf,
    key: blake3::Hash,
}

impl TokenStore {
    fn new(ear: &Ear, clips: &[Heard]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(ear.hash.as_bytes());
        let settings = format!("{:?} {:?}", ear.config, ear.scaler);
        hasher.update(settings.as_bytes());
        for levelled in clips.iter().flat_map(|clip| &clip.rows) {
            hasher.update(&levelled.frames.to_le_bytes());
            levelled.values.iter().for_each(|value| {
                hasher.update(&value.to_le_bytes());
            });
        }
        let key = hasher.finalize();
        let name = format!("tokens-{}.bin", &key.to_hex()[..12]);
        Self { path: ear.file.with_file_name(name), key }
    }

    /// The kept tokens; none if there are none, or others.
    fn read(&self, rows: usize, clips: usize) -> Option<Vec<Rows>> {
        let mut file = BufReader::new(File::open(&self.path).ok()?);
        let mut key = [0; blake3::OUT_LEN];
        file.read_exact(&mut key).ok()?;
        if key != *self.key.as_bytes() {
            return None;
        }
        (0..clips)
            .map(|_| read_tokens(&mut file, rows).map(|tokens| vec![Arc::new(tokens)]))
            .collect()
    }

    fn write(&self, clips: &[Rows]) -> Result<(), Failure> {
        let cannot = || format!("cannot write {}", self.path.display());
        let partial = self.path.with_extension("partial");
        let mut file = BufWriter::new(File::create(&partial).during(cannot)?);
        file.write_all(self.key.as_bytes()).during(cannot)?;
        for tokens in clips.iter().flatten() {
            write_tokens(&mut file, tokens).during(cannot)?;
        }
        file.flush().during(cannot)?;
        fs::rename(&partial, &self.path).during(cannot)
    }
}

fn write_tokens(out: &mut impl Write, tokens: &Features) -> std::io::Result<()> {
    out.write_all(&(tokens.frames as u32).to_le_bytes())?;
    let mut halves = vec![f16::ZERO; tokens.values.len()];
    halves.convert_from_f32_slice(&tokens.values);
    halves.iter().try_for_each(|half| out.write_all(&half.to_le_bytes()))
}

fn read_tokens(file: &mut impl Read, rows: usize) -> Option<Features> {
    let mut frames = [0; 4];
    file.read_exact(&mut frames).ok()?;
    let frames = u32::from_le_bytes(frames) as usize;
    let mut bytes = vec![0; 2 * rows * frames];
    file.read_exact(&mut bytes).ok()?;
    let values = bytes.as_chunks().0.iter().map(|&chunk| f16::from_le_bytes(chunk).to_f32());
    Some(Features { values: values.collect(), rows, frames })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_tokens_are_read_back_in_sixteen_bits() {
        let values = (0..6).map(|i| i as f32 * 0.1 - 0.2).collect();
        let tokens = Features { values, rows: 2, frames: 3 };
        let mut file = Vec::new();
        write_tokens(&mut file, &tokens).unwrap();
        let read = read_tokens(&mut file.as_slice(), 2).unwrap();
        assert_eq!((read.rows, read.frames), (2, 3));
        assert!(read.values.iter().zip(&tokens.values).all(|(a, b)| (a - b).abs() < 1e-3));
        assert!(read_tokens(&mut &file[..8], 2).is_none());
    }
}
