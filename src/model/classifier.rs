//! From a waveform to a judgement.

use std::ops::Range;

use burn::prelude::*;

use super::personal::{self, OwnLayer};
use super::{Acquaintance, CheckpointError, Heard, MeanLogits, ModelCard, Network, checkpoint};
use crate::audio::Waveform;
use crate::emotion::Emotion;
use crate::features::speech::SpeechGate;
use crate::features::{FeatureError, Features, Measured};
use crate::judgement::{Judgement, WindowView};
use crate::meaning::Meanings;

/// Windows of one forward pass: enough to keep a device busy, few enough for a tab's memory.
const WINDOWS_AT_ONCE: usize = 16;

/// Why a sound could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum ClassifyError {
    /// The features could not be computed.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// The device failed.
    #[error("the device failed while computing: {0}; try the CPU")]
    Device(String),
}

/// A model on a device, ready to judge.
pub struct Classifier {
    card: ModelCard,
    pub(crate) network: Network,
    own: Option<OwnLayer>,
    labels: Meanings,
    pub(crate) device: Device,
}

/// A sound as the network listened to it, window by window of those in which somebody speaks.
pub struct Listened {
    /// `[windows, statistics]`, see [`Network::statistics`]; none where nobody speaks.
    pub(super) statistics: Option<Tensor<2>>,
    /// Frames of each window.
    pub(super) ranges: Vec<Range<usize>>,
    /// Where each window lies in the sound, in seconds.
    times_s: Vec<(f64, f64)>,
}

impl Listened {
    /// Whether somebody speaks in it.
    pub fn is_speech(&self) -> bool {
        self.statistics.is_some()
    }
}

/// Windows of a sound as the network takes them.
pub(super) struct Windows {
    /// Scaled features of the kept frames, row-major `[rows, frames]`.
    pub features: Features,
    /// Frames of each window; all of one length.
    pub ranges: Vec<Range<usize>>,
    /// Where each window lies in the sound, in seconds.
    pub times_s: Vec<(f64, f64)>,
}

impl Windows {
    /// When frame 0 begins, and how long a frame takes, in seconds; none without a frame.
    pub fn clock(&self) -> Option<(f64, f64)> {
        let (range, (start_s, end_s)) = (self.ranges.first()?, self.times_s.first()?);
        let frame_s = (end_s - start_s) / range.len().max(1) as f64;
        Some((start_s - range.start as f64 * frame_s, frame_s))
    }

    /// The windows in which the gate hears somebody speak.
    pub fn of_speech(self, gate: &SpeechGate) -> Self {
        let windows = self.ranges.into_iter().zip(self.times_s);
        let heard = windows.filter(|(_, (start_s, end_s))| gate.hears_speech(*start_s, *end_s));
        let (ranges, times_s) = heard.unzip();
        Self { features: self.features, ranges, times_s }
    }
}

impl Classifier {
    /// Reads a model file onto a device.
    ///
    /// # Errors
    /// Any [`CheckpointError`].
    pub fn from_bytes(file: &[u8], device: &Device) -> Result<Self, CheckpointError> {
        let (card, network) = checkpoint::decode(file, device)?;
        Ok(Self::new(card, network, device))
    }

    /// A network that is on the device already.
    pub fn new(card: ModelCard, network: Network, device: &Device) -> Self {
        let own = card.personal.as_ref().map(|p| p.layer.on(device, &card.calibration));
        Self { labels: card.meanings(), card, network, own, device: device.clone() }
    }

    /// What it can answer.
    pub fn labels(&self) -> &Meanings {
        &self.labels
    }

    /// The model's card.
    pub fn card(&self) -> &ModelCard {
        &self.card
    }

    /// Judges a sound by those of its windows in which somebody speaks.
    ///
    /// # Errors
    /// [`ClassifyError::Features`] if the features cannot be computed, [`ClassifyError::Device`] if
    /// the device fails.
    pub async fn classify(&self, sound: &Waveform) -> Result<Judgement, ClassifyError> {
        self.judge(Measured::of(sound, &self.card.features)?).await
    }

