//! The content security policy: what the build writes into the page is allowed by its hash, and
//! nothing else that stands there.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::hash;

/// What the page may run beside its inline scripts.
const OWN_SCRIPTS: &str = "script-src 'self'";

/// Adds the hashes of a page's inline scripts to its policy. Returns the policy.
pub fn seal(page: &Path) -> Result<String> {
    let html =
        fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let loose = policy_of(&html).context("expected a content security policy in the page")?;
    let policy = with_hashes(loose, &inline_scripts(&html))
        .with_context(|| format!("expected {OWN_SCRIPTS} in the policy, got {loose}"))?;
    fs::write(page, html.replacen(loose, &policy, 1))
        .with_context(|| format!("cannot write {}", page.display()))?;
    Ok(policy)
}

fn policy_of(html: &str) -> Option<&str> {
    let (_, meta) = html.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, content) = meta.split_once("content=\"")?;
    Some(content.split_once('"')?.0)
}

fn with_hashes(policy: &str, scripts: &[&str]) -> Option<String> {
    let hashes: Vec<String> =
        scripts.iter().map(|script| format!(" '{}'", hash::integrity(script.as_bytes()))).collect();
    let (before, after) = policy.split_once(OWN_SCRIPTS)?;
    Some(format!("{before}{OWN_SCRIPTS}{}{after}", hashes.concat()))
}

/// What stands between the tags of scripts that are not fetched.
fn inline_scripts(html: &str) -> Vec<&str> {
    let script = |rest: &'_ str| -> Option<(usize, usize)> {
        let start = rest.find('>')? + 1;
        Some((start, start + rest[start..].find("</script>")?))
    };
    html.match_indices("<script")
        .filter_map(|(at, _)| {
            let rest = &html[at..];
            let (start, end) = script(rest)?;
            (!rest[..start].contains("src=")).then(|| &rest[start..end])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" />
        <script src="own.js"></script><script type="module">start()</script>"#;

    #[test]
    fn an_inline_script_is_allowed_by_its_hash() {
        let page =
            std::env::temp_dir().join(format!("overtone-policy-{}.html", std::process::id()));
        fs::write(&page, PAGE).unwrap();
        let policy = seal(&page).unwrap();
        let hash = hash::integrity(b"start()");
        let strict = format!("default-src 'none'; script-src 'self' '{hash}' 'wasm-unsafe-eval'");
        assert_eq!(policy, strict);
        let sealed = fs::read_to_string(&page).unwrap();
        assert_eq!(policy_of(&sealed), Some(strict.as_str()));
        fs::remove_file(page).unwrap();
    }

    #[test]
    fn a_page_without_a_policy_is_not_published() {
        let page =
            std::env::temp_dir().join(format!("overtone-no-policy-{}.html", std::process::id()));
        fs::write(&page, "<!doctype html>").unwrap();
        assert!(seal(&page).unwrap_err().to_string().contains("content security policy"));
        fs::remove_file(page).unwrap();
    }
}
