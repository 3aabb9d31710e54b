//! Names by content.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// The first 64 bits of the content's BLAKE3 hash, as 16 hexadecimal digits: enough that no two
/// files of a site's life meet.
pub fn of(content: &[u8]) -> String {
    short(&blake3::hash(content))
}

/// One hash over several parts; the lengths are hashed too, so that parts cannot be shifted.
pub fn of_parts(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    short(&hasher.finalize())
}

/// The content's SHA-256 as browsers write it: `sha256-` and base64 (Subresource Integrity, 3.1).
pub fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}

/// Whether a file's name carries the hash of its content, ours or Trunk's: then it never changes.
pub fn is_in_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, tail)| {
        tail.len() == 16 && tail.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn short(hash: &blake3::Hash) -> String {
    hash.to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_the_content() {
        assert_eq!(of(b"voice").len(), 16);
        assert_ne!(of(b"voice"), of(b"Voice"));
        assert_ne!(of_parts(&[b"ab", b"c"]), of_parts(&[b"a", b"bc"]));
    }

    #[test]
    fn browsers_know_the_hash_of_nothing() {
        assert_eq!(integrity(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn a_hashed_name_is_told_from_a_plain_one() {
        assert!(is_in_name(&format!("model-{}.overtone", of(b"weights"))));
        assert!(is_in_name("page-1a2b3c4d5e6f7081_bg.wasm"));
        assert!(!is_in_name("index.html"));
        assert!(!is_in_name("engine-worker.js"));
        assert!(!is_in_name("manifest.json"));
    }
}
