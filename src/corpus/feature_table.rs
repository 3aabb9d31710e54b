//! `features.csv`: features of clips as rows of a table, the label in the last column.

use super::{Clip, Version, VersionExtractor};
use crate::audio::Waveform;
use crate::features::{Extractor, FeatureError, FeatureSpec, Features};

/// What a table of features holds.
///
/// A summary gives one row a version of a clip: its features and `label`. A frame sequence gives
/// one row a frame: `path` of the clip, number of the `frame` from 0, its features and `label`.
/// What identifies the clip can be put before these: `corpus`, `path`, `speaker` and, of a
/// summary, `version`.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureTable {
    /// Which features.
    pub spec: FeatureSpec,
    /// Which versions of each clip; a frame sequence is of the clean one.
    pub versions: Vec<Version>,
    /// Whether every row says whose it is.
    pub with_clip: bool,
    /// What decides the noise.
    pub seed: u64,
}

impl FeatureTable {
    /// The names of the columns.
    pub fn header(&self) -> Vec<String> {
        let leading: &[&str] = match (self.is_summary(), self.with_clip) {
            (true, false) => &[],
            (true, true) => &["corpus", "path", "speaker", "version"],
            (false, false) => &["path", "frame"],
            (false, true) => &["corpus", "path", "speaker", "frame"],
        };
        let leading = leading.iter().map(|&name| name.to_owned());
        leading.chain(self.spec.columns()).chain(["label".to_owned()]).collect()
    }

    /// One row; `which` names the version or the frame.
    fn record(&self, clip: &Clip, which: String, values: &[f32]) -> Vec<String> {
        let path = || clip.path.to_string_lossy().into_owned();
        let mut record = match (self.is_summary(), self.with_clip) {
            (true, false) => vec![],
            (false, false) => vec![path(), which],
            (_, true) => vec![clip.corpus.to_string(), path(), clip.speaker.clone(), which],
        };
        // Debug writes the shortest digits that read back as the same number, 1e-10 included.
        record.extend(values.iter().map(|value| format!("{value:?}")));
        record.push(clip.emotion.to_string());
        record
    }

    /// The lines of a clip whose features are there already: those of each version, or the one
    /// matrix of frames.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn lines<'a>(
        &self,
        clip: &Clip,
        features: impl IntoIterator<Item = &'a Features>,
    ) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (which, values) in self.rows(features) {
            writer.write_record(self.record(clip, which, &values))?;
        }
        bytes(writer)
    }

    /// The values of each row, and the version or frame that they belong to.
    fn rows<'a>(
        &self,
        features: impl IntoIterator<Item = &'a Features>,
    ) -> Vec<(String, Vec<f32>)> {
        let features = features.into_iter();
        if self.is_summary() {
            let names = self.versions.iter().map(|version| version.name().to_owned());
            return names.zip(features.map(|summary| summary.values.clone())).collect();
        }
        let column = |matrix: &Features, frame: usize| matrix.column(frame).collect();
        features
            .flat_map(|matrix| (0..matrix.frames).map(move |frame| (matrix, frame)))
            .map(|(matrix, frame)| (frame.to_string(), column(matrix, frame)))
            .collect()
    }

    fn is_summary(&self) -> bool {
        matches!(self.spec, FeatureSpec::Summary(_))
    }

    /// The first line of the file.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn header_line(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.header())?;
        bytes(writer)
    }

    /// A writer of its rows, one for each thread.
    ///
    /// # Errors
    /// As [`FeatureSpec::check`].
    pub fn row_writer(&self) -> Result<RowWriter<'_>, FeatureError> {
        let extractor = match &self.spec {
            FeatureSpec::Summary(spec) => Kind::Versions(Box::new(VersionExtractor::new(spec)?)),
            frames => Kind::Frames(Extractor::new(frames)?),
        };
        Ok(RowWriter { table: self, extractor })
    }
}

/// Why the rows of a clip cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// There are no features.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// They do not go into a table.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

/// Computes the features of one clip after the other and writes them as lines of CSV.
pub struct RowWriter<'a> {
    table: &'a FeatureTable,
    extractor: Kind,
}

