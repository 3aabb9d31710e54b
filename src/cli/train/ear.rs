//! A speech encoder. Of a frozen one, what it makes of clips is computed once and kept beside its file.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use burn::prelude::*;
use half::f16;
use half::slice::HalfFloatSliceExt;

use super::{data, whisper};
use crate::cli::{Failure, While, interrupt};
use crate::features::Features;
use crate::laboratory::{EarRecipe, EarRole, Heard, Recipe, Rows};
use crate::model::{
    EncodedNet, EncodedNetConfig, Encoder, EncoderConfig, Framing, Grain, Network, NetworkConfig,
    Scaler, StatisticsNet, StatisticsNetConfig, checkpoint,
};
use crate::training::HintConfig;

/// A speech encoder.
pub struct Ear {
    config: EncoderConfig,
    /// With weights rounded as they ship.
    encoder: Encoder,
    tells: Telling,
    /// The scale of its input.
    scaler: Scaler,
    file: PathBuf,
    hash: blake3::Hash,
}

/// What an encoder tells of a clip.
#[derive(Debug, Clone, Copy)]
enum Telling {
    /// All tokens of the clip.
    Tokens,
    /// Statistics of each window, one after the other.
    Statistics(Framing),
}

impl Ear {
    /// Reads an encoder's weights.
    ///
    /// # Errors
    /// If the file is none, its bands are not those of the recipe's features, or no model file can
    /// hold what is to be in one.
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
        check_model(&config, &recipe.role)?;
        let tells = match recipe.role {
            EarRole::Before { .. } | EarRole::Along { .. } => Telling::Statistics(recipe.framing),
            EarRole::Hints { .. } => Telling::Tokens,
        };
        Ok(Self {
            scaler: recipe.scaler(),
            config,
            encoder: checkpoint::rounded(encoder, Grain::Fine)?,
            tells,
            file: file.to_owned(),
            hash: blake3::hash(&bytes),
        })
    }

    /// The recipe as it fits this encoder.
    pub fn fit(&self, recipe: &mut Recipe) {
        let Some(ear) = &mut recipe.ear else { return };
        match (&mut ear.role, &recipe.trainer.network) {
            (EarRole::Before { head, .. }, _) => {
                head.values = self.config.statistics();
                recipe.trainer.network = NetworkConfig::Statistics(head.clone());
            }
            (EarRole::Along { head }, _) => {
                head.values = self.config.statistics();
                recipe.trainer.network = NetworkConfig::Encoded(self.before(head));
            }
            (EarRole::Hints { components, weight }, NetworkConfig::Frames(network)) => {
                *components = self.config.rows().min(*components);
                recipe.trainer.hints = Some(HintConfig::new(network, *components, *weight));
            }
            _ => {}
        }
    }

    /// What it tells of clips, each from its levelled features, row by row: as kept, or computed on
    /// all cores, the same in both cases.
    ///
    /// # Errors
    /// If it cannot be kept, and [`Failure::Interrupted`] if it was stopped.
    pub fn hear(&self, clips: &[Heard]) -> Result<Vec<Rows>, Failure> {
        let mut told = vec![Rows::new(); clips.len()];
        for row in 0..clips.first().map_or(0, |clip| clip.rows.len()) {
            let levelled: Vec<&Features> = clips.iter().map(|clip| &clip.rows[row]).collect();
            let heard = self.hear_row(&levelled)?;
            told.iter_mut().zip(heard).for_each(|(told, heard)| told.push(heard.into()));
        }
        Ok(told)
    }

    /// What it tells of one row of every clip. Each row is kept in a file of its own, so that
    /// another copy does not have all others heard anew.
    fn hear_row(&self, levelled: &[&Features]) -> Result<Vec<Features>, Failure> {
        let store = Store::new(self, levelled);
        if let Some(told) = store.read(self.rows(), levelled.len()) {
            return Ok(told);
        }
        let hear = |levelled: &&Features| Ok(rounded(self.tell(levelled)));
        let told = data::on_all_cores("listening", levelled, interrupt::requested, hear)?;
        store.write(&told)?;
        Ok(told)
    }

    /// The hash of its file.
    pub fn hash(&self) -> blake3::Hash {
        self.hash
    }

    /// Rows of what it tells.
    fn rows(&self) -> usize {
        match self.tells {
            Telling::Tokens => self.config.rows(),
            Telling::Statistics(_) => self.config.statistics(),
        }
    }

    fn tell(&self, levelled: &Features) -> Features {
        let told = match self.tells {
            Telling::Tokens => self.encoder.forward(self.input(levelled), None).0,
            Telling::Statistics(framing) => {
                let windows = framing.windows(levelled.frames).into_iter();
                let statistics = windows.map(|window| {
                    self.encoder.statistics(self.input(&levelled.slice(window)), None)
                });
                Tensor::cat(statistics.collect(), 2)
            }
        };
        let [_, rows, frames] = told.dims();
        // The CPU's tensors are there at once, as 32 bit floats.
        let values = told.into_data().try_into_vec::<f32>().unwrap_or_default();
        Features { values, rows, frames }
    }

    fn input(&self, levelled: &Features) -> Tensor<3> {
        let mut values = levelled.values.clone();
        self.scaler.apply(&mut values);
        let shape = [1, levelled.rows, levelled.frames];
        Tensor::from_data(TensorData::new(values, shape), &Device::flex())
    }

    /// The scale of the encoder's input.
    pub fn scaler(&self) -> &Scaler {
        &self.scaler
    }

    /// The encoder with a trained network behind it.
    pub fn behind(
        &self,
        head: StatisticsNet,
        config: &StatisticsNetConfig,
        scaler: &Scaler,
    ) -> (NetworkConfig, Network) {
        let device = Device::flex();
        let network = EncodedNet::new(self.encoder.clone(), scaler, head, &device);
        (NetworkConfig::Encoded(self.before(config)), Network::Encoded(network))
    }

    fn before(&self, head: &StatisticsNetConfig) -> EncodedNetConfig {
        EncodedNetConfig { encoder: self.config.clone(), head: head.clone() }
    }

    /// The encoder as it is.
    pub fn encoder(&self) -> Encoder {
        self.encoder.clone()
    }

    /// The scale of the statistics that it tells of some clips, by their levelled features, on all
    /// cores.
    ///
    /// # Errors
    /// [`Failure::Interrupted`] if it was stopped.
    pub fn scale(&self, levelled: &[Arc<Features>]) -> Result<Scaler, Failure> {
        let tell = |levelled: &Arc<Features>| Ok(self.tell(levelled).values);
        let told = data::on_all_cores("listening", levelled, interrupt::requested, tell)?;
        Ok(Scaler::fit(self.config.statistics(), told.iter().map(Vec::as_slice)))
    }
}

