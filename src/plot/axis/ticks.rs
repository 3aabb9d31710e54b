//! Where ticks stand on an axis, and what is written there.

use super::{Axis, Numbers, Scale};

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where it stands, 0 at the axis' beginning, 1 at its end.
    pub place: f64,
    /// What is written there.
    pub text: String,
}

impl Axis {
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
    let decimals = decimals_of(step);
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|b| b == b'0' || b == b'.') => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// Decimals that tell values a step apart.
fn decimals_of(step: f64) -> usize {
    let step = if step == 0.0 { 1.0 } else { step.abs() };
    (-(step.log10() + 1e-9).floor()).clamp(0.0, 9.0) as usize
}

/// Three letters of each name: those that it begins with, or that its words begin with. To who knows
/// the names they are still words.
fn beginnings(names: &[String]) -> Vec<String> {
    let beginning = |name: &String| match name.contains(' ') {
        true => name.split_whitespace().filter_map(|word| word.chars().next()).take(3).collect(),
        false => name.chars().take(3).collect(),
    };
    names.iter().map(beginning).collect()
}

/// Minutes and seconds, and hours where the longest time has them.
fn clock(value: f64, step: f64, longest: f64) -> String {
    let decimals = decimals_of(step);
    let width = if decimals == 0 { 2 } else { 3 + decimals };
    // Rounded before minutes are split off: no clock shows sixty seconds.
    let a_second = 10_i64.pow(decimals as u32);
    let rounded = (value * a_second as f64).round() as i64;
    let minutes = rounded.div_euclid(60 * a_second);
    let seconds = rounded.rem_euclid(60 * a_second) as f64 / a_second as f64;
    let seconds = format!("{seconds:0width$.decimals$}");
    if longest < 3600.0 {
        return format!("{minutes}:{seconds}");
    }
    format!("{}:{:02}:{seconds}", minutes.div_euclid(60), minutes.rem_euclid(60))
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
    fn a_zoomed_clock_has_the_decimals_of_its_step() {
        let zoomed = |from, to| {
            let axis = Axis { numbers: Numbers::Time, ..Axis::linear("", from, to) };
            axis.ticks(300.0, |_| 60.0)
        };
        assert_eq!(texts(&zoomed(61.0, 63.0)), ["1:01.0", "1:01.5", "1:02.0", "1:02.5", "1:03.0"]);
        assert_eq!(
            texts(&zoomed(119.9, 120.05)),
            ["1:59.90", "1:59.95", "2:00.00", "2:00.05"],
            "no minute has sixty seconds"
        );
        assert_eq!(
            texts(&zoomed(100.0, 100.02)),
            ["1:40.000", "1:40.005", "1:40.010", "1:40.015", "1:40.020"]
        );
        assert_eq!(
            texts(&zoomed(3_659.9, 3_660.1)),
            ["1:00:59.90", "1:00:59.95", "1:01:00.00", "1:01:00.05", "1:01:00.10"]
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
    fn names_shorten_then_thin_out_when_there_is_no_room() {
        let axis = Axis::names("", ["neutral", "calm", "happy"]);
        let width = |text: &str| 10.0 * text.len() as f64;
        assert_eq!(texts(&axis.ticks(200.0, width)), ["neutral", "calm", "happy"]);
        assert_eq!(texts(&axis.ticks(100.0, width)), ["neu", "cal", "hap"]);
        let axis = Axis::names("", ["bored", "my teacher voice"]);
        assert_eq!(texts(&axis.ticks(100.0, width)), ["bor", "mtv"]);
        let axis = Axis::names("", ["C", "C#", "D", "D#"]);
        assert_eq!(texts(&axis.ticks(100.0, |_| 20.0)), ["C", "C#", "D", "D#"]);
        assert_eq!(texts(&axis.ticks(50.0, |_| 20.0)), ["C", "D"]);
        assert_eq!(texts(&Axis::names("", [""; 0]).ticks(50.0, |_| 20.0)), [""; 0]);
    }

    proptest! {
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
