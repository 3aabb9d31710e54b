//! How differently strangers perform, and what a few takes of a person then lead one to expect.

use burn_pack::Tensor as Packed;

use super::CheckpointError;
use super::packing::{Grain, named, pack_all, values};
use super::performed::{Performed, chance, departure, variance_left};
use super::personal::add_linear;
use super::rounding::is_row;
use crate::emotion::Emotion;
use crate::meaning::{Meaning, Meanings};

/// Takes that are nearly the same sound do not make the next one certain.
const LEAST_CHANCE: f32 = 0.1;
/// The largest mean or variance: a file keeps floats of 16 bits.
const LARGEST: f64 = 65_504.0;
/// What the names of its tensors have in front.
const PREFIX: &str = "manners.";
/// The tensors: directions `[directions, statistics]`; what strangers come to in them, emotion after
/// emotion; variances of departures as a whole, and apart.
const TENSORS: [&str; 4] =
    ["manners.directions", "manners.means", "manners.whole", "manners.apart"];

/// How the training's speakers perform: a network's statistics ([`super::Network::statistics`]) in
/// directions in which what one speaker says of one emotion varies by one.
///
/// A person departs from strangers as a whole, and in each emotion beside that. How far strangers
/// depart from each other says how much of what a few takes show is that person's manner, and how
/// much is chance: the posterior means of a Gaussian model with such priors (Gelman et al., Bayesian
/// Data Analysis, section 5.4), with which a linear score tells the person's emotions apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Manners {
    /// Directions among the statistics.
    directions: Vec<Vec<f32>>,
    /// What strangers come to in each direction, emotion after emotion in the order of
    /// [`Emotion::ALL`]; nothing but zeros for an emotion that nobody performed.
    means: Vec<f32>,
    /// Variance of speakers' departures as a whole, in each direction.
    whole: Vec<f32>,
    /// Variance of what they depart by in one emotion beside that.
    apart: Vec<f32>,
}

/// How likely statistics are by each label, but for what is the same for all: a score that is linear
/// in them.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// A row for every statistic, an entry for every label.
    pub weights: Vec<Vec<f32>>,
    /// An entry for every label.
    pub bias: Vec<f32>,
}

impl Score {
    /// The score of statistics, an entry for every label.
    pub fn of(&self, statistics: &[f32]) -> Vec<f32> {
        let mut score = self.bias.clone();
        add_linear(&mut score, &self.weights, statistics);
        score
    }
}

impl Manners {
    /// Of directions, each with an entry for every statistic, and what speakers come to in them:
    /// `means` in the order of [`Emotion::ALL`], empty for an emotion that nobody performed.
    pub fn new(directions: &[Vec<f64>], means: &[Vec<f64>], whole: &[f64], apart: &[f64]) -> Self {
        let single = |value: &f64| value.clamp(-LARGEST, LARGEST) as f32;
        let singles = |values: &[f64]| values.iter().map(single).collect::<Vec<_>>();
        let mean = |mean: &Vec<f64>| {
            let mut mean = singles(mean);
            mean.resize(directions.len(), 0.0);
            mean
        };
        Self {
            means: means.iter().flat_map(mean).collect(),
            directions: directions.iter().map(|direction| singles(direction)).collect(),
            whole: singles(whole),
            apart: singles(apart),
        }
    }

    /// Its tensors, packed.
    ///
    /// # Errors
    /// [`CheckpointError::Weights`] if they cannot be.
    pub fn packed(&self) -> Result<Vec<Packed>, CheckpointError> {
        let Self { directions, means, whole, apart } = self;
        let [width, count] = [directions.first().map_or(0, Vec::len), directions.len()];
        let [of_directions, of_means, of_whole, of_apart] = TENSORS;
        let tensors = vec![
            named(of_directions, [count, width], &directions.concat()),
            named(of_means, [means.len()], means),
            named(of_whole, [whole.len()], whole),
            named(of_apart, [apart.len()], apart),
        ];
        pack_all(tensors, Grain::Fine)
    }

