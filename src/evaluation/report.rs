//! Scores by corpus, as JSON for programs and as text for people.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde_json::Value;

use super::calibrate;
use super::{Confusion, Judged};
use crate::emotion::Emotion;
use crate::figures::{Evaluation, Named, Scores};
use crate::model::Calibration;

impl Named {
    fn of(clips: &[Judged], calibration: &Calibration) -> Self {
        let named: Vec<bool> = (clips.iter())
            .filter_map(|clip| {
                let probabilities = calibration.probabilities(&clip.logits);
                Some(calibration.verdict(&probabilities)? == clip.label)
            })
            .collect();
        let right = named.iter().filter(|right| **right).count();
        Self {
            share: named.len() as f64 / clips.len().max(1) as f64,
            right: right as f64 / named.len().max(1) as f64,
        }
    }
}

impl Scores {
    /// Scores of judged clips.
    pub fn of(clips: &[Judged], calibration: &Calibration) -> Self {
        let closed = Confusion::from_pairs(clips.iter().map(|c| (c.label, c.closed())));
        let open = Confusion::from_pairs(clips.iter().map(|c| (c.label, c.open())));
        let rows: Vec<_> = clips.iter().map(|c| (c.label, c.probabilities(calibration))).collect();
        let confidences = calibrate::confidences(rows.iter().map(|(label, row)| (*label, row)));
        let classes = closed.labels();
        Self {
            clips: clips.len(),
            uar: closed.uar(),
            wa: closed.wa(),
            macro_f1: closed.macro_f1(),
            uar_open: open.uar(),
            ece: calibrate::ece(&confidences),
            named: Some(Named::of(clips, calibration)),
            confusion: closed.matrix(&classes),
            reliability: calibrate::reliability(&confidences),
            classes,
        }
    }
}

impl Evaluation {
    /// Scores by corpus and over all.
    pub fn new(
        model: String,
        corpora: &BTreeMap<String, Vec<Judged>>,
        calibration: &Calibration,
    ) -> Self {
        let all: Vec<Judged> = corpora.values().flatten().copied().collect();
        let by_name =
            |(name, clips): (&String, &Vec<Judged>)| (name.clone(), Scores::of(clips, calibration));
        Self {
            model,
            corpora: corpora.iter().map(by_name).collect(),
            pooled: Scores::of(&all, calibration),
            corpus_probe: None,
        }
    }

    /// What programs read, `evaluation.json`: all that is kept and, under `per_class` of each
    /// corpus and of all clips, precision, recall, F1 and support of every emotion. These follow
    /// from the confusions, so that who reads it back need not have them.
    ///
    /// # Errors
    /// None that an evaluation of ours causes.
    pub fn json(&self) -> Result<Value, serde_json::Error> {
        let mut json = serde_json::to_value(self)?;
        json["pooled"]["per_class"] = serde_json::to_value(self.pooled.per_class())?;
        for (corpus, scores) in &self.corpora {
            json["corpora"][corpus]["per_class"] = serde_json::to_value(scores.per_class())?;
        }
        Ok(json)
    }
}

impl fmt::Display for Scores {
    /// The classification report and the confusion matrix.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<10} {:>9} {:>7} {:>7} {:>8}", "", "precision", "recall", "F1", "support")?;
        for score in self.per_class() {
            writeln!(
                f,
                "{:<10} {:>9.3} {:>7.3} {:>7.3} {:>8}",
                score.label, score.precision, score.recall, score.f1, score.support
            )?;
        }
        writeln!(f, "\nmeant \\ heard{}", header(&self.classes))?;
        for (emotion, row) in self.classes.iter().zip(&self.confusion) {
            let mut cells = String::new();
            row.iter().try_for_each(|count| write!(cells, " {count:>8}"))?;
            writeln!(f, "{emotion:<13}{cells}")?;
        }
        Ok(())
    }
}

