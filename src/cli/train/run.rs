//! A training from its first clip to its last epoch.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use burn::module::Module;
use burn::store::ModuleRecord;
use burn::tensor::{Bytes, Device};
use futures::executor::block_on;

use super::answers::{self, Answered, Side, Teacher};
use super::material::{Material, Sides};
use super::parts::{Deal, Parts};
use super::pictures;
use super::preset::Recipe;
use super::run_folder::{RunFolder, SavedRun};
use crate::cli::{Failure, interrupt, progress};
use crate::corpus::SplitKind;
use crate::emotion::Emotion;
use crate::evaluation::probe::{self, Embedded};
use crate::evaluation::{Judged, calibrate};
use crate::figures::{EpochRecord, Evaluation, History, Probe, Scores};
use crate::model::{
    Calibration, ModelCard, Network, NetworkConfig, Scaler, TrainingRecord, checkpoint,
};
use crate::training::{self, Examples, Preparation, Trainer};

/// Everything that a training needs.
pub struct Run<'a> {
    material: &'a Material,
    deal: Deal,
    recipe: Recipe,
    folder: RunFolder,
    sides: Sides<'a>,
    device: Device,
}

/// What a finished training did on the clips of its test speakers.
pub struct Tested {
    /// The test clips by corpus, in the order of the deal.
    pub judged: Vec<Judged>,
    /// What was fitted on the validation speakers.
    pub calibration: Calibration,
    /// Scores by corpus.
    pub evaluation: Evaluation,
    /// Bytes of the model file.
    pub bytes: usize,
    /// The epoch that was chosen.
    pub epoch: usize,
}

/// What ships: the trained network with all that stands before it, and the clips as it hears them.
struct Product<'a> {
    config: NetworkConfig,
    network: Network,
    preparation: Preparation,
    parts: &'a Parts,
}

