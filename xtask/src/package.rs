//! The API for JavaScript as a package, by wasm-pack.

use std::path::PathBuf;

use anyhow::Result;

use crate::engine::WEB_PROFILE;
use crate::places::Places;
use crate::{run, tools, wasm_target};

/// Builds the package into a folder of its own, which it returns: small, as a page wants it.
pub fn build(places: &Places) -> Result<PathBuf> {
    wasm_target::ensure(places)?;
    let wasm_pack = tools::wasm_pack(places)?;
    tools::wasm_bindgen(places)?;
    run::say("packing the API for JavaScript");
    let folder = places.target.join("package");
    let mut command = places.command(wasm_pack);
    command
        .arg("build")
        .arg(places.root.join("www/api"))
        .args(["--target", "web", "--profile", WEB_PROFILE, "--mode", "no-install", "--no-opt"])
        .arg("--out-dir")
        .arg(&folder);
    run::visibly(&mut command)?;
    Ok(folder)
}
