//! Programs that cargo installs for the project alone, in the versions that the project names.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::places::Places;
use crate::{lockfile, run};

/// Trunk builds the page from `index.html`. The next minor version asks for a newer Rust.
const TRUNK_VERSION: &str = "0.21.14";

/// wasm-pack packs the API for JavaScript.
const WASM_PACK_VERSION: &str = "0.15.1";

/// A program of a crate, in one exact version.
#[derive(Debug)]
struct Tool {
    program: &'static str,
    package: &'static str,
    version: String,
    /// Whether the lock file that the crate was published with still resolves.
    locked: bool,
}

/// Finds or installs Trunk.
pub fn trunk(places: &Places) -> Result<PathBuf> {
    let version = TRUNK_VERSION.to_owned();
    Tool { program: "trunk", package: "trunk", version, locked: true }.ensure(places)
}

/// Finds or installs wasm-pack.
pub fn wasm_pack(places: &Places) -> Result<PathBuf> {
    let version = WASM_PACK_VERSION.to_owned();
    Tool { program: "wasm-pack", package: "wasm-pack", version, locked: true }.ensure(places)
}

/// Finds or installs wasm-bindgen, in the version of the crate in `Cargo.lock`: the two speak a
/// private language that changes with every release.
pub fn wasm_bindgen(places: &Places) -> Result<PathBuf> {
    bindgen_program(places, "wasm-bindgen")
}

/// Finds or installs the runner of wasm tests, which comes with wasm-bindgen.
pub fn wasm_bindgen_test_runner(places: &Places) -> Result<PathBuf> {
    bindgen_program(places, "wasm-bindgen-test-runner")
}

fn bindgen_program(places: &Places, program: &'static str) -> Result<PathBuf> {
    let version = lockfile::crate_version(&places.root, "wasm-bindgen")?;
    Tool { program, package: "wasm-bindgen-cli", version, locked: false }.ensure(places)
}

/// Installs a crate's programs among the project's tools, quickly built rather than quick: they
/// run for seconds and a full build takes many minutes.
pub fn cargo_install(places: &Places, package: &str, version: &str, locked: bool) -> Result<()> {
    run::say(format!("installing {package} {version}, once, which takes minutes"));
    let build = places.tools.join("build");
    std::fs::create_dir_all(&build)
        .with_context(|| format!("cannot create {}", build.display()))?;
    let mut install = places.command("cargo");
    install
        .current_dir(&places.tools)
        .args(["install", "--quiet", package, "--version", &format!("={version}"), "--root"])
        .arg(&places.tools)
        .args(locked.then_some("--locked"))
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false");
    run::visibly(&mut install)
        .with_context(|| format!("{package} {version} could not be installed"))?;
    // What was installed stays; what it was built from only takes room.
    std::fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))
}

impl Tool {
    fn ensure(&self, places: &Places) -> Result<PathBuf> {
        if let Some(path) = self.find(places) {
            return Ok(path);
        }
        cargo_install(places, self.package, &self.version, self.locked)?;
        self.find(places).with_context(|| {
            format!("installed {} {}, but no {} came", self.package, self.version, self.program)
        })
    }

    fn find(&self, places: &Places) -> Option<PathBuf> {
        let path = places.program(self.program)?;
        let answer = run::quietly(Command::new(&path).arg("--version")).ok()?;
        says_version(&answer, &self.version).then_some(path)
    }
}

fn says_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_will_do() {
        assert!(says_version("wasm-bindgen 0.2.130", "0.2.130"));
        assert!(says_version("wasm-bindgen 0.2.130 (a1b2c3d4e)", "0.2.130"));
        assert!(!says_version("trunk 0.21.14", "0.21.1"));
        assert!(!says_version("", "0.21.14"));
    }
}
