//! `cargo xtask test`: every test there is, each on the set-up that it needs.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::command_line::Suite;
use crate::counts::{Counts, Language};
use crate::engine::{Engine, WEB_PROFILE, read};
use crate::folder::entries;
use crate::places::Places;
use crate::run::{self, Ended};
use crate::server::Server;
use crate::site::{Builder, Effort};
use crate::summary::{Row, Summary};
use crate::wasm_target::TARGET;
use crate::{browser, clones, package, tools, wasm_target};

/// How long one file of wasm tests may take in the browser, in seconds.
const WASM_PATIENCE_S: &str = "300";

/// What all wasm modules together are built from: the lints see every line in one go.
const WASM_FEATURES: [&str; 7] = [
    "--package",
    "overtone",
    "--package",
    "overtone-api",
    "--no-default-features",
    "--features",
    "overtone/page,overtone/engine-gpu,overtone/laboratory-gpu",
];

/// What is also built with less than everything: a gate in the wrong place shows only there.
const ALONE: [Part; 4] = [
    Part { features: "cli-base", target: None },
    Part { features: "cli", target: None },
    Part { features: "page", target: Some(TARGET) },
    Part { features: "engine", target: Some(TARGET) },
];

/// A part of the crate by itself: its features, and what it is built for if not this machine.
struct Part {
    features: &'static str,
    target: Option<&'static str>,
}

/// Where tests for wasm may be: the crate's own, and those of the API for JavaScript.
const WASM_TESTS: [&str; 2] = ["tests", "www/api/tests"];

