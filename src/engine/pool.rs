//! The running answer: what the last windows of an open microphone say together.

use std::collections::VecDeque;

use crate::judgement::{Judgement, Verdict};
use crate::model::{Calibration, MeanLogits};

/// Windows that answer together. One is as nervous as a syllable; more would lag behind the voice.
const WINDOWS: usize = 4;

/// The last windows in which somebody spoke.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    windows: VecDeque<Vec<f32>>,
}

impl Pool {
    /// Takes the judgement of the next window and returns the answer of all: the mean of their
    /// logits, as over the windows of a whole sound. A window without speech forgets the others.
    pub fn answer(&mut self, window: Judgement, calibration: &Calibration) -> Judgement {
        if window.verdict == Verdict::NoSpeech {
            self.windows.clear();
            return window;
        }
        if self.windows.len() == WINDOWS {
            self.windows.pop_front();
        }
        self.windows.push_back(window.probabilities.clone());
        let mut mean = MeanLogits::default();
        self.windows.iter().for_each(|row| mean.add(row));
        let probabilities = mean.probabilities().unwrap_or(window.probabilities);
        Judgement::of(window.labels, probabilities, calibration, window.windows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;

    const CALIBRATION: Calibration = Calibration { temperature: 2.0, sure_from: 0.6 };

    fn window(emotion: Emotion, share: f32) -> Judgement {
        let mut probabilities = vec![(1.0 - share) / 7.0; Emotion::COUNT];
        probabilities[emotion.index()] = share;
        let verdict = Verdict::Named(emotion.into());
        Judgement { verdict, probabilities, ..Judgement::no_speech() }
    }

    #[test]
    fn one_odd_window_does_not_turn_the_answer() {
        let mut pool = Pool::default();
        for _ in 0..3 {
            pool.answer(window(Emotion::Sad, 0.9), &CALIBRATION);
        }
        let answer = pool.answer(window(Emotion::Happy, 0.7), &CALIBRATION);
        assert_eq!(answer.verdict, Verdict::Named(Emotion::Sad.into()));
        let sum: f32 = answer.probabilities.iter().sum();
        assert!((sum - 1.0).abs() < 1e-5 && answer.probabilities[Emotion::Sad.index()] < 0.9);
    }

    #[test]
    fn windows_that_disagree_are_not_sure() {
        let mut pool = Pool::default();
        pool.answer(window(Emotion::Sad, 0.8), &CALIBRATION);
        let answer = pool.answer(window(Emotion::Angry, 0.8), &CALIBRATION);
        assert_eq!(answer.verdict, Verdict::NotSure);
    }

    #[test]
    fn a_pause_forgets_what_was_before() {
        let mut pool = Pool::default();
        pool.answer(window(Emotion::Sad, 0.9), &CALIBRATION);
        assert_eq!(pool.answer(Judgement::no_speech(), &CALIBRATION), Judgement::no_speech());
        let answer = pool.answer(window(Emotion::Happy, 0.7), &CALIBRATION);
        assert!((answer.probabilities[Emotion::Happy.index()] - 0.7).abs() < 1e-3);
    }
}
