//! How many tests passed, read from what test runners print.

use std::ops::Add;

/// Tests that passed and tests that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ended well.
    pub passed: usize,
    /// Ended badly, or not at all.
    pub failed: usize,
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// What a step's output says of its tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Nothing: the step is one test, and its exit says how it went.
    Exit,
    /// The `test result:` lines of Rust's test harness and of wasm-bindgen's.
    Rust,
    /// The closing lines of node's test runner.
    Node,
}

impl Language {
    /// The counts of a step that ended. One that ended badly without naming a failed test counts
    /// as one that failed, and so does one that was to run tests and tells of none.
    pub fn read(self, success: bool, output: &str) -> Counts {
        let told = match self {
            Self::Exit => Counts { passed: usize::from(success), failed: 0 },
            Self::Rust => rust(output),
            Self::Node => node(output),
        };
        let silent = !success || told.passed == 0;
        if told.failed == 0 && silent { Counts { failed: 1, ..told } } else { told }
    }
}

fn rust(output: &str) -> Counts {
    output
        .lines()
        .filter_map(|line| plain(line).split_once("test result: ").map(|(_, rest)| rest.to_owned()))
        .map(|result| Counts {
            passed: number_before(&result, " passed"),
            failed: number_before(&result, " failed"),
        })
        .fold(Counts::default(), Add::add)
}

/// Reads "ℹ pass 5", "# fail 0" and the like; a test that never ended is "cancelled".
fn node(output: &str) -> Counts {
    let field = |name: &str| -> usize {
        let numbers = output.lines().filter_map(|line| {
            let line = plain(line);
            let (mark, rest) = line.split_once(' ')?;
            let number = rest.strip_prefix(name)?.strip_prefix(' ')?;
            if matches!(mark, "ℹ" | "#") { number.trim().parse::<usize>().ok() } else { None }
        });
        numbers.sum()
    };
    Counts { passed: field("pass"), failed: field("fail") + field("cancelled") }
}

fn number_before(text: &str, word: &str) -> usize {
    text.split_once(word)
        .and_then(|(before, _)| before.rsplit(' ').next()?.parse().ok())
        .unwrap_or(0)
}

/// A line without the escape sequences that colour it.
fn plain(line: &str) -> String {
    let mut parts = line.split("\x1b[");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: &str = "\
running 2 tests
test a ... ok
test b ... FAILED
test result: FAILED. 1 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.00s

   Doc-tests overtone
test result: \x1b[32mok\x1b[0m. 14 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
";

    #[test]
    fn rusts_harnesses_add_up() {
        assert_eq!(Language::Rust.read(false, CARGO), Counts { passed: 15, failed: 1 });
        let wasm = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 filtered out";
        assert_eq!(Language::Rust.read(true, wasm), Counts { passed: 3, failed: 0 });
    }

    #[test]
    fn nodes_runner_tells_at_the_end() {
        let spec = "✔ pass 9 (1 ms)\nℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(Language::Node.read(false, spec), Counts { passed: 2, failed: 2 });
        let tap = "ok 1 - a\n1..1\n# tests 1\n# pass 1\n# fail 0\n# cancelled 0\n";
        assert_eq!(Language::Node.read(true, tap), Counts { passed: 1, failed: 0 });
    }

    #[test]
    fn a_step_without_tests_is_one() {
        assert_eq!(Language::Exit.read(true, ""), Counts { passed: 1, failed: 0 });
        assert_eq!(Language::Exit.read(false, ""), Counts { passed: 0, failed: 1 });
    }

    #[test]
    fn what_did_not_compile_has_failed() {
        assert_eq!(Language::Rust.read(false, "error[E0308]"), Counts { passed: 0, failed: 1 });
        let half = "test result: ok. 3 passed; 0 failed;";
        assert_eq!(Language::Rust.read(false, half), Counts { passed: 3, failed: 1 });
    }

    #[test]
    fn a_suite_that_runs_nothing_has_failed() {
        assert_eq!(Language::Rust.read(true, "no tests to run!"), Counts { passed: 0, failed: 1 });
        assert_eq!(
            Language::Node.read(true, "ℹ pass 0\nℹ fail 0"),
            Counts { passed: 0, failed: 1 }
        );
    }
}
