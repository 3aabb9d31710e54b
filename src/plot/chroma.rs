//! The twelve pitch classes over time.

use plotters::prelude::DrawingBackend;

use super::axis::Axis;
use super::picture::levels_of;
use super::{Axes, Chart, Frame, Key, Picture, PlotError, Sheet, Size, Theme};
use crate::features::Features;

const CLASSES: [&str; 12] = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/// Chroma: how strongly each pitch class sounds, relative to the strongest of its moment.
#[derive(Debug, Clone)]
pub struct Chroma<'a> {
    /// A title; empty for none.
    pub title: String,
    /// `[12, frames]`, C first, 0 to 1.
    pub values: &'a Features,
    /// Seconds from one frame to the next.
    pub hop_s: f64,
    /// Length of the time axis in seconds.
    pub seconds: f64,
}

impl Chroma<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size, theme: &Theme) -> Frame {
        let key = Key::Range { map: theme.levels, from: "0".to_owned(), to: "1".to_owned() };
        let y = Axis::names("Pitch class", CLASSES);
        Axes { title: self.title.clone(), key, ..Axes::new(Axis::time(self.seconds), y) }
            .frame(size)
    }
}

impl Chart for Chroma<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn picture(&self, size: Size, theme: &Theme, density: f64) -> Option<Picture> {
        let rows = self.values.rows;
        let levels = levels_of(self.values, 0..rows, 0.0, 1.0);
        let frame = self.frame(size, theme);
        Picture::over_time(&frame, density, (&levels, rows), self.hop_s, theme.levels)
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size(), sheet.theme());
        frame.draw_marks(sheet)?;
        frame.draw(sheet)
    }
}
