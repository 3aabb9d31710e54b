//! The browser that tests run in, and the programs that steer it.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::binaryen::npm_version;
use crate::engine::read;
use crate::places::Places;
use crate::{debian, run};

/// Where Chrome is when it is not on the PATH.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Finds Chromium or Chrome, or installs Debian's.
pub fn chrome(places: &Places) -> Result<PathBuf> {
    found_or_installed(|| find_chrome(places), &["chromium"]).context(
        "expected Chromium or Chrome for the tests in a browser, found none; \
         install one, or set CHROME to its program",
    )
}

/// Finds ChromeDriver, or installs Debian's.
pub fn chromedriver(places: &Places) -> Result<PathBuf> {
    let find = || from_variable("CHROMEDRIVER").or_else(|| places.program("chromedriver"));
    found_or_installed(find, &["chromium", "chromium-driver"]).context(
        "expected ChromeDriver for the wasm tests, found none; \
         install the one of your Chrome's version, or set CHROMEDRIVER to its program",
    )
}

/// Finds node and npm, or installs Debian's; returns node.
pub fn node(places: &Places) -> Result<PathBuf> {
    let find = || places.program("npm").and_then(|_| places.program("node"));
    found_or_installed(find, &["nodejs", "npm"])
        .context("expected node and npm for the browser tests, found none; install them")
}

/// Installs the packages of the browser tests if they are not there in the locked version.
pub fn install_test_packages(places: &Places) -> Result<()> {
    let folder = places.root.join("tests/browser");
    let lock: Value = serde_json::from_slice(&read(&folder.join("package-lock.json"))?)
        .context("tests/browser/package-lock.json is no JSON")?;
    let locked = lock["packages"].as_object().context("package-lock.json has no packages")?;
    let is_there = |(place, package): (&String, &Value)| {
        place.is_empty()
            || npm_version(&folder.join(place)).as_deref() == package["version"].as_str()
    };
    if locked.iter().all(is_there) {
        return Ok(());
    }
    run::say("installing the packages of the browser tests");
    let npm = places.program("npm").context("expected npm, found none")?;
    let mut command = places.command(npm);
    command.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
    run::quietly(&mut command).map(drop)
}

/// Writes the capabilities that the wasm tests start their browser with: the project's
/// `webdriver.json`, and this machine's browser.
pub fn webdriver_capabilities(places: &Places) -> Result<PathBuf> {
    let project = read(&places.root.join("webdriver.json"))?;
    let capabilities = with_browser(&project, &chrome(places)?.to_string_lossy())?;
    let path = places.target.join("webdriver.json");
    std::fs::write(&path, capabilities)
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

fn with_browser(project: &[u8], chrome: &str) -> Result<String> {
    let mut capabilities: Value =
        serde_json::from_slice(project).context("webdriver.json is no JSON")?;
    match &mut capabilities["goog:chromeOptions"] {
        Value::Object(options) => options.insert("binary".into(), json!(chrome)),
        other => bail!("expected goog:chromeOptions in webdriver.json, got {other}"),
    };
    Ok(capabilities.to_string())
}

fn found_or_installed(find: impl Fn() -> Option<PathBuf>, packages: &[&str]) -> Option<PathBuf> {
    find().or_else(|| debian::install(packages).then(&find).flatten())
}

fn find_chrome(places: &Places) -> Option<PathBuf> {
    from_variable("CHROME")
        .or_else(|| {
            ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"]
                .into_iter()
                .find_map(|name| places.program(name))
        })
        .or_else(|| APPLICATIONS.into_iter().map(PathBuf::from).find(|path| path.is_file()))
}

fn from_variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from).filter(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_capabilities_name_this_machines_browser() {
        let project = br#"{"goog:chromeOptions": {"args": ["--headless=new"]}}"#;
        let read: Value =
            serde_json::from_str(&with_browser(project, "/opt/chrome").unwrap()).unwrap();
        let options = json!({ "args": ["--headless=new"], "binary": "/opt/chrome" });
        assert_eq!(read, json!({ "goog:chromeOptions": options }));
        assert!(with_browser(b"{}", "/opt/chrome").is_err());
    }

    #[test]
    fn what_is_found_is_not_installed() {
        let here = || Some(PathBuf::from("here"));
        assert_eq!(found_or_installed(here, &["no-such-package"]), here());
    }
}
