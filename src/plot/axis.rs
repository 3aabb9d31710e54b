//! Axes: how values are spread over a length, and where ticks stand.

use super::Terms;
use crate::features::mel::{hz_from_mel, mel_from_hz};

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

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where it stands, 0 at the axis' beginning, 1 at its end.
    pub place: f64,
    /// What is written there.
    pub text: String,
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

    /// Ticks at round values that do not touch each other on an axis of `length` pixels;
    /// `extent` is the room along the axis that a text needs, gaps included.
    pub fn ticks(&self, length: f64, extent: impl Fn(&str) -> f64) -> Vec<Tick> {
        let fit = |ticks: &[Tick]| {
            ticks.windows(2).all(|pair| {
                let apart = (pair[1].place - pair[0].place) * length;
                apart >= (extent(&pair[0].text) + extent(&pair[1].text)) / 2.0
            })
        };
        match (&self.numbers, &self.scale) {
            (Numbers::None, _) => Vec::new(),
            (Numbers::Names(names), _) => {
                let whole = self.every_name(names, 1);
                let short = || self.every_name(&beginnings(names), 1);
                let thinned = || (2..=names.len()).map(|every| self.every_name(names, every));
                std::iter::once(whole)
                    .chain(std::iter::once_with(short))
                    .chain(std::iter::once_with(thinned).flatten())
                    .find(|ticks| fit(ticks))
                    .unwrap_or_default()
            }
            (_, Scale::Linear) => self
                .round_steps()
                .map(|step| self.multiples(step))
                .find(|ticks| fit(ticks))
                .unwrap_or_default(),
            _ => self.round_values(length, extent),
        }
    }

    fn every_name(&self, names: &[String], every: usize) -> Vec<Tick> {
        let cell = |(i, name): (usize, &String)| Tick {
            place: self.place(i as f64 + 0.5),
            text: name.clone(),
        };
        names.iter().enumerate().step_by(every).map(cell).collect()
    }

    /// Steps from a hundredth of the axis to beyond all of it.
    fn round_steps(&self) -> impl Iterator<Item = f64> + use<> {
        const BEYOND_TEN_SECONDS: [f64; 13] = [
            15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 18_000.0,
            36_000.0, 86_400.0,
        ];
        let range = self.to - self.from;
        let clock = self.numbers == Numbers::Time;
        let least = (range / 100.0).log10().floor() as i32;
        let decimal = (least..least + 5)
            .flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)))
            .filter(move |step| !clock || *step <= 10.0);
        let beyond = BEYOND_TEN_SECONDS.into_iter().filter(move |_| clock);
        let whole = self.numbers == Numbers::Whole;
        decimal.chain(beyond).filter(move |step| *step >= range / 100.0 && (!whole || *step >= 1.0))
    }

    fn multiples(&self, step: f64) -> Vec<Tick> {
        let first = (self.from / step - 1e-6).ceil() as i64;
        let last = (self.to / step + 1e-6).floor() as i64;
        (first..=last)
            .map(|n| n as f64 * step)
            .map(|value| Tick { place: self.place(value), text: self.text_of(value, step) })
            .collect()
    }

    /// Values of one significant digit, the roundest first, each where there is room for it.
    fn round_values(&self, length: f64, extent: impl Fn(&str) -> f64) -> Vec<Tick> {
        let mut ticks: Vec<Tick> = Vec::new();
        let digits = [1.0, 5.0, 2.0, 8.0, 4.0, 3.0, 6.0];
        let powers = (-1..6).map(|power| 10_f64.powi(power));
        let zero = (self.from <= 0.0).then_some(0.0);
        let round = digits.into_iter().flat_map(|d| powers.clone().rev().map(move |p| d * p));
        for value in zero.into_iter().chain(round).filter(|v| (self.from..=self.to).contains(v)) {
            let tick = Tick { place: self.place(value), text: self.text_of(value, value) };
            let apart = |other: &Tick| (other.place - tick.place).abs() * length;
            let room = |other: &Tick| (extent(&other.text) + extent(&tick.text)) / 2.0;
            if (0.0..=1.0).contains(&tick.place) && ticks.iter().all(|t| apart(t) >= room(t)) {
                ticks.push(tick);
            }
        }
        ticks.sort_by(|a, b| a.place.total_cmp(&b.place));
        ticks
    }

    fn text_of(&self, value: f64, step: f64) -> String {
        self.text_with_point(value, step).replace('.', self.mark.encode_utf8(&mut [0; 4]))
    }

    fn text_with_point(&self, value: f64, step: f64) -> String {
        match self.numbers {
            Numbers::Hertz if value >= 1000.0 => format!("{}k", (value / 10.0).round() / 100.0),
            Numbers::Percent => plain(100.0 * value, 100.0 * step),
            Numbers::Time if self.to >= 60.0 => clock(value, step, self.to),
            _ => plain(value, step),
        }
    }
}

