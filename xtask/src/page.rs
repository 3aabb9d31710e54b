//! The page itself, by Trunk.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::binaryen::{Level, WasmOpt};
use crate::engine::optimised;
use crate::places::Places;
use crate::{parts, run, style, tools};

/// The cargo profile of the page.
const PROFILE: &str = "tab";

/// Builds the page into a folder of its own, which it returns.
pub fn build(places: &Places, wasm_opt: Option<&WasmOpt>) -> Result<PathBuf> {
    let trunk = tools::trunk(places)?;
    tools::wasm_bindgen(places)?;
    run::say("building the page");
    style::build(places)?;
    let folder = places.target.join("page");
    parts::clear(&folder)?;
    let mut command = places.command(trunk);
    command
        .args(["build", "--release", "--cargo-profile", PROFILE])
        // A site that works from any folder of any host.
        .args(["--public-url", "./"])
        // wasm-opt comes after Trunk and changes what a checksum would be of.
        .args(["--no-sri", "true"])
        .arg("--dist")
        .arg(&folder)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk insists on true or false where others set 1.
        .env_remove("NO_COLOR");
    run::visibly(&mut command)?;
    optimise_modules(places, wasm_opt, &folder)?;
    Ok(folder)
}

fn optimise_modules(places: &Places, wasm_opt: Option<&WasmOpt>, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            let small = optimised(places, wasm_opt, "page", Level::Smallest, &path)?;
            if small != path {
                fs::copy(&small, &path)
                    .with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
    }
    Ok(())
}
