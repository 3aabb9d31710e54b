//! Judging a sound that is still coming in.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::rc::Rc;

use futures::channel::oneshot;

use super::ApiError;
use super::options::StreamOptions;
use crate::audio::{AudioError, SlidingWindow, Stretch, Waveform};
use crate::features::Measured;
use crate::judgement::{Judgement, WindowView};
use crate::model::{Acquaintance, Classifier, ClassifyError, MeanLogits};

/// Windows that the last judgement carries at most: the newest ones.
const MOST_WINDOWS: usize = 1_000;
/// Less than a sample of any rate, in seconds: times that differ by it are the same.
const A_MOMENT_S: f64 = 1e-6;

/// A sound that comes in blocks and is judged window by window, then as a whole.
///
/// The windows are the same whatever the sizes of the blocks, and are judged in their order, even
/// when blocks come faster than judgements. Silence is data: it is pushed like any other sound. The
/// stream keeps one window of samples and what it takes to pool all the others.
pub struct Stream {
    classifier: Rc<Classifier>,
    window: SlidingWindow,
    heard: Rc<RefCell<Heard>>,
    voice: Option<Voice>,
    turns: Turns,
    is_finished: bool,
}

impl Stream {
    /// A stream of samples at `rate_hz` that has not begun.
    ///
    /// # Errors
    /// [`ApiError::Audio`] if rate, window or hop are not what [`SlidingWindow::new`] takes,
    /// [`ApiError::Options`] if one voice is to be got used to by a model that cannot.
    pub fn new(
        classifier: Rc<Classifier>,
        rate_hz: u32,
        options: StreamOptions,
    ) -> Result<Self, ApiError> {
        if options.one_voice && !classifier.card().can_get_used_to_a_voice() {
            let sentence = "this model cannot get used to a voice, expected no oneVoice";
            return Err(ApiError::Options(sentence.to_owned()));
        }
        Ok(Self {
            voice: options.one_voice.then(|| Voice::new(options.window_s)),
            classifier,
            window: SlidingWindow::new(rate_hz, options.window_s, options.hop_s)?,
            heard: Rc::default(),
            turns: Turns::default(),
            is_finished: false,
        })
    }

    /// Takes the next samples at once; then, when the judgements before are made, judges the
    /// windows that they complete and gives the newest judgement, if there is one. Its times are
    /// those of the stream.
    ///
    /// # Errors
    /// [`ApiError::Finished`] after [`Self::finish`], [`ApiError::Audio`] at a sample that is no
    /// number: nothing of the block is taken then. Later, [`ApiError::Classify`].
    pub fn push(
        &mut self,
        block: &[f32],
    ) -> Result<impl Future<Output = Result<Option<Judgement>, ApiError>> + use<>, ApiError> {
        self.check_goes_on()?;
        let mut due = Vec::new();
        self.window.push(block, |stretch| due.push(stretch))?;
        Ok(self.judge(due))
    }

    /// Ends the stream; then, when the judgements before are made, judges what is left and pools
    /// all windows of the stream in which somebody spoke.
    ///
    /// # Errors
    /// [`ApiError::Finished`] if it was finished before, [`ApiError::Audio`] if nothing was pushed.
    /// Later, [`ApiError::Classify`].
    pub fn finish(
        &mut self,
    ) -> Result<impl Future<Output = Result<Judgement, ApiError>> + use<>, ApiError> {
        self.check_goes_on()?;
        if self.window.heard_samples() == 0 {
            return Err(AudioError::Empty.into());
        }
        self.is_finished = true;
        let rest = self.window.finish().into_iter().collect();
        let judged = self.judge(rest);
        let (classifier, heard) = (Rc::clone(&self.classifier), Rc::clone(&self.heard));
        Ok(async move {
            judged.await?;
            Ok(heard.take().pooled(&classifier))
        })
    }

    fn check_goes_on(&self) -> Result<(), ApiError> {
        if self.is_finished { Err(ApiError::Finished) } else { Ok(()) }
    }

    /// Judges stretches when it is their turn; gives the judgement of the last.
    fn judge(
        &mut self,
        stretches: Vec<Stretch>,
    ) -> impl Future<Output = Result<Option<Judgement>, ApiError>> + use<> {
        let turn = self.turns.next();
        let (classifier, heard) = (Rc::clone(&self.classifier), Rc::clone(&self.heard));
        let voice = self.voice.clone();
        async move {
            let _turn = turn.come().await;
            let mut newest = None;
            for stretch in stretches {
                let mut judgement = match &voice {
                    Some(voice) => voice.judge(&classifier, &stretch).await?,
                    None => classifier.classify(&stretch.sound).await?,
                };
                judgement.windows.iter_mut().for_each(|window| {
                    window.start_s += stretch.start_s;
                    window.end_s += stretch.start_s;
                });
                heard.borrow_mut().add(&judgement.windows);
                newest = Some(judgement);
            }
            Ok(newest)
        }
    }
}