enum Kind {
    Versions(Box<VersionExtractor>),
    Frames(Extractor),
}

impl RowWriter<'_> {
    /// The lines of a clip; the same for the same sound and seed, to the byte.
    ///
    /// # Errors
    /// A sentence if the sound has no features.
    pub fn lines(&mut self, clip: &Clip, sound: &Waveform) -> Result<Vec<u8>, RowError> {
        let features = self.features(sound)?;
        Ok(self.table.lines(clip, &features)?)
    }

    fn features(&mut self, sound: &Waveform) -> Result<Vec<Features>, FeatureError> {
        let FeatureTable { versions, seed, .. } = self.table;
        match &mut self.extractor {
            Kind::Versions(extractor) => extractor.extract(sound, versions, *seed),
            Kind::Frames(extractor) => Ok(vec![extractor.extract(sound)?]),
        }
    }
}

fn bytes(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::clip;

    fn table(spec: FeatureSpec, with_clip: bool) -> FeatureTable {
        FeatureTable { spec, versions: Version::ALL.to_vec(), with_clip, seed: 7 }
    }

    fn tone() -> Waveform {
        let sine = |n: i32| (n as f32 * 0.05).sin() * 0.5;
        Waveform::new((0..16_000).map(sine).collect(), 16_000).unwrap()
    }

    fn read(table: &FeatureTable) -> Vec<Vec<String>> {
        let mut csv = table.header_line().unwrap();
        let clip = clip("mine", "anna, the second", 1);
        csv.extend(table.row_writer().unwrap().lines(&clip, &tone()).unwrap());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_slice());
        let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        reader.records().map(|record| cells(record.unwrap())).collect()
    }

    #[test]
    fn the_seed_table_holds_162_features_and_the_label() {
        let rows = read(&table(FeatureSpec::seed(), false));
        assert_eq!(rows.len(), 1 + 3);
        assert!(rows.iter().all(|row| row.len() == 163));
        assert_eq!((rows[0][0].as_str(), rows[0][162].as_str()), ("zcr", "label"));
        assert_eq!(rows[1][162], "neutral");
        assert!(rows[1][..162].iter().all(|value| value.parse::<f32>().unwrap().is_finite()));
        assert!(rows[1] != rows[2] && rows[1] != rows[3] && rows[2] != rows[3]);
    }

    #[test]
    fn the_clean_row_is_what_a_model_is_given() {
        let rows = read(&table(FeatureSpec::seed(), false));
        let values: Vec<f32> = rows[1][..162].iter().map(|value| value.parse().unwrap()).collect();
        assert_eq!(values, FeatureSpec::seed().extract(&tone()).unwrap().values);
    }

    #[test]
    fn a_row_can_say_whose_it_is() {
        let rows = read(&table(FeatureSpec::seed(), true));
        assert_eq!(rows[0][..4], ["corpus", "path", "speaker", "version"]);
        assert_eq!(rows[3][2..4], ["mine/anna, the second", "stretched"]);
    }

    #[test]
    fn frames_are_rows_of_their_own() {
        let rows = read(&table(FeatureSpec::overtone(), false));
        assert_eq!(rows.len(), 1 + 101);
        assert_eq!(rows[0][..3], ["path", "frame", "mel_1"]);
        assert_eq!(rows[101][1], "100");
        assert_eq!(rows[101].len(), 2 + 80 + 1);
        let rows = read(&table(FeatureSpec::overtone(), true));
        assert_eq!(rows[0][..4], ["corpus", "path", "speaker", "frame"]);
    }

    #[test]
    fn the_seed_decides_the_noise_and_nothing_else() {
        let lines = |seed| {
            let table = FeatureTable { seed, ..table(FeatureSpec::seed(), false) };
            let lines = table.row_writer().unwrap().lines(&clip("mine", "a", 1), &tone()).unwrap();
            String::from_utf8(lines).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(lines(0), lines(0));
        let (zero, one) = (lines(0), lines(1));
        assert_eq!((&zero[0], &zero[2]), (&one[0], &one[2]));
        assert_ne!(zero[1], one[1]);
    }
}
