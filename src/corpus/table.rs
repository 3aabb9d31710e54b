//! Corpora as tables: one row a clip.
//!
//! A table has a header with the columns `path` and `emotion`, in any order and case. Paths are
//! relative to the folder of the table. Further columns are read where they are there: `speaker`,
//! `corpus` (else the name of the table), `sex`, `age`, `race`, `ethnicity`, `sentence`,
//! `intensity`, `votes`; any others are passed over. Columns are separated by commas, or else by semicolons or tabs. [`write()`] writes
//! such a table, so that a list of clips can be edited and given back.

use std::io::Write;

use super::{Clip, Corpus, Demographics, Intensity, Label, Reason, Sex};

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The file, as the table names it; empty when it does not.
    pub path: String,
    /// What the row tells of the clip, or why it cannot be used.
    pub label: Result<Label, Reason>,
}

/// Why a table cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The header lacks a column.
    #[error("expected a header with the columns path and emotion, got \"{got}\"")]
    Header {
        /// The first line.
        got: String,
    },
    /// Not a table of separated values.
    #[error("expected a table of comma-separated values: {0}")]
    Csv(#[from] csv::Error),
}

/// Reads a table; `name` is the corpus of the rows that name none.
///
/// # Errors
/// [`TableError`] when it is no table, or lacks a column. A row that cannot be used is no error: it
/// carries the reason.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Row>, TableError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(bytes))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let columns = Columns::find(reader.byte_headers()?)?;
    let rows = reader.byte_records().map(|record| Ok(row(&columns, &record?, name)));
    rows.collect()
}

/// The first of comma, semicolon and tab that stands in the header.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    [b',', b';', b'\t'].into_iter().find(|known| header.contains(known)).unwrap_or(b',')
}

/// Where each column stands.
struct Columns {
    path: usize,
    emotion: usize,
    speaker: Option<usize>,
    corpus: Option<usize>,
    sex: Option<usize>,
    age: Option<usize>,
    race: Option<usize>,
    ethnicity: Option<usize>,
    sentence: Option<usize>,
    intensity: Option<usize>,
    votes: Option<usize>,
}

impl Columns {
    fn find(header: &csv::ByteRecord) -> Result<Self, TableError> {
        let find = |name: &str| header.iter().position(|c| c.eq_ignore_ascii_case(name.as_bytes()));
        let (Some(path), Some(emotion)) = (find("path"), find("emotion")) else {
            let names: Vec<_> = header.iter().map(String::from_utf8_lossy).collect();
            return Err(TableError::Header { got: names.join(",") });
        };
        Ok(Self {
            path,
            emotion,
            speaker: find("speaker"),
            corpus: find("corpus"),
            sex: find("sex"),
            age: find("age"),
            race: find("race"),
            ethnicity: find("ethnicity"),
            sentence: find("sentence"),
            intensity: find("intensity"),
            votes: find("votes"),
        })
    }
}

fn row(columns: &Columns, record: &csv::ByteRecord, name: &str) -> Row {
    let line = record.position().map_or(0, csv::Position::line);
    let text = |column: usize| {
        let field = record.get(column).map(|field| String::from_utf8_lossy(field).into_owned());
        field.filter(|field| !field.is_empty())
    };
    let told = |column: Option<usize>| column.and_then(text);
    let age = || told(columns.age).and_then(|word| word.parse().ok());
    let path = text(columns.path);
    let label = || -> Result<Label, Reason> {
        let missing = |column| Reason::Incomplete { row: line, column };
        path.as_ref().ok_or(missing("path"))?;
        let emotion = text(columns.emotion).ok_or(missing("emotion"))?.parse()?;
        let corpus = told(columns.corpus);
        let corpus = Corpus::from_name(corpus.as_deref().unwrap_or(name));
        Ok(Label {
            sex: told(columns.sex).and_then(|word| Sex::from_word(&word)),
            demographics: demographics(age(), told(columns.race), told(columns.ethnicity)),
            sentence: told(columns.sentence),
            intensity: told(columns.intensity).and_then(|word| Intensity::from_word(&word)),
            votes: told(columns.votes).and_then(|word| word.parse().ok()),
            ..Label::new(corpus, told(columns.speaker).as_deref(), emotion)
        })
    };
    let label = label();
    Row { path: path.unwrap_or_default(), label }
}

/// What is told of a speaker, where anything is; a word that is not told is empty.
fn demographics(
    age: Option<u8>,
    race: Option<String>,
    ethnicity: Option<String>,
) -> Option<Demographics> {
    let is_told = age.is_some() || race.is_some() || ethnicity.is_some();
    is_told.then(|| Demographics {
        age,
        race: race.unwrap_or_default(),
        ethnicity: ethnicity.unwrap_or_default(),
    })
}

/// The columns that [`write()`] writes.
pub const COLUMNS: [&str; 13] = [
    "corpus",
    "path",
    "speaker",
    "sex",
    "age",
    "race",
    "ethnicity",
    "sentence",
    "intensity",
    "emotion",
    "seconds",
    "hash",
    "votes",
];

/// Writes clips as a table: [`COLUMNS`], then one row a clip. What is not known is empty.
///
/// # Errors
/// What the writer refuses.
pub fn write(out: impl Write, clips: &[Clip]) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for clip in clips {
        writer.write_record(fields(clip))?;
    }
    writer.flush()?;
    Ok(())
}

