//! The summary: one column of time averages.

use std::collections::BTreeMap;
use std::ops::Range;

use super::chroma::{CLASSES, ChromaBank};
use super::decibel::{RANGE_DB, db_from_power, limit_range};
use super::framing::Framing;
use super::mel::MelBank;
use super::mfcc::CosineTransform;
use super::stft::Stft;
use super::tuning::TuningEstimate;
use super::{FeatureError, FeatureSpec, Features, SummarySpec, rms, zcr};
use crate::wide::wide;

/// Computes the averages of a [`SummarySpec`] with buffers that live on from sound to sound.
///
/// With librosa 0.11.0, `y` cut from the sound and `S = numpy.abs(librosa.stft(y))`, the rows are
/// the means over time of `feature.zero_crossing_rate(y)`, `feature.chroma_stft(S=S)`,
/// `feature.mfcc(y=y)`, `feature.rms(y=y)` and `feature.melspectrogram(y=y)`.
pub struct SummaryExtractor {
    spec: SummarySpec,
    stft: Stft,
    bank: MelBank,
    cosines: CosineTransform,
    tuning: TuningEstimate,
    /// By tuning in hundredths of a semitone: a hundred at most, each slower to make than to use.
    chroma_banks: BTreeMap<i32, ChromaBank>,
    /// All frames, one after the other, `[frames, bins]`.
    magnitudes: Vec<f32>,
    powers: Vec<f32>,
    /// All frames, one after the other, `[frames, bands]`.
    mel: Vec<f32>,
}

impl SummaryExtractor {
    /// An extractor to this description.
    ///
    /// # Errors
    /// As [`FeatureSpec::check`].
    pub fn new(spec: &SummarySpec) -> Result<Self, FeatureError> {
        FeatureSpec::Summary(spec.clone()).check()?;
        let stft = Stft::new(spec.fft_samples, spec.fft_samples, spec.hop_samples)?;
        let top_hz = f64::from(spec.rate_hz) / 2.0;
        Ok(Self {
            bank: MelBank::new(spec.rate_hz, spec.fft_samples, spec.bands, 0.0, top_hz)?,
            cosines: CosineTransform::new(spec.bands, spec.coefficients),
            tuning: TuningEstimate::new(spec.rate_hz, spec.fft_samples),
            chroma_banks: BTreeMap::new(),
            magnitudes: Vec::new(),
            powers: vec![0.0; stft.bins()],
            mel: Vec::new(),
            spec: spec.clone(),
            stft,
        })
    }

    /// The description.
    pub fn spec(&self) -> &SummarySpec {
        &self.spec
    }

    /// The averages over samples at the rate of the specification, `[rows, 1]`.
    pub fn extract(&mut self, samples: &[f32]) -> Features {
        self.transform(samples);
        let mut values = Vec::with_capacity(self.spec.rows());
        let framing = Framing::even(self.spec.fft_samples, self.spec.hop_samples);
        let frames = framing.frames(samples.len());
        let mean = |of: fn(&[f32], Framing, usize) -> f32| {
            (0..frames).map(|t| of(samples, framing, t)).sum::<f32>() / frames as f32
        };
        values.push(mean(zcr::rate));
        values.extend(self.mean_chroma());
        let mel = mean_frame(&self.mel, self.spec.bands);
        values.extend(self.mean_cepstrum());
        values.push(mean(rms::level));
        values.extend(mel);
        Features { rows: values.len(), frames: 1, values }
    }

    /// Fills magnitudes, mel powers and the peaks for the tuning.
    fn transform(&mut self, samples: &[f32]) {
        let (frames, bins) = (self.stft.frames(samples.len()), self.stft.bins());
        self.magnitudes.resize(frames * bins, 0.0);
        self.mel.resize(frames * self.spec.bands, 0.0);
        self.tuning.clear();
        let mel = self.mel.chunks_exact_mut(self.spec.bands);
        for (t, (magnitudes, mel)) in self.magnitudes.chunks_exact_mut(bins).zip(mel).enumerate() {
            self.stft.write_magnitudes(samples, t, magnitudes);
            for (power, magnitude) in self.powers.iter_mut().zip(&*magnitudes) {
                *power = magnitude * magnitude;
            }
            self.bank.apply(&self.powers, mel);
            self.tuning.add(magnitudes);
        }
    }

