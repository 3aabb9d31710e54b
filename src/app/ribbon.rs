//! The answers of an open microphone over time: only what has settled, as spans that follow each
//! other.

use super::format::certainty;
use crate::engine::protocol::{Judgement, Verdict};

/// Answers of the same verdict, one after the other, that make it settled.
const SETTLES_AFTER: usize = 2;

/// A part of the time in which one verdict stood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Where it begins, in seconds since the microphone opened.
    pub from_s: f64,
    /// Where it ends, or has come to.
    pub to_s: f64,
    /// The settled verdict.
    pub verdict: Verdict,
    /// How sure the model was at its surest, 0 to 1.
    pub certainty: f32,
}

/// What has not settled yet.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Candidate {
    span: Span,
    answers: usize,
}

/// Settled verdicts over time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ribbon {
    spans: Vec<Span>,
    candidate: Option<Candidate>,
}

impl Ribbon {
    /// Takes the answer at a time. Returns whether another verdict has settled.
    pub fn hear(&mut self, at_s: f64, answer: &Judgement) -> bool {
        let (verdict, sure) = (answer.verdict, certainty(answer));
        let span = Span { from_s: at_s, to_s: at_s, verdict, certainty: sure };
        let candidate = match self.candidate.take().filter(|known| known.span.verdict == verdict) {
            Some(known) => Candidate { span: grown(known.span, span), answers: known.answers + 1 },
            None => Candidate { span, answers: 1 },
        };
        self.candidate = Some(candidate);
        candidate.answers >= SETTLES_AFTER && self.settle(candidate.span)
    }

    /// Adds what has settled to the last span, or as one of its own that begins where that ends.
    fn settle(&mut self, span: Span) -> bool {
        match self.spans.last_mut() {
            Some(last) if last.verdict == span.verdict => {
                *last = grown(*last, span);
                false
            }
            Some(last) => {
                last.to_s = span.from_s;
                self.spans.push(span);
                true
            }
            None => {
                self.spans.push(span);
                true
            }
        }
    }

    /// The spans so far, in order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The verdict that stands now.
    pub fn settled(&self) -> Option<Verdict> {
        self.spans.last().map(|span| span.verdict)
    }
}

/// A span that has gone on.
fn grown(span: Span, next: Span) -> Span {
    Span { to_s: next.to_s, certainty: span.certainty.max(next.certainty), ..span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;
    use crate::meaning::Meaning;

    fn answer(verdict: Verdict) -> Judgement {
        Judgement { verdict, probabilities: vec![0.5; 8], ..Judgement::no_speech() }
    }

    const SAD: Verdict = Verdict::Named(Meaning::Emotion(Emotion::Sad));

    fn heard(verdicts: &[Verdict]) -> Ribbon {
        let mut ribbon = Ribbon::default();
        for (i, verdict) in verdicts.iter().enumerate() {
            ribbon.hear(1.0 + 0.25 * i as f64, &answer(*verdict));
        }
        ribbon
    }

    #[test]
    fn a_verdict_settles_when_it_is_said_twice() {
        let mut ribbon = Ribbon::default();
        assert!(!ribbon.hear(1.0, &answer(SAD)));
        assert_eq!(ribbon.settled(), None);
        assert!(ribbon.hear(1.25, &answer(SAD)));
        assert!(!ribbon.hear(1.5, &answer(SAD)), "nothing new");
        let expected = Span { from_s: 1.0, to_s: 1.5, verdict: SAD, certainty: 0.5 };
        assert_eq!(ribbon.spans(), [expected]);
    }

    #[test]
    fn one_odd_answer_does_not_break_a_span() {
        let ribbon = heard(&[SAD, SAD, Verdict::NotSure, SAD, SAD, SAD]);
        assert_eq!(ribbon.spans().len(), 1);
        assert_eq!(ribbon.spans()[0].to_s, 2.25);
    }

    #[test]
    fn silence_and_doubt_are_spans_like_any_other_and_leave_no_gap() {
        let ribbon = heard(&[
            Verdict::NoSpeech,
            Verdict::NoSpeech,
            SAD,
            SAD,
            Verdict::NotSure,
            Verdict::NotSure,
        ]);
        let verdicts: Vec<Verdict> = ribbon.spans().iter().map(|span| span.verdict).collect();
        assert_eq!(verdicts, [Verdict::NoSpeech, SAD, Verdict::NotSure]);
        assert!(ribbon.spans().windows(2).all(|pair| pair[0].to_s == pair[1].from_s));
        assert_eq!(ribbon.settled(), Some(Verdict::NotSure));
    }
}
