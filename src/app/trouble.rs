//! Everything that can go wrong on the page, each in one sentence that says what to do next.

use super::format::bytes;

/// Largest file that the page takes, in bytes.
pub const LARGEST_FILE_BYTES: f64 = 200e6;

/// Why something did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The page did not come over HTTPS or from this machine.
    #[error(
        "The browser opens the microphone only on a secure address: open this page over https, \
         or choose a file instead."
    )]
    InsecureContext,
    /// No `getUserMedia`, or no audio worklet.
    #[error("This browser cannot record sound on a page. Please choose a file instead.")]
    NoCapture,
    /// There is no microphone.
    #[error("No microphone was found. Plug one in, or choose a file instead.")]
    NoMicrophone,
    /// The visitor, or the system, said no.
    #[error(
        "The microphone is not allowed here. Allow it in the browser's address bar and press \
         Record again, or choose a file instead."
    )]
    PermissionRefused,
    /// Another program has the microphone.
    #[error("The microphone is in use by another program. Close that and press Record again.")]
    MicrophoneBusy,
    /// Any other refusal.
    #[error("The microphone could not be opened ({0}). Please choose a file instead.")]
    Microphone(String),
    /// The recording has no samples.
    #[error("The recording is empty: nothing came from the microphone. Please record again.")]
    EmptyRecording,
    /// Beyond [`LARGEST_FILE_BYTES`].
    #[error("This file has {size}; Overtone takes up to {limit}. Please choose a shorter sound.")]
    TooLarge {
        /// Size of the file in words.
        size: String,
        /// The limit in words.
        limit: String,
    },
    /// The file could not be read from the disk.
    #[error("The file could not be read ({0}). Please choose it again.")]
    Unreadable(String),
    /// Something could not be fetched.
    #[error("{what} could not be fetched ({why}). Please check the connection and reload.")]
    Fetch {
        /// What was asked for.
        what: &'static str,
        /// What came instead.
        why: String,
    },
    /// What came is another file than the site lists, twice.
    #[error(
        "{what} came damaged (expected {expected}, got {got}) and was not used. \
         Please reload later."
    )]
    Damaged {
        /// What was asked for.
        what: &'static str,
        /// The hash that the site lists.
        expected: String,
        /// The hash of what came.
        got: String,
    },
    /// The site's own list of files is of no use; the sentence is the manifest's.
    #[error("{0}")]
    Site(String),
    /// An engine could not be started, or has died.
    #[error("The {device} engine has stopped ({why}).")]
    Engine {
        /// "CPU" or "GPU".
        device: &'static str,
        /// What the engine or the browser says of it.
        why: String,
    },
    /// No engine works, now or any more.
    #[error("There is no engine to ask just now. Please wait until one is ready.")]
    NoEngine,
    /// A message that cannot be read or written.
    #[error("Page and engine do not understand each other ({0}). Please reload the page.")]
    Language(String),
    /// The sound cannot be played.
    #[error("The browser cannot play this sound ({0}). It can still be seen and judged.")]
    Playback(String),
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
        Err(Self::TooLarge { size: bytes(size_bytes), limit: bytes(LARGEST_FILE_BYTES) })
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

    #[test]
    fn a_file_may_be_as_large_as_the_limit_and_no_larger() {
        assert_eq!(Trouble::check_size(LARGEST_FILE_BYTES), Ok(()));
        let refused = Trouble::check_size(314e6).unwrap_err().to_string();
        assert!(refused.contains("314.0 MB") && refused.contains("200.0 MB"), "{refused}");
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
}
