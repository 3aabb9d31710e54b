//! What symphonia does not tell of an MP4 file (ISO/IEC 14496-12): whether it has sound, what an
//! undecodable codec is called, and the edit list.

use std::borrow::Cow;

use super::{AudioError, Source};

/// The part of a track that is meant to be heard: encoders put silence around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edit {
    /// Seconds to leave out at the start.
    pub skip_s: f64,
    /// Seconds to keep after that, if the file says so.
    pub keep_s: Option<f64>,
}

/// A sound track: what its edit list keeps, and its number in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SoundTrack {
    pub id: u32,
    pub edit: Option<Edit>,
}

/// Finds the first sound track that can be decoded.
///
/// # Errors
/// [`AudioError::Truncated`] where there is no whole movie box, [`AudioError::NoAudioTrack`],
/// [`AudioError::BrowserOnly`] for Opus, and [`AudioError::UnsupportedCodec`] for any codec but
/// AAC, FLAC and MP3.
pub(super) fn sound_track(bytes: &[u8], source: Source) -> Result<SoundTrack, AudioError> {
    let movie = Boxes::of(bytes).find(|part| &part.kind == b"moov" && part.is_whole);
    let movie = movie.ok_or(source.cut_in_header())?.body;
    let sounding: Vec<&[u8]> =
        children(movie, b"trak").filter(|track| handler(track) == Some(b"soun")).collect();
    let first = sounding.first().ok_or(source.no_audio_track())?;
    let track = sounding
        .iter()
        .find(|track| codec(track).is_some_and(is_decodable))
        .ok_or_else(|| undecodable(codec(first), source))?;
    let id = id(track).ok_or(source.no_audio_track())?;
    let movie_rate = child(movie, b"mvhd").and_then(time_scale);
    Ok(SoundTrack { id, edit: edit(track, movie_rate) })
}

/// The same file with a last box that ends where the file ends: symphonia reads no other.
pub(super) fn mended(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Boxes::of(bytes).last() {
        Some(part) if !part.is_whole => {
            let mut mended = bytes.to_vec();
            // A size of 0 stands for the rest of the file.
            mended[part.at..part.at + 4].fill(0);
            mended.into()
        }
        _ => bytes.into(),
    }
}

fn is_decodable(codec: [u8; 4]) -> bool {
    matches!(&codec, b"mp4a" | b"fLaC" | b".mp3")
}

fn undecodable(codec: Option<[u8; 4]>, source: Source) -> AudioError {
    match codec.as_ref() {
        Some(b"Opus") => AudioError::BrowserOnly { format: "Opus in MP4" },
        Some(b"alac") => source.unsupported("Apple Lossless (ALAC)"),
        Some(b"ac-3" | b"ec-3") => source.unsupported("Dolby Digital"),
        Some(b"samr" | b"sawb") => source.unsupported("AMR"),
        Some(b"lpcm" | b"ipcm" | b"sowt" | b"twos" | b"in24" | b"fl32") => {
            source.unsupported("PCM in MP4")
        }
        Some(other) => source.unsupported(format!("the codec \"{}\"", other.escape_ascii())),
        None => source.unsupported("a track without a codec"),
    }
}

/// Number of the track, from its header.
fn id(track: &[u8]) -> Option<u32> {
    let header = child(track, b"tkhd")?;
    u32_at(header, if is_long(header) { 20 } else { 12 })
}

fn handler(track: &[u8]) -> Option<&[u8]> {
    descend(track, &[b"mdia", b"hdlr"])?.get(8..12)
}

/// The first entry's mark in the sample description.
fn codec(track: &[u8]) -> Option<[u8; 4]> {
    let description = descend(track, &[b"mdia", b"minf", b"stbl", b"stsd"])?;
    description.get(12..)?.first_chunk().copied()
}

/// Ticks a second, from a movie's or a medium's header.
fn time_scale(header: &[u8]) -> Option<f64> {
    let ticks = u32_at(header, if is_long(header) { 20 } else { 12 })?;
    (ticks > 0).then_some(f64::from(ticks))
}

/// The edit list, where it keeps one piece.
fn edit(track: &[u8], movie_rate: Option<f64>) -> Option<Edit> {
    let media_rate = time_scale(descend(track, &[b"mdia", b"mdhd"])?)?;
    let list = descend(track, &[b"edts", b"elst"])?;
    let entry_bytes = if is_long(list) { 20 } else { 12 };
    let mut pieces = list.get(8..)?.chunks_exact(entry_bytes).filter_map(|entry| {
        let (duration, start) = match is_long(list) {
            true => (u64_at(entry, 0)?, u64_at(entry, 8)? as i64),
            // Sign extension: -1 is an empty edit, a pause before the track.
            false => (u64::from(u32_at(entry, 0)?), i64::from(u32_at(entry, 4)? as i32)),
        };
        (start >= 0).then_some((duration, start))
    });
    let (duration, start) = pieces.next()?;
    if pieces.next().is_some() {
        return None;
    }
    let keep_s = movie_rate.map(|rate| duration as f64 / rate).filter(|seconds| *seconds > 0.0);
    Some(Edit { skip_s: start as f64 / media_rate, keep_s })
}

