//! What a chart shows, in numbers: for who cannot see it, or wants to read it off.

use super::axis::{Axis, Numbers, plain};
use super::{Stretch, Terms};

/// Rows of a table over time at most: more than these nobody hears to the end.
const MOST_ROWS: usize = 40;
/// Columns of frequencies.
const FREQUENCIES: usize = 8;

/// A table with a name above each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names, with their units.
    pub head: Vec<String>,
    /// As many cells in each row.
    pub rows: Vec<Vec<String>>,
}

/// Rows at moments of a stretch, evenly spread; `cells` gets from where to where a row reaches.
pub(super) fn over_time(
    stretch: Stretch,
    terms: &Terms,
    names: Vec<String>,
    cells: impl Fn(Stretch) -> Vec<String>,
) -> Table {
    let step_s = round_step(stretch.seconds());
    let first = (stretch.from_s / step_s).ceil() as i64;
    let last = (stretch.to_s / step_s).floor() as i64;
    let row = |n: i64| {
        let at_s = n as f64 * step_s;
        let part = Stretch { from_s: at_s, to_s: at_s + step_s };
        let mut row = vec![written(at_s, step_s, terms)];
        row.extend(cells(part));
        row
    };
    // Rows count seconds, however long the sound: the label of the axis may speak of minutes.
    let mut head = vec![terms.time(0.0).to_owned()];
    head.extend(names);
    Table { head, rows: (first..=last).map(row).collect() }
}

/// The least of 1, 2 and 5 times a power of ten that gives no more than [`MOST_ROWS`].
fn round_step(seconds: f64) -> f64 {
    let least = (seconds / MOST_ROWS as f64).max(1e-4);
    let power = 10_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0].map(|digit| digit * power);
    steps.into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}

/// A number with the decimals that a step needs, as the visitor writes it.
pub(super) fn written(value: f64, step: f64, terms: &Terms) -> String {
    plain(value, step).replace('.', terms.mark.encode_utf8(&mut [0; 4]))
}

/// A share in per cent, whole.
pub(super) fn percent(share: f64) -> String {
    plain(100.0 * share, 1.0)
}

/// The rows of a grid that a table shows: their places on the axis from 0 to 1, and their names.
pub(super) fn sampled(axis: &Axis) -> Vec<(f64, String)> {
    if let Numbers::Names(names) = &axis.numbers {
        let place = |i: usize| (i as f64 + 0.5) / names.len() as f64;
        return names.iter().enumerate().map(|(i, name)| (place(i), name.clone())).collect();
    }
    let place = |i: usize| (i as f64 + 0.5) / FREQUENCIES as f64;
    let named = |place: f64| (place, format!("{} Hz", plain(axis.value_at(place).round(), 1.0)));
    (0..FREQUENCIES).map(place).map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::Scale;

    #[test]
    fn moments_are_round_and_not_too_many() {
        for (seconds, step_s) in [(3.0, 0.1), (2.4, 0.1), (0.03, 0.001), (600.0, 20.0)] {
            assert!((round_step(seconds) - step_s).abs() < 1e-9, "{seconds} s");
            let stretch = Stretch { from_s: 0.0, to_s: seconds };
            let table = over_time(stretch, &Terms::ENGLISH, vec![], |_| vec![]);
            assert!((2..=MOST_ROWS + 1).contains(&table.rows.len()), "{}", table.rows.len());
        }
    }

    #[test]
    fn a_row_stands_at_its_moment_in_the_language_of_who_reads() {
        let german = Terms { mark: ',', time: ["Zeit (s)", "", ""], ..Terms::ENGLISH };
        let stretch = Stretch { from_s: 1.01, to_s: 1.51 };
        let table = over_time(stretch, &german, vec!["x".into()], |part| {
            vec![format!("{:.2}", part.from_s)]
        });
        assert_eq!(table.head, ["Zeit (s)", "x"]);
        assert_eq!(table.rows[0], ["1,02", "1.02"]);
        assert_eq!(table.rows[table.rows.len() - 1][0], "1,50");
    }

    #[test]
    fn names_are_all_there_and_frequencies_are_a_few() {
        let named = sampled(&Axis::names("", ["C", "D"]));
        assert_eq!(named, [(0.25, "C".to_owned()), (0.75, "D".to_owned())]);
        let linear = sampled(&Axis::frequency(Scale::Linear, 0.0, 8_000.0));
        let names: Vec<&str> = linear.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names[0], "500 Hz");
        assert_eq!(names.len(), FREQUENCIES);
    }
}
