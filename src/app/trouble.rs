//! Everything that can go wrong on the page, each said in one sentence that tells what to do next.

use super::choice::Device;
use super::words::Words;
use crate::audio;
use crate::engine::protocol::Fault;

/// Largest file that the page takes, in bytes.
pub const LARGEST_FILE_BYTES: f64 = 200e6;

/// Why something did not work. [`Trouble::sentence`] says it to the visitor.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// The page did not come over HTTPS or from this machine.
    InsecureContext,
    /// The browser lacks what of this name recording needs: `getUserMedia`, `AudioWorklet`, ….
    NoCapture(&'static str),
    /// There is no microphone.
    NoMicrophone,
    /// The visitor, or the system, said no.
    PermissionRefused,
    /// Another program has the microphone.
    MicrophoneBusy,
    /// The microphone went away while it was open.
    Unplugged {
        /// Whether what it brought is kept.
        keeps: bool,
    },
    /// Any other refusal, in the browser's words.
    Microphone(String),
    /// The recording has no samples.
    EmptyRecording,
    /// A sound was brought while the microphone was open.
    MicrophoneOpen,
    /// Nothing that was dropped can be a sound.
    NoSounds,
    /// A file of so many bytes, beyond [`LARGEST_FILE_BYTES`].
    TooLarge(f64),
    /// The file could not be read from the disk; the words are the browser's.
    Unreadable(String),
    /// Something could not be fetched.
    Fetch(Asset, Reason),
    /// What came is another file than the site lists, twice.
    Damaged {
        /// What was asked for.
        what: Asset,
        /// The hash that the site lists.
        expected: String,
        /// The hash of what came.
        got: String,
    },
    /// The site's own list of files cannot be read.
    Site(String),
    /// The site's own list of files is for another page.
    SiteVersion {
        /// The version that came.
        got: u32,
        /// The version that this page reads.
        needed: u32,
    },
    /// An engine could not be started, or has died.
    Engine(Device, Reason),
    /// No engine works, now or any more.
    NoEngine,
    /// All engines compute other numbers than they should.
    Silent,
    /// A message that cannot be read or written.
    Language(String),
    /// The sound cannot be played.
    Playback(String),
    /// An engine can do nothing with a sound; the sentence is its own, in English.
    Sound(Fault, String),
}

/// What the page fetches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asset {
    /// `manifest.json`.
    FileList,
    /// A model.
    Model,
    /// What was measured of a model.
    Figures,
    /// The audio worklet.
    Recorder,
    /// The laboratory's module.
    Laboratory,
    /// What reports are set in.
    Typeface,
}

/// Why something did not come or stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The page is not ready for it yet.
    PageStarting,
    /// The site does not carry it.
    NotCarried,
    /// The engine does not run.
    NotRunning,
    /// A worker's script could not be fetched.
    NoScript,
    /// A server's answer other than 200.
    Status(u16),
    /// An answer without content.
    Nothing,
    /// What a browser or an engine says of it.
    Said(String),
}

impl Asset {
    const fn said(self, words: &Words) -> &'static str {
        match self {
            Self::FileList => words.trouble.file_list,
            Self::Model => words.trouble.the_model,
            Self::Figures => words.trouble.the_figures,
            Self::Recorder => words.trouble.the_recorder,
            Self::Laboratory => words.laboratory.the_module,
            Self::Typeface => words.laboratory.the_typeface,
        }
    }
}

impl Reason {
    fn said(&self, words: &Words) -> String {
        let words = &words.trouble;
        match self {
            Self::PageStarting => words.page_starting.to_owned(),
            Self::NotCarried => words.not_carried.to_owned(),
            Self::NotRunning => words.not_running.to_owned(),
            Self::NoScript => words.no_script.to_owned(),
            Self::Status(status) => (words.status)(*status),
            Self::Nothing => words.nothing_came.to_owned(),
            Self::Said(said) => said.clone(),
        }
    }
}

impl Trouble {
    /// What went wrong, and what to do next.
    pub fn sentence(&self, words: &Words) -> String {
        let said = &words.trouble;
        match self {
            Self::InsecureContext => said.insecure.to_owned(),
            Self::NoCapture(feature) => (said.no_capture)(feature),
            Self::NoMicrophone => said.no_microphone.to_owned(),
            Self::PermissionRefused => said.refused.to_owned(),
            Self::MicrophoneBusy => said.busy.to_owned(),
            Self::Unplugged { keeps: true } => said.unplugged_recording.to_owned(),
            Self::Unplugged { keeps: false } => said.unplugged.to_owned(),
            Self::Microphone(why) => (said.microphone)(why),
            Self::EmptyRecording => said.empty_recording.to_owned(),
            Self::MicrophoneOpen => said.microphone_open.to_owned(),
            Self::NoSounds => words.voice.mishaps.no_sounds.to_owned(),
            Self::TooLarge(size) => {
                let bytes = |count| words.numerals.bytes(count);
                (said.too_large)(&bytes(*size), &bytes(LARGEST_FILE_BYTES))
            }
            Self::Unreadable(why) => (said.unreadable)(why),
            Self::Fetch(what, why) => (said.fetch)(what.said(words), &why.said(words)),
            Self::Damaged { what, expected, got } => {
                (said.damaged)(what.said(words), expected, got)
            }
            Self::Site(why) => (said.site)(why),
            Self::SiteVersion { got, needed } => (said.site_version)(*got, *needed),
            Self::Engine(device, why) => (said.engine)(device.name(), &why.said(words)),
            Self::NoEngine => said.no_engine.to_owned(),
            Self::Silent => words.engine.why.silent.to_owned(),
            Self::Language(why) => (said.language)(why),
            Self::Playback(why) => (said.playback)(why),
            Self::Sound(fault, sentence) => (said.sound)(*fault, sentence),
        }
    }
}

