//! `manifest.json`: where the page finds its engines and its models.
//!
//! It lies beside `index.html` and is written by the build. All its addresses are relative to the
//! page, so that any host and any path can serve the site.

use serde::Deserialize;

use super::choice::Device;
use super::models::ModelSize;
use super::trouble::Trouble;

/// The version of the manifest that this page reads.
pub const VERSION: u32 = 4;

/// Where everything is that the page fetches after it has started.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    version: u32,
    /// The model files.
    pub models: Models,
    /// The compiled engines.
    pub engines: Engines,
    /// The laboratory's modules, which train models; a site may leave them out.
    #[serde(default)]
    pub laboratory: Option<Engines>,
    /// The worker's start script.
    pub worker: String,
    /// The audio worklet.
    pub capture: String,
}

/// The models that the site carries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Models {
    /// The one that answers first.
    pub small: Asset,
    /// For those who wait for it; a site may leave it out.
    pub large: Option<Asset>,
}

impl Models {
    /// The file of a model, if the site carries it.
    pub fn asset(&self, size: ModelSize) -> Option<&Asset> {
        match size {
            ModelSize::Small => Some(&self.small),
            ModelSize::Large => self.large.as_ref(),
        }
    }
}

/// A file and its size.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Asset {
    /// Relative address.
    pub url: String,
    /// Size in bytes before any compression on the way.
    pub bytes: u64,
    /// SHA-256 of the content: `sha256-` and base64 (Subresource Integrity, 3.1).
    pub integrity: String,
    /// Relative address of what was measured of a model, [`crate::figures::Figures`] as JSON.
    #[serde(default)]
    pub figures: Option<String>,
    /// Relative address of what only teaching the model needs, see `model/apart.rs`.
    #[serde(default)]
    pub manners: Option<String>,
}

/// The modules of a kind that the site carries, one a device.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Engines {
    /// WebAssembly with SIMD.
    pub cpu: EngineFiles,
    /// WebGPU; a site may leave it out.
    pub gpu: Option<EngineFiles>,
}

impl Engines {
    /// The module for a device, if the site carries it.
    pub fn on(&self, device: Device) -> Option<&EngineFiles> {
        match device {
            Device::Cpu => Some(&self.cpu),
            Device::Gpu => self.gpu.as_ref(),
        }
    }
}

/// One compiled engine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EngineFiles {
    /// The glue that wasm-bindgen writes.
    pub js: String,
    /// The module.
    pub wasm: String,
    /// Size of the module in bytes before any compression on the way.
    pub bytes: u64,
}

/// Why a manifest is of no use.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// No JSON, or something is missing.
    #[error("manifest.json cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Written for another page.
    #[error("expected manifest.json of version {VERSION}, got version {got}")]
    Version {
        /// The version that came.
        got: u32,
    },
}

impl From<ManifestError> for Trouble {
    fn from(error: ManifestError) -> Self {
        match error {
            ManifestError::Unreadable(why) => Self::Site(why.to_string()),
            ManifestError::Version { got } => Self::SiteVersion { got, needed: VERSION },
        }
    }
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// [`ManifestError`] if the text is no manifest of version [`VERSION`].
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_str(text)?;
        if version != VERSION {
            return Err(ManifestError::Version { got: version });
        }
        Ok(serde_json::from_str(text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{
        "version": 4,
        "models": {
            "small": {"url": "model-small-1f.overtone", "bytes": 812345, "integrity": "sha256-s",
                "figures": "s.json"},
            "large": {"url": "model-large-2f.overtone", "bytes": 8212345, "integrity": "sha256-l"}
        },
        "engines": {
            "cpu": {"js": "engine-2a.js", "wasm": "engine-2a.wasm", "bytes": 2000000},
            "gpu": {"js": "engine-gpu-3b.js", "wasm": "engine-gpu-3b.wasm", "bytes": 21000000}
        },
        "laboratory": {"cpu": {"js": "laboratory-5e.js", "wasm": "laboratory-5e.wasm", "bytes": 5}},
        "worker": "engine-worker-4c.js",
        "capture": "capture-worklet-5d.js"
    }"#;

    #[test]
    fn a_manifest_names_everything() {
        let manifest = Manifest::parse(WHOLE).unwrap();
        let small = manifest.models.asset(ModelSize::Small).unwrap();
        assert_eq!((small.bytes, small.figures.as_deref()), (812_345, Some("s.json")));
        assert_eq!(manifest.models.asset(ModelSize::Large).unwrap().url, "model-large-2f.overtone");
        assert_eq!(manifest.engines.cpu.wasm, "engine-2a.wasm");
        assert_eq!(manifest.engines.on(Device::Gpu).unwrap().bytes, 21_000_000);
        let laboratory = manifest.laboratory.unwrap();
        assert_eq!(laboratory.on(Device::Cpu).unwrap().wasm, "laboratory-5e.wasm");
        assert_eq!(laboratory.on(Device::Gpu), None);
    }

    #[test]
    fn a_site_may_come_without_a_gpu_engine_and_without_the_large_model() {
        let least = r#"{"version": 4, "worker": "w",
            "models": {"small": {"url": "m", "bytes": 1, "integrity": "sha256-m"}},
            "engines": {"cpu": {"js": "j", "wasm": "w", "bytes": 2}}, "capture": "c"}"#;
        let least = Manifest::parse(least).unwrap();
        assert_eq!((least.engines.gpu, least.models.large), (None, None));
    }

    #[test]
    fn foreign_manifests_are_refused_with_a_sentence() {
        let newer = Manifest::parse(r#"{"version": 5}"#).unwrap_err();
        assert!(newer.to_string().contains("version 5"), "{newer}");
        let page = Manifest::parse("<!doctype html>").unwrap_err();
        assert!(page.to_string().contains("cannot be read"), "{page}");
    }
}
