//! The compiler's standard library for WebAssembly.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::debian::Archive;
use crate::places::Places;
use crate::run;

/// The target of everything that runs in the tab.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// How long rustup's server may take to answer and send.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(300);

/// Suites that may have the compiler's sources, the likeliest first.
const SUITES: [&str; 5] = ["trixie-backports", "forky-backports", "trixie", "forky", "sid"];

/// The crate that makes cargo build the standard library: it needs all of it and is nothing.
const CARRIER_MANIFEST: &str = "\
[package]
name = \"carrier\"
version = \"0.0.0\"
edition = \"2021\"
[profile.release]
opt-level = 3
codegen-units = 1
debug = 0
[workspace]
";

/// Finds or installs the standard library for [`TARGET`].
///
/// rustup comes first, unless `WASM_TARGET_NO_RUSTUP` is set. Where its server is out of reach, the
/// library is built from the sources of the same version in Debian's archive and put where rustup
/// would have put it, so that cargo and every tool on top of it find it.
pub fn ensure(places: &Places) -> Result<()> {
    let scratch = places.tools.join(format!("wasm-target-{}", std::process::id()));
    let result = ensure_within(places, &scratch);
    let _ = fs::remove_dir_all(&scratch);
    result.with_context(|| {
        format!("rustc cannot compile for {TARGET}; `rustup target add {TARGET}` is the usual way")
    })
}

fn ensure_within(places: &Places, scratch: &Path) -> Result<()> {
    let rustc = Rustc::ask(places)?;
    if rustc.compiles(scratch)? {
        return Ok(());
    }
    if added_by_rustup(places) && rustc.compiles(scratch)? {
        return Ok(());
    }
    run::say(format!("building the standard library for {TARGET} from Debian's sources, once"));
    rustc.take_sources(scratch)?;
    rustc.install(&rustc.build(scratch)?)?;
    if !rustc.compiles(scratch)? {
        bail!("the standard library was built, but rustc does not take it");
    }
    Ok(())
}

fn added_by_rustup(places: &Places) -> bool {
    let refused = std::env::var_os("WASM_TARGET_NO_RUSTUP").is_some_and(|value| !value.is_empty());
    if refused || places.program("rustup").is_none() {
        return false;
    }
    run::say(format!("adding {TARGET} with rustup"));
    let mut command = places.command("rustup");
    command.args(["target", "add", TARGET]).env("RUSTUP_MAX_RETRIES", "0");
    succeeds_within(&mut command, RUSTUP_PATIENCE)
}

