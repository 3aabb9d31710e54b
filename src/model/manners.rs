//! How differently strangers perform, and what a few takes of a person then lead one to expect.

use serde::{Deserialize, Serialize};

use super::rounding::{in_steps, is_row, variance};
use crate::emotion::Emotion;
use crate::meaning::{Meaning, Meanings};

/// How finely a mean is kept, where what one speaker says of one emotion varies by one.
const MEAN_STEP: f64 = 0.01;
/// Steps of a direction's largest value.
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
    /// Directions among the values that are told, in whole steps.
    directions: Vec<Vec<f32>>,
    /// What a step of each direction is.
    steps: Vec<f32>,
    /// What strangers come to in each direction, in the order of [`Emotion::ALL`]; empty for an
    /// emotion that nobody performed.
    means: Vec<Vec<f32>>,
    /// Variance of speakers' departures as a whole, in each direction.
    whole: Vec<f32>,
    /// Variance of what they depart by in one emotion beside that.
    apart: Vec<f32>,
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

/// A label in one direction: what strangers come to, by how much they depart from that beside a
/// departure as a whole, and what a person's takes showed.
struct Performed {
    mean: f32,
    variance: f32,
    /// Sum of what the takes have beyond the mean.
    beyond: f32,
    takes: f32,
}

impl Manners {
    /// Of directions, each with an entry for every value that is told, and what speakers come to in
    /// them: `means` in the order of [`Emotion::ALL`], empty for an emotion that nobody performed.
    pub fn new(directions: &[Vec<f64>], means: &[Vec<f64>], whole: &[f64], apart: &[f64]) -> Self {
        let rounded = |values: &[f64], round: fn(f64) -> f32| -> Vec<f32> {
            values.iter().map(|&value| round(value)).collect()
        };
        let to_a_step = |value| in_steps(value, MEAN_STEP);
        let (directions, steps) = directions.iter().map(|values| in_whole_steps(values)).unzip();
        Self {
            directions,
            steps,
            means: means.iter().map(|mean| rounded(mean, to_a_step)).collect(),
            whole: rounded(whole, variance),
            apart: rounded(apart, variance),
        }
    }

    /// Whether everything has its place for so many values that are told, and is finite.
    pub fn is_sound(&self, told: usize) -> bool {
        let is_coordinates = |row: &Vec<f32>| is_row(row, self.directions.len());
        let are_variances =
            |row: &Vec<f32>| is_coordinates(row) && row.iter().all(|value| *value >= 0.0);
        self.directions.iter().all(|steps| is_row(steps, told))
            && self.means.len() == Emotion::COUNT
            && self.means.iter().all(|mean| mean.is_empty() || is_coordinates(mean))
            && self.means.iter().any(|mean| !mean.is_empty())
            && is_coordinates(&self.steps)
            && are_variances(&self.whole)
            && are_variances(&self.apart)
    }

    /// The score of a person's labels by takes of some of them, of each of which it is told what the
    /// network tells. A label without takes, and without a stranger's mean, is taken for an emotion
    /// like others.
    pub fn score(&self, takes: &[(Meaning, &[f32])], labels: &Meanings) -> Score {
        let width = self.directions.first().map_or(0, Vec::len);
        let mut score = Score {
            weights: vec![vec![0.0; labels.count()]; width],
            bias: vec![0.0; labels.count()],
        };
        for (d, direction) in self.directions.iter().enumerate() {
            let (centre, spread) = self.emotions(d);
            let prior = |label: Meaning| {
                let known = label.emotion().and_then(|of| self.means[of.index()].get(d));
                match known {
                    Some(mean) => Performed::by_strangers(*mean, self.apart[d]),
                    None => Performed::by_strangers(centre, self.apart[d] + spread),
                }
            };
            let mut performed: Vec<Performed> = labels.iter().map(prior).collect();
            for (label, told) in takes {
                if let Some(place) = labels.position(*label) {
                    performed[place].add(self.steps[d] * along(direction, told));
                }
            }
            let departure = departure(&performed, self.whole[d]);
            let variance = variance_left(&performed);
            for (label, performed) in performed.iter().enumerate() {
                // From the centre, which changes every label's score by the same.
                let beyond = performed.expected(departure) - centre;
                let weight = beyond / (1.0 + variance);
                score.bias[label] -= weight * (0.5 * beyond + centre);
                for (row, step) in score.weights.iter_mut().zip(direction) {
                    row[label] += weight * self.steps[d] * step;
                }
            }
        }
        score
    }

