//! What the engine does with each request, wherever it runs.

mod adapt;
mod error;
mod explain;

use burn::tensor::Device;

use super::live::{Listening, Live};
use super::look;
use super::protocol::{
    Ear, Job, ModelView, Opened, OwnView, Reply, Request, RunningAnswer, Table, VERSION,
};
use super::{seen, traces};
use crate::audio::{self, AudioError, Waveform};
use crate::features::{FeatureSpec, Measured};
use crate::model::{Acquaintance, Classifier, NetworkConfig};
use error::SessionError;

/// Forward passes that are timed, after one that is not.
const TIMED_PASSES: usize = 5;

/// The other end of the wire, which is told `R`, as a session sees it.
pub trait Wire<R> {
    /// Sends a reply to the page.
    fn send(&self, reply: R);
    /// Whether the page has cancelled a job.
    fn is_cancelled(&self, job: Job) -> bool;
    /// Lets messages in that have come meanwhile.
    fn breathe(&self) -> impl Future<Output = ()>;
    /// Time since some moment, in milliseconds.
    fn now_ms(&self) -> f64;
}

/// A device and how it names itself.
pub struct NamedDevice {
    /// Where tensors live.
    pub device: Device,
    /// For people: "CPU, WebAssembly SIMD", or the adapter's name.
    pub name: String,
}

impl NamedDevice {
    /// The processor, as a tab has it.
    pub fn cpu() -> Self {
        Self { device: Device::flex(), name: "CPU, WebAssembly SIMD".to_owned() }
    }

    /// The graphics card, as the browser offers it.
    ///
    /// # Errors
    /// A sentence if WebGPU gives no device.
    #[cfg(all(feature = "gpu", target_arch = "wasm32"))]
    pub async fn web_gpu() -> Result<Self, String> {
        let opened = Device::wgpu_options().init_with_setup_async().await;
        let (device, setup) =
            opened.map_err(|error| format!("WebGPU gave no device: {error}; using the CPU."))?;
        Ok(Self { device, name: format!("GPU, WebGPU: {}", setup.adapter.get_info().name) })
    }
}

/// An engine with its model, and what it is busy with.
pub struct Session<W> {
    wire: W,
    device: NamedDevice,
    classifier: Option<Classifier>,
    /// The bytes of the model that listens, from which a personal one is made.
    model: Vec<u8>,
    /// How that model hears takes on this device.
    ear: Ear,
    live: Option<Live>,
    /// What is known of the voice, if one person speaks.
    one_voice: Option<Acquaintance>,
    /// The last sound that was shown, to be looked at closely.
    shown: Option<Waveform>,
}

impl<W: Wire<Reply>> Session<W> {
    /// A session without a model yet.
    pub fn new(device: NamedDevice, wire: W) -> Self {
        Self {
            wire,
            device,
            classifier: None,
            model: Vec::new(),
            ear: Ear::default(),
            live: None,
            one_voice: None,
            shown: None,
        }
    }

    /// Answers a request; every failure becomes a reply.
    pub async fn answer(&mut self, request: Request) {
        let job = job_of(&request);
        match self.try_answer(request).await {
            Ok(()) | Err(SessionError::Cancelled) => {}
            Err(error) => {
                let (fault, sentence) = (error.fault(), error.sentence());
                let job = error.blames(job);
                self.wire.send(Reply::Failed { job, fault, sentence });
            }
        }
    }

