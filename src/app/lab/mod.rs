//! The laboratory: corpora that a visitor brings, measured and trained on in the tab.

mod archive;
mod survey;

#[cfg(target_arch = "wasm32")]
mod files;
