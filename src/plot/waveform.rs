//! A waveform: time to the right, amplitude upwards.

use plotters::prelude::DrawingBackend;

use super::axis::Axis;
use super::{Axes, Chart, Frame, PlotError, Sheet, Size};

/// Columns of the envelope in a CSS pixel: one for every pixel of a dense screen or a PNG.
const COLUMNS_A_PIXEL: f64 = 2.0;

/// Thickness of the curve where single samples can be told apart.
const LINE: f64 = 1.25;

/// A sound over time.
#[derive(Debug, Clone)]
pub struct Waveform<'a> {
    /// A title; empty for none.
    pub title: String,
    /// Mono samples, full scale at ±1.
    pub samples: &'a [f32],
    /// Samples a second.
    pub rate_hz: u32,
    /// Whether labels and numbers are drawn.
    pub labelled: bool,
    /// As [`Axes::gutter`].
    pub gutter: Option<f64>,
}

/// The least and the greatest sample under each of `columns` columns of equal width: what a
/// picture of any width can show of a sound of any length without losing a peak.
///
/// Column `c` spans the samples from `floor(c · n / columns)` up to, and with, the first of the
/// next column, so that the envelope of a continuous sound has no gaps. Without samples, silence.
pub fn envelope(samples: &[f32], columns: usize) -> Vec<(f32, f32)> {
    let edge = |column: usize| (column as u128 * samples.len() as u128 / columns as u128) as usize;
    (0..columns)
        .map(|column| {
            let end = (edge(column + 1) + 1).min(samples.len());
            samples.get(edge(column)..end).unwrap_or_default()
        })
        .map(|under| match under {
            [] => (0.0, 0.0),
            _ => under.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(least, greatest), s| {
                (least.min(*s), greatest.max(*s))
            }),
        })
        .collect()
}

impl Waveform<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size) -> Frame {
        let peak = self.samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
        let limit = rounded_up(f64::from(peak));
        let seconds = self.samples.len() as f64 / f64::from(self.rate_hz.max(1));
        let (x, y) = (Axis::time(seconds), Axis::linear("Amplitude", -limit, limit));
        let (x, y) = if self.labelled { (x, y) } else { (x.bare(), y.bare()) };
        let title = self.title.clone();
        Axes { title, gutter: self.gutter, ..Axes::new(x, y) }.frame(size)
    }

    /// The envelope as one shape.
    fn draw_envelope<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        frame: &Frame,
    ) -> Result<(), PlotError> {
        let count = frame.plot.width * COLUMNS_A_PIXEL;
        let columns = envelope(self.samples, count as usize);
        let top = columns.iter().enumerate().map(|(column, (_, high))| (column, *high));
        let bottom = columns.iter().enumerate().rev().map(|(column, (low, _))| (column, *low));
        let half = LINE / 2.0;
        let corner = |(column, value): (usize, f32), shift: f64| {
            let x = frame.plot.left + (column as f64 + 0.5) / COLUMNS_A_PIXEL;
            (x, frame.y_of(f64::from(value)) + shift)
        };
        // Half a line's thickness on either side keeps silence visible as a line.
        let outline = top.map(|c| corner(c, -half)).chain(bottom.map(|c| corner(c, half)));
        sheet.polygon(outline, sheet.theme().accent, 1.0)
    }

    fn draw_samples<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        frame: &Frame,
    ) -> Result<(), PlotError> {
        let rate_hz = f64::from(self.rate_hz.max(1));
        let point = |(n, sample): (usize, &f32)| {
            (frame.x_of(n as f64 / rate_hz), frame.y_of(f64::from(*sample)))
        };
        let colour = sheet.theme().accent;
        if let [only] = self.samples {
            return sheet.dot(point((0, only)), 2.0, colour);
        }
        sheet.line(self.samples.iter().enumerate().map(point), LINE, colour)
    }
}

impl Chart for Waveform<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size());
        frame.draw_grid(sheet)?;
        if self.samples.len() as f64 > frame.plot.width * COLUMNS_A_PIXEL {
            self.draw_envelope(sheet, &frame)?;
        } else {
            self.draw_samples(sheet, &frame)?;
        }
        frame.draw(sheet)
    }
}

/// The least of 1, 2 and 5 times a power of ten that a peak does not exceed; 1 for silence, and
/// for any peak between a half and full scale.
fn rounded_up(peak: f64) -> f64 {
    if peak <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(peak.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|l| *l >= peak)
        .unwrap_or(peak)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_envelope_keeps_every_peak() {
        let mut samples = vec![0.0; 100_000];
        samples[77_777] = 0.9;
        samples[3] = -0.4;
        let envelope = envelope(&samples, 340);
        assert_eq!(envelope.len(), 340);
        assert_eq!(envelope[77_777 * 340 / 100_000], (0.0, 0.9));
        assert_eq!(envelope[0], (-0.4, 0.0));
    }

    #[test]
    fn the_amplitude_axis_ends_at_a_round_number() {
        for (peak, limit) in
            [(0.0, 1.0), (1.0, 1.0), (0.7, 1.0), (0.5, 0.5), (0.03, 0.05), (1.3, 2.0)]
        {
            assert!((rounded_up(peak) - limit).abs() < 1e-12, "{peak}");
        }
    }

    #[test]
    fn a_cursor_finds_its_pixel() {
        let samples = vec![0.1; 32_000];
        let chart = Waveform {
            title: String::new(),
            samples: &samples,
            rate_hz: 16_000,
            labelled: true,
            gutter: None,
        };
        let frame = chart.frame(Size { width: 640.0, height: 160.0 });
        assert_eq!(frame.x_of(0.0), frame.plot.left);
        assert_eq!(frame.x_of(2.0), frame.plot.right());
        assert!((frame.x_of(1.0) - frame.plot.left - frame.plot.width / 2.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_envelope_is_exact(
            samples in proptest::collection::vec(-1.0_f32..1.0, 0..400), columns in 1_usize..80,
        ) {
            let envelope = envelope(&samples, columns);
            let least = samples.iter().copied().fold(0.0, f32::min);
            let greatest = samples.iter().copied().fold(0.0, f32::max);
            let drawn = envelope.iter().fold((0.0_f32, 0.0_f32), |(l, g), e| (l.min(e.0), g.max(e.1)));
            prop_assert_eq!(drawn, (least, greatest));
            // Neighbours share a sample, so the drawn shape has no holes.
            if samples.len() >= columns {
                prop_assert!(envelope.windows(2).all(|p| p[0].0 <= p[1].1 && p[1].0 <= p[0].1));
            }
        }
    }
}
