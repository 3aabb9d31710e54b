//! A close look at the sound on the page: which part, how, and what the engine finds there.

use std::ops::Range;

use leptos::prelude::*;

use super::browser::{remember, remembered};
use super::choice::Device;
use super::engines::Engines;
use super::look::{Looks, Outlook};
use super::session::SharedSound;
use super::trouble::Trouble;
use super::why::WhyMap;
use crate::engine::protocol::{Job, Judgement, Look, LookedAt, Reply, Request, Table, Traces};
use crate::plot::Stretch;

/// Where the visitor's way of looking is remembered.
const LOOKS_KEY: &str = "overtone.looks";
/// The first of this module's jobs: those of sounds count up from 1.
const FIRST_JOB: Job = 1 << 31;
/// And the first that is not.
const END_JOB: Job = 3 << 30;

/// A close look; a handle that is copied about.
#[derive(Clone, Copy)]
pub struct Explorer {
    /// How the visitor looks.
    pub looks: RwSignal<Looks>,
    /// What part is seen.
    pub outlook: RwSignal<Outlook>,
    /// The picture of it; of another part while the engine still looks.
    pub seen: RwSignal<Option<LookedAt>>,
    /// The tracks of the whole sound, once they are there.
    pub traces: RwSignal<Option<Traces>>,
    /// The selected part.
    pub selected: RwSignal<Option<Stretch>>,
    /// What the model makes of the selected part alone, once it was asked.
    pub judged: RwSignal<Option<Judgement>>,
    /// What it makes of the rest, with the selected part silenced.
    pub muted: RwSignal<Option<Judgement>>,
    /// Why the sound got its answer, as far as that is known.
    pub why: RwSignal<Option<WhyMap>>,
    engines: Engines,
    desk: StoredValue<Desk, LocalStorage>,
}

/// What is with the engine.
#[derive(Default)]
struct Desk {
    sound: Option<SharedSound>,
    /// The engine that has the sound.
    holder: Option<Device>,
    last_job: Job,
    looking: Option<(Job, Look)>,
    wanted: Option<Look>,
    tracing: Option<Job>,
    wants_traces: bool,
    judging: Option<Job>,
    muting: Option<Job>,
    explaining: Option<(Job, Device)>,
    tabulating: Option<Job>,
    /// Who waits for the tracks, and who for the averages.
    for_traces: Option<Waiter<Traces>>,
    for_averages: Option<Waiter<Table>>,
}

type Waiter<T> = Box<dyn FnOnce(&T)>;

impl Desk {
    fn next_job(&mut self) -> Job {
        self.last_job = self.last_job.wrapping_add(1).max(FIRST_JOB);
        self.last_job
    }

    fn was_asked_for(&self, job: Job) -> bool {
        [self.judging, self.muting, self.tabulating].contains(&Some(job))
    }
}

impl Explorer {
    /// An explorer without a sound.
    pub fn new(engines: Engines) -> Self {
        let looks = remembered(LOOKS_KEY).map(|words| Looks::from_memory(&words));
        Self {
            looks: RwSignal::new(looks.unwrap_or_default()),
            outlook: RwSignal::new(Outlook::whole(0.0)),
            seen: RwSignal::new(None),
            traces: RwSignal::new(None),
            selected: RwSignal::new(None),
            judged: RwSignal::new(None),
            muted: RwSignal::new(None),
            why: RwSignal::new(None),
            engines,
            desk: StoredValue::new_local(Desk::default()),
        }
    }

    /// Takes another sound, all of it in view.
    pub fn load(self, sound: Option<SharedSound>) {
        self.forget_why();
        let length_s = sound.as_ref().map_or(0.0, SharedSound::seconds);
        self.desk.update_value(|desk| {
            *desk = Desk { sound, last_job: desk.last_job, holder: desk.holder, ..Desk::default() };
        });
        self.seen.set(None);
        self.traces.set(None);
        self.select(None);
        self.outlook.set(Outlook::whole(length_s));
    }

    /// This engine has the sound on the page; or none has it any more.
    pub fn held_by(self, holder: Option<Device>) {
        self.desk.update_value(|desk| {
            desk.holder = holder;
            if holder.is_none() {
                // What still comes is of another sound.
                desk.wanted = desk.wanted.or(desk.looking.take().map(|(_, look)| look));
                (desk.tracing, desk.tabulating) = (None, None);
            }
        });
        if holder.is_none() {
            self.stop_explaining();
        }
    }

    /// Lets an engine that still explains do other things; what it has explained to the end stays.
    pub fn stop_explaining(self) {
        let is_whole =
            self.why.with_untracked(|why| why.as_ref().is_some_and(|why| why.share() >= 1.0));
        if !is_whole {
            self.forget_why();
        }
    }