/// The one voice of a stream, which is got used to window by window.
#[derive(Clone)]
struct Voice {
    window_s: f64,
    learned: Rc<RefCell<Learned>>,
}

/// What was learned of a voice.
#[derive(Default)]
struct Learned {
    known: Rc<Acquaintance>,
    /// Where the last window ends that it was learned from, in seconds.
    until_s: f64,
}

impl Voice {
    fn new(window_s: f64) -> Self {
        Self { window_s, learned: Rc::default() }
    }

    /// Judges a stretch by what is known of the voice, then learns of it, unless it is short or
    /// overlaps what was learned from before.
    async fn judge(
        &self,
        classifier: &Classifier,
        Stretch { sound, start_s }: &Stretch,
    ) -> Result<Judgement, ClassifyError> {
        let listened = classifier.listen(Measured::of(sound, &classifier.card().features)?);
        let (known, until_s) = {
            let learned = self.learned.borrow();
            (Rc::clone(&learned.known), learned.until_s)
        };
        let judgement = classifier.judge_listened(&listened, Some(&known)).await?;
        if *start_s > until_s - A_MOMENT_S && self.is_whole(sound) && listened.is_speech() {
            let mut known = Acquaintance::clone(&known);
            classifier.get_used_to(&mut known, &listened).await?;
            let until_s = start_s + sound.seconds();
            *self.learned.borrow_mut() = Learned { known: Rc::new(known), until_s };
        }
        Ok(judgement)
    }

    fn is_whole(&self, sound: &Waveform) -> bool {
        sound.seconds() > self.window_s - A_MOMENT_S
    }
}

/// What a stream remembers of the windows in which somebody spoke.
#[derive(Default)]
struct Heard {
    mean: MeanLogits,
    newest: VecDeque<WindowView>,
}

impl Heard {
    fn add(&mut self, windows: &[WindowView]) {
        windows.iter().for_each(|window| self.mean.add(&window.probabilities));
        self.newest.extend(windows.iter().cloned());
        let too_many = self.newest.len().saturating_sub(MOST_WINDOWS);
        self.newest.drain(..too_many);
    }

    fn pooled(self, classifier: &Classifier) -> Judgement {
        classifier.judge_mean(&self.mean, self.newest.into())
    }
}

/// Makes futures work one after the other, in the order in which they were made.
#[derive(Default)]
struct Turns {
    last: Option<oneshot::Receiver<Infallible>>,
}

/// A place in the order. The next one's turn comes when this is dropped, be it before its own came.
struct Turn {
    before: Option<oneshot::Receiver<Infallible>>,
    _ends: oneshot::Sender<Infallible>,
}

impl Turns {
    fn next(&mut self) -> Turn {
        let (ends, ended) = oneshot::channel();
        Turn { before: self.last.replace(ended), _ends: ends }
    }
}

impl Turn {
    /// Waits for the turn; it lasts as long as what comes back is kept.
    async fn come(mut self) -> Self {
        if let Some(before) = self.before.take() {
            // Nothing is ever sent: the channel closes when the turn before ends.
            let _ = before.await;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::LocalPool;
    use futures::task::LocalSpawnExt;

    #[test]
    fn turns_come_in_their_order_whoever_asks_first() {
        let mut turns = Turns::default();
        let order = Rc::new(RefCell::new(Vec::new()));
        let futures: Vec<_> = (0..4)
            .map(|number| {
                let (turn, order) = (turns.next(), Rc::clone(&order));
                async move {
                    let _turn = turn.come().await;
                    order.borrow_mut().push(number);
                }
            })
            .collect();
        let mut pool = LocalPool::new();
        for future in futures.into_iter().rev() {
            pool.spawner().spawn_local(future).unwrap();
        }
        pool.run();
        assert_eq!(*order.borrow(), [0, 1, 2, 3]);
    }

    #[test]
    fn only_the_newest_windows_are_kept_but_all_are_pooled() {
        let window = |start_s: f64, probabilities| WindowView {
            start_s,
            end_s: start_s + 3.0,
            probabilities,
        };
        let of = |label: usize| (0..8).map(|i| if i == label { 0.93 } else { 0.01 }).collect();
        let (sad, angry): (Vec<f32>, Vec<f32>) = (of(3), of(4));
        let mut heard = Heard::default();
        (0..MOST_WINDOWS + 5).for_each(|i| heard.add(&[window(i as f64, sad.clone())]));
        (0..5).for_each(|i| heard.add(&[window(2_000.0 + f64::from(i), angry.clone())]));
        assert_eq!(heard.newest.len(), MOST_WINDOWS);
        assert_eq!(heard.newest[0].start_s, 10.0);
        let pooled = heard.mean.probabilities().unwrap();
        assert!(pooled[3] > 0.9 && pooled[4] > pooled[5], "{pooled:?}");
    }
}