fn fields(clip: &Clip) -> [String; COLUMNS.len()] {
    let demographics = clip.demographics.as_ref();
    let age = demographics.and_then(|person| person.age);
    [
        clip.corpus.to_string(),
        clip.path.to_string_lossy().into_owned(),
        clip.speaker.clone(),
        clip.sex.map(|sex| sex.to_string()).unwrap_or_default(),
        age.map(|years| years.to_string()).unwrap_or_default(),
        demographics.map(|person| person.race.clone()).unwrap_or_default(),
        demographics.map(|person| person.ethnicity.clone()).unwrap_or_default(),
        clip.sentence.clone().unwrap_or_default(),
        clip.intensity.map(|intensity| intensity.to_string()).unwrap_or_default(),
        clip.emotion.to_string(),
        format!("{:.3}", clip.seconds),
        clip.hash.to_string(),
        clip.votes.map(|votes| votes.to_string()).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Waveform;
    use crate::corpus::{ContentHash, Demographics};
    use crate::emotion::Emotion;
    use proptest::prelude::*;

    #[test]
    fn a_table_needs_a_path_and_an_emotion() {
        let rows = read(b"path,emotion\na.wav,anger\nsub/b.wav,Joy\n", "mine").unwrap();
        assert_eq!(rows[1].path, "sub/b.wav");
        let labels: Vec<Label> = rows.into_iter().map(|row| row.label.unwrap()).collect();
        assert_eq!(labels[0].emotion, Emotion::Angry);
        assert_eq!(labels[0].corpus, Corpus::Other("mine".into()));
        assert_eq!(labels[0].speaker, "mine/unknown");
        assert_eq!(labels[1].emotion, Emotion::Happy);
    }

    #[test]
    fn spreadsheets_write_marks_and_semicolons() {
        let table = "\u{feff}Speaker;Emotion;Path\r\n7;Trauer;a.wav\r\n7;sad;b.wav\r\n";
        let rows = read(table.as_bytes(), "mine").unwrap();
        assert!(matches!(rows[0].label, Err(Reason::UnknownEmotion(_))));
        assert_eq!(rows[1].label.as_ref().unwrap().speaker, "mine/7");
    }

    #[test]
    fn an_incomplete_row_says_where_it_stands() {
        let rows = read(b"path,emotion\na.wav\n,sad\n", "mine").unwrap();
        assert_eq!(rows[0].label, Err(Reason::Incomplete { row: 2, column: "emotion" }));
        assert_eq!(rows[1].label, Err(Reason::Incomplete { row: 3, column: "path" }));
    }

    #[test]
    fn a_table_without_its_header_is_refused_in_a_sentence() {
        let error = read(b"a.wav,angry\n", "mine").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a header with the columns path and emotion, got \"a.wav,angry\""
        );
    }

    #[test]
    fn what_is_written_reads_back() {
        let sound = Waveform::new(vec![0.0, 0.5, -0.5], 16_000).unwrap();
        let clip = Clip {
            corpus: Corpus::CremaD,
            path: "a, b/1001_IEO_NEU_XX.wav".into(),
            speaker: "crema-d/1001".into(),
            sex: Some(Sex::Male),
            demographics: Some(Demographics {
                age: Some(51),
                race: "Caucasian".into(),
                ethnicity: "Not Hispanic".into(),
            }),
            sentence: Some("It's eleven o'clock".into()),
            intensity: Some(Intensity::High),
            emotion: Emotion::Neutral,
            seconds: sound.seconds(),
            hash: ContentHash::of(&sound),
            votes: "neutral=10;happy=1".parse().ok(),
        };
        let mut bytes = Vec::new();
        write(&mut bytes, std::slice::from_ref(&clip)).unwrap();
        let row = read(&bytes, "else").unwrap().remove(0);
        assert_eq!(row.path, "a, b/1001_IEO_NEU_XX.wav");
        let label = row.label.unwrap();
        assert_eq!((label.corpus, label.speaker), (clip.corpus, clip.speaker));
        assert_eq!((label.sex, label.sentence), (clip.sex, clip.sentence));
        assert_eq!(label.demographics, clip.demographics);
        assert_eq!((label.intensity, label.votes), (clip.intensity, clip.votes));
    }

    #[test]
    fn of_a_speaker_no_more_is_known_than_is_told() {
        let told = |rest: &str| {
            let table = format!("path,emotion,age,race,ethnicity\na.wav,sad,{rest}\n");
            read(table.as_bytes(), "mine").unwrap().remove(0).label.unwrap().demographics
        };
        assert_eq!(told(",,"), None);
        assert_eq!(told("old,,"), None);
        let of_age = Demographics { age: Some(33), race: String::new(), ethnicity: String::new() };
        assert_eq!(told("33,,"), Some(of_age.clone()));
        let of_race = Demographics { age: None, race: "Asian".into(), ..of_age };
        assert_eq!(told("?,Asian,"), Some(of_race));
    }

    proptest! {
        #[test]
        fn no_table_crashes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, "any");
        }

        #[test]
        fn no_table_with_the_right_header_crashes(body in "([a-z0-9\",;=\n]|\\PC){0,80}") {
            let _ = read(format!("path,emotion,speaker,votes\n{body}").as_bytes(), "any");
        }
    }
}
