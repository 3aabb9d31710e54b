//! The one line that says what is going on.

use super::choice::Device;
use super::fleet::{EngineState, Fleet};
use super::session::{Activity, Session};
use super::words::Words;

/// A bar beside the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// None.
    None,
    /// So much is done, 0 to 1.
    Share(f64),
    /// Something is done, nobody knows how much.
    Busy,
}

/// What is going on.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// One sentence; it changes rarely, so that it can be read aloud.
    pub sentence: String,
    /// Numbers that change all the time.
    pub detail: String,
    /// A bar beside the line.
    pub bar: Bar,
    /// Whether the sentence is about something that went wrong.
    pub trouble: bool,
}

impl Status {
    fn of(sentence: impl Into<String>, bar: Bar) -> Self {
        Self { sentence: sentence.into(), detail: String::new(), bar, trouble: false }
    }

    /// The line for this state of things.
    pub fn now(session: &Session, fleet: &Fleet, words: &Words) -> Self {
        if let Some(trouble) = &session.trouble {
            return Self { trouble: true, ..Self::of(trouble.sentence(words), Bar::None) };
        }
        let decision = fleet.decide();
        let said = &words.status;
        match &session.activity {
            Activity::Asking => Self::of(said.asking, Bar::Busy),
            Activity::Recording(_) => Self::of(said.recording, Bar::None),
            Activity::Analysing { title, .. } if decision.device.is_some() => {
                Self::of((said.listening_to)(&words.title(title)), Bar::Busy)
            }
            Activity::Analysing { .. } | Activity::Idle if decision.device.is_none() => {
                Self::starting(fleet, decision.sentence(words), words)
            }
            _ => Self::done(session, words),
        }
    }

    fn starting(fleet: &Fleet, reason: String, words: &Words) -> Self {
        let engines = [Device::Cpu, Device::Gpu].map(|device| fleet.engine(device));
        for engine in engines {
            match engine {
                EngineState::Fetching { loaded, total } => {
                    return Self::fetching(*loaded, *total, words);
                }
                EngineState::WarmingUp => return Self::of(words.status.warming_up, Bar::Busy),
                _ => {}
            }
        }
        let trouble = fleet.is_lost();
        Self { trouble, ..Self::of(reason, if trouble { Bar::None } else { Bar::Busy }) }
    }

    fn fetching(loaded: f64, total: f64, words: &Words) -> Self {
        let share = if total > 0.0 { (loaded / total).clamp(0.0, 1.0) } else { 0.0 };
        let bytes = |count| words.numerals.bytes(count);
        let detail = (words.status.of)(&bytes(loaded), &bytes(total));
        let line = Self::of(words.status.fetching, Bar::Share(share));
        if total > 0.0 { Self { detail, ..line } } else { line }
    }

    fn done(session: &Session, words: &Words) -> Self {
        match &session.shown {
            Some(shown) if shown.judgement.is_some() => {
                Self::of((words.status.heard)(&words.title(&shown.title)), Bar::None)
            }
            _ => Self::of(words.status.ready, Bar::None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fleet::Adapter;
    use crate::app::trouble::{Reason, Trouble};
    use crate::app::words::Language;
    use crate::engine::protocol::{ModelView, Opened};

    fn now(session: &Session, fleet: &Fleet) -> Status {
        Status::now(session, fleet, Language::English.words())
    }

    fn fleet(cpu: EngineState) -> Fleet {
        Fleet { adapter: Some(Adapter::NoWebGpu), gpu_built: Some(true), cpu, ..Fleet::default() }
    }

    fn ready() -> Fleet {
        fleet(EngineState::Ready(Opened {
            device: "a test".into(),
            golden_difference: 0.0,
            forward_ms: 6.0,
            opened_ms: 100.0,
            labels: Default::default(),
            model: ModelView::default(),
            ear: Default::default(),
        }))
    }

    #[test]
    fn the_start_is_a_bar_then_a_warm_up_then_ready() {
        let session = Session::default();
        let fetching = fleet(EngineState::Fetching { loaded: 250e3, total: 1e6 });
        let status = now(&session, &fetching);
        assert_eq!(status.bar, Bar::Share(0.25));
        assert_eq!(status.detail, "250 kB of 1.0 MB");
        assert_eq!(now(&session, &fleet(EngineState::WarmingUp)).sentence, "Warming up.");
        assert_eq!(now(&session, &ready()).sentence, "Ready.");
    }

    #[test]
    fn a_sound_that_came_before_the_engine_waits_and_says_why() {
        let mut session = Session::default();
        session.analyse("voice.wav".into());
        let status = now(&session, &fleet(EngineState::WarmingUp));
        assert_eq!((status.sentence.as_str(), status.bar), ("Warming up.", Bar::Busy));
        assert_eq!(now(&session, &ready()).sentence, "Listening to voice.wav.");
    }

    #[test]
    fn trouble_comes_before_everything_else() {
        let mut session = Session::default();
        session.fail(Trouble::NoMicrophone);
        let status = now(&session, &ready());
        assert!(status.trouble);
        assert!(status.sentence.starts_with("No microphone was found."));
        let stopped = Trouble::Engine(Device::Cpu, Reason::NotRunning);
        let lost = fleet(EngineState::Failed(stopped));
        let status = now(&Session::default(), &lost);
        assert!(status.trouble);
        assert_eq!(status.sentence, "The CPU engine has stopped (it is not running).");
    }
}