/// Refuses an encoder that is to be in a model and is too large for one: after the training it would
/// be too late.
fn check_model(encoder: &EncoderConfig, role: &EarRole) -> Result<(), Failure> {
    let (EarRole::Before { head } | EarRole::Along { head }) = role else { return Ok(()) };
    let head = StatisticsNetConfig { values: encoder.statistics(), ..head.clone() };
    let whole = EncodedNetConfig { encoder: encoder.clone(), head };
    if NetworkConfig::Encoded(whole).is_sound() {
        return Ok(());
    }
    let EncoderConfig { width, layers, taps, .. } = encoder;
    Err(Failure::new(format!(
        "expected an encoder that a model file can hold, such as Whisper's tiny or base, got one \
         of {width} channels and {layers} layers, heard at {taps:?}"
    )))
}

/// What was told, on disk: the key of all that it follows from, then for every clip the count of
/// tokens or windows and their values in 16 bits.
struct Store {
    path: PathBuf,
    key: blake3::Hash,
}

impl Store {
    fn new(ear: &Ear, clips: &[&Features]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(ear.hash.as_bytes());
        let settings = format!("{:?} {:?} {:?}", ear.config, ear.scaler, ear.tells);
        hasher.update(settings.as_bytes());
        for levelled in clips {
            hasher.update(&levelled.frames.to_le_bytes());
            levelled.values.iter().for_each(|value| {
                hasher.update(&value.to_le_bytes());
            });
        }
        let key = hasher.finalize();
        let name = format!("heard-{}.bin", &key.to_hex()[..12]);
        Self { path: ear.file.with_file_name(name), key }
    }