/// Whether a full box is of version 1, with 64 bit times.
fn is_long(full_box: &[u8]) -> bool {
    full_box.first() == Some(&1)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|eight| u64::from_be_bytes(*eight))
}

fn descend<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter().try_fold(bytes, |body, kind| child(body, kind))
}

fn child<'a>(bytes: &'a [u8], kind: &[u8; 4]) -> Option<&'a [u8]> {
    children(bytes, kind).next()
}

/// The bodies of the boxes of a kind that lie side by side in `bytes`.
fn children<'a>(bytes: &'a [u8], kind: &[u8; 4]) -> impl Iterator<Item = &'a [u8]> {
    Boxes::of(bytes).filter(move |part| &part.kind == kind).map(|part| part.body)
}

/// A box: its kind, where it starts, and its body as far as the file has it.
struct Part<'a> {
    kind: [u8; 4],
    at: usize,
    body: &'a [u8],
    is_whole: bool,
}

/// Boxes that lie side by side.
struct Boxes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Boxes<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }
}

impl<'a> Iterator for Boxes<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let (at, rest) = (self.at, self.bytes.get(self.at..)?);
        let kind = *rest.get(4..)?.first_chunk()?;
        let (header, size) = match u32_at(rest, 0)? {
            // To the end of the file.
            0 => (8, rest.len()),
            1 => (16, usize::try_from(u64_at(rest, 8)?).ok()?),
            size => (8, size as usize),
        };
        let end = size.min(rest.len());
        let body = rest.get(header..end)?;
        self.at += end;
        Some(Part { kind, at, body, is_whole: size <= rest.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32 + 8).to_be_bytes(), &kind[..], body].concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    fn track(handler: &[u8; 4], codec: &[u8; 4], edits: &[u32]) -> Vec<u8> {
        let handler = boxed(b"hdlr", &[&[0; 8], &handler[..]].concat());
        let description = boxed(b"stsd", &[&[0; 12], &codec[..]].concat());
        let tables = boxed(b"minf", &boxed(b"stbl", &description));
        let media = [boxed(b"mdhd", &words(&[0, 0, 0, 48_000, 0])), handler, tables].concat();
        let edits = boxed(b"edts", &boxed(b"elst", &words(edits)));
        let parts = [boxed(b"tkhd", &words(&[0, 0, 0, 7])), boxed(b"mdia", &media), edits];
        boxed(b"trak", &parts.concat())
    }

    fn movie(tracks: &[Vec<u8>]) -> Vec<u8> {
        let header = boxed(b"mvhd", &words(&[0, 0, 0, 1_000, 0]));
        [boxed(b"ftyp", b"M4A "), boxed(b"moov", &[header, tracks.concat()].concat())].concat()
    }

    fn sound_track(bytes: &[u8]) -> Result<SoundTrack, AudioError> {
        super::sound_track(bytes, Source { format: "MP4", bytes: bytes.len() })
    }

    #[test]
    fn the_edit_list_tells_what_to_skip_and_what_to_keep() {
        // A pause of 20 ms, then 500 ms from sample 1024 on.
        let edits = [0, 2, 20, u32::MAX, 0x10000, 500, 1_024, 0x10000];
        let found = sound_track(&movie(&[track(b"soun", b"mp4a", &edits)]));
        let edit = Edit { skip_s: 1_024.0 / 48_000.0, keep_s: Some(0.5) };
        assert_eq!(found, Ok(SoundTrack { id: 7, edit: Some(edit) }));
    }

    #[test]
    fn a_film_without_sound_and_foreign_codecs_are_named() {
        let mute = sound_track(&movie(&[track(b"vide", b"avc1", &[0, 0])]));
        assert_eq!(mute, Err(AudioError::NoAudioTrack { format: "MP4" }));
        let lossless = sound_track(&movie(&[track(b"soun", b"alac", &[0, 0])]));
        let codec = "Apple Lossless (ALAC)".into();
        assert_eq!(lossless, Err(AudioError::UnsupportedCodec { format: "MP4", codec }));
        let opus = sound_track(&movie(&[track(b"soun", b"Opus", &[0, 0])]));
        assert_eq!(opus, Err(AudioError::BrowserOnly { format: "Opus in MP4" }));
    }

    #[test]
    fn a_cut_box_is_mended_and_a_cut_movie_is_not_believed() {
        let movie = movie(&[track(b"soun", b"mp4a", &[0, 0])]);
        for cut in [&movie[..12], &movie[..movie.len() - 1]] {
            assert!(matches!(sound_track(cut), Err(AudioError::Truncated { .. })));
        }
        let cut = &[movie.clone(), boxed(b"mdat", b"abcd")].concat()[..movie.len() + 10];
        let mended = mended(cut);
        assert_eq!(mended[movie.len()..], *b"\0\0\0\0mdatab");
        assert!(Boxes::of(&mended).all(|part| part.is_whole));
        assert_eq!(super::mended(&movie), movie);
    }
}