    async fn try_answer(&mut self, request: Request) -> Result<(), SessionError> {
        let start_ms = self.wire.now_ms();
        match request {
            Request::Open { version, model } => self.open(version, model, start_ms).await,
            Request::Analyse { job, file } => {
                let sound = audio::decode(&file)?;
                self.analyse(job, sound, true, start_ms).await
            }
            Request::AnalyseSamples { job, rate_hz, samples } => {
                let sound = handed_over(samples, rate_hz)?;
                self.analyse(job, sound, true, start_ms).await
            }
            Request::Judge { job, rate_hz, samples, again } => {
                let sound = handed_over(samples, rate_hz)?;
                self.judge(job, &sound, self.learns_from(again), start_ms).await
            }
            Request::JudgeFile { job, file, again } => {
                let sound = audio::decode(&file)?;
                self.judge(job, &sound, self.learns_from(again), start_ms).await
            }
            Request::Hold { rate_hz, samples } => {
                self.shown = Some(Waveform::new(samples, rate_hz)?);
                Ok(())
            }
            Request::Look { job, look } => {
                let sound = self.shown.as_ref().ok_or(SessionError::NoSound)?;
                let picture = look::at(sound, look)?;
                self.wire.send(Reply::Looked { job, picture });
                Ok(())
            }
            Request::Trace { job } => {
                let sound = self.shown.as_ref().ok_or(SessionError::NoSound)?;
                let traces = traces::of(sound)?;
                self.wire.send(Reply::Traced { job, traces });
                Ok(())
            }
            Request::Tabulate { job } => {
                let sound = self.shown.as_ref().ok_or(SessionError::NoSound)?;
                self.wire.send(Reply::Tabulated { job, table: table(sound)? });
                Ok(())
            }
            Request::Explain { job } => self.explain(job).await,
            Request::Listen { job, rate_hz, hop_ms, keep } => {
                self.live = Some(Live::new(job, Listening { rate_hz, hop_ms, keep })?);
                Ok(())
            }
            Request::Hear { job, samples } => self.hear(job, &samples).await,
            Request::Finish { job } => {
                let Some(live) = self.live.take_if(|live| live.job() == job) else {
                    return Ok(());
                };
                // It was learned from while the microphone was open, unless that was too short.
                let learns = !live.began_a_stretch();
                match live.into_sound()? {
                    Some(sound) => self.analyse(job, sound, learns, start_ms).await,
                    None => Ok(()),
                }
            }
            Request::Adapt { job, name, takes, manners } => {
                self.adapt(job, name, &takes, manners.as_deref(), start_ms).await
            }
            Request::OneVoice { on } => {
                self.one_voice = on.then(|| self.one_voice.take().unwrap_or_default());
                Ok(())
            }
            Request::Cancel { job } => {
                self.live.take_if(|live| live.job() == job);
                Ok(())
            }
        }
    }

    async fn open(
        &mut self,
        version: u32,
        model: Vec<u8>,
        start_ms: f64,
    ) -> Result<(), SessionError> {
        if version != VERSION {
            return Err(SessionError::Version(version));
        }
        let classifier = Classifier::from_bytes(&model, &self.device.device)?;
        let golden_difference = classifier.golden_difference().await?;
        let forward_ms = self.time_forward(&classifier).await?;
        self.ear = adapt::ear_of(&model, classifier.card(), &self.device.name)?;
        self.wire.send(Reply::Opened(Opened {
            device: self.device.name.clone(),
            golden_difference,
            forward_ms,
            opened_ms: self.wire.now_ms() - start_ms,
            labels: classifier.labels().clone(),
            model: describe(&classifier),
            ear: self.ear,
        }));
        self.classifier = Some(classifier);
        self.model = model;
        // What another model knew of the voice, and answered, means nothing to this one.
        self.one_voice = self.one_voice.take().map(|_| Acquaintance::default());
        self.live.iter_mut().for_each(Live::forget_answers);
        Ok(())
    }

    /// Median time of a warm forward pass over one window.
    async fn time_forward(&self, classifier: &Classifier) -> Result<f64, SessionError> {
        let mut times_ms = Vec::with_capacity(TIMED_PASSES);
        classifier.golden_difference().await?;
        for _ in 0..TIMED_PASSES {
            let start_ms = self.wire.now_ms();
            classifier.golden_difference().await?;
            times_ms.push(self.wire.now_ms() - start_ms);
        }
        times_ms.sort_by(f64::total_cmp);
        Ok(times_ms[TIMED_PASSES / 2])
    }

    /// Shows a whole sound, then judges it.
    async fn analyse(
        &mut self,
        job: Job,
        sound: Waveform,
        learns: bool,
        start_ms: f64,
    ) -> Result<(), SessionError> {
        self.pause(job).await?;
        self.classifier()?;
        self.wire.send(Reply::Sound { job, sound: seen::of(&sound)? });
        let judged = self.judge(job, &sound, learns, start_ms).await;
        self.shown = Some(sound);
        judged
    }

    /// Judges a sound; if one person speaks, by their voice, which it may tell more of.
    async fn judge(
        &mut self,
        job: Job,
        sound: &Waveform,
        learns: bool,
        start_ms: f64,
    ) -> Result<(), SessionError> {
        self.pause(job).await?;
        let classifier = self.classifier.as_ref().ok_or(SessionError::NoModel)?;
        let listened = classifier.listen(Measured::of(sound, &classifier.card().features)?);
        if let Some(known) = self.one_voice.as_mut().filter(|_| learns) {
            classifier.get_used_to(known, &listened).await?;
        }
        let judgement = classifier.judge_listened(&listened, self.one_voice.as_ref()).await?;
        self.pause(job).await?;
        let (stretches, elapsed_ms) = (self.stretches(), self.wire.now_ms() - start_ms);
        let seconds = sound.seconds();
        self.wire.send(Reply::Judged { job, judgement, stretches, seconds, elapsed_ms });
        Ok(())
    }

