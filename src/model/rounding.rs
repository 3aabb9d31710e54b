//! Numbers in a model file, with no more digits than what was measured tells.

/// How finely a variance is kept beside itself: finer would weigh in a file and say no more.
const VARIANCE_BY_ITSELF: f64 = 0.05;

/// Whether there are so many values, all of them finite.
pub fn is_row(values: &[f32], width: usize) -> bool {
    values.len() == width && values.iter().all(|value| value.is_finite())
}

/// A variance as finely as speakers tell it: to a twentieth of itself.
pub fn variance(value: f64) -> f32 {
    in_steps(value, VARIANCE_BY_ITSELF * value)
}

/// The nearest multiple of the largest power of ten that is no more than `step`.
pub fn in_steps(value: f64, step: f64) -> f32 {
    if step <= 0.0 || !step.is_finite() {
        return value as f32;
    }
    let unit = 10f64.powi(step.log10().floor() as i32);
    ((value / unit).round() * unit) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_power_of_ten() {
        assert_eq!(in_steps(8.123_456, 0.04), 8.12);
        assert_eq!(in_steps(-0.048, 0.1), 0.0);
        assert_eq!(in_steps(-0.052, 0.1), -0.1);
        assert_eq!(in_steps(1.234, 0.0), 1.234);
    }
}
