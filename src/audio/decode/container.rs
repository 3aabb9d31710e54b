//! Tells containers apart by their first bytes.

use super::chunks::ByteOrder;
use super::compressed::Format;
use super::{AudioError, Source};

/// What a file is, and from which byte on: tags may stand in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub container: Container,
    pub start: usize,
}

/// The containers that are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Wav(ByteOrder),
    Aiff,
    Compressed(Format),
}

impl Container {
    /// Name for a person.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wav(_) => "WAV",
            Self::Aiff => "AIFF",
            Self::Compressed(format) => format.name(),
        }
    }
}

impl Found {
    /// Looks at the content, never at a name.
    ///
    /// # Errors
    /// [`AudioError::Empty`], [`AudioError::NotAudio`], [`AudioError::BrowserOnly`] for WebM, and
    /// [`AudioError::Truncated`] where nothing follows a tag.
    pub fn of(bytes: &[u8]) -> Result<Self, AudioError> {
        if bytes.is_empty() {
            return Err(AudioError::Empty);
        }
        let start = after_id3(bytes);
        let rest = bytes.get(start..).unwrap_or_default();
        if rest.is_empty() {
            return Err(Source { format: "MP3", bytes: bytes.len() }.cut_in_header());
        }
        if let Some(container) = by_magic(rest) {
            return Ok(Self { container, start });
        }
        if rest.starts_with(b"\x1a\x45\xdf\xa3") {
            return Err(AudioError::BrowserOnly { format: "WebM" });
        }
        if let Some(found) = foreign(rest) {
            return Err(AudioError::NotAudio { found });
        }
        let (format, junk) =
            mpeg_stream(rest).ok_or(AudioError::NotAudio { found: "bytes of no known kind" })?;
        Ok(Self { container: Container::Compressed(format), start: start + junk })
    }
}

/// The first byte after ID3v2 tags, which may lie before any format (ID3v2.4, section 3.1).
fn after_id3(bytes: &[u8]) -> usize {
    let mut start = 0;
    while let Some([b'I', b'D', b'3', _, _, flags, size @ ..]) =
        bytes.get(start..).and_then(|rest| rest.first_chunk::<10>())
    {
        let size = size.iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f));
        let footer = if flags & 0x10 != 0 { 10 } else { 0 };
        start += 10 + size + footer;
    }
    start
}

fn by_magic(bytes: &[u8]) -> Option<Container> {
    let mark = |at: usize| bytes.get(at..at + 4).unwrap_or_default();
    match (mark(0), mark(8)) {
        (b"RIFF" | b"RF64" | b"BW64", b"WAVE") => Some(Container::Wav(ByteOrder::Little)),
        (b"RIFX", b"WAVE") => Some(Container::Wav(ByteOrder::Big)),
        (b"FORM", b"AIFF" | b"AIFC") => Some(Container::Aiff),
        (b"fLaC", _) => Some(Container::Compressed(Format::Flac)),
        (b"OggS", _) => Some(Container::Compressed(Format::Ogg)),
        _ if mark(4) == b"ftyp" => Some(Container::Compressed(Format::Mp4)),
        _ => None,
    }
}

/// What people put in place of a sound by mistake, and sounds that nobody decodes here.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 18] = [
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive (unpack it first)"),
        (b"PK\x05\x06", "an empty ZIP archive"),
        (b"\x1f\x8b", "a gzip archive (unpack it first)"),
        (b"7z\xbc\xaf", "a 7z archive (unpack it first)"),
        (b"Rar!", "a RAR archive (unpack it first)"),
        (b"caff", "a Core Audio (CAF) file"),
        (b"#!AMR", "an AMR recording"),
        (b"#!SILK", "a SILK recording"),
        (b"\x30\x26\xb2\x75", "a Windows Media file"),
        (b"MThd", "a MIDI file"),
        (b".snd", "an AU file"),
        (b"wvpk", "a WavPack file"),
        (b"MAC ", "a Monkey's Audio file"),
        (b"FLV\x01", "a Flash video"),
    ];
    let by_magic = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name);
    by_magic.or_else(|| is_text(bytes).then_some("text"))
}

/// Whether the first kilobyte is UTF-8 without control characters.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character that the cut at a kilobyte went through.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

/// Finds three frames of MP3 or ADTS in a row, within the first 64 KiB of what may be junk.
fn mpeg_stream(bytes: &[u8]) -> Option<(Format, usize)> {
    (0..bytes.len().min(1 << 16))
        .filter(|start| bytes[*start] == 0xff)
        .find_map(|start| frames_in_a_row(bytes, start).map(|format| (format, start)))
}

