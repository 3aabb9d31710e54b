//! What is measured of a clip before a training.

use crate::audio::Waveform;
use crate::corpus::{Version, VersionExtractor};
use crate::features::{FeatureError, FeatureSpec, Features};
use crate::model::Framing;
use crate::training::Stored;

/// Features of a clip's rows: one, or three where the pipeline augments before it trains. Shared by
/// all trainings with the clip.
pub type Rows = Vec<Stored>;

/// A clip as it is heard.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Features of its rows.
    pub rows: Vec<Features>,
    /// Quiet frames before the first that is kept.
    pub skipped: usize,
}

impl Heard {
    /// Measures a clip, levelled where there is a framing; noise is drawn from the seed.
    ///
    /// # Errors
    /// [`FeatureError`] if the features cannot be computed.
    pub fn of(
        sound: &Waveform,
        features: &FeatureSpec,
        framing: Option<Framing>,
        seed: u64,
    ) -> Result<Self, FeatureError> {
        let rows = rows(features, sound, seed)?;
        let Some(framing) = framing else {
            return Ok(Self { rows, skipped: 0 });
        };
        let levelled: Vec<_> = rows.iter().map(|row| framing.level(row)).collect();
        let skipped = levelled.first().map_or(0, |(_, kept)| kept.start);
        Ok(Self { rows: levelled.into_iter().map(|(row, _)| row).collect(), skipped })
    }
}

/// The rows of a sound: one, or three where the described pipeline augments before it trains.
fn rows(spec: &FeatureSpec, sound: &Waveform, seed: u64) -> Result<Vec<Features>, FeatureError> {
    match spec {
        FeatureSpec::Summary(spec) => {
            VersionExtractor::new(spec)?.extract(sound, &Version::ALL, seed)
        }
        FeatureSpec::Frames(_) => Ok(vec![spec.extract(sound)?]),
    }
}
