//! A training from its first clip to its last epoch.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use burn::module::Module;
use burn::store::ModuleRecord;
use burn::tensor::{Bytes, Device};
use futures::executor::block_on;

use super::data::{self, Rows};
use super::ear::Ear;
use super::parts::Parts;
use super::preset::Recipe;
use super::run_folder::{RunFolder, SavedRun};
use super::{Args, Preset};
use crate::cli::{Failure, progress};
use crate::corpus::{Catalogue, Clip, SplitKind};
use crate::emotion::Emotion;
use crate::evaluation::{Evaluation, Judged, Scores, calibrate};
use crate::model::{
    Calibration, ModelCard, Network, NetworkConfig, Scaler, TrainingRecord, checkpoint,
};
use crate::training::{self, EpochRecord, Examples, History, Preparation, Trainer};

/// Everything that a training needs.
pub struct Run<'a> {
    args: &'a Args,
    recipe: Recipe,
    folder: RunFolder,
    /// The clips as the trained network hears them.
    parts: Parts,
    /// The encoder before it, if there is one, and the clips as the encoder hears them.
    ear: Option<(Ear, Parts)>,
    device: Device,
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
    /// Finds the clips, splits them and reads their features.
    pub fn prepare(args: &'a Args) -> Result<Self, Failure> {
        let mut recipe = args.preset.recipe(args.epochs, args.batch_size, args.seed);
        let ear = open_ear(args, &recipe)?;
        if let Some(ear) = &ear {
            ear.fit(&mut recipe);
        }
        let device = args.device.open()?;
        let catalogue = args.sources.scan_clips()?;
        let folder = RunFolder::open(&args.output, &settings(args, &recipe, &catalogue)?)?;
        let clips = catalogue.clips;
        let rows = read(&clips, &recipe, args)?;
        let mut parts = Parts::split(&clips, &rows, &recipe, args)?;
        let ear = match ear {
            None => None,
            Some(ear) => {
                let heard = Parts::split(&clips, &ear.hear(&rows)?, &recipe, args)?;
                Some((ear, std::mem::replace(&mut parts, heard)))
            }
        };
        eprintln!(
            "{} clips to train on, {} to choose by, {} kept apart for the test",
            parts.train.list.len(),
            parts.validation.list.len(),
            parts.test.list.len()
        );
        Ok(Self { args, recipe, folder, parts, ear, device })
    }

    /// Trains from where the folder's last training stopped, then writes the model.
    pub fn train(self) -> Result<(), Failure> {
        let stop = stop_on_ctrl_c();
        let (mut trainer, mut history, mut best) = self.begin()?;
        while trainer.epochs_done() < self.args.epochs {
            let Some(record) = self.epoch(&mut trainer, &stop)? else {
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
        self.finish(&trainer, &best)
    }

    /// A trainer, fresh or as the folder keeps it.
    fn begin(&self) -> Result<(Trainer, History, Option<Best>), Failure> {
        let matrices = self.parts.train.list.iter().map(|e| e.features.values.as_slice());
        let preparation = Preparation {
            scaler: Scaler::fit(self.recipe.trainer.network.rows(), matrices),
            framing: self.recipe.ear.as_ref().map_or(self.recipe.framing, |ear| Some(ear.framing)),
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
    fn epoch(
        &self,
        trainer: &mut Trainer,
        stop: &AtomicBool,
    ) -> Result<Option<EpochRecord>, Failure> {
        let start = Instant::now();
        let learning_rate = trainer.learning_rate();
        let number = trainer.epochs_done() + 1;
        let mut epoch = trainer.begin_epoch(&self.parts.train);
        let doing = format!("epoch {number}/{}", self.args.epochs);
        let bar = progress::bar(&doing, self.parts.train.list.len(), "clips");
        while epoch.step() {
            bar.inc(self.args.batch_size as u64);
            if stop.load(Ordering::Relaxed) {
                bar.finish_and_clear();
                return Ok(None);
            }
        }
        let training = block_on(epoch.finish())?;
        bar.finish_and_clear();
        let network = trainer.network();
        let preparation = trainer.preparation();
        let watched = judge(&network, preparation, &self.parts.validation, &self.device)?;
        let scores = Watched::of(&watched, &self.parts.validation);
        let plateau = if self.parts.validation.list.is_empty() || self.args.preset == Preset::Seed {
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
            self.parts.train.list.len() as f64 / record.seconds
        );
        Ok(Some(record))
    }

    /// Calibrates the best epoch on the validation speakers, writes the model and its scores on
    /// the test speakers.
    fn finish(&self, trainer: &Trainer, best: &Best) -> Result<(), Failure> {
        let cpu = Device::flex();
        let record = ModuleRecord::from_bytes(Bytes::from_bytes_vec(best.weights.clone()))?;
        let network = trainer.config().network.init(&cpu).valid().try_load_record(record)?;
        let Product { config, network, preparation, parts } = self.product(trainer, network);
        let network = checkpoint::rounded(network)?;
        let mut card = self.card(config, &preparation, trainer.epochs_done(), best);
        card.golden_logits = block_on(checkpoint::golden_logits(&card, &network, &cpu))?;
        let judged = |examples| judge(&network, &preparation, examples, &cpu);
        card.calibration = calibrate::fit(&judged(&parts.validation)?);
        let file = checkpoint::encode(&card, &network)?;
        self.folder.write("model.overtone", &file)?;

        let by_corpus = by_corpus(&parts.test, judged(&parts.test)?);
        let model = self.folder.file("model.overtone").display().to_string();
        let evaluation = Evaluation::new(model, &by_corpus, &card.calibration);
        self.folder.write("evaluation.json", &serde_json::to_vec_pretty(&evaluation)?)?;
        println!("{evaluation}\n{} bytes, epoch {}", file.len(), best.record.epoch);
        Ok(())
    }

    /// The trained network with all that stands before it.
    fn product(&self, trainer: &Trainer, network: Network) -> Product<'_> {
        let trained = trainer.preparation();
        match (&self.ear, network, &trainer.config().network) {
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
                parts: &self.parts,
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
                ..self.parts.record.clone()
            },
            golden_logits: Vec::new(),
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

/// Examples with the logits of a network.
fn judge(
    network: &Network,
    preparation: &Preparation,
    examples: &Examples,
    device: &Device,
) -> Result<Vec<Judged>, Failure> {
    let logits = block_on(training::logits(network, preparation, examples, device))?;
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

/// What must be the same for a training to go on.
fn settings(
    args: &Args,
    recipe: &Recipe,
    catalogue: &Catalogue,
) -> Result<serde_json::Value, Failure> {
    let mut content = blake3::Hasher::new();
    for clip in &catalogue.clips {
        content.update(clip.hash.as_bytes());
    }
    Ok(serde_json::json!({
        "preset": recipe.name,
        "split": SplitKind::from(args.split).name(),
        "trainer": serde_json::to_value(&recipe.trainer)?,
        "features": serde_json::to_value(&recipe.features)?,
        "clips": catalogue.clips.len(),
        "content": content.finalize().to_hex().to_string(),
    }))
}

/// The encoder that the recipe asks for.
fn open_ear(args: &Args, recipe: &Recipe) -> Result<Option<Ear>, Failure> {
    let Some(ear) = &recipe.ear else { return Ok(None) };
    let file = args.encoder.as_deref();
    let file = file.ok_or_else(|| Failure::new("expected --encoder with the preset large"))?;
    Ear::open(file, ear, recipe.features.rows()).map(Some)
}

fn read(clips: &[Clip], recipe: &Recipe, args: &Args) -> Result<Vec<Rows>, Failure> {
    let bar = progress::bar("features", clips.len(), "clips");
    let rows = data::read_rows(clips, recipe, args.seed, || bar.inc(1));
    bar.finish_and_clear();
    rows
}

fn weights(network: Network) -> Result<Vec<u8>, Failure> {
    Ok(network.into_record().into_bytes()?.to_vec())
}

/// True once Ctrl-C was pressed; a second press ends at once.
fn stop_on_ctrl_c() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let pressed = Arc::clone(&stop);
    let handler = move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        eprintln!("Ctrl-C will end the training without a word ({error})");
    }
    stop
}