    /// Takes its tensors out of the unpacked ones of a file; none if there are none.
    ///
    /// # Errors
    /// [`CheckpointError::Weights`] if they are not what they should be.
    pub fn take_from(tensors: &mut Vec<Packed>) -> Result<Option<Self>, CheckpointError> {
        let mut parts = TENSORS.map(|_| Vec::new());
        let mut width = 0;
        for tensor in tensors.extract_if(.., |tensor| tensor.name.starts_with(PREFIX)) {
            if let Some(place) = TENSORS.iter().position(|name| *name == tensor.name) {
                if place == 0 {
                    width = tensor.shape.iter().last().copied().unwrap_or(0);
                }
                parts[place] = values(tensor)?;
            }
        }
        let [directions, means, whole, apart] = parts;
        let directions = directions.chunks_exact(width.max(1)).map(<[f32]>::to_vec).collect();
        Ok((width > 0).then_some(Self { directions, means, whole, apart }))
    }

    /// Whether everything has its place for so many statistics, and is finite.
    pub fn is_sound(&self, statistics: usize) -> bool {
        let count = self.directions.len();
        let are_variances =
            |row: &Vec<f32>| is_row(row, count) && row.iter().all(|value| *value >= 0.0);
        self.directions.iter().all(|direction| is_row(direction, statistics))
            && is_row(&self.means, Emotion::COUNT * count)
            && self.means.iter().any(|mean| *mean != 0.0)
            && are_variances(&self.whole)
            && are_variances(&self.apart)
    }

    /// Where a take's statistics lie, direction after direction.
    pub fn coordinates(&self, statistics: &[f32]) -> Vec<f32> {
        let along = |direction: &Vec<f32>| -> f32 {
            direction.iter().zip(statistics).map(|(a, b)| a * b).sum()
        };
        self.directions.iter().map(along).collect()
    }

    /// The score of a person's labels by the [`Self::coordinates`] of takes of some of them. A label
    /// without takes, and without a stranger's mean, is taken for an emotion like others. How far takes
    /// of one label are from each other is not a stranger's business but this person's and their
    /// room's: that is measured on the takes.
    pub fn score(&self, takes: &[(Meaning, &[f32])], labels: &Meanings) -> Score {
        let width = self.directions.first().map_or(0, Vec::len);
        let mut score = Score {
            weights: vec![vec![0.0; labels.count()]; width],
            bias: vec![0.0; labels.count()],
        };
        let chance = chance(takes).map_or(1.0, |chance| chance.max(LEAST_CHANCE));
        for (d, direction) in self.directions.iter().enumerate() {
            let (centre, spread) = self.emotions(d);
            let prior = |label: Meaning| match label.emotion().and_then(|of| self.means(of)) {
                Some(means) => Performed::by_strangers(means[d], self.apart[d], chance),
                None => Performed::by_strangers(centre, self.apart[d] + spread, chance),
            };
            let mut performed: Vec<Performed> = labels.iter().map(prior).collect();
            for (label, coordinates) in takes {
                if let Some(place) = labels.position(*label) {
                    performed[place].add(coordinates[d]);
                }
            }
            let departure = departure(&performed, self.whole[d]);
            let variance = variance_left(&performed);
            let mut along = vec![0.0; labels.count()];
            for (label, performed) in performed.iter().enumerate() {
                // From the centre, which changes every label's score by the same.
                let beyond = performed.expected(departure) - centre;
                along[label] = beyond / (chance + variance);
                score.bias[label] -= along[label] * (0.5 * beyond + centre);
            }
            for (row, value) in score.weights.iter_mut().zip(direction) {
                row.iter_mut().zip(&along).for_each(|(weight, along)| *weight += along * value);
            }
        }
        score
    }

    /// What strangers come to of an emotion, direction after direction; none if nobody performed it.
    pub fn means(&self, emotion: Emotion) -> Option<&[f32]> {
        let means = self.means.chunks_exact(self.directions.len().max(1)).nth(emotion.index())?;
        means.iter().any(|mean| *mean != 0.0).then_some(means)
    }

    /// Variance of speakers' departures as a whole in each direction, in which what one speaker says
    /// of one emotion varies by one.
    pub fn whole(&self) -> &[f32] {
        &self.whole
    }

    /// Variance of what they depart by in one emotion beside that.
    pub fn apart(&self) -> &[f32] {
        &self.apart
    }

