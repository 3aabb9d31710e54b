//! The identity of a sound.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::audio::Waveform;

/// What is equal for two clips exactly when they are the same audio.
///
/// BLAKE3 over the rate and the decoded mono samples, rounded to 16 bits: not over the file, whose
/// container may carry a date or a serial number, and not over the bare floats, whose last bits
/// depend on the decoder. Two copies of a clip are equal when they were encoded alike; a lossy copy
/// differs from its original, and is known by its name instead ([`super::Label::take`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of a sound.
    pub fn of(sound: &Waveform) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&sound.rate_hz().to_le_bytes());
        let bytes: Vec<u8> =
            sound.samples().iter().flat_map(|&sample| sixteen_bits(sample).to_le_bytes()).collect();
        hasher.update(&bytes);
        Self(hasher.finalize().into())
    }

    /// The 32 bytes, to seed what must depend on the content alone.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A sample as 16-bit files hold it; what lies beyond full scale is clipped.
pub(super) fn sixteen_bits(sample: f32) -> i16 {
    // A float beyond the range of the integer saturates.
    (sample * 32_768.0).round() as i16
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        blake3::Hash::from_bytes(self.0).to_hex().fmt(f)
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

/// A word that is not the hexadecimal form of a [`ContentHash`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a content hash of 64 hexadecimal digits, got \"{0}\"")]
pub struct NotAHash(String);

impl FromStr for ContentHash {
    type Err = NotAHash;

    fn from_str(word: &str) -> Result<Self, NotAHash> {
        let hash = blake3::Hash::from_hex(word).map_err(|_| NotAHash(word.to_owned()))?;
        Ok(Self(hash.into()))
    }
}

impl TryFrom<String> for ContentHash {
    type Error = NotAHash;

    fn try_from(word: String) -> Result<Self, NotAHash> {
        word.parse()
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> Self {
        hash.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(samples: &[f32], rate_hz: u32) -> Waveform {
        Waveform::new(samples.to_vec(), rate_hz).unwrap()
    }

    #[test]
    fn the_same_audio_has_the_same_hash_and_other_audio_another() {
        let hash = ContentHash::of(&sound(&[0.0, 0.5, -0.5], 16_000));
        assert_eq!(hash, ContentHash::of(&sound(&[0.0, 0.500_001, -0.5], 16_000)));
        assert_ne!(hash, ContentHash::of(&sound(&[0.0, 0.501, -0.5], 16_000)));
        assert_ne!(hash, ContentHash::of(&sound(&[0.0, 0.5, -0.5], 22_050)));
    }

    #[test]
    fn a_hash_reads_back_from_its_digits() {
        let hash = ContentHash::of(&sound(&[0.25], 8_000));
        assert_eq!(hash.to_string().len(), 64);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!("xyz".parse::<ContentHash>(), Err(NotAHash("xyz".into())));
    }

    #[test]
    fn samples_beyond_full_scale_are_clipped() {
        assert_eq!(sixteen_bits(2.0), i16::MAX);
        assert_eq!(sixteen_bits(-2.0), i16::MIN);
        assert_eq!(sixteen_bits(-0.5), -16_384);
    }
}