    /// Judges a stretch of sound that was measured as the model's card asks, by those of its windows
    /// in which somebody speaks.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn judge(&self, measured: Measured) -> Result<Judgement, ClassifyError> {
        self.judge_listened(&self.listen(measured), None).await
    }

    /// What the network makes of those windows, before it is judged.
    pub fn listen(&self, measured: Measured) -> Listened {
        let Measured { features, gate, seconds } = measured;
        let windows = self.windows(features, seconds).of_speech(&gate);
        let is_speech = !windows.ranges.is_empty();
        let statistics = is_speech.then(|| self.statistics(&windows));
        Listened { statistics, ranges: windows.ranges, times_s: windows.times_s }
    }

    /// Judges what was listened to, by what is known of the voice, if anything is.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn judge_listened(
        &self,
        listened: &Listened,
        known: Option<&Acquaintance>,
    ) -> Result<Judgement, ClassifyError> {
        let Some(statistics) = &listened.statistics else {
            return Ok(Judgement::no_speech_among(self.labels.clone()));
        };
        let voice = known.and_then(|known| known.voice.as_ref());
        let logits = self.statistics_logits(statistics.clone(), voice).await?;
        Ok(self.pool(logits, &listened.times_s))
    }

    /// Pools windows: the mean of their logits decides.
    fn pool(&self, mut logits: Vec<Vec<f32>>, times_s: &[(f64, f64)]) -> Judgement {
        let probabilities = self.pooled(&logits);
        logits.iter_mut().for_each(|row| self.card.calibration.soften(row));
        let window =
            |(probabilities, &(start_s, end_s))| WindowView { start_s, end_s, probabilities };
        self.judgement(probabilities, logits.into_iter().zip(times_s).map(window).collect())
    }

    /// The probabilities of windows together.
    pub(super) fn pooled(&self, logits: &[Vec<f32>]) -> Vec<f32> {
        let mut mean = mean_logits(logits, self.labels.count());
        self.card.calibration.soften(&mut mean);
        mean
    }

    fn judgement(&self, probabilities: Vec<f32>, windows: Vec<WindowView>) -> Judgement {
        Judgement::of(self.labels.clone(), probabilities, &self.card.calibration, windows)
    }

    /// The judgement of windows that came one after the other, by the mean of their logits; it
    /// carries `windows`. The mean of none says that nobody spoke.
    pub fn judge_mean(&self, logits: &MeanLogits, windows: Vec<WindowView>) -> Judgement {
        match logits.probabilities() {
            Some(probabilities) => self.judgement(probabilities, windows),
            None => Judgement::no_speech_among(self.labels.clone()),
        }
    }

    /// The sound's logits of the eight emotions, the mean over its windows, uncalibrated.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn sound_logits(
        &self,
        features: Features,
        seconds: f64,
    ) -> Result<[f32; Emotion::COUNT], ClassifyError> {
        let windows = self.windows(features, seconds);
        let mean = mean_logits(&self.logits(&windows, None).await?, Emotion::COUNT);
        Ok(std::array::from_fn(|i| mean[i]))
    }

    /// A sound's features as [`Self::hear`] takes them: levels relative to its loud frames, both
    /// ends trimmed; a summary is as it was.
    ///
    /// # Errors
    /// [`ClassifyError::Features`] if they cannot be computed.
    pub fn levelled(&self, sound: &Waveform) -> Result<Features, ClassifyError> {
        let features = self.card.features.extract(sound)?;
        Ok(match &self.card.framing {
            Some(framing) => framing.level(&features).0,
            None => features,
        })
    }

    /// What the network hears in levelled features.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn hear(&self, mut levelled: Features) -> Result<Heard, ClassifyError> {
        let frames = levelled.frames;
        let ranges = match &self.card.framing {
            Some(framing) => {
                framing.raise(&mut levelled);
                framing.windows(frames)
            }
            None => std::iter::once(0..frames).collect(),
        };
        self.card.scaler.apply(&mut levelled.values);
        let windows = Windows { features: levelled, ranges, times_s: Vec::new() };
        let statistics = self.statistics(&windows);
        let rows = Tensor::cat(vec![self.tell(statistics.clone(), None), statistics], 1);
        let told = Emotion::COUNT + self.card.network.told_width();
        let width = told + self.card.network.statistics_width();
        let values = read(rows).await?;
        let windows = values.chunks_exact(width);
        let heard = Heard::of(windows.clone().map(|row| &row[..told]));
        Ok(Heard { windows: windows.map(|row| row[told..].to_vec()).collect(), ..heard })
    }

    /// What the network hears in sounds once a voice is taken from them; see
    /// [`super::PersonalLayer::voice`]. Their windows are not told again.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn retell(
        &self,
        heard: &[&Heard],
        voice: &[f32],
    ) -> Result<Vec<Heard>, ClassifyError> {
        let windows: Vec<&[f32]> =
            heard.iter().flat_map(|heard| heard.windows.iter().map(Vec::as_slice)).collect();
        if windows.is_empty() {
            return Ok(heard.iter().map(|&heard| heard.clone()).collect());
        }
        let shape = [windows.len(), self.card.network.statistics_width()];
        let statistics = Tensor::from_data(TensorData::new(windows.concat(), shape), &self.device);
        let rows = self.tell(statistics, personal::voice_on(voice, &self.device).as_ref());
        let width = Emotion::COUNT + self.card.network.told_width();
        let values = read(rows).await?;
        let mut rows = values.chunks_exact(width);
        let of_sound = |heard: &&Heard| Heard::of(rows.by_ref().take(heard.windows.len()));
        Ok(heard.iter().map(of_sound).collect())
    }

    /// Logits of windows' statistics, and what a person's own layer is told, `[windows, 8 + told]`.
    fn tell(&self, statistics: Tensor<2>, voice: Option<&Tensor<2>>) -> Tensor<2> {
        let embedding = personal::embed(&self.network, statistics, voice);
        let logits = self.network.judge(embedding.clone());
        Tensor::cat(vec![logits, self.network.told(embedding)], 1)
    }

    /// Largest difference of the logits on the golden input from those in the model file.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn golden_difference(&self) -> Result<f32, ClassifyError> {
        let logits = checkpoint::golden_logits(&self.card, &self.network, &self.device).await?;
        let pairs = logits.iter().zip(&self.card.golden_logits);
        Ok(pairs.map(|(a, b)| (a - b).abs()).fold(0.0, nan_max))
    }

    pub(super) fn windows(&self, mut features: Features, seconds: f64) -> Windows {
        let Some(framing) = &self.card.framing else {
            self.card.scaler.apply(&mut features.values);
            let frames = features.frames;
            let whole = std::iter::once(0..frames).collect();
            return Windows { features, ranges: whole, times_s: vec![(0.0, seconds)] };
        };
        let frame_s = seconds / features.frames.max(1) as f64;
        let (mut features, kept) = framing.level(&features);
        self.card.scaler.apply(&mut features.values);
        let ranges = framing.windows(features.frames);
        let time = |frame: usize| (kept.start + frame) as f64 * frame_s;
        let times_s = ranges.iter().map(|r| (time(r.start), time(r.end))).collect();
        Windows { features, ranges, times_s }
    }

    /// Logits of each window, one a label: forward passes one after the other, one read.
    pub(super) async fn logits(
        &self,
        windows: &Windows,
        voice: Option<&Tensor<2>>,
    ) -> Result<Vec<Vec<f32>>, ClassifyError> {
        self.statistics_logits(self.statistics(windows), voice).await
    }

    /// The statistics of each window, `[windows, statistics]`; see [`Network::statistics`].
    fn statistics(&self, windows: &Windows) -> Tensor<2> {
        let batches = windows.ranges.chunks(WINDOWS_AT_ONCE).map(|ranges| {
            let input = window_tensor(&windows.features, ranges, &self.device);
            self.network.statistics(input, None)
        });
        Tensor::cat(batches.collect(), 0)
    }

    /// Logits of each window by its statistics, one a label, the owner's layer minded, or a voice that
    /// is known.
    async fn statistics_logits(
        &self,
        statistics: Tensor<2>,
        voice: Option<&Tensor<2>>,
    ) -> Result<Vec<Vec<f32>>, ClassifyError> {
        let logits = personal::judge(&self.network, self.own.as_ref(), voice, statistics);
        let values = read(logits).await?;
        Ok(values.chunks_exact(self.labels.count()).map(<[f32]>::to_vec).collect())
    }
}

