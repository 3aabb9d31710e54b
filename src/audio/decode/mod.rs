//! From the bytes of a sound file to a waveform.
//!
//! The container is told by content alone, never by a name. What is not compressed (WAV, AIFF) is
//! read here, with the patience that recorders' headers need; what is compressed goes through
//! symphonia.

mod aiff;
mod chunks;
mod compressed;
mod container;
mod mp4;
mod ogg;
mod pcm;
mod wav;

use self::container::{Container, Found};
use super::{AudioError, Waveform};

/// The longest sound that is decoded, in seconds: a quarter of an hour.
///
/// At 48 kHz its samples take 173 MB, which a browser tab still has.
pub const LONGEST_S: f64 = 900.0;

/// The most samples that are decoded, whatever their rate: [`LONGEST_S`] at 96 kHz, 346 MB.
pub(super) const MOST_SAMPLES: u64 = 900 * 96_000;

/// The shortest sound, in seconds, that is accepted from a file that is cut off in its data.
///
/// What a cut file still holds is decoded; below this, the cut is the error.
pub const SHORTEST_CUT_S: f64 = 0.1;

/// Decodes a whole sound file into one channel, at the rate of the file.
///
/// Reads WAV (also RF64 and big-endian), AIFF and AIFF-C, FLAC, MP3, Ogg Vorbis and FLAC, M4A/MP4
/// with AAC-LC, and bare AAC, whatever the file is called. Channels are mixed by their mean. A file
/// cut in its data yields what it still holds, if that is [`SHORTEST_CUT_S`] or more; wrong sizes
/// in the headers of streaming recorders are ignored. Lossy formats lose the silence that the
/// encoder put in front, where the file tells how much that is.
///
/// # Errors
/// Every variant of [`AudioError`] but those of variations ([`AudioError::AbsurdStretch`],
/// [`AudioError::AbsurdPitchShift`], [`AudioError::OutOfRange`], [`AudioError::AbsurdBand`]);
/// [`AudioError::TooLong`] comes as soon as [`LONGEST_S`], or as many samples as that has at 96 kHz,
/// are stated or passed.
pub fn decode(bytes: &[u8]) -> Result<Waveform, AudioError> {
    let Found { container, start } = Found::of(bytes)?;
    let source = Source { format: container.name(), bytes: bytes.len() };
    let bytes = &bytes[start..];
    match container {
        Container::Wav(byte_order) => wav::decode(bytes, byte_order, source),
        Container::Aiff => aiff::decode(bytes, source),
        Container::Compressed(format) => compressed::decode(bytes, format, source),
    }
}

/// Refuses a length beyond [`LONGEST_S`] or [`MOST_SAMPLES`] that a header states, decoding has
/// reached or a program hands over.
pub(crate) fn check_length(samples: u64, rate_hz: u32) -> Result<(), AudioError> {
    let at_least_s = samples as f64 / f64::from(rate_hz);
    if at_least_s > LONGEST_S || samples > MOST_SAMPLES {
        return Err(AudioError::TooLong { at_least_s });
    }
    Ok(())
}

/// The file in hand, as errors speak of it.
#[derive(Debug, Clone, Copy)]
struct Source {
    format: &'static str,
    bytes: usize,
}

impl Source {
    /// The waveform, unless the file is cut so early that too little of it is left.
    fn accept(self, samples: Vec<f32>, rate_hz: u32, is_cut: bool) -> Result<Waveform, AudioError> {
        let seconds = samples.len() as f64 / f64::from(rate_hz);
        if is_cut && seconds < SHORTEST_CUT_S {
            return Err(self.cut_after(seconds));
        }
        Waveform::new(samples, rate_hz)
    }

    /// The error of a file that ends before its sound begins.
    fn cut_in_header(self) -> AudioError {
        self.cut_after(0.0)
    }

    fn cut_after(self, seconds: f64) -> AudioError {
        AudioError::Truncated { format: self.format, bytes: self.bytes, seconds }
    }

    fn damaged(self, reason: String) -> AudioError {
        AudioError::Damaged { format: self.format, reason }
    }

    fn no_audio_track(self) -> AudioError {
        AudioError::NoAudioTrack { format: self.format }
    }

    fn unsupported(self, codec: impl Into<String>) -> AudioError {
        AudioError::UnsupportedCodec { format: self.format, codec: codec.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_seconds_and_samples_are_limited() {
        for rate_hz in [1_000, 48_000, 96_000] {
            let longest = LONGEST_S as u64 * u64::from(rate_hz);
            assert_eq!(check_length(longest, rate_hz), Ok(()));
            assert!(check_length(longest + 1, rate_hz).is_err());
        }
        assert_eq!(check_length(MOST_SAMPLES, 655_350), Ok(()));
        let refusal = |samples, rate_hz| check_length(samples, rate_hz).unwrap_err().to_string();
        assert_eq!(
            refusal(16 * 60 * 48_000, 48_000),
            "expected a sound of 15 minutes at most, got 16 minutes or more: cut out the part to hear"
        );
        assert_eq!(
            refusal(MOST_SAMPLES + 1, 192_000),
            "expected 86400000 samples at most, as many as 15 minutes have at 96 kHz, got more in \
             450 s: cut out the part to hear or export it at a lower rate"
        );
    }
}
