//! Where the project lies, and where its tools and builds are kept.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders that every task works in.
#[derive(Debug, Clone)]
pub struct Places {
    /// The project: the folder of `Cargo.toml` and `Cargo.lock`.
    pub root: PathBuf,
    /// What is installed for the project alone.
    pub tools: PathBuf,
    /// Everything that cargo builds for these tasks. One folder for all of them and for all
    /// clones, because the engines take minutes and most of that is dependencies; the `target`
    /// folder of plain `cargo build` is not touched.
    pub target: PathBuf,
}

impl Places {
    /// Finds them from the environment.
    pub fn find() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().context("xtask lies in no project")?.to_owned();
        let cache = cache_folder(|name| env::var_os(name)).context(
            "expected HOME, XDG_CACHE_HOME or LOCALAPPDATA to say where tools may be kept, got none",
        )?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) if !folder.is_empty() => root.join(folder),
            _ => cache.join("target"),
        };
        Ok(Self { root, tools: cache.join("tools"), target })
    }

    /// The folder of the tools' programs.
    pub fn programs(&self) -> PathBuf {
        self.tools.join("bin")
    }

    /// The page as `serve` and the browser tests use it.
    pub fn site(&self) -> PathBuf {
        self.root.join("target").join("site")
    }

    /// The page as it is published.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A program, started in the project's folder, that finds the project's tools before others.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("PATH", self.path_variable())
            .env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// A program of the PATH, the project's tools first.
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&self.path_variable())
            .map(|folder| folder.join(&file))
            .find(|path| path.is_file())
    }

    fn path_variable(&self) -> OsString {
        let old = env::var_os("PATH").unwrap_or_default();
        let folders = [self.programs()].into_iter().chain(env::split_paths(&old));
        // A folder with a colon in its name cannot stand in a PATH: then the PATH stays.
        env::join_paths(folders).unwrap_or(old)
    }
}

fn cache_folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| {
        variable(name).map(PathBuf::from).filter(|path: &PathBuf| Path::is_absolute(path))
    };
    folder("XDG_CACHE_HOME")
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))
        .or_else(|| folder("LOCALAPPDATA"))
        .map(|cache| cache.join("overtone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(variables: &[(&str, &str)]) -> Option<PathBuf> {
        cache_folder(|name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_cache_is_where_the_desktop_keeps_caches() {
        let home = [("HOME", "/home/ada")];
        assert_eq!(cache(&home), Some("/home/ada/.cache/overtone".into()));
        let both = [("HOME", "/home/ada"), ("XDG_CACHE_HOME", "/var/cache")];
        assert_eq!(cache(&both), Some("/var/cache/overtone".into()));
        assert_eq!(cache(&[]), None);
    }

    #[test]
    fn a_relative_cache_is_no_cache() {
        let relative = [("HOME", "/home/ada"), ("XDG_CACHE_HOME", "here")];
        assert_eq!(cache(&relative), Some("/home/ada/.cache/overtone".into()));
    }
}
