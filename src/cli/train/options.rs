//! What every command that trains is told.

use std::path::PathBuf;
use std::str::FromStr;

use crate::cli::Failure;
use crate::cli::device::DeviceChoice;
use crate::laboratory::{Preset, Recipe};
use crate::training::Softening;

/// How to train.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// What to train: `overtone` is our network, `seed` the described pipeline
    #[arg(long, value_enum, default_value = "overtone")]
    pub preset: Preset,
    /// Whisper's weights as CTranslate2 keeps them (model.bin): for the preset `large`, and for
    /// `overtone` to learn to hear what they hear
    #[arg(long, value_name = "FILE", required_if_eq("preset", "large"))]
    pub encoder: Option<PathBuf>,
    /// The folder of a finished training, or benchmark, to learn from, of the same seeds: its
    /// answers are blended into the targets
    #[arg(long, value_name = "RUN")]
    pub teacher: Option<PathBuf>,
    /// How much the voters of CREMA-D count in a target beside the intended emotion, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = Softening::DEFAULT.votes, value_parser = share::<f32>)]
    pub votes: f32,
    /// The share of the clips that are heard as another microphone in another room would have
    /// recorded them: echoes, noise, another level, a narrow band, a codec; 0 to 1, if none is given
    /// 0.3 for `overtone` and 0.5 for `large`
    #[arg(long, value_name = "SHARE", value_parser = share::<f64>)]
    pub rerecorded: Option<f64>,
    /// With the preset `large`: let the encoder learn along with what stands behind it, rather than
    /// keep it as it is: hours on a processor, minutes on a graphics card made for it
    #[arg(long)]
    pub tune: bool,
    /// In the end train once more, for all epochs, with those among the teachers by whom the epoch was
    /// chosen: takes twice as long, and how sure the model may be is as they told before
    #[arg(long)]
    pub refit: bool,
    /// The share of the clips that are heard mixed with another (mixup), 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share::<f32>)]
    pub mixup: f32,
    /// Epochs of a training
    #[arg(long, default_value_t = 60)]
    pub epochs: usize,
    /// Clips of a step
    #[arg(long, default_value_t = 64)]
    pub batch_size: usize,
    /// Where to compute
    #[arg(long, value_enum, default_value = "cpu")]
    pub device: DeviceChoice,
}

/// A number from 0 to 1.
fn share<T: FromStr + PartialOrd + From<u8>>(word: &str) -> Result<T, String> {
    let share =
        word.parse::<T>().ok().filter(|share| (T::from(0u8)..=T::from(1u8)).contains(share));
    share.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

impl Options {
    /// The recipe with this seed.
    ///
    /// # Errors
    /// A sentence if a number is out of range.
    pub fn recipe(&self, seed: u64) -> Result<Recipe, Failure> {
        let mut recipe = self.preset.recipe(self.epochs, self.batch_size, seed);
        if self.tune {
            if self.preset != Preset::Large {
                return Err(Failure::new("expected --tune with the preset large"));
            }
            recipe = recipe.tuned();
        }
        if let Some(softening) = &mut recipe.softening {
            softening.votes = self.votes;
        }
        recipe.mixup = self.mixup;
        recipe.refit = self.refit;
        if let Some(share) = self.rerecorded {
            recipe.rerecorded = share;
        }
        Ok(recipe.checked()?)
    }
}

#[cfg(test)]
pub mod testing {
    use clap::Parser;

    use super::Options;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        options: Options,
    }

    /// What these words ask for.
    pub fn options(words: &[&str]) -> Options {
        Command::parse_from([&["train"][..], words].concat()).options
    }
}

#[cfg(test)]
mod tests {
    use super::testing::options;
    use super::*;

    fn rerecorded(words: &[&str]) -> f64 {
        options(words).recipe(0).unwrap().rerecorded
    }

    #[test]
    fn a_share_is_the_one_that_was_named() {
        assert_eq!(rerecorded(&["--rerecorded", "0.3"]), rerecorded(&[]), "the preset's own");
        let large = ["--preset", "large", "--encoder", "model.bin", "--rerecorded", "0.8"];
        assert_eq!(rerecorded(&large), 0.8, "as many as may be");
        for word in ["-0.1", "1.1", "NaN", "half"] {
            assert!(share::<f64>(word).is_err(), "{word}");
        }
    }
}
