//! What can be wrong with a sound, each in one sentence that a person can act on.

use super::decode::{LONGEST_S, MOST_SAMPLES};

/// Why bytes or samples are not a usable sound.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AudioError {
    /// No bytes, or no samples.
    #[error("the sound is empty: expected 1 sample or more, got 0")]
    Empty,
    /// A rate outside [`super::Waveform::RATES_HZ`].
    #[error("expected a rate of 1000 to 768000 Hz, got {0} Hz")]
    AbsurdRate(u32),
    /// A sample that is not a finite number.
    #[error("expected finite samples, got {value} at sample {position}")]
    NotFinite {
        /// Index of the first such sample.
        position: usize,
        /// What stands there.
        value: f32,
    },
    /// A speed outside [`super::augment::STRETCH_RATES`].
    #[error("expected a stretch at 0.1 to 10 times the speed, got {0}")]
    AbsurdStretch(f64),
    /// A shift outside [`super::augment::PITCH_SEMITONES`].
    #[error("expected a pitch shift of -24 to 24 semitones, got {0}")]
    AbsurdPitchShift(f64),
    /// A number that a variation of a sound cannot take.
    #[error("expected {what} of {least} to {most} {unit}, got {got}")]
    OutOfRange {
        /// What the number is, with its article: "a gain".
        what: &'static str,
        /// Its unit: "dB".
        unit: &'static str,
        /// The least that may be.
        least: f64,
        /// The most that may be.
        most: f64,
        /// What came.
        got: f64,
    },
    /// Edges that are no [`super::augment::Band`].
    #[error(
        "expected a band from 0 Hz or more to at least {} Hz above, got {low_hz} to {high_hz} Hz",
        super::augment::Band::NARROWEST_HZ
    )]
    AbsurdBand {
        /// The lower edge.
        low_hz: f64,
        /// The upper edge.
        high_hz: f64,
    },
    /// Bytes that are no sound, or a sound in a format that nobody decodes here.
    #[error(
        "expected a sound file (WAV, AIFF, FLAC, MP3, Ogg Vorbis or M4A), got {found}: \
         choose another file or convert it to WAV"
    )]
    NotAudio {
        /// What the bytes look like, with its article: "a PNG picture".
        found: &'static str,
    },
    /// A file that ends before its sound begins, or so soon after that nothing can be made of it.
    #[error(
        "the {format} file is cut off: it ends after {bytes} bytes with {seconds:.2} s of sound, \
         expected {} s or more: copy or download it again",
        super::SHORTEST_CUT_S
    )]
    Truncated {
        /// Name of the format.
        format: &'static str,
        /// Length of the file.
        bytes: usize,
        /// Length of the sound that it yields.
        seconds: f64,
    },
    /// A file that is whole in length and yet makes no sense.
    #[error("the {format} file is damaged: {reason}: copy, download or export it again")]
    Damaged {
        /// Name of the format.
        format: &'static str,
        /// What was expected and what came.
        reason: String,
    },
    /// A container, such as a video, in which nothing sounds.
    #[error("expected 1 audio track or more in the {format} file, got none: choose another file")]
    NoAudioTrack {
        /// Name of the format.
        format: &'static str,
    },
    /// A header that promises no channel.
    #[error("expected 1 channel or more, got 0: export the sound again")]
    NoChannels,
    /// A codec that nobody decodes here; a browser's own decoder may.
    #[error(
        "expected PCM, FLAC, MP3, Vorbis or AAC-LC in the {format} file, got {codec}: \
         convert it to WAV"
    )]
    UnsupportedCodec {
        /// Name of the format.
        format: &'static str,
        /// Name of the codec, or the mark that the file gives it.
        codec: String,
    },
    /// A recording as browsers make them, which only a browser's own decoder reads.
    #[error(
        "{format} is what browsers record and only they decode it: open it in Overtone's page, \
         or convert it to WAV"
    )]
    BrowserOnly {
        /// Name of the format: "WebM", "Ogg Opus".
        format: &'static str,
    },
    /// A sound beyond [`super::LONGEST_S`], or of more samples than that has at 96 kHz.
    #[error("{}", too_long(*at_least_s))]
    TooLong {
        /// Length as far as it was heard or as the header states it.
        at_least_s: f64,
    },
}

/// The limit that a sound passes, with what it came to.
fn too_long(at_least_s: f64) -> String {
    let minutes = LONGEST_S / 60.0;
    if at_least_s > LONGEST_S {
        let got = (at_least_s / 60.0).floor();
        return format!(
            "expected a sound of {minutes} minutes at most, got {got} minutes or more: \
             cut out the part to hear"
        );
    }
    format!(
        "expected {MOST_SAMPLES} samples at most, as many as {minutes} minutes have at 96 kHz, \
         got more in {at_least_s:.0} s: cut out the part to hear or export it at a lower rate"
    )
}
