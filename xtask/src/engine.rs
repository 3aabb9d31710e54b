//! The engines: wasm modules that the page fetches after itself.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::binaryen::{Level, WasmOpt};
use crate::offline::BASE;
use crate::places::Places;
use crate::wasm_target::TARGET;
use crate::{hash, lockfile, parts, run, tools};

/// The cargo profile of what computes on the GPU and of the wasm tests; the CPU engine's builds
/// upon it.
pub const WEB_PROFILE: &str = "web";

/// One of the engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Runs everywhere.
    Cpu,
    /// Runs on WebGPU.
    Gpu,
    /// Trains: the CPU engine's network with what learning adds to it.
    Laboratory,
    /// Trains on WebGPU.
    LaboratoryGpu,
}

/// An engine as wasm-bindgen leaves it.
#[derive(Debug)]
pub struct Bindings {
    /// The JavaScript module that starts it.
    pub js: PathBuf,
    /// The wasm module.
    pub wasm: PathBuf,
    /// The name under which `js` asks for `wasm`.
    pub wasm_name: String,
    /// JavaScript of the crates that it is made of, if there is any.
    pub snippets: Option<PathBuf>,
}

impl Engine {
    /// All four; the first one is waited for, the last ones take longest.
    pub const ALL: [Self; 4] = [Self::Cpu, Self::Laboratory, Self::Gpu, Self::LaboratoryGpu];

    /// What it computes on, as the manifest calls it.
    pub const fn device(self) -> &'static str {
        match self {
            Self::Cpu | Self::Laboratory => "cpu",
            Self::Gpu | Self::LaboratoryGpu => "gpu",
        }
    }

    /// Whether it trains models; else it asks them.
    pub const fn trains(self) -> bool {
        matches!(self, Self::Laboratory | Self::LaboratoryGpu)
    }

    /// The part of the site that a visitor keeps it with.
    pub const fn part(self) -> &'static str {
        match self {
            Self::Cpu => BASE,
            Self::Gpu => "gpu",
            Self::Laboratory => "laboratory",
            Self::LaboratoryGpu => "laboratory-gpu",
        }
    }

    /// The program of the crate, which is also the feature that opens it.
    pub fn program(self) -> &'static str {
        match self {
            Self::Cpu => "engine",
            Self::Gpu => "engine-gpu",
            Self::Laboratory => "laboratory",
            Self::LaboratoryGpu => "laboratory-gpu",
        }
    }

    /// What its files are called on the site, before a hash.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Cpu => "engine-cpu",
            Self::Gpu => "engine-gpu",
            Self::Laboratory => "laboratory",
            Self::LaboratoryGpu => "laboratory-gpu",
        }
    }

    /// Whether it computes on a GPU: it is many times as large as what computes in wasm, and takes
    /// minutes to link and to optimise.
    pub fn is_for_gpu(self) -> bool {
        matches!(self, Self::Gpu | Self::LaboratoryGpu)
    }

    /// What wasm-opt is asked for when the site is published: what computes on a GPU only prepares
    /// in wasm.
    pub fn level(self) -> Level {
        if self.is_for_gpu() { Level::Small } else { Level::Fastest }
    }

    /// The cargo profile, which is also the folder of its builds.
    fn profile(self) -> &'static str {
        if self.is_for_gpu() { WEB_PROFILE } else { "cpu" }
    }

    /// For people.
    pub fn said(self) -> &'static str {
        match self {
            Self::Cpu => "the CPU engine",
            Self::Gpu => "the GPU engine",
            Self::Laboratory => "the laboratory",
            Self::LaboratoryGpu => "the laboratory for the GPU",
        }
    }

    /// Builds the engine and its bindings.
    pub fn build(self, places: &Places) -> Result<Bindings> {
        let wasm = self.compile(places)?;
        self.bind(places, &wasm)
    }

    fn compile(self, places: &Places) -> Result<PathBuf> {
        run::say(format!("building {}", self.said()));
        let program = self.program();
        let mut cargo = places.command("cargo");
        cargo.args(["build", "--package", "overtone", "--bin", program]);
        cargo.args(["--no-default-features", "--features", program]);
        cargo.args(["--target", TARGET, "--profile", self.profile()]);
        run::visibly(&mut cargo)?;
        Ok(places.target.join(TARGET).join(self.profile()).join(format!("{program}.wasm")))
    }

    fn bind(self, places: &Places, wasm: &Path) -> Result<Bindings> {
        let bindgen = tools::wasm_bindgen(places)?;
        let version = lockfile::crate_version(&places.root, "wasm-bindgen")?;
        let program = self.program();
        let key = hash::of_parts(&[&read(wasm)?, version.as_bytes()]);
        let folder = parts::once(places, program, &key, |folder| {
            let mut command = places.command(&bindgen);
            command.args(["--target", "web", "--no-typescript", "--out-name", program]);
            command.arg("--out-dir").arg(folder).arg(wasm);
            run::visibly(&mut command)
        })?;
        let wasm_name = format!("{program}_bg.wasm");
        let snippets = folder.join("snippets");
        Ok(Bindings {
            js: folder.join(format!("{program}.js")),
            wasm: folder.join(&wasm_name),
            wasm_name,
            snippets: snippets.is_dir().then_some(snippets),
        })
    }
}

/// The module named `name` after wasm-opt, where there is one; else as it is.
pub fn optimised(
    places: &Places,
    wasm_opt: Option<&WasmOpt>,
    name: &str,
    level: Level,
    wasm: &Path,
) -> Result<PathBuf> {
    let Some(wasm_opt) = wasm_opt else { return Ok(wasm.to_owned()) };
    let inputs = [&read(wasm)?, level.flag().as_bytes(), wasm_opt.version().as_bytes()];
    let key = hash::of_parts(&inputs);
    let folder = parts::once(places, &format!("{name}{}", level.flag()), &key, |folder| {
        run::say(format!("optimising {name} with wasm-opt {}", level.flag()));
        wasm_opt.optimise(level, wasm, &folder.join("out.wasm"))
    })?;
    Ok(folder.join("out.wasm"))
}

/// A file's bytes, or an error that names it.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