/// The mean of the first so many logits of each window.
fn mean_logits(logits: &[Vec<f32>], count: usize) -> Vec<f32> {
    let mut mean = vec![0.0; count];
    for row in logits {
        mean.iter_mut().zip(row).for_each(|(sum, logit)| *sum += logit / logits.len() as f32);
    }
    mean
}

/// A maximum that NaN wins, so that a broken device never passes for a right one.
fn nan_max(a: f32, b: f32) -> f32 {
    if a.is_nan() || b.is_nan() { f32::NAN } else { a.max(b) }
}

/// Windows of one length as `[windows, rows, frames]`.
fn window_tensor(features: &Features, ranges: &[Range<usize>], device: &Device) -> Tensor<3> {
    let frames = ranges.first().map_or(0, ExactSizeIterator::len);
    let mut values = Vec::with_capacity(ranges.len() * features.rows * frames);
    for range in ranges {
        for row in features.values.chunks_exact(features.frames.max(1)) {
            values.extend_from_slice(&row[range.clone()]);
        }
    }
    Tensor::from_data(TensorData::new(values, [ranges.len(), features.rows, frames]), device)
}

/// The one asynchronous read of an inference: 32 bit floats, row after row.
pub(crate) async fn read(logits: Tensor<2>) -> Result<Vec<f32>, ClassifyError> {
    let broken = |error: String| ClassifyError::Device(error);
    let data = logits.into_data_async().await.map_err(|e| broken(format!("{e:?}")))?;
    data.convert::<f32>().try_to_vec().map_err(|e| broken(format!("{e:?}")))
}
