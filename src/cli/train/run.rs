//! A training from its first clip to its last epoch.

use std::path::Path;
use std::time::Instant;

use burn::tensor::Device;
use futures::executor::block_on;

use super::answers::{self, Answered, Side, Teacher};
use super::material::{Material, Sides};
use super::pictures;
use super::run_folder::RunFolder;
use super::watch::Watch;
use crate::cli::{Failure, features, interrupt};
use crate::corpus::{FeatureTable, SplitKind};
use crate::figures::{Evaluation, History};
use crate::laboratory::{Course, Deal, Product, Recipe, Refit, Tested, Trained, judge};
use crate::model::{Calibration, Encoder, Network, NetworkConfig, Scaler};
use crate::parallel::as_one_of_them;
use crate::training::{Epoch, Examples, TrainingResult};

/// Clips are enough to scale by what an encoder that will learn along tells of them at first.
const CLIPS_OF_A_SCALE: usize = 256;

/// Everything that a training needs.
pub struct Run<'a> {
    material: &'a Material,
    deal: Deal,
    recipe: Recipe,
    folder: RunFolder,
    sides: Sides<'a>,
    device: Device,
}

impl<'a> Run<'a> {
    /// Deals the clips for a training in this folder.
    ///
    /// # Errors
    /// If there are too few clips, or the folder cannot be used.
    pub fn new(
        material: &'a Material,
        recipe: Recipe,
        deal: &Deal,
        folder: &Path,
        device: Device,
        teacher: Option<&Path>,
    ) -> Result<Self, Failure> {
        let teacher = teacher.map(Teacher::open).transpose()?;
        let settings = material.settings(deal, &recipe, teacher.as_ref())?;
        // Only a training that can begin leaves its settings in the folder.
        let sides = material.sides(deal, teacher.as_ref())?;
        let folder = RunFolder::open(folder, &settings)?;
        eprintln!(
            "{} clips to train on, {} to choose by, {} kept apart for the test",
            sides.heard.train.list.len(),
            sides.heard.validation.list.len(),
            sides.heard.test.list.len()
        );
        Ok(Self { material, deal: deal.clone(), recipe, folder, sides, device })
    }

    /// Writes this table of all clips into the folder, unless it is there: of one folder it is
    /// always the same.
    ///
    /// # Errors
    /// As [`features::write`].
    pub fn tabulate(&self, table: &FeatureTable) -> Result<(), Failure> {
        let file = self.folder.file("features.csv");
        if !file.exists() {
            features::write(table, &self.material.clips, &file)?;
        }
        Ok(())
    }

    /// Trains from where the folder's last training stopped, then writes the model.
    ///
    /// # Errors
    /// [`Failure::Interrupted`] if it was stopped, and if the device or the folder fails.
    pub fn train(self) -> Result<Tested, Failure> {
        as_one_of_them(|| self.trained())
    }

    fn trained(self) -> Result<Tested, Failure> {
        let mut course = self.begin()?;
        let clips = self.sides.heard.train.list.len();
        let watch = Watch::new(clips, self.recipe.trainer.epochs, course.history());
        while !course.is_over() {
            self.epoch(&mut course, &watch)?;
            self.folder.save(&block_on(course.state())?)?;
        }
        drop(watch);
        let tested = self.finish(&course)?;
        self.illustrate(course.history(), &tested.evaluation);
        Ok(tested)
    }

