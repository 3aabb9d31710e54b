//! Which features: the description that travels with a model.

use serde::{Deserialize, Serialize};

use super::chroma::{self, CLASSES};
use super::error::check;
use super::mel::MelBank;
use super::stft::Stft;
use super::{Extractor, FeatureError, Features};
use crate::audio::Waveform;

/// Values that are kept of one sound at most: a quarter of a gigabyte.
const MOST_VALUES: usize = 1 << 26;

/// Everything that decides the features of a sound; two equal ones give equal features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeatureSpec {
    /// One column of averages.
    Summary(SummarySpec),
    /// A column of mel bands every few milliseconds.
    Frames(FrameSpec),
}

impl FeatureSpec {
    /// The 162 averages of the design that the project descends from.
    pub fn seed() -> Self {
        Self::Summary(SummarySpec::default())
    }

    /// Frames of 80 mel bands, [`FrameSpec::whisper`]: what the models that ship hear.
    pub fn overtone() -> Self {
        Self::Frames(FrameSpec::whisper())
    }

    /// The rate at which the sound is heard, in Hz.
    pub fn rate_hz(&self) -> u32 {
        match self {
            Self::Summary(spec) => spec.rate_hz,
            Self::Frames(spec) => spec.rate_hz,
        }
    }

    /// How many features there are.
    pub fn rows(&self) -> usize {
        match self {
            Self::Summary(spec) => spec.rows(),
            Self::Frames(spec) => spec.bands,
        }
    }

    /// Seconds from one frame to the next; none for a summary, which has one.
    pub fn hop_s(&self) -> Option<f64> {
        match self {
            Self::Summary(_) => None,
            Self::Frames(spec) => Some(spec.hop_s()),
        }
    }

    /// The names of the features, in the order of the rows.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Self::Summary(spec) => spec.columns(),
            Self::Frames(spec) => numbered("mel", spec.bands).collect(),
        }
    }

    /// `Ok` if features can be computed to this description.
    ///
    /// # Errors
    /// [`FeatureError::Spec`] or [`FeatureError::EmptyBand`] with the first number that is
    /// impossible.
    pub fn check(&self) -> Result<(), FeatureError> {
        match self {
            Self::Summary(spec) => spec.check(),
            Self::Frames(spec) => spec.check(),
        }
    }

    /// `Ok` if so many samples at a rate have no more frames than can be kept.
    ///
    /// # Errors
    /// [`FeatureError::Spec`] if the hop is too short for that.
    pub(super) fn check_frames(&self, samples: usize, from_hz: u32) -> Result<(), FeatureError> {
        let heard = samples as f64 * f64::from(self.rate_hz()) / f64::from(from_hz);
        let (hop_samples, values) = match self {
            Self::Summary(spec) => (spec.hop_samples, spec.fft_samples / 2 + 1 + spec.bands),
            Self::Frames(spec) => (spec.hop_samples, spec.bands),
        };
        check_hop(hop_samples, heard.ceil() as usize, values)
    }

    /// The features of one sound at any rate, `[rows, frames]`.
    ///
    /// For many sounds, an [`Extractor`] of one's own saves the plan of the transform each time.
    ///
    /// # Errors
    /// As [`Self::check`] and [`Extractor::extract`].
    pub fn extract(&self, sound: &Waveform) -> Result<Features, FeatureError> {
        Extractor::new(self)?.extract(sound)
    }
}

/// Time averages of zero-crossing rate, chroma, MFCC, RMS and mel power over one stretch of sound.
///
/// The default is the design that the project descends from: 22 050 Hz, from 0.6 s for 2.5 s, and
/// 1 + 12 + 20 + 1 + 128 = 162 values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummarySpec {
    /// The rate at which the sound is heard, in Hz.
    pub rate_hz: u32,
    /// Where the stretch begins, in seconds.
    pub offset_s: f64,
    /// The longest stretch, in seconds.
    pub longest_s: f64,
    /// Samples of a frame, of its window and of its transform.
    pub fft_samples: usize,
    /// Samples from one frame to the next.
    pub hop_samples: usize,
    /// Cepstral coefficients.
    pub coefficients: usize,
    /// Mel bands, from 0 Hz to half the rate.
    pub bands: usize,
}

impl Default for SummarySpec {
    fn default() -> Self {
        Self {
            rate_hz: 22_050,
            offset_s: 0.6,
            longest_s: 2.5,
            fft_samples: 2_048,
            hop_samples: 512,
            coefficients: 20,
            bands: 128,
        }
    }
}

