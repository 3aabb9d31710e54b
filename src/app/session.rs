//! What the visitor does and sees, as a state that only grows wiser: the rules, free of any
//! browser.
//!
//! One sound at a time is on its way through the engine, and the last one that arrived stays on
//! the page until the next one has arrived, whatever goes wrong between.

use std::sync::Arc;

use super::ribbon::Ribbon;
use super::sample::Manner;
use super::trouble::Trouble;
use crate::engine::protocol::{Job, Judgement, Reply, SoundView, Verdict, WindowView};

/// A sound on the page, shared by all who draw and play it; two are equal if they are the same.
#[derive(Debug, Clone)]
pub struct SharedSound(Arc<SoundView>);

impl PartialEq for SharedSound {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for SharedSound {
    type Target = SoundView;

    fn deref(&self) -> &SoundView {
        &self.0
    }
}

impl SharedSound {
    /// Shares a sound.
    pub fn new(sound: SoundView) -> Self {
        Self(Arc::new(sound))
    }

    /// Length in seconds.
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz.max(1))
    }
}

/// What a sound is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// A name of its own: a file's.
    Named(String),
    /// The visitor's recording.
    Recording,
    /// A built-in sound.
    Example(Manner),
}

impl From<&str> for Title {
    fn from(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

/// The sound on the page and what the model makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What the visitor calls it.
    pub title: Title,
    /// The sound.
    pub sound: SharedSound,
    /// The verdict, once it has come.
    pub judgement: Option<Judgement>,
    /// Stretches of speech by which the voice was known when it was judged; 0 for a stranger's.
    pub stretches: usize,
    /// How long the engine took, in milliseconds, once it has judged.
    pub elapsed_ms: Option<f64>,
}

impl Shown {
    /// The windows that were judged; none where there was no speech, or no judgement yet.
    pub fn windows(&self) -> &[WindowView] {
        self.judgement.as_ref().map_or(&[], |judgement| &judgement.windows)
    }
}

/// What is going on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Activity {
    /// Nothing.
    #[default]
    Idle,
    /// The browser is being asked for a microphone.
    Asking,
    /// The microphone is open.
    Recording(Job),
    /// A sound is with the engine, or waits for it.
    Analysing {
        /// The request.
        job: Job,
        /// What the visitor calls the sound.
        title: Title,
    },
}

/// All that the visitor sees of sounds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Session {
    last_job: Job,
    /// What is going on.
    pub activity: Activity,
    /// The sound on the page.
    pub shown: Option<Shown>,
    /// The running answer of an open microphone.
    pub running: Option<Judgement>,
    /// Stretches of speech by which the voice at the microphone is known.
    running_stretches: usize,
    /// What has settled while the microphone is open.
    pub ribbon: Ribbon,
    /// The last thing that went wrong.
    pub trouble: Option<Trouble>,
}

impl Session {
    fn next_job(&mut self) -> Job {
        self.last_job = self.last_job.wrapping_add(1);
        self.trouble = None;
        self.last_job
    }

    /// A microphone is wanted.
    pub fn ask(&mut self) {
        self.trouble = None;
        self.activity = Activity::Asking;
    }

    /// A microphone opens. Returns the job of its recording.
    pub fn record(&mut self) -> Job {
        let job = self.next_job();
        self.running = None;
        self.running_stretches = 0;
        self.ribbon = Ribbon::default();
        self.activity = Activity::Recording(job);
        job
    }

    /// A sound goes to the engine; one that was on its way is forgotten. Returns the new job.
    pub fn analyse(&mut self, title: Title) -> Job {
        let job = self.next_job();
        self.activity = Activity::Analysing { job, title };
        job
    }

    /// The microphone closes; its recording goes through the engine under the same job.
    pub fn stop_recording(&mut self, title: Title) {
        if let Activity::Recording(job) = self.activity {
            self.activity = Activity::Analysing { job, title };
        }
        self.running = None;
    }

    /// Something went wrong; what is shown stays.
    pub fn fail(&mut self, trouble: Trouble) {
        self.activity = Activity::Idle;
        self.running = None;
        self.trouble = Some(trouble);
    }

    /// No engine can judge a sound, but it can be kept, seen and played.
    pub fn keep(&mut self, sound: SoundView, trouble: Trouble) {
        self.show(sound);
        self.fail(trouble);
    }

