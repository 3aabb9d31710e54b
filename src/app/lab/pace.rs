//! How fast something goes, and how long it will still take.

/// A count on its way to a total, since some moment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pace {
    /// Done so far.
    pub done: usize,
    /// To be done in all.
    pub total: usize,
    /// Of which these were done before the clock began.
    before: usize,
    began_ms: f64,
    now_ms: f64,
}

impl Pace {
    /// Begins at a moment; `before` of the total is done already.
    pub fn begin(before: usize, total: usize, now_ms: f64) -> Self {
        Self { done: before, total, before, began_ms: now_ms, now_ms }
    }

    /// So much is done at this moment.
    pub fn reach(&mut self, done: usize, now_ms: f64) {
        self.done = done.min(self.total);
        self.now_ms = now_ms;
    }

    /// What is done, 0 to 1.
    pub fn share(&self) -> f64 {
        self.done as f64 / self.total.max(1) as f64
    }

    /// How many are done in a second; none before that can be told.
    pub fn a_second(&self) -> Option<f64> {
        let seconds = (self.now_ms - self.began_ms) / 1e3;
        let done = self.done.saturating_sub(self.before);
        (done > 0 && seconds > 0.0).then(|| done as f64 / seconds)
    }

    /// How many seconds are left at this pace.
    pub fn left_s(&self) -> Option<f64> {
        self.a_second().map(|pace| self.total.saturating_sub(self.done) as f64 / pace)
    }
}

/// A length of time as clocks show it: "0:42", "12:05", "1:02:00".
pub fn clock(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_before_does_not_count_as_fast() {
        let mut pace = Pace::begin(100, 200, 5_000.0);
        assert_eq!((pace.a_second(), pace.left_s(), pace.share()), (None, None, 0.5));
        pace.reach(120, 7_000.0);
        assert_eq!((pace.a_second(), pace.left_s()), (Some(10.0), Some(8.0)));
        pace.reach(999, 8_000.0);
        assert_eq!((pace.done, pace.left_s()), (200, Some(0.0)));
        assert_eq!(Pace::begin(0, 0, 0.0).share(), 0.0);
    }

    #[test]
    fn times_are_told_as_on_a_clock() {
        assert_eq!(clock(41.6), "0:42");
        assert_eq!(clock(725.0), "12:05");
        assert_eq!(clock(3_720.0), "1:02:00");
    }
}