impl SummarySpec {
    /// How many features there are.
    pub fn rows(&self) -> usize {
        1 + CLASSES + self.coefficients + 1 + self.bands
    }

    fn columns(&self) -> Vec<String> {
        let zcr = std::iter::once("zcr".to_owned());
        let chroma = chroma::NAMES.iter().map(|name| format!("chroma_{name}"));
        let rms = std::iter::once("rms".to_owned());
        zcr.chain(chroma)
            .chain(numbered("mfcc", self.coefficients))
            .chain(rms)
            .chain(numbered("mel", self.bands))
            .collect()
    }

    fn check(&self) -> Result<(), FeatureError> {
        check_rate(self.rate_hz)?;
        check(
            (0.0..=3_600.0).contains(&self.offset_s),
            "offset_s",
            "from 0 to 3600",
            self.offset_s,
        )?;
        check(
            self.longest_s > 0.0 && self.longest_s <= 3_600.0,
            "longest_s",
            "above 0 and at most 3600",
            self.longest_s,
        )?;
        check(
            (1..=self.bands).contains(&self.coefficients),
            "coefficients",
            format!("from 1 to bands = {}", self.bands),
            self.coefficients as f64,
        )?;
        Stft::new(self.fft_samples, self.fft_samples, self.hop_samples)?;
        let top_hz = f64::from(self.rate_hz) / 2.0;
        MelBank::new(self.rate_hz, self.fft_samples, self.bands, 0.0, top_hz)?;
        check(
            self.coefficients.saturating_mul(self.bands) <= MOST_VALUES,
            "coefficients",
            format!("of {} or less with {} bands", MOST_VALUES / self.bands, self.bands),
            self.coefficients as f64,
        )
    }
}

/// Mel bands in decibels, a column every hop.
///
/// The default is 16 kHz, windows of 25 ms every 10 ms, 64 bands from 50 to 5 000 Hz. It ends at
/// 5 kHz because the narrowest corpus does: a model that can hear the recording names the recording.
/// The models that ship hear [`Self::whisper`], as the encoder that taught them does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameSpec {
    /// The rate at which the sound is heard, in Hz.
    pub rate_hz: u32,
    /// Samples under the Hann window.
    pub window_samples: usize,
    /// Samples of the transform; the window stands in its middle.
    pub fft_samples: usize,
    /// Samples from one frame to the next.
    pub hop_samples: usize,
    /// Mel bands.
    pub bands: usize,
    /// Where the lowest band begins, in Hz.
    pub low_hz: f64,
    /// Where the highest band ends, in Hz.
    pub high_hz: f64,
    /// The least value, in dB relative to a power of 1.
    pub floor_db: f64,
}

impl Default for FrameSpec {
    fn default() -> Self {
        Self {
            rate_hz: 16_000,
            window_samples: 400,
            fft_samples: 512,
            hop_samples: 160,
            bands: 64,
            low_hz: 50.0,
            high_hz: 5_000.0,
            floor_db: -100.0,
        }
    }
}

impl FrameSpec {
    /// What Whisper's encoder hears (Radford et al. 2023): 80 bands from 0 to 8 000 Hz.
    pub fn whisper() -> Self {
        Self { fft_samples: 400, bands: 80, low_hz: 0.0, high_hz: 8_000.0, ..Self::default() }
    }

    /// Seconds from one frame to the next.
    pub fn hop_s(&self) -> f64 {
        self.hop_samples as f64 / f64::from(self.rate_hz)
    }

    /// Frames of a sound of so many samples at [`Self::rate_hz`].
    pub fn frames(&self, samples: usize) -> usize {
        1 + samples / self.hop_samples.max(1)
    }

    fn check(&self) -> Result<(), FeatureError> {
        check_rate(self.rate_hz)?;
        check(
            (-300.0..=0.0).contains(&self.floor_db),
            "floor_db",
            "from -300 to 0",
            self.floor_db,
        )?;
        self.stft()?;
        self.bank().map(drop)
    }

    /// The transform of this description.
    pub(super) fn stft(&self) -> Result<Stft, FeatureError> {
        Stft::new(self.fft_samples, self.window_samples, self.hop_samples)
    }

    /// The bands of this description.
    pub(super) fn bank(&self) -> Result<MelBank, FeatureError> {
        MelBank::new(self.rate_hz, self.fft_samples, self.bands, self.low_hz, self.high_hz)
    }
}

