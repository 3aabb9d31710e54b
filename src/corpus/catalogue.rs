//! From files with labels to clips that can be used together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::hash::sixteen_bits;
use super::{Clip, ContentHash, Corpus, Label, LeftOut, Reason};
use crate::audio::{Waveform, decode};

/// The clips of one or more corpora, each once, and what was left out of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalogue {
    /// The usable clips, by corpus and path; no two of them are the same audio.
    pub clips: Vec<Clip>,
    /// What is not used and why, by path.
    pub left_out: Vec<LeftOut>,
    /// What a person should know about tables beside the clips, each in a sentence.
    pub notes: Vec<String>,
}

/// A file and what is told of the clip in it.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledFile {
    /// The file.
    pub path: PathBuf,
    /// The rank of its coding, 0 for the best ([`super::ClipPath::audio_rank`]).
    pub rank: usize,
    /// What is told of its clip.
    pub label: Label,
}

/// One clip before anyone has listened to it: its label and the files that hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What is told of it.
    pub label: Label,
    /// Its files, the best first: lossless before lossy, then by path. Never empty.
    pub paths: Vec<PathBuf>,
}

/// What came of listening to a [`Candidate`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The clip, if one of its files can be used.
    pub clip: Option<Clip>,
    /// The files that are not used.
    pub left_out: Vec<LeftOut>,
}

impl Candidate {
    /// Gathers files into candidates: those of the same take in one.
    pub fn gather(files: Vec<LabelledFile>) -> Vec<Self> {
        let (named, unnamed): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| file.label.take.is_some());
        let mut takes: BTreeMap<(Corpus, Option<String>), Vec<LabelledFile>> = BTreeMap::new();
        for file in named {
            let take = (file.label.corpus.clone(), file.label.take.clone());
            takes.entry(take).or_default().push(file);
        }
        let alone = unnamed.into_iter().map(|file| vec![file]);
        takes.into_values().chain(alone).filter_map(Self::of_one_take).collect()
    }

    fn of_one_take(mut files: Vec<LabelledFile>) -> Option<Self> {
        files.sort_by(|a, b| (a.rank, &a.path).cmp(&(b.rank, &b.path)));
        let label = files.first()?.label.clone();
        Some(Self { label, paths: files.into_iter().map(|file| file.path).collect() })
    }

    /// Takes the first of the files that can be used.
    pub fn listen(self, decode: impl Fn(&Path) -> Result<Waveform, Reason>) -> Outcome {
        let Self { label, paths } = self;
        let mut outcome = Outcome::default();
        for path in paths {
            let heard = match &outcome.clip {
                Some(clip) => Err(Reason::Copy { kept: clip.path.clone() }),
                None => decode(&path).and_then(audible),
            };
            match heard {
                Ok(sound) => outcome.clip = Some(clip(&label, path, &sound)),
                Err(reason) => {
                    let corpus = Some(label.corpus.clone());
                    outcome.left_out.push(LeftOut { path, corpus, reason });
                }
            }
        }
        outcome
    }
}

/// What stands at the start of a file that Git has not fetched.
const LFS_POINTER: &[u8] = b"version https://git-lfs";

/// The sound in a clip's file.
///
/// # Errors
/// The reason for which it cannot be used.
pub fn sound_of(bytes: &[u8]) -> Result<Waveform, Reason> {
    if bytes.starts_with(LFS_POINTER) {
        return Err(Reason::LfsPointer);
    }
    Ok(decode(bytes)?)
}

/// A sound with a signal in it.
///
/// Silent is what holds no more than one step of a 16-bit file about a constant: digital silence
/// and a constant offset, also after a lossy coding, and no recording of a room.
///
/// # Errors
/// [`Reason::Silent`].
pub fn audible(sound: Waveform) -> Result<Waveform, Reason> {
    let samples = sound.samples().iter().map(|&sample| i32::from(sixteen_bits(sample)));
    let (low, high) =
        samples.fold((i32::MAX, i32::MIN), |(low, high), s| (low.min(s), high.max(s)));
    if high - low <= 2 { Err(Reason::Silent) } else { Ok(sound) }
}

fn clip(label: &Label, path: PathBuf, sound: &Waveform) -> Clip {
    let label = label.clone();
    Clip {
        corpus: label.corpus,
        path,
        speaker: label.speaker,
        sex: label.sex,
        demographics: label.demographics,
        sentence: label.sentence,
        intensity: label.intensity,
        emotion: label.emotion,
        seconds: sound.seconds(),
        hash: ContentHash::of(sound),
        votes: label.votes,
    }
}

impl Catalogue {
    /// The catalogue of all that was heard.
    ///
    /// Of clips that are the same audio with the same emotion the first is kept; when their
    /// emotions differ, none is: one of them is wrong, and no one knows which.
    pub fn assemble(outcomes: Vec<Outcome>) -> Self {
        let mut catalogue = Self::default();
        let mut same_audio: BTreeMap<ContentHash, Vec<Clip>> = BTreeMap::new();
        for outcome in outcomes {
            catalogue.left_out.extend(outcome.left_out);
            if let Some(clip) = outcome.clip {
                same_audio.entry(clip.hash).or_default().push(clip);
            }
        }
        for mut clips in same_audio.into_values() {
            clips.sort_by(in_order);
            catalogue.settle(clips);
        }
        catalogue.sort();
        catalogue
    }

