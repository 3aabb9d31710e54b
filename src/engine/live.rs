//! A microphone that is open.

use super::picture::LivePicture;
use super::pool::Pool;
use super::protocol::{Job, STRETCH_S, SpectrogramView};
use crate::audio::{AudioError, Waveform, check_length, finite};
use crate::features::{Ear, FeatureError, FeatureSpec, FrameSpec, Measured};
use crate::judgement::Judgement;
use crate::model::Calibration;

/// What is judged while the microphone is open: the last so many seconds…
const WINDOW_S: f64 = STRETCH_S as f64;
/// … from the moment that there is so much.
const FIRST_S: f64 = 1.0;
/// Of its time, an engine judges at most this share: it must keep up with the microphone.
const BUSY_SHARE: f64 = 0.7;

/// How a microphone is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listening {
    /// The rate of the capture.
    pub rate_hz: u32,
    /// How often the last seconds are judged, in milliseconds, if the engine is fast enough.
    pub hop_ms: u32,
    /// Whether every block is kept, silence included, or only the last seconds.
    pub keep: bool,
}

/// A microphone that is open, and what of it is kept.
pub struct Live {
    job: Job,
    how: Listening,
    /// The kept samples; the last is the newest.
    samples: Vec<f32>,
    heard_samples: u64,
    judged_samples: u64,
    /// Where the last stretch ends by which a voice is learned.
    learned_samples: u64,
    /// How long the last judgement took.
    cost_s: f64,
    picture: LivePicture,
    /// What measures the last seconds; none for a model that needs them whole.
    ear: Option<Ear>,
    pool: Pool,
}

impl Live {
    /// A microphone of which nothing is heard yet.
    ///
    /// # Errors
    /// [`FeatureError`] if the rate is absurd.
    pub fn new(job: Job, how: Listening) -> Result<Self, FeatureError> {
        Ok(Self {
            job,
            samples: Vec::new(),
            heard_samples: 0,
            judged_samples: 0,
            learned_samples: 0,
            cost_s: 0.0,
            picture: LivePicture::new(how.rate_hz)?,
            ear: None,
            pool: Pool::default(),
            how,
        })
    }

    /// The job that it belongs to.
    pub fn job(&self) -> Job {
        self.job
    }

    /// Takes the next block, in which samples that are no finite numbers count as 0; returns its
    /// columns and its peak.
    ///
    /// # Errors
    /// [`AudioError::TooLong`] past the longest recording, if it is kept.
    pub fn hear(&mut self, block: &[f32]) -> Result<(SpectrogramView, f32), AudioError> {
        check_length((self.samples.len() + block.len()) as u64, self.how.rate_hz)?;
        let block: Vec<f32> = block.iter().copied().map(finite).collect();
        self.samples.extend_from_slice(&block);
        self.heard_samples += block.len() as u64;
        self.forget();
        if let Some(ear) = &mut self.ear {
            ear.push(&block);
        }
        let peak = block.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        Ok((self.picture.push(&block), peak))
    }

    /// Forgets what no window reaches any more, unless it is to be kept.
    fn forget(&mut self) {
        let window = self.samples_in(WINDOW_S) as usize;
        if !self.how.keep && self.samples.len() > 2 * window {
            self.samples.drain(..self.samples.len() - window);
        }
    }

    /// The last seconds as a model is to hear them, if it is time to judge them.
    ///
    /// # Errors
    /// [`FeatureError`] if they cannot be measured.
    pub fn recent(&mut self, spec: &FeatureSpec) -> Result<Option<Measured>, FeatureError> {
        let hop_s = (f64::from(self.how.hop_ms) / 1e3).max(self.cost_s / BUSY_SHARE);
        let due = self.heard_samples >= self.samples_in(FIRST_S)
            && self.heard_samples - self.judged_samples >= self.samples_in(hop_s);
        if !due {
            return Ok(None);
        }
        self.judged_samples = self.heard_samples;
        match spec {
            FeatureSpec::Frames(spec) => self.ear(spec)?.last().map(Some),
            FeatureSpec::Summary(_) => {
                let sound = Waveform::new(self.last_seconds().to_vec(), self.how.rate_hz)?;
                Measured::of(&sound, spec).map(Some)
            }
        }
    }

    /// The ear that hears as the model does: another model, another ear.
    fn ear(&mut self, spec: &FrameSpec) -> Result<&mut Ear, FeatureError> {
        let ear = match self.ear.take().filter(|ear| ear.spec() == spec) {
            Some(ear) => ear,
            None => {
                let mut ear = Ear::new(spec, self.how.rate_hz, WINDOW_S)?;
                ear.push(self.last_seconds());
                ear
            }
        };
        Ok(self.ear.insert(ear))
    }