    /// The sound on the page gets another answer: what was found out about the one before is void.
    pub fn forget_answers(self) {
        self.forget_why();
        self.judged.set(None);
        self.muted.set(None);
    }

    /// Changes the way of looking, and remembers it.
    pub fn change(self, change: impl FnOnce(&mut Looks)) {
        self.looks.update(change);
        self.looks.with_untracked(|looks| remember(LOOKS_KEY, &looks.to_memory()));
    }

    /// Selects a part, or nothing.
    pub fn select(self, part: Option<Stretch>) {
        if self.selected.get_untracked() != part {
            self.selected.set(part);
            self.judged.set(None);
            self.muted.set(None);
        }
    }

    /// A picture of this is wanted. Only the last wish counts while the engine is looking.
    pub fn want(self, look: Look) {
        let is_known = self.desk.with_value(|desk| match (desk.wanted, desk.looking) {
            (Some(wanted), _) => wanted == look,
            (None, Some((_, looking))) => looking == look,
            _ => self.seen.with_untracked(|seen| seen.as_ref().is_some_and(|s| s.look == look)),
        });
        if !is_known {
            self.desk.update_value(|desk| desk.wanted = Some(look));
            self.look();
        }
    }

    fn look(self) {
        let next = self.desk.try_update_value(|desk| {
            let look = desk.wanted.take_if(|_| desk.looking.is_none())?;
            let job = desk.next_job();
            desk.looking = Some((job, look));
            Some((job, look))
        });
        if let Some(Some((job, look))) = next
            && self.ask(&Request::Look { job, look }).is_err()
        {
            self.desk.update_value(|desk| {
                desk.looking = None;
                desk.wanted.get_or_insert(look);
            });
        }
    }

    /// Asks again for what no engine could be asked for, or was lost with one.
    pub fn go_on(self) {
        self.look();
        let lacks_traces = self.traces.with_untracked(Option::is_none);
        if lacks_traces && self.desk.with_value(|desk| desk.wants_traces) {
            self.trace();
        }
    }

    /// The tracks are wanted.
    pub fn trace(self) {
        let job = self.desk.try_update_value(|desk| {
            desk.wants_traces = true;
            if desk.tracing.is_some() || desk.sound.is_none() {
                return None;
            }
            let job = desk.next_job();
            desk.tracing = Some(job);
            Some(job)
        });
        if let Some(Some(job)) = job
            && self.ask(&Request::Trace { job }).is_err()
        {
            self.desk.update_value(|desk| desk.tracing = None);
        }
    }

    /// Asks what the model makes of the selected part alone.
    ///
    /// # Errors
    /// [`Trouble`] if no engine can be asked.
    pub fn judge_selected(self) -> Result<(), Trouble> {
        self.judge(|samples, part| samples[part].to_vec(), |desk| &mut desk.judging)
    }

    /// Asks what the model makes of the sound with the selected part silenced.
    ///
    /// # Errors
    /// [`Trouble`] if no engine can be asked.
    pub fn judge_rest(self) -> Result<(), Trouble> {
        let muted = |samples: &[f32], part: Range<usize>| {
            let mut samples = samples.to_vec();
            samples[part].fill(0.0);
            samples
        };
        self.judge(muted, |desk| &mut desk.muting)
    }

    fn judge(
        self,
        cut: impl FnOnce(&[f32], Range<usize>) -> Vec<f32>,
        noted: impl FnOnce(&mut Desk) -> &mut Option<Job>,
    ) -> Result<(), Trouble> {
        let Some(part) = self.selected.get_untracked() else { return Ok(()) };
        let request = self.desk.try_update_value(|desk| {
            let job = desk.next_job();
            let sound = desk.sound.as_ref()?;
            let at = |seconds: f64| (seconds * f64::from(sound.rate_hz)) as usize;
            let end = at(part.to_s).min(sound.samples.len());
            let samples = cut(&sound.samples, at(part.from_s).min(end)..end);
            let request = Request::Judge { job, rate_hz: sound.rate_hz, samples, again: true };
            *noted(desk) = Some(job);
            Some(request)
        });
        match request {
            Some(Some(request)) => self.ask(&request).map(drop),
            _ => Ok(()),
        }
    }

    /// Asks why the sound got its answer.
    ///
    /// # Errors
    /// [`Trouble`] if no engine can be asked.
    pub fn explain(self) -> Result<(), Trouble> {
        self.forget_why();
        let job = self.desk.try_update_value(Desk::next_job).unwrap_or(FIRST_JOB);
        let device = self.ask(&Request::Explain { job })?;
        self.desk.update_value(|desk| desk.explaining = Some((job, device)));
        Ok(())
    }

