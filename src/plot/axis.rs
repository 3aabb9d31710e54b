//! Axes: how values are spread over a length, and where ticks stand.

mod ticks;

use super::Terms;
use crate::features::mel::{hz_from_mel, mel_from_hz};
pub use ticks::{Tick, plain};

/// How values are spread along an axis.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Equal differences take equal lengths.
    Linear,
    /// Equal ratios take equal lengths; both ends are above 0.
    Log,
    /// Equal differences in mel take equal lengths (Slaney's scale, as librosa's default).
    Mel,
    /// Bands of equal length whose centres are these values, rising.
    Bands(Vec<f32>),
}

/// How the numbers of an axis are written.
#[derive(Debug, Clone, PartialEq)]
pub enum Numbers {
    /// Not at all.
    None,
    /// As they are, with as many decimals as the step needs.
    Plain,
    /// As they are, whole numbers only.
    Whole,
    /// Shares of 1 as percentages.
    Percent,
    /// Seconds, or minutes and seconds where the axis is a minute or longer.
    Time,
    /// Hz with a "k" for thousands.
    Hertz,
    /// Names of equal cells; the axis runs from 0 to their number.
    Names(Vec<String>),
}

/// One axis of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What it measures, with its unit: "Frequency (Hz)"; empty for none.
    pub label: String,
    /// The value at its beginning: left or bottom.
    pub from: f64,
    /// The value at its end, above `from`.
    pub to: f64,
    /// How values are spread.
    pub scale: Scale,
    /// How its numbers are written.
    pub numbers: Numbers,
    /// Between a whole number and its decimals.
    pub mark: char,
}

impl Axis {
    /// A linear axis. Where `to` is not above `from`, it ends 1 above it.
    pub fn linear(label: &str, from: f64, to: f64) -> Self {
        Self {
            label: label.to_owned(),
            from,
            to: if to > from { to } else { from + 1.0 },
            scale: Scale::Linear,
            numbers: Numbers::Plain,
            mark: Terms::ENGLISH.mark,
        }
    }

    /// A count from 1 to `to`.
    pub fn count(label: &str, to: usize) -> Self {
        Self { numbers: Numbers::Whole, ..Self::linear(label, 1.0, to as f64) }
    }

    /// From 0 to 1, written 0 to 100.
    pub fn percent(label: &str) -> Self {
        Self { numbers: Numbers::Percent, ..Self::linear(label, 0.0, 1.0) }
    }

    /// Time from 0 to `seconds`.
    pub fn time(seconds: f64) -> Self {
        let label = Terms::ENGLISH.time(seconds);
        Self { numbers: Numbers::Time, ..Self::linear(label, 0.0, seconds) }
    }

    /// Frequency in Hz. On a [`Scale::Log`] axis, `from` is at least 1 Hz.
    pub fn frequency(scale: Scale, from_hz: f64, to_hz: f64) -> Self {
        let from_hz = if scale == Scale::Log { from_hz.max(1.0) } else { from_hz };
        Self {
            numbers: Numbers::Hertz,
            scale,
            ..Self::linear(Terms::ENGLISH.frequency, from_hz, to_hz)
        }
    }

    /// Frequency over bands of equal length with these centres in Hz, lowest first; the axis ends
    /// half a band beyond the outer centres.
    pub fn bands(centres_hz: &[f32]) -> Self {
        let edge = |outer: usize, inner: usize| {
            let at = |i: usize| f64::from(centres_hz.get(i).copied().unwrap_or(0.0));
            at(outer) + (at(outer) - at(inner)) / 2.0
        };
        let last = centres_hz.len().saturating_sub(1);
        let (from, to) = (edge(0, 1.min(last)).max(0.0), edge(last, last.saturating_sub(1)));
        Self::frequency(Scale::Bands(centres_hz.to_vec()), from, to)
    }

