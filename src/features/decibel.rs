//! Decibels.

/// The smallest power that is told from nothing, −100 dB: librosa's `amin` for powers.
pub const LEAST_POWER: f32 = 1e-10;

/// How far below the loudest value of a clip [`limit_range`] cuts off by default, in dB: librosa's
/// `top_db`.
pub const RANGE_DB: f32 = 80.0;

/// A power in decibels relative to 1, at least −100 dB.
///
/// Equals `librosa.power_to_db(ref=1.0, amin=1e-10, top_db=None)` of librosa 0.11.0; follow it
/// with [`limit_range`] over the whole clip for `top_db`.
pub fn db_from_power(power: f32) -> f32 {
    10.0 * power.max(LEAST_POWER).log10()
}

/// An amplitude in decibels relative to 1, at least −100 dB.
///
/// Equals `librosa.amplitude_to_db(ref=1.0, amin=1e-5, top_db=None)` of librosa 0.11.0.
pub fn db_from_amplitude(amplitude: f32) -> f32 {
    db_from_power(amplitude * amplitude)
}

/// Raises every value to at least `range_db` below the largest of them.
///
/// The `top_db` of `librosa.power_to_db` 0.11.0, which looks at the whole clip at once.
pub fn limit_range(values_db: &mut [f32], range_db: f32) {
    let floor_db = values_db.iter().copied().fold(f32::NEG_INFINITY, f32::max) - range_db;
    values_db.iter_mut().for_each(|value| *value = value.max(floor_db));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_the_power_is_ten_decibels_more() {
        assert_eq!(db_from_power(1.0), 0.0);
        assert!((db_from_power(1e-3) + 30.0).abs() < 1e-5);
        assert!((db_from_amplitude(0.1) + 20.0).abs() < 1e-5);
    }

    #[test]
    fn silence_stands_at_the_floor() {
        assert_eq!(db_from_power(0.0), -100.0);
        assert_eq!(db_from_amplitude(0.0), -100.0);
    }

    #[test]
    fn the_range_hangs_from_the_loudest_value() {
        let mut values_db = [-10.0, -120.0, -95.0];
        limit_range(&mut values_db, RANGE_DB);
        assert_eq!(values_db, [-10.0, -90.0, -90.0]);
    }
}
