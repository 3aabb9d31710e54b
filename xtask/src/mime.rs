//! What a file is, as HTTP tells it.

use std::path::Path;

/// The media type for a file's extension; WebAssembly and modules only run with theirs.
pub fn of(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wav" => "audio/wav",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_run_what_is_served() {
        assert_eq!(of(Path::new("engine_bg.wasm")), "application/wasm");
        assert_eq!(of(Path::new("engine.js")), "text/javascript; charset=utf-8");
        assert_eq!(of(Path::new("a/INDEX.HTML")), "text/html; charset=utf-8");
    }

    #[test]
    fn what_is_unknown_is_bytes() {
        assert_eq!(of(Path::new("model.overtone")), "application/octet-stream");
        assert_eq!(of(Path::new("LICENSE")), "application/octet-stream");
    }
}
