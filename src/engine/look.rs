//! A close look at a part of a sound: as many columns and rows as the picture has pixels, under a
//! window of the visitor's choice.

use super::protocol::{Look, LookedAt, Spread};
use crate::audio::Waveform;
use crate::features::FeatureError;
use crate::features::mel::{hz_from_mel, mel_from_hz};
use crate::features::stft::Stft;

/// Columns and rows of a picture at most: more than a screen has pixels.
const MOST_CELLS: u32 = 4_096;
/// The windows that are taken, in milliseconds.
const WINDOWS_MS: (f32, f32) = (2.0, 200.0);
/// The lowest frequency of a logarithmic axis, in Hz.
const LOWEST_ON_LOG_HZ: f64 = 20.0;

/// Looks at a part of a sound.
///
/// # Errors
/// [`FeatureError::Spec`] if the window is longer than a transform can be.
pub fn at(sound: &Waveform, look: Look) -> Result<LookedAt, FeatureError> {
    let rate_hz = f64::from(sound.rate_hz());
    let window_ms = look.window_ms.clamp(WINDOWS_MS.0, WINDOWS_MS.1);
    let window_samples = ((f64::from(window_ms) / 1e3 * rate_hz).round() as usize).max(4);
    // Twice the window: bins close enough for a peak to keep its height between them.
    let fft_samples = (2 * window_samples).next_power_of_two();
    let columns = look.columns.clamp(1, MOST_CELLS);
    let seconds = (look.to_s - look.from_s).max(1.0 / rate_hz);
    let hop_samples = (seconds * rate_hz / f64::from(columns)).max(1.0);
    let columns = (seconds * rate_hz / hop_samples).round().max(1.0) as usize;
    let mut stft = Stft::new(fft_samples, window_samples, 1)?;
    let rows = Rows::new(&look, rate_hz, fft_samples);
    let full_scale_db = 20.0 * (window_samples as f64 / 4.0).log10();
    let range_db = f64::from(look.top_db - look.floor_db).max(1.0);
    let level = |power: f64| {
        let db = 10.0 * power.max(1e-30).log10() - full_scale_db;
        // `as` saturates.
        (255.0 * (db - f64::from(look.floor_db)) / range_db).round() as u8
    };
    let first = look.from_s.max(0.0) * rate_hz + hop_samples / 2.0;
    let mut levels = Vec::with_capacity(columns * rows.taps.len());
    let mut powers = vec![0.0; stft.bins()];
    for column in 0..columns {
        // With a hop of one sample, a frame's number is the sample at its middle.
        let middle = (first + column as f64 * hop_samples) as usize;
        stft.write_powers(sound.samples(), middle.min(sound.samples().len()), &mut powers);
        levels.extend(rows.taps.iter().map(|&tap| level(tap.of(&powers))));
    }
    Ok(LookedAt { look, levels, first_s: first / rate_hz, hop_s: hop_samples / rate_hz })
}

/// Which bins each row shows.
struct Rows {
    taps: Vec<Tap>,
}

/// A row between two bins, or over several, whose strongest it shows.
#[derive(Clone, Copy)]
enum Tap {
    Between { below: usize, share: f64 },
    Strongest { first: usize, end: usize },
    Beyond,
}

impl Tap {
    fn of(self, powers: &[f32]) -> f64 {
        match self {
            Self::Between { below, share } => {
                let power = |bin: usize| f64::from(powers[bin.min(powers.len() - 1)]);
                power(below) * (1.0 - share) + power(below + 1) * share
            }
            Self::Strongest { first, end } => {
                powers[first..end].iter().copied().fold(0.0, f32::max).into()
            }
            Self::Beyond => 0.0,
        }
    }
}

impl Rows {
    fn new(look: &Look, rate_hz: f64, fft_samples: usize) -> Self {
        let rows = look.rows.clamp(1, MOST_CELLS) as usize;
        let bin_hz = rate_hz / fft_samples as f64;
        let bins = fft_samples / 2 + 1;
        let edge = |row: usize| edge_hz(look, row as f64 / rows as f64) / bin_hz;
        let tap = |row: usize| {
            let (low, high) = (edge(row), edge(row + 1));
            if low > (bins - 1) as f64 {
                return Tap::Beyond;
            }
            let first = low.ceil() as usize;
            let end = (high.ceil() as usize).min(bins);
            if end > first + 1 {
                return Tap::Strongest { first, end };
            }
            let middle = ((low + high) / 2.0).min((bins - 1) as f64);
            Tap::Between { below: middle.floor() as usize, share: middle.fract() }
        };
        Self { taps: (0..rows).map(tap).collect() }
    }
}