    /// Mean and variance of the emotions' means in a direction.
    fn emotions(&self, d: usize) -> (f32, f32) {
        let means = || Emotion::ALL.into_iter().filter_map(|emotion| Some(self.means(emotion)?[d]));
        let count = means().count().max(1) as f32;
        let centre = means().sum::<f32>() / count;
        (centre, means().map(|mean| (mean - centre).powi(2)).sum::<f32>() / count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::packing::{to_bytes, unpacked};
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

    fn score<L: Copy + Into<Meaning>>(
        manners: &Manners,
        takes: &[(L, [f32; 3])],
        labels: &Meanings,
    ) -> Score {
        let place = |(label, told): &(L, [f32; 3])| ((*label).into(), manners.coordinates(told));
        let takes: Vec<(Meaning, Vec<f32>)> = takes.iter().map(place).collect();
        let takes: Vec<_> = takes.iter().map(|(label, place)| (*label, &place[..])).collect();
        manners.score(&takes, labels)
    }

    /// Where between the two what is told tips over.
    fn border(manners: &Manners, takes: &[(Emotion, [f32; 3])]) -> f32 {
        let score = score(manners, takes, &Meanings::default());
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
    fn takes_that_differ_among_themselves_tell_less() {
        // In one direction of two the takes lie a coordinate of 2 · by on either side of 4 beyond
        // strangers', of which two takes tell 1 / (1 + chance / 2).
        for (by, chance) in [(0.0, LEAST_CHANCE), (0.5, 1.0), (1.5, 9.0)] {
            let takes = [-by, by].map(|by| (ANGRY, [3.0 + by, 0.0, 0.0]));
            let border = border(&manners(0.0, 1.0), &takes);
            let expected = 4.0 / (1.0 + chance / 2.0) / 4.0;
            assert!((border - expected).abs() < 1e-3, "{border} for {expected} at {chance}");
        }
    }

    #[test]
    fn what_nobody_performed_is_learned_from_takes_alone() {
        let bored: Meaning = "bored".parse().unwrap();
        let labels = Meanings::with([SAD.into(), bored]);
        let told = [[-1.0, 0.0, 0.0], [0.0, 0.0, 5.0]];
        let takes = [(Meaning::from(SAD), told[0]), (bored, told[1])];
        let score = score(&manners(0.1, 1.0), &takes, &labels);
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
    fn a_file_keeps_them_nearly_as_they_were() {
        let manners = manners(3.0, 0.25);
        let mut tensors = vec![named("weights", [1], &[1.0])];
        tensors.extend(manners.packed().unwrap());
        let mut tensors = unpacked(&to_bytes(tensors).unwrap()).unwrap();
        let kept = Manners::take_from(&mut tensors).unwrap().unwrap();
        assert_eq!(tensors.len(), 1, "the weights stay");
        assert!(kept.is_sound(3));
        assert_eq!((&kept.means, &kept.whole), (&manners.means, &manners.whole));
        let pairs = kept.directions.concat().into_iter().zip(manners.directions.concat());
        assert!(pairs.into_iter().all(|(kept, value)| (kept - value).abs() < 0.01));
        assert_eq!(Manners::take_from(&mut tensors).unwrap(), None);

        let boundless = self::manners(1e9, f64::INFINITY).packed().unwrap();
        let mut tensors = unpacked(&to_bytes(boundless).unwrap()).unwrap();
        assert!(Manners::take_from(&mut tensors).unwrap().unwrap().is_sound(3));
    }

    #[test]
    fn half_of_them_are_not_sound() {
        for missing in &TENSORS[1..] {
            let mut tensors = manners(1.0, 1.0).packed().unwrap();
            tensors.retain(|tensor| !tensor.name.starts_with(missing));
            let mut tensors = unpacked(&to_bytes(tensors).unwrap()).unwrap();
            let half = Manners::take_from(&mut tensors).unwrap().unwrap();
            assert!(!half.is_sound(3), "without {missing}");
        }
        let nothing = named(TENSORS[0], [1, 0], &[]);
        assert_eq!(Manners::take_from(&mut vec![nothing]).unwrap(), None);
        let number = Packed::new(
            TENSORS[0].to_owned(),
            burn::tensor::DType::I64,
            [1],
            None,
            burn::tensor::Bytes::from_bytes_vec(vec![0; 8]),
        );
        assert!(Manners::take_from(&mut vec![number]).is_err());
    }

    #[test]
    fn variances_and_means_that_cannot_be_are_not_sound() {
        let mut broken = manners(1.0, 1.0);
        broken.whole[1] = -1.0;
        assert!(!broken.is_sound(3));
        let mut broken = manners(1.0, 1.0);
        broken.means[0] = f32::NAN;
        assert!(!broken.is_sound(3));
        let mut broken = manners(1.0, 1.0);
        broken.means.fill(0.0);
        assert!(!broken.is_sound(3), "there is nothing to go by");
    }
}
