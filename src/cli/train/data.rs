//! Reading clips, and what a speech encoder tells of them.

use std::fs;

use rayon::prelude::*;

use crate::audio;
use crate::cli::{Failure, While, progress};
use crate::corpus::Clip;
use crate::features::{FeatureSpec, Features};
use crate::laboratory::Heard;
use crate::model::Framing;
use crate::training::Components;

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
        let heard = Heard::of(&sound, features, framing, seed).during(name)?;
        bar.inc(1);
        Ok(heard)
    };
    let heard = clips.par_iter().map(read).collect();
    bar.finish_and_clear();
    heard
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