/// The best epoch so far.
struct Best {
    weights: Vec<u8>,
    record: EpochRecord,
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
        let folder = RunFolder::open(folder, &settings)?;
        let sides = material.sides(deal, teacher.as_ref())?;
        eprintln!(
            "{} clips to train on, {} to choose by, {} kept apart for the test",
            sides.heard.train.list.len(),
            sides.heard.validation.list.len(),
            sides.heard.test.list.len()
        );
        Ok(Self { material, deal: deal.clone(), recipe, folder, sides, device })
    }

    /// Trains from where the folder's last training stopped, then writes the model.
    ///
    /// # Errors
    /// [`Failure::Interrupted`] if it was stopped, and if the device or the folder fails.
    pub fn train(self) -> Result<Tested, Failure> {
        let (mut trainer, mut history, mut best) = self.begin()?;
        while trainer.epochs_done() < self.recipe.trainer.epochs {
            let Some(record) = self.epoch(&mut trainer)? else {
                return Err(Failure::Interrupted(
                    "stopped; give the same command again to go on".into(),
                ));
            };
            history.epochs.push(record);
            if history.best() == Some(&record) || best.is_none() {
                best = Some(Best { weights: weights(trainer.network())?, record });
            }
            let trained = trainer.save().map_err(Failure::new)?;
            let kept = best.as_ref().map(|best| best.weights.clone()).unwrap_or_default();
            self.folder.save(&SavedRun {
                trainer: trained,
                history: history.clone(),
                best: kept,
            })?;
        }
        let best = best.ok_or_else(|| Failure::new("no epoch was trained"))?;
        let tested = self.finish(&trainer, &best)?;
        self.illustrate(&history, &tested.evaluation);
        Ok(tested)
    }

    /// A trainer, fresh or as the folder keeps it.
    fn begin(&self) -> Result<(Trainer, History, Option<Best>), Failure> {
        let matrices = self.sides.heard.train.list.iter().map(|e| e.features.values.as_slice());
        let preparation = Preparation {
            scaler: Scaler::fit(self.recipe.trainer.network.rows(), matrices),
            framing: self.recipe.framing_heard(),
            augment: self.recipe.augment,
        };
        let trainer = Trainer::new(self.recipe.trainer.clone(), preparation, &self.device);
        let Some(saved) = self.folder.saved()? else {
            return Ok((trainer, History::default(), None));
        };
        let trainer = trainer.restore(saved.trainer).map_err(Failure::new)?;
        eprintln!("Going on after epoch {}", trainer.epochs_done());
        let best = saved.history.best().map(|&record| Best { weights: saved.best, record });
        Ok((trainer, saved.history, best))
    }

    /// One epoch and its validation; none if it was stopped.
    fn epoch(&self, trainer: &mut Trainer) -> Result<Option<EpochRecord>, Failure> {
        let start = Instant::now();
        let learning_rate = trainer.learning_rate();
        let number = trainer.epochs_done() + 1;
        let mut epoch = trainer.begin_epoch(&self.sides.heard.train);
        let doing = format!("epoch {number}/{}", self.recipe.trainer.epochs);
        let bar = progress::bar(&doing, self.sides.heard.train.list.len(), "clips");
        while epoch.step() {
            bar.inc(self.recipe.trainer.batch_size as u64);
            if interrupt::requested() {
                bar.finish_and_clear();
                return Ok(None);
            }
        }
        let training = block_on(epoch.finish())?;
        bar.finish_and_clear();
        let network = trainer.network();
        let preparation = trainer.preparation();
        let watched = judge(&network, preparation, &self.sides.heard.validation, &self.device)?;
        let scores = Watched::of(&watched, &self.sides.heard.validation);
        let plateau =
            if self.sides.heard.validation.list.is_empty() || self.recipe.framing.is_none() {
                training.loss
            } else {
                scores.loss
            };
        trainer.epoch_ended(plateau);
        let record = EpochRecord {
            epoch: number,
            learning_rate,
            training_loss: training.loss,
            training_accuracy: training.accuracy,
            validation_loss: scores.loss,
            validation_accuracy: scores.accuracy,
            validation_uar: scores.uar,
            seconds: start.elapsed().as_secs_f64(),
        };
        eprintln!(
            "epoch {number:>3}  loss {:.3}  accuracy {:.3}  |  validation loss {:.3}  accuracy \
             {:.3}  UAR {:.3}  |  rate {learning_rate:.1e}  {:.0} clips/s",
            record.training_loss,
            record.training_accuracy,
            record.validation_loss,
            record.validation_accuracy,
            record.validation_uar,
            self.sides.heard.train.list.len() as f64 / record.seconds
        );
        Ok(Some(record))
    }

    /// Calibrates the best epoch on the validation speakers, writes the model and its scores on
    /// the test speakers.
    fn finish(&self, trainer: &Trainer, best: &Best) -> Result<Tested, Failure> {
        let cpu = Device::flex();
        let record = ModuleRecord::from_bytes(Bytes::from_bytes_vec(best.weights.clone()))?;
        let network = trainer.config().network.init(&cpu).valid().try_load_record(record)?;
        if self.deal.kind != SplitKind::Row {
            let answers = self.answers(&network, trainer.preparation())?;
            self.folder.write(answers::FILE, &answers::csv(&answers)?)?;
        }
        let probe = self.probe(&network, trainer.preparation())?;
        let Product { config, network, preparation, parts } = self.product(trainer, network);
        let network = checkpoint::rounded(network)?;
        let mut card = self.card(config, &preparation, trainer.epochs_done(), best);
        card.golden_logits = block_on(checkpoint::golden_logits(&card, &network, &cpu))?;
        let judged = |examples| judge(&network, &preparation, examples, &self.device);
        card.calibration = calibrate::fit(&judged(&parts.validation)?);
        let file = checkpoint::encode(&card, &network)?;
        self.folder.write("model.overtone", &file)?;

        let judged = judged(&parts.test)?;
        let model = self.folder.file("model.overtone").display().to_string();
        let by_corpus = by_corpus(&parts.test, judged.clone());
        let scores = Evaluation::new(model, &by_corpus, &card.calibration);
        let evaluation = Evaluation { corpus_probe: probe, ..scores };
        self.folder.write("evaluation.json", &serde_json::to_vec_pretty(&evaluation)?)?;
        self.folder.write("report.txt", evaluation.to_string().as_bytes())?;
        Ok(Tested {
            judged,
            calibration: card.calibration,
            evaluation,
            bytes: file.len(),
            epoch: best.record.epoch,
        })
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
            let judged = judge(network, preparation, examples, &self.device)?;
            // The rows of a clip follow each other; the first is the clip as it is.
            let rows = examples.list.len() / positions.len().max(1);
            let clips = positions.iter().map(|&position| &self.material.clips[position]);
            let firsts = judged.iter().step_by(rows.max(1));
            answers.extend(clips.zip(firsts).map(|(clip, j)| Answered::new(clip, side, j.logits)));
        }
        Ok(answers)
    }

    /// How well the corpora of the test clips are heard in what the network makes of them.
    fn probe(
        &self,
        network: &Network,
        preparation: &Preparation,
    ) -> Result<Option<Probe>, Failure> {
        let device = &self.device;
        let network = network.clone().to_device(device);
        let embedded = |examples: &Examples| -> Result<Vec<Embedded>, Failure> {
            let rows = block_on(training::embeddings(&network, preparation, examples, device))?;
            let clips = examples.list.iter().zip(rows).map(|(example, embedding)| Embedded {
                embedding,
                label: example.label,
                corpus: example.corpus,
            });
            Ok(clips.collect())
        };
        let heard = &self.sides.heard;
        Ok(probe::corpus(&embedded(&heard.train)?, &embedded(&heard.test)?, &Device::flex()))
    }

    /// The trained network with all that stands before it.
    fn product(&self, trainer: &Trainer, network: Network) -> Product<'_> {
        let trained = trainer.preparation();
        match (&self.sides.ear, network, &trainer.config().network) {
            (Some((ear, parts)), Network::Tokens(head), NetworkConfig::Tokens(shape)) => {
                let (config, network) = ear.behind(head, shape, &trained.scaler);
                let (scaler, framing) = (ear.scaler().clone(), self.recipe.framing);
                let preparation = Preparation { scaler, framing, augment: None };
                Product { config, network, preparation, parts }
            }
            (_, network, config) => Product {
                config: config.clone(),
                network,
                preparation: trained.clone(),
                parts: &self.sides.heard,
            },
        }
    }

    fn card(
        &self,
        network: NetworkConfig,
        preparation: &Preparation,
        epochs: usize,
        best: &Best,
    ) -> ModelCard {
        ModelCard {
            network,
            features: self.recipe.features.clone(),
            framing: self.recipe.framing,
            scaler: preparation.scaler.clone(),
            labels: Emotion::ALL.to_vec(),
            calibration: Calibration::NONE,
            training: TrainingRecord {
                epochs,
                best_epoch: best.record.epoch,
                validation_uar: best.record.validation_uar,
                ..self.sides.heard.record.clone()
            },
            golden_logits: Vec::new(),
            personal: None,
        }
    }
}