    fn mean_chroma(&mut self) -> Vec<f32> {
        let tuning = self.tuning.semitones();
        let SummarySpec { rate_hz, fft_samples, .. } = self.spec;
        let bank = self
            .chroma_banks
            .entry((100.0 * tuning).round() as i32)
            .or_insert_with(|| ChromaBank::new(rate_hz, fft_samples, tuning));
        mean_frame(bank.apply(&self.magnitudes).as_flattened(), CLASSES)
    }

    /// The mean of the coefficients, which are the coefficients of the mean: the transform is
    /// linear. Leaves the mel powers in dB.
    fn mean_cepstrum(&mut self) -> Vec<f32> {
        wide!(self.mel.iter_mut().for_each(|value| *value = db_from_power(*value)));
        limit_range(&mut self.mel, RANGE_DB);
        let mean_db = mean_frame(&self.mel, self.spec.bands);
        let mut cepstrum = vec![0.0; self.cosines.outputs()];
        self.cosines.apply(&mean_db, &mut cepstrum);
        cepstrum
    }
}

impl SummarySpec {
    /// The stretch that is summarised, of a sound of so many samples at any rate.
    ///
    /// It begins at the offset, as `librosa.load(offset, duration)` of librosa 0.11.0 cuts before
    /// it resamples. There a sound that ends before the offset is an empty array and an error; here
    /// one too short to fill a frame after the offset is taken from its beginning.
    pub fn stretch(&self, samples: usize, rate_hz: u32) -> Range<usize> {
        let rate_hz = f64::from(rate_hz);
        let frame_s = self.fft_samples as f64 / f64::from(self.rate_hz);
        let offset = (self.offset_s * rate_hz) as usize;
        let short = samples < offset + (frame_s * rate_hz) as usize;
        let start = if short { 0 } else { offset };
        start..samples.min(start + ((self.longest_s * rate_hz) as usize).max(1))
    }
}

/// The mean over frames that lie one after the other, `[frames, rows]` to `[rows]`.
fn mean_frame(values: &[f32], rows: usize) -> Vec<f32> {
    let frames = values.chunks_exact(rows);
    let count = frames.len() as f32;
    let mut mean = vec![0.0; rows];
    for frame in frames {
        mean.iter_mut().zip(frame).for_each(|(sum, value)| *sum += value);
    }
    mean.iter_mut().for_each(|sum| *sum /= count);
    mean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stretch_begins_after_six_tenths_and_lasts_two_and_a_half_seconds() {
        let spec = SummarySpec::default();
        assert_eq!(spec.stretch(200_000, 48_000), 28_800..148_800);
        assert_eq!(spec.stretch(60_000, 48_000), 28_800..60_000);
    }

    #[test]
    fn a_sound_too_short_for_the_offset_is_taken_from_its_beginning() {
        let spec = SummarySpec::default();
        assert_eq!(spec.stretch(13_230 + 2_047, 22_050), 0..15_277);
        assert_eq!(spec.stretch(13_230 + 2_048, 22_050), 13_230..15_278);
        assert_eq!(spec.stretch(1, 22_050), 0..1);
    }

    #[test]
    fn a_summary_does_not_remember_the_sound_before() {
        let mut extractor = SummaryExtractor::new(&SummarySpec::default()).unwrap();
        let sound: Vec<f32> = (0..9_000).map(|n| (n % 90) as f32 / 90.0 - 0.5).collect();
        let first = extractor.extract(&sound);
        assert_eq!((first.rows, first.frames), (162, 1));
        extractor.extract(&[0.3; 20_000]);
        assert_eq!(extractor.extract(&sound), first);
    }

    #[test]
    fn silence_has_a_summary_of_finite_values() {
        let mut extractor = SummaryExtractor::new(&SummarySpec::default()).unwrap();
        let silence = extractor.extract(&[0.0; 5_000]);
        assert!(silence.values.iter().all(|value| value.is_finite()));
        assert_eq!(silence.values[..13], [0.0; 13], "no crossing and no chroma");
    }
}
