//! Versions that the project is locked to.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The version of a crate in `Cargo.lock`, such as "0.2.130".
pub fn crate_version(root: &Path, name: &str) -> Result<String> {
    let path = root.join("Cargo.lock");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    version_in(&text, name).with_context(|| format!("expected {name} in Cargo.lock, found none"))
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines();
    lines.by_ref().find(|line| line.trim() == wanted)?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-futures\"
version = \"0.4.1\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
dependencies = [
 \"wasm-bindgen-macro\",
]
";

    #[test]
    fn a_crate_is_found_by_its_whole_name() {
        assert_eq!(version_in(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(LOCK, "wasm-bindgen-macro"), None);
    }

    #[test]
    fn the_project_is_locked_to_a_wasm_bindgen() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert!(crate_version(&root, "wasm-bindgen").unwrap().starts_with("0.2."));
    }
}
