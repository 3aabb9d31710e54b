//! Results that follow from their inputs alone, made once and found again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::places::Places;

/// The folder named `name` that `make` fills from inputs with the hash `key`. It is made if it is
/// not there, and then takes the place of the one that other inputs gave.
pub fn once(
    places: &Places,
    name: &str,
    key: &str,
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let kind = places.target.join("parts").join(name);
    let folder = kind.join(key);
    if folder.is_dir() {
        return Ok(folder);
    }
    // Filled under another name first: an interrupted run leaves nothing that looks finished.
    let unfinished = kind.join("unfinished");
    clear(&kind)?;
    fs::create_dir_all(&unfinished)
        .with_context(|| format!("cannot create {}", unfinished.display()))?;
    make(&unfinished)?;
    fs::rename(&unfinished, &folder)
        .with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(folder)
}

/// Removes a folder with all that is in it, if it is there.
pub fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_inputs_are_worked_on_once() {
        let base = std::env::temp_dir().join(format!("overtone-parts-{}", std::process::id()));
        let places =
            Places { root: base.clone(), tools: base.join("tools"), target: base.join("target") };
        let mut made = 0;
        let mut part = |key: &str| {
            let folder = once(&places, "engine", key, |folder| {
                made += 1;
                Ok(fs::write(folder.join("out"), key)?)
            });
            fs::read_to_string(folder.unwrap().join("out")).unwrap()
        };
        assert_eq!([part("a"), part("a"), part("b")], ["a", "a", "b"]);
        assert_eq!(made, 2);
        assert!(once(&places, "engine", "c", |_| anyhow::bail!("no")).is_err());
        assert!(!places.target.join("parts/engine/c").exists());
        fs::remove_dir_all(base).unwrap();
    }
}
