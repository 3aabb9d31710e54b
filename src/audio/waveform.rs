//! A sound in one channel.

use std::ops::RangeInclusive;

use super::AudioError;

/// A sound: mono samples, full scale at ±1, and their rate.
///
/// Never empty, never NaN or infinite; samples beyond ±1 are kept as they come.
#[derive(Debug, Clone, PartialEq)]
pub struct Waveform {
    samples: Vec<f32>,
    rate_hz: u32,
}

impl Waveform {
    /// The rates that a waveform may have.
    pub const RATES_HZ: RangeInclusive<u32> = 1_000..=768_000;

    /// A waveform of these samples.
    ///
    /// # Errors
    /// [`AudioError::Empty`] without samples, [`AudioError::AbsurdRate`] outside
    /// [`Self::RATES_HZ`], [`AudioError::NotFinite`] at the first NaN or infinity.
    pub fn new(samples: Vec<f32>, rate_hz: u32) -> Result<Self, AudioError> {
        if samples.is_empty() {
            return Err(AudioError::Empty);
        }
        Self::check_rate(rate_hz)?;
        Self::check_finite(&samples)?;
        Ok(Self { samples, rate_hz })
    }

    /// Refuses samples with a NaN or an infinity among them with [`AudioError::NotFinite`].
    pub(super) fn check_finite(samples: &[f32]) -> Result<(), AudioError> {
        match samples.iter().position(|s| !s.is_finite()) {
            Some(position) => Err(AudioError::NotFinite { position, value: samples[position] }),
            None => Ok(()),
        }
    }

    /// Refuses a rate outside [`Self::RATES_HZ`] with [`AudioError::AbsurdRate`].
    pub(super) fn check_rate(rate_hz: u32) -> Result<(), AudioError> {
        if Self::RATES_HZ.contains(&rate_hz) {
            Ok(())
        } else {
            Err(AudioError::AbsurdRate(rate_hz))
        }
    }

    /// The samples, full scale at ±1.
    pub fn samples(&self) -> &[f32] {
        &self.samples
    }

    /// The samples, to be changed in place to other finite numbers.
    pub(super) fn samples_mut(&mut self) -> &mut [f32] {
        &mut self.samples
    }

    /// Samples a second.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Length in seconds.
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz)
    }

    /// The largest magnitude, 1 at full scale.
    pub fn peak(&self) -> f32 {
        self.samples.iter().fold(0.0, |peak, s| peak.max(s.abs()))
    }

    /// The samples, without the rate.
    pub fn into_samples(self) -> Vec<f32> {
        self.samples
    }
}

/// A sample, and silence in the place of one that is no finite number: a filter with feedback would
/// never forget it.
pub(crate) fn finite(sample: f32) -> f32 {
    if sample.is_finite() { sample } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waveform_knows_its_length_and_peak() {
        let sound = Waveform::new(vec![0.0, -0.5, 0.25, 0.0], 1_000).unwrap();
        assert_eq!(sound.seconds(), 0.004);
        assert_eq!(sound.peak(), 0.5);
    }

    #[test]
    fn what_is_no_sound_is_refused_with_the_reason() {
        assert_eq!(Waveform::new(vec![], 16_000), Err(AudioError::Empty));
        assert_eq!(Waveform::new(vec![0.0], 3), Err(AudioError::AbsurdRate(3)));
        let nan = Waveform::new(vec![0.0, f32::NAN], 16_000);
        assert!(matches!(nan, Err(AudioError::NotFinite { position: 1, .. })));
    }
}
