//! Bars: one value for each of a few names.

use plotters::prelude::DrawingBackend;

use super::axis::Axis;
use super::typeface::width_of;
use super::{Align, Axes, Chart, Frame, PlotError, Rect, Sheet, Size};
use crate::emotion::Rgb;

const TEXT_SIZE: f64 = 12.0;
const THICKEST: f64 = 28.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// Its share, 0 to 1; NaN draws no bar.
    pub share: f64,
    /// Its colour; none takes the theme's accent.
    pub colour: Option<Rgb>,
}

/// Shares as level bars, the first on top: recall by emotion, say, or probabilities.
#[derive(Debug, Clone)]
pub struct Bars<'a> {
    /// A title; empty for none.
    pub title: String,
    /// What the shares are, with the unit: "Recall (%)".
    pub label: String,
    /// The bars.
    pub bars: &'a [Bar],
    /// A share that is marked by an upright line: chance, say.
    pub mark: Option<f64>,
}

impl Bars<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size) -> Frame {
        let names = Axis::names("", self.bars.iter().rev().map(|bar| bar.name.as_str()));
        let shares = Axis::percent(&self.label);
        Axes { title: self.title.clone(), ..Axes::new(shares, names) }.frame(size)
    }

    fn draw_bar<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        frame: &Frame,
        index: usize,
    ) -> Result<(), PlotError> {
        let bar = &self.bars[index];
        if bar.share.is_nan() {
            return Ok(());
        }
        let middle = frame.y_of((self.bars.len() - index) as f64 - 0.5);
        let height = (0.72 * frame.plot.height / self.bars.len() as f64).min(THICKEST);
        let end = frame.x_of(bar.share.clamp(0.0, 1.0));
        let (left, top) = (frame.plot.left, middle - height / 2.0);
        let colour = bar.colour.unwrap_or(sheet.theme().accent);
        sheet.rect(Rect { left, top, width: end - left, height }, colour)?;
        self.write(sheet, frame, (end, middle), bar.share)
    }

    /// The number just after the bar, or, where the sheet ends there, in it.
    fn write<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        frame: &Frame,
        (end, middle): (f64, f64),
        share: f64,
    ) -> Result<(), PlotError> {
        let text = format!("{:.0}", 100.0 * share);
        let outside = end + 5.0 + width_of(&text, TEXT_SIZE) <= frame.plot.right() + 12.0;
        if outside {
            return sheet.text(
                &text,
                (end + 5.0, middle),
                Align::Left,
                TEXT_SIZE,
                sheet.theme().ink,
            );
        }
        sheet.text(&text, (end - 5.0, middle), Align::Right, TEXT_SIZE, sheet.theme().ground)
    }
}

impl Chart for Bars<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size());
        frame.draw_upright_grid(sheet)?;
        (0..self.bars.len()).try_for_each(|index| self.draw_bar(sheet, &frame, index))?;
        if let Some(share) = self.mark {
            let left = (frame.x_of(share) - 0.5).round();
            sheet.rect(Rect { left, width: 1.0, ..frame.plot }, sheet.theme().second)?;
        }
        frame.draw(sheet)
    }
}
