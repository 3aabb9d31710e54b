//! How differently the speakers of a training perform.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::emotion::Emotion;
use crate::model::{Manners, Said, Scaler};

/// Directions that are kept, those in which most of the statistics varies.
const DIRECTIONS: usize = 256;
/// Clips by which they are found: more would take longer and change little.
const CLIPS_FOR_DIRECTIONS: usize = 4000;
/// Directions that are looked for beside those that are kept, so that the last of these are found, and
/// the rounds in which they are (Halko, Martinsson and Tropp 2011, algorithm 4.4).
const DIRECTIONS_BESIDE: usize = 32;
const ROUNDS: usize = 8;
/// Clips that a speaker must have of an emotion to count in it.
const LEAST_CLIPS: usize = 3;
/// Emotions that a speaker must have performed to tell of manners.
const LEAST_EMOTIONS: usize = 4;
/// Speakers without whom nothing is said of manners.
const LEAST_SPEAKERS: usize = 10;
/// What is added to variances within a speaker's emotion, as a share of their mean.
const RIDGE: f64 = 1e-3;
/// The least variance of manners, chance being one.
const LEAST_VARIANCE: f64 = 1e-3;

/// The manners of speakers by the statistics of their clips; none where they are too few.
///
/// Principal components of the statistics, in directions in which what one speaker says of one
/// emotion varies by one; turned so that speakers' departures in one emotion beside their departure
/// as a whole are uncorrelated.
pub fn manners(said: &[Said]) -> Option<Manners> {
    let width = said.first()?.statistics.len();
    let deviations = deviations(said, width);
    let components = principal(&covariance(said, &deviations), DIRECTIONS.min(width));
    // From statistics to their directions, in three turns.
    let mut map = components;
    for (mut row, deviation) in map.row_iter_mut().zip(&deviations) {
        row /= *deviation;
    }
    map *= whitening(&cells(said, &map))?;
    let speakers = Speakers::of(&cells(said, &map));
    if speakers.whole.len() < LEAST_SPEAKERS {
        return None;
    }
    let turn = SymmetricEigen::new(speakers.apart_beyond_chance());
    map *= &turn.eigenvectors;
    let turned = |vector: &DVector<f64>| -> Vec<f64> {
        (turn.eigenvectors.tr_mul(vector)).iter().copied().collect()
    };
    let means: Vec<Vec<f64>> =
        speakers.means.iter().map(|mean| mean.as_ref().map(&turned).unwrap_or_default()).collect();
    let whole: Vec<Vec<f64>> = speakers.whole.iter().map(turned).collect();
    let squares = |d: usize| whole.iter().map(|row| row[d] * row[d]).sum::<f64>();
    let variance = |d: usize| squares(d) / whole.len() as f64;
    // A mean over a few emotions varies by what these depart by, too.
    let by_emotions = |d: usize| (turn.eigenvalues[d] + speakers.chance) * speakers.share;
    let directions = 0..map.ncols();
    let whole: Vec<f64> =
        directions.map(|d| (variance(d) - by_emotions(d)).max(LEAST_VARIANCE)).collect();
    let apart: Vec<f64> = turn.eigenvalues.iter().map(|value| value.max(LEAST_VARIANCE)).collect();
    let directions: Vec<Vec<f64>> =
        map.column_iter().map(|column| column.iter().copied().collect()).collect();
    Some(Manners::new(&directions, &means, &whole, &apart))
}

/// What one speaker's clips of one emotion come to.
struct Cell {
    mean: DVector<f64>,
    /// Sums of products of the differences from it.
    scatter: DMatrix<f64>,
    clips: usize,
}

/// Mean of speakers' cells and their departures from it.
struct Speakers {
    /// In the order of [`Emotion::ALL`]; none for an emotion that nobody performed.
    means: Vec<Option<DVector<f64>>>,
    /// Each speaker's departure over all emotions.
    whole: Vec<DVector<f64>>,
    /// What each cell departs by beside that.
    apart: Vec<DVector<f64>>,
    /// The variance that chance leaves in a cell's mean, over all of them.
    chance: f64,
    /// What an emotion counts in a speaker's departure as a whole, over all of them.
    share: f64,
}

fn row(said: &Said) -> DVector<f64> {
    DVector::from_iterator(said.statistics.len(), said.statistics.iter().copied().map(f64::from))
}

fn mean<'a>(rows: impl ExactSizeIterator<Item = &'a DVector<f64>>, width: usize) -> DVector<f64> {
    let count = rows.len().max(1) as f64;
    rows.fold(DVector::zeros(width), |sum, row| sum + row) / count
}

