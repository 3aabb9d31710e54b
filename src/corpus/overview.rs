//! What there is of each corpus: clips by emotion, speakers, hours; and what was left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Clip, Corpus, Label, LeftOut, Sex};
use crate::emotion::Emotion;

/// What is counted of a clip, heard or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted<'a> {
    /// Where it comes from.
    pub corpus: &'a Corpus,
    /// Who speaks.
    pub speaker: &'a str,
    /// The speaker's sex, where it is known.
    pub sex: Option<Sex>,
    /// The emotion that was asked for.
    pub emotion: Emotion,
    /// Length in seconds; 0 before it was heard.
    pub seconds: f64,
}

impl<'a> From<&'a Clip> for Counted<'a> {
    fn from(clip: &'a Clip) -> Self {
        let Clip { corpus, speaker, sex, emotion, seconds, .. } = clip;
        Self { corpus, speaker, sex: *sex, emotion: *emotion, seconds: *seconds }
    }
}

impl<'a> From<&'a Label> for Counted<'a> {
    fn from(label: &'a Label) -> Self {
        let Label { corpus, speaker, sex, emotion, .. } = label;
        Self { corpus, speaker, sex: *sex, emotion: *emotion, seconds: 0.0 }
    }
}

/// The counts of a corpus, or of all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    /// Clips.
    pub clips: usize,
    /// Speakers.
    pub speakers: usize,
    /// Women among them, as far as that is known.
    pub women: usize,
    /// Men among them, likewise.
    pub men: usize,
    /// Length of all clips, in hours.
    pub hours: f64,
    /// Clips by emotion, in the order of [`Emotion::ALL`].
    pub emotions: [usize; Emotion::COUNT],
}

impl Counts {
    /// Counts clips.
    pub fn of<'a>(clips: impl IntoIterator<Item = Counted<'a>>) -> Self {
        let mut speakers = BTreeMap::new();
        let mut counts = Self::default();
        for Counted { speaker, sex, emotion, seconds, .. } in clips {
            speakers.insert(speaker, sex);
            counts.clips += 1;
            counts.hours += seconds / 3_600.0;
            counts.emotions[emotion.index()] += 1;
        }
        let of_sex = |sex| speakers.values().filter(|known| **known == Some(sex)).count();
        Self {
            speakers: speakers.len(),
            women: of_sex(Sex::Female),
            men: of_sex(Sex::Male),
            ..counts
        }
    }
}

/// The counts of each corpus by its name, and last those of all under no name where there are
/// several.
pub fn overview(clips: &[Counted<'_>]) -> Vec<(Option<Corpus>, Counts)> {
    let corpora: BTreeSet<&Corpus> = clips.iter().map(|clip| clip.corpus).collect();
    let of = |corpus: &Corpus| {
        let clips = clips.iter().filter(|clip| clip.corpus == corpus);
        (Some(corpus.clone()), Counts::of(clips.copied()))
    };
    let mut rows: Vec<_> = corpora.iter().map(|corpus| of(corpus)).collect();
    if rows.len() > 1 {
        rows.push((None, Counts::of(clips.iter().copied())));
    }
    rows
}

/// What was left out by corpus and kind of reason.
pub fn by_kind(left_out: &[LeftOut]) -> BTreeMap<(Option<&Corpus>, &'static str), Vec<&LeftOut>> {
    let mut kinds: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for left in left_out {
        kinds.entry((left.corpus.as_ref(), left.reason.kind())).or_default().push(left);
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::super::testing::corpora;
    use super::*;

    #[test]
    fn every_corpus_has_a_row_and_several_have_one_together() {
        let clips = corpora();
        let counted: Vec<Counted> = clips.iter().map(Counted::from).collect();
        let rows = overview(&counted);
        let names: Vec<_> =
            rows.iter().map(|(corpus, _)| corpus.as_ref().map(Corpus::name)).collect();
        assert_eq!(names, [Some("ravdess"), Some("crema-d"), Some("tess"), Some("savee"), None]);
        let (_, all) = &rows[4];
        assert_eq!((all.clips, all.speakers, all.women, all.men), (808, 101, 49, 52));
        assert_eq!(all.emotions, [101; 8]);
        assert_eq!(overview(&counted[..8]).len(), 1);
        assert_eq!(overview(&[]), []);
    }

    #[test]
    fn what_was_left_out_is_gathered_by_kind() {
        let left = |path: &str, reason| LeftOut { path: path.into(), corpus: None, reason };
        use super::super::Reason::{Empty, Silent};
        let left_out = [left("a", Silent), left("b", Empty), left("c", Silent)];
        let kinds = by_kind(&left_out);
        let counts: Vec<_> = kinds.iter().map(|((_, kind), files)| (*kind, files.len())).collect();
        assert_eq!(counts, [("empty", 1), ("silent", 2)]);
    }
}
