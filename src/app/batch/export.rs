//! The table of files as it leaves the page.

use serde::Serialize;

use super::{Batch, Row, Standing};
use crate::app::words::Words;
use crate::meaning::{Meaning, Meanings};

impl Batch {
    /// What could have been answered: models may have changed between two files.
    fn labels(&self) -> Meanings {
        let heard = self.rows.iter().filter_map(|row| match &row.standing {
            Standing::Heard { judgement, .. } => Some(judgement.labels.own()),
            _ => None,
        });
        Meanings::with(heard.flatten().copied())
    }

    fn records(&self, words: &Words) -> Vec<Record> {
        self.sorted().iter().map(|row| Record::of(row, words)).collect()
    }

    /// The table as CSV, sorted as it is shown; names of columns and verdicts are English, so that
    /// programs find them.
    ///
    /// # Errors
    /// Those of the writer, which has none in memory.
    pub fn csv(&self, words: &Words) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let labels = self.labels();
        let names = labels.iter().map(Meaning::name);
        writer.write_record(
            ["file", "seconds", "verdict"].into_iter().chain(names).chain(["error"]),
        )?;
        for record in self.records(words) {
            let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
            let mut fields = vec![record.file, number(record.seconds)];
            fields.push(record.verdict.unwrap_or_default().to_owned());
            let own = Meanings::with(record.own_labels);
            let shares = record.probabilities.unwrap_or_default();
            let share = |label| shares.get(own.position(label)?).copied();
            fields.extend(labels.iter().map(|label| number(share(label))));
            fields.push(record.error.unwrap_or_default());
            writer.write_record(fields)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// The table as JSON: an array of objects.
    ///
    /// # Errors
    /// Those of the writer, which has none in memory.
    pub fn json(&self, words: &Words) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec_pretty(&self.records(words))
    }
}

/// A row as it leaves the page. Probabilities are in the order of the labels: the eight emotions,
/// then own ones, which are named beside them.
#[derive(Debug, Serialize)]
struct Record {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probabilities: Option<Vec<f64>>,
    #[serde(skip_serializing_if = "<[Meaning]>::is_empty")]
    own_labels: Vec<Meaning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Record {
    fn of(row: &Row, words: &Words) -> Self {
        let rounded = |value: f64| (value * 1e4).round() / 1e4;
        let record = Self {
            file: row.name.clone(),
            seconds: None,
            verdict: None,
            probabilities: None,
            own_labels: Vec::new(),
            error: None,
        };
        match &row.standing {
            Standing::Heard { judgement, seconds, .. } => Self {
                seconds: Some(rounded(*seconds)),
                verdict: Some(judgement.verdict.name()),
                probabilities: Some(
                    judgement.probabilities.iter().map(|p| rounded(f64::from(*p))).collect(),
                ),
                own_labels: judgement.labels.own().to_vec(),
                ..record
            },
            Standing::Failed(trouble) => Self { error: Some(trouble.sentence(words)), ..record },
            Standing::Waiting | Standing::Listening | Standing::Cancelled => record,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::batch;
    use crate::app::words::Language;
    use crate::emotion::Emotion;

    #[test]
    fn csv_and_json_hold_every_row() {
        let (batch, words) = (batch(), Language::French.words());
        let csv = String::from_utf8(batch.csv(words).unwrap()).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(
            lines[0].starts_with("file,seconds,verdict,neutral,") && lines[0].ends_with(",error")
        );
        assert!(lines[1].starts_with("b.wav,3,sad,0.0143,"), "{}", lines[1]);
        assert!(lines[2].starts_with("\"a, \"\"odd\"\".wav\",,,"), "{}", lines[2]);
        assert!(lines[2].contains("enregistrement"), "{}", lines[2]);
        let json: serde_json::Value = serde_json::from_slice(&batch.json(words).unwrap()).unwrap();
        assert_eq!(json[2]["probabilities"][Emotion::Happy.index()], 0.5);
        assert_eq!(json[1].get("verdict"), None);
    }
}