fn header(classes: &[Emotion]) -> String {
    classes.iter().map(|emotion| format!(" {emotion:>8}")).collect()
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Model: {}\n", self.model)?;
        writeln!(
            f,
            "{:<12} {:>6} {:>8} {:>7} {:>7} {:>9} {:>9} {:>7} {:>7} {:>7}",
            "corpus",
            "clips",
            "emotions",
            "UAR",
            "WA",
            "macro-F1",
            "UAR of 8",
            "ECE",
            "named",
            "right"
        )?;
        let rows = self.corpora.iter().map(|(name, scores)| (name.as_str(), scores));
        for (name, scores) in rows.chain([("all", &self.pooled)]) {
            writeln!(
                f,
                "{name:<12} {:>6} {:>8} {:>7.3} {:>7.3} {:>9.3} {:>9.3} {:>7.3}{}",
                scores.clips,
                scores.classes.len(),
                scores.uar,
                scores.wa,
                scores.macro_f1,
                scores.uar_open,
                scores.ece,
                scores
                    .named
                    .map(|n| format!(" {:>7.3} {:>7.3}", n.share, n.right))
                    .unwrap_or_default()
            )?;
        }
        if let Some(probe) = &self.corpus_probe {
            writeln!(f, "\n{probe}")?;
        }
        for (name, scores) in &self.corpora {
            write!(f, "\n{name}\n{scores}")?;
        }
        if self.corpora.len() > 1 {
            write!(f, "\nall\n{}", self.pooled)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(label: Emotion, heard: Emotion, held: &[Emotion]) -> Judged {
        let mut logits = [0.0; Emotion::COUNT];
        logits[heard.index()] = 4.0;
        let held = Emotion::ALL.map(|emotion| held.contains(&emotion));
        Judged { label, logits, held }
    }

    #[test]
    fn a_closed_answer_is_one_that_the_corpus_has() {
        let held = [Emotion::Neutral, Emotion::Sad];
        let mut clip = judged(Emotion::Neutral, Emotion::Calm, &held);
        clip.logits[Emotion::Neutral.index()] = 1.0;
        let scores = Scores::of(&[clip], &Calibration::NONE);
        assert_eq!((scores.uar, scores.uar_open), (1.0, 0.0));
    }

    #[test]
    fn clips_that_are_taken_for_what_nobody_meant_stay_in_the_matrix() {
        let happy = judged(Emotion::Happy, Emotion::Happy, &Emotion::ALL);
        let missed = judged(Emotion::Happy, Emotion::Sad, &Emotion::ALL);
        let scores = Scores::of(&[happy, happy, missed, missed, missed], &Calibration::NONE);
        assert_eq!(scores.classes, [Emotion::Happy, Emotion::Sad]);
        assert_eq!(scores.confusion, [[2, 3], [0, 0]]);
        let by_emotion = scores.per_class();
        let (happy, sad) = (by_emotion[0], by_emotion[1]);
        assert_eq!((happy.precision, happy.recall, happy.support), (1.0, 0.4, 5));
        assert_eq!((sad.precision, sad.recall, sad.f1, sad.support), (0.0, 0.0, 0.0, 0));
        // The means are over what was meant.
        assert_eq!((scores.uar, scores.macro_f1), (happy.recall, happy.f1));
        assert_eq!(scores.confusion().uar(), scores.uar);
        let text = scores.to_string();
        let line = text.lines().find(|line| line.starts_with("sad")).unwrap();
        let told: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(told, ["sad", "0.000", "0.000", "0.000", "0"]);
    }

    #[test]
    fn a_clip_is_named_among_all_eight_or_not_at_all() {
        let held = [Emotion::Neutral, Emotion::Sad];
        let mut clips = [judged(Emotion::Sad, Emotion::Sad, &held); 4];
        clips[1].logits[Emotion::Calm.index()] = 9.0;
        clips[2].logits[Emotion::Sad.index()] = 0.1;
        let calibration = Calibration { sure_from: 0.5, ..Calibration::NONE };
        let named = Scores::of(&clips, &calibration).named.unwrap();
        assert_eq!(named.share, 0.75);
        assert!((named.right - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_json_has_the_names_that_others_rely_on() {
        let clips = vec![judged(Emotion::Happy, Emotion::Happy, &Emotion::ALL)];
        let corpora = BTreeMap::from([("ravdess".to_owned(), clips)]);
        let evaluation = Evaluation::new("x".into(), &corpora, &Calibration::NONE);
        let json = serde_json::to_value(&evaluation).unwrap();
        let scores = &json["corpora"]["ravdess"];
        for name in ["clips", "classes", "uar", "wa", "macro_f1", "uar_open", "ece", "confusion"] {
            assert!(!scores[name].is_null(), "{name}");
            assert!(!json["pooled"][name].is_null(), "{name}");
        }
        assert_eq!(scores["classes"][0], "happy");
        assert_eq!(scores["confusion"][0][0], 1);
    }

    #[test]
    fn the_json_has_the_classification_report_and_reads_back_with_and_without_it() {
        let held = [Emotion::Happy, Emotion::Sad];
        let happy = judged(Emotion::Happy, Emotion::Happy, &held);
        let missed = judged(Emotion::Happy, Emotion::Sad, &held);
        let clips = vec![happy, happy, missed, judged(Emotion::Sad, Emotion::Sad, &held)];
        let corpora = BTreeMap::from([("savee".to_owned(), clips)]);
        let evaluation = Evaluation::new("x".into(), &corpora, &Calibration::NONE);
        let json = evaluation.json().unwrap();
        for scores in [&json["corpora"]["savee"], &json["pooled"]] {
            let (happy, sad) = (&scores["per_class"][0], &scores["per_class"][1]);
            assert_eq!((&happy["label"], &sad["label"]), (&"happy".into(), &"sad".into()));
            assert_eq!((&happy["precision"], &happy["support"]), (&1.0.into(), &3.into()));
            assert!((happy["recall"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-12);
            assert!((happy["f1"].as_f64().unwrap() - 0.8).abs() < 1e-12);
            assert_eq!((&sad["precision"], &sad["recall"]), (&0.5.into(), &1.0.into()));
        }
        let old = serde_json::to_value(&evaluation).unwrap();
        assert!(old["pooled"]["per_class"].is_null());
        for kept in [json, old] {
            assert_eq!(serde_json::from_value::<Evaluation>(kept).unwrap(), evaluation);
        }
    }

    #[test]
    fn scores_that_were_written_without_bins_still_read() {
        let clips = [judged(Emotion::Happy, Emotion::Happy, &Emotion::ALL)];
        let scores = Scores::of(&clips, &Calibration::NONE);
        assert_eq!(scores.reliability.iter().map(|bin| bin.clips).sum::<usize>(), 1);
        let mut json = serde_json::to_value(&scores).unwrap();
        assert_eq!(serde_json::from_value::<Scores>(json.clone()).unwrap(), scores);
        json.as_object_mut().unwrap().remove("reliability");
        json.as_object_mut().unwrap().remove("named");
        let old: Scores = serde_json::from_value(json).unwrap();
        assert_eq!(old, Scores { reliability: Vec::new(), named: None, ..scores });
    }

    #[test]
    fn the_text_shows_every_corpus() {
        let clips = vec![judged(Emotion::Happy, Emotion::Sad, &Emotion::ALL)];
        let corpora = BTreeMap::from([("savee".to_owned(), clips)]);
        let text = Evaluation::new("x".into(), &corpora, &Calibration::NONE).to_string();
        for corpus in ["savee ", "all "] {
            assert!(text.lines().any(|line| line.starts_with(corpus)), "{corpus} is not in {text}");
        }
    }
}
