//! From clips to examples.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use rayon::prelude::*;

use super::answers::Teacher;
use super::preset::Recipe;
use crate::audio::{self, Waveform};
use crate::cli::{Failure, While, progress};
use crate::corpus::{Clip, Version, VersionExtractor};
use crate::emotion::Emotion;
use crate::features::{FeatureError, FeatureSpec, Features};
use crate::model::Framing;
use crate::training::{Components, CorpusShare, Example, Examples, Hints, Softening};

/// Features of a clip's rows: one, or three where the pipeline augments before it trains.
pub type Rows = Vec<Features>;

/// A clip as it is heard.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Its rows.
    pub rows: Rows,
    /// Quiet frames before the first that is kept.
    pub skipped: usize,
}

/// Reads the features of clips on all cores, levelled where there is a framing.
///
/// # Errors
/// If a clip that could be read when the corpus was scanned no longer can.
pub fn read(
    clips: &[Clip],
    features: &FeatureSpec,
    framing: Option<Framing>,
    seed: u64,
) -> Result<Vec<Heard>, Failure> {
    let bar = progress::bar("features", clips.len(), "clips");
    let read = |clip: &Clip| -> Result<Heard, Failure> {
        let name = || format!("cannot use {}", clip.path.display());
        let sound = audio::decode(&fs::read(&clip.path).during(name)?).during(name)?;
        let rows = rows_of(features, &sound, seed).during(name)?;
        bar.inc(1);
        let Some(framing) = framing else { return Ok(Heard { rows, skipped: 0 }) };
        let levelled: Vec<_> = rows.iter().map(|row| framing.level(row)).collect();
        let skipped = levelled.first().map_or(0, |(_, kept)| kept.start);
        Ok(Heard { rows: levelled.into_iter().map(|(row, _)| row).collect(), skipped })
    };
    let heard = clips.par_iter().map(read).collect();
    bar.finish_and_clear();
    heard
}

/// The rows of a sound: one, or three where the described pipeline augments before it trains.
fn rows_of(spec: &FeatureSpec, sound: &Waveform, seed: u64) -> Result<Rows, FeatureError> {
    match spec {
        FeatureSpec::Summary(spec) => {
            VersionExtractor::new(spec)?.extract(sound, &Version::ALL, seed)
        }
        FeatureSpec::Frames(_) => Ok(vec![spec.extract(sound)?]),
    }
}

/// The corpora among clips, as sampler and loss see them, and the index of each by name.
pub fn shares(clips: &[Clip], chosen: &[usize]) -> (Vec<CorpusShare>, BTreeMap<String, usize>) {
    let mut held = BTreeMap::<&str, ([bool; Emotion::COUNT], BTreeSet<&str>)>::new();
    for clip in clips {
        held.entry(clip.corpus.name()).or_default().0[clip.emotion.index()] = true;
    }
    for clip in chosen.iter().map(|&index| &clips[index]) {
        held.entry(clip.corpus.name()).or_default().1.insert(&clip.speaker);
    }
    let names = held.keys().enumerate().map(|(i, name)| ((*name).to_owned(), i)).collect();
    let share = |(name, (emotions, speakers)): (&str, ([bool; 8], BTreeSet<&str>))| CorpusShare {
        name: name.to_owned(),
        emotions,
        speakers: speakers.len(),
    };
    (held.into_iter().map(share).collect(), names)
}

/// Who helps a network to learn.
#[derive(Clone, Copy, Default)]
pub struct Help<'a> {
    /// Whose answers are blended into what is to be learned.
    pub teacher: Option<&'a Teacher>,
    /// What a speech encoder hears in each clip.
    pub hints: Option<&'a [Hints]>,
}

/// Examples of rows, each `(clip, row)`.
pub fn examples(
    clips: &[Clip],
    rows: &[Rows],
    chosen: &[(usize, usize)],
    recipe: &Recipe,
    Help { teacher, hints }: Help<'_>,
) -> Examples {
    let indices: Vec<usize> = chosen.iter().map(|(clip, _)| *clip).collect();
    let (mut corpora, names) = shares(clips, &indices);
    if recipe.softening.is_none() {
        corpora.iter_mut().for_each(|corpus| corpus.emotions = [true; Emotion::COUNT]);
    }
    let example = |&(index, row): &(usize, usize)| {
        let clip = &clips[index];
        let corpus = names[clip.corpus.name()];
        let label = clip.emotion;
        let votes = clip.votes.and_then(|votes| votes.shares());
        let soft = |softening: Softening| {
            softening.target(label, votes.as_ref(), &corpora[corpus].emotions)
        };
        let target = recipe.softening.map_or_else(|| one_hot(label), soft);
        let held = &corpora[corpus].emotions;
        let target = teacher.map_or(target, |teacher| teacher.blend(clip, target, held));
        let hints = hints.map(|hints| hints[index].clone());
        Example { features: rows[index][row].clone(), label, target, corpus, hints }
    };
    Examples { list: chosen.iter().map(example).collect(), corpora }
}

fn one_hot(label: Emotion) -> [f32; Emotion::COUNT] {
    Emotion::ALL.map(|emotion| if emotion == label { 1.0 } else { 0.0 })
}

/// Tokens that are heard together: a step of the network spans as many.
const TOKENS_A_HINT: usize = 4;

/// The principal components of tokens, each the mean of a few around it.
pub fn smoothed_components(tokens: &Features, components: &Components) -> Features {
    let columns: Vec<Vec<f32>> = (0..tokens.frames)
        .map(|frame| components.of(&tokens.column(frame).collect::<Vec<f32>>()))
        .collect();
    let mean = |row: usize, frame: usize| {
        let from = frame.saturating_sub(TOKENS_A_HINT / 2);
        let to = (frame + TOKENS_A_HINT / 2).min(columns.len());
        columns[from..to].iter().map(|column| column[row]).sum::<f32>() / (to - from) as f32
    };
    let rows = components.count();
    let values = (0..rows).flat_map(|row| (0..tokens.frames).map(move |frame| (row, frame)));
    let values = values.map(|(row, frame)| mean(row, frame)).collect();
    Features { values, rows, frames: tokens.frames }
}