/// Loss, accuracy and recall on the validation clips.
struct Watched {
    loss: f64,
    accuracy: f64,
    uar: f64,
}

impl Watched {
    /// The recall is the mean over corpora, so that the largest does not choose alone.
    fn of(judged: &[Judged], examples: &Examples) -> Self {
        let surprise = |(judged, example): (&Judged, &crate::training::Example)| {
            let probabilities = judged.probabilities(&Calibration::NONE);
            -f64::from(probabilities[example.label.index()].max(1e-12).ln())
        };
        let right = judged.iter().filter(|clip| clip.closed() == clip.label).count();
        let count = judged.len().max(1) as f64;
        let by_corpus = by_corpus(examples, judged.to_vec());
        let uars = by_corpus.values().map(|clips| Scores::of(clips, &Calibration::NONE).uar);
        Self {
            loss: judged.iter().zip(&examples.list).map(surprise).sum::<f64>() / count,
            accuracy: right as f64 / count,
            uar: uars.sum::<f64>() / by_corpus.len().max(1) as f64,
        }
    }
}

/// Examples with the logits of a network, wherever it lies, as the device computes them.
fn judge(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<Judged>, Failure> {
    let network = network.clone().to_device(device);
    let logits = block_on(training::logits(&network, preparation, examples, device))?;
    let judged = examples.list.iter().zip(logits).map(|(example, logits)| Judged {
        label: example.label,
        logits,
        held: examples.corpora[example.corpus].emotions,
    });
    Ok(judged.collect())
}

fn by_corpus(examples: &Examples, judged: Vec<Judged>) -> BTreeMap<String, Vec<Judged>> {
    let mut corpora = BTreeMap::<String, Vec<Judged>>::new();
    for (example, judged) in examples.list.iter().zip(judged) {
        let name = &examples.corpora[example.corpus].name;
        corpora.entry(name.clone()).or_default().push(judged);
    }
    corpora
}

fn weights(network: Network) -> Result<Vec<u8>, Failure> {
    Ok(network.into_record().into_bytes()?.to_vec())
}
