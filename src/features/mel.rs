//! Mel bands.

use super::error::check;
use super::stft::Stft;
use super::{FeatureError, Features};
use crate::audio::Waveform;
use crate::wide::{dot, wide};

/// Width of a mel in the linear part of Slaney's scale, in Hz.
const LINEAR_HZ: f64 = 200.0 / 3.0;
/// Where Slaney's scale turns from linear to logarithmic, in Hz.
const KNEE_HZ: f64 = 1_000.0;

/// The mel of a frequency, Slaney's scale: linear to 1 kHz, logarithmic above.
///
/// Equals `librosa.hz_to_mel(htk=False)` of librosa 0.11.0.
pub fn mel_from_hz(hz: f64) -> f64 {
    if hz < KNEE_HZ {
        hz / LINEAR_HZ
    } else {
        KNEE_HZ / LINEAR_HZ + (hz / KNEE_HZ).ln() / log_step()
    }
}

/// The frequency of a mel, in Hz: the inverse of [`mel_from_hz`].
///
/// Equals `librosa.mel_to_hz(htk=False)` of librosa 0.11.0.
pub fn hz_from_mel(mel: f64) -> f64 {
    let knee = KNEE_HZ / LINEAR_HZ;
    if mel < knee { mel * LINEAR_HZ } else { KNEE_HZ * ((mel - knee) * log_step()).exp() }
}

/// Logarithm of the ratio of frequencies one mel apart, above the knee.
fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

/// Triangular filters, evenly spaced in mel, each of area 1 over frequency in Hz.
///
/// Equals `librosa.filters.mel(htk=False, norm="slaney")` of librosa 0.11.0. Only the weights
/// under each triangle are kept.
#[derive(Debug, Clone)]
pub struct MelBank {
    weights: Vec<f32>,
    bands: Vec<Band>,
    bins: usize,
}

/// Where the weights of a band stand.
#[derive(Debug, Clone)]
struct Band {
    first_bin: usize,
    first_weight: usize,
    bins: usize,
}

impl MelBank {
    /// `bands` filters between two frequencies over a transform of `fft_samples`.
    ///
    /// # Errors
    /// [`FeatureError::Spec`] unless there is a band, no more of them than bins, and
    /// 0 ≤ `low_hz` < `high_hz` ≤ half the rate; [`FeatureError::EmptyBand`] if a triangle is so
    /// narrow that it holds no bin.
    pub fn new(
        rate_hz: u32,
        fft_samples: usize,
        bands: usize,
        low_hz: f64,
        high_hz: f64,
    ) -> Result<Self, FeatureError> {
        let top_hz = f64::from(rate_hz) / 2.0;
        let bins = fft_samples / 2 + 1;
        check(bands > 0, "bands", "of 1 or more", bands as f64)?;
        check(
            bands <= bins,
            "bands",
            format!("of {bins} or less, as many as the transform has frequencies"),
            bands as f64,
        )?;
        check(low_hz >= 0.0, "low_hz", "of 0 or more", low_hz)?;
        check(
            high_hz > low_hz && high_hz <= top_hz,
            "high_hz",
            format!("above low_hz = {low_hz} and at most half the rate, {top_hz}"),
            high_hz,
        )?;
        let edges_hz = edges_hz(bands, low_hz, high_hz);
        let bins_hz: Vec<f64> =
            (0..bins).map(|bin| bin as f64 * f64::from(rate_hz) / fft_samples as f64).collect();
        let mut bank = Self { weights: Vec::new(), bands: Vec::with_capacity(bands), bins };
        for edges in edges_hz.windows(3) {
            bank.push_band([edges[0], edges[1], edges[2]], &bins_hz);
        }
        match bank.bands.iter().position(|band| band.bins == 0) {
            Some(empty) => Err(FeatureError::EmptyBand { bands, band: empty + 1 }),
            None => Ok(bank),
        }
    }

    fn push_band(&mut self, [low, peak, high]: [f64; 3], bins_hz: &[f64]) {
        let first_weight = self.weights.len();
        let first_bin = bins_hz.partition_point(|hz| *hz <= low);
        let inside = bins_hz[first_bin..].iter().take_while(|hz| **hz < high);
        let height = 2.0 / (high - low);
        self.weights.extend(inside.map(|hz| {
            let slope = ((hz - low) / (peak - low)).min((high - hz) / (high - peak));
            (slope * height) as f32
        }));
        let bins = self.weights.len() - first_weight;
        self.bands.push(Band { first_bin, first_weight, bins });
    }

    /// How many bands there are.
    pub fn bands(&self) -> usize {
        self.bands.len()
    }

    /// How many frequencies of a transform the bank expects.
    pub fn bins(&self) -> usize {
        self.bins
    }

    /// Sums the powers of one frame, `[bins]`, under each triangle into `mel`, `[bands]`.
    pub fn apply(&self, powers: &[f32], mel: &mut [f32]) {
        debug_assert_eq!((powers.len(), mel.len()), (self.bins, self.bands.len()));
        wide!({
            for (sum, band) in mel.iter_mut().zip(&self.bands) {
                let weights = &self.weights[band.first_weight..][..band.bins];
                *sum = dot(weights, &powers[band.first_bin..][..band.bins]);
            }
        });
    }

