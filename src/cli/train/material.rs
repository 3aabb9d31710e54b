//! Clips with what networks hear of them, read once for as many trainings as need them.

use std::borrow::Cow;
use std::path::Path;

use rayon::prelude::*;

use super::answers::Teacher;
use super::data;
use super::ear::Ear;
use crate::cli::{Failure, Sources, interrupt};
use crate::corpus::{Clip, SplitKind};
use crate::laboratory::{Blend, Deal, EarRecipe, EarRole, Heard, Help, Parts, Recipe, Rows};
use crate::training::{Components, Hints, Sound, Stored};

/// Of every clip, each so many tokens tell of the others.
const TOKENS_APART: usize = 7;
/// Tokens are enough to find their principal components.
const COMPONENT_TOKENS: usize = 20_000;

/// Clips with their features.
pub struct Material {
    /// The clips.
    pub clips: Vec<Clip>,
    /// How to make a model of them.
    pub recipe: Recipe,
    /// The hash of all their contents.
    content: String,
    rows: Vec<Rows>,
    /// The clips' sounds, if they are to be heard as re-recorded.
    sounds: Option<Vec<Sound>>,
    /// The speech encoder, if one is used, and what it makes of the clips.
    ear: Option<Listening>,
}

/// A speech encoder and what it makes of clips.
struct Listening {
    ear: Ear,
    /// Nothing of an encoder that learns along.
    told: Vec<Rows>,
    /// Where the first token of each clip stands, in frames of the clip as the network hears it.
    first_frames: Vec<i32>,
}

impl Listening {
    /// Listens to clips; those that the network hears in the same way are not read again.
    fn new(
        ear: Ear,
        how: &EarRecipe,
        clips: &[Clip],
        recipe: &Recipe,
        heard: &[Heard],
    ) -> Result<Self, Failure> {
        let is_same = how.features == recipe.features && recipe.framing == Some(how.framing);
        let own = match is_same {
            true => Cow::Borrowed(heard),
            false => Cow::Owned(data::read(clips, &how.features, Some(how.framing), 0, 0)?),
        };
        let first_frame =
            |(own, heard): (&Heard, &Heard)| own.skipped as i32 - heard.skipped as i32;
        let told = match how.role {
            // It will not tell tomorrow what it tells today.
            EarRole::Along { .. } => Vec::new(),
            EarRole::Before { .. } | EarRole::Hints { .. } => ear.hear(&own)?,
        };
        let first_frames = own.iter().zip(heard).map(first_frame).collect();
        Ok(Self { ear, told, first_frames })
    }
}

/// The examples of a training.
pub struct Sides<'a> {
    /// As the trained network hears them.
    pub heard: Parts,
    /// The encoder before it or within it, if there is one.
    pub ear: Option<&'a Ear>,
}

impl Material {
    /// Finds the clips and reads their features. Once they are found, Ctrl-C ends what is done at
    /// the next good place.
    ///
    /// # Errors
    /// A sentence if a source, a clip or the encoder cannot be used, or it was stopped.
    pub fn read(
        sources: &Sources,
        mut recipe: Recipe,
        encoder: Option<&Path>,
        seed: u64,
    ) -> Result<Self, Failure> {
        let ear = open_ear(encoder, &recipe)?;
        if let Some(ear) = &ear {
            ear.fit(&mut recipe);
        }
        let clips = sources.scan_clips()?.clips;
        interrupt::listen()?;
        let heard = data::read(&clips, &recipe.features, recipe.framing, recipe.copies(), seed)?;
        let ear = match (ear, &recipe.ear) {
            (Some(ear), Some(how)) => Some(Listening::new(ear, how, &clips, &recipe, &heard)?),
            _ => None,
        };
        let sounds = (recipe.rerecording().is_some())
            .then(|| data::sounds(&clips, recipe.features.rate_hz(), &heard))
            .transpose()?;
        let mut content = blake3::Hasher::new();
        for clip in &clips {
            content.update(clip.hash.as_bytes());
        }
        let content = content.finalize().to_hex().to_string();
        let stored = |heard: Heard| heard.rows.into_iter().map(Stored::from).collect();
        let rows = heard.into_iter().map(stored).collect();
        Ok(Self { clips, recipe, content, rows, sounds, ear })
    }

    /// Deals the clips in one of the three ways.
    pub fn deal(&self, kind: SplitKind, seed: u64) -> Deal {
        Deal::new(kind, &self.clips, &self.rows, seed)
    }

    /// The clips at positions of a deal.
    pub fn clips_at(&self, deal: &Deal, positions: &[usize]) -> impl Iterator<Item = &Clip> {
        deal.clips_at(positions, &self.clips, &self.rows)
    }

