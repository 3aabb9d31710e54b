//! Starting other programs: quietly, for all to see, or both.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

/// Tells the person who waits what goes on.
pub fn say(what: impl AsRef<str>) {
    eprintln!("xtask: {}", what.as_ref());
}

/// Runs a program whose output the person sees; an error unless it succeeds.
pub fn visibly(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs a program for its output; an error with what it complained of unless it succeeds.
pub fn quietly(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}: {}", line(command), output.status, complaint.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a program that ran to its end left behind.
#[derive(Debug)]
pub struct Ended {
    /// Whether it said that all is well.
    pub success: bool,
    /// All that it printed to standard output.
    pub output: String,
}

/// Runs a program whose output the person sees at once and the caller reads at the end.
pub fn watched(command: &mut Command) -> Result<Ended> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let stdout = child.stdout.take().context("a started program has no output")?;
    let reader = thread::spawn(move || copy_lines(stdout, io::stdout()));
    let status = child.wait()?;
    let output = reader.join().map_err(|_| anyhow::anyhow!("reading the output failed"))??;
    Ok(Ended { success: status.success(), output })
}

fn copy_lines(from: impl Read, mut to: impl Write) -> io::Result<String> {
    let mut from = BufReader::new(from);
    let mut all = Vec::new();
    loop {
        let start = all.len();
        if from.read_until(b'\n', &mut all)? == 0 {
            return Ok(String::from_utf8_lossy(&all).into_owned());
        }
        to.write_all(&all[start..])?;
        to.flush()?;
    }
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_watched_is_seen_and_kept() {
        let mut seen = Vec::new();
        let kept = copy_lines("one\ntwo".as_bytes(), &mut seen).unwrap();
        assert_eq!(kept, "one\ntwo");
        assert_eq!(seen, b"one\ntwo");
    }

    #[test]
    fn an_error_names_the_command() {
        let error = quietly(Command::new("no-such-program").arg("--now")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start no-such-program --now");
    }
}
