//! What the service worker keeps: every file of the site, in the parts that a visitor may want.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::engine::read;
use crate::folder::files_in;
use crate::hash;
use crate::manifest::{FIRST_MODEL, Manifest, ModelFiles};

/// The service worker's name; it can have no hash in it, because browsers look for updates there.
pub const SCRIPT: &str = "service-worker.js";

/// The part without which nothing works.
pub const BASE: &str = "base";

/// Files that are kept together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// [`BASE`], the part of another engine or the name of a model that is not the first.
    pub name: String,
    /// Its files, in the order of their addresses.
    pub files: Vec<SiteFile>,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Its address, relative to the page.
    pub url: String,
    /// Its size, in bytes.
    pub bytes: u64,
    /// The hash of its content, as [`hash::integrity`] writes it.
    pub integrity: String,
}

/// Deals all files of a finished site into parts, the base first.
pub fn parts(folder: &Path, manifest: &Manifest) -> Result<Vec<Part>> {
    let mut parts = vec![Part { name: BASE.to_owned(), files: Vec::new() }];
    for path in files_in(folder)? {
        let url = address(path.strip_prefix(folder).unwrap_or(&path));
        if url == SCRIPT {
            continue;
        }
        let content = read(&path)?;
        let name = part_of(&url, manifest);
        let bytes = content.len() as u64;
        let file = SiteFile { url, bytes, integrity: hash::integrity(&content) };
        match parts.iter_mut().find(|part| part.name == name) {
            Some(part) => part.files.push(file),
            None => parts.push(Part { name: name.to_owned(), files: vec![file] }),
        }
    }
    Ok(parts)
}

/// The list as the service worker reads it. Its version follows from all that stands in it.
pub fn list(parts: &[Part], policy: &str) -> Value {
    let files = |part: &Part| part.files.iter().map(entry).collect::<Value>();
    let parts: Value = parts
        .iter()
        .map(|part| (part.name.clone(), files(part)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let version = hash::of_parts(&[parts.to_string().as_bytes(), policy.as_bytes()]);
    json!({ "version": version, "policy": policy, "parts": parts })
}

fn entry(file: &SiteFile) -> Value {
    json!({ "url": file.url, "bytes": file.bytes, "integrity": file.integrity })
}

fn part_of<'a>(url: &str, manifest: &'a Manifest) -> &'a str {
    let mut engines = manifest.engines.iter();
    let engine = engines.find(|(_, files)| files.js == url || files.wasm.url == url);
    let is_of = |model: &ModelFiles| {
        let beside = [&model.figures, &model.manners];
        model.file.url == url || beside.into_iter().flatten().any(|file| file == url)
    };
    let model = manifest.models.iter().find(|(name, model)| name != FIRST_MODEL && is_of(model));
    engine.map(|(engine, _)| engine.part()).or(model.map(|(name, _)| name.as_str())).unwrap_or(BASE)
}

fn address(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::manifest::{Download, EngineFiles};
    use std::fs;

    fn manifest() -> Manifest {
        let download =
            |url: &str| Download { url: url.into(), bytes: 1, integrity: hash::integrity(b"1") };
        let model = |name: &str| ModelFiles {
            file: download(&format!("{name}.overtone")),
            figures: Some(format!("{name}.json")),
            manners: Some(format!("{name}.manners")),
        };
        let engine = |engine: Engine| {
            let [js, wasm] = ["js", "wasm"].map(|end| format!("{}.{end}", engine.stem()));
            (engine, EngineFiles { js, wasm: download(&wasm) })
        };
        Manifest {
            models: vec![("small".into(), model("small")), ("large".into(), model("large"))],
            engines: Engine::ALL.map(engine).into(),
            worker: "worker.js".into(),
            capture: "capture.js".into(),
        }
    }

    #[test]
    fn every_file_is_in_one_part_and_the_worker_in_none() {
        let folder = std::env::temp_dir().join(format!("overtone-offline-{}", std::process::id()));
        fs::create_dir_all(folder.join("fonts")).unwrap();
        for name in [
            "index.html",
            "engine-cpu.wasm",
            "engine-gpu.js",
            "engine-gpu.wasm",
            "laboratory.js",
            "laboratory.wasm",
            "laboratory-gpu.wasm",
            "small.overtone",
            "small.json",
            "large.overtone",
            "large.json",
            "large.manners",
        ] {
            fs::write(folder.join(name), "1").unwrap();
        }
        fs::write(folder.join("fonts/font.woff2"), "1").unwrap();
        fs::write(folder.join(SCRIPT), "1").unwrap();
        let parts = parts(&folder, &manifest()).unwrap();
        let dealt: Vec<(&str, Vec<&str>)> = parts
            .iter()
            .map(|part| (part.name.as_str(), part.files.iter().map(|f| f.url.as_str()).collect()))
            .collect();
        let base = vec![
            "engine-cpu.wasm",
            "fonts/font.woff2",
            "index.html",
            "small.json",
            "small.overtone",
        ];
        let expected = [
            ("base", base),
            ("gpu", vec!["engine-gpu.js", "engine-gpu.wasm"]),
            ("laboratory-gpu", vec!["laboratory-gpu.wasm"]),
            ("laboratory", vec!["laboratory.js", "laboratory.wasm"]),
            ("large", vec!["large.json", "large.manners", "large.overtone"]),
        ];
        assert_eq!(dealt, expected);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn another_file_is_another_version() {
        let part = |content: &[u8]| {
            let url = "index.html".to_owned();
            let file = SiteFile { url, bytes: 1, integrity: hash::integrity(content) };
            [Part { name: BASE.into(), files: vec![file] }]
        };
        let version = |content| list(&part(content), "default-src 'none'")["version"].clone();
        assert_eq!(version(b"1"), version(b"1"));
        assert_ne!(version(b"1"), version(b"2"));
        let list = list(&part(b"1"), "default-src 'none'");
        assert_eq!(list["parts"]["base"][0]["url"], "index.html");
        assert_eq!(list["policy"], "default-src 'none'");
    }
}
