//! The static site: the page, the engines, the model and the manifest that names them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::binaryen::WasmOpt;
use crate::engine::{Bindings, Engine, optimised, read};
use crate::manifest::{Download, EngineFiles, Manifest};
use crate::places::Places;
use crate::{clones, hash, page, parts, wasm_target};

/// How much work goes into the size of the GPU engine, the one module that takes minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For this machine: the GPU engine as the compiler leaves it.
    Local,
    /// For visitors.
    Published,
}

/// Builds sites; made when everything that it needs is installed.
#[derive(Debug)]
pub struct Builder<'a> {
    places: &'a Places,
    wasm_opt: Option<WasmOpt>,
    effort: Effort,
}

impl<'a> Builder<'a> {
    /// Installs what is missing: the wasm target, wasm-opt; the other tools when they are used.
    pub fn prepare(places: &'a Places, effort: Effort) -> Result<Self> {
        clones::claim(places)?;
        wasm_target::ensure(places)?;
        Ok(Self { places, wasm_opt: WasmOpt::ensure(places), effort })
    }

    /// Builds the site into a folder that it replaces. It has no engine yet.
    pub fn build(&self, folder: &Path) -> Result<Site<'_>> {
        let page = page::build(self.places, self.wasm_opt.as_ref())?;
        parts::clear(folder)?;
        copy_folder(&page, folder)?;
        let www = self.places.root.join("www");
        let model = place(folder, "model", "overtone", &read(&the_model(&www.join("model"))?)?)?;
        let script = |name: &str| -> Result<String> {
            let source = read(&www.join(format!("{name}.js")))?;
            Ok(place(folder, name, "js", &source)?.url)
        };
        let manifest = Manifest {
            model,
            engines: Vec::new(),
            worker: script("engine-worker")?,
            capture: script("capture-worklet")?,
        };
        Ok(Site { builder: self, folder: folder.to_owned(), manifest })
    }
}

/// A site that engines can be added to.
#[derive(Debug)]
pub struct Site<'a> {
    builder: &'a Builder<'a>,
    folder: PathBuf,
    manifest: Manifest,
}

impl Site<'_> {
    /// Builds an engine and adds it; from the next load on the page knows it.
    pub fn add(&mut self, engine: Engine) -> Result<()> {
        let Builder { places, wasm_opt, effort } = self.builder;
        let bindings = engine.build(places)?;
        let wasm = if engine == Engine::Gpu && *effort == Effort::Local {
            bindings.wasm.clone()
        } else {
            let (name, level) = (engine.program(), engine.level());
            optimised(places, wasm_opt.as_ref(), name, level, &bindings.wasm)?
        };
        let files = place_engine(&self.folder, engine, &bindings, &wasm)?;
        self.manifest.engines.push((engine.name(), files));
        self.write_manifest()
    }

    fn write_manifest(&self) -> Result<()> {
        let unfinished = self.folder.join("manifest.json.new");
        fs::write(&unfinished, self.manifest.to_json())?;
        // A page that loads meanwhile reads the old one or the new one, never a half.
        fs::rename(&unfinished, self.folder.join("manifest.json"))
            .context("cannot write manifest.json")
    }
}

fn place_engine(
    folder: &Path,
    engine: Engine,
    bindings: &Bindings,
    wasm: &Path,
) -> Result<EngineFiles> {
    if let Some(snippets) = &bindings.snippets {
        copy_folder(snippets, &folder.join("snippets"))?;
    }
    let stem = format!("engine-{}", engine.name());
    let wasm = place(folder, &stem, "wasm", &read(wasm)?)?;
    let js = String::from_utf8(read(&bindings.js)?).context("the bindings are not text")?;
    let js = js.replace(&bindings.wasm_name, &wasm.url);
    Ok(EngineFiles { js: place(folder, &stem, "js", js.as_bytes())?.url, wasm })
}

/// Writes a file under a name that carries its hash.
fn place(folder: &Path, stem: &str, extension: &str, content: &[u8]) -> Result<Download> {
    let url = format!("{stem}-{}.{extension}", hash::of(content));
    let path = folder.join(&url);
    fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Download { url, bytes: content.len() as u64 })
}

/// The one model that is shipped.
fn the_model(folder: &Path) -> Result<PathBuf> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let models: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "overtone"))
        .collect();
    match models.as_slice() {
        [model] => Ok(model.clone()),
        _ => {
            bail!("expected one model (*.overtone) in {}, found {}", folder.display(), models.len())
        }
    }
}

/// Copies a folder with all that is in it into another, which is made if it is not there.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            fs::copy(&source, &target)
                .with_context(|| format!("cannot copy {}", source.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("overtone-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn an_engine_asks_for_its_module_by_the_new_name() {
        let folder = scratch("engine");
        let bindings = Bindings {
            js: folder.join("engine.js"),
            wasm: folder.join("engine_bg.wasm"),
            wasm_name: "engine_bg.wasm".into(),
            snippets: None,
        };
        fs::write(&bindings.js, "new URL('engine_bg.wasm', import.meta.url)").unwrap();
        fs::write(&bindings.wasm, b"\0asm").unwrap();
        let files = place_engine(&folder, Engine::Cpu, &bindings, &bindings.wasm).unwrap();
        assert!(hash::is_in_name(&files.js) && hash::is_in_name(&files.wasm.url));
        assert_eq!(files.wasm.bytes, 4);
        let js = fs::read_to_string(folder.join(files.js)).unwrap();
        assert_eq!(js, format!("new URL('{}', import.meta.url)", files.wasm.url));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn there_is_one_model() {
        let folder = scratch("model");
        assert!(the_model(&folder).unwrap_err().to_string().ends_with("found 0"));
        fs::write(folder.join("first.overtone"), "").unwrap();
        fs::write(folder.join("README.md"), "").unwrap();
        assert_eq!(the_model(&folder).unwrap(), folder.join("first.overtone"));
        fs::write(folder.join("second.overtone"), "").unwrap();
        assert!(the_model(&folder).unwrap_err().to_string().ends_with("found 2"));
        fs::remove_dir_all(folder).unwrap();
    }
}