/// The frequency at a place of the axis, 0 at its lower end, 1 at its upper one.
fn edge_hz(look: &Look, place: f64) -> f64 {
    let low_hz = f64::from(look.low_hz.max(0.0));
    let high_hz = f64::from(look.high_hz).max(low_hz + 1.0);
    let between = |low: f64, high: f64| low + place * (high - low);
    match look.spread {
        Spread::Linear => between(low_hz, high_hz),
        Spread::Mel => hz_from_mel(between(mel_from_hz(low_hz), mel_from_hz(high_hz))),
        Spread::Log => between(low_hz.max(LOWEST_ON_LOG_HZ).ln(), high_hz.ln()).exp(),
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    fn tone(hz: f64, amplitude: f64) -> Waveform {
        let sample = |n: u32| (amplitude * (TAU * hz * f64::from(n) / 44_100.0).sin()) as f32;
        Waveform::new((0..44_100).map(sample).collect(), 44_100).unwrap()
    }

    fn look(spread: Spread, window_ms: f32) -> Look {
        Look {
            from_s: 0.25,
            to_s: 0.75,
            columns: 300,
            rows: 400,
            spread,
            low_hz: 50.0,
            high_hz: 8_000.0,
            window_ms,
            floor_db: -80.0,
            top_db: 0.0,
        }
    }

    /// Frequency and level of the strongest row of a column.
    fn strongest(seen: &LookedAt, column: usize) -> (f64, f64) {
        let rows = seen.look.rows as usize;
        let column = &seen.levels[column * rows..][..rows];
        let most = *column.iter().max().unwrap();
        let at: Vec<usize> = (0..rows).filter(|row| column[*row] == most).collect();
        let middle = (at[0] + at[at.len() - 1] + 1) as f64 / 2.0;
        (edge_hz(&seen.look, middle / rows as f64), -80.0 + 80.0 * f64::from(most) / 255.0)
    }

    #[test]
    fn a_tone_stands_at_its_frequency_and_level_on_every_axis_under_every_window() {
        for spread in [Spread::Mel, Spread::Linear, Spread::Log] {
            for window_ms in [10.0, 25.0, 60.0] {
                let seen = at(&tone(1_000.0, 0.5), look(spread, window_ms)).unwrap();
                let (hz, db) = strongest(&seen, 150);
                assert!((hz - 1_000.0).abs() < 25.0, "{spread:?}, {window_ms} ms: {hz} Hz");
                assert!((db + 6.0).abs() < 1.5, "{spread:?}, {window_ms} ms: {db} dB");
            }
        }
    }

    #[test]
    fn columns_fill_the_part_from_end_to_end() {
        let seen = at(&tone(440.0, 0.1), look(Spread::Mel, 25.0)).unwrap();
        let columns = seen.levels.len() / 400;
        assert_eq!(columns, 300);
        assert!((seen.first_s - seen.hop_s / 2.0 - 0.25).abs() < 1e-9);
        assert!((seen.first_s + (columns as f64 - 0.5) * seen.hop_s - 0.75).abs() < 1e-9);
    }

    #[test]
    fn a_click_is_where_it_is() {
        let mut samples = vec![0.0; 44_100];
        samples[22_050] = 1.0;
        let sound = Waveform::new(samples, 44_100).unwrap();
        let seen = at(&sound, Look { floor_db: -120.0, ..look(Spread::Linear, 2.0) }).unwrap();
        let lit: Vec<f64> = (0..300)
            .filter(|column| seen.levels[column * 400..][..400].iter().any(|level| *level > 0))
            .map(|column| seen.first_s + column as f64 * seen.hop_s)
            .collect();
        assert!(!lit.is_empty() && lit.iter().all(|at_s| (at_s - 0.5).abs() < 0.0025), "{lit:?}");
    }

    #[test]
    fn what_is_absurd_is_bent_into_shape() {
        let absurd = Look {
            from_s: 40.0,
            to_s: -3.0,
            columns: 0,
            rows: 0,
            low_hz: 9_000.0,
            high_hz: 10.0,
            window_ms: 1e9,
            ..look(Spread::Log, 1.0)
        };
        let seen = at(&tone(440.0, 0.1), absurd).unwrap();
        assert_eq!(seen.levels.len(), 1);
    }
}
