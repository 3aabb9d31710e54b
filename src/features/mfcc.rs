//! Mel-frequency cepstral coefficients.

use std::f64::consts::PI;

use super::decibel::{RANGE_DB, db_from_power, limit_range};
use super::mel::mel_power;
use super::{FeatureError, Features};
use crate::audio::Waveform;
use crate::wide::dot;

/// The first coefficients of the orthonormal discrete cosine transform of the second kind.
///
/// Equals `scipy.fft.dct(x, type=2, norm="ortho")[:outputs]`, which librosa 0.11.0 uses.
#[derive(Debug, Clone)]
pub struct CosineTransform {
    basis: Vec<f32>,
    inputs: usize,
}

impl CosineTransform {
    /// A transform of `inputs` values into the first `outputs` coefficients; those past `inputs`
    /// do not exist and are left out.
    pub fn new(inputs: usize, outputs: usize) -> Self {
        let basis = (0..outputs.min(inputs)).flat_map(|k| {
            let scale = if k == 0 { 1.0 } else { 2.0 } / inputs as f64;
            (0..inputs).map(move |n| {
                let angle = PI * k as f64 * (2 * n + 1) as f64 / (2 * inputs) as f64;
                (scale.sqrt() * angle.cos()) as f32
            })
        });
        Self { basis: basis.collect(), inputs }
    }

    /// How many coefficients there are.
    pub fn outputs(&self) -> usize {
        self.basis.len() / self.inputs.max(1)
    }

    /// Transforms `values`, `[inputs]`, into `coefficients`, `[outputs]`.
    pub fn apply(&self, values: &[f32], coefficients: &mut [f32]) {
        debug_assert_eq!((values.len(), coefficients.len()), (self.inputs, self.outputs()));
        for (coefficient, cosine) in
            coefficients.iter_mut().zip(self.basis.chunks_exact(self.inputs))
        {
            *coefficient = dot(cosine, values);
        }
    }
}

/// The mel-frequency cepstral coefficients of a sound, `[coefficients, frames]`, from 128 mel
/// bands in dB, at most 80 dB below the loudest of the whole sound; frames of 2 048 samples every
/// 512.
///
/// Equals `librosa.feature.mfcc(y=y, sr=sr, n_mfcc=coefficients)` of librosa 0.11.0, for up to 128
/// coefficients.
///
/// # Errors
/// As [`super::mel::MelBank::new`].
pub fn mfcc(sound: &Waveform, coefficients: usize) -> Result<Features, FeatureError> {
    let mut mel = mel_power(sound, 128)?;
    mel.values.iter_mut().for_each(|value| *value = db_from_power(*value));
    limit_range(&mut mel.values, RANGE_DB);
    let transform = CosineTransform::new(mel.rows, coefficients);
    let mut mfcc = Features::zeros(transform.outputs(), mel.frames);
    let mut cepstrum = vec![0.0; mfcc.rows];
    for t in 0..mel.frames {
        let bands: Vec<f32> = mel.column(t).collect();
        transform.apply(&bands, &mut cepstrum);
        mfcc.set_column(t, &cepstrum);
    }
    Ok(mfcc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_has_one_coefficient() {
        let mut coefficients = [0.0; 4];
        CosineTransform::new(16, 4).apply(&[1.0; 16], &mut coefficients);
        assert!((coefficients[0] - 4.0).abs() < 1e-6);
        assert!(coefficients[1..].iter().all(|c| c.abs() < 1e-6));
    }

    #[test]
    fn the_full_transform_keeps_lengths() {
        let values: Vec<f32> = (0..8_u16).map(|n| f32::from(n * n % 7) - 3.0).collect();
        let mut coefficients = [0.0; 8];
        CosineTransform::new(8, 8).apply(&values, &mut coefficients);
        let energy = |x: &[f32]| x.iter().map(|v| v * v).sum::<f32>();
        assert!((energy(&values) - energy(&coefficients)).abs() < 1e-4);
    }

    #[test]
    fn there_are_no_more_coefficients_than_bands() {
        assert_eq!(CosineTransform::new(8, 20).outputs(), 8);
    }
}