/// The deviation of each value; 1 of one that never changes.
fn deviations(said: &[Said], width: usize) -> DVector<f64> {
    let scaler = Scaler::fit(width, said.iter().map(|clip| clip.statistics));
    DVector::from_iterator(width, scaler.deviation().iter().copied().map(f64::from))
}

/// Of values with deviation one, by some of the clips.
fn covariance(said: &[Said], deviations: &DVector<f64>) -> DMatrix<f64> {
    let step = said.len().div_ceil(CLIPS_FOR_DIRECTIONS);
    let scaled = |said: &Said| row(said).component_div(deviations).transpose();
    let mut rows = DMatrix::from_rows(&said.iter().step_by(step).map(scaled).collect::<Vec<_>>());
    let centre = rows.row_mean();
    rows.row_iter_mut().for_each(|mut row| row -= &centre);
    rows.transpose() * &rows / rows.nrows() as f64
}

/// The eigenvectors of the largest eigenvalues, as columns: of what a few more directions at random
/// come to when they are turned towards them.
fn principal(covariance: &DMatrix<f64>, count: usize) -> DMatrix<f64> {
    let width = covariance.nrows();
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let beside = (count + DIRECTIONS_BESIDE).min(width);
    let mut basis = DMatrix::from_fn(width, beside, |_, _| rng.random::<f64>() - 0.5);
    for _ in 0..ROUNDS {
        basis = (covariance * basis).qr().q();
    }
    let within = basis.transpose() * (covariance * &basis);
    let SymmetricEigen { eigenvectors, eigenvalues } = SymmetricEigen::new(within);
    let mut order: Vec<usize> = (0..eigenvalues.len()).collect();
    order.sort_by(|a, b| eigenvalues[*b].total_cmp(&eigenvalues[*a]));
    basis * eigenvectors.select_columns(&order[..count])
}

/// The cells of enough clips, in the directions of a map.
fn cells(said: &[Said], map: &DMatrix<f64>) -> BTreeMap<(usize, Emotion), Cell> {
    let mut rows = BTreeMap::<(usize, Emotion), Vec<DVector<f64>>>::new();
    for clip in said {
        rows.entry((clip.speaker, clip.emotion)).or_default().push(map.tr_mul(&row(clip)));
    }
    rows.retain(|_, rows| rows.len() >= LEAST_CLIPS);
    let cell = |rows: Vec<DVector<f64>>| {
        let mean = mean(rows.iter(), map.ncols());
        let differences: Vec<_> = rows.iter().map(|row| (row - &mean).transpose()).collect();
        let differences = DMatrix::from_rows(&differences);
        Cell { mean, scatter: differences.tr_mul(&differences), clips: rows.len() }
    };
    rows.into_iter().map(|(key, rows)| (key, cell(rows))).collect()
}

/// The map to directions in which what is within cells varies by one; none where nothing varies.
fn whitening(cells: &BTreeMap<(usize, Emotion), Cell>) -> Option<DMatrix<f64>> {
    let first = cells.values().next()?;
    let nothing = DMatrix::zeros(first.mean.len(), first.mean.len());
    let sum = cells.values().fold(nothing, |sum, cell| sum + &cell.scatter);
    let freedom: usize = cells.values().map(|cell| cell.clips - 1).sum();
    let mut within = sum / freedom as f64;
    let ridge = RIDGE * within.trace() / within.nrows() as f64;
    if ridge <= 0.0 || !ridge.is_finite() {
        return None;
    }
    for d in 0..within.nrows() {
        within[(d, d)] += ridge;
    }
    let SymmetricEigen { mut eigenvectors, eigenvalues } = SymmetricEigen::new(within);
    for (mut column, variance) in eigenvectors.column_iter_mut().zip(&eigenvalues) {
        column /= variance.max(ridge).sqrt();
    }
    Some(eigenvectors)
}

