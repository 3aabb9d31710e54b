//! What the laboratory does with each request, wherever it runs.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::dealt::Dealt;
use super::gathering::{Gathering, Manner, Measured, Taken};
use super::protocol::{ClipView, Job, Reply, Request, Settings, VERSION, Why};
use super::{Course, CourseState, Heard, Help, LaboratoryError, Parts, Preset, Recipe};
use crate::corpus::crema_d_tables::{CremaDTable, CremaDTables};
use crate::corpus::{
    Candidate, ClipPath, FeatureTable, Reason, RowError, SplitKind, Version, recognise, sound_of,
};
use crate::engine::seen;
use crate::engine::session::{NamedDevice, Wire};
use crate::features::FeatureError;
use crate::figures::EpochRecord;
use crate::training::{Schedule, Shelf, Stored};

/// The rate never falls below.
const LEAST_RATE: f64 = 1e-7;
/// Steps are told of no more often.
const STEPS_APART_MS: f64 = 100.0;
/// Clips of one part of the table of features.
const PART_CLIPS: usize = 64;

/// Why a request came to nothing.
#[derive(Debug, thiserror::Error)]
enum SessionError {
    #[error(transparent)]
    Laboratory(#[from] LaboratoryError),
    #[error(transparent)]
    Table(#[from] RowError),
    #[error("the clip cannot be shown: {0}")]
    Unseen(#[from] Reason),
    #[error("the clip cannot be shown: {0}")]
    Picture(#[from] FeatureError),
    #[error("expected a page of version {VERSION}, got version {0}; reload the page")]
    Version(u32),
    #[error("the laboratory was asked for something before it was opened; reload the page")]
    NotOpen,
    #[error("what was kept is damaged or of another version; bring the files again")]
    Damaged(#[from] postcard::Error),
    #[error("expected the preset {0}, as it was opened, got {1}")]
    Preset(&'static str, &'static str),
    #[error(
        "expected the preset overtone or seed; large needs a speech encoder, see overtone train"
    )]
    NoEncoder,
    #[error("the saved training has other clips or settings; begin it anew")]
    OtherTraining,
    #[error("the page cancelled")]
    Cancelled(Job),
}

impl From<csv::Error> for SessionError {
    fn from(error: csv::Error) -> Self {
        Self::Table(error.into())
    }
}

/// A laboratory with the clips that it has heard.
pub struct Session<W> {
    wire: W,
    device: NamedDevice,
    /// Where the features of clips lie; in memory without one.
    shelf: Option<Arc<dyn Shelf>>,
    bench: Option<Bench>,
}

/// What is measured, and of which clips.
struct Bench {
    manner: Manner,
    recipe: Recipe,
    tables: CremaDTables,
    clips: Gathering,
}

impl<W: Wire<Reply>> Session<W> {
    /// A laboratory without clips.
    pub fn new(device: NamedDevice, wire: W) -> Self {
        Self { wire, device, shelf: None, bench: None }
    }

    /// With a shelf of its own for the features of clips, where there is one.
    pub fn with_shelf(self, shelf: Option<Arc<dyn Shelf>>) -> Self {
        Self { shelf, ..self }
    }

    /// Answers a request; every failure becomes a reply.
    pub async fn answer(&mut self, request: Request) {
        let job = job_of(&request);
        match self.try_answer(request).await {
            Ok(()) => {}
            Err(SessionError::Cancelled(job)) => self.wire.send(Reply::Stopped { job }),
            Err(error) => {
                let sentence = sentence(&error.to_string());
                let is_lost =
                    matches!(&error, SessionError::Laboratory(error) if error.is_of_device());
                let job = job.filter(|_| !is_lost);
                self.wire.send(Reply::Failed { job, sentence });
            }
        }
    }

    async fn try_answer(&mut self, request: Request) -> Result<(), SessionError> {
        match request {
            Request::Open { version, preset, seed } => self.open(version, preset, seed),
            Request::Describe { job, name, bytes } => {
                let refused = self.bench_mut()?.describe(&name, &bytes);
                self.wire.send(Reply::Described { job, refused });
                Ok(())
            }
            Request::Hear { job, path, bytes } => {
                self.stay(job).await?;
                let measured = self.bench_mut()?.measure(&path, &bytes);
                self.take(job, measured)
            }
            Request::Recall { job, kept } => {
                self.stay(job).await?;
                let measured = Measured::from_bytes(&kept, self.bench()?.manner)?;
                self.take(job, Ok(measured))
            }
            Request::Deal { job, split, seed } => {
                let dealt = self.bench()?.deal(split, seed).told(job);
                self.wire.send(dealt);
                Ok(())
            }
            Request::Train { job, settings, resume } => self.train(job, &settings, resume).await,
            Request::Tabulate { job } => self.tabulate(job).await,
            Request::Look { job, bytes } => {
                let sound = seen::of(&sound_of(&bytes)?)?;
                self.wire.send(Reply::Seen { job, sound });
                Ok(())
            }
            Request::Cancel { .. } => Ok(()),
        }
    }

    fn open(&mut self, version: u32, preset: Preset, seed: u64) -> Result<(), SessionError> {
        if version != VERSION {
            return Err(SessionError::Version(version));
        }
        if preset == Preset::Large {
            return Err(SessionError::NoEncoder);
        }
        self.bench = None;
        if let Some(shelf) = &self.shelf {
            shelf.clear();
        }
        self.bench = Some(Bench {
            manner: Manner::new(preset, seed),
            recipe: preset.recipe(1, 2, seed),
            tables: CremaDTables::default(),
            clips: Gathering::on(self.shelf.clone()),
        });
        self.wire.send(Reply::Ready { device: self.device.name.clone() });
        Ok(())
    }

    fn bench(&self) -> Result<&Bench, SessionError> {
        self.bench.as_ref().ok_or(SessionError::NotOpen)
    }

    fn bench_mut(&mut self) -> Result<&mut Bench, SessionError> {
        self.bench.as_mut().ok_or(SessionError::NotOpen)
    }

    /// Takes a measured clip in, and says what came of it.
    fn take(&mut self, job: Job, measured: Result<Measured, Why>) -> Result<(), SessionError> {
        let measured = match measured {
            Ok(measured) => measured,
            Err(why) => {
                self.wire.send(Reply::LeftOut { job, why });
                return Ok(());
            }
        };
        let kept = measured.to_bytes(self.bench()?.manner)?;
        let clip = ClipView::from(&measured.clip);
        let (path, used) = (measured.clip.path.clone(), Reply::Heard { job, clip, kept });
        let name = |path: &Path| path.to_string_lossy().into_owned();
        match self.bench_mut()?.clips.take(measured) {
            Taken::In => self.wire.send(used),
            Taken::InPlaceOf { path: other } => {
                let why = Why::Duplicate { of: path };
                self.wire.send(Reply::Withdrawn { path: name(&other), why });
                self.wire.send(used);
            }
            Taken::Out(why) => self.wire.send(Reply::LeftOut { job, why }),
            Taken::BothOut { why, other, why_other } => {
                self.wire.send(Reply::Withdrawn { path: name(&other), why: why_other });
                self.wire.send(Reply::LeftOut { job, why });
            }
        }
        Ok(())
    }

    async fn train(
        &self,
        job: Job,
        settings: &Settings,
        resume: Option<Vec<u8>>,
    ) -> Result<(), SessionError> {
        let bench = self.bench()?;
        let (opened, asked) = (bench.manner, Manner::new(settings.preset, settings.seed));
        if opened != asked {
            return Err(SessionError::Preset(opened.preset.name(), asked.preset.name()));
        }
        let recipe = recipe(settings)?;
        let dealt = bench.deal(settings.split, settings.seed);
        self.wire.send(dealt.told(job));
        let of = dealt.fingerprint(settings)?;
        let Dealt { clips, rows, deal } = &dealt;
        let parts = Parts::new(clips, rows, &recipe, deal, Help::default())?;
        let mut course = Course::new(&recipe, &parts, self.device.device.clone())?;
        if let Some(state) = resume {
            let saved: Saved = postcard::from_bytes(&state)?;
            if saved.of != of {
                return Err(SessionError::OtherTraining);
            }
            course = course.resume(saved.course)?;
        }
        while !course.is_over() {
            let record = self.epoch(job, &mut course, &recipe, &parts).await?;
            let state = postcard::to_stdvec(&Saved { of, course: course.state().await? })?;
            self.wire.send(Reply::Epoch { job, record, state });
        }
        self.stay(job).await?;
        let trained = course.trained()?;
        let probe = trained.probe(&parts.test, &self.device.device).await?;
        self.stay(job).await?;
        let calibration = course.calibration(&trained.network).await?;
        let product = trained.product(course.network_config().clone(), calibration);
        let name = format!("{}.overtone", settings.preset.name());
        let tested = course.test(product, name, probe).await?;
        let (model, evaluation) = (tested.file, tested.evaluation);
        self.wire.send(Reply::Trained {
            job,
            model,
            history: course.history().clone(),
            evaluation,
            examples: dealt.examples(),
        });
        Ok(())
    }

    /// One epoch and its validation.
    async fn epoch(
        &self,
        job: Job,
        course: &mut Course<'_>,
        recipe: &Recipe,
        parts: &Parts,
    ) -> Result<EpochRecord, SessionError> {
        let start_ms = self.wire.now_ms();
        let number = course.epochs_done() + 1;
        let mut epoch = course.begin_epoch();
        let mut told_ms = start_ms;
        while epoch.step().map_err(LaboratoryError::from)? {
            // Read at every step: steps that queue up on a GPU would hear of no stop.
            let loss = epoch.loss().await.map_err(LaboratoryError::from)?;
            self.stay(job).await?;
            let now_ms = self.wire.now_ms();
            if now_ms - told_ms < STEPS_APART_MS {
                continue;
            }
            told_ms = now_ms;
            let clips_done = epoch.examples_done();
            self.wire.send(Reply::Step {
                job,
                epoch: number,
                epochs: recipe.trainer.epochs,
                clips_done,
                clips: parts.train.list.len(),
                loss,
                clips_per_s: 1e3 * clips_done as f64 / (now_ms - start_ms).max(1.0),
            });
        }
        let trained = epoch.finish().await.map_err(LaboratoryError::from)?;
        let seconds = (self.wire.now_ms() - start_ms) / 1e3;
        Ok(course.end_epoch(trained, seconds).await?)
    }

    async fn tabulate(&self, job: Job) -> Result<(), SessionError> {
        let bench = self.bench()?;
        let table = FeatureTable {
            spec: bench.recipe.features.clone(),
            versions: Version::ALL.to_vec(),
            with_clip: true,
            seed: bench.manner.seed,
        };
        let (clips, rows) = bench.clips.in_order();
        let mut csv = table.header_line()?;
        for (number, (clip, rows)) in clips.iter().zip(&rows).enumerate() {
            let features = rows.iter().map(Stored::read).collect::<Result<Vec<_>, _>>();
            let features = features.map_err(LaboratoryError::from)?;
            csv.extend(table.lines(clip, features.iter().map(AsRef::as_ref))?);
            let clips_done = number + 1;
            if clips_done % PART_CLIPS == 0 || clips_done == clips.len() {
                let csv = std::mem::take(&mut csv);
                self.wire.send(Reply::Tabulated { job, csv, clips_done, clips: clips.len() });
                self.stay(job).await?;
            }
        }
        Ok(())
    }

    /// Lets messages in, and goes on unless one of them cancels the job.
    async fn stay(&self, job: Job) -> Result<(), SessionError> {
        self.wire.breathe().await;
        if self.wire.is_cancelled(job) { Err(SessionError::Cancelled(job)) } else { Ok(()) }
    }
}

impl Bench {
    /// Takes in a table of CREMA-D; a sentence if it is not used.
    fn describe(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        match CremaDTable::from_file_name(name) {
            None => Some("no table of CREMA-D has this name".to_owned()),
            Some(table) => self.tables.read(table, bytes).err().map(|error| error.to_string()),
        }
    }

    fn measure(&self, path: &str, bytes: &[u8]) -> Result<Measured, Why> {
        let (given, below) = path.split_once('/').unwrap_or(("", path));
        let mut label = recognise(&ClipPath::new(given, below))?;
        self.tables.describe(&mut label);
        let sound = sound_of(bytes)?;
        let candidate = Candidate { label, paths: vec![path.into()] };
        let outcome = candidate.listen(|_| Ok(sound.clone()));
        let refused = outcome.left_out.into_iter().next().map(|left| left.reason);
        let clip = outcome.clip.ok_or(refused.unwrap_or(Reason::Empty))?;
        let Recipe { features, framing, .. } = &self.recipe;
        let heard = Heard::of(&sound, features, *framing, self.manner.seed);
        let heard = heard.map_err(|error| Why::Unreadable(error.to_string()))?;
        Ok(Measured { clip, heard })
    }

    fn deal(&self, split: SplitKind, seed: u64) -> Dealt {
        let (clips, rows) = self.clips.in_order();
        Dealt::new(clips, rows, split, seed)
    }
}

/// Where a training was, and which.
#[derive(Serialize, Deserialize)]
struct Saved {
    of: [u8; blake3::OUT_LEN],
    course: CourseState,
}

/// How to train with these settings.
fn recipe(settings: &Settings) -> Result<Recipe, LaboratoryError> {
    let Settings { preset, seed, epochs, batch_size, learning_rate, .. } = *settings;
    let mut recipe = preset.recipe(epochs, batch_size, seed);
    recipe.trainer.learning_rate = learning_rate;
    if let Some((factor, patience)) = settings.plateau {
        recipe.trainer.schedule = Schedule::Plateau { factor, patience, least: LEAST_RATE };
    }
    recipe.augment = recipe.augment.and_then(|augment| augment.only(settings.augment));
    recipe.checked()
}

fn job_of(request: &Request) -> Option<Job> {
    match request {
        Request::Open { .. } => None,
        Request::Describe { job, .. }
        | Request::Hear { job, .. }
        | Request::Recall { job, .. }
        | Request::Deal { job, .. }
        | Request::Train { job, .. }
        | Request::Tabulate { job }
        | Request::Look { job, .. }
        | Request::Cancel { job } => Some(*job),
    }
}

/// A capital letter first, a full stop last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