    /// Equal cells with names, the first at the beginning.
    pub fn names<S: Into<String>>(label: &str, names: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let cells = names.len() as f64;
        Self { numbers: Numbers::Names(names), ..Self::linear(label, 0.0, cells) }
    }

    /// The same axis with another label.
    pub fn labelled(mut self, label: &str) -> Self {
        label.clone_into(&mut self.label);
        self
    }

    /// The same axis without label and numbers.
    pub fn bare(mut self) -> Self {
        self.label.clear();
        self.numbers = Numbers::None;
        self
    }

    /// Whether it has names in place of numbers.
    pub(super) fn is_named(&self) -> bool {
        matches!(self.numbers, Numbers::Names(_))
    }

    /// Where a value stands: 0 at the beginning, 1 at the end, not clamped.
    pub fn place(&self, value: f64) -> f64 {
        let between =
            |f: &dyn Fn(f64) -> f64| (f(value) - f(self.from)) / (f(self.to) - f(self.from));
        match &self.scale {
            Scale::Linear => between(&|v| v),
            Scale::Log => between(&|v| v.max(f64::MIN_POSITIVE).ln()),
            Scale::Mel => between(&mel_from_hz),
            Scale::Bands(centres) => (band_at(centres, value) + 0.5) / centres.len().max(1) as f64,
        }
    }

    /// The value at a place; the inverse of [`Self::place`].
    pub fn value_at(&self, place: f64) -> f64 {
        let between = |low: f64, high: f64| low + place * (high - low);
        match &self.scale {
            Scale::Linear => between(self.from, self.to),
            Scale::Log => between(self.from.ln(), self.to.ln()).exp(),
            Scale::Mel => hz_from_mel(between(mel_from_hz(self.from), mel_from_hz(self.to))),
            Scale::Bands(centres) => value_of_band(centres, place * centres.len() as f64 - 0.5),
        }
    }
}

/// The position of a value among band centres: `i` at the centre of band `i`, straight between
/// centres and on beyond the outer ones.
fn band_at(centres: &[f32], value: f64) -> f64 {
    let at = |i: usize| f64::from(centres[i]);
    if centres.len() < 2 {
        return 0.0;
    }
    let upper = centres.partition_point(|c| f64::from(*c) < value).clamp(1, centres.len() - 1);
    (upper - 1) as f64 + (value - at(upper - 1)) / (at(upper) - at(upper - 1)).max(1e-9)
}

/// The value at a position among band centres; the inverse of [`band_at`].
fn value_of_band(centres: &[f32], position: f64) -> f64 {
    let at = |i: usize| f64::from(centres[i]);
    match centres.len() {
        0 => 0.0,
        1 => at(0),
        bands => {
            let lower = (position.max(0.0) as usize).min(bands - 2);
            at(lower) + (position - lower as f64) * (at(lower + 1) - at(lower))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mel_bands_of_equal_height_carry_a_frequency_axis() {
        let centres = [100.0, 200.0, 400.0, 800.0];
        let axis = Axis::bands(&centres);
        assert_eq!((axis.from, axis.to), (50.0, 1000.0));
        for (band, hz) in centres.into_iter().enumerate() {
            assert!((axis.place(f64::from(hz)) - (band as f64 + 0.5) / 4.0).abs() < 1e-9);
        }
        assert!((axis.place(300.0) - 0.5).abs() < 1e-9);
        assert_eq!((axis.value_at(0.0), axis.value_at(1.0)), (50.0, 1000.0));
    }

    proptest! {
        #[test]
        fn a_place_leads_back_to_its_value(
            low in 1.0_f64..500.0, width in 1.0_f64..20_000.0, share in 0.0_f64..1.0,
        ) {
            for scale in [Scale::Linear, Scale::Log, Scale::Mel] {
                let axis = Axis::frequency(scale, low, low + width);
                let value = low + share * width;
                prop_assert!((axis.value_at(axis.place(value)) - value).abs() < 1e-6 * axis.to);
            }
        }
    }
}
