//! Chance that is the same on every machine.

/// A number that is random over names and seeds, and always the same for one of each.
///
/// The first 64 bits of BLAKE3 over the seed and the name: no stream of random numbers is shared,
/// so what is drawn for one name does not depend on the others, on their order or on threads.
pub(super) fn draw(seed: u64, name: &[u8]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(name);
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seed_and_name_decide() {
        assert_eq!(draw(0, b"a"), draw(0, b"a"));
        assert_ne!(draw(0, b"a"), draw(1, b"a"));
        assert_ne!(draw(0, b"a"), draw(0, b"b"));
    }
}
