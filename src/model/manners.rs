//! How differently strangers perform, and what a few takes of a person then lead one to expect.

use serde::{Deserialize, Serialize};

use super::rounding::{in_steps, is_row};
use crate::emotion::Emotion;
use crate::meaning::{Meaning, Meanings};

/// How finely a mean is kept, where what one speaker says of one emotion varies by one; and a variance,
/// beside itself.
const MEAN_STEP: f64 = 0.01;
const VARIANCE_BY_ITSELF: f64 = 0.05;
/// The largest whole number of a direction.
const TOP_STEP: f64 = 127.0;

/// How the training's speakers perform: what a network tells of them ([`super::Network::told`], their
/// voices taken from it) in directions in which what one speaker says of one emotion varies by one.
///
/// A person departs from strangers as a whole, and in each emotion beside that. How far strangers
/// depart from each other says how much of what a few takes show is that person's manner, and how
/// much is chance: the posterior means of a Gaussian model with such priors (Gelman et al., Bayesian
/// Data Analysis, section 5.4), with which a linear score tells the person's emotions apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manners {
    directions: Vec<Direction>,
    /// What strangers come to in each direction, in the order of [`Emotion::ALL`]; empty for an
    /// emotion that nobody performed.
    means: Vec<Vec<f32>>,
    /// Variance of speakers' departures as a whole, in each direction.
    whole: Vec<f32>,
    /// Variance of what they depart by in one emotion beside that.
    apart: Vec<f32>,
}

/// A direction among the values that are told, in whole steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Direction {
    step: f32,
    steps: Vec<i8>,
}

/// How likely what is told is by each label, but for what is the same for all: a score that is linear
/// in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// A row for every value that is told, an entry for every label.
    pub weights: Vec<Vec<f32>>,
    /// An entry for every label.
    pub bias: Vec<f32>,
}

/// What is known of a label before anybody performs it.
struct Prior<'a> {
    mean: &'a [f32],
    /// Variance around that beside a departure as a whole.
    variance: &'a [f32],
}

/// Takes of one label.
#[derive(Default, Clone)]
struct Shown {
    sum: Vec<f32>,
    takes: f32,
}

impl Manners {
    /// Of directions, each with an entry for every value that is told, and what speakers come to in
    /// them: `means` in the order of [`Emotion::ALL`], empty for an emotion that nobody performed.
    pub fn new(directions: &[Vec<f64>], means: &[Vec<f64>], whole: &[f64], apart: &[f64]) -> Self {
        let rounded = |values: &[f64], step: fn(f64) -> f64| -> Vec<f32> {
            values.iter().map(|&value| in_steps(value, step(value))).collect()
        };
        let by_itself = |value: f64| VARIANCE_BY_ITSELF * value;
        Self {
            directions: directions.iter().map(|direction| Direction::of(direction)).collect(),
            means: means.iter().map(|mean| rounded(mean, |_| MEAN_STEP)).collect(),
            whole: rounded(whole, by_itself),
            apart: rounded(apart, by_itself),
        }
    }

    /// Whether everything has its place for so many values that are told, and is finite.
    pub fn is_sound(&self, told: usize) -> bool {
        let count = self.directions.len();
        let are_variances =
            |row: &[f32]| is_row(row, count) && row.iter().all(|variance| *variance >= 0.0);
        self.directions.iter().all(|direction| direction.is_sound(told))
            && self.means.len() == Emotion::COUNT
            && self.means.iter().all(|mean| mean.is_empty() || is_row(mean, count))
            && self.means.iter().any(|mean| !mean.is_empty())
            && are_variances(&self.whole)
            && are_variances(&self.apart)
    }

    /// The score of a person's labels by takes of some of them, of each of which it is told what the
    /// network tells. A label without takes, and without a stranger's mean, is taken for an emotion
    /// like others.
    pub fn score<'a>(
        &self,
        takes: impl Iterator<Item = (Meaning, &'a [f32])>,
        labels: &Meanings,
    ) -> Score {
        let shown = self.shown(takes, labels);
        let centre = self.centre();
        let anything: Vec<f32> =
            self.apart.iter().zip(self.spread(&centre)).map(|(own, all)| own + all).collect();
        let priors: Vec<Prior> = labels
            .iter()
            .map(|label| match label.emotion().map(|emotion| &self.means[emotion.index()]) {
                Some(mean) if !mean.is_empty() => Prior { mean, variance: &self.apart },
                _ => Prior { mean: &centre, variance: &anything },
            })
            .collect();
        let mut score = Score {
            weights: vec![vec![0.0; labels.count()]; self.told_width()],
            bias: vec![0.0; labels.count()],
        };
        for (d, direction) in self.directions.iter().enumerate() {
            let (means, variance) = posterior(&priors, &shown, d, self.whole[d]);
            for (label, mean) in means.into_iter().enumerate() {
                // From the centre, which changes every label's score by the same.
                let beyond = mean - centre[d];
                let weight = beyond / (1.0 + variance);
                score.bias[label] -= weight * (0.5 * beyond + centre[d]);
                direction.add(weight, label, &mut score.weights);
            }
        }
        score
    }

