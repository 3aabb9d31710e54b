//! What a visitor downloads: every file as it is and as hosts compress it.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::engine::read;
use crate::folder::files_in;
use crate::run;

/// The largest window that brotli's format allows without extensions, as a power of two.
const BROTLI_WINDOW: u32 = 24;
/// The best quality of brotli: what a host that compresses ahead of time uses.
const BROTLI_QUALITY: u32 = 11;

/// Sizes of one file, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    /// As it is.
    pub raw: usize,
    /// As most hosts send it.
    pub gzip: usize,
    /// As good hosts send it.
    pub brotli: usize,
}

/// The sizes of all files of a folder, by their paths in it, the largest first.
pub fn of(folder: &Path) -> Result<Vec<(String, Sizes)>> {
    run::say("measuring");
    let mut rows = Vec::new();
    for path in files_in(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        rows.push((name, Sizes::of(&read(&path)?)?));
    }
    rows.sort_by(|(a, sizes_a), (b, sizes_b)| sizes_b.raw.cmp(&sizes_a.raw).then(a.cmp(b)));
    Ok(rows)
}

/// Prints sizes and their sum.
pub fn print(rows: &[(String, Sizes)]) {
    let total = rows.iter().fold(Sizes::default(), |sum, (_, sizes)| sum.plus(*sizes));
    let total = ("total".to_owned(), total);
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    println!("{:width$}  {:>12}  {:>12}  {:>12}", "bytes", "raw", "gzip", "brotli");
    for (name, Sizes { raw, gzip, brotli }) in rows.iter().chain([&total]) {
        println!("{name:width$}  {raw:>12}  {gzip:>12}  {brotli:>12}");
    }
}

impl Sizes {
    fn of(content: &[u8]) -> Result<Self> {
        Ok(Self { raw: content.len(), gzip: gzip(content)?, brotli: brotli(content)? })
    }

    fn plus(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

fn brotli(content: &[u8]) -> Result<usize> {
    let mut encoder =
        brotli::CompressorWriter::new(Vec::new(), 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW);
    encoder.write_all(content)?;
    Ok(encoder.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_shrinks() {
        let sizes = Sizes::of(&b"overtone ".repeat(1000)).unwrap();
        assert_eq!(sizes.raw, 9000);
        assert!(sizes.gzip > 20 && sizes.gzip < 200, "{sizes:?}");
        assert!(sizes.brotli > 10 && sizes.brotli < sizes.gzip, "{sizes:?}");
    }

    #[test]
    fn nothing_has_a_size_too() {
        let sizes = Sizes::of(b"").unwrap();
        assert_eq!(sizes.raw, 0);
        assert!(sizes.gzip > 0 && sizes.brotli > 0, "an empty stream has a head");
    }
}
