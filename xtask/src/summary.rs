//! The table at the end of the tests.

use std::fmt;
use std::ops::Add;
use std::time::Duration;

use crate::counts::Counts;

/// One step of the tests and how it went.
#[derive(Debug)]
pub struct Row {
    /// What was tested.
    pub name: &'static str,
    /// How many tests it had.
    pub counts: Counts,
    /// How long it took, with what had to be built for it.
    pub took: Duration,
}

/// All steps; printed as a table whose last line is the sum in words.
#[derive(Debug, Default)]
pub struct Summary(pub Vec<Row>);

impl Summary {
    /// The sum over all steps.
    pub fn total(&self) -> Counts {
        self.0.iter().map(|row| row.counts).fold(Counts::default(), Add::add)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|row| row.name.len()).max().unwrap_or(0);
        writeln!(f, "{:width$}  {:>6}  {:>6}  {:>7}", "step", "passed", "failed", "seconds")?;
        for Row { name, counts: Counts { passed, failed }, took } in &self.0 {
            let seconds = took.as_secs_f64();
            writeln!(f, "{name:width$}  {passed:>6}  {failed:>6}  {seconds:>7.1}")?;
        }
        let Counts { passed, failed } = self.total();
        writeln!(f, "{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_sum() {
        let row = |name, passed, failed| Row {
            name,
            counts: Counts { passed, failed },
            took: Duration::from_millis(1500),
        };
        let summary = Summary(vec![row("format", 1, 0), row("native tests", 41, 2)]);
        let expected = "\
step          passed  failed  seconds
format             1       0      1.5
native tests      41       2      1.5
42 passed, 2 failed
";
        assert_eq!(summary.to_string(), expected);
    }
}