/// Runs the suites, all if none is named, and prints how they went.
pub fn run(places: &Places, only: Vec<Suite>) -> Result<ExitCode> {
    clones::claim(places)?;
    let suites = if only.is_empty() { Suite::ALL.to_vec() } else { only };
    let mut summary = Summary::default();
    for suite in suites {
        summary.0.extend(steps(suite).into_iter().map(|step| step.run(places)));
    }
    println!();
    print!("{summary}");
    Ok(if summary.total().failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A part of a suite that has a row of its own.
struct Step {
    name: &'static str,
    language: Language,
    work: fn(&Places) -> Result<Ended>,
}

fn steps(suite: Suite) -> Vec<Step> {
    use Language::{Exit, Node, Rust};
    let step = |name, language, work| Step { name, language, work };
    match suite {
        Suite::Lint => vec![
            step("format", Exit, format),
            step("lints, native", Exit, native_lints),
            step("documentation, native", Exit, native_documentation),
            step("lints, wasm", Exit, wasm_lints),
            step("documentation, wasm", Exit, wasm_documentation),
            step("lints, parts alone", Exit, lints_of_parts_alone),
        ],
        Suite::Native => vec![
            step("tests, native", Rust, native_tests),
            step("tests of xtask", Rust, xtask_tests),
        ],
        Suite::Wasm => vec![step("tests, wasm in a browser", Rust, wasm_tests)],
        Suite::Browser => vec![step("tests, the page in a browser", Node, browser_tests)],
    }
}

impl Step {
    /// Does the work; whatever goes wrong is a failed test, so that the other steps still run.
    fn run(&self, places: &Places) -> Row {
        println!("\n== {}", self.name);
        let start = Instant::now();
        let counts = match (self.work)(places) {
            Ok(Ended { success, output }) => self.language.read(success, &output),
            Err(error) => {
                run::say(format!("{error:#}"));
                Counts { passed: 0, failed: 1 }
            }
        };
        Row { name: self.name, counts, took: start.elapsed() }
    }
}

fn cargo(places: &Places, arguments: &[&str]) -> Command {
    let mut command = places.command("cargo");
    command.args(arguments);
    command
}

fn format(places: &Places) -> Result<Ended> {
    run::watched(&mut cargo(places, &["fmt", "--all", "--check"]))
}

fn native_lints(places: &Places) -> Result<Ended> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    run::watched(&mut cargo(places, &arguments))
}

fn native_documentation(places: &Places) -> Result<Ended> {
    let mut doc = cargo(places, &["doc", "--workspace", "--no-deps"]);
    run::watched(doc.env("RUSTDOCFLAGS", "-Dwarnings"))
}

fn wasm_lints(places: &Places) -> Result<Ended> {
    wasm_target::ensure(places)?;
    let mut clippy = cargo(places, &["clippy", "--all-targets", "--target", TARGET]);
    run::watched(clippy.args(WASM_FEATURES).args(["--", "-D", "warnings"]))
}

fn wasm_documentation(places: &Places) -> Result<Ended> {
    wasm_target::ensure(places)?;
    let mut doc = cargo(places, &["doc", "--no-deps", "--target", TARGET]);
    run::watched(doc.args(WASM_FEATURES).env("RUSTDOCFLAGS", "-Dwarnings"))
}

fn lints_of_parts_alone(places: &Places) -> Result<Ended> {
    wasm_target::ensure(places)?;
    let mut all = Ended { success: true, output: String::new() };
    for Part { features, target } in ALONE {
        let mut clippy = cargo(places, &["clippy", "--package", "overtone", "--lib", "--bins"]);
        clippy.args(["--no-default-features", "--features", features]);
        clippy.args(target.iter().flat_map(|target| ["--target", target]));
        let ended = run::watched(clippy.args(["--", "-D", "warnings"]))?;
        all.success &= ended.success;
        all.output += &ended.output;
    }
    Ok(all)
}

/// The package by itself: together with xtask, the features of shared crates would be others than
/// in `cargo build`, and all of burn would be built anew for them.
fn native_tests(places: &Places) -> Result<Ended> {
    run::watched(&mut cargo(places, &["test", "--package", "overtone", "--no-fail-fast"]))
}

fn xtask_tests(places: &Places) -> Result<Ended> {
    run::watched(&mut cargo(places, &["test", "--package", "xtask", "--no-fail-fast"]))
}

/// Runs the tests that are marked for it in headless Chromium, built with the CPU engine's features,
/// but linked without its patience.
fn wasm_tests(places: &Places) -> Result<Ended> {
    wasm_target::ensure(places)?;
    tools::wasm_bindgen_test_runner(places)?;
    let driver = browser::chromedriver(places)?;
    let capabilities = browser::webdriver_capabilities(places)?;
    let packages = ["--package", "overtone", "--package", "overtone-api"];
    let mut test = cargo(places, &["test", "--no-fail-fast"]);
    test.args(packages)
        .args(["--no-default-features", "--features"])
        .arg(format!("overtone/{}", Engine::Cpu.program()))
        .args(["--target", TARGET, "--profile", WEB_PROFILE])
        .args(wasm_test_targets(&places.root)?)
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", WASM_PATIENCE_S);
    run::watched(&mut test)
}

/// The flags that choose the programs with tests for wasm.
fn wasm_test_targets(root: &Path) -> Result<Vec<String>> {
    let mut targets = Vec::new();
    for folder in WASM_TESTS {
        let before = targets.len();
        for path in entries(&root.join(folder))? {
            if has_wasm_tests(&path)? {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                targets.extend(["--test".to_owned(), stem.into_owned()]);
            }
        }
        anyhow::ensure!(targets.len() > before, "expected a test for wasm in {folder}, found none");
    }
    Ok(targets)
}

/// Whether a file among tests, or a folder that cargo takes for one program, uses
/// wasm-bindgen's test harness.
fn has_wasm_tests(path: &Path) -> Result<bool> {
    let sources = if path.join("main.rs").is_file() { entries(path)? } else { vec![path.into()] };
    for source in sources.iter().filter(|path| path.extension().is_some_and(|e| e == "rs")) {
        if String::from_utf8_lossy(&read(source)?).contains("wasm_bindgen_test") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// After how many milliseconds a file of tests is given up: one that hangs must not hold up the others.
const LONGEST_FILE: &str = "--test-timeout=900000";

/// Runs the tests of the finished page, on the site as `cargo xtask serve` builds it, and of the
/// packed API.
fn browser_tests(places: &Places) -> Result<Ended> {
    let node = browser::node(places)?;
    let chrome = browser::chrome(places)?;
    browser::install_test_packages(places)?;
    let builder = Builder::prepare(places, Effort::Local)?;
    let mut site = builder.build(&places.site())?;
    for engine in Engine::ALL {
        site.add(engine)?;
    }
    let package = package::build(places)?;
    let program = command_line_program(places)?;
    let server = Server::bind(0)?;
    server.serve(&places.site())?;
    let mut test = places.command(node);
    test.args(["--test", "--test-reporter=spec", LONGEST_FILE])
        .args(browser_test_files(&places.root)?)
        .env("CHROME", chrome)
        .env("OVERTONE_API", package)
        .env("OVERTONE_BIN", program)
        .env("OVERTONE_URL", server.address());
    run::watched(&mut test)
}

/// The command line, which reads what the tab has saved: the one that the native tests run.
fn command_line_program(places: &Places) -> Result<PathBuf> {
    let build = ["build", "--bin", "overtone", "--message-format=json-render-diagnostics"];
    let said = run::quietly(&mut cargo(places, &build))?;
    let program =
        said.lines().find_map(|line| line.split_once("\"executable\":\"")?.1.split('"').next());
    Ok(PathBuf::from(program.context("cargo says of no program where it is")?))
}

fn browser_test_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = entries(&root.join("tests/browser"))?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_tests_for_wasm_are_chosen() {
        let root = std::env::temp_dir().join(format!("overtone-suites-{}", std::process::id()));
        fs::create_dir_all(root.join("tests/golden")).unwrap();
        fs::create_dir_all(root.join("tests/browser")).unwrap();
        let write = |name: &str, text: &str| fs::write(root.join("tests").join(name), text);
        write("native.rs", "#[test] fn t() {}").unwrap();
        write("golden/main.rs", "mod reader;").unwrap();
        assert!(wasm_test_targets(&root).is_err(), "a suite without tests is no suite");
        write("golden/reader.rs", "#[wasm_bindgen_test] fn t() {}").unwrap();
        fs::create_dir_all(root.join("www/api/tests")).unwrap();
        assert!(wasm_test_targets(&root).is_err(), "nor is an API without tests");
        fs::write(root.join("www/api/tests/api.rs"), "use wasm_bindgen_test as test;").unwrap();
        write("stream.rs", "#[wasm_bindgen_test] fn t() {}").unwrap();
        write("notes.md", "wasm_bindgen_test").unwrap();
        let expected = ["--test", "golden", "--test", "stream", "--test", "api"];
        assert_eq!(wasm_test_targets(&root).unwrap(), expected);
        write("browser/page.test.mjs", "").unwrap();
        write("browser/harness.mjs", "").unwrap();
        assert_eq!(browser_test_files(&root).unwrap().len(), 1);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_cannot_start_has_failed() {
        fn broken(_: &Places) -> Result<Ended> {
            anyhow::bail!("no browser")
        }
        let places = Places { root: "/".into(), tools: "/".into(), target: "/".into() };
        let row = Step { name: "broken", language: Language::Rust, work: broken }.run(&places);
        assert_eq!(row.counts, Counts { passed: 0, failed: 1 });
    }
}