    /// The examples of a deal.
    ///
    /// # Errors
    /// If there are too few clips or speakers for it, or the teacher has heard its test speakers.
    pub fn sides(&self, deal: &Deal, teacher: Option<&Teacher>) -> Result<Sides<'_>, Failure> {
        if let Some(teacher) = teacher {
            teacher.check(deal.kind, self.clips_at(deal, &deal.split.test))?;
        }
        let hints = self.hints(deal)?;
        let blend = teacher
            .map(|teacher| |clip: &Clip, target, held: &_| teacher.blend(clip, target, held));
        let teacher = blend.as_ref().map(|blend| blend as &Blend<'_>);
        let help = Help { teacher, hints: hints.as_deref(), sounds: self.sounds.as_deref() };
        let parts = |rows| Parts::new(&self.clips, rows, &self.recipe, deal, help);
        Ok(match (&self.ear, &hints) {
            (Some(Listening { ear, told, .. }), None) => {
                let rows = if told.is_empty() { &self.rows } else { told };
                Sides { heard: parts(rows)?, ear: Some(ear) }
            }
            _ => Sides { heard: parts(&self.rows)?, ear: None },
        })
    }

    /// What the network is to learn of the encoder's tokens: their principal components, as they
    /// are among the clips to train on; none if it learns nothing of them.
    fn hints(&self, deal: &Deal) -> Result<Option<Vec<Hints>>, Failure> {
        let (Some(config), Some(ear)) = (&self.recipe.trainer.hints, &self.ear) else {
            return Ok(None);
        };
        let Listening { told, first_frames, .. } = ear;
        let tokens = told.iter().filter_map(|rows| rows.first().map(Stored::read));
        let tokens = tokens.collect::<Result<Vec<_>, _>>()?;
        let heard = deal.split.train.iter().flat_map(|&position| {
            let clip = deal.clip_of(position, &self.rows);
            let columns = (0..tokens[clip].frames).step_by(TOKENS_APART);
            columns.map(move |frame| (clip, frame))
        });
        let apart = (heard.clone().count() / COMPONENT_TOKENS).max(1);
        let columns: Vec<Vec<f32>> = (heard.step_by(apart))
            .map(|(clip, frame)| tokens[clip].column(frame).collect())
            .collect();
        let components = Components::fit(&columns, config.values);
        let hints = tokens.par_iter().zip(first_frames).map(|(tokens, &first_frame)| Hints {
            tokens: data::smoothed_components(tokens, &components).into(),
            first_frame,
        });
        Ok(Some(hints.collect()))
    }

    /// What must be the same for a training to go on.
    ///
    /// # Errors
    /// None that a recipe of ours causes.
    pub fn settings(
        &self,
        deal: &Deal,
        recipe: &Recipe,
        teacher: Option<&Teacher>,
    ) -> Result<serde_json::Value, Failure> {
        let mut settings = serde_json::json!({
            "preset": recipe.name,
            "split": deal.kind.name(),
            "trainer": serde_json::to_value(&recipe.trainer)?,
            "features": serde_json::to_value(&recipe.features)?,
            "softening": serde_json::to_value(recipe.softening)?,
            "clips": self.clips.len(),
            "content": self.content,
            "deal": deal.fingerprint(&self.clips)?.to_hex().as_str(),
            "encoder": self.ear.as_ref().map(|Listening { ear, .. }| ear.hash().to_string()),
        });
        if recipe.rerecorded > 0.0 {
            settings["rerecorded"] = recipe.rerecorded.into();
        }
        if recipe.mixup > 0.0 {
            settings["mixup"] = recipe.mixup.into();
        }
        if recipe.refit {
            settings["refit"] = true.into();
        }
        if let Some(teacher) = teacher {
            settings["teacher"] = teacher.hash().into();
        }
        Ok(settings)
    }
}

