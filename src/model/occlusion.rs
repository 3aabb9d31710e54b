//! Which parts of a sound made the answer: hide one after the other, and see how the answer falls
//! (Zeiler and Fergus, *Visualizing and understanding convolutional networks*, ECCV 2014).

use std::ops::Range;

use burn::prelude::*;

use super::Acquaintance;
use super::classifier::{Classifier, ClassifyError, Windows};
use crate::audio::Waveform;
use crate::features::speech::SpeechGate;
use crate::features::{FeatureSpec, FrameSpec, mel};
use crate::meaning::Meaning;

/// The shortest part of the time that is hidden: a short syllable.
const LEAST_S: f64 = 0.2;
/// Parts of the time at most.
const MOST_COLUMNS: usize = 32;
/// Parts of the frequencies.
const ROWS: usize = 8;

/// A sound in parts that can be hidden from a network.
pub struct Occlusion<'a> {
    classifier: &'a Classifier,
    voice: Option<&'a Tensor<2>>,
    spec: &'a FrameSpec,
    windows: Windows,
    /// The logits of each window with nothing hidden.
    logits: Vec<Vec<f32>>,
    label: Meaning,
    probability: f32,
    /// Frames of each part of the time.
    columns: Vec<Range<usize>>,
    /// When frame 0 begins, and how long a frame takes, in seconds.
    clock: (f64, f64),
    /// The least value of each feature: what is hidden is as quiet as the sound ever is there.
    quietest: Vec<f32>,
}

impl Classifier {
    /// A sound in parts that can be hidden, heard by what is known of the voice, if anything is; none
    /// if nobody speaks, or if the model hears averages, which have no parts.
    ///
    /// # Errors
    /// As [`Classifier::classify`].
    pub async fn occlusion<'a>(
        &'a self,
        sound: &Waveform,
        known: Option<&'a Acquaintance>,
    ) -> Result<Option<Occlusion<'a>>, ClassifyError> {
        let voice = known.and_then(|known| known.voice.as_ref());
        let FeatureSpec::Frames(spec) = &self.card().features else { return Ok(None) };
        let gate = SpeechGate::listen(sound)?;
        let features = self.card().features.extract(sound)?;
        let all = self.windows(features, sound.seconds());
        let Some(clock) = all.clock() else { return Ok(None) };
        let windows = all.of_speech(&gate);
        if windows.ranges.is_empty() {
            return Ok(None);
        }
        let logits = self.logits(&windows, voice).await?;
        let probabilities = self.pooled(&logits);
        let label = self.labels().largest(&probabilities);
        let least =
            |row: usize| windows.features.row(row).iter().copied().fold(f32::INFINITY, f32::min);
        Ok(Some(Occlusion {
            spec,
            label,
            probability: probabilities.into_iter().fold(0.0, f32::max),
            columns: parts(windows.features.frames, clock.1),
            quietest: (0..windows.features.rows).map(least).collect(),
            classifier: self,
            voice,
            windows,
            logits,
            clock,
        }))
    }
}

/// Frames in parts of one length; the last takes what remains.
fn parts(frames: usize, frame_s: f64) -> Vec<Range<usize>> {
    let least = (LEAST_S / frame_s.max(1e-6)).round().max(1.0) as usize;
    let length = least.max(frames.div_ceil(MOST_COLUMNS));
    (0..frames).step_by(length).map(|start| start..frames.min(start + length)).collect()
}

/// Features in [`ROWS`] parts of about one size.
fn row_parts(rows: usize) -> impl Iterator<Item = Range<usize>> {
    let parts = ROWS.min(rows).max(1);
    (0..parts).map(move |part| part * rows / parts..(part + 1) * rows / parts)
}

impl Occlusion<'_> {
    /// What it is whose probability is watched: the likeliest.
    pub fn label(&self) -> Meaning {
        self.label
    }

    /// Its probability with nothing hidden.
    pub fn probability(&self) -> f32 {
        self.probability
    }

    /// How many parts of the time there are.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// Where the parts of the time begin, and the last one ends, in seconds.
    pub fn edges_s(&self) -> Vec<f64> {
        let (zero_s, frame_s) = self.clock;
        let end = self.columns.last().map_or(0, |last| last.end);
        let frames = self.columns.iter().map(|part| part.start).chain([end]);
        frames.map(|frame| zero_s + frame as f64 * frame_s).collect()
    }

    /// Where the parts of the frequencies begin, and the last one ends, in Hz.
    pub fn edges_hz(&self) -> Vec<f32> {
        let bands = mel::edges_hz(self.spec.bands, self.spec.low_hz, self.spec.high_hz);
        // Bands overlap; each part ends between the middles of two.
        let edge = |row: usize| match row {
            0 => bands[0],
            row if row == self.spec.bands => bands[row + 1],
            row => (bands[row] + bands[row + 1]) / 2.0,
        };
        let ends = row_parts(self.spec.bands).map(|part| part.end);
        std::iter::once(0).chain(ends).map(|row| edge(row) as f32).collect()
    }

    /// How far the probability falls when a part of one column is hidden, lowest frequencies first.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn falls(&self, column: usize) -> Result<Vec<f32>, ClassifyError> {
        let Some(frames) = self.columns.get(column) else { return Ok(Vec::new()) };
        let mut falls = Vec::new();
        for rows in row_parts(self.windows.features.rows) {
            falls.push(self.probability - self.without(frames, rows).await?);
        }
        Ok(falls)
    }

    /// The probability when these features of these frames are hidden. Only windows that hold some
    /// of them are heard again.
    async fn without(
        &self,
        frames: &Range<usize>,
        rows: Range<usize>,
    ) -> Result<f32, ClassifyError> {
        let touches = |range: &Range<usize>| range.start < frames.end && frames.start < range.end;
        let touched: Vec<usize> = (0..self.windows.ranges.len())
            .filter(|&window| touches(&self.windows.ranges[window]))
            .collect();
        if touched.is_empty() {
            return Ok(self.probability);
        }
        let mut features = self.windows.features.clone();
        let length = features.frames;
        for row in rows {
            features.values[row * length..][frames.clone()].fill(self.quietest[row]);
        }
        let ranges = touched.iter().map(|&window| self.windows.ranges[window].clone()).collect();
        let touched_only = Windows { features, ranges, times_s: vec![] };
        let heard = self.classifier.logits(&touched_only, self.voice).await?;
        let mut logits = self.logits.clone();
        touched.into_iter().zip(heard).for_each(|(window, heard)| logits[window] = heard);
        let place = self.classifier.labels().position(self.label);
        let probabilities = self.classifier.pooled(&logits);
        Ok(place.and_then(|place| probabilities.get(place)).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_cut_without_gaps_into_parts_that_a_person_can_hear() {
        assert_eq!(parts(100, 0.01), [0..20, 20..40, 40..60, 60..80, 80..100]);
        let long = parts(10_000, 0.01);
        assert!(long.len() <= MOST_COLUMNS && long[0].start == 0);
        assert!(long.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(long.last().map(|last| last.end), Some(10_000));
    }

    #[test]
    fn every_feature_is_hidden_once() {
        let parts: Vec<_> = row_parts(80).collect();
        assert_eq!((parts.len(), &parts[0], &parts[7]), (8, &(0..10), &(70..80)));
        assert_eq!(row_parts(3).map(|part| part.len()).sum::<usize>(), 3);
    }
}
