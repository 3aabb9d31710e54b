//! The tables beside CREMA-D's clips: who the actors are, and what listeners heard.
//!
//! - `VideoDemographics.csv`: age, sex, race and ethnicity of each actor.
//! - `processedResults/tabulatedVotes.csv`: votes by clip and emotion; rows 100001 to 199999 are
//!   the listeners who only heard the voice, 2… who only saw the face, 3… who had both.
//! - `processedResults/summaryTable.csv`: the winners of these votes, by which they are checked.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Corpus, Demographics, Label, Sex, Votes};
use crate::emotion::Emotion;

/// The identifiers of the voice-only rows in `tabulatedVotes.csv`.
const VOICE_ONLY_IDS: RangeInclusive<u32> = 100_001..=199_999;

/// The column of each emotion in `tabulatedVotes.csv`, and its letter in `summaryTable.csv`.
const LETTERS: [(&str, Emotion); 6] = [
    ("A", Emotion::Angry),
    ("D", Emotion::Disgust),
    ("F", Emotion::Fear),
    ("H", Emotion::Happy),
    ("N", Emotion::Neutral),
    ("S", Emotion::Sad),
];

/// Which of the tables a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CremaDTable {
    /// `VideoDemographics.csv`
    Demographics,
    /// `tabulatedVotes.csv`
    Votes,
    /// `summaryTable.csv`
    Summary,
}

impl CremaDTable {
    /// The table of this file name, in any case.
    pub fn from_file_name(name: &str) -> Option<Self> {
        match name.to_lowercase().as_str() {
            "videodemographics.csv" => Some(Self::Demographics),
            "tabulatedvotes.csv" => Some(Self::Votes),
            "summarytable.csv" => Some(Self::Summary),
            _ => None,
        }
    }

    /// The columns that are read.
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Demographics => &["ActorID", "Age", "Sex", "Race", "Ethnicity"],
            Self::Votes => &["", "fileName", "A", "D", "F", "H", "N", "S"],
            Self::Summary => &["FileName", "VoiceVote"],
        }
    }
}

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CremaDTableError {
    /// A column is missing.
    #[error("expected the columns {expected:?}, got {got:?}")]
    Columns {
        /// What is read.
        expected: &'static [&'static str],
        /// What the header says.
        got: Vec<String>,
    },
    /// Not a table of comma-separated values.
    #[error("expected comma-separated values: {0}")]
    Csv(#[from] csv::Error),
}

/// What the tables tell, by clip and actor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CremaDTables {
    people: BTreeMap<String, (Option<Sex>, Demographics)>,
    votes: BTreeMap<String, Votes>,
    winners: BTreeMap<String, Vec<Emotion>>,
}

impl CremaDTables {
    /// Takes in one table; a row that does not read is passed over.
    ///
    /// # Errors
    /// [`CremaDTableError`] when it is no table or lacks a column.
    pub fn read(&mut self, table: CremaDTable, bytes: &[u8]) -> Result<(), CremaDTableError> {
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers()?.clone();
        let position = |name: &&str| header.iter().position(|column| column == *name);
        let columns: Option<Vec<usize>> = table.columns().iter().map(position).collect();
        let columns = columns.ok_or_else(|| CremaDTableError::Columns {
            expected: table.columns(),
            got: header.iter().map(str::to_owned).collect(),
        })?;
        for record in reader.records() {
            let record = record?;
            let fields: Vec<&str> = columns.iter().filter_map(|&i| record.get(i)).collect();
            match table {
                CremaDTable::Demographics => self.add_person(&fields),
                CremaDTable::Votes => self.add_votes(&fields),
                CremaDTable::Summary => self.add_winners(&fields),
            };
        }
        Ok(())
    }

    fn add_person(&mut self, fields: &[&str]) -> Option<()> {
        let &[actor, age, sex, race, ethnicity] = fields else { return None };
        let demographics = Demographics {
            age: age.parse().ok(),
            race: race.to_owned(),
            ethnicity: ethnicity.to_owned(),
        };
        let speaker = Corpus::CremaD.speaker(Some(actor));
        self.people.insert(speaker, (Sex::from_word(sex), demographics));
        Some(())
    }

    fn add_votes(&mut self, fields: &[&str]) -> Option<()> {
        let (&[id, take], counts) = fields.split_first_chunk::<2>()?;
        if !VOICE_ONLY_IDS.contains(&id.parse().ok()?) {
            return None;
        }
        let mut by_emotion = [0; Emotion::COUNT];
        for (count, (_, emotion)) in counts.iter().zip(LETTERS) {
            by_emotion[emotion.index()] = count.parse().ok()?;
        }
        self.votes.insert(take.to_uppercase(), Votes::new(by_emotion));
        Some(())
    }