impl Trouble {
    /// Checks the size of a file.
    ///
    /// # Errors
    /// [`Trouble::TooLarge`] beyond [`LARGEST_FILE_BYTES`].
    pub fn check_size(size_bytes: f64) -> Result<(), Self> {
        if size_bytes <= LARGEST_FILE_BYTES {
            return Ok(());
        }
        Err(Self::TooLarge(size_bytes))
    }

    /// Checks the length of a sound that the browser has decoded, in samples.
    ///
    /// # Errors
    /// [`Trouble::Sound`] with [`Fault::TooLong`] beyond [`audio::LONGEST_S`].
    pub fn check_length(samples: u32, rate_hz: u32) -> Result<(), Self> {
        audio::check_length(samples.into(), rate_hz)
            .map_err(|error| Self::Sound(Fault::TooLong, format!("The file is too long: {error}.")))
    }

    /// What an exception of `getUserMedia` means (Media Capture and Streams, 10.2).
    pub fn of_microphone(exception: &str, message: &str) -> Self {
        match exception {
            "NotFoundError" | "OverconstrainedError" => Self::NoMicrophone,
            "NotAllowedError" | "SecurityError" => Self::PermissionRefused,
            "NotReadableError" | "AbortError" => Self::MicrophoneBusy,
            _ if message.is_empty() => Self::Microphone(exception.to_owned()),
            _ => Self::Microphone(message.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    #[test]
    fn a_file_may_be_as_large_as_the_limit_and_no_larger() {
        assert_eq!(Trouble::check_size(LARGEST_FILE_BYTES), Ok(()));
        let refused = Trouble::check_size(314e6).unwrap_err();
        let refused = refused.sentence(Language::English.words());
        assert!(refused.contains("314.0 MB") && refused.contains("200.0 MB"), "{refused}");
    }

    #[test]
    fn what_the_browser_decodes_may_be_as_long_as_what_the_engine_does() {
        let longest = (audio::LONGEST_S * 48e3) as u32;
        assert_eq!(Trouble::check_length(longest, 48_000), Ok(()));
        let refused = Trouble::check_length(longest * 2, 48_000).unwrap_err();
        let refused = refused.sentence(Language::English.words());
        assert!(refused.contains("15 minutes") && refused.contains("30 minutes"), "{refused}");
    }

    #[test]
    fn the_browsers_decoder_is_asked_only_for_what_it_may_know() {
        assert!(Fault::Codec.may_be_of_another_format());
        for fault in [Fault::TooLong, Fault::Device, Fault::Other] {
            assert!(!fault.may_be_of_another_format(), "{fault:?}");
        }
    }

    #[test]
    fn the_browsers_refusals_become_advice() {
        let refusal = |name| Trouble::of_microphone(name, "a message");
        assert_eq!(refusal("NotFoundError"), Trouble::NoMicrophone);
        assert_eq!(refusal("NotAllowedError"), Trouble::PermissionRefused);
        assert_eq!(refusal("NotReadableError"), Trouble::MicrophoneBusy);
        assert_eq!(refusal("TypeError"), Trouble::Microphone("a message".into()));
        assert_eq!(
            Trouble::of_microphone("TypeError", ""),
            Trouble::Microphone("TypeError".into())
        );
    }

    #[test]
    fn an_engines_own_sentence_is_put_into_the_visitors_language() {
        let trouble = Trouble::Sound(Fault::TooLong, "Expected a sound of 60 minutes.".into());
        let said = |language: Language| trouble.sentence(language.words());
        assert_eq!(said(Language::English), "Expected a sound of 60 minutes.");
        assert!(said(Language::German).starts_with("Dieser Ton ist zu lang"));
        assert!(said(Language::French).starts_with("Ce son est trop long"));
    }

    #[test]
    fn no_language_leaves_out_what_only_the_browser_knows() {
        for language in Language::ALL {
            let trouble = Trouble::Fetch(Asset::Model, Reason::Status(503));
            assert!(trouble.sentence(language.words()).contains("503"), "{language:?}");
            let trouble = Trouble::Sound(Fault::Other, "A strange thing.".into());
            assert!(trouble.sentence(language.words()).contains("A strange thing."));
        }
    }
}
