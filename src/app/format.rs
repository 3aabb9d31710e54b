//! Judgements in the words that a visitor reads.

use super::words::Words;
use crate::emotion::Emotion;
use crate::engine::protocol::{Judgement, Verdict};
use crate::meaning::Meaning;

/// The two likeliest labels with their probabilities, the likeliest first.
pub fn leaders(judgement: &Judgement) -> [(Meaning, f32); 2] {
    let most = |but: Option<Meaning>| {
        let shares = judgement.labels.iter().zip(judgement.probabilities.iter().copied());
        let others = shares.filter(|(label, _)| Some(*label) != but);
        others.reduce(|best, next| if next.1 > best.1 { next } else { best })
    };
    let none = (Emotion::Neutral.into(), 0.0);
    let first = most(None).unwrap_or(none);
    [first, most(Some(first.0)).unwrap_or(none)]
}

/// How sure the model is of its verdict, 0 to 1: what the page sets its type by.
pub fn certainty(judgement: &Judgement) -> f32 {
    match judgement.verdict {
        Verdict::Named(label) => judgement.share(label),
        Verdict::NotSure | Verdict::NoSpeech => 0.0,
    }
}

/// What the verdict means, in a sentence or two.
pub fn verdict_sentence(judgement: &Judgement, words: &Words) -> String {
    let [first, second] = leaders(judgement);
    let name = |(label, _)| words.label(label);
    let share = |(_, share)| words.numerals.percent(share);
    match judgement.verdict {
        Verdict::Named(label) => {
            let next = if label == first.0 { second } else { first };
            let sure = words.numerals.percent(judgement.share(label));
            (words.answer.sure)(&sure, name(next), &share(next))
        }
        Verdict::NotSure => {
            let (likely, less) = (share(first), share(second));
            (words.answer.no_emotion)(name(first), &likely, name(second), &less)
        }
        Verdict::NoSpeech => words.answer.no_voice.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    fn said(judgement: Judgement) -> String {
        verdict_sentence(&judgement, Language::English.words())
    }

    fn judgement(verdict: Verdict) -> Judgement {
        let probabilities = vec![0.02, 0.01, 0.18, 0.03, 0.62, 0.04, 0.004, 0.096];
        Judgement { verdict, probabilities, ..Judgement::no_speech() }
    }

    #[test]
    fn a_clear_verdict_names_its_runner_up() {
        let sentence = said(judgement(Verdict::Named(Emotion::Angry.into())));
        assert_eq!(sentence, "62\u{a0}% sure. After it comes happy with 18\u{a0}%.");
    }

    #[test]
    fn doubt_and_silence_are_said_plainly() {
        let doubt = said(judgement(Verdict::NotSure));
        assert!(doubt.starts_with("No emotion stands out"), "{doubt}");
        let silence = said(judgement(Verdict::NoSpeech));
        assert!(silence.starts_with("Nothing in this sound could be a voice"), "{silence}");
    }

    #[test]
    fn only_a_named_emotion_is_certain() {
        assert_eq!(certainty(&judgement(Verdict::Named(Emotion::Angry.into()))), 0.62);
        assert_eq!(certainty(&judgement(Verdict::NotSure)), 0.0);
    }
}