    /// The bank as a full matrix, `[bands, bins]`, for views and tests.
    pub fn dense(&self) -> Features {
        let mut dense = Features::zeros(self.bands.len(), self.bins);
        for (row, band) in dense.values.chunks_exact_mut(self.bins).zip(&self.bands) {
            let weights = &self.weights[band.first_weight..][..band.bins];
            row[band.first_bin..][..band.bins].copy_from_slice(weights);
        }
        dense
    }
}

/// The corners of the triangles: evenly spaced in mel, two more than bands.
pub fn edges_hz(bands: usize, low_hz: f64, high_hz: f64) -> Vec<f64> {
    let low = mel_from_hz(low_hz);
    let step = (mel_from_hz(high_hz) - low) / (bands + 1) as f64;
    (0..bands + 2).map(|edge| hz_from_mel(low + step * edge as f64)).collect()
}

/// The mel power of a sound, `[bands, frames]`, from 0 Hz to half the rate, frames of 2 048
/// samples every 512.
///
/// Equals `librosa.feature.melspectrogram(y=y, sr=sr, n_mels=bands)` of librosa 0.11.0.
///
/// # Errors
/// As [`MelBank::new`].
pub fn mel_power(sound: &Waveform, bands: usize) -> Result<Features, FeatureError> {
    let mut stft = Stft::new(2_048, 2_048, 512)?;
    let top_hz = f64::from(sound.rate_hz()) / 2.0;
    let bank = MelBank::new(sound.rate_hz(), 2_048, bands, 0.0, top_hz)?;
    let mut mel = Features::zeros(bands, stft.frames(sound.samples().len()));
    let (mut powers, mut column) = (vec![0.0; bank.bins()], vec![0.0; bands]);
    for t in 0..mel.frames {
        stft.write_powers(sound.samples(), t, &mut powers);
        bank.apply(&powers, &mut column);
        mel.set_column(t, &column);
    }
    Ok(mel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slaneys_scale_is_linear_then_logarithmic() {
        assert_eq!(mel_from_hz(0.0), 0.0);
        assert!((mel_from_hz(500.0) - 7.5).abs() < 1e-12);
        assert!((mel_from_hz(1_000.0) - 15.0).abs() < 1e-12);
        assert!((mel_from_hz(6_400.0) - 42.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn mel_and_hertz_are_inverse(hz in 0.0..100_000.0_f64) {
            prop_assert!((hz_from_mel(mel_from_hz(hz)) - hz).abs() < 1e-9 * (1.0 + hz));
        }

        #[test]
        fn the_sparse_product_equals_the_dense_one(bands in 1_usize..41, seed in 0_u32..1_000) {
            let bank = MelBank::new(16_000, 512, bands, 50.0, 7_600.0).unwrap();
            let powers: Vec<f32> =
                (0..257_u32).map(|bin| (bin.wrapping_mul(seed) % 97) as f32).collect();
            let mut mel = vec![0.0; bands];
            bank.apply(&powers, &mut mel);
            let dense = bank.dense();
            for (band, got) in mel.iter().enumerate() {
                let sum: f32 = dense.row(band).iter().zip(&powers).map(|(w, p)| w * p).sum();
                prop_assert!((sum - got).abs() <= 1e-5 * (1.0 + sum));
            }
        }
    }

    #[test]
    fn every_triangle_has_area_one() {
        let bank = MelBank::new(22_050, 16_384, 40, 0.0, 11_025.0).unwrap();
        let bin_hz = 22_050.0 / 16_384.0;
        for band in 0..40 {
            let area: f32 = bank.dense().row(band).iter().sum::<f32>() * bin_hz;
            assert!((area - 1.0).abs() < 0.01, "band {band}: {area}");
        }
    }

    #[test]
    fn impossible_banks_are_refused_with_the_reason() {
        let sentence = |bands, low, high| {
            MelBank::new(16_000, 512, bands, low, high).err().unwrap().to_string()
        };
        assert_eq!(sentence(0, 0.0, 8_000.0), "expected bands of 1 or more, got 0");
        assert_eq!(
            sentence(258, 0.0, 8_000.0),
            "expected bands of 257 or less, as many as the transform has frequencies, got 258"
        );
        assert!(sentence(usize::MAX, 0.0, 8_000.0).contains("257 or less"));
        assert_eq!(sentence(40, -1.0, 8_000.0), "expected low_hz of 0 or more, got -1");
        assert_eq!(
            sentence(40, 50.0, 9_000.0),
            "expected high_hz above low_hz = 50 and at most half the rate, 8000, got 9000"
        );
        assert!(sentence(200, 50.0, 8_000.0).contains("is empty"));
        assert!(sentence(40, f64::NAN, 8_000.0).contains("got NaN"));
    }
}