/// The format, if frames follow one another from `start` on; at the very start the file may end
/// before the third.
fn frames_in_a_row(bytes: &[u8], start: usize) -> Option<Format> {
    let (format, mut at) = (Frame::at(bytes, start)?.format, start);
    for _ in 0..3 {
        match Frame::at(bytes, at) {
            Some(frame) if frame.format == format => at += frame.bytes,
            None if start == 0 && at >= bytes.len().saturating_sub(HEADER_BYTES) => break,
            _ => return None,
        }
    }
    Some(format)
}

/// Enough of a frame to read its header.
const HEADER_BYTES: usize = 7;

/// The header of one MPEG audio frame.
struct Frame {
    format: Format,
    bytes: usize,
}

impl Frame {
    /// Reads ADTS (ISO/IEC 14496-3, 1.A.3) or layer III (ISO/IEC 11172-3, 2.4.1.3) at a place.
    fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let header: [u8; HEADER_BYTES] = *bytes.get(at..)?.first_chunk()?;
        match (header[0], header[1] & 0xf6, header[1] & 0xe6) {
            (0xff, 0xf0, _) => Self::adts(header),
            (0xff, _, 0xe2) => Self::layer_3(header),
            _ => None,
        }
    }

    fn adts([_, _, profile, high, middle, low, _]: [u8; HEADER_BYTES]) -> Option<Self> {
        let rate_index = profile >> 2 & 0x0f;
        let bytes = usize::from(high & 3) << 11 | usize::from(middle) << 3 | usize::from(low >> 5);
        (rate_index < 13 && bytes > HEADER_BYTES).then_some(Self { format: Format::Adts, bytes })
    }

    fn layer_3([_, version, rates, ..]: [u8; HEADER_BYTES]) -> Option<Self> {
        const MPEG_1_KBPS: [usize; 14] =
            [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const MPEG_2_KBPS: [usize; 14] =
            [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        let (kbps, samples, divisor) = match version >> 3 & 3 {
            3 => (MPEG_1_KBPS, 1_152, 1),
            2 => (MPEG_2_KBPS, 576, 2),
            0 => (MPEG_2_KBPS, 576, 4),
            _ => return None,
        };
        let kbps = kbps.get(usize::from(rates >> 4).checked_sub(1)?)?;
        let rate_hz = [44_100, 48_000, 32_000].get(usize::from(rates >> 2 & 3))? / divisor;
        let padding = usize::from(rates >> 1 & 1);
        Some(Self { format: Format::Mp3, bytes: samples / 8 * kbps * 1_000 / rate_hz + padding })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sound_is_called_by_its_name() {
        let found = |bytes: &[u8]| match Found::of(bytes) {
            Err(AudioError::NotAudio { found }) => found,
            other => panic!("{other:?}"),
        };
        assert_eq!(found(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "a PNG picture");
        assert_eq!(found(b"PK\x03\x04\x14\0"), "a ZIP archive (unpack it first)");
        assert_eq!(found("<!doctype html>\nGrüße".as_bytes()), "text");
        assert_eq!(found(&[0, 1, 2, 3]), "bytes of no known kind");
        assert_eq!(found(b"RIFF\x10\0\0\0AVI LIST\0\0\0\0"), "bytes of no known kind");
    }

    #[test]
    fn text_may_be_cut_within_a_character() {
        assert!(is_text(&"ü".repeat(600).as_bytes()[1..][1..]));
        assert!(is_text(&[b"a", "ü".repeat(600).as_bytes()].concat()));
        assert!(!is_text(b"a\0b"));
    }

    #[test]
    fn an_id3_tag_stands_before_any_format() {
        let tag = b"ID3\x04\0\0\0\0\0\x03abc";
        let flac = [&tag[..], b"fLaC"].concat();
        let expected = Found { container: Container::Compressed(Format::Flac), start: 13 };
        assert_eq!(Found::of(&flac), Ok(expected));
        assert!(matches!(Found::of(tag), Err(AudioError::Truncated { bytes: 13, .. })));
    }

    #[test]
    fn three_frames_make_an_mp3_and_chance_does_not() {
        // MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
        let mut frame = vec![0; 417];
        frame[..4].copy_from_slice(&[0xff, 0xfb, 0x90, 0x00]);
        let stream = [vec![7; 100], frame.repeat(3)].concat();
        let expected = Found { container: Container::Compressed(Format::Mp3), start: 100 };
        assert_eq!(Found::of(&stream), Ok(expected));
        assert!(matches!(Found::of(&stream[..600]), Err(AudioError::NotAudio { .. })));
    }
}
