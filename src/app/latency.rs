//! How long a visitor waits for an answer: from the end of a window to the answer on the screen.

use std::collections::VecDeque;

/// Blocks whose arrival is remembered: some seconds of them.
const BLOCKS: usize = 256;
/// Answers whose time is remembered: minutes of them.
const ANSWERS: usize = 1_024;

/// When blocks came, and how long answers took.
#[derive(Debug, Clone, Default)]
pub struct Latency {
    /// Samples up to the end of each block, and when it came.
    blocks: VecDeque<(u64, f64)>,
    waits_ms: VecDeque<f64>,
}

impl Latency {
    /// A block has come from the microphone; with it there are so many samples.
    pub fn heard(&mut self, end_samples: u64, now_ms: f64) {
        if self.blocks.len() == BLOCKS {
            self.blocks.pop_front();
        }
        self.blocks.push_back((end_samples, now_ms));
    }

    /// The answer to the window that ends there is on the screen.
    pub fn answered(&mut self, end_samples: u64, now_ms: f64) {
        let block = self.blocks.iter().find(|(end, _)| *end >= end_samples);
        let Some((_, came_ms)) = block else { return };
        if self.waits_ms.len() == ANSWERS {
            self.waits_ms.pop_front();
        }
        self.waits_ms.push_back(now_ms - came_ms);
    }

    /// The time within which 95 of 100 answers came, in milliseconds; none before the first.
    pub fn p95_ms(&self) -> Option<f64> {
        let mut waits_ms: Vec<f64> = self.waits_ms.iter().copied().collect();
        waits_ms.sort_by(f64::total_cmp);
        let rank = (0.95 * waits_ms.len() as f64).ceil() as usize;
        waits_ms.get(rank.checked_sub(1)?).copied()
    }

    /// How long the last answer took, in milliseconds.
    pub fn last_ms(&self) -> Option<f64> {
        self.waits_ms.back().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_took_from_its_windows_last_block_to_the_screen() {
        let mut latency = Latency::default();
        assert_eq!(latency.p95_ms(), None);
        latency.heard(2_048, 100.0);
        latency.heard(4_096, 143.0);
        latency.answered(4_096, 180.0);
        assert_eq!(latency.last_ms(), Some(37.0));
        latency.answered(1_000_000, 200.0);
        assert_eq!(latency.last_ms(), Some(37.0), "a window that was never heard counts nothing");
    }

    #[test]
    fn the_slowest_twentieth_is_left_out() {
        let mut latency = Latency::default();
        for i in 1..=100u64 {
            latency.heard(i, 0.0);
            latency.answered(i, i as f64);
        }
        assert_eq!(latency.p95_ms(), Some(95.0));
    }
}