    fn add_winners(&mut self, fields: &[&str]) -> Option<()> {
        let &[take, letters] = fields else { return None };
        let emotion = |letter: &str| LETTERS.iter().find(|(known, _)| *known == letter);
        let mut winners: Vec<Emotion> =
            letters.split(':').map(|l| emotion(l).map(|&(_, e)| e)).collect::<Option<_>>()?;
        winners.sort();
        self.winners.insert(take.to_uppercase(), winners);
        Some(())
    }

    /// The voice-only votes on a clip, unless the summary names other winners.
    pub fn votes(&self, take: &str) -> Option<Votes> {
        let votes = self.votes.get(take)?;
        self.agrees(take, votes).then_some(*votes)
    }

    /// The clips whose votes are not used, since the summary names other winners.
    pub fn disputed(&self) -> impl Iterator<Item = &str> {
        self.votes.iter().filter(|(take, v)| !self.agrees(take, v)).map(|(take, _)| take.as_str())
    }

    fn agrees(&self, take: &str, votes: &Votes) -> bool {
        self.winners.get(take).is_none_or(|winners| *winners == votes.winners())
    }

    /// Adds to a label what the tables tell of the clip and of its speaker.
    pub fn describe(&self, label: &mut Label) {
        if label.corpus != Corpus::CremaD {
            return;
        }
        if let Some((sex, demographics)) = self.people.get(&label.speaker) {
            label.sex = label.sex.or(*sex);
            label.demographics = Some(demographics.clone());
        }
        let told = label.take.as_deref().and_then(|take| self.votes(take));
        label.votes = label.votes.or(told);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: &str = "\"ActorID\",\"Age\",\"Sex\",\"Race\",\"Ethnicity\"\n\
        1001,51,\"Male\",\"Caucasian\",\"Not Hispanic\"\n";
    const VOTES: &str = "\"\",\"A\",\"D\",\"F\",\"H\",\"N\",\"S\",\"fileName\",\"numResponses\"\n\
        \"100001\",0,0,0,1,10,0,\"1001_IEO_NEU_XX\",11\n\
        \"100002\",0,0,0,3,3,0,\"1001_IEO_HAP_LO\",6\n\
        \"200001\",9,0,0,0,0,0,\"1001_IEO_NEU_XX\",9\n";
    const SUMMARY: &str = "\"\",\"FileName\",\"VoiceVote\",\"VoiceLevel\"\n\
        \"1\",\"1001_IEO_NEU_XX\",\"N\",\"69.1\"\n\"2\",\"1001_IEO_HAP_LO\",\"H:N\",\"50\"\n";

    fn tables(summary: &str) -> CremaDTables {
        let mut tables = CremaDTables::default();
        tables.read(CremaDTable::Demographics, PEOPLE.as_bytes()).unwrap();
        tables.read(CremaDTable::Votes, VOTES.as_bytes()).unwrap();
        tables.read(CremaDTable::Summary, summary.as_bytes()).unwrap();
        tables
    }

    #[test]
    fn voice_only_votes_are_taken_and_checked() {
        let tables = tables(SUMMARY);
        assert_eq!(tables.votes("1001_IEO_NEU_XX").unwrap().to_string(), "neutral=10;happy=1");
        assert_eq!(tables.votes("1001_IEO_HAP_LO").unwrap().total(), 6);
        assert_eq!(tables.votes("1002_IEO_HAP_LO"), None);
        assert_eq!(tables.disputed().count(), 0);
    }

    #[test]
    fn votes_that_the_summary_disputes_are_not_used() {
        let tables = tables(&SUMMARY.replace("\"N\"", "\"S\""));
        assert_eq!(tables.votes("1001_IEO_NEU_XX"), None);
        assert_eq!(tables.disputed().collect::<Vec<_>>(), ["1001_IEO_NEU_XX"]);
    }

    #[test]
    fn a_label_gains_what_the_tables_tell() {
        let mut label = Label {
            take: Some("1001_IEO_NEU_XX".into()),
            ..Label::new(Corpus::CremaD, Some("1001"), Emotion::Neutral)
        };
        tables(SUMMARY).describe(&mut label);
        assert_eq!(label.sex, Some(Sex::Male));
        assert_eq!(label.demographics.unwrap().age, Some(51));
        assert_eq!(label.votes.unwrap().of(Emotion::Neutral), 10);
    }

    #[test]
    fn another_table_of_the_same_name_is_refused_in_a_sentence() {
        let mut tables = CremaDTables::default();
        let error = tables.read(CremaDTable::Summary, b"a,b\n1,2\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected the columns [\"FileName\", \"VoiceVote\"], got [\"a\", \"b\"]"
        );
    }

    #[test]
    fn tables_are_known_by_their_names() {
        assert_eq!(
            CremaDTable::from_file_name("VideoDemographics.csv"),
            Some(CremaDTable::Demographics)
        );
        assert_eq!(CremaDTable::from_file_name("features.csv"), None);
    }
}
