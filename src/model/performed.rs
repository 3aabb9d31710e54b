//! What a person makes of a label in one direction, by takes and by strangers.

use crate::meaning::Meaning;

/// A label in one direction: what strangers come to, by how much they depart from that beside a
/// departure as a whole, and what a person's takes showed.
pub struct Performed {
    mean: f32,
    variance: f32,
    /// Variance of one take around another.
    chance: f32,
    /// Sum of what the takes have beyond the mean.
    beyond: f32,
    takes: f32,
}

impl Performed {
    pub fn by_strangers(mean: f32, variance: f32, chance: f32) -> Self {
        Self { mean, variance, chance, beyond: 0.0, takes: 0.0 }
    }

    pub fn add(&mut self, shown: f32) {
        self.beyond += shown - self.mean;
        self.takes += 1.0;
    }

    /// How far a take's mean varies around what strangers lead to expect; more than anything without
    /// a take.
    fn uncertainty(&self) -> f32 {
        self.variance + self.chance / self.takes
    }

    /// What the label comes to in somebody who departs by so much as a whole.
    pub fn expected(&self, departure: f32) -> f32 {
        let own = match self.takes > 0.0 {
            true => self.variance / self.uncertainty() * (self.beyond / self.takes - departure),
            false => 0.0,
        };
        self.mean + departure + own
    }
}

/// How far takes of one label are from each other: a variance, the mean over directions; none where no
/// label has two takes.
pub fn chance(takes: &[(Meaning, &[f32])]) -> Option<f32> {
    let (mut squares, mut freedom) = (0.0, 0.0);
    for (at, (label, first)) in takes.iter().enumerate() {
        let alike = || takes.iter().filter(|(other, _)| other == label).map(|(_, take)| *take);
        let count = alike().count() as f32;
        let is_first = takes[..at].iter().all(|(before, _)| before != label);
        for d in (0..first.len()).filter(|_| is_first) {
            let mean = alike().map(|take| take[d]).sum::<f32>() / count;
            squares += alike().map(|take| (take[d] - mean).powi(2)).sum::<f32>();
            freedom += count - 1.0;
        }
    }
    (freedom > 0.0).then(|| squares / freedom)
}

/// By how much a person departs as a whole, strangers departing with such a variance: each label tells
/// of it, the less the more it may depart by itself.
pub fn departure(performed: &[Performed], whole: f32) -> f32 {
    let (mut sum, mut precision) = (0.0, whole.max(f32::MIN_POSITIVE).recip());
    for label in performed.iter().filter(|label| label.takes > 0.0) {
        sum += label.beyond / label.takes / label.uncertainty();
        precision += label.uncertainty().recip();
    }
    sum / precision
}

/// How far what is shown of a label then varies around what is expected, beyond chance: the mean over
/// those that were shown.
pub fn variance_left(performed: &[Performed]) -> f32 {
    let shown = || performed.iter().filter(|label| label.takes > 0.0);
    let left =
        |label: &Performed| label.chance * label.variance / label.uncertainty() / label.takes;
    shown().map(left).sum::<f32>() / shown().count().max(1) as f32
}
