//! The window that fades a frame in and out.

use std::f64::consts::TAU;

/// The periodic Hann window, `0.5 - 0.5 cos(2πn / N)`, for `n` from 0 to `N - 1`.
///
/// Equals `librosa.filters.get_window("hann", N)` of librosa 0.11.0, which is
/// `scipy.signal.get_window` with `fftbins=True`; a window of one sample is 1.
pub fn periodic_hann(samples: usize) -> Vec<f64> {
    if samples == 1 {
        return vec![1.0];
    }
    let turn = TAU / samples as f64;
    (0..samples).map(|n| 0.5 - 0.5 * (turn * n as f64).cos()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_periodic_not_symmetric() {
        let window = periodic_hann(4);
        let expected = [0.0, 0.5, 1.0, 0.5];
        assert!(window.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15));
    }

    #[test]
    fn shifted_by_a_quarter_four_squared_windows_sum_to_one_and_a_half() {
        let window = periodic_hann(2048);
        for n in 0..512 {
            let sum: f64 = (0..4).map(|k| window[n + 512 * k].powi(2)).sum();
            assert!((sum - 1.5).abs() < 1e-12);
        }
    }
}
