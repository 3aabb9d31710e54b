//! The static site: the page, the engines, the models and the manifest that names them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::binaryen::WasmOpt;
use crate::engine::{Bindings, Engine, optimised, read};
use crate::manifest::{Download, EngineFiles, FIRST_MODEL, Manifest, ModelFiles};
use crate::offline::Part;
use crate::places::Places;
use crate::{clones, folder, hash, imports, offline, page, parts, policy, wasm_target};

/// How much work goes into the size of what computes on the GPU, the modules that take minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For this machine: what computes on the GPU as the compiler leaves it.
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
        folder::copy(&page, folder)?;
        let policy = policy::seal(&folder.join("index.html"))?;
        // The encoder in the large model asks for it beside every copy; browsers show a text.
        let licence = folder.join("licence.txt");
        fs::write(&licence, read(&self.places.root.join("LICENSE"))?)
            .with_context(|| format!("cannot write {}", licence.display()))?;
        let www = self.places.root.join("www");
        let models = place_models(&www.join("model"), folder)?;
        let script = |name: &str| -> Result<String> {
            let source = read(&www.join(format!("{name}.js")))?;
            Ok(place(folder, name, "js", &source)?.url)
        };
        let manifest = Manifest {
            models,
            engines: Vec::new(),
            worker: script("engine-worker")?,
            capture: script("capture-worklet")?,
        };
        let keeper = String::from_utf8(read(&www.join("service-worker.js"))?)
            .context("the service worker is not text")?;
        Ok(Site { builder: self, folder: folder.to_owned(), manifest, policy, keeper })
    }
}

/// A site that engines can be added to.
#[derive(Debug)]
pub struct Site<'a> {
    builder: &'a Builder<'a>,
    folder: PathBuf,
    manifest: Manifest,
    /// The content security policy of the page.
    policy: String,
    /// The service worker's source, without its list.
    keeper: String,
}

impl Site<'_> {
    /// Builds an engine and adds it; from the next load on the page knows it.
    pub fn add(&mut self, engine: Engine) -> Result<()> {
        let Builder { places, wasm_opt, effort } = self.builder;
        let bindings = engine.build(places)?;
        let wasm = if engine.is_for_gpu() && *effort == Effort::Local {
            bindings.wasm.clone()
        } else {
            let (name, level) = (engine.program(), engine.level());
            optimised(places, wasm_opt.as_ref(), name, level, &bindings.wasm)?
        };
        let files = place_engine(&self.folder, engine, &bindings, &wasm)?;
        self.manifest.engines.push((engine, files));
        self.replace("manifest.json", &self.manifest.to_json())?;
        // Last, because it names all the others.
        let list = offline::list(&self.parts()?, &self.policy);
        self.replace(offline::SCRIPT, &format!("const SITE = {list:#};\n\n{}", self.keeper))
    }

    /// Its files, in the parts that a visitor may keep.
    pub fn parts(&self) -> Result<Vec<Part>> {
        offline::parts(&self.folder, &self.manifest)
    }

    /// Writes a file without a hash in its name.
    fn replace(&self, name: &str, content: &str) -> Result<()> {
        let unfinished = self.folder.join(format!("{name}.new"));
        fs::write(&unfinished, content)?;
        // A page that loads meanwhile reads the old one or the new one, never a half.
        fs::rename(&unfinished, self.folder.join(name))
            .with_context(|| format!("cannot write {name}"))
    }
}

fn place_engine(
    folder: &Path,
    engine: Engine,
    bindings: &Bindings,
    wasm: &Path,
) -> Result<EngineFiles> {
    if let Some(snippets) = &bindings.snippets {
        folder::copy(snippets, &folder.join("snippets"))?;
    }
    let stem = engine.stem();
    let wasm = read(wasm)?;
    let js = String::from_utf8(read(&bindings.js)?).context("the bindings are not text")?;
    let (wasm, js) = imports::shortened(&wasm, &js).unwrap_or((wasm, js));
    let wasm = place(folder, stem, "wasm", &wasm)?;
    let js = js.replace(&bindings.wasm_name, &wasm.url);
    Ok(EngineFiles { js: place(folder, stem, "js", js.as_bytes())?.url, wasm })
}

/// Writes a file under a name that carries its hash.
fn place(folder: &Path, stem: &str, extension: &str, content: &[u8]) -> Result<Download> {
    let url = format!("{stem}-{}.{extension}", hash::of(content));
    let path = folder.join(&url);
    fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Download { url, bytes: content.len() as u64, integrity: hash::integrity(content) })
}

/// Writes the models under names of their own, the smallest file first: `small.overtone` becomes
/// the model "small", `small.json` beside it what was measured of it, and `small.manners` what only
/// teaching it needs.
fn place_models(from: &Path, folder: &Path) -> Result<Vec<(String, ModelFiles)>> {
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    let mut models = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_stem().and_then(|stem| stem.to_str());
        let is_model = path.extension().is_some_and(|extension| extension == "overtone");
        if let Some(name) = name.filter(|_| is_model) {
            let stem = format!("model-{name}");
            let file = place(folder, &stem, "overtone", &read(&path)?)?;
            let beside = |extension| match read(&path.with_extension(extension)) {
                Ok(content) => place(folder, &stem, extension, &content).map(|file| Some(file.url)),
                Err(_) => Ok(None),
            };
            let (figures, manners) = (beside("json")?, beside("manners")?);
            models.push((name.to_owned(), ModelFiles { file, figures, manners }));
        }
    }
    models.sort_by_key(|(_, model)| model.file.bytes);
    if !models.iter().any(|(name, _)| name == FIRST_MODEL) {
        bail!("expected {FIRST_MODEL}.overtone in {}, found no such file", from.display());
    }
    Ok(models)
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
    fn every_model_is_placed_and_the_small_one_must_be_there() {
        let (from, folder) = (scratch("models"), scratch("models-site"));
        let error = place_models(&from, &folder).unwrap_err().to_string();
        assert!(error.starts_with("expected small.overtone"), "{error}");
        fs::write(from.join("large.overtone"), "larger").unwrap();
        fs::write(from.join("small.overtone"), "small").unwrap();
        fs::write(from.join("small.json"), "{}").unwrap();
        fs::write(from.join("small.manners"), "apart").unwrap();
        fs::write(from.join("README.md"), "").unwrap();
        let models = place_models(&from, &folder).unwrap();
        let names: Vec<&str> = models.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["small", "large"]);
        for (_, model) in &models {
            assert!(hash::is_in_name(&model.file.url) && folder.join(&model.file.url).exists());
        }
        let ModelFiles { figures, manners, .. } = &models[0].1;
        for beside in [figures, manners] {
            assert!(folder.join(beside.as_ref().unwrap()).exists());
        }
        assert_eq!((&models[1].1.figures, &models[1].1.manners), (&None, &None));
        fs::remove_dir_all(from).unwrap();
        fs::remove_dir_all(folder).unwrap();
    }
}