fn succeeds_within(command: &mut Command, patience: Duration) -> bool {
    let Ok(mut child) = command.stdin(Stdio::null()).spawn() else { return false };
    let start = Instant::now();
    while start.elapsed() < patience {
        match child.try_wait() {
            Ok(None) => thread::sleep(Duration::from_millis(100)),
            Ok(Some(status)) => return status.success(),
            Err(_) => return false,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// The compiler that cargo uses in the project's folder.
#[derive(Debug)]
struct Rustc<'a> {
    places: &'a Places,
    sysroot: PathBuf,
    /// As in "1.95.0".
    version: String,
    /// The commit that it was built from.
    commit: String,
}

impl<'a> Rustc<'a> {
    fn ask(places: &'a Places) -> Result<Self> {
        let sysroot = run::quietly(places.command("rustc").args(["--print", "sysroot"]))?;
        let about = run::quietly(places.command("rustc").arg("-vV"))?;
        let about = |field| field_in(&about, field).context("rustc -vV tells no version");
        Ok(Self {
            places,
            sysroot: sysroot.into(),
            version: about("release")?,
            commit: about("commit-hash")?,
        })
    }

    fn library(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(TARGET)
    }

    fn sources(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib/src/rust")
    }

    /// Whether a small program and a test both compile for the target.
    fn compiles(&self, scratch: &Path) -> Result<bool> {
        fs::create_dir_all(scratch)?;
        let source = scratch.join("try.rs");
        fs::write(&source, "#[test] fn t() {}\npub fn f() -> String { format!(\"{:?}\", 1) }\n")?;
        let compiles = |kind: &[&str]| {
            let mut rustc = self.places.command("rustc");
            rustc.args(["--edition", "2024", "--target", TARGET]);
            rustc.args(kind).arg("-o").arg(scratch.join("try.wasm")).arg(&source);
            run::quietly(&mut rustc).is_ok()
        };
        Ok(compiles(&["--crate-type", "cdylib"]) && compiles(&["--test"]))
    }

    /// Puts the standard library's sources where `-Zbuild-std` looks for them.
    fn take_sources(&self, scratch: &Path) -> Result<()> {
        let here = self.sources().join("library");
        if here.join("Cargo.lock").is_file() {
            return Ok(());
        }
        let unpacked = scratch.join("rust-src");
        let archive = Archive::open(&scratch.join("apt"))?;
        archive.unpack("rust-src", &self.version, &SUITES, &unpacked)?;
        let library = fs::read_dir(unpacked.join("usr/src"))?
            .filter_map(|entry| Some(entry.ok()?.path().join("library")))
            .find(|library| library.join("Cargo.lock").is_file())
            .context("Debian's rust-src has no library/Cargo.lock")?;
        fs::create_dir_all(self.sources())?;
        // Debian links what it shares between packages; a copy must stand on its own.
        run::quietly(Command::new("cp").arg("-rL").arg(library).arg(&here)).map(drop)
    }

    /// Builds the standard library as the official one is: with bitcode for link-time
    /// optimisation and with the official paths. Returns the folder of the built libraries.
    fn build(&self, scratch: &Path) -> Result<PathBuf> {
        let carrier = scratch.join("carrier");
        fs::create_dir_all(carrier.join("src"))?;
        fs::write(carrier.join("Cargo.toml"), CARRIER_MANIFEST)?;
        fs::write(carrier.join("src/lib.rs"), "#![no_std]\n")?;
        let sources = self.sources();
        let target = scratch.join("target");
        let mut cargo = self.places.command("cargo");
        cargo
            .current_dir(&carrier)
            .args(["build", "--quiet", "--release", "--target", TARGET])
            .arg("-Zbuild-std=core,alloc,std,panic_abort,panic_unwind,proc_macro,test")
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &target)
            .env(
                "RUSTFLAGS",
                format!(
                    "-Cembed-bitcode=yes --remap-path-prefix={}=/rustc/{}",
                    sources.display(),
                    self.commit
                ),
            )
            .env_remove("RUSTC_WRAPPER")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        run::visibly(&mut cargo)?;
        Ok(target.join(TARGET).join("release/deps"))
    }

    /// Puts built libraries where rustup would have put them, whole or not at all.
    fn install(&self, built: &Path) -> Result<()> {
        let library = self.library();
        let fresh = library.with_extension("new");
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(fresh.join("lib"))?;
        for entry in fs::read_dir(built)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default();
            if is_std_library(&name.to_string_lossy()) {
                fs::copy(&path, fresh.join("lib").join(name))?;
            }
        }
        let _ = fs::remove_dir_all(&library);
        fs::rename(&fresh, &library)
            .with_context(|| format!("cannot install into {}", library.display()))
    }
}

fn is_std_library(name: &str) -> bool {
    let library = name.ends_with(".rlib") || name.ends_with(".rmeta");
    library && !name.starts_with("libcarrier")
}

fn field_in(about: &str, field: &str) -> Option<String> {
    about.lines().find_map(|line| Some(line.strip_prefix(field)?.strip_prefix(": ")?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_tells_its_version() {
        let about = "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\n\
                     commit-hash: 59807616e1\nrelease: 1.95.0\n";
        assert_eq!(field_in(about, "release").as_deref(), Some("1.95.0"));
        assert_eq!(field_in(about, "commit-hash").as_deref(), Some("59807616e1"));
        assert_eq!(field_in(about, "host"), None);
    }

    #[test]
    fn what_only_carried_the_build_stays_behind() {
        assert!(is_std_library("libcore-0011223344556677.rlib"));
        assert!(is_std_library("libtest-0011223344556677.rmeta"));
        assert!(!is_std_library("libcarrier-0011223344556677.rlib"));
        assert!(!is_std_library("core-0011223344556677.d"));
    }

    #[test]
    fn patience_ends() {
        let start = Instant::now();
        assert!(!succeeds_within(Command::new("sleep").arg("5"), Duration::from_millis(200)));
        assert!(start.elapsed() < Duration::from_secs(4));
    }
}
