//! What is in the laboratory and what is going on in it: the rules, free of any browser.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pace::Pace;
use super::settings::{dealt_by, measured_as, usual};
use super::survey::{Survey, counted};
use super::work::{Course, Kept, Lacking, Outcome, Step, Trained, Work, lacking};
use crate::app::choice::Device;
use crate::corpus::overview::{Counted, Counts, overview};
use crate::corpus::{Candidate, Corpus, LeftOut, Reason};
use crate::engine::protocol::SoundView;
use crate::figures::EpochRecord;
use crate::laboratory::Preset;
use crate::laboratory::protocol::{ClipView, Settings, Side};

/// Everything in the laboratory.
#[derive(Debug, Clone, PartialEq)]
pub struct Lab {
    /// What the visitor brought, by its paths.
    pub survey: Survey,
    /// Whether folders are being walked.
    pub is_looking: bool,
    /// The clips that are measured.
    pub clips: Vec<ClipView>,
    /// What was left out on hearing.
    pub refused: Vec<LeftOut>,
    /// The clips that were heard, of use or not, each by its first file.
    heard: BTreeSet<PathBuf>,
    /// How to measure and to train.
    pub settings: Settings,
    /// What the visitor wants it to be computed on. No part of the settings: a training goes on on
    /// another device than the one that it was begun on.
    pub device: Device,
    /// What is going on.
    pub work: Work,
    /// Whether the visitor has stopped the last work.
    pub was_stopped: bool,
    /// Who is on which side: to learn from, to choose by, to be tested on.
    pub dealt: Option<[Side; 3]>,
    /// A training that goes on, or can go on.
    pub course: Option<Course>,
    /// What came of the last training.
    pub outcome: Option<Outcome>,
    /// The trainings of this visit that are over, with clips of which none was put away since.
    pub trained: Vec<Trained>,
    /// What the browser keeps of measured clips.
    pub kept: Kept,
}

impl Default for Lab {
    fn default() -> Self {
        Self {
            survey: Survey::default(),
            is_looking: false,
            clips: Vec::new(),
            refused: Vec::new(),
            heard: BTreeSet::new(),
            settings: usual(Preset::Overtone),
            device: Device::Cpu,
            work: Work::default(),
            was_stopped: false,
            dealt: None,
            course: None,
            outcome: None,
            trained: Vec::new(),
            kept: Kept::default(),
        }
    }
}

impl Lab {
    /// The clips that are still to be measured, each with its files.
    pub fn unmeasured(&self) -> impl Iterator<Item = &Candidate> {
        let is_new = |candidate: &&Candidate| {
            candidate.paths.first().is_some_and(|path| !self.has_heard(path))
        };
        self.survey.candidates().iter().filter(is_new)
    }

    /// Whether the clip of this first file was heard.
    pub fn has_heard(&self, path: &Path) -> bool {
        self.heard.contains(path)
    }

    /// Clips by corpus and emotion, measured or not, and those of all together.
    pub fn overview(&self) -> Vec<(Option<Corpus>, Counts)> {
        let mut clips: Vec<Counted> = self.clips.iter().map(Counted::from).collect();
        clips.extend(counted(self.unmeasured()));
        overview(&clips)
    }

