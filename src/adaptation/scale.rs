//! The scale of what is told.

/// What is added to every deviation, as a share of their mean: a value that a few takes happen to
/// agree in must not count a hundredfold.
const DEVIATION_FLOOR: f32 = 0.5;

/// Mean and deviation of each value that is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub mean: Vec<f32>,
    pub deviation: Vec<f32>,
}

impl Scale {
    /// Of rows of so many values.
    pub fn of<'a>(rows: impl Iterator<Item = &'a [f32]> + Clone, width: usize) -> Self {
        let count = rows.clone().count().max(1) as f32;
        let mut mean = vec![0.0f32; width];
        for row in rows.clone() {
            mean.iter_mut().zip(row).for_each(|(mean, value)| *mean += value / count);
        }
        let mut variance = vec![0.0f32; width];
        for row in rows {
            let squares = row.iter().zip(&mean).map(|(value, mean)| (value - mean).powi(2));
            variance.iter_mut().zip(squares).for_each(|(sum, square)| *sum += square / count);
        }
        let deviation: Vec<f32> = variance.into_iter().map(f32::sqrt).collect();
        let floor = DEVIATION_FLOOR * deviation.iter().sum::<f32>() / width.max(1) as f32;
        // Takes that are all the same have nothing to tell them apart by.
        let deviation = deviation.iter().map(|value| (value + floor).max(f32::MIN_POSITIVE.sqrt()));
        Self { deviation: deviation.collect(), mean }
    }

    /// The values of a row with mean 0 and deviation 1, nearly.
    pub fn apply<'a>(&'a self, row: &'a [f32]) -> impl Iterator<Item = f32> + 'a {
        let scale = self.mean.iter().zip(&self.deviation);
        row.iter().zip(scale).map(|(value, (mean, deviation))| (value - mean) / deviation)
    }
}