    /// Takes a block of the microphone: new columns, and now and then an answer.
    async fn hear(&mut self, job: Job, samples: &[f32]) -> Result<(), SessionError> {
        let classifier = self.classifier.as_ref().ok_or(SessionError::NoModel)?;
        let Some(live) = self.live.as_mut().filter(|live| live.job() == job) else {
            return Ok(());
        };
        let (columns, peak) = live.hear(samples)?;
        let start_ms = self.wire.now_ms();
        let answer = match live.recent(&classifier.card().features)? {
            Some(recent) => {
                let listened = classifier.listen(recent);
                let known = self.one_voice.as_mut();
                let window = classifier.judge_listened(&listened, known.as_deref()).await?;
                let cost_s = (self.wire.now_ms() - start_ms) / 1e3;
                let judgement = live.answer(window, cost_s, &classifier.card().calibration);
                if let Some(known) = known
                    && listened.is_speech()
                    && live.begins_a_stretch()
                {
                    classifier.get_used_to(known, &listened).await?;
                }
                let (end_samples, stretches) = (live.judged_samples(), self.stretches());
                Some(RunningAnswer { end_samples, judgement, stretches })
            }
            None => None,
        };
        self.wire.send(Reply::Heard { job, columns, peak, answer });
        Ok(())
    }

    fn classifier(&self) -> Result<&Classifier, SessionError> {
        self.classifier.as_ref().ok_or(SessionError::NoModel)
    }

    /// Whether a voice is to be learned from a sound: from one that was judged before only if it could
    /// not be then, since one person speaks only from now on, or another engine had it.
    fn learns_from(&self, again: bool) -> bool {
        !(again && self.stretches() > 0)
    }

    /// Stretches of speech by which a voice is known.
    fn stretches(&self) -> usize {
        self.one_voice.as_ref().map_or(0, Acquaintance::stretches)
    }

    /// Lets messages in, and stops if one of them cancelled the job.
    async fn pause(&self, job: Job) -> Result<(), SessionError> {
        self.wire.breathe().await;
        if self.wire.is_cancelled(job) { Err(SessionError::Cancelled) } else { Ok(()) }
    }
}

/// The request's job, if it has one.
fn job_of(request: &Request) -> Option<Job> {
    match request {
        Request::Open { .. } | Request::Hold { .. } | Request::OneVoice { .. } => None,
        Request::Analyse { job, .. }
        | Request::AnalyseSamples { job, .. }
        | Request::Judge { job, .. }
        | Request::JudgeFile { job, .. }
        | Request::Tabulate { job }
        | Request::Explain { job }
        | Request::Look { job, .. }
        | Request::Trace { job }
        | Request::Listen { job, .. }
        | Request::Hear { job, .. }
        | Request::Finish { job }
        | Request::Adapt { job, .. }
        | Request::Cancel { job } => Some(*job),
    }
}

/// The model as the page tells of it.
fn describe(classifier: &Classifier) -> ModelView {
    let card = classifier.card();
    let training = &card.training;
    ModelView {
        encoded: matches!(card.network, NetworkConfig::Encoded(_)),
        clips: training.training_clips,
        speakers: training.training_speakers.len(),
        corpora: training.corpora.clone(),
        gets_used: classifier.card().can_get_used_to_a_voice(),
        own: card.personal.as_ref().map(|personal| OwnView {
            name: personal.name.clone(),
            takes: personal.takes.iter().sum(),
        }),
    }
}

/// A sound of samples that somebody else has decoded.
fn handed_over(samples: Vec<f32>, rate_hz: u32) -> Result<Waveform, AudioError> {
    let sound = Waveform::new(samples, rate_hz)?;
    audio::check_length(sound.samples().len() as u64, rate_hz)?;
    Ok(sound)
}

/// The averages that sounds are compared by in tables.
fn table(sound: &Waveform) -> Result<Table, SessionError> {
    let spec = FeatureSpec::seed();
    Ok(Table { columns: spec.columns(), values: spec.extract(sound)?.values })
}
