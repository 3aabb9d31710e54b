//! Numbers and judgements in the words that a visitor reads.

use crate::emotion::Emotion;
use crate::engine::protocol::{Judgement, Verdict};

/// A duration in milliseconds: "2.1 ms" below ten, "900 ms" above.
pub fn milliseconds(ms: f64) -> String {
    if ms < 9.95 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

/// A place in a sound: "0:03.2".
pub fn clock(seconds: f64) -> String {
    let tenths = (seconds.max(0.0) * 10.0).round() as u64;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

/// A size: "412 kB", "3.8 MB".
pub fn bytes(count: f64) -> String {
    if count < 999_500.0 {
        format!("{:.0} kB", count / 1e3)
    } else {
        format!("{:.1} MB", count / 1e6)
    }
}

/// A probability: "62 %"; what is small but not nothing is "< 1 %".
pub fn percent(probability: f32) -> String {
    let percent = (probability * 100.0).round();
    if percent < 1.0 && probability > 0.0 { "< 1 %".to_owned() } else { format!("{percent:.0} %") }
}

/// The verdict in a word or two.
pub const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Emotion(emotion) => emotion.name(),
        Verdict::NotSure => "not sure",
        Verdict::NoSpeech => "no speech",
    }
}

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
pub fn verdict_sentence(judgement: &Judgement) -> String {
    let [first, second, ..] = ranking(&judgement.probabilities);
    let share = |emotion: Emotion| percent(judgement.probabilities[emotion.index()]);
    match judgement.verdict {
        Verdict::Emotion(emotion) => {
            let next = if emotion == first { second } else { first };
            format!("{} sure. After it comes {next} with {}.", share(emotion), share(next))
        }
        Verdict::NotSure => format!(
            "No emotion stands out: the best guesses are {first} with {} and {second} with {}.",
            share(first),
            share(second)
        ),
        Verdict::NoSpeech => {
            "Nothing in this sound could be a voice, so there is nothing to judge.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(verdict: Verdict) -> Judgement {
        let probabilities = [0.02, 0.01, 0.18, 0.03, 0.62, 0.04, 0.004, 0.096];
        Judgement { verdict, probabilities, windows: vec![] }
    }

    #[test]
    fn numbers_read_as_a_person_writes_them() {
        assert_eq!(milliseconds(2.13), "2.1 ms");
        assert_eq!(milliseconds(9.97), "10 ms");
        assert_eq!(clock(3.24), "0:03.2");
        assert_eq!(clock(59.96), "1:00.0");
        assert_eq!(clock(-1.0), "0:00.0");
        assert_eq!(bytes(412_300.0), "412 kB");
        assert_eq!(bytes(999_600.0), "1.0 MB");
        assert_eq!(percent(0.623), "62 %");
        assert_eq!(percent(0.004), "< 1 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(1.0), "100 %");
    }

    #[test]
    fn a_clear_verdict_names_its_runner_up() {
        let sentence = verdict_sentence(&judgement(Verdict::Emotion(Emotion::Angry)));
        assert_eq!(sentence, "62 % sure. After it comes happy with 18 %.");
    }

    #[test]
    fn doubt_and_silence_are_said_plainly() {
        let doubt = verdict_sentence(&judgement(Verdict::NotSure));
        assert!(doubt.starts_with("No emotion stands out"), "{doubt}");
        let silence = verdict_sentence(&judgement(Verdict::NoSpeech));
        assert!(silence.starts_with("Nothing in this sound could be a voice"), "{silence}");
    }

    #[test]
    fn only_a_named_emotion_is_certain() {
        assert_eq!(certainty(&judgement(Verdict::Emotion(Emotion::Angry))), 0.62);
        assert_eq!(certainty(&judgement(Verdict::NotSure)), 0.0);
    }
}
