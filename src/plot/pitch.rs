//! The melody of a voice: its fundamental frequency over time.

use plotters::prelude::DrawingBackend;

use super::axis::{Axis, Scale};
use super::typeface::width_of;
use super::{Align, Axes, Chart, Frame, PlotError, Rect, Sheet, Size};

const LINE: f64 = 2.0;
const NOTE_SIZE: f64 = 10.0;
/// C0 in equal temperament with A4 at 440 Hz.
const LOWEST_C_HZ: f64 = 16.351_597_831_287_414;

/// F0 over time on a logarithmic axis, where equal steps are equal intervals; the Cs of the
/// piano stand at the right.
#[derive(Debug, Clone)]
pub struct Pitch<'a> {
    /// A title; empty for none.
    pub title: String,
    /// F0 in Hz, one value a hop, the first at 0 s; 0 where there is no voice.
    pub hz: &'a [f32],
    /// Seconds from one value to the next.
    pub hop_s: f64,
    /// Length of the time axis in seconds.
    pub seconds: f64,
    /// As [`Axes::gutter`].
    pub gutter: Option<f64>,
}

impl Pitch<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size) -> Frame {
        let (low_hz, high_hz) = self.range_hz();
        let y =
            Axis { label: "F0 (Hz)".to_owned(), ..Axis::frequency(Scale::Log, low_hz, high_hz) };
        let x = Axis::time(self.seconds);
        Axes { title: self.title.clone(), gutter: self.gutter, ..Axes::new(x, y) }.frame(size)
    }

    /// What is sung or spoken with two semitones on either side, an octave and a half at least;
    /// the range of voices where there is none.
    fn range_hz(&self) -> (f64, f64) {
        let voiced = || self.hz.iter().copied().filter(|hz| is_voiced(*hz)).map(f64::from);
        let low = voiced().fold(f64::INFINITY, f64::min);
        let high = voiced().fold(0.0, f64::max);
        if high == 0.0 {
            return (75.0, 600.0);
        }
        let (margin, least) = (2_f64.powf(2.0 / 12.0), 2_f64.powf(1.5));
        let (low, high) = (low / margin, high * margin);
        let widen = (least / (high / low)).sqrt().max(1.0);
        ((low / widen).max(1.0), high * widen)
    }

    fn draw_octaves<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        frame: &Frame,
    ) -> Result<(), PlotError> {
        let Rect { left, .. } = frame.plot;
        let right = frame.plot.right();
        for octave in 0..10 {
            let hz = LOWEST_C_HZ * 2_f64.powi(octave);
            let y = frame.y_of(hz);
            if !(frame.plot.top..=frame.plot.bottom()).contains(&y) {
                continue;
            }
            let theme = sheet.theme();
            dashes(left, right, |from, to| {
                sheet.level_rule(from, to, (y - 0.5).round(), 1.0, theme.faint)
            })?;
            let name = format!("C{octave}");
            let room = right + 2.0 + width_of(&name, NOTE_SIZE);
            sheet.text(&name, (room, y), Align::Right, NOTE_SIZE, theme.faint)?;
        }
        Ok(())
    }
}

/// Calls `draw` with the ends of short dashes along a rule.
fn dashes(
    from: f64,
    to: f64,
    mut draw: impl FnMut(f64, f64) -> Result<(), PlotError>,
) -> Result<(), PlotError> {
    let count = ((to - from) / 6.0) as usize;
    (0..count).map(|n| from + 6.0 * n as f64).try_for_each(|start| draw(start, start + 2.0))
}

fn is_voiced(hz: f32) -> bool {
    hz.is_finite() && hz > 0.0
}

impl Chart for Pitch<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size());
        frame.draw_grid(sheet)?;
        self.draw_octaves(sheet, &frame)?;
        let values: Vec<(usize, f32)> = self.hz.iter().copied().enumerate().collect();
        for run in values.chunk_by(|a, b| is_voiced(a.1) == is_voiced(b.1)) {
            if !is_voiced(run[0].1) {
                continue;
            }
            let point = |(n, hz): &(usize, f32)| {
                (frame.x_of(*n as f64 * self.hop_s), frame.y_of(f64::from(*hz)))
            };
            match run {
                [only] => sheet.dot(point(only), LINE / 2.0, sheet.theme().second)?,
                _ => sheet.line(run.iter().map(point), LINE, sheet.theme().second)?,
            }
        }
        frame.draw(sheet)
    }
}