    /// What is left out, for its path or on hearing.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let mut left_out = self.survey.left_out();
        left_out.extend(self.refused.iter().cloned());
        left_out.sort_by(|a, b| (&a.corpus, &a.path).cmp(&(&b.corpus, &b.path)));
        left_out
    }

    /// Length of the measured clips, in seconds.
    pub fn seconds(&self) -> f64 {
        self.clips.iter().map(|clip| clip.seconds).sum()
    }

    /// Whether something is going on.
    pub fn is_busy(&self) -> bool {
        self.work != Work::Idle
    }

    /// Whether there is something to train on.
    pub fn can_train(&self) -> bool {
        !self.is_busy() && !self.clips.is_empty()
    }

    /// Takes other settings. Whatever is measured in another way is put aside: true, if anything is.
    pub fn choose(&mut self, settings: Settings) -> bool {
        let measures = measured_as(&self.settings) != measured_as(&settings);
        let deals = measures || dealt_by(&self.settings) != dealt_by(&settings);
        self.settings = settings;
        if deals {
            self.dealt = None;
        }
        if measures {
            self.forget_measured();
            self.course = None;
        }
        measures
    }

    /// What was measured is not there any more, and nothing goes on.
    pub fn forget_measured(&mut self) {
        self.clips.clear();
        self.refused.clear();
        self.heard.clear();
        self.dealt = None;
        self.rest(false);
    }

    /// Clips begin to be measured.
    pub fn begin_measuring(&mut self, clips: usize, now_ms: f64) {
        self.was_stopped = false;
        let done = self.heard.len();
        self.work = Work::Measuring(Pace::begin(done, done + clips, now_ms));
    }

    /// A clip is measured.
    pub fn measure(&mut self, path: &Path, clip: ClipView, now_ms: f64) {
        self.clips.push(clip);
        self.dealt = None;
        self.pass(path, now_ms);
    }

    /// Files of a clip are left out; `is_last` if none of its others will be heard.
    pub fn refuse(&mut self, left: LeftOut, candidate: &Path, is_last: bool, now_ms: f64) {
        self.refused.push(left);
        if is_last {
            self.pass(candidate, now_ms);
        }
    }

    /// A clip that was measured is not used any more.
    pub fn withdraw(&mut self, path: &str, reason: Reason) {
        let Some(at) = self.clips.iter().position(|clip| clip.path == path) else { return };
        let corpus = Some(self.clips.remove(at).corpus);
        self.refused.push(LeftOut { path: path.into(), corpus, reason });
        self.dealt = None;
    }

    fn pass(&mut self, path: &Path, now_ms: f64) {
        self.heard.insert(path.to_owned());
        if let Work::Measuring(pace) = &mut self.work {
            pace.reach(pace.done + 1, now_ms);
        }
    }

    /// Nothing goes on any more.
    pub fn rest(&mut self, was_stopped: bool) {
        self.work = Work::Idle;
        self.was_stopped = was_stopped;
    }

    /// A training begins, anew or where it was.
    pub fn begin_training(&mut self, goes_on: bool) {
        let course = self.course.take().filter(|_| goes_on);
        let history = course.as_ref().map(|course| course.history.clone()).unwrap_or_default();
        let settings = course.map_or_else(|| self.settings.clone(), |course| course.settings);
        self.settings = settings.clone();
        self.course = Some(Course { settings, history, of_earlier_visit: false });
        self.outcome = None;
        self.was_stopped = false;
        self.work = Work::Training(Step::default());
    }

    /// The training has come a step further.
    pub fn step(&mut self, step: Step) {
        if let Work::Training(now) = &mut self.work {
            *now = step;
        }
    }

    /// An epoch is over.
    pub fn end_epoch(&mut self, record: EpochRecord) {
        if let Some(course) = &mut self.course {
            course.history.epochs.retain(|epoch| epoch.epoch < record.epoch);
            course.history.epochs.push(record);
        }
    }

    /// The settings of the training that goes on, or of the next one.
    pub fn trained_with(&self) -> Settings {
        self.course.as_ref().map_or(&self.settings, |course| &course.settings).clone()
    }

    /// The training is over.
    pub fn end_training(&mut self, outcome: Outcome) {
        self.course = None;
        self.trained.push(Trained::from(&outcome));
        self.outcome = Some(outcome);
        self.rest(false);
    }

    /// The clips of the test that nobody has looked at.
    pub fn lacking_examples(&self) -> Vec<Lacking> {
        self.outcome.as_ref().map(|outcome| lacking(&outcome.examples)).unwrap_or_default()
    }

    /// Whether a clip of the test cannot be looked at for want of its file: the browser keeps no sounds.
    pub fn wants_files(&self) -> bool {
        self.lacking_examples().iter().any(|lacking| !self.survey.has(&lacking.path))
    }

    /// Somebody has looked at a clip of the test.
    pub fn show_example(&mut self, example: usize, sound: Arc<SoundView>) {
        if let Some(shown) = self.outcome.as_mut().and_then(|o| o.examples.get_mut(example)) {
            shown.sound = Some(sound);
        }
    }

    /// The model that came of the training listens.
    pub fn adopted(&mut self) {
        if let Some(outcome) = &mut self.outcome {
            outcome.is_adopted = true;
        }
    }

    /// How many seconds the training will still take.
    pub fn left_s(&self) -> Option<f64> {
        let Work::Training(step) = self.work else { return None };
        if step.clips_a_second <= 0.0 || step.epoch == 0 {
            return None;
        }
        let epochs = self.settings.epochs.saturating_sub(step.epoch);
        let clips = epochs * step.clips + step.clips.saturating_sub(step.clips_done);
        Some(clips as f64 / step.clips_a_second)
    }

    /// How far the training is, 0 to 1.
    pub fn share(&self) -> Option<f64> {
        let Work::Training(step) = self.work else { return None };
        let epochs = step.epoch.saturating_sub(1) as f64;
        let of_epoch = step.clips_done as f64 / step.clips.max(1) as f64;
        Some((epochs + of_epoch) / self.settings.epochs.max(1) as f64)
    }

    /// Everything is put away but the settings; what the browser keeps is another matter.
    pub fn clear(&mut self) {
        let (settings, device, kept) = (self.settings.clone(), self.device, self.kept);
        *self = Self { settings, device, kept, ..Self::default() };
    }
}