fn check_rate(rate_hz: u32) -> Result<(), FeatureError> {
    let rates = Waveform::RATES_HZ;
    let expected = format!("from {} to {}", rates.start(), rates.end());
    check(rates.contains(&rate_hz), "rate_hz", expected, f64::from(rate_hz))
}

/// Refuses a hop at which the frames of a sound, each of so many values, are more than can be kept.
fn check_hop(hop_samples: usize, samples: usize, values: usize) -> Result<(), FeatureError> {
    let most_frames = (MOST_VALUES / values.max(1)).max(1);
    let least = samples / most_frames + 1;
    check(
        hop_samples >= least,
        "hop_samples",
        format!("of {least} or more for {samples} samples and {values} values a frame"),
        hop_samples as f64,
    )
}

fn numbered(name: &str, count: usize) -> impl Iterator<Item = String> + '_ {
    (1..=count).map(move |number| format!("{name}_{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_has_162_named_columns() {
        let seed = FeatureSpec::seed();
        let columns = seed.columns();
        assert_eq!((seed.rate_hz(), seed.rows(), columns.len()), (22_050, 162, 162));
        assert_eq!(columns[..3], ["zcr", "chroma_c", "chroma_c_sharp"]);
        assert_eq!(columns[12..14], ["chroma_b", "mfcc_1"]);
        assert_eq!(columns[33..35], ["rms", "mel_1"]);
        assert_eq!(columns[161], "mel_128");
    }

    #[test]
    fn overtone_hears_80_bands_a_hundred_times_a_second() {
        let overtone = FeatureSpec::overtone();
        assert_eq!((overtone.rate_hz(), overtone.rows()), (16_000, 80));
        assert_eq!(overtone.hop_s(), Some(0.01));
        assert_eq!(FrameSpec::default().bands, 64);
        assert_eq!(FrameSpec::default().hop_s(), 0.01);
        assert_eq!(FrameSpec::default().frames(16_000), 101);
    }

    #[test]
    fn a_spec_survives_the_way_through_a_file() {
        for spec in [FeatureSpec::seed(), FeatureSpec::overtone()] {
            let json = serde_json::to_string(&spec).unwrap();
            assert_eq!(serde_json::from_str::<FeatureSpec>(&json).unwrap(), spec);
        }
    }

    #[test]
    fn impossible_specs_are_refused_with_the_reason() {
        let frames = |change: fn(&mut FrameSpec)| {
            let mut spec = FrameSpec::default();
            change(&mut spec);
            FeatureSpec::Frames(spec).check().unwrap_err().to_string()
        };
        let summary = |change: fn(&mut SummarySpec)| {
            let mut spec = SummarySpec::default();
            change(&mut spec);
            FeatureSpec::Summary(spec).check().unwrap_err().to_string()
        };
        assert_eq!(frames(|s| s.rate_hz = 3), "expected rate_hz from 1000 to 768000, got 3");
        assert_eq!(frames(|s| s.floor_db = 3.0), "expected floor_db from -300 to 0, got 3");
        assert!(frames(|s| s.bands = 200).contains("200 bands"));
        // More than a tab has memory for: refused before there is a place for each.
        assert!(frames(|s| s.bands = 400_000_000).contains("bands of 257 or less"));
        assert!(summary(|s| s.bands = 400_000_000).contains("bands of 1025 or less"));
        assert!(frames(|s| s.fft_samples = usize::MAX).contains("fft_samples"));
        assert_eq!(
            summary(|s| s.longest_s = 0.0),
            "expected longest_s above 0 and at most 3600, got 0"
        );
        assert!(summary(|s| s.offset_s = f64::NAN).contains("offset_s"));
        assert!(summary(|s| s.coefficients = 129).contains("bands = 128"));
        let many = summary(|s| {
            (s.fft_samples, s.bands, s.coefficients) = (1 << 20, 20_000, 20_000);
        });
        assert_eq!(many, "expected coefficients of 3355 or less with 20000 bands, got 20000");
    }

    #[test]
    fn a_hop_has_as_many_frames_as_can_be_kept() {
        for (samples, values) in [(1, 80), (14_400_000, 80), (14_400_000, MOST_VALUES), (999, 7)] {
            let least = samples / (MOST_VALUES / values) + 1;
            assert!(check_hop(least, samples, values).is_ok());
            assert!((1 + samples / least) * values <= MOST_VALUES);
            if least > 1 {
                assert!(check_hop(least - 1, samples, values).is_err());
                assert!((1 + samples / (least - 1)) * values > MOST_VALUES);
            }
        }
    }
}