    /// What is kept; none if there is nothing, or something else.
    fn read(&self, rows: usize, clips: usize) -> Option<Vec<Features>> {
        let mut file = BufReader::new(File::open(&self.path).ok()?);
        let mut key = [0; blake3::OUT_LEN];
        file.read_exact(&mut key).ok()?;
        if key != *self.key.as_bytes() {
            return None;
        }
        (0..clips).map(|_| read_features(&mut file, rows)).collect()
    }

    fn write(&self, clips: &[Features]) -> Result<(), Failure> {
        // Of each process its own: two may hear the same clips at once.
        let partial = self.path.with_extension(format!("{}.partial", std::process::id()));
        let written =
            self.write_to(&partial, clips).and_then(|()| fs::rename(&partial, &self.path));
        if written.is_err() {
            // Nobody would take it up again.
            let _ = fs::remove_file(&partial);
        }
        written.during(|| format!("cannot write {}", self.path.display()))
    }

    fn write_to(&self, path: &Path, clips: &[Features]) -> std::io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        file.write_all(self.key.as_bytes())?;
        clips.iter().try_for_each(|told| write_features(&mut file, told))?;
        file.flush()
    }
}

/// Values as they are kept, so that the first training hears what all later ones hear.
fn rounded(mut told: Features) -> Features {
    told.values.iter_mut().for_each(|value| *value = f16::from_f32(*value).to_f32());
    told
}

fn write_features(out: &mut impl Write, told: &Features) -> std::io::Result<()> {
    out.write_all(&(told.frames as u32).to_le_bytes())?;
    let mut halves = vec![f16::ZERO; told.values.len()];
    halves.convert_from_f32_slice(&told.values);
    halves.iter().try_for_each(|half| out.write_all(&half.to_le_bytes()))
}

fn read_features(file: &mut impl Read, rows: usize) -> Option<Features> {
    let mut frames = [0; 4];
    file.read_exact(&mut frames).ok()?;
    let frames = u32::from_le_bytes(frames) as usize;
    let length = 2 * rows * frames;
    // A damaged file may claim more than there is memory.
    let mut bytes = Vec::new();
    file.take(length as u64).read_to_end(&mut bytes).ok().filter(|read| *read == length)?;
    let values = bytes.as_chunks().0.iter().map(|&chunk| f16::from_le_bytes(chunk).to_f32());
    Some(Features { values: values.collect(), rows, frames })
}

#[cfg(test)]
pub mod testing {
    use super::super::whisper::testing::file;
    use super::*;
    use crate::laboratory::Preset;

    /// The ear of the large preset, of an encoder whose weights are made, and its recipe.
    pub fn ear(folder: &Path) -> (Ear, Recipe) {
        opened(folder, Preset::Large.recipe(1, 2, 0))
    }

    /// The same, where the encoder learns along, fast.
    pub fn tuned_ear(folder: &Path) -> (Ear, Recipe) {
        let mut recipe = Preset::Large.recipe(1, 2, 0).tuned();
        recipe.trainer.learning_rate = 1e-2;
        opened(folder, recipe)
    }

