//! Progress on stderr: a bar with rate and time left, and nothing when stderr is no terminal.

use std::fmt::Write;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// A bar that counts to `total`; `doing` says what ("listening"), `units` of what ("clips").
///
/// It shows on a terminal only: piped output holds no bar.
pub fn bar(doing: &str, total: usize, units: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(total as u64).with_message(doing.to_owned());
    bar.set_style(style(units));
    bar
}

fn style(units: &'static str) -> ProgressStyle {
    let template = "{msg} [{bar:32}] {human_pos}/{human_len} {rate}, {eta} left";
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ").with_key(
        "rate",
        move |state: &ProgressState, out: &mut dyn Write| {
            // A bar that cannot be drawn is no reason to stop.
            let _ = write!(out, "{units}, {:.0} a second", state.per_sec());
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_shows_count_rate_and_time_left() {
        assert!(ProgressStyle::with_template("{msg} [{bar:32}] {rate}, {eta} left").is_ok());
        let bar = bar("listening", 12, "clips");
        bar.inc(3);
        assert_eq!((bar.position(), bar.length()), (3, Some(12)));
        assert_eq!(bar.message(), "listening");
    }
}
