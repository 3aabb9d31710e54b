//! The page itself, by Trunk.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::binaryen::{Level, WasmOpt};
use crate::engine::{optimised, read};
use crate::places::Places;
use crate::{imports, parts, run, style, tools};

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

/// Writes a module, and its bindings anew: with short names for what they share.
fn place(wasm: &[u8], path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().replace("_bg.wasm", ".js");
    let bindings = path.with_file_name(name);
    let js = String::from_utf8(read(&bindings)?).context("the bindings are not text")?;
    let write = |path: &Path, bytes: &[u8]| {
        fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
    };
    match imports::shortened(wasm, &js) {
        Some((wasm, js)) => write(path, &wasm).and_then(|()| write(&bindings, js.as_bytes())),
        None => write(path, wasm),
    }
}

fn optimise_modules(places: &Places, wasm_opt: Option<&WasmOpt>, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            let small = optimised(places, wasm_opt, "page", Level::Smallest, &path)?;
            place(&read(&small)?, &path)?;
        }
    }
    Ok(())
}
