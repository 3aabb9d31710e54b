//! Stretches of time, and what is seen in them.

use super::Terms;
use super::axis::{Axis, Numbers};

/// A stretch of time, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Where it begins.
    pub from_s: f64,
    /// Where it ends.
    pub to_s: f64,
}

impl Stretch {
    /// How long it is, in seconds.
    pub fn seconds(self) -> f64 {
        self.to_s - self.from_s
    }

    /// The same stretch on a clock that starts at `origin_s`.
    pub fn since(self, origin_s: f64) -> Self {
        Self { from_s: self.from_s - origin_s, to_s: self.to_s - origin_s }
    }

    /// Whether a time lies in it.
    pub fn contains(self, at_s: f64) -> bool {
        (self.from_s..=self.to_s).contains(&at_s)
    }

    /// The part of `values`, one every `hop_s` from 0 s on, that is seen, with a neighbour on
    /// either side; and the place of its first value.
    pub fn part(self, values: &[f32], hop_s: f64) -> (usize, &[f32]) {
        let first = ((self.from_s / hop_s).floor().max(0.0) as usize).min(values.len());
        let end = ((self.to_s / hop_s).floor() + 2.0).max(0.0) as usize;
        (first, &values[first..end.clamp(first, values.len())])
    }

    /// A curve through moments and values as far as it is seen: where it crosses an edge, it ends
    /// there, at the value that it has on its way.
    pub(super) fn cut(self, curve: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let seen = |n: usize| {
            let (at_s, value) = curve[n];
            let (edge_s, inwards) = if at_s < self.from_s {
                (self.from_s, curve.get(n + 1))
            } else if at_s > self.to_s {
                (self.to_s, n.checked_sub(1).map(|before| &curve[before]))
            } else {
                return Some((at_s, value));
            };
            let (next_s, next) = *inwards?;
            let share = (edge_s - at_s) / (next_s - at_s);
            (share < 1.0).then_some((edge_s, value + share * (next - value)))
        };
        (0..curve.len()).filter_map(seen).collect()
    }

    /// The axis of this time, with label and numbers or without.
    pub(super) fn axis(self, terms: &Terms, labelled: bool) -> Axis {
        let axis = Axis::linear(terms.time(self.to_s), self.from_s, self.to_s);
        let axis = Axis { numbers: Numbers::Time, ..axis };
        if labelled { axis } else { axis.bare() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_sees_its_part_and_one_more_on_either_side() {
        let values: Vec<f32> = (0..100).map(|i| i as f32).collect();
        let stretch = Stretch { from_s: 1.05, to_s: 2.0 };
        let (first, part) = stretch.part(&values, 0.1);
        assert_eq!((first, part[0], part[part.len() - 1]), (10, 10.0, 21.0));
        let (_, part) = Stretch { from_s: 1.05, to_s: 2.05 }.part(&values, 0.1);
        assert_eq!(part[part.len() - 1], 21.0);
        assert!(Stretch { from_s: -3.0, to_s: -2.0 }.part(&values, 0.1).1.is_empty());
        let (first, part) = Stretch { from_s: 50.0, to_s: 60.0 }.part(&values, 0.1);
        assert_eq!((first, part.len()), (100, 0));
    }

    #[test]
    fn a_curve_is_cut_at_the_edges_at_the_values_that_it_has_there() {
        let seen = |from_s, to_s, curve: &[(f64, f64)]| Stretch { from_s, to_s }.cut(curve);
        let peak = [(1.0, 0.0), (2.0, 8.0), (3.0, 0.0)];
        assert_eq!(seen(1.5, 2.25, &peak), [(1.5, 4.0), (2.0, 8.0), (2.25, 6.0)]);
        assert_eq!(seen(2.25, 2.75, &peak), [(2.25, 6.0), (2.75, 2.0)], "between two values");
        assert_eq!(seen(1.0, 2.0, &peak), [(1.0, 0.0), (2.0, 8.0)]);
        assert!(seen(1.5, 3.0, &peak[..1]).is_empty(), "what lies outside alone is not seen");
    }
}