    fn told_width(&self) -> usize {
        self.directions.first().map_or(0, |direction| direction.steps.len())
    }

    /// What was shown of each label.
    fn shown<'a>(
        &self,
        takes: impl Iterator<Item = (Meaning, &'a [f32])>,
        labels: &Meanings,
    ) -> Vec<Shown> {
        let nothing = Shown { sum: vec![0.0; self.directions.len()], takes: 0.0 };
        let mut shown = vec![nothing; labels.count()];
        for (label, told) in takes {
            let Some(shown) = labels.position(label).map(|place| &mut shown[place]) else {
                continue;
            };
            let coordinates = self.directions.iter().map(|direction| direction.of_told(told));
            shown.sum.iter_mut().zip(coordinates).for_each(|(sum, value)| *sum += value);
            shown.takes += 1.0;
        }
        shown
    }

    /// The mean of the emotions.
    fn centre(&self) -> Vec<f32> {
        let known = self.means.iter().filter(|mean| !mean.is_empty());
        let count = known.clone().count().max(1) as f32;
        let mut centre = vec![0.0; self.directions.len()];
        for mean in known {
            centre.iter_mut().zip(mean).for_each(|(sum, value)| *sum += value / count);
        }
        centre
    }

    /// The variance of the emotions' means.
    fn spread(&self, centre: &[f32]) -> Vec<f32> {
        let known = self.means.iter().filter(|mean| !mean.is_empty());
        let count = known.clone().count().max(1) as f32;
        let mut spread = vec![0.0; centre.len()];
        for mean in known {
            let squares = mean.iter().zip(centre).map(|(value, centre)| (value - centre).powi(2));
            spread.iter_mut().zip(squares).for_each(|(sum, square)| *sum += square / count);
        }
        spread
    }
}

/// What a person's labels come to in a direction, and how far what is shown of one then varies around
/// that beyond chance: the mean over those that were shown.
fn posterior(priors: &[Prior], shown: &[Shown], d: usize, whole: f32) -> (Vec<f32>, f32) {
    let seen = || priors.iter().zip(shown).filter(|(_, shown)| shown.takes > 0.0);
    let by_chance = |shown: &Shown| shown.takes.recip();
    let beyond = |prior: &Prior, shown: &Shown| shown.sum[d] / shown.takes - prior.mean[d];
    // The departure as a whole: each label tells of it, the less the more it may depart by itself.
    let (mut sum, mut precision) = (0.0, whole.max(f32::MIN_POSITIVE).recip());
    for (prior, shown) in seen() {
        let told = (prior.variance[d] + by_chance(shown)).recip();
        sum += told * beyond(prior, shown);
        precision += told;
    }
    let departure = sum / precision;
    let believed =
        |prior: &Prior, shown: &Shown| prior.variance[d] / (prior.variance[d] + by_chance(shown));
    let mean = |(prior, shown): (&Prior, &Shown)| {
        let own = match shown.takes > 0.0 {
            true => believed(prior, shown) * (beyond(prior, shown) - departure),
            false => 0.0,
        };
        prior.mean[d] + departure + own
    };
    let left = seen().map(|(prior, shown)| prior.variance[d] * (1.0 - believed(prior, shown)));
    let variance = left.sum::<f32>() / seen().count().max(1) as f32;
    (priors.iter().zip(shown).map(mean).collect(), variance)
}

impl Direction {
    fn of(values: &[f64]) -> Self {
        let largest = values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
        let step = largest / TOP_STEP;
        let whole = |value: &f64| if step > 0.0 { (value / step).round() as i8 } else { 0 };
        Self { step: step as f32, steps: values.iter().map(whole).collect() }
    }

    fn is_sound(&self, told: usize) -> bool {
        self.step.is_finite() && self.steps.len() == told
    }

    fn of_told(&self, told: &[f32]) -> f32 {
        let products = self.steps.iter().zip(told).map(|(step, value)| f32::from(*step) * value);
        self.step * products.sum::<f32>()
    }