    fn opened(folder: &Path, mut recipe: Recipe) -> (Ear, Recipe) {
        let path = folder.join("model.bin");
        let weight = |place: usize| 0.1 * (place as f32 * 0.37).sin();
        fs::write(&path, file(recipe.features.rows(), 4, weight)).unwrap();
        let ear = Ear::open(&path, recipe.ear.as_ref().unwrap()).unwrap();
        ear.fit(&mut recipe);
        (ear, recipe)
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::Tolerance;

    use super::super::whisper::testing::file;
    use super::testing::ear;
    use super::*;
    use crate::laboratory::Preset;

    #[test]
    fn an_encoder_that_no_model_can_hold_is_refused_before_it_is_heard() {
        let folder = std::env::temp_dir().join(format!("overtone-deep-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("model.bin");
        let mut ear = Preset::Large.recipe(1, 2, 0).ear.unwrap();
        fs::write(&path, file(ear.features.rows(), 7, |place| 0.1 * (place as f32).sin())).unwrap();
        ear.taps = vec![7];
        let frozen = Ear::open(&path, &ear).err();
        let tuned = Preset::Large.recipe(1, 2, 0).tuned().ear.unwrap();
        let tuned = Ear::open(&path, &EarRecipe { taps: vec![7], ..tuned }).err();
        for refusal in [frozen, tuned] {
            let Some(Failure::Failed(sentence)) = refusal else { panic!("not refused") };
            assert!(sentence.ends_with("64 channels and 7 layers, heard at [7]"), "{sentence}");
        }
        // It may tell another network, which learns to hear as it does.
        ear.role = EarRole::Hints { components: 8, weight: 1.0 };
        assert!(Ear::open(&path, &ear).is_ok());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_head_says_of_what_the_ear_tells_what_the_whole_network_says_of_the_sound() {
        let folder = std::env::temp_dir().join(format!("overtone-ear-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (ear, recipe) = ear(&folder);
        let (rows, frames) = (recipe.features.rows(), 400);
        let level = |i: usize| -20.0 + 15.0 * (i as f32 * 0.013).sin();
        let levelled = Features { values: (0..rows * frames).map(level).collect(), rows, frames };

        let told = ear.tell(&levelled);
        assert_eq!((told.rows, told.frames), (ear.config.statistics(), 2), "a column a window");
        let device = Device::flex();
        let NetworkConfig::Statistics(shape) = &recipe.trainer.network else { panic!("no head") };
        let head = shape.init(&device);
        let scaler = Scaler::fit(told.rows, std::iter::once(told.values.as_slice()));
        let (_, whole) = ear.behind(head.clone(), shape, &scaler);

        let mut last = told.slice(1..2);
        scaler.apply(&mut last.values);
        let last = Tensor::<2>::from_data(TensorData::new(last.values, [1, told.rows]), &device);
        let of_the_head = head.judge(head.embed(last)).into_data();
        let of_the_whole = whole.forward(ear.input(&levelled.slice(100..400)), None).into_data();
        of_the_head.assert_approx_eq::<f32>(&of_the_whole, Tolerance::absolute(1e-3));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_first_training_hears_what_later_ones_read() {
        let name = format!("overtone-ear-twice-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let (ear, recipe) = ear(&folder);
        let (rows, frames) = (recipe.features.rows(), 300);
        let level = |i: usize| -20.0 + 15.0 * (i as f32 * 0.017).sin();
        let levelled = Features { values: (0..rows * frames).map(level).collect(), rows, frames };
        let copy = levelled.slice(100..250);
        let clips = [Heard { rows: vec![levelled, copy], skipped: 0 }];
        // Another process is at it.
        let other = Store::new(&ear, &[&clips[0].rows[0]]).path.with_extension("partial");
        fs::write(&other, "half").unwrap();
        let hear = || {
            let told = ear.hear(&clips).unwrap().remove(0);
            told.iter().map(|row| row.read().unwrap()).collect::<Vec<_>>()
        };
        let (first, later) = (hear(), hear());
        assert!(first[0].values.iter().any(|value| *value != 0.0));
        assert_ne!(first[0], first[1], "what is told of a copy is its own");
        assert_eq!(first, later);
        assert_eq!(fs::read(other).unwrap(), b"half", "what others write is left alone");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_was_told_is_read_back_in_sixteen_bits() {
        let values = (0..6).map(|i| i as f32 * 0.1 - 0.2).collect();
        let told = Features { values, rows: 2, frames: 3 };
        let mut file = Vec::new();
        write_features(&mut file, &told).unwrap();
        let read = read_features(&mut file.as_slice(), 2).unwrap();
        assert_eq!((read.rows, read.frames), (2, 3));
        assert!(read.values.iter().zip(&told.values).all(|(a, b)| (a - b).abs() < 1e-3));
        assert!(read_features(&mut &file[..8], 2).is_none());
        file[..4].fill(0xff);
        assert!(read_features(&mut file.as_slice(), 1 << 20).is_none(), "nobody has 8 petabytes");
    }
}
