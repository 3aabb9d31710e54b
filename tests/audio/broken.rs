//! Bytes that are cut, changed or made up: an answer in words, never a panic.

use overtone::audio::{AudioError, SHORTEST_CUT_S, decode};
use proptest::prelude::*;

use crate::compressed;
use crate::tone::{LEVEL, assert_tone, tone};
use crate::writers::{Sample, Wav, aiff};

/// One whole file of every kind.
fn files() -> Vec<Vec<u8>> {
    let samples = vec![tone(LEVEL, 16_000, 4_000)];
    let uncompressed = [
        Wav::new(Sample::S16, samples.clone(), 16_000).bytes(),
        Wav { extensible: true, ..Wav::new(Sample::F32, samples.clone(), 16_000) }.bytes(),
        Wav::new(Sample::S16, samples.clone(), 16_000).rf64(8_000),
        aiff(Sample::S24, &samples, 16_000, None),
        aiff(Sample::S16, &samples, 16_000, Some(b"sowt")),
    ];
    uncompressed.into_iter().chain(compressed::files().map(<[u8]>::to_vec)).collect()
}

#[test]
fn a_file_cut_in_its_data_yields_what_it_holds() {
    let whole = Wav::new(Sample::S16, vec![tone(LEVEL, 16_000, 6_400)], 16_000).bytes();
    let sound = decode(&whole[..44 + 2 * 3_200]).unwrap();
    assert_eq!(sound.samples().len(), 3_200);
    assert_tone(&sound, LEVEL, 1e-4);
    for bytes in compressed::files() {
        match decode(&bytes[..bytes.len() - 1_000]) {
            Ok(sound) => assert!((SHORTEST_CUT_S..0.4).contains(&sound.seconds())),
            // An index at the end of an MP4 file is lost, and so is a page of Ogg that is cut.
            Err(error) => {
                assert!(matches!(error, AudioError::Truncated { format: "MP4" | "Ogg", .. }));
            }
        }
    }
}

#[test]
fn a_file_cut_too_early_says_so() {
    let wav = Wav::new(Sample::S16, vec![tone(LEVEL, 16_000, 6_400)], 16_000).bytes();
    for bytes in [13, 30, 40] {
        let expected = AudioError::Truncated { format: "WAV", bytes, seconds: 0.0 };
        assert_eq!(decode(&wav[..bytes]), Err(expected));
    }
    let error = decode(&wav[..44 + 320]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the WAV file is cut off: it ends after 364 bytes with 0.01 s of sound, \
         expected 0.1 s or more: copy or download it again"
    );
    for bytes in files() {
        let error = decode(&bytes[..60]).unwrap_err();
        assert!(matches!(error, AudioError::Truncated { .. }), "{error}");
    }
}

#[test]
fn other_files_under_the_name_of_a_sound_are_named() {
    let png = decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10").unwrap_err();
    assert_eq!(
        png.to_string(),
        "expected a sound file (WAV, AIFF, FLAC, MP3, Ogg Vorbis or M4A), got a PNG picture: \
         choose another file or convert it to WAV"
    );
    let text = decode(b"path,emotion\nclip.wav,angry\n");
    assert_eq!(text, Err(AudioError::NotAudio { found: "text" }));
}

#[test]
fn a_fragment_that_points_before_the_file_is_damage() {
    let mut bytes = include_bytes!("fragmented.mp4").to_vec();
    let run = bytes.windows(4).position(|kind| kind == b"trun").unwrap();
    // Flags and count lie between the kind and the place of the data, which counts from the fragment.
    bytes[run + 12..run + 16].copy_from_slice(&i32::MIN.to_be_bytes());
    assert!(matches!(decode(&bytes), Err(AudioError::Damaged { format: "MP4", .. })));
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..4_096)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn any_bytes_after_a_true_beginning_get_an_answer(
        file in 0..files().len(),
        kept in 4..200usize,
        bytes in prop::collection::vec(any::<u8>(), 0..4_096),
    ) {
        let file = &files()[file];
        let _ = decode(&[&file[..kept], &bytes].concat());
    }

    #[test]
    fn files_with_changed_bytes_get_an_answer(
        file in 0..files().len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..16),
        near_the_start in any::<bool>(),
    ) {
        let mut bytes = files().swap_remove(file);
        let reach = if near_the_start { 256 } else { bytes.len() };
        for (at, value) in changes {
            bytes[at.index(reach)] = value;
        }
        let _ = decode(&bytes);
    }

    #[test]
    fn files_cut_anywhere_get_an_answer(
        file in 0..files().len(),
        at in any::<prop::sample::Index>(),
    ) {
        let bytes = files().swap_remove(file);
        let _ = decode(&bytes[..at.index(bytes.len())]);
    }
}
