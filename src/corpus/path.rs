//! The path of a clip, as its name is read: no file system needed.

/// A file inside a folder that a person gave, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipPath<'a> {
    /// The name of the folder given: the last part of its path, "corpus" where it has none.
    pub given: &'a str,
    /// The folders below it, outermost first.
    pub folders: Vec<&'a str>,
    /// The file's name without its extension.
    pub stem: &'a str,
    /// The extension without its dot; empty without one.
    pub extension: &'a str,
}

/// Extensions of files that may hold a sound, best first: where one clip lies there in several
/// codings, the first that decodes is taken. The last line is known and not decoded.
const AUDIO_EXTENSIONS: [&str; 24] = [
    "wav", "wave", "flac", "aif", "aiff", "aifc", // lossless
    "ogg", "oga", "m4a", "m4b", "mp4", "aac", "mp3", "mov", // lossy
    "caf", "opus", "webm", "mka", "mkv", "wma", "au", "amr", "flv", "sph",
];

impl<'a> ClipPath<'a> {
    /// The parts of a file's path: the folder given and the path below it, with `/` or `\` between
    /// folders. A browser's `webkitRelativePath` starts with the folder given.
    pub fn new(given: &'a str, below: &'a str) -> Self {
        let mut folders = parts(below);
        let file = folders.pop().unwrap_or_default();
        let (stem, extension) = match file.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, extension),
            _ => (file, ""),
        };
        Self { given: parts(given).pop().unwrap_or("corpus"), folders, stem, extension }
    }

    /// The name of the folder that the file lies in.
    pub fn parent(&self) -> &'a str {
        self.folders.last().copied().unwrap_or(self.given)
    }

    /// Where the extension stands among those of sounds, the best first; none for other files.
    pub fn audio_rank(&self) -> Option<usize> {
        AUDIO_EXTENSIONS.iter().position(|known| known.eq_ignore_ascii_case(self.extension))
    }

    /// Whether a file system put this here, not a person: hidden files, `__MACOSX/`.
    pub fn is_hidden(&self) -> bool {
        self.stem.starts_with('.') || self.folders.iter().any(|folder| is_hidden(folder))
    }
}

/// Whether a folder or file of this name is the file system's own.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

fn parts(path: &str) -> Vec<&str> {
    path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_comes_apart() {
        let path = ClipPath::new("data/AudioData", "DC/a01.WAV");
        assert_eq!(path.given, "AudioData");
        assert_eq!(path.folders, ["DC"]);
        assert_eq!((path.stem, path.extension), ("a01", "WAV"));
        assert_eq!(path.parent(), "DC");
        assert_eq!(path.audio_rank(), Some(0));
    }

    #[test]
    fn the_folder_given_may_be_the_parent() {
        assert_eq!(ClipPath::new(r"C:\AudioData\DC\", "a01.wav").parent(), "DC");
    }

    #[test]
    fn leftovers_of_file_systems_are_hidden() {
        assert!(ClipPath::new("a", "__MACOSX/Actor_01/._03-01-01-01-01-01-01.wav").is_hidden());
        assert!(ClipPath::new("a", "._DC_a01.wav").is_hidden());
        assert!(!ClipPath::new("a", "DC_a01.wav").is_hidden());
    }

    #[test]
    fn what_is_not_decoded_comes_last() {
        let rank = |name| ClipPath::new("a", name).audio_rank();
        assert!(rank("x.flac") < rank("x.mp3") && rank("x.mp3") < rank("x.mov"));
        for name in ["x.caf", "x.opus", "x.webm", "x.wma", "x.sph"] {
            assert!(rank("x.mov") < rank(name), "{name}");
        }
    }

    #[test]
    fn other_files_are_no_sounds() {
        assert_eq!(ClipPath::new("a", "README.md").audio_rank(), None);
        assert_eq!(ClipPath::new("a", "wav").audio_rank(), None);
    }

    proptest! {
        #[test]
        fn any_string_comes_apart(given in ".*", below in ".*") {
            let path = ClipPath::new(&given, &below);
            prop_assert!(below.contains(path.stem) && below.contains(path.extension));
        }
    }
}
