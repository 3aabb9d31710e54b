//! Judgements in the words that a visitor reads.

use super::words::Words;
use crate::emotion::Emotion;
use crate::engine::protocol::{Judgement, Verdict};

/// The emotions from the most to the least probable.
pub fn ranking(probabilities: &[f32; Emotion::COUNT]) -> [Emotion; Emotion::COUNT] {
    let mut ranking = Emotion::ALL;
    ranking.sort_by(|a, b| probabilities[b.index()].total_cmp(&probabilities[a.index()]));
    ranking
}

/// How sure the model is of its verdict, 0 to 1: what the page sets its type by.
pub fn certainty(judgement: &Judgement) -> f32 {
    match judgement.verdict {
        Verdict::Emotion(emotion) => judgement.probabilities[emotion.index()],
        Verdict::NotSure | Verdict::NoSpeech => 0.0,
    }
}

/// What the verdict means, in a sentence or two.
pub fn verdict_sentence(judgement: &Judgement, words: &Words) -> String {
    let [first, second, ..] = ranking(&judgement.probabilities);
    let name = |emotion| words.emotion(emotion);
    let share = |emotion: Emotion| words.numerals.percent(judgement.probabilities[emotion.index()]);
    match judgement.verdict {
        Verdict::Emotion(emotion) => {
            let next = if emotion == first { second } else { first };
            (words.answer.sure)(&share(emotion), name(next), &share(next))
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
        let probabilities = [0.02, 0.01, 0.18, 0.03, 0.62, 0.04, 0.004, 0.096];
        Judgement { verdict, probabilities, windows: vec![] }
    }

    #[test]
    fn a_clear_verdict_names_its_runner_up() {
        let sentence = said(judgement(Verdict::Emotion(Emotion::Angry)));
        assert_eq!(sentence, "62 % sure. After it comes happy with 18 %.");
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
        assert_eq!(certainty(&judgement(Verdict::Emotion(Emotion::Angry))), 0.62);
        assert_eq!(certainty(&judgement(Verdict::NotSure)), 0.0);
    }
}
