//! `manifest.json`: what the page fetches after itself, by name and size.

use serde_json::{Map, Value, json};

/// The version of the manifest's shape; the page refuses another one.
const VERSION: u32 = 3;

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
    /// The engines by name, "cpu" and "gpu".
    pub engines: Vec<(&'static str, EngineFiles)>,
    /// Where models are trained, once it is built.
    pub laboratory: Option<EngineFiles>,
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
        let engines: Map<String, Value> = self
            .engines
            .iter()
            .map(|(name, files)| ((*name).to_owned(), files.to_json()))
            .collect();
        let models: Map<String, Value> = self
            .models
            .iter()
            .map(|(name, ModelFiles { file: Download { url, bytes, integrity }, figures })| {
                let model = json!({
                    "url": url, "bytes": bytes, "integrity": integrity, "figures": figures,
                });
                (name.clone(), model)
            })
            .collect();
        let manifest = json!({
            "version": VERSION,
            "models": models,
            "engines": engines,
            "laboratory": self.laboratory.as_ref().map(EngineFiles::to_json),
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
        let cpu =
            EngineFiles { js: "engine-cpu-1.js".into(), wasm: download("engine-cpu-2.wasm", 3) };
        let small = ModelFiles {
            file: download("model-small-4.overtone", 5),
            figures: Some("model-small-8.json".into()),
        };
        let manifest = Manifest {
            models: vec![("small".into(), small)],
            engines: vec![("cpu", cpu)],
            laboratory: Some(EngineFiles {
                js: "laboratory-9.js".into(),
                wasm: download("laboratory-10.wasm", 11),
            }),
            worker: "engine-worker-6.js".into(),
            capture: "capture-worklet-7.js".into(),
        };
        let read: Value = serde_json::from_str(&manifest.to_json()).unwrap();
        let expected = json!({
            "version": 3,
            "models": {
                "small": {
                    "url": "model-small-4.overtone", "bytes": 5, "integrity": "sha256-8",
                    "figures": "model-small-8.json",
                },
            },
            "engines": {
                "cpu": { "js": "engine-cpu-1.js", "wasm": "engine-cpu-2.wasm", "bytes": 3 },
            },
            "laboratory": { "js": "laboratory-9.js", "wasm": "laboratory-10.wasm", "bytes": 11 },
            "worker": "engine-worker-6.js",
            "capture": "capture-worklet-7.js",
        });
        assert_eq!(read, expected);
    }
}