/// A number with as many decimals as a step needs, and a true minus sign.
pub fn plain(value: f64, step: f64) -> String {
    let step = if step == 0.0 { 1.0 } else { step.abs() };
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 9.0) as usize;
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|b| b == b'0' || b == b'.') => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// The first three letters of each name: still a word to who knows the names.
fn beginnings(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.chars().take(3).collect()).collect()
}

fn clock(value: f64, step: f64, longest: f64) -> String {
    let (minutes, seconds) = ((value / 60.0 + 1e-9).floor(), value.rem_euclid(60.0));
    let seconds = if seconds > 60.0 - 1e-6 { 0.0 } else { seconds };
    let seconds = if step < 1.0 { format!("{seconds:04.1}") } else { format!("{seconds:02.0}") };
    if longest < 3600.0 {
        return format!("{minutes:.0}:{seconds}");
    }
    format!("{:.0}:{:02.0}:{seconds}", (minutes / 60.0).floor(), minutes.rem_euclid(60.0))
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

    fn texts(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.text.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_numbers() {
        let axis = Axis::linear("Amplitude", -1.0, 1.0);
        assert_eq!(texts(&axis.ticks(100.0, |_| 30.0)), ["−1", "0", "1"]);
        assert_eq!(texts(&axis.ticks(200.0, |_| 30.0)), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    }

    #[test]
    fn time_is_counted_in_seconds_then_in_minutes() {
        assert_eq!(
            texts(&Axis::time(2.1).ticks(200.0, |_| 40.0)),
            ["0.0", "0.5", "1.0", "1.5", "2.0"]
        );
        assert_eq!(
            texts(&Axis::time(95.0).ticks(200.0, |_| 60.0)),
            ["0:00", "0:30", "1:00", "1:30"]
        );
        let hours = Axis::time(8000.0);
        assert_eq!(
            texts(&hours.ticks(300.0, |_| 60.0)),
            ["0:00:00", "0:30:00", "1:00:00", "1:30:00", "2:00:00"]
        );
    }

    #[test]
    fn frequencies_keep_their_roundest_ticks() {
        let axis = Axis::frequency(Scale::Log, 50.0, 8000.0);
        assert_eq!(texts(&axis.ticks(90.0, |_| 30.0)), ["100", "1k", "8k"]);
        let linear = Axis::frequency(Scale::Linear, 0.0, 8000.0);
        assert_eq!(texts(&linear.ticks(160.0, |_| 35.0)), ["0", "2k", "4k", "6k", "8k"]);
        let half = Axis::frequency(Scale::Linear, 0.0, 2500.0);
        assert_eq!(texts(&half.ticks(200.0, |_| 30.0)), ["0", "500", "1k", "1.5k", "2k", "2.5k"]);
    }

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

    #[test]
    fn names_shorten_then_thin_out_when_there_is_no_room() {
        let axis = Axis::names("", ["neutral", "calm", "happy"]);
        let width = |text: &str| 10.0 * text.len() as f64;
        assert_eq!(texts(&axis.ticks(200.0, width)), ["neutral", "calm", "happy"]);
        assert_eq!(texts(&axis.ticks(100.0, width)), ["neu", "cal", "hap"]);
        let axis = Axis::names("", ["C", "C#", "D", "D#"]);
        assert_eq!(texts(&axis.ticks(100.0, |_| 20.0)), ["C", "C#", "D", "D#"]);
        assert_eq!(texts(&axis.ticks(50.0, |_| 20.0)), ["C", "D"]);
        assert_eq!(texts(&Axis::names("", [""; 0]).ticks(50.0, |_| 20.0)), [""; 0]);
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

        #[test]
        fn ticks_stand_on_the_axis_in_order_and_apart(
            from in -1e4_f64..1e4, power in -4_f64..5.0, length in 20.0_f64..2400.0,
        ) {
            let axis = Axis::linear("", from, from + 10_f64.powf(power));
            let ticks = axis.ticks(length, |text| 6.0 * text.chars().count() as f64 + 10.0);
            for pair in ticks.windows(2) {
                prop_assert!((pair[1].place - pair[0].place) * length >= 16.0);
            }
            prop_assert!(ticks.iter().all(|t| (-1e-3..=1.001).contains(&t.place)));
        }
    }
}
