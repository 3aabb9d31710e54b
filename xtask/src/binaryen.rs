//! wasm-opt, which makes finished wasm smaller and faster.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::places::Places;
use crate::{run, tools};

/// Binaryen as npm has it: compiled to wasm itself, so that it runs wherever node does.
const NPM_VERSION: &str = "132.0.0";
/// Binaryen as crates.io has it, compiled from C++: the way without node.
const CRATE_VERSION: &str = "0.116.1";
/// What a wasm-opt that is already there must know: older ones stumble over what rustc emits.
const OLDEST: u32 = 116;

/// What every browser with WebGPU or SIMD has; wasm-opt would refuse a module that uses more than
/// it is told of.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
];

/// How hard to try, and at what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// As small as it gets.
    Smallest,
    /// Small, in a time that a large module allows.
    Small,
    /// As fast as it gets for its size: `-O3` makes the CPU engine 4 kB larger, and no answer faster.
    Fastest,
}

impl Level {
    /// The flag of wasm-opt.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Smallest => "-Oz",
            Self::Small => "-Os",
            Self::Fastest => "-O2",
        }
    }
}

/// A wasm-opt that can be started.
#[derive(Debug)]
pub struct WasmOpt {
    program: PathBuf,
    /// The script that node runs, where the program is node.
    script: Option<PathBuf>,
    version: String,
}

impl WasmOpt {
    /// Finds or installs one: npm's, a new enough one of the PATH, or cargo's. Where none can be
    /// had, says so and returns none: the page works without, only larger.
    pub fn ensure(places: &Places) -> Option<Self> {
        let found = from_npm(places).or_else(|| from_path(places));
        if found.is_some() {
            return found;
        }
        match tools::cargo_install(places, "wasm-opt", CRATE_VERSION, true) {
            Ok(()) => from_path(places),
            Err(error) => {
                run::say(format!(
                    "going on without wasm-opt, so the page will be larger: {error:#}; \
                     install node and npm, or Binaryen {OLDEST} or newer, to change that"
                ));
                None
            }
        }
    }

    /// What the output depends on, beside the module and the level.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Optimises a module into another file.
    pub fn optimise(&self, level: Level, from: &Path, to: &Path) -> Result<()> {
        let mut command = Command::new(&self.program);
        command.args(&self.script).arg(level.flag()).args(FEATURES).arg(from).arg("-o").arg(to);
        run::visibly(&mut command).with_context(|| format!("cannot optimise {}", from.display()))
    }
}

fn from_npm(places: &Places) -> Option<WasmOpt> {
    let node = places.program("node")?;
    let folder = places.tools.join("binaryen");
    let package = folder.join("node_modules/binaryen");
    if npm_version(&package).as_deref() != Some(NPM_VERSION) {
        install_from_npm(places, &folder).map_err(|error| run::say(format!("{error:#}"))).ok()?;
    }
    let script = package.join("bin/wasm-opt");
    let version = format!("npm {}", npm_version(&package)?);
    script.is_file().then_some(WasmOpt { program: node, script: Some(script), version })
}

fn install_from_npm(places: &Places, folder: &Path) -> Result<()> {
    run::say(format!("installing binaryen {NPM_VERSION} from npm, once"));
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let npm = places.program("npm").context("node is there, but no npm")?;
    let mut install = places.command(npm);
    install
        .args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
        .arg(folder)
        .arg(format!("binaryen@{NPM_VERSION}"));
    run::quietly(&mut install).map(drop)
}

/// The version of an installed npm package.
pub fn npm_version(package: &Path) -> Option<String> {
    let text = fs::read_to_string(package.join("package.json")).ok()?;
    let json: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(json["version"].as_str()?.to_owned())
}

fn from_path(places: &Places) -> Option<WasmOpt> {
    let program = places.program("wasm-opt")?;
    let answer = run::quietly(Command::new(&program).arg("--version")).ok()?;
    let version = binaryen_version(&answer)?;
    let wasm_opt = WasmOpt { program, script: None, version: version.to_string() };
    (version >= OLDEST).then_some(wasm_opt)
}

/// Reads "wasm-opt version 132 (version_132-5-gabc)".
fn binaryen_version(answer: &str) -> Option<u32> {
    let after = answer.split_once("version ")?.1;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_answer() {
        assert_eq!(binaryen_version("wasm-opt version 108"), Some(108));
        assert_eq!(binaryen_version("wasm-opt version 132 (version_132-5-gabc)"), Some(132));
        assert_eq!(binaryen_version("wasm-opt"), None);
    }
}
