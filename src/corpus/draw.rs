//! Chance that is the same on every machine.
//!
//! No stream of random numbers is shared: what is drawn for one name does not depend on the others,
//! on their order or on threads.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A number that is random over names and seeds, and always the same for one of each.
pub(super) fn draw(seed: u64, name: &[u8]) -> u64 {
    let mut first = [0; 8];
    hasher(seed, name).finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

/// A stream of random numbers of its own for each seed and name.
pub(super) fn generator(seed: u64, name: &[u8]) -> ChaCha8Rng {
    ChaCha8Rng::from_seed(hasher(seed, name).finalize().into())
}

fn hasher(seed: u64, name: &[u8]) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(name);
    hasher
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn seed_and_name_decide() {
        assert_eq!(draw(0, b"a"), draw(0, b"a"));
        assert_ne!(draw(0, b"a"), draw(1, b"a"));
        assert_ne!(draw(0, b"a"), draw(0, b"b"));
        assert_eq!(generator(0, b"a").next_u64(), generator(0, b"a").next_u64());
        assert_ne!(generator(0, b"a").next_u64(), generator(0, b"b").next_u64());
    }
}