    /// Decides about clips that are all the same audio.
    fn settle(&mut self, clips: Vec<Clip>) {
        let Some(first) = clips.first().cloned() else { return };
        let other = clips.iter().find(|clip| clip.emotion != first.emotion).cloned();
        if other.is_none() {
            self.clips.push(first.clone());
        }
        let refused = clips.into_iter().skip(usize::from(other.is_none()));
        self.left_out.extend(refused.map(|clip| {
            let reason = match &other {
                None => Reason::Duplicate { kept: first.path.clone() },
                Some(other) => {
                    let disagreeing = if clip.emotion == first.emotion { other } else { &first };
                    Reason::Contradictory {
                        other: disagreeing.path.clone(),
                        emotion: disagreeing.emotion,
                    }
                }
            };
            LeftOut { path: clip.path, corpus: Some(clip.corpus), reason }
        }));
    }

    /// Puts clips and what was left out into their order.
    pub fn sort(&mut self) {
        self.clips.sort_by(in_order);
        self.left_out.sort_by(|a, b| (&a.corpus, &a.path).cmp(&(&b.corpus, &b.path)));
    }

    /// The length of all clips together, in seconds.
    pub fn seconds(&self) -> f64 {
        self.clips.iter().map(|clip| clip.seconds).sum()
    }
}

/// The order of clips: by corpus, then by path.
pub fn in_order(a: &Clip, b: &Clip) -> std::cmp::Ordering {
    (&a.corpus, &a.path).cmp(&(&b.corpus, &b.path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emotion::Emotion;

    fn tone(hz: f32) -> Waveform {
        let samples = (0..1_600)
            .map(|n| (n as f32 * hz / 16_000.0 * std::f32::consts::TAU).sin() * 0.5)
            .collect();
        Waveform::new(samples, 16_000).unwrap()
    }

    fn label(take: Option<&str>, emotion: Emotion) -> Label {
        Label { take: take.map(str::to_owned), ..Label::new(Corpus::Tess, Some("OAF"), emotion) }
    }

    fn heard(path: &str, emotion: Emotion, hz: f32) -> Outcome {
        let candidate = Candidate { label: label(None, emotion), paths: vec![path.into()] };
        candidate.listen(|_| Ok(tone(hz)))
    }

    fn paths(clips: &[Clip]) -> Vec<&str> {
        clips.iter().map(|clip| clip.path.to_str().unwrap()).collect()
    }

    #[test]
    fn the_same_audio_with_the_same_emotion_is_kept_once() {
        let catalogue = Catalogue::assemble(vec![
            heard("b", Emotion::Happy, 200.0),
            heard("a", Emotion::Happy, 200.0),
            heard("c", Emotion::Happy, 300.0),
        ]);
        assert_eq!(paths(&catalogue.clips), ["a", "c"]);
        assert_eq!(catalogue.left_out.len(), 1);
        assert_eq!(catalogue.left_out[0].reason, Reason::Duplicate { kept: "a".into() });
        assert_eq!(catalogue.seconds(), 0.2);
    }

    #[test]
    fn the_same_audio_with_two_emotions_is_not_kept() {
        let catalogue = Catalogue::assemble(vec![
            heard("a", Emotion::Happy, 200.0),
            heard("b", Emotion::Sad, 200.0),
            heard("c", Emotion::Happy, 200.0),
        ]);
        assert!(catalogue.clips.is_empty());
        let reasons: Vec<String> =
            catalogue.left_out.iter().map(|left| left.reason.to_string()).collect();
        assert_eq!(
            reasons,
            [
                "the same audio as b, which is labelled sad",
                "the same audio as a, which is labelled happy",
                "the same audio as b, which is labelled sad",
            ]
        );
    }

    #[test]
    fn one_take_in_several_files_is_one_candidate_the_best_file_first() {
        let file = |path: &str, rank, take| LabelledFile {
            path: path.into(),
            rank,
            label: label(take, Emotion::Sad),
        };
        let candidates = Candidate::gather(vec![
            file("mp3/x.mp3", 9, Some("x")),
            file("wav/x.wav", 0, Some("x")),
            file("other/x.wav", 0, Some("x")),
            file("mine/y.wav", 0, None),
            file("mine/z.wav", 0, None),
        ]);
        assert_eq!(candidates.len(), 3);
        let x: Vec<PathBuf> = ["other/x.wav", "wav/x.wav", "mp3/x.mp3"].map(Into::into).into();
        assert_eq!(candidates[0].paths, x);
    }

    #[test]
    fn a_damaged_file_gives_way_to_the_next_copy() {
        let paths = ["bad", "good", "spare"].map(Into::into).into();
        let candidate = Candidate { label: label(Some("x"), Emotion::Sad), paths };
        let outcome = candidate.listen(|path| match path.to_str() {
            Some("bad") => Err(Reason::LfsPointer),
            _ => Ok(tone(200.0)),
        });
        assert_eq!(outcome.clip.unwrap().path, PathBuf::from("good"));
        assert_eq!(outcome.left_out[0].reason, Reason::LfsPointer);
        assert_eq!(outcome.left_out[1].reason, Reason::Copy { kept: "good".into() });
    }

    #[test]
    fn what_holds_no_signal_is_silent() {
        let constant = |level: f32| Waveform::new(vec![level; 100], 16_000).unwrap();
        assert_eq!(audible(constant(0.0)), Err(Reason::Silent));
        assert_eq!(audible(constant(0.1)), Err(Reason::Silent));
        let faint = tone(200.0).into_samples().iter().map(|s| s * 0.001).collect();
        assert!(audible(Waveform::new(faint, 16_000).unwrap()).is_ok());
    }
}