/// The encoder that the recipe asks for.
fn open_ear(encoder: Option<&Path>, recipe: &Recipe) -> Result<Option<Ear>, Failure> {
    let Some(ear) = &recipe.ear else { return Ok(None) };
    let Some(file) = encoder else {
        return match ear.role {
            EarRole::Before { .. } | EarRole::Along { .. } => {
                Err(Failure::new("expected --encoder with the preset large"))
            }
            EarRole::Hints { .. } => Ok(None),
        };
    };
    Ear::open(file, ear).map(Some)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use burn::tensor::Device;

    use super::super::answers::{self, Answered, Side};
    use super::super::ear::testing::{ear, tuned_ear};
    use super::super::run::Run;
    use super::*;
    use crate::corpus::Split;
    use crate::corpus::testing::clip;
    use crate::emotion::Emotion;
    use crate::features::Features;
    use crate::laboratory::Preset;
    use crate::model::{Network, checkpoint};

    fn material(speakers: [&str; 2]) -> Material {
        let clips = vec![clip("mine", speakers[0], 1), clip("mine", speakers[1], 2)];
        let recipe = Preset::Seed.recipe(1, 2, 0);
        Material {
            clips,
            recipe,
            content: String::new(),
            rows: Vec::new(),
            sounds: None,
            ear: None,
        }
    }

    fn settings(material: &Material, split: &Split) -> serde_json::Value {
        let deal = Deal { kind: SplitKind::Speaker, split: split.clone(), seed: 0 };
        material.settings(&deal, &material.recipe, None).unwrap()
    }

    #[test]
    fn settings_tell_who_goes_where() {
        let split = Split { train: vec![0], validation: vec![], test: vec![1] };
        let first = settings(&material(["anna", "bob"]), &split);
        assert_eq!(settings(&material(["anna", "bob"]), &split), first);
        assert_ne!(settings(&material(["anna", "carl"]), &split), first);
        let turned = Split { train: vec![1], validation: vec![], test: vec![0] };
        assert_ne!(settings(&material(["anna", "bob"]), &turned), first);
    }

    #[test]
    fn a_teacher_of_clips_is_asked_about_the_clips_of_rows() {
        let folder = std::env::temp_dir().join(format!("overtone-rows-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut material = material(["anna", "bob"]);
        let row = Stored::from(Features { values: vec![0.0; 162], rows: 162, frames: 1 });
        material.rows = vec![vec![row; 3]; 2];
        let split = Split { train: vec![0, 1], validation: vec![2], test: vec![3, 5] };
        let deal = Deal { kind: SplitKind::Row, split, seed: 0 };
        let taught = |side| {
            let row = Answered::new(&material.clips[1], side, [0.0; Emotion::COUNT]);
            fs::write(folder.join(answers::FILE), answers::csv(&[row]).unwrap()).unwrap();
            material.sides(&deal, Some(&Teacher::open(&folder).unwrap())).map(|_| ())
        };
        assert_eq!(taught(Side::Test), Ok(()));
        let Err(Failure::Failed(sentence)) = taught(Side::Train) else { panic!("not refused") };
        assert!(sentence.starts_with("the teacher has heard mine/bob/2.wav"), "{sentence}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_encoder_that_learns_along_is_in_the_model_as_it_has_become() {
        let folder = std::env::temp_dir().join(format!("overtone-tuned-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let emotions = [Emotion::Happy, Emotion::Sad].into_iter().cycle();
        let spoken = |(i, emotion)| Clip { emotion, ..clip("mine", &format!("speaker {i}"), i) };
        let clips: Vec<Clip> = (1..=6).zip(emotions).map(spoken).collect();
        let (ear, recipe) = tuned_ear(&folder);
        let before = ear.encoder();
        let level = |clip: usize, i: usize| -20.0 + 15.0 * ((i * (clip + 1)) as f32 * 0.013).sin();
        let row = |clip| {
            let values = (0..80 * 60).map(|i| level(clip, i)).collect();
            vec![Features { values, rows: 80, frames: 60 }.into()]
        };
        let material = Material {
            rows: (0..clips.len()).map(row).collect(),
            clips,
            recipe: recipe.clone(),
            content: String::new(),
            sounds: None,
            ear: Some(Listening { ear, told: Vec::new(), first_frames: Vec::new() }),
        };
        let split = Split { train: vec![0, 1, 2, 3], validation: vec![4], test: vec![5] };
        let deal = Deal { kind: SplitKind::Speaker, split, seed: 0 };
        let device = Device::flex();
        let run = Run::new(&material, recipe, &deal, &folder.join("run"), device, None).unwrap();
        let tested = run.train().unwrap();

        let (card, network) = checkpoint::decode(&tested.file, &Device::flex()).unwrap();
        assert_eq!((card.scaler.mean()[0], card.scaler.deviation()[0]), (-10.0, 40.0));
        let Network::Encoded(network) = network else { panic!("no encoder") };
        let moved = network.encoder().first.weight.val() - before.first.weight.val();
        // Rounding to eight bits alone moves a weight by less.
        assert!(moved.abs().max().into_scalar::<f32>() > 1e-3);
        assert_eq!(tested.judged.len(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn settings_tell_which_encoder_was_heard() {
        let folder = std::env::temp_dir().join(format!("overtone-material-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut material = material(["anna", "bob"]);
        assert!(settings(&material, &Split::default())["encoder"].is_null());
        let (ear, _) = ear(&folder);
        let hash = blake3::hash(&fs::read(folder.join("model.bin")).unwrap()).to_string();
        material.ear = Some(Listening { ear, told: Vec::new(), first_frames: Vec::new() });
        assert_eq!(settings(&material, &Split::default())["encoder"], hash);
        fs::remove_dir_all(folder).unwrap();
    }
}
