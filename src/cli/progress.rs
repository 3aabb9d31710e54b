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
    use std::io;
    use std::sync::{Arc, Mutex};

    use indicatif::{ProgressDrawTarget, TermLike};

    use super::*;

    /// A terminal that keeps what is written, and nothing of where.
    #[derive(Debug, Clone, Default)]
    struct Paper(Arc<Mutex<String>>);

    impl TermLike for Paper {
        fn width(&self) -> u16 {
            100
        }

        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn write_line(&self, line: &str) -> io::Result<()> {
            self.write_str(line)
        }

        fn write_str(&self, text: &str) -> io::Result<()> {
            self.0.lock().unwrap().push_str(text);
            Ok(())
        }

        fn clear_line(&self) -> io::Result<()> {
            Ok(())
        }

        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What a terminal shows of a bar.
    fn shown(bar: &ProgressBar) -> String {
        let paper = Paper::default();
        bar.set_draw_target(ProgressDrawTarget::term_like(Box::new(paper.clone())));
        bar.force_draw();
        let text = paper.0.lock().unwrap();
        text.trim().to_owned()
    }

    #[test]
    fn the_bar_shows_count_rate_and_time_left() {
        let bar = bar("listening", 12, "clips");
        bar.inc(3);
        let text = shown(&bar);
        assert!(text.starts_with("listening [========>   "), "{text}");
        assert!(text.contains(" ] 3/12 clips, ") && text.contains(" a second, "), "{text}");
        assert!(text.ends_with(" left"), "{text}");
    }

    #[test]
    fn the_time_left_of_long_work_follows_from_all_that_is_done() {
        let minute = Duration::from_secs(60);
        assert_eq!(left(minute, 0, 60), None);
        assert_eq!(left(minute, 1, 60), Some(59 * minute));
        assert_eq!(left(minute, 60, 60), Some(Duration::ZERO));
        let bar = long_bar("epoch 1/60", 60);
        let text = shown(&bar);
        assert!(text.starts_with("epoch 1/60 [ ") && text.ends_with("] - left"), "{text}");
        bar.inc(1);
        let text = shown(&bar);
        assert!(text.contains("] 00:") && text.ends_with(" left"), "{text}");
    }
}
