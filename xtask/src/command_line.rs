//! What a person asks for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::prelude::*;

/// What `cargo xtask help` prints.
pub const HELP: &str = "\
Sets up, builds, serves and tests Overtone.

cargo xtask serve [--port N]    install what is missing, build the page, serve it on localhost
    --port N                    the port to start looking at, 8080 by default; 0 for any free one
    --no-build                  serve what is there, without building
    --dir DIR                   serve this folder instead of the page (implies --no-build)
cargo xtask dist                build the static site into dist/, as small as it gets, list its sizes
                                and hold them against the budget
cargo xtask test                run every test there is, with the set-up that they need
    --only SUITE                lint, native, wasm or browser; give it again for more than one

Tools and builds are kept in ~/.cache/overtone (or $XDG_CACHE_HOME/overtone), so that a fresh clone
builds in seconds; $CARGO_TARGET_DIR moves the builds. Delete the folder to start afresh.
";

/// A task of the command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Print [`HELP`].
    Help,
    /// Build and serve the page.
    Serve(Serve),
    /// Build the static site.
    Dist,
    /// Run these suites; all when there are none.
    Test(Vec<Suite>),
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub struct Serve {
    /// The first port to try; 0 takes any free one.
    pub port: u16,
    /// Whether to build the page first.
    pub build: bool,
    /// A folder to serve in place of the page.
    pub dir: Option<PathBuf>,
}

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// Format, lints and documentation, native and wasm.
    Lint,
    /// The tests that run on this machine as it is.
    Native,
    /// The tests compiled to wasm, in a headless browser.
    Wasm,
    /// The finished page in a headless browser.
    Browser,
}

impl Suite {
    /// All of them, in the order in which they run.
    pub const ALL: [Self; 4] = [Self::Lint, Self::Native, Self::Wasm, Self::Browser];

    fn from_name(name: &str) -> Result<Self> {
        Ok(match name {
            "lint" => Self::Lint,
            "native" => Self::Native,
            "wasm" => Self::Wasm,
            "browser" => Self::Browser,
            _ => bail!("expected lint, native, wasm or browser after --only, got \"{name}\""),
        })
    }
}

/// Reads the arguments that follow `cargo xtask`.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Task> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let Some(first) = parser.next()? else { return Ok(Task::Help) };
    let task = match first {
        Short('h') | Long("help") => return Ok(Task::Help),
        Value(word) => word.string()?,
        other => return Err(other.unexpected().into()),
    };
    match task.as_str() {
        "help" => Ok(Task::Help),
        "serve" => parse_serve(parser),
        "dist" => parse_dist(parser),
        "test" => parse_test(parser),
        _ => bail!("expected serve, dist, test or help, got \"{task}\""),
    }
}

fn parse_serve(mut parser: lexopt::Parser) -> Result<Task> {
    let mut serve = Serve { port: 8080, build: true, dir: None };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => serve.port = parser.value()?.parse()?,
            Long("no-build") => serve.build = false,
            // What is served is always the optimised build; the flag says so.
            Long("release") => {}
            Long("dir") => {
                serve.dir = Some(parser.value()?.into());
                serve.build = false;
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Serve(serve))
}

fn parse_dist(mut parser: lexopt::Parser) -> Result<Task> {
    match parser.next()? {
        None => Ok(Task::Dist),
        Some(Short('h') | Long("help")) => Ok(Task::Help),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn parse_test(mut parser: lexopt::Parser) -> Result<Task> {
    let mut suites = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("only") => suites.push(Suite::from_name(&parser.value()?.string()?)?),
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Test(suites))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(line: &str) -> Result<Task> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_three_tasks_need_no_options() {
        let serve = Serve { port: 8080, build: true, dir: None };
        assert_eq!(task("serve").unwrap(), Task::Serve(serve));
        assert_eq!(task("dist").unwrap(), Task::Dist);
        assert_eq!(task("test").unwrap(), Task::Test(vec![]));
        assert_eq!(task("").unwrap(), Task::Help);
    }

    #[test]
    fn a_folder_is_served_as_it_is() {
        let Task::Serve(serve) = task("serve --port 0 --dir somewhere").unwrap() else {
            panic!("expected serve");
        };
        assert_eq!(serve, Serve { port: 0, build: false, dir: Some("somewhere".into()) });
    }

    #[test]
    fn suites_add_up() {
        let expected = Task::Test(vec![Suite::Lint, Suite::Native]);
        assert_eq!(task("test --only lint --only native").unwrap(), expected);
    }

    #[test]
    fn what_is_not_known_is_named() {
        let error = |line| task(line).unwrap_err().to_string();
        assert!(error("tset").contains("got \"tset\""));
        assert!(error("test --only gpu").contains("got \"gpu\""));
        assert!(error("serve --port high").contains("high"));
    }
}
