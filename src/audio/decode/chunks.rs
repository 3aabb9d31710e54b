//! The chunks of RIFF (WAV) and IFF (AIFF) files: a four-letter name, a size, a body.

use std::ops::RangeInclusive;

/// Which byte of a number comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrder {
    /// Least significant byte first: RIFF.
    Little,
    /// Most significant byte first: RIFX and AIFF.
    Big,
}

impl ByteOrder {
    /// The 16 bit number at `at`, if the bytes reach that far.
    pub fn u16_at(self, bytes: &[u8], at: usize) -> Option<u16> {
        let two = bytes.get(at..)?.first_chunk().copied()?;
        Some(match self {
            Self::Little => u16::from_le_bytes(two),
            Self::Big => u16::from_be_bytes(two),
        })
    }

    /// The 32 bit number at `at`, if the bytes reach that far.
    pub fn u32_at(self, bytes: &[u8], at: usize) -> Option<u32> {
        let four = bytes.get(at..)?.first_chunk().copied()?;
        Some(match self {
            Self::Little => u32::from_le_bytes(four),
            Self::Big => u32::from_be_bytes(four),
        })
    }

    /// The 64 bit number at `at`, if the bytes reach that far.
    pub fn u64_at(self, bytes: &[u8], at: usize) -> Option<u64> {
        let eight = bytes.get(at..)?.first_chunk().copied()?;
        Some(match self {
            Self::Little => u64::from_le_bytes(eight),
            Self::Big => u64::from_be_bytes(eight),
        })
    }
}

/// A chunk, whose body may be shorter than its header states.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk<'a> {
    pub name: [u8; 4],
    /// The size that the header, or `ds64` in its place, states, in bytes.
    pub stated: u64,
    /// The body, to the stated size or the end of the file.
    pub body: &'a [u8],
    /// From the body's first byte to the end of the file.
    pub rest: &'a [u8],
}

/// Sizes like these are marks of recorders that did not know the size yet.
const UNKNOWN_SIZES: RangeInclusive<u64> = 0x7fff_0000..=0xffff_ffff;

impl<'a> Chunk<'a> {
    /// The samples of a data chunk, and whether the file was cut within them.
    ///
    /// Streaming recorders leave 0 or a huge number where the size belongs: then the samples reach
    /// to the end of the file. After an honest 0, the end of the file or another chunk follows.
    pub fn samples(&self) -> (&'a [u8], bool) {
        if self.stated == 0 && !starts_like_chunk(self.rest) {
            return (self.rest, false);
        }
        let is_cut = (self.body.len() as u64) < self.stated;
        (self.body, is_cut && !UNKNOWN_SIZES.contains(&self.stated))
    }
}

/// Walks over the chunks from `bytes[at..]` on, as far as there are headers.
///
/// The size of the file that its own header states is not looked at: it is wrong too often.
pub(super) struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
    byte_order: ByteOrder,
    /// The size of the samples in bytes, where `ds64` has told it.
    data_bytes: Option<u64>,
}

impl<'a> Chunks<'a> {
    /// The chunks after the 12 bytes of a RIFF or FORM header.
    pub fn of(bytes: &'a [u8], byte_order: ByteOrder) -> Self {
        Self { bytes, at: 12, byte_order, data_bytes: None }
    }

    /// The size of a chunk with this header.
    fn stated(&self, name: [u8; 4], header: &[u8]) -> Option<u64> {
        let stated = self.byte_order.u32_at(header, 4)?;
        let is_elsewhere = name == *b"data" && stated == u32::MAX;
        Some(self.data_bytes.filter(|_| is_elsewhere).unwrap_or(stated.into()))
    }

    /// Where the next chunk starts: bodies are padded to an even size, but not by every writer.
    fn after(&self, end: usize) -> usize {
        let padded = end + (end & 1);
        let at = |start| self.bytes.get(start..).unwrap_or_default();
        if starts_like_chunk(at(end)) && !starts_like_chunk(at(padded)) { end } else { padded }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let header = self.bytes.get(self.at..)?;
        let name = *header.first_chunk()?;
        let stated = self.stated(name, header)?;
        let rest = &header[8..];
        let body = &rest[..usize::try_from(stated).map_or(rest.len(), |size| rest.len().min(size))];
        if name == *b"ds64" {
            self.data_bytes = data_bytes(self.byte_order, body);
        }
        self.at = self.after(self.at + 8 + body.len());
        Some(Chunk { name, stated, body, rest })
    }
}

