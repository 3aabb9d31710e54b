//! The page: what a visitor does, sees and hears.
//!
//! The rules stand in modules that know no browser ([`session`], [`fleet`], [`live`], …) and are
//! tested natively; the modules around them join the rules to the tab.

pub mod batch;
pub mod choice;
pub mod fleet;
pub mod format;
pub mod lab;
pub mod latency;
pub mod live;
pub mod look;
pub mod manifest;
pub mod microphone;
pub mod model_file;
pub mod models;
pub mod offline;
pub mod ribbon;
pub mod sample;
pub mod scroll;
pub mod session;
pub mod standing_wave;
pub mod status;
pub mod tables;
pub mod tour;
pub mod trouble;
pub mod two_figures;
pub mod voice;
pub mod why;
pub mod words;
pub mod zipped;

#[cfg(target_arch = "wasm32")]
mod batcher;
#[cfg(target_arch = "wasm32")]
mod brought;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod browser_decoder;
#[cfg(target_arch = "wasm32")]
mod canvas;
#[cfg(target_arch = "wasm32")]
mod capture;
#[cfg(target_arch = "wasm32")]
mod download;
#[cfg(target_arch = "wasm32")]
mod engines;
#[cfg(target_arch = "wasm32")]
mod explorer;
#[cfg(target_arch = "wasm32")]
mod focus;
#[cfg(target_arch = "wasm32")]
mod handover;
#[cfg(target_arch = "wasm32")]
mod keeper;
#[cfg(target_arch = "wasm32")]
mod language;
#[cfg(target_arch = "wasm32")]
mod live_picture;
#[cfg(target_arch = "wasm32")]
mod player;
#[cfg(target_arch = "wasm32")]
mod recorder;
#[cfg(target_arch = "wasm32")]
mod shelf;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod theme;
#[cfg(target_arch = "wasm32")]
mod views;
#[cfg(target_arch = "wasm32")]
mod worker_link;

/// Puts the page into the document.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    console_error_panic_hook::set_once();
    browser::remove_element("loading");
    leptos::mount::mount_to_body(views::App);
}