impl Speakers {
    fn of(cells: &BTreeMap<(usize, Emotion), Cell>) -> Self {
        let width = cells.values().next().map_or(0, |cell| cell.mean.len());
        let means: Vec<Option<DVector<f64>>> = (Emotion::ALL.iter())
            .map(|emotion| {
                let own = cells.iter().filter(|((_, of), _)| of == emotion);
                let own: Vec<_> = own.map(|(_, cell)| &cell.mean).collect();
                (!own.is_empty()).then(|| mean(own.into_iter(), width))
            })
            .collect();
        let mut departures = BTreeMap::<usize, Vec<DVector<f64>>>::new();
        for ((speaker, emotion), cell) in cells {
            if let Some(mean) = &means[emotion.index()] {
                departures.entry(*speaker).or_default().push(&cell.mean - mean);
            }
        }
        departures.retain(|_, own| own.len() >= LEAST_EMOTIONS);
        let shares: Vec<f64> = departures.values().map(|own| (own.len() as f64).recip()).collect();
        let (mut whole, mut apart) = (Vec::new(), Vec::new());
        for own in departures.values() {
            let departure = mean(own.iter(), width);
            // Of so many, one is what makes up their mean.
            let unbiased = (own.len() as f64 / (own.len() - 1) as f64).sqrt();
            apart.extend(own.iter().map(|own| (own - &departure) * unbiased));
            whole.push(departure);
        }
        let chance = cells.values().map(|cell| (cell.clips as f64).recip()).sum::<f64>();
        Self {
            means,
            whole,
            apart,
            chance: chance / cells.len().max(1) as f64,
            share: shares.iter().sum::<f64>() / shares.len().max(1) as f64,
        }
    }

    /// Covariance of what cells depart by beside their speakers' departure as a whole.
    fn apart_beyond_chance(&self) -> DMatrix<f64> {
        let rows: Vec<_> = self.apart.iter().map(DVector::transpose).collect();
        let rows = DMatrix::from_rows(&rows);
        let mut covariance = rows.tr_mul(&rows) / rows.nrows() as f64;
        for d in 0..covariance.nrows() {
            covariance[(d, d)] -= self.chance;
        }
        covariance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 4;
    const CLIPS: usize = 12;
    const EMOTIONS: usize = 5;

    type Told = (usize, Emotion, [f32; WIDTH]);

    /// About normal, variance one.
    fn normal(rng: &mut ChaCha8Rng) -> f32 {
        (0..12).map(|_| rng.random::<f32>()).sum::<f32>() - 6.0
    }

    /// What is told of speakers who depart by three deviations of chance as a whole in the first
    /// value, where chance is tenfold, and by two in each emotion in the second; emotions are three
    /// apart in the third, and nothing but chance is in the fourth.
    fn told(speakers: usize) -> Vec<Told> {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let mut told = Vec::new();
        for speaker in 0..speakers {
            let whole = 3.0 * normal(&mut rng);
            for emotion in &Emotion::ALL[..EMOTIONS] {
                let apart = 2.0 * normal(&mut rng);
                for _ in 0..CLIPS {
                    let values = [whole, apart, 3.0 * emotion.index() as f32, 0.0];
                    let [first, rest @ ..] = values.map(|value| value + normal(&mut rng));
                    told.push((speaker, *emotion, [10.0 * first, rest[0], rest[1], rest[2]]));
                }
            }
        }
        told
    }

    fn manners_of(told: &[Told]) -> Option<Manners> {
        let said: Vec<Said> = told
            .iter()
            .map(|(speaker, emotion, told)| Said {
                speaker: *speaker,
                emotion: *emotion,
                statistics: told,
            })
            .collect();
        manners(&said)
    }

    #[test]
    fn variances_are_counted_in_what_chance_varies_by() {
        let manners = manners_of(&told(60)).unwrap();
        assert!(manners.is_sound(WIDTH));
        let variances = |values: &[f32]| -> Vec<f32> {
            let mut values = values.to_vec();
            values.sort_by(|a, b| b.total_cmp(a));
            assert_eq!(values.len(), WIDTH);
            values
        };
        let whole: f32 = variances(manners.whole()).iter().sum();
        assert!((7.0..12.0).contains(&whole), "{whole}");
        let apart = variances(manners.apart());
        assert!((3.2..4.8).contains(&apart[0]) && apart[1] < 0.2, "{apart:?}");
        let means = Emotion::ALL.map(|emotion| manners.means(emotion));
        let [Some(first), Some(second)] = [means[0], means[1]] else { panic!("both performed") };
        let between = first.iter().zip(second).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
        assert!((2.5..3.6).contains(&between.sqrt()), "{between}");
        assert!(means[EMOTIONS..].iter().all(Option::is_none), "nobody performed them");
    }

    #[test]
    fn too_few_speakers_say_nothing_of_manners() {
        assert!(manners_of(&told(LEAST_SPEAKERS - 1)).is_none());
        assert!(manners_of(&told(LEAST_SPEAKERS)).is_some());
        assert!(manners_of(&[]).is_none());
        let mut alike = told(LEAST_SPEAKERS);
        alike.iter_mut().for_each(|(_, _, told)| *told = [1.0; WIDTH]);
        assert!(manners_of(&alike).is_none(), "nothing varies");
        let mut once = told(20);
        once.dedup_by_key(|(speaker, emotion, _)| (*speaker, *emotion));
        assert!(manners_of(&once).is_none(), "one clip does not say what chance is");
    }
}