    /// A course, fresh or as the folder keeps it.
    fn begin(&self) -> Result<Course<'_>, Failure> {
        let course = self.fresh()?;
        let Some(saved) = self.folder.saved()? else { return Ok(course) };
        let course = course.resume(saved)?;
        eprintln!("Going on after epoch {}", course.epochs_done());
        Ok(course)
    }

    /// A course before its first epoch.
    fn fresh(&self) -> Result<Course<'_>, Failure> {
        let heard = &self.sides.heard;
        let course = Course::new(&self.recipe, heard, self.device.clone())?;
        Ok(match self.encoder_to_tune(&heard.train)? {
            Some((encoder, scaler)) => course.with_encoder(encoder, &scaler)?,
            None => course,
        })
    }

    /// The encoder that learns along, if one does, and the scale of what it tells of examples.
    fn encoder_to_tune(&self, examples: &Examples) -> Result<Option<(Encoder, Scaler)>, Failure> {
        let (Some(ear), NetworkConfig::Encoded(_)) = (self.sides.ear, &self.recipe.trainer.network)
        else {
            return Ok(None);
        };
        let apart = examples.list.len().div_ceil(CLIPS_OF_A_SCALE).max(1);
        let some = examples.list.iter().step_by(apart).map(|example| example.features.read());
        let some = some.collect::<Result<Vec<_>, _>>()?;
        Ok(Some((ear.encoder(), ear.scale(&some)?)))
    }

    /// One epoch and its validation.
    fn epoch(&self, course: &mut Course<'_>, watch: &Watch) -> Result<(), Failure> {
        let done = course.epochs_done();
        let (trained, seconds) = gone_through(course.begin_epoch(), done, watch)?;
        let record = block_on(course.end_epoch(trained, seconds))?;
        watch.epoch_ended(&record);
        Ok(())
    }

    /// The training that follows the course, from where the folder's last one stopped; none if none
    /// is to follow.
    fn refit(&self) -> Result<Option<Trained<'_>>, Failure> {
        let Some(everyone) = &self.sides.heard.everyone else { return Ok(None) };
        let mut refit = self.begin_refit(everyone)?;
        let epochs = self.recipe.trainer.epochs;
        let watch = Watch::unjudged(everyone.list.len(), epochs, refit.epochs_done());
        while !refit.is_over() {
            let done = refit.epochs_done();
            let (trained, seconds) = gone_through(refit.begin_epoch(), done, &watch)?;
            watch.unjudged_epoch_ended(&refit.end_epoch(trained, seconds));
            self.folder.save_refit(&block_on(refit.state())?)?;
        }
        Ok(Some(block_on(refit.trained())?))
    }

    fn begin_refit<'e>(&'e self, everyone: &'e Examples) -> Result<Refit<'e>, Failure> {
        let refit = Refit::new(&self.recipe, everyone, &self.device)?;
        if let Some(saved) = self.folder.saved_refit()? {
            return Ok(refit.resume(saved)?);
        }
        Ok(match self.encoder_to_tune(everyone)? {
            Some((encoder, scaler)) => refit.with_encoder(encoder, &scaler)?,
            None => refit,
        })
    }

    /// Asks the validation speakers how sure the best epoch may be, writes the model and its scores
    /// on the test speakers.
    fn finish(&self, course: &Course<'_>) -> Result<Tested, Failure> {
        let chosen = course.trained()?;
        let calibration = block_on(course.calibration(&chosen.network))?;
        let trained = self.refit()?.unwrap_or(chosen);
        if self.deal.kind != SplitKind::Row {
            self.folder.write(answers::FILE, &answers::csv(&self.answers(&trained)?)?)?;
        }
        let probe = block_on(trained.probe(&self.sides.heard.test, &self.device))?;
        let name = self.folder.file("model.overtone").display().to_string();
        let product = self.product(trained, calibration);
        let tested = block_on(course.test(product, name, probe))?;
        self.folder.write("model.overtone", &tested.file)?;
        let evaluation = &tested.evaluation;
        self.folder.write("evaluation.json", &serde_json::to_vec_pretty(&evaluation.json()?)?)?;
        self.folder.write("report.txt", evaluation.to_string().as_bytes())?;
        Ok(tested)
    }

    /// Draws the training; a picture that fails costs nothing but itself, for all else is written.
    fn illustrate(&self, history: &History, evaluation: &Evaluation) {
        let tested = self.sides.heard.tested.iter().map(|&clip| &self.material.clips[clip]);
        let drawn = pictures::draw(&self.folder, history, evaluation, tested);
        if let Err(Failure::Failed(sentence)) = drawn {
            eprintln!("the pictures of the training are not complete: {sentence}");
        }
    }

    /// What the network makes of every clip.
    fn answers(&self, trained: &Trained<'_>) -> Result<Vec<Answered>, Failure> {
        let Trained { network, preparation, .. } = trained;
        let (heard, split) = (&self.sides.heard, &self.deal.split);
        let mut answers = Vec::new();
        for (side, examples, positions) in [
            (Side::Train, &heard.train, &split.train),
            (Side::Validation, &heard.validation, &split.validation),
            (Side::Test, &heard.test, &split.test),
        ] {
            let judged = block_on(judge(network, preparation, examples, &self.device))?;
            // The rows of a clip follow each other; the first is the clip as it is.
            let rows = examples.list.len() / positions.len().max(1);
            let clips = positions.iter().map(|&position| &self.material.clips[position]);
            let firsts = judged.iter().step_by(rows.max(1));
            answers.extend(clips.zip(firsts).map(|(clip, j)| Answered::new(clip, side, j.logits)));
        }
        Ok(answers)
    }

    /// The trained network with all that stands before it.
    fn product<'t>(&self, trained: Trained<'t>, calibration: Calibration) -> Product<'t> {
        let shape = &self.recipe.trainer.network;
        match (self.sides.ear, &trained.network, shape) {
            (Some(ear), Network::Statistics(head), NetworkConfig::Statistics(shape)) => {
                let scale = &trained.preparation.scaler;
                let (config, network) = ear.behind(head.clone(), shape, scale);
                Product { config, network, scaler: ear.scaler().clone(), calibration, trained }
            }
            _ => trained.product(shape.clone(), calibration),
        }
    }
}

/// Goes through an epoch, the one after `done`; returns what it came to and its seconds.
fn gone_through(
    mut epoch: Epoch<'_>,
    done: usize,
    watch: &Watch,
) -> Result<(TrainingResult, f64), Failure> {
    let start = Instant::now();
    while epoch.step()? {
        watch.stepped(done, epoch.examples_done());
        if interrupt::requested() {
            return Err(interrupt::stopped());
        }
    }
    Ok((block_on(epoch.finish())?, start.elapsed().as_secs_f64()))
}