    /// Mean and variance of the emotions' means in a direction.
    fn emotions(&self, d: usize) -> (f32, f32) {
        let means = || self.means.iter().filter_map(|mean| mean.get(d));
        let count = means().count().max(1) as f32;
        let centre = means().sum::<f32>() / count;
        (centre, means().map(|mean| (mean - centre).powi(2)).sum::<f32>() / count)
    }
}

impl Performed {
    fn by_strangers(mean: f32, variance: f32) -> Self {
        Self { mean, variance, beyond: 0.0, takes: 0.0 }
    }

    fn add(&mut self, shown: f32) {
        self.beyond += shown - self.mean;
        self.takes += 1.0;
    }

    /// How far a take's mean varies around what strangers lead to expect; more than anything without
    /// a take.
    fn uncertainty(&self) -> f32 {
        self.variance + self.takes.recip()
    }

    /// What the label comes to in somebody who departs by so much as a whole.
    fn expected(&self, departure: f32) -> f32 {
        let own = match self.takes > 0.0 {
            true => self.variance / self.uncertainty() * (self.beyond / self.takes - departure),
            false => 0.0,
        };
        self.mean + departure + own
    }
}

/// By how much a person departs as a whole, strangers departing with such a variance: each label tells
/// of it, the less the more it may depart by itself.
fn departure(performed: &[Performed], whole: f32) -> f32 {
    let (mut sum, mut precision) = (0.0, whole.max(f32::MIN_POSITIVE).recip());
    for label in performed.iter().filter(|label| label.takes > 0.0) {
        sum += label.beyond / label.takes / label.uncertainty();
        precision += label.uncertainty().recip();
    }
    sum / precision
}

/// How far what is shown of a label then varies around what is expected, beyond chance: the mean over
/// those that were shown.
fn variance_left(performed: &[Performed]) -> f32 {
    let shown = || performed.iter().filter(|label| label.takes > 0.0);
    let left = |label: &Performed| label.variance / label.uncertainty() / label.takes;
    shown().map(left).sum::<f32>() / shown().count().max(1) as f32
}

/// Whole numbers, and what one of them is.
fn in_whole_steps(values: &[f64]) -> (Vec<f32>, f32) {
    let largest = values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
    let step = largest / TOP_STEP;
    let whole = |value: &f64| if step > 0.0 { (value / step).round() as f32 } else { 0.0 };
    (values.iter().map(whole).collect(), step as f32)
}

/// How many steps along a direction what is told lies.
fn along(direction: &[f32], told: &[f32]) -> f32 {
    direction.iter().zip(told).map(|(steps, value)| steps * value).sum()
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
        let takes: Vec<_> =
            takes.iter().map(|(emotion, told)| (Meaning::from(*emotion), &told[..])).collect();
        let score = manners.score(&takes, &Meanings::default());
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
        let score = manners.score(&takes, &labels);
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
    fn directions_are_kept_in_whole_steps() {
        let (direction, step) = in_whole_steps(&[1.0, -0.5, 0.003, 0.0]);
        assert_eq!(direction, [127.0, -64.0, 0.0, 0.0]);
        assert!((step * along(&direction, &[1.0, 1.0, 0.0, 9.0]) - 0.496).abs() < 1e-3);
        assert_eq!(in_whole_steps(&[0.0; 2]), (vec![0.0; 2], 0.0));
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
