//! How a command fails.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

/// Why a command did not do what it was asked for.
///
/// Every error becomes one by `?`; a reader of stdout that has seen enough (`| head`) is no
/// failure.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// It did not work; the sentence says why.
    Failed(String),
    /// A person stopped it; the sentence says how to go on.
    Interrupted(String),
    /// Whoever read the output has closed it.
    OutputClosed,
}

impl Failure {
    /// A failure in a sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self::Failed(sentence.into())
    }

    /// Says why on stderr and returns the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Self::OutputClosed => ExitCode::SUCCESS,
            Self::Failed(sentence) => {
                eprintln!("overtone: {sentence}");
                ExitCode::FAILURE
            }
            Self::Interrupted(sentence) => {
                eprintln!("overtone: {sentence}");
                // 128 and the number of the signal, as shells have it.
                ExitCode::from(130)
            }
        }
    }
}

impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        if is_closed_pipe(&error) { Self::OutputClosed } else { Self::Failed(error.to_string()) }
    }
}

/// Says what was being done when an error came.
pub trait While<T> {
    /// The error as a failure: "`doing`: the error's own sentence".
    ///
    /// # Errors
    /// The failure, if there was an error.
    fn during(self, doing: impl FnOnce() -> String) -> Result<T, Failure>;
}

impl<T, E: std::fmt::Display> While<T> for Result<T, E> {
    fn during(self, doing: impl FnOnce() -> String) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(format!("{}: {error}", doing())))
    }
}

fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    let io = error.downcast_ref::<io::Error>().or_else(|| {
        match error.downcast_ref::<csv::Error>()?.kind() {
            csv::ErrorKind::Io(error) => Some(error),
            _ => None,
        }
    });
    io.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_becomes_a_failure_with_its_sentence() {
        let failure = Failure::from(io::Error::other("the disk is full"));
        assert_eq!(failure, Failure::new("the disk is full"));
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let closed = || io::Error::from(ErrorKind::BrokenPipe);
        assert_eq!(Failure::from(closed()), Failure::OutputClosed);
        assert_eq!(Failure::from(csv::Error::from(closed())), Failure::OutputClosed);
    }
}
