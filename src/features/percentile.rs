//! Percentiles.

/// The value below which a share of the values lie; 0 for none.
pub(crate) fn percentile(values: &[f32], share: f64) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let index = (share * sorted.len() as f64) as usize;
    sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_the_values_lies_below() {
        let values = [4.0, 1.0, 3.0, 2.0, 0.0];
        assert_eq!(
            [0.0, 0.5, 0.95, 1.0].map(|share| percentile(&values, share)),
            [0.0, 2.0, 4.0, 4.0]
        );
        assert_eq!(percentile(&[], 0.5), 0.0);
    }
}
