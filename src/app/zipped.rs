//! The files of a zip that stays on the disk: its list stands at its end, and each file is read
//! when its turn comes.

use std::cell::Cell;
use std::io::{Error, Read, Result as IoResult, Seek, SeekFrom};

use zip::read::{ArchiveOffset, Config};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// Bytes of the end that are read first: the list of a thousand files.
pub const FIRST_END_BYTES: u64 = 256 << 10;
/// Bytes before a file in a zip, without its name and what is extra.
pub const HEADER_BYTES: u64 = 30;

/// A file in a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the zip.
    pub path: String,
    /// Where its header starts.
    pub header_at: u64,
    /// Its size as it lies there, in bytes.
    pub packed_bytes: u64,
    /// Its size, in bytes.
    pub bytes: u64,
    /// Whether it is compressed (RFC 1951).
    pub deflated: bool,
}

/// Why the files of a zip cannot be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlisted {
    /// The list begins before the end that was given.
    Further,
    /// It is no zip that can be read; the words are the library's.
    Foreign(String),
}

/// The files of a zip of so many bytes, from its end. Those that are encrypted, or compressed in
/// another way than [`Entry::deflated`], are passed by.
///
/// # Errors
/// [`Unlisted::Further`] if more of the end is needed.
pub fn entries(end: &[u8], file_bytes: u64) -> Result<Vec<Entry>, Unlisted> {
    let missed = Cell::new(false);
    let start = file_bytes.saturating_sub(end.len() as u64);
    let end = End { bytes: end, start, at: 0, missed: &missed };
    // Where the list starts is said in the end; nothing is to be guessed from a part of it.
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    let archive = ZipArchive::with_config(config, end).map_err(|error| unlisted(error, &missed))?;
    let entry = |index| {
        let entry = archive.by_index_data(index).ok()?;
        let deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::DEFLATE => true,
            _ => return None,
        };
        (entry.is_file() && !entry.encrypted()).then_some(())?;
        Some(Entry {
            path: entry.name().ok()?.into_owned(),
            header_at: entry.header_start(),
            packed_bytes: entry.compressed_size(),
            bytes: entry.size(),
            deflated,
        })
    };
    Ok((0..archive.len()).filter_map(entry).collect())
}

fn unlisted(error: ZipError, missed: &Cell<bool>) -> Unlisted {
    if missed.get() { Unlisted::Further } else { Unlisted::Foreign(error.to_string()) }
}

/// Where a file's bytes start, from the [`HEADER_BYTES`] at its header; none if that is no header.
pub fn data_at(entry: &Entry, header: &[u8]) -> Option<u64> {
    let length =
        |at: usize| Some(u64::from(u16::from_le_bytes([*header.get(at)?, *header.get(at + 1)?])));
    let is_header = header.starts_with(b"PK\x03\x04");
    is_header.then_some(entry.header_at + HEADER_BYTES + length(26)? + length(28)?)
}

/// The end of a file, as if all of it were there.
struct End<'a> {
    bytes: &'a [u8],
    /// Where in the file the end starts.
    start: u64,
    at: u64,
    /// Whether something before the end was wanted.
    missed: &'a Cell<bool>,
}

impl Read for End<'_> {
    fn read(&mut self, into: &mut [u8]) -> IoResult<usize> {
        let read = match self.at.checked_sub(self.start) {
            Some(from) => self.bytes.get(from as usize..).unwrap_or_default().read(into)?,
            // The search for the list may begin before the end; what is not at hand has no marks.
            None => {
                self.missed.set(true);
                let missing = (self.start - self.at).min(into.len() as u64) as usize;
                into[..missing].fill(0);
                missing
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for End<'_> {
    fn seek(&mut self, to: SeekFrom) -> IoResult<u64> {
        let length = self.start + self.bytes.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::other("before the file"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (path, bytes) in files {
            zip.start_file(*path, stored).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.add_directory("empty", stored).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn files_are_listed_from_the_end_and_read_one_by_one() {
        let zip = zip(&[("a/1.wav", &[1; 5_000]), ("b/2.wav", &[2; 7])]);
        let length = zip.len() as u64;
        let entries = entries(&zip[4_800..], length).unwrap();
        let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["a/1.wav", "b/2.wav"]);
        for (entry, byte) in entries.iter().zip([1, 2]) {
            let header = &zip[entry.header_at as usize..][..HEADER_BYTES as usize];
            let at = data_at(entry, header).unwrap() as usize;
            assert!(zip[at..][..entry.packed_bytes as usize].iter().all(|b| *b == byte));
            assert_eq!((entry.packed_bytes, entry.deflated), (entry.bytes, false));
        }
        assert_eq!(data_at(&entries[0], &[0; 30]), None);
    }

    #[test]
    fn a_longer_list_asks_for_more_of_the_end() {
        let names: Vec<String> = (0..400).map(|n| format!("folder/{n}.wav")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"x"[..])).collect();
        let zip = zip(&files);
        let length = zip.len() as u64;
        assert_eq!(entries(&zip[zip.len() - 5_000..], length), Err(Unlisted::Further));
        assert_eq!(entries(&zip, length).unwrap().len(), 400);
    }

    #[test]
    fn what_is_no_zip_is_refused() {
        assert!(matches!(entries(b"Dear Sir", 8), Err(Unlisted::Foreign(_))));
        assert!(matches!(entries(&[], 0), Err(Unlisted::Foreign(_))));
    }
}
