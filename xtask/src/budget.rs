//! How much a visitor may have to download.

use anyhow::{Result, ensure};

use crate::engine::Engine;
use crate::offline::{BASE, Part};
use crate::sizes::Sizes;

/// Parts of the site that together must not be larger than so many bytes after brotli.
struct Budget {
    what: &'static str,
    parts: &'static [&'static str],
    limit_bytes: usize,
}

/// The large model and both laboratories have no limit: nobody gets them without asking.
const BUDGETS: [Budget; 2] = [
    Budget { what: "the first answer", parts: &[BASE], limit_bytes: 1_800_000 },
    Budget { what: "working without network", parts: &[BASE, GPU], limit_bytes: 6_000_000 },
];

const GPU: &str = Engine::Gpu.part();

/// Prints what the parts of a site cost and holds it against the budgets.
pub fn check(parts: &[Part], sizes: &[(String, Sizes)]) -> Result<()> {
    let mut over = Vec::new();
    for Budget { what, parts: names, limit_bytes } in BUDGETS {
        let bytes: usize = parts
            .iter()
            .filter(|part| names.contains(&part.name.as_str()))
            .map(|part| cost(part, sizes))
            .sum();
        println!("{what}: {bytes} bytes after brotli, of {limit_bytes}");
        if bytes > limit_bytes {
            over.push(format!("{what} costs {bytes} bytes where {limit_bytes} are allowed"));
        }
    }
    ensure!(over.is_empty(), "{}", over.join("; "));
    Ok(())
}

/// What the files of a part cost on the way. Icons, licences and what only teaching needs cost
/// nothing: an installation, or who wants them, asks for them.
fn cost(part: &Part, sizes: &[(String, Sizes)]) -> usize {
    let brotli =
        |url: &str| sizes.iter().find(|(name, _)| name == url).map_or(0, |(_, s)| s.brotli);
    let is_asked_for = |url: &str| {
        url.starts_with("icons/") || [".txt", ".manners"].iter().any(|end| url.ends_with(end))
    };
    let files = part.files.iter().filter(|file| !is_asked_for(&file.url));
    files.map(|file| brotli(&file.url)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offline::SiteFile;

    fn site(sizes: &[(&str, &str, usize)]) -> (Vec<Part>, Vec<(String, Sizes)>) {
        let parts = sizes.iter().map(|(part, url, _)| Part {
            name: (*part).to_owned(),
            files: vec![SiteFile { url: (*url).to_owned(), bytes: 1, integrity: String::new() }],
        });
        let rows = sizes.iter().map(|(_, url, brotli)| {
            ((*url).to_owned(), Sizes { brotli: *brotli, ..Sizes::default() })
        });
        (parts.collect(), rows.collect())
    }

    #[test]
    fn the_large_model_counts_nowhere() {
        let (parts, sizes) =
            site(&[("base", "a", 1_800_000), ("gpu", "b", 4_200_000), ("large", "c", 8_000_000)]);
        assert!(check(&parts, &sizes).is_ok());
        let (parts, sizes) = site(&[("base", "a", 1_800_000), ("base", "icons/b.png", 5_000)]);
        assert!(check(&parts, &sizes).is_ok(), "nor do icons");
        let (parts, sizes) = site(&[("base", "a", 1_800_000), ("base", "fonts/OFL.txt", 1_500)]);
        assert!(check(&parts, &sizes).is_ok(), "nor do licences");
        let (parts, sizes) = site(&[("base", "a", 1_800_000), ("base", "b.manners", 90_000)]);
        assert!(check(&parts, &sizes).is_ok(), "nor does what only teaching needs");
    }

    #[test]
    fn a_byte_too_many_is_an_error_that_says_where() {
        let (parts, sizes) = site(&[("base", "a", 1_800_001), ("gpu", "b", 1)]);
        let error = check(&parts, &sizes).unwrap_err().to_string();
        assert_eq!(error, "the first answer costs 1800001 bytes where 1800000 are allowed");
    }
}