    /// Forgets why, and lets the engine do other things.
    pub fn forget_why(self) {
        let explaining = self.desk.try_update_value(|desk| desk.explaining.take()).flatten();
        if let Some((job, device)) = explaining {
            // An engine that cannot be told has nothing to forget.
            let _ = self.engines.send(device, &Request::Cancel { job });
        }
        self.why.set(None);
    }

    /// Does something with the tracks of the sound, at once or when they come.
    pub fn with_traces(self, take: impl FnOnce(&Traces) + 'static) {
        let known = self.traces.with_untracked(Clone::clone);
        match known {
            Some(traces) => take(&traces),
            None => {
                self.desk.update_value(|desk| desk.for_traces = Some(Box::new(take)));
                self.trace();
            }
        }
    }

    /// Does something with the averages of the sound when they come.
    pub fn with_averages(self, take: impl FnOnce(&Table) + 'static) {
        let job = self.desk.try_update_value(|desk| {
            let job = desk.next_job();
            desk.tabulating = Some(job);
            desk.for_averages = Some(Box::new(take));
            job
        });
        // Without an engine there are none; the page says so elsewhere.
        let _ = self.ask(&Request::Tabulate { job: job.unwrap_or(FIRST_JOB) });
    }

    /// Sends a request to the engine that works, which it returns; gives it the sound first if it
    /// has not got it.
    fn ask(self, request: &Request) -> Result<Device, Trouble> {
        let Some(device) = self.engines.decision.with_untracked(|decision| decision.device) else {
            return Err(Trouble::NoEngine);
        };
        let hold = self.desk.try_update_value(|desk| {
            let sound = desk.sound.as_ref().filter(|_| desk.holder != Some(device))?;
            let (rate_hz, samples) = (sound.rate_hz, sound.samples.clone());
            desk.holder = Some(device);
            Some(Request::Hold { rate_hz, samples })
        });
        if let Some(Some(hold)) = hold {
            self.engines.send(device, &hold)?;
        }
        self.engines.send(device, request).map(|()| device)
    }

    /// Takes a reply that is meant for it. Returns the others; `tell` hears why something that the
    /// visitor asked for came to nothing.
    ///
    /// # Errors
    /// The reply, if it is not about a close look.
    pub fn hear(self, reply: Reply, tell: impl FnOnce(Trouble)) -> Result<(), Box<Reply>> {
        match reply {
            Reply::Looked { job, picture } => {
                if self.end_look(job) {
                    self.seen.set(Some(picture));
                }
                self.look();
            }
            Reply::Traced { job, traces } => {
                if self.desk.with_value(|desk| desk.tracing == Some(job)) {
                    let waiter = self.desk.try_update_value(|desk| desk.for_traces.take());
                    if let Some(Some(waiter)) = waiter {
                        waiter(&traces);
                    }
                    self.traces.set(Some(traces));
                }
            }
            Reply::Tabulated { job, table } => {
                let waiter = self.desk.try_update_value(|desk| {
                    desk.tabulating.take_if(|tabulating| *tabulating == job)?;
                    desk.for_averages.take()
                });
                if let Some(Some(waiter)) = waiter {
                    waiter(&table);
                }
            }
            Reply::Explained { job, map, column, falls } => {
                if self.desk.with_value(|desk| desk.explaining.is_some_and(|(now, _)| now == job)) {
                    self.why.update(|why| {
                        why.get_or_insert_with(|| WhyMap::new(map)).learn(column, falls);
                    });
                }
            }
            Reply::Judged { job, judgement, .. } if (FIRST_JOB..END_JOB).contains(&job) => {
                if self.desk.with_value(|desk| desk.judging == Some(job)) {
                    self.judged.set(Some(judgement));
                } else if self.desk.with_value(|desk| desk.muting == Some(job)) {
                    self.muted.set(Some(judgement));
                }
            }
            Reply::Failed { job: Some(job), fault, sentence }
                if (FIRST_JOB..END_JOB).contains(&job) =>
            {
                if self.desk.with_value(|desk| desk.explaining.is_some_and(|(now, _)| now == job)) {
                    self.forget_why();
                    tell(Trouble::Sound(fault, sentence));
                } else if self.desk.with_value(|desk| desk.was_asked_for(job)) {
                    tell(Trouble::Sound(fault, sentence));
                } else {
                    if self.end_look(job) {
                        self.look();
                    }
                    leptos::logging::error!("{sentence}");
                }
            }
            reply => return Err(Box::new(reply)),
        }
        Ok(())
    }

    fn end_look(self, job: Job) -> bool {
        let ended = self.desk.try_update_value(|desk| {
            desk.looking.take_if(|(looking, _)| *looking == job).is_some()
        });
        ended == Some(true)
    }
}