    /// The job that is going on.
    pub fn job(&self) -> Option<Job> {
        match self.activity {
            Activity::Recording(job) | Activity::Analysing { job, .. } => Some(job),
            Activity::Idle | Activity::Asking => None,
        }
    }

    /// The microphone closes, and nothing of it was kept.
    pub fn stop_listening(&mut self) {
        self.activity = Activity::Idle;
        self.running = None;
    }

    /// Takes the running answer of an open microphone, so many seconds after it opened, and by how
    /// many stretches its voice is known.
    pub fn hear_running(&mut self, at_s: f64, judgement: Judgement, stretches: usize) {
        if matches!(self.activity, Activity::Recording(_)) {
            self.running_stretches = stretches;
            self.ribbon.hear(at_s, &judgement);
            self.running = Some(judgement);
        }
    }

    /// The running answer with the verdict that has settled, once one has.
    pub fn settled(&self) -> Option<Judgement> {
        let verdict: Option<Verdict> = self.ribbon.settled();
        self.running.clone().map(|running| match verdict {
            Some(verdict) => Judgement { verdict, ..running },
            None => running,
        })
    }

    /// The answer to be shown: of the open microphone, or of the sound on the page.
    pub fn answer(&self) -> Option<Judgement> {
        match self.activity {
            Activity::Recording(_) => self.settled(),
            _ => self.shown.as_ref()?.judgement.clone(),
        }
    }

    /// Stretches of speech by which the voice of that answer was known; 0 for a stranger's.
    pub fn stretches(&self) -> usize {
        match self.activity {
            Activity::Recording(_) => self.running_stretches,
            _ => self.shown.as_ref().map_or(0, |shown| shown.stretches),
        }
    }

    /// What was known of a voice is forgotten: no answer that is still shown rests on it any more.
    pub fn forget_voice(&mut self) {
        self.running_stretches = 0;
        self.shown.iter_mut().for_each(|shown| shown.stretches = 0);
    }

    /// The verdict that is to be read aloud: of an open microphone only what has settled.
    pub fn announced(&self) -> Option<Verdict> {
        match self.activity {
            Activity::Recording(_) => self.ribbon.settled(),
            _ => self.shown.as_ref()?.judgement.as_ref().map(|judgement| judgement.verdict),
        }
    }

    /// Takes what an engine says of a whole sound. Replies to forgotten jobs change nothing.
    pub fn hear(&mut self, reply: Reply) {
        match reply {
            Reply::Sound { job, sound } if self.job() == Some(job) => self.show(sound),
            Reply::Judged { job, judgement, stretches, elapsed_ms, .. }
                if self.job() == Some(job) =>
            {
                self.judge(judgement, stretches, elapsed_ms);
            }
            Reply::Failed { job: Some(job), fault, sentence } if self.job() == Some(job) => {
                self.fail(Trouble::Sound(fault, sentence));
            }
            _ => {}
        }
    }

    fn show(&mut self, sound: SoundView) {
        let title = match &self.activity {
            Activity::Analysing { title, .. } => title.clone(),
            _ => Title::Recording,
        };
        let sound = SharedSound::new(sound);
        self.shown = Some(Shown { title, sound, judgement: None, stretches: 0, elapsed_ms: None });
    }

