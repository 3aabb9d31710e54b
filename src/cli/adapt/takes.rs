//! Takes on the disk: of the eight emotions as a corpus has them, and of labels of one's own.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::iter::Either;
use rayon::prelude::*;

use crate::cli::{Failure, Sources};
use crate::corpus::scan::read_sound;
use crate::corpus::{ContentHash, LeftOut, Reason, audible};
use crate::meaning::{Meaning, Meanings};

/// A take on the disk, and what was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// The file.
    pub path: PathBuf,
    /// What was meant.
    pub label: Meaning,
    /// Equal for two takes exactly when they are the same sound.
    hash: ContentHash,
}

/// A file that teaches nothing.
#[derive(Debug, PartialEq)]
struct Unused {
    path: PathBuf,
    /// Why, in a phrase that reads after its path.
    why: String,
}

impl From<LeftOut> for Unused {
    fn from(LeftOut { path, reason, .. }: LeftOut) -> Self {
        Self { path, why: reason.to_string() }
    }
}

/// The takes of folders, each sound once; folders that are named after no emotion make labels of
/// their own. Those labels are said, and every file that is not used with its reason.
///
/// # Errors
/// A sentence when a folder cannot be read, or holds no take.
pub fn takes(sources: &Sources) -> Result<Vec<Take>, Failure> {
    let mut catalogue = sources.scan()?;
    let own_or_not = |file: LeftOut| match own_label(&file, &sources.sources) {
        Some(label) => Either::Left((label, file)),
        None => Either::Right(file),
    };
    let (own, left_out) = catalogue.left_out.into_par_iter().partition_map(own_or_not);
    catalogue.left_out = left_out;
    let (own, unheard) = listen(own);
    for label in Meanings::with(own.iter().map(|take| take.label)).own() {
        eprintln!("{label} is none of the eight emotions: a label of your own");
    }
    let of_eight = (catalogue.clips.iter()).map(|clip| Take {
        path: clip.path.clone(),
        label: clip.emotion.into(),
        hash: clip.hash,
    });
    let (takes, copies) = each_once(of_eight.chain(own).collect());
    catalogue.left_out.extend(unheard);
    let unused = catalogue.left_out.iter().cloned().map(Unused::from).chain(copies);
    unused.for_each(|Unused { path, why }| eprintln!("left out: {}: {why}", path.display()));
    if takes.is_empty() { Err(sources.no_clips(&catalogue)) } else { Ok(takes) }
}

/// The label that the folder of a file is named after, if no corpus knows the file.
fn own_label(file: &LeftOut, sources: &[PathBuf]) -> Option<Meaning> {
    let folder = file.path.parent().filter(|folder| !sources.iter().any(|source| source == folder));
    let label: Meaning = folder?.file_name()?.to_str()?.parse().ok()?;
    (file.reason == Reason::Unrecognised && label.emotion().is_none()).then_some(label)
}

/// Listens to takes of own labels, as a scan does to all others.
fn listen(files: Vec<(Meaning, LeftOut)>) -> (Vec<Take>, Vec<LeftOut>) {
    files.into_par_iter().partition_map(|(label, LeftOut { path, corpus, .. })| {
        match read_sound(&path).and_then(audible) {
            Ok(sound) => Either::Left(Take { path, label, hash: ContentHash::of(&sound) }),
            Err(reason) => Either::Right(LeftOut { path, corpus, reason }),
        }
    })
}

/// Takes of which no two are the same sound: the first of each is kept, and none where they were
/// meant differently, since a copy of what teaches cannot judge.
fn each_once(takes: Vec<Take>) -> (Vec<Take>, Vec<Unused>) {
    let mut same_sound = BTreeMap::<ContentHash, Vec<&Take>>::new();
    takes.iter().for_each(|take| same_sound.entry(take.hash).or_default().push(take));
    let why_not = |take: &Take| -> Option<String> {
        let alike = same_sound.get(&take.hash)?;
        if let Some(other) = alike.iter().find(|other| other.label != take.label) {
            let (path, label) = (other.path.display(), other.label);
            return Some(format!("the same audio as {path}, which is labelled {label}"));
        }
        let kept = alike.first().filter(|first| first.path != take.path)?;
        Some(Reason::Duplicate { kept: kept.path.clone() }.to_string())
    };
    let (mut kept, mut unused) = (Vec::new(), Vec::new());
    for take in &takes {
        match why_not(take) {
            None => kept.push(take.clone()),
            Some(why) => unused.push(Unused { path: take.path.clone(), why }),
        }
    }
    (kept, unused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Waveform;
    use crate::emotion::Emotion;

    fn take(path: &str, label: Meaning, level: f32) -> Take {
        let sound = Waveform::new(vec![level, -level], 16_000).unwrap();
        Take { path: path.into(), label, hash: ContentHash::of(&sound) }
    }

    #[test]
    fn each_sound_teaches_once_and_not_at_all_where_it_was_meant_differently() {
        let (sad, bored) = (Meaning::from(Emotion::Sad), "bored".parse().unwrap());
        let takes = vec![
            take("sad/1", sad, 0.1),
            take("sad/2", sad, 0.2),
            take("bored/1", bored, 0.1),
            take("bored/2", bored, 0.3),
            take("bored/3", bored, 0.3),
        ];
        let (kept, unused) = each_once(takes);
        let paths: Vec<&str> = kept.iter().map(|take| take.path.to_str().unwrap()).collect();
        assert_eq!(paths, ["sad/2", "bored/2"]);
        let whys: Vec<&str> = unused.iter().map(|file| file.why.as_str()).collect();
        assert_eq!(
            whys,
            [
                "the same audio as bored/1, which is labelled bored",
                "the same audio as sad/1, which is labelled sad",
                "the same audio as bored/2",
            ]
        );
    }
}
