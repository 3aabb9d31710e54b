//! Debian's packages: what may be installed, and what may be fetched without installing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run;

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Installs packages on this machine if it is a Debian where we may; says whether it did.
pub fn install(packages: &[&str]) -> bool {
    let Some(prefix) = privilege() else { return false };
    run::say(format!("installing Debian's {}", packages.join(", ")));
    let apt = |arguments: &[&str]| {
        let words: Vec<&str> = prefix.iter().copied().chain(["apt-get"]).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        run::quietly(&mut command).map(drop)
    };
    // Old lists may do; then the installation tells.
    let _ = apt(&["update"]);
    let arguments = [&["install", "-y", "--no-install-recommends"], packages].concat();
    apt(&arguments).map_err(|error| run::say(format!("{error:#}"))).is_ok()
}

/// The words to put before apt-get, if it is there and we may use it without a question.
fn privilege() -> Option<&'static [&'static str]> {
    let answers = |words: &[&str]| run::quietly(Command::new(words[0]).args(&words[1..]));
    answers(&["apt-get", "--version"]).ok()?;
    if answers(&["id", "-u"]).is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    answers(&["sudo", "-n", "true"]).is_ok().then_some(&["sudo", "-n"])
}

/// Debian's archive seen through lists of our own, so that any suite can be asked and nothing on
/// the machine changes.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    mirror: String,
}

impl Archive {
    /// Opens the archive that the machine itself installs from, with lists in `folder`.
    pub fn open(folder: &Path) -> Result<Self> {
        let sources = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"]
            .into_iter()
            .filter_map(|path| fs::read_to_string(path).ok())
            .collect::<Vec<_>>()
            .join("\n");
        let mirror = mirror_in(&sources).context("no Debian archive is named in /etc/apt")?;
        for part in ["lists/partial", "cache/archives/partial"] {
            let path = folder.join(part);
            fs::create_dir_all(&path)
                .with_context(|| format!("cannot create {}", path.display()))?;
        }
        Ok(Self { folder: folder.to_owned(), mirror: mirror.to_owned() })
    }

    /// Looks through suites for a version of a package that starts with `upstream`, and unpacks
    /// it into a folder.
    pub fn unpack(
        &self,
        package: &str,
        upstream: &str,
        suites: &[&str],
        into: &Path,
    ) -> Result<()> {
        for suite in suites {
            if self.choose(suite).is_err() {
                continue;
            }
            let table =
                run::quietly(self.apt("apt-cache").args(["madison", package])).unwrap_or_default();
            if let Some(version) = version_in(&table, upstream) {
                run::say(format!("{package} {version} from Debian's {suite}"));
                return self.unpack_version(package, version, into);
            }
        }
        bail!("expected {package} {upstream} in Debian's archive, found other versions only")
    }

    fn choose(&self, suite: &str) -> Result<()> {
        let line = format!("deb [signed-by={KEYRING}] {} {suite} main\n", self.mirror);
        fs::write(self.folder.join("sources.list"), line)?;
        run::quietly(self.apt("apt-get").args(["-qq", "update"])).map(drop)
    }

    fn unpack_version(&self, package: &str, version: &str, into: &Path) -> Result<()> {
        let exact = format!("{package}={version}");
        run::quietly(self.apt("apt-get").args(["-qq", "download", &exact]))?;
        let deb = fs::read_dir(&self.folder)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
            .context("apt-get downloaded no package")?;
        run::quietly(Command::new("dpkg-deb").arg("-x").arg(deb).arg(into)).map(drop)
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder);
        for (option, value) in [
            ("Dir::Etc::SourceList", self.folder.join("sources.list")),
            ("Dir::Etc::SourceParts", "/dev/null".into()),
            ("Dir::State::Lists", self.folder.join("lists")),
            ("Dir::Cache", self.folder.join("cache")),
            ("APT::Sandbox::User", "root".into()),
            ("Acquire::Languages", "none".into()),
        ] {
            command.arg(format!("-o{option}={}", value.display()));
        }
        command
    }
}

/// The archive's address in apt's sources, one-line or in stanzas.
fn mirror_in(sources: &str) -> Option<&str> {
    sources
        .lines()
        .filter_map(address_in)
        .find(|address| address.trim_end_matches('/').ends_with("/debian"))
}

fn address_in(line: &str) -> Option<&str> {
    if let Some(addresses) = line.strip_prefix("URIs:") {
        return addresses.split_whitespace().next();
    }
    let rest = line.strip_prefix("deb ")?.trim_start();
    let rest = if rest.starts_with('[') { rest.split_once(']')?.1 } else { rest };
    rest.split_whitespace().next()
}

/// The first version in apt-cache's table (`package | version | source`) whose upstream part is
/// the one asked for.
fn version_in<'a>(table: &'a str, upstream: &str) -> Option<&'a str> {
    table.lines().filter_map(|line| line.split('|').nth(1).map(str::trim)).find(|version| {
        version.strip_prefix(upstream).is_some_and(|rest| rest.starts_with(['+', '-']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_the_one_that_the_machine_uses() {
        let stanza = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n";
        assert_eq!(mirror_in(stanza), Some("http://mirror.example/debian"));
        let lines = "# deb http://old.example/debian x main\n\
                     deb [arch=amd64] http://mirror.example/debian-security x main\n\
                     deb [signed-by=/k.gpg] http://mirror.example/debian/ bookworm main\n";
        assert_eq!(mirror_in(lines), Some("http://mirror.example/debian/"));
        assert_eq!(mirror_in("deb http://archive.example/ubuntu noble main"), None);
    }

    #[test]
    fn the_version_is_the_compilers_own() {
        let table = " rust-src | 1.95.0+dfsg1-1~bpo | http://mirror.example/debian Packages\n \
                     rust-src | 1.9.0-2 | http://mirror.example/debian Packages\n";
        assert_eq!(version_in(table, "1.95.0"), Some("1.95.0+dfsg1-1~bpo"));
        assert_eq!(version_in(table, "1.9.0"), Some("1.9.0-2"));
        assert_eq!(version_in(table, "1.95"), None);
    }
}