    fn last_seconds(&self) -> &[f32] {
        let from = self.samples.len().saturating_sub(self.samples_in(WINDOW_S) as usize);
        &self.samples[from..]
    }

    /// Takes the judgement of the last seconds and how long it took; returns the running answer.
    pub fn answer(
        &mut self,
        window: Judgement,
        cost_s: f64,
        calibration: &Calibration,
    ) -> Judgement {
        self.cost_s = cost_s;
        self.pool.answer(window, calibration)
    }

    /// Whether what was judged last overlaps no stretch of which this was said before: then a voice
    /// may be learned by it.
    pub fn begins_a_stretch(&mut self) -> bool {
        let is_new = self.judged_samples >= self.learned_samples + self.samples_in(WINDOW_S);
        if is_new {
            self.learned_samples = self.judged_samples;
        }
        is_new
    }

    /// Whether a voice was learned by anything of it.
    pub fn began_a_stretch(&self) -> bool {
        self.learned_samples > 0
    }

    /// Another model listens from now on: the answers so far have no part in the next.
    pub fn forget_answers(&mut self) {
        self.pool = Pool::default();
    }

    /// Where what was judged last ends, in samples since the microphone opened.
    pub fn judged_samples(&self) -> u64 {
        self.judged_samples
    }

    fn samples_in(&self, seconds: f64) -> u64 {
        (seconds * f64::from(self.how.rate_hz)) as u64
    }

    /// The whole recording; none if it was not to be kept.
    ///
    /// # Errors
    /// [`AudioError::Empty`] if nothing was heard.
    pub fn into_sound(self) -> Result<Option<Waveform>, AudioError> {
        let sound = self.how.keep.then(|| Waveform::new(self.samples, self.how.rate_hz));
        sound.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Listening = Listening { rate_hz: 16_000, hop_ms: 250, keep: true };

    /// The blocks of 50 ms, of 80, after which the last seconds were judged.
    fn judged_after(live: &mut Live, cost_s: f64) -> Vec<usize> {
        let mut judged_after = Vec::new();
        for block in 1..=80 {
            live.hear(&[0.0; 800]).unwrap();
            if let Some(recent) = live.recent(&FeatureSpec::overtone()).unwrap() {
                assert!(recent.seconds <= WINDOW_S);
                live.answer(Judgement::no_speech(), cost_s, &Calibration::NONE);
                judged_after.push(block);
            }
        }
        judged_after
    }

    #[test]
    fn the_last_seconds_are_judged_every_hop_after_the_first() {
        let mut live = Live::new(1, HOW).unwrap();
        let judged = judged_after(&mut live, 0.02);
        assert_eq!(judged[..4], [20, 25, 30, 35]);
        assert_eq!(live.into_sound().unwrap().unwrap().seconds(), 4.0, "silence is kept");
    }

    #[test]
    fn a_slow_engine_judges_less_often_and_keeps_up() {
        let mut live = Live::new(1, HOW).unwrap();
        let judged = judged_after(&mut live, 0.4);
        let apart: Vec<usize> = judged.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(apart.iter().all(|blocks| *blocks == 12), "every 0.6 s, got {apart:?}");
    }

    #[test]
    fn a_recording_with_samples_that_are_no_numbers_is_kept_without_them() {
        let mut live = Live::new(1, HOW).unwrap();
        let (_, peak) = live.hear(&[0.5, f32::NAN, f32::INFINITY, -0.25]).unwrap();
        assert_eq!(peak, 0.5);
        assert_eq!(live.into_sound().unwrap().unwrap().samples(), [0.5, 0.0, 0.0, -0.25]);
    }

    #[test]
    fn stretches_follow_each_other() {
        let mut live = Live::new(1, HOW).unwrap();
        let mut stretches = Vec::new();
        for block in 1..=140 {
            live.hear(&[0.0; 800]).unwrap();
            if live.recent(&FeatureSpec::overtone()).unwrap().is_some() && live.begins_a_stretch() {
                stretches.push(block);
            }
        }
        assert_eq!(stretches, [60, 120], "every three seconds");
    }

    #[test]
    fn what_is_not_to_be_kept_is_forgotten() {
        let mut live = Live::new(1, Listening { keep: false, ..HOW }).unwrap();
        for _ in 0..100 {
            live.hear(&[0.1; 16_000]).unwrap();
            assert!(live.samples.len() <= 6 * 16_000);
            assert!(live.recent(&FeatureSpec::overtone()).unwrap().is_some());
        }
        assert_eq!(live.heard_samples, 1_600_000);
        assert!(live.into_sound().unwrap().is_none());
    }
}
