//! Mel-frequency cepstral coefficients over time.

use plotters::prelude::DrawingBackend;

use super::axis::{Axis, plain};
use super::picture::levels_of;
use super::{Axes, Chart, Frame, Key, Picture, PlotError, Sheet, Size, Theme};
use crate::features::Features;

/// MFCCs as signed colours, zero in the middle.
///
/// Coefficient 0 is the level of the sound, tens of times as large as all others and seen in any
/// other chart; it is left out, so that the others have the colours to themselves.
#[derive(Debug, Clone)]
pub struct Mfcc<'a> {
    /// A title; empty for none.
    pub title: String,
    /// `[coefficients, frames]`, coefficient 0 among them.
    pub values: &'a Features,
    /// Seconds from one frame to the next.
    pub hop_s: f64,
    /// Length of the time axis in seconds.
    pub seconds: f64,
}

impl Mfcc<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size, theme: &Theme) -> Frame {
        let limit = self.limit();
        let key = Key::Range {
            map: theme.signed,
            from: plain(-f64::from(limit), 1.0),
            to: plain(f64::from(limit), 1.0),
        };
        let y = Axis::names("Coefficient", (1..self.values.rows).map(|row| row.to_string()));
        Axes { title: self.title.clone(), key, ..Axes::new(Axis::time(self.seconds), y) }
            .frame(size)
    }

    /// The magnitude that the strongest colours stand for: what 98 % of the values do not exceed,
    /// in round numbers. The few beyond would leave all others pale.
    fn limit(&self) -> f32 {
        let others = self.values.values.get(self.values.frames..).unwrap_or_default();
        let mut magnitudes: Vec<f32> = others.iter().map(|value| value.abs()).collect();
        magnitudes.sort_by(f32::total_cmp);
        let large = magnitudes.get(magnitudes.len() * 98 / 100).copied().unwrap_or(0.0);
        (large / 10.0).ceil().max(1.0) * 10.0
    }
}

impl Chart for Mfcc<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn picture(&self, size: Size, theme: &Theme, density: f64) -> Option<Picture> {
        let rows = 1..self.values.rows.max(1);
        let levels = levels_of(self.values, rows.clone(), -self.limit(), self.limit());
        let frame = self.frame(size, theme);
        Picture::over_time(&frame, density, (&levels, rows.len()), self.hop_s, theme.signed)
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size(), sheet.theme());
        frame.draw_marks(sheet)?;
        frame.draw(sheet)
    }
}
