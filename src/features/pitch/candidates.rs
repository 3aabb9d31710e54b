//! The pitches that a frame may have, each with its probability.

use super::difference::{Differences, longest, shortest};
use super::{HIGHEST_HZ, LOWEST_HZ, RATE_HZ};

/// Steps of pitch in a semitone.
pub(super) const STEPS: usize = 10;
/// The share of its probability that the deepest dip keeps where it lies above the threshold.
const ABOVE_THRESHOLD: f64 = 0.01;

/// A pitch that a frame may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub hz: f64,
    /// The nearest step of pitch, from [`LOWEST_HZ`].
    pub bin: usize,
    pub probability: f64,
}

/// How many steps of pitch there are.
pub(super) fn bins() -> usize {
    (12.0 * STEPS as f64 * (HIGHEST_HZ / LOWEST_HZ).log2()) as usize + 1
}

/// The pitch of a step, in Hz.
pub(super) fn hz_of_bin(bin: usize) -> f64 {
    LOWEST_HZ * (bin as f64 / (12 * STEPS) as f64).exp2()
}

fn bin_of_hz(hz: f64) -> usize {
    let steps = 12.0 * STEPS as f64 * (hz / LOWEST_HZ).log2();
    (steps.round().max(0.0) as usize).min(bins() - 1)
}

/// The dips of a difference function, from short periods to long.
///
/// YIN takes the first dip below a threshold. Here the threshold is a random number, and a dip's
/// probability is that of the thresholds for which it is the first; if even the deepest lies above
/// the threshold, it keeps a hundredth of what is left. (The paper sums over a hundred thresholds;
/// this is the integral.)
pub(super) fn find(differences: Differences) -> Vec<Candidate> {
    let normalised = differences.normalised;
    let mut lowest = 1.0;
    let mut found = Vec::new();
    for period in shortest()..=longest() {
        let depth = normalised[period];
        let dip = depth < normalised[period - 1] && depth <= normalised[period + 1];
        if dip && depth < lowest {
            let hz = f64::from(RATE_HZ) / bottom(differences.raw, period);
            let probability = below(lowest) - below(depth);
            found.push(Candidate { hz, bin: bin_of_hz(hz), probability });
            lowest = depth;
        }
    }
    if let Some(deepest) = found.last_mut() {
        deepest.probability += ABOVE_THRESHOLD * below(lowest);
    }
    found
}

/// The probability of a threshold below `x`: the Beta distribution with α = 2 and β = 18, of mean
/// 0.1, whose integral has this closed form.
fn below(x: f64) -> f64 {
    1.0 - (1.0 - x).powi(18) * (1.0 + 18.0 * x)
}

/// Where the parabola through a dip and its two neighbours is lowest, in samples.
fn bottom(raw: &[f64], period: usize) -> f64 {
    let [before, here, after] = [raw[period - 1], raw[period], raw[period + 1]];
    let curve = before + after - 2.0 * here;
    let slope = (after - before) / 2.0;
    let shift = if slope.abs() < curve.abs() { -slope / curve } else { 0.0 };
    period as f64 + shift
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probabilities(dips: &[(usize, f64)]) -> Vec<f64> {
        let mut normalised = vec![1.0; longest() + 2];
        dips.iter().for_each(|(period, depth)| normalised[*period] = *depth);
        let raw = normalised.clone();
        let found = find(Differences { raw: &raw, normalised: &normalised });
        found.iter().map(|candidate| candidate.probability).collect()
    }

    #[test]
    fn thresholds_have_all_the_probability_and_a_mean_of_a_tenth() {
        assert_eq!((below(0.0), below(1.0)), (0.0, 1.0));
        let mean: f64 = (0..1_000).map(|n| (1.0 - below((f64::from(n) + 0.5) / 1e3)) / 1e3).sum();
        assert!((mean - 0.1).abs() < 1e-6);
    }

    #[test]
    fn one_perfect_dip_is_certain() {
        assert_eq!(probabilities(&[(100, 0.0)]), [1.0]);
    }

    #[test]
    fn the_first_of_two_equal_dips_is_the_pitch() {
        assert_eq!(probabilities(&[(100, 0.01), (200, 0.01)]).len(), 1);
    }

    #[test]
    fn a_deeper_dip_later_takes_the_lower_thresholds() {
        let both = probabilities(&[(100, 0.1), (200, 0.05)]);
        assert!((both[0] - (1.0 - below(0.1))).abs() < 1e-12);
        assert!((both[1] - (below(0.1) - 0.99 * below(0.05))).abs() < 1e-12);
    }

    #[test]
    fn a_shallow_dip_is_hardly_believed() {
        assert!(probabilities(&[(100, 0.7)])[0] < 0.011);
        assert!(probabilities(&[]).is_empty());
    }

    #[test]
    fn steps_are_a_tenth_of_a_semitone() {
        assert_eq!(bins(), 449);
        assert!((0..bins()).all(|bin| bin_of_hz(hz_of_bin(bin)) == bin));
        assert_eq!((bin_of_hz(1.0), bin_of_hz(9_999.0)), (0, 448));
    }
}
