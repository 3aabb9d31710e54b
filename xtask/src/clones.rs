//! Several clones of the project, one folder of builds.

use std::fs::{self, File};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::places::Places;

/// Crate roots: everything that cargo builds of the project itself depends on one of them.
const CRATE_ROOTS: [&str; 2] = ["src/lib.rs", "xtask/src/main.rs"];

/// Makes cargo build this clone's own code when another clone built last.
///
/// Cargo knows the dependencies in a shared folder by their content, but a workspace's own crates
/// by their place in the workspace and the times of their files: it would take another clone's
/// build for this one's wherever this one's files are older.
pub fn claim(places: &Places) -> Result<()> {
    let note = places.target.join("last-clone");
    let this = places.root.to_string_lossy();
    if fs::read_to_string(&note).is_ok_and(|last| last == this) {
        return Ok(());
    }
    for file in CRATE_ROOTS {
        let path = places.root.join(file);
        File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .with_context(|| format!("cannot touch {}", path.display()))?;
    }
    fs::create_dir_all(&places.target)
        .and_then(|()| fs::write(&note, this.as_bytes()))
        .with_context(|| format!("cannot write {}", note.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn only_a_change_of_clones_touches_the_crate_roots() {
        let folder = std::env::temp_dir().join(format!("overtone-clones-{}", std::process::id()));
        let clone = |name: &str| Places {
            root: folder.join(name),
            tools: folder.join("tools"),
            target: folder.join("target"),
        };
        let old = SystemTime::now() - Duration::from_secs(3600);
        let age = |places: &Places| {
            let file = File::options().append(true).open(places.root.join("src/lib.rs")).unwrap();
            let modified = file.metadata().unwrap().modified().unwrap();
            file.set_modified(old).unwrap();
            modified
        };
        for name in ["one", "two"] {
            for file in CRATE_ROOTS {
                let path = folder.join(name).join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "").unwrap();
            }
            age(&clone(name));
        }
        let (one, two) = (clone("one"), clone("two"));
        claim(&one).unwrap();
        assert!(age(&one) > old, "the first build is this clone's");
        claim(&one).unwrap();
        assert_eq!(age(&one), old, "the second need not start anew");
        claim(&two).unwrap();
        assert!(age(&two) > old, "the other clone's build is its own");
        fs::remove_dir_all(folder).unwrap();
    }
}