impl<'a> From<&'a ClipView> for Counted<'a> {
    fn from(clip: &'a ClipView) -> Self {
        let ClipView { corpus, speaker, sex, emotion, seconds, .. } = clip;
        Self { corpus, speaker, sex: *sex, emotion: *emotion, seconds: *seconds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SplitKind;
    use crate::emotion::Emotion;

    fn brought(paths: &[&str]) -> Lab {
        let mut lab = Lab::default();
        paths.iter().for_each(|path| {
            lab.survey.add(path);
        });
        lab.survey.settle();
        lab
    }

    fn view(path: &str, emotion: Emotion) -> ClipView {
        ClipView {
            corpus: Corpus::Other("mine".to_owned()),
            path: path.to_owned(),
            speaker: "mine/anna".to_owned(),
            sex: None,
            emotion,
            seconds: 1.5,
        }
    }

    fn record(epoch: usize) -> EpochRecord {
        EpochRecord {
            epoch,
            learning_rate: 1e-3,
            training_loss: 1.0,
            training_accuracy: 0.5,
            validation_loss: 1.0,
            validation_accuracy: 0.5,
            validation_uar: 0.5,
            seconds: 1.0,
        }
    }

    #[test]
    fn clips_are_counted_before_and_after_they_are_heard() {
        let mut lab = brought(&["mine/angry/1.wav", "mine/sad/2.wav", "mine/sad/3.wav"]);
        assert_eq!((lab.unmeasured().count(), lab.overview()[0].1.clips), (3, 3));
        lab.begin_measuring(3, 0.0);
        lab.measure(Path::new("mine/angry/1.wav"), view("mine/angry/1.wav", Emotion::Angry), 500.0);
        let path: PathBuf = "mine/sad/2.wav".into();
        let left = LeftOut { path: path.clone(), corpus: None, reason: Reason::Silent };
        lab.refuse(left, &path, true, 1_000.0);
        let Work::Measuring(pace) = lab.work else { panic!("{:?}", lab.work) };
        assert_eq!((pace.done, pace.left_s()), (2, Some(0.5)));
        let counts = &lab.overview()[0].1;
        assert_eq!((counts.clips, lab.left_out().len()), (2, 1), "the silent one is out");
        assert!(!lab.can_train(), "it is busy");
        lab.rest(true);
        assert!(lab.can_train() && lab.was_stopped);
        lab.withdraw("mine/angry/1.wav", Reason::Silent);
        assert_eq!((lab.clips.len(), lab.left_out().len(), lab.unmeasured().count()), (0, 2, 1));
    }

    #[test]
    fn another_way_to_measure_forgets_what_was_measured_and_another_split_does_not() {
        let mut lab = brought(&["mine/angry/1.wav"]);
        lab.measure(Path::new("mine/angry/1.wav"), view("mine/angry/1.wav", Emotion::Angry), 0.0);
        lab.dealt = Some([Side::default(); 3]);
        let by_clip = Settings { split: SplitKind::Clip, ..lab.settings.clone() };
        assert!(!lab.choose(by_clip));
        assert_eq!((lab.clips.len(), lab.dealt), (1, None));
        assert!(lab.choose(usual(Preset::Seed)));
        assert_eq!((lab.clips.len(), lab.unmeasured().count()), (0, 1));
        let other_noise = Settings { seed: 7, ..usual(Preset::Seed) };
        assert!(lab.choose(other_noise), "its noise is drawn from the seed");
    }

    #[test]
    fn a_training_is_stopped_gone_on_with_and_ends_in_an_outcome() {
        let mut lab = Lab { settings: usual(Preset::Overtone), ..Lab::default() };
        lab.settings.epochs = 4;
        lab.begin_training(false);
        let step = Step { epoch: 1, clips_done: 50, clips: 100, loss: 1.0, clips_a_second: 10.0 };
        lab.step(step);
        assert_eq!((lab.share(), lab.left_s()), (Some(0.125), Some(35.0)));
        lab.end_epoch(record(1));
        lab.rest(true);
        assert_eq!((lab.share(), lab.left_s()), (None, None));

        // What is chosen meanwhile is for the next training, not for this one.
        lab.settings.epochs = 9;
        lab.begin_training(true);
        assert_eq!(lab.settings.epochs, 4);
        lab.end_epoch(record(2));
        lab.end_epoch(record(2));
        let epochs = |lab: &Lab| lab.course.as_ref().map(|course| course.history.epochs.len());
        assert_eq!(epochs(&lab), Some(2), "an epoch that is gone through again counts once");
        // The module is lost, and so is what it had heard; the epochs are not.
        lab.forget_measured();
        assert_eq!((epochs(&lab), lab.is_busy()), (Some(2), false));
        lab.begin_training(false);
        assert_eq!(epochs(&lab), Some(0));
    }
}
