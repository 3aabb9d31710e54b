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
use crate::laboratory::{Course, Deal, Product, Recipe, Tested, judge};
use crate::model::{Network, NetworkConfig};
use crate::training::Preparation;

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
        let course = Course::new(&self.recipe, &self.sides.heard, self.device.clone())?;
        match (self.sides.ear, course.network_config()) {
            (Some(ear), NetworkConfig::Encoded(_)) => {
                let examples = &self.sides.heard.train.list;
                let apart = examples.len().div_ceil(CLIPS_OF_A_SCALE).max(1);
                let some = examples.iter().step_by(apart).map(|e| e.features.read());
                let some = some.collect::<Result<Vec<_>, _>>()?;
                Ok(course.with_encoder(ear.encoder(), &ear.scale(&some)?)?)
            }
            _ => Ok(course),
        }
    }

    /// One epoch and its validation.
    fn epoch(&self, course: &mut Course<'_>, watch: &Watch) -> Result<(), Failure> {
        let start = Instant::now();
        let done = course.epochs_done();
        let mut epoch = course.begin_epoch();
        while epoch.step()? {
            watch.stepped(done, epoch.examples_done());
            if interrupt::requested() {
                return Err(interrupt::stopped());
            }
        }
        let trained = block_on(epoch.finish())?;
        let record = block_on(course.end_epoch(trained, start.elapsed().as_secs_f64()))?;
        watch.epoch_ended(&record);
        Ok(())
    }

    /// Calibrates the best epoch on the validation speakers, writes the model and its scores on
    /// the test speakers.
    fn finish(&self, course: &Course<'_>) -> Result<Tested, Failure> {
        let network = course.best_network()?;
        if self.deal.kind != SplitKind::Row {
            let answers = self.answers(&network, course.preparation())?;
            self.folder.write(answers::FILE, &answers::csv(&answers)?)?;
        }
        let probe = block_on(course.probe(&network))?;
        let name = self.folder.file("model.overtone").display().to_string();
        let tested = block_on(course.test(self.product(course, network), name, probe))?;
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
    fn answers(
        &self,
        network: &Network,
        preparation: &Preparation,
    ) -> Result<Vec<Answered>, Failure> {
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
    fn product<'c>(&self, course: &'c Course<'_>, network: Network) -> Product<'c> {
        match (self.sides.ear, &network, course.network_config()) {
            (Some(ear), Network::Statistics(head), NetworkConfig::Statistics(shape)) => {
                let scale = &course.preparation().scaler;
                let (config, whole) = ear.behind(head.clone(), shape, scale);
                let asked = course.asked(network);
                Product { config, network: whole, scaler: ear.scaler().clone(), asked }
            }
            _ => course.product(network),
        }
    }
}
