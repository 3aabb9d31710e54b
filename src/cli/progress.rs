//! Progress on stderr: a bar with rate and time left, and nothing when stderr is no terminal.

use std::fmt::Write;
use std::time::Duration;

use indicatif::{FormattedDuration, ProgressBar, ProgressState, ProgressStyle};

/// A bar that counts to `total`; `doing` says what ("listening"), `units` of what ("clips").
///
/// It shows on a terminal only: piped output holds no bar.
pub fn bar(doing: &str, total: usize, units: &'static str) -> ProgressBar {
    let rate = move |state: &ProgressState, out: &mut dyn Write| {
        // A bar that cannot be drawn is no reason to stop.
        let _ = write!(out, "{units}, {:.0} a second", state.per_sec());
    };
    ProgressBar::new(total as u64)
        .with_message(doing.to_owned())
        .with_style(style(BAR).with_key("rate", rate))
}

/// A bar for work of minutes to days that stands still now and then: its time left follows from
/// all the time that it took so far, pauses and all, and not from the last seconds. It leaves room
/// for more to say.
pub fn long_bar(doing: &str, total: usize) -> ProgressBar {
    let eta = |state: &ProgressState, out: &mut dyn Write| {
        let left = left(state.elapsed(), state.pos(), state.len().unwrap_or(0));
        let _ = match left {
            Some(left) => write!(out, "{}", FormattedDuration(left)),
            None => write!(out, "-"),
        };
    };
    ProgressBar::new(total as u64)
        .with_message(doing.to_owned())
        .with_style(style(LONG_BAR).with_key("eta", eta))
}

const BAR: &str = "{msg} [{bar:32}] {human_pos}/{human_len} {rate}, {eta} left";
const LONG_BAR: &str = "{msg} [{wide_bar}] {eta} left";

/// The time that is left if the rest is as quick as what is done was; none before anything is.
fn left(elapsed: Duration, done: u64, total: u64) -> Option<Duration> {
    let rest = total.saturating_sub(done) as f64;
    (done > 0).then(|| elapsed.mul_f64(rest / done as f64))
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template);
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_shows_count_rate_and_time_left() {
        assert!([BAR, LONG_BAR].iter().all(|bar| ProgressStyle::with_template(bar).is_ok()));
        let bar = bar("listening", 12, "clips");
        bar.inc(3);
        assert_eq!((bar.position(), bar.length()), (3, Some(12)));
        assert_eq!(bar.message(), "listening");
    }

    #[test]
    fn the_time_left_of_long_work_follows_from_all_that_is_done() {
        let minute = Duration::from_secs(60);
        assert_eq!(left(minute, 0, 60), None);
        assert_eq!(left(minute, 1, 60), Some(59 * minute));
        assert_eq!(left(minute, 60, 60), Some(Duration::ZERO));
        let bar = long_bar("epoch 1/60", 60);
        bar.inc(1);
        assert_eq!((bar.position(), bar.length()), (1, Some(60)));
    }
}