    /// Adds so much of it to a label's weights.
    fn add(&self, weight: f32, label: usize, weights: &mut [Vec<f32>]) {
        for (row, step) in weights.iter_mut().zip(&self.steps) {
            row[label] += weight * self.step * f32::from(*step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAD: Emotion = Emotion::Sad;
    const ANGRY: Emotion = Emotion::Angry;

    /// Two emotions four apart in the first of two directions, which is twice the first value told.
    fn manners(whole: f64, apart: f64) -> Manners {
        let mut means = vec![Vec::new(); Emotion::COUNT];
        means[SAD.index()] = vec![-2.0, 0.0];
        means[ANGRY.index()] = vec![2.0, 0.0];
        let directions = [vec![2.0, 0.0, 0.0], vec![0.0, 0.0, 1.0]];
        Manners::new(&directions, &means, &[whole; 2], &[apart; 2])
    }

    /// The score of everything told, for the two.
    fn scores(score: &Score, told: [f32; 3]) -> [f32; 2] {
        [SAD, ANGRY].map(|emotion| {
            let label = emotion.index();
            let products = score.weights.iter().zip(told).map(|(row, value)| row[label] * value);
            score.bias[label] + products.sum::<f32>()
        })
    }

    /// Where between the two what is told tips over.
    fn border(manners: &Manners, takes: &[(Emotion, [f32; 3])]) -> f32 {
        let takes = takes.iter().map(|(emotion, told)| (Meaning::from(*emotion), &told[..]));
        let score = manners.score(takes, &Meanings::default());
        let [low, high] = [0.0, 1.0].map(|at| {
            let [sad, angry] = scores(&score, [at, 0.0, 0.0]);
            angry - sad
        });
        low / (low - high)
    }

    #[test]
    fn who_showed_nothing_is_a_stranger() {
        let manners = manners(1.0, 1.0);
        assert!(manners.is_sound(3) && !manners.is_sound(2));
        assert!(border(&manners, &[]).abs() < 1e-5);
    }

    #[test]
    fn a_person_departs_as_a_whole_as_far_as_strangers_do() {
        // Both a coordinate of 4 beyond strangers', which is 2 in what is told.
        let takes = [(SAD, [1.0, 0.0, 0.0]), (ANGRY, [3.0, 0.0, 0.0])];
        assert!((border(&manners(1e6, 0.0), &takes) - 2.0).abs() < 1e-3, "nothing is unlikely");
        assert!(border(&manners(0.0, 0.0), &takes).abs() < 1e-3, "nobody departs");
        // Two takes whose chance is one: their mean has the variance 1/2.
        assert!((border(&manners(1.0, 0.0), &takes) - 2.0 / 1.5).abs() < 1e-3);
    }

    #[test]
    fn one_emotion_departs_beside_the_others_by_as_much_as_it_does_in_strangers() {
        let takes = [(SAD, [-1.0, 0.0, 0.0]), (ANGRY, [3.0, 0.0, 0.0])];
        let expected = |apart: f32| {
            // Of the 4 beyond strangers' that anger shows, the whole takes half.
            let own = apart / (apart + 1.0) * 2.0;
            let [sad, angry] = [-2.0 + 2.0 - own, 2.0 + 2.0 + own];
            0.5 * (sad + angry) / 2.0
        };
        for apart in [0.0, 1.0, 4.0] {
            let border = border(&manners(1e6, f64::from(apart)), &takes);
            assert!((border - expected(apart)).abs() < 1e-3, "{border} at {apart}");
        }
    }

    #[test]
    fn what_nobody_performed_is_learned_from_takes_alone() {
        let bored: Meaning = "bored".parse().unwrap();
        let labels = Meanings::with([SAD.into(), bored]);
        let told = [[-1.0, 0.0, 0.0], [0.0, 0.0, 5.0]];
        let takes = [(Meaning::from(SAD), &told[0][..]), (bored, &told[1][..])];
        let manners = manners(0.1, 1.0);
        let score = manners.score(takes.into_iter(), &labels);
        assert_eq!((score.weights.len(), score.bias.len()), (3, labels.count()));
        let of = |label: Meaning, told: &[f32; 3]| {
            let label = labels.position(label).unwrap();
            let products = score.weights.iter().zip(told).map(|(row, value)| row[label] * value);
            score.bias[label] + products.sum::<f32>()
        };
        assert!(of(bored, &told[1]) > of(SAD.into(), &told[1]) + 1.0);
        assert!(of(bored, &told[0]) + 1.0 < of(SAD.into(), &told[0]));
    }

    #[test]
    fn directions_are_kept_in_a_byte_a_value() {
        let direction = Direction::of(&[1.0, -0.5, 0.003, 0.0]);
        assert_eq!(direction.steps, [127, -64, 0, 0]);
        assert!((direction.of_told(&[1.0, 1.0, 0.0, 9.0]) - 0.496).abs() < 1e-3);
        assert_eq!(Direction::of(&[0.0; 2]).of_told(&[1.0, 2.0]), 0.0);
    }

    #[test]
    fn variances_and_means_that_cannot_be_are_not_sound() {
        let mut broken = manners(1.0, 1.0);
        broken.whole[1] = -1.0;
        assert!(!broken.is_sound(3));
        let mut broken = manners(1.0, 1.0);
        broken.means[SAD.index()][0] = f32::NAN;
        assert!(!broken.is_sound(3));
        let mut broken = manners(1.0, 1.0);
        broken.means.iter_mut().for_each(Vec::clear);
        assert!(!broken.is_sound(3), "there is nothing to go by");
    }
}
