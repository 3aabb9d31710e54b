//! The page in the browser's tab.

fn main() {
    #[cfg(target_arch = "wasm32")]
    overtone::app::start();
}