    fn judge(&mut self, judgement: Judgement, stretches: usize, elapsed_ms: f64) {
        self.activity = Activity::Idle;
        if let Some(shown) = &mut self.shown {
            shown.judgement = Some(judgement);
            shown.stretches = stretches;
            shown.elapsed_ms = Some(elapsed_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::protocol::{Fault, SpectrogramView, Verdict};

    fn spectrogram() -> SpectrogramView {
        SpectrogramView {
            levels: vec![0; 4],
            bands: 2,
            centres_hz: vec![100.0, 200.0],
            hop_s: 0.01,
            floor_db: -80.0,
            top_db: 0.0,
        }
    }

    fn sound(job: Job) -> Reply {
        let sound = SoundView {
            samples: vec![0.0; 16_000],
            rate_hz: 16_000,
            spectrogram: spectrogram(),
            pitch_hz: vec![],
            pitch_hop_s: 0.01,
        };
        Reply::Sound { job, sound }
    }

    fn judgement() -> Judgement {
        Judgement { verdict: Verdict::NotSure, ..Judgement::no_speech() }
    }

    fn judged(job: Job) -> Reply {
        let judgement = judgement();
        Reply::Judged { job, judgement, stretches: 3, seconds: 1.0, elapsed_ms: 12.0 }
    }

    fn failed(job: Job) -> Reply {
        let sentence = "Not a sound.".into();
        Reply::Failed { job: Some(job), fault: Fault::NotASound, sentence }
    }

    fn shown(title: &str) -> Session {
        let mut session = Session::default();
        let job = session.analyse(title.into());
        session.hear(sound(job));
        session.hear(judged(job));
        session
    }

    #[test]
    fn a_file_is_shown_then_judged() {
        let mut session = Session::default();
        let job = session.analyse("voice.wav".into());
        assert_eq!(session.job(), Some(job));
        session.hear(sound(job));
        assert_eq!(session.shown.as_ref().unwrap().sound.seconds(), 1.0);
        assert_eq!(session.shown.as_ref().unwrap().judgement, None);
        session.hear(judged(job));
        assert_eq!(session.shown.as_ref().unwrap().elapsed_ms, Some(12.0));
        assert_eq!(session.stretches(), 3);
        session.forget_voice();
        assert_eq!(session.stretches(), 0);
        assert_eq!(session.activity, Activity::Idle);
    }

    #[test]
    fn what_goes_wrong_leaves_the_last_sound_in_place() {
        let mut session = shown("first.wav");
        let before = session.shown.clone();
        let job = session.analyse("broken.wav".into());
        session.hear(failed(job));
        assert_eq!(session.shown, before);
        let trouble = Trouble::Sound(Fault::NotASound, "Not a sound.".into());
        assert_eq!(session.trouble, Some(trouble));
        assert_eq!(session.activity, Activity::Idle);
        session.analyse("next.wav".into());
        assert_eq!(session.trouble, None, "a new try clears the old trouble");
    }

    #[test]
    fn a_sound_that_nobody_can_judge_is_kept() {
        let mut session = Session::default();
        let job = session.record();
        session.stop_recording(Title::Recording);
        let Reply::Sound { sound, .. } = sound(job) else { unreachable!() };
        session.keep(sound, Trouble::NoEngine);
        let shown = session.shown.unwrap();
        assert_eq!((shown.title, shown.judgement), (Title::Recording, None));
        assert_eq!(session.trouble, Some(Trouble::NoEngine));
    }

    #[test]
    fn replies_to_forgotten_jobs_change_nothing() {
        let mut session = Session::default();
        let old = session.analyse("old.wav".into());
        let new = session.analyse("new.wav".into());
        let before = session.clone();
        session.hear(sound(old));
        session.hear(judged(old));
        session.hear(failed(old));
        assert_eq!(session, before);
        session.hear(sound(new));
        assert_eq!(session.shown.unwrap().title, "new.wav".into());
    }

    #[test]
    fn the_verdict_of_an_open_microphone_is_the_settled_one() {
        let mut session = Session::default();
        session.record();
        let silence = Judgement::no_speech();
        session.hear_running(1.0, silence.clone(), 0);
        assert_eq!(session.announced(), None, "one answer settles nothing");
        session.hear_running(1.25, silence, 0);
        session.hear_running(1.5, judgement(), 1);
        let settled = session.settled().unwrap();
        assert_eq!(settled.verdict, Verdict::NoSpeech);
        assert_eq!(session.announced(), Some(Verdict::NoSpeech));
        assert_eq!(settled.probabilities, judgement().probabilities);
        assert_eq!(session.answer(), Some(settled));
        session.stop_listening();
        assert_eq!((session.job(), session.answer()), (None, None));
    }

    #[test]
    fn a_recording_keeps_its_job_from_the_first_block_to_the_verdict() {
        let mut session = shown("before.wav");
        session.ask();
        let job = session.record();
        session.hear_running(1.0, judgement(), 1);
        assert_eq!((&session.running, session.stretches()), (&Some(judgement()), 1));
        assert_eq!(session.shown.as_ref().unwrap().title, "before.wav".into());
        session.stop_recording(Title::Recording);
        assert_eq!((session.job(), &session.running), (Some(job), &None));
        session.hear(sound(job));
        assert_eq!(session.shown.as_ref().unwrap().title, Title::Recording);
    }
}
