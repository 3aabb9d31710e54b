//! Getting used to a voice: how it departs from strangers', made out while it speaks.

use std::collections::VecDeque;
use std::ops::Range;

use burn::prelude::*;

use super::classifier::read;
use super::personal::{self, voice_on};
use super::{Classifier, ClassifyError, Listened, ModelCard};
use crate::emotion::Emotion;

/// How often what was meant is guessed anew once more of the voice is known.
const ROUNDS: usize = 3;
/// Stretches that are remembered: two minutes of speech. A voice moves in a room, and people change
/// places.
const MOST_STRETCHES: usize = 40;

/// What somebody said of late, and what their voice is like by that: for the model by which it was
/// made, see [`Classifier::get_used_to`], and no other.
#[derive(Debug, Clone, Default)]
pub struct Acquaintance {
    /// The statistics of each stretch; the last is the newest.
    said: VecDeque<Vec<f32>>,
    /// The voice on the device, `[1, statistics]`.
    pub(super) voice: Option<Tensor<2>>,
}

impl Acquaintance {
    /// Stretches of speech that it rests on.
    pub fn stretches(&self) -> usize {
        self.said.len()
    }
}

impl ModelCard {
    /// Whether the model can get used to a voice: it has to know how strangers sound, and not its
    /// owner's voice already.
    pub fn can_get_used_to_a_voice(&self) -> bool {
        self.strangers.is_some() && self.personal.is_none()
    }
}

impl Classifier {
    /// Gets used to the voice that says this, and said what is known of it: from now on it can be
    /// judged without it, see [`Self::judge_listened`]. Of windows that overlap only one is told of.
    /// With a model that cannot get used to a voice nothing is ever known, nor of one that is silent.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails; then no more is known than before.
    pub async fn get_used_to(
        &self,
        known: &mut Acquaintance,
        listened: &Listened,
    ) -> Result<(), ClassifyError> {
        let Some(statistics) = listened.statistics.clone() else { return Ok(()) };
        if !self.card().can_get_used_to_a_voice() {
            return Ok(());
        }
        let width = statistics.dims()[1];
        let values = read(statistics).await?;
        let stretches =
            apart(&listened.ranges).map(|window| values[window * width..][..width].to_vec());
        let mut said = known.said.clone();
        said.extend(stretches);
        said.drain(..said.len().saturating_sub(MOST_STRETCHES));
        let voice = self.make_out(said.make_contiguous()).await?;
        *known = Acquaintance { voice: voice_on(&voice, &self.device), said };
        Ok(())
    }

    /// How a voice departs from strangers' by statistics of what it said, without being told what was
    /// meant: what the network takes it for tells the voice, and what is known of the voice tells
    /// better what was meant. Empty if nothing was said, or the model does not know strangers.
    ///
    /// # Errors
    /// [`ClassifyError::Device`] if the device fails.
    pub async fn make_out(&self, said: &[Vec<f32>]) -> Result<Vec<f32>, ClassifyError> {
        let (Some(strangers), Some(first)) = (&self.card().strangers, said.first()) else {
            return Ok(Vec::new());
        };
        let rows = TensorData::new(said.concat(), [said.len(), first.len()]);
        let statistics = Tensor::<2>::from_data(rows, &self.device);
        let mut voice = Vec::new();
        for _ in 0..ROUNDS {
            let known = voice_on(&voice, &self.device);
            let embedding = personal::embed(&self.network, statistics.clone(), known.as_ref());
            let logits = read(self.network.judge(embedding)).await?;
            let rows = logits.as_chunks::<{ Emotion::COUNT }>().0;
            let likely = rows.iter().map(|row| self.card().calibration.probabilities(row));
            voice = strangers.untold_voice(likely.zip(said.iter().map(Vec::as_slice)));
        }
        Ok(voice)
    }
}

/// Windows of which none overlaps another, from the first on.
fn apart(ranges: &[Range<usize>]) -> impl Iterator<Item = usize> {
    let mut end = 0;
    ranges.iter().enumerate().filter_map(move |(window, range)| {
        let is_apart = range.start >= end;
        if is_apart {
            end = range.end;
        }
        is_apart.then_some(window)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stretch_overlaps_another() {
        let halves = [0..300, 150..450, 300..600, 450..750, 460..760];
        assert_eq!(apart(&halves).collect::<Vec<_>>(), [0, 2]);
        // Somebody speaks, and speaks again.
        assert_eq!(apart(&[600..900, 750..1050, 1200..1500]).collect::<Vec<_>>(), [0, 2]);
    }
}
