//! FLAC, MP3, Ogg, MP4 and AAC, made by `make.sh` beside this file.

use overtone::audio::{AudioError, LONGEST_S, decode};

use crate::tone::{LEVEL, assert_tone};

/// A file of 0.4 s, what it must yield, and how far its codec may stray.
struct Case {
    name: &'static str,
    bytes: &'static [u8],
    rate_hz: u32,
    level: f64,
    /// Silence that the encoder leaves where the format cannot tell how much it is.
    extra_samples: usize,
    residual: f64,
}

macro_rules! cases {
    ($($name:literal: $rate_hz:literal Hz, level $level:expr, $extra:literal extra, residual $residual:literal;)*) => {
        &[$(Case {
            name: $name,
            bytes: include_bytes!($name),
            rate_hz: $rate_hz,
            level: $level,
            extra_samples: $extra,
            residual: $residual,
        }),*]
    };
}

/// LAME turns every sound down a little before it encodes, so that peaks keep within full scale.
const LAME_LEVEL: f64 = 0.95 * LEVEL;

const CASES: &[Case] = cases! {
    "tone.flac": 16_000 Hz, level LEVEL, 0 extra, residual 1e-4;
    "stereo.flac": 22_050 Hz, level LEVEL, 0 extra, residual 1e-4;
    "flac.ogg": 16_000 Hz, level LEVEL, 0 extra, residual 1e-4;
    "tone.ogg": 16_000 Hz, level LEVEL, 0 extra, residual 0.02;
    "stereo.ogg": 44_100 Hz, level LEVEL, 0 extra, residual 0.02;
    "tone.mp3": 44_100 Hz, level LAME_LEVEL, 0 extra, residual 0.02;
    "tagged.mp3": 44_100 Hz, level LAME_LEVEL, 2_304 extra, residual 0.1;
    "tone.m4a": 44_100 Hz, level LEVEL, 0 extra, residual 0.02;
    "stereo.m4a": 48_000 Hz, level LEVEL, 0 extra, residual 0.1;
    "fragmented.mp4": 44_100 Hz, level LEVEL, 2_048 extra, residual 0.02;
    "tone.aac": 44_100 Hz, level LEVEL, 2_048 extra, residual 0.1;
};

#[test]
fn frequency_length_and_level_survive_every_format() {
    for case in CASES {
        println!("{}", case.name);
        let sound = decode(case.bytes).unwrap();
        assert_eq!(sound.rate_hz(), case.rate_hz);
        let expected = (0.4 * f64::from(case.rate_hz)) as usize;
        let length = sound.samples().len();
        assert!((expected..=expected + case.extra_samples).contains(&length), "{length} samples");
        assert_tone(&sound, case.level, case.residual);
    }
}

#[test]
fn what_only_browsers_decode_is_said_to_be_so() {
    let refused = |bytes: &[u8]| decode(bytes).unwrap_err();
    let webm = refused(include_bytes!("opus.webm"));
    assert_eq!(webm, AudioError::BrowserOnly { format: "WebM" });
    assert_eq!(
        webm.to_string(),
        "WebM is what browsers record and only they decode it: open it in Overtone's page, \
         or convert it to WAV"
    );
    let ogg = refused(include_bytes!("opus.ogg"));
    assert_eq!(ogg, AudioError::BrowserOnly { format: "Ogg Opus" });
}

#[test]
fn an_unknown_codec_is_named_and_a_silent_film_has_no_track() {
    let codec = "Apple Lossless (ALAC)".into();
    let lossless = decode(include_bytes!("lossless.m4a"));
    assert_eq!(lossless, Err(AudioError::UnsupportedCodec { format: "MP4", codec }));
    let film = decode(include_bytes!("silent-film.mp4"));
    assert_eq!(film, Err(AudioError::NoAudioTrack { format: "MP4" }));
}

#[test]
fn a_length_that_the_header_states_is_refused_at_once() {
    let mut flac = include_bytes!("tone.flac").to_vec();
    // The 36 bits of STREAMINFO that count samples (RFC 9639, section 8.2): three hours.
    flac[22..26].copy_from_slice(&(3 * 3_600 * 16_000u32).to_be_bytes());
    assert_eq!(decode(&flac), Err(AudioError::TooLong { at_least_s: 10_800.0 }));
}

#[test]
fn a_length_that_no_header_states_is_refused_where_the_limit_is_passed() {
    // AAC frames may stand one after another without end; these make seventeen minutes.
    let hours = include_bytes!("tone.aac").repeat(2_600);
    let Err(AudioError::TooLong { at_least_s }) = decode(&hours) else { panic!("not too long") };
    assert!((LONGEST_S..LONGEST_S + 0.1).contains(&at_least_s));
}

/// Every format's smallest whole file, for what breaks files.
pub fn files() -> impl Iterator<Item = &'static [u8]> {
    CASES.iter().map(|case| case.bytes)
}
