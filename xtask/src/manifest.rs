//! `manifest.json`: what the page fetches after itself, by name and size.

use serde_json::{Map, Value, json};

use crate::engine::Engine;

/// The version of the manifest's shape; the page refuses another one.
const VERSION: u32 = 4;

/// The model without which there is no page.
pub const FIRST_MODEL: &str = "small";

/// A file that the page fetches with a progress bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its place, relative to the manifest.
    pub url: String,
    /// Its size as it lies on the host, in bytes.
    pub bytes: u64,
    /// The hash of its content, as [`crate::hash::integrity`] writes it.
    pub integrity: String,
}

/// A model, and what was measured of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFiles {
    /// The model.
    pub file: Download,
    /// The place of its figures, relative to the manifest, if there are any.
    pub figures: Option<String>,
    /// And of what only teaching it needs.
    pub manners: Option<String>,
}

/// An engine: JavaScript that starts a wasm module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineFiles {
    /// The place of the JavaScript module, relative to the manifest.
    pub js: String,
    /// The wasm module.
    pub wasm: Download,
}

/// Everything that the page needs beyond itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The models by name, "small" and "large".
    pub models: Vec<(String, ModelFiles)>,
    /// The engines that are built.
    pub engines: Vec<(Engine, EngineFiles)>,
    /// The worker that an engine runs in.
    pub worker: String,
    /// The audio worklet that records.
    pub capture: String,
}

impl EngineFiles {
    fn to_json(&self) -> Value {
        json!({ "js": self.js, "wasm": self.wasm.url, "bytes": self.wasm.bytes })
    }
}

impl Manifest {
    /// The manifest as the page reads it.
    pub fn to_json(&self) -> String {
        let by_device = |trains| -> Map<String, Value> {
            let engines = self.engines.iter().filter(|(engine, _)| engine.trains() == trains);
            engines.map(|(engine, files)| (engine.device().to_owned(), files.to_json())).collect()
        };
        let laboratory = Some(by_device(true)).filter(|modules| !modules.is_empty());
        let models: Map<String, Value> = self
            .models
            .iter()
            .map(
                |(
                    name,
                    ModelFiles { file: Download { url, bytes, integrity }, figures, manners },
                )| {
                    let model = json!({
                        "url": url, "bytes": bytes, "integrity": integrity, "figures": figures,
                        "manners": manners,
                    });
                    (name.clone(), model)
                },
            )
            .collect();
        let manifest = json!({
            "version": VERSION,
            "models": models,
            "engines": by_device(false),
            "laboratory": laboratory,
            "worker": self.worker,
            "capture": self.capture,
        });
        format!("{manifest:#}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_reads_names_and_sizes() {
        let download = |url: &str, bytes| Download {
            url: url.to_owned(),
            bytes,
            integrity: "sha256-8".into(),
        };
        let engine = |engine, js: &str, wasm, bytes| {
            (engine, EngineFiles { js: js.into(), wasm: download(wasm, bytes) })
        };
        let cpu = engine(Engine::Cpu, "engine-cpu-1.js", "engine-cpu-2.wasm", 3);
        let small = ModelFiles {
            file: download("model-small-4.overtone", 5),
            figures: Some("model-small-8.json".into()),
            manners: Some("model-small-12.manners".into()),
        };
        let mut manifest = Manifest {
            models: vec![("small".into(), small)],
            engines: vec![cpu],
            worker: "engine-worker-6.js".into(),
            capture: "capture-worklet-7.js".into(),
        };
        let read =
            |manifest: &Manifest| -> Value { serde_json::from_str(&manifest.to_json()).unwrap() };
        assert_eq!(read(&manifest)["laboratory"], Value::Null, "it is built later");
        let laboratory = engine(Engine::LaboratoryGpu, "laboratory-9.js", "laboratory-10.wasm", 11);
        manifest.engines.push(laboratory);
        let expected = json!({
            "version": 4,
            "models": {
                "small": {
                    "url": "model-small-4.overtone", "bytes": 5, "integrity": "sha256-8",
                    "figures": "model-small-8.json", "manners": "model-small-12.manners",
                },
            },
            "engines": {
                "cpu": { "js": "engine-cpu-1.js", "wasm": "engine-cpu-2.wasm", "bytes": 3 },
            },
            "laboratory": {
                "gpu": { "js": "laboratory-9.js", "wasm": "laboratory-10.wasm", "bytes": 11 },
            },
            "worker": "engine-worker-6.js",
            "capture": "capture-worklet-7.js",
        });
        assert_eq!(read(&manifest), expected);
    }
}