/// The size of the samples in the body of `ds64` (EBU Tech 3306), where the size of the whole file
/// comes first; none where a recorder left it open.
fn data_bytes(byte_order: ByteOrder, body: &[u8]) -> Option<u64> {
    byte_order.u64_at(body, 8).filter(|bytes| (1..u64::MAX / 2).contains(bytes))
}

/// Whether bytes start with a chunk's name in printable ASCII, or end.
fn starts_like_chunk(bytes: &[u8]) -> bool {
    bytes.iter().take(4).all(|byte| (b' '..=b'~').contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<String> {
        Chunks::of(bytes, ByteOrder::Little)
            .map(|chunk| String::from_utf8_lossy(&chunk.name).into_owned())
            .collect()
    }

    #[test]
    fn odd_bodies_are_followed_by_a_pad_byte_or_not() {
        let padded = b"RIFF????WAVEone \x03\0\0\0abc\0two \x01\0\0\0z";
        let unpadded = b"RIFF????WAVEone \x03\0\0\0abctwo \x01\0\0\0z";
        assert_eq!(names(padded), ["one ", "two "]);
        assert_eq!(names(unpadded), ["one ", "two "]);
    }

    #[test]
    fn a_body_ends_where_the_file_ends() {
        let cut = b"RIFF????WAVEdata\x64\0\0\0abcd";
        let chunk = Chunks::of(cut, ByteOrder::Little).next().unwrap();
        assert_eq!((chunk.stated, chunk.body), (100, &b"abcd"[..]));
        assert_eq!(chunk.samples(), (&b"abcd"[..], true));
    }

    #[test]
    fn sizes_that_a_recorder_did_not_fill_in_reach_to_the_end() {
        for size in [[0; 4], [0xff; 4]] {
            let bytes = [b"RIFF????WAVEdata", &size[..], &[1, 2, 3, 4]].concat();
            let chunk = Chunks::of(&bytes, ByteOrder::Little).next().unwrap();
            assert_eq!(chunk.samples(), (&[1, 2, 3, 4][..], false));
        }
    }

    #[test]
    fn ds64_states_the_size_where_the_header_has_no_place_for_it() {
        let samples = |stated: &[u8; 4], size: u64| {
            let sizes = [99, size, 2].map(u64::to_le_bytes).concat();
            let header = [b"RF64\xff\xff\xff\xffWAVEds64\x18\0\0\0", &sizes[..]].concat();
            let data = [b"data", &stated[..], b"abcdLIST\x02\0\0\0xy"].concat();
            let bytes = [header, data].concat();
            let chunk = Chunks::of(&bytes, ByteOrder::Little).find(|c| &c.name == b"data").unwrap();
            let (samples, is_cut) = chunk.samples();
            (samples.len(), is_cut)
        };
        assert_eq!(samples(&[0xff; 4], 4), (4, false));
        assert_eq!(samples(&[0xff; 4], 3), (3, false));
        assert_eq!(samples(&[0xff; 4], 100), (14, true), "the file was cut");
        assert_eq!(samples(&[0xff; 4], 5 << 32), (14, true));
        for open in [0, u64::MAX, u64::MAX / 2] {
            assert_eq!(samples(&[0xff; 4], open), (14, false));
        }
        assert_eq!(samples(b"\x04\0\0\0", 9), (4, false), "its own size comes first");
    }

    #[test]
    fn an_honest_zero_is_no_sound() {
        let bytes = b"RIFF????WAVEdata\0\0\0\0LIST\x02\0\0\0ab";
        let chunk = Chunks::of(bytes, ByteOrder::Little).next().unwrap();
        assert_eq!(chunk.samples(), (&[][..], false));
    }
}
