//! What is inside an Ogg file, told from the first page of each of its streams (RFC 3533).

use super::{AudioError, Source};

/// Makes sure that there is a stream that can be decoded.
///
/// # Errors
/// [`AudioError::BrowserOnly`] for Opus, [`AudioError::UnsupportedCodec`] for Speex,
/// [`AudioError::NoAudioTrack`] where nothing sounds. An unreadable first page is no error here.
pub(super) fn check(bytes: &[u8], source: Source) -> Result<(), AudioError> {
    let heads: Vec<&[u8]> = FirstPages { rest: bytes }.collect();
    let any = |magic: &[u8]| heads.iter().any(|head| head.starts_with(magic));
    if heads.is_empty() || any(b"\x01vorbis") || any(b"\x7fFLAC") {
        Ok(())
    } else if any(b"OpusHead") {
        Err(AudioError::BrowserOnly { format: "Ogg Opus" })
    } else if any(b"Speex ") {
        Err(source.unsupported("Speex"))
    } else {
        Err(source.no_audio_track())
    }
}

/// The contents of the pages that begin a stream; all of them come before any other page.
struct FirstPages<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for FirstPages<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        const BEGINS_STREAM: u8 = 2;
        let header = self.rest.first_chunk::<27>()?;
        if !header.starts_with(b"OggS") || header[5] & BEGINS_STREAM == 0 {
            return None;
        }
        let content_at = 27 + usize::from(header[26]);
        let size: usize =
            self.rest.get(27..content_at)?.iter().map(|size| usize::from(*size)).sum();
        let content = self.rest.get(content_at..content_at + size)?;
        self.rest = &self.rest[content_at + size..];
        Some(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_page(content: &[u8]) -> Vec<u8> {
        let mut page = b"OggS\0\x02".to_vec();
        page.resize(26, 0);
        page.extend([1, content.len() as u8]);
        page.extend(content);
        page
    }

    fn check(bytes: &[u8]) -> Result<(), AudioError> {
        super::check(bytes, Source { format: "Ogg", bytes: bytes.len() })
    }

    #[test]
    fn streams_are_told_by_their_first_pages() {
        let video = first_page(b"\x80theora");
        assert_eq!(check(&first_page(b"\x01vorbis....")), Ok(()));
        assert_eq!(check(&[video.clone(), first_page(b"\x01vorbis")].concat()), Ok(()));
        assert_eq!(check(&video), Err(AudioError::NoAudioTrack { format: "Ogg" }));
        let opus = check(&first_page(b"OpusHead"));
        assert_eq!(opus, Err(AudioError::BrowserOnly { format: "Ogg Opus" }));
        let speex = check(&first_page(b"Speex   1.2"));
        assert!(matches!(speex, Err(AudioError::UnsupportedCodec { .. })));
    }
}
