//! Decibels.

use std::f32::consts::{FRAC_1_SQRT_2, LOG2_E, LOG10_2};

use crate::wide::{largest, wide};

/// The least value, in dB: librosa's `amin`, a power of 1e-10.
pub const FLOOR_DB: f32 = -100.0;

/// How far below the loudest value of a clip [`limit_range`] cuts off by default, in dB: librosa's
/// `top_db`.
pub const RANGE_DB: f32 = 80.0;

/// A power in decibels relative to 1, at least −100 dB.
///
/// Equals `librosa.power_to_db(ref=1.0, amin=1e-10, top_db=None)` of librosa 0.11.0; follow it
/// with [`limit_range`] over the whole clip for `top_db`.
#[inline]
pub fn db_from_power(power: f32) -> f32 {
    db_above(FLOOR_DB, power)
}

/// A power in decibels relative to 1, at least `floor_db`, which is −370 or more.
#[inline]
pub(super) fn db_above(floor_db: f32, power: f32) -> f32 {
    (10.0 * LOG10_2 * log2(power.max(f32::MIN_POSITIVE))).max(floor_db)
}

/// The logarithm to base 2 of a normal, positive number, to within 1e-6 of itself or of 1.
///
/// Without a branch or a call, so that a loop over bands runs several at a time: the exponent is
/// read from the bits, and the mantissa, brought between √½ and √2, goes through the series of the
/// inverse hyperbolic tangent, `ln m = 2 artanh((m - 1) / (m + 1))`.
#[inline]
fn log2(x: f32) -> f32 {
    let bits = x.to_bits() as i32;
    let exponent = (bits - FRAC_1_SQRT_2.to_bits() as i32) >> 23;
    let mantissa = f32::from_bits((bits - (exponent << 23)) as u32);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let t = s * s;
    let series = 1.0 + t * (1.0 / 3.0 + t * (1.0 / 5.0 + t * (1.0 / 7.0 + t * (1.0 / 9.0))));
    exponent as f32 + 2.0 * LOG2_E * s * series
}

/// Raises every value to at least `range_db` below the largest of them.
///
/// The `top_db` of `librosa.power_to_db` 0.11.0, which looks at the whole clip at once.
pub fn limit_range(values_db: &mut [f32], range_db: f32) {
    wide!({
        let floor_db = largest(values_db) - range_db;
        values_db.iter_mut().for_each(|value| *value = value.max(floor_db));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fast_logarithm_is_the_logarithm(exponent in -126.0..127.9_f32) {
            let x = exponent.exp2();
            let exact = f64::from(x).log2();
            let error = (f64::from(log2(x)) - exact).abs();
            prop_assert!(error < 1e-6 * exact.abs().max(1.0), "{x}: {error}");
        }
    }

    #[test]
    fn ten_times_the_power_is_ten_decibels_more() {
        assert_eq!(db_from_power(1.0), 0.0);
        assert!((db_from_power(1e-3) + 30.0).abs() < 1e-5);
    }

    #[test]
    fn silence_stands_at_the_floor() {
        assert_eq!(db_from_power(0.0), -100.0);
    }

    #[test]
    fn the_range_hangs_from_the_loudest_value() {
        let mut values_db = [-10.0, -120.0, -95.0];
        limit_range(&mut values_db, RANGE_DB);
        assert_eq!(values_db, [-10.0, -90.0, -90.0]);
    }
}
