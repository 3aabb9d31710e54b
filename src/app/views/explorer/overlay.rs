//! The reasons of an answer, drawn over the spectrogram.

use plotters::prelude::DrawingBackend;

use crate::app::why::{Cell, WhyMap};
use crate::plot::{
    Chart, Frame, GridTrack, Picture, PlotError, Rect, Sheet, Size, Table, Terms, Theme,
};

/// Changes below this share of the strongest are not drawn.
const LEAST: f32 = 0.12;
/// Pixels from one line of a hatching to the next.
const HATCH: f64 = 7.0;

/// A spectrogram with what counted in it.
pub struct Explained<'a> {
    /// The spectrogram.
    pub spectrogram: GridTrack<'a>,
    /// The reasons, once they were asked for.
    pub why: Option<&'a WhyMap>,
}

impl Chart for Explained<'_> {
    fn title(&self) -> &str {
        self.spectrogram.title()
    }

    fn picture(&self, size: Size, theme: &Theme, density: f64) -> Option<Picture> {
        self.spectrogram.picture(size, theme, density)
    }

    fn table(&self, terms: &Terms) -> Option<Table> {
        self.spectrogram.table(terms)
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        self.spectrogram.draw(sheet)?;
        let Some(why) = self.why else { return Ok(()) };
        let frame = self.spectrogram.frame(sheet.size());
        let strongest = why.strongest();
        for cell in why.cells() {
            let strength = cell.fall.abs() / strongest;
            if let Some(rect) = rect_of(&frame, &cell).filter(|_| strength >= LEAST) {
                draw(sheet, rect, cell.fall, f64::from(strength))?;
            }
        }
        Ok(())
    }
}

/// Where a cell lies, as far as it is in view.
fn rect_of(frame: &Frame, cell: &Cell) -> Option<Rect> {
    let plot = frame.plot;
    let x = |at_s: f64| frame.x_of(at_s).clamp(plot.left, plot.right());
    // Below the lowest frequency of the axis there is nothing to see.
    let y = |hz: f32| {
        let hz = f64::from(hz).max(frame.axes().y.from);
        frame.y_of(hz).clamp(plot.top, plot.bottom())
    };
    let (left, top) = (x(cell.from_s), y(cell.high_hz));
    let (width, height) = (x(cell.to_s) - left, y(cell.low_hz) - top);
    (width >= 1.0 && height >= 1.0).then_some(Rect { left, top, width, height })
}

/// What spoke for the answer is filled, what spoke against it is hatched: not told by colour alone.
fn draw<DB: DrawingBackend>(
    sheet: &Sheet<'_, DB>,
    rect: Rect,
    fall: f32,
    strength: f64,
) -> Result<(), PlotError> {
    let colour = sheet.theme().second;
    let Rect { left, top, .. } = rect;
    let (right, bottom) = (rect.right(), rect.bottom());
    if fall > 0.0 {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        return sheet.polygon(corners, colour, 0.15 + 0.5 * strength);
    }
    let reach = rect.width + rect.height;
    let mut at = HATCH / 2.0;
    while at < reach {
        // A line upwards to the right, cut at the sides of the cell.
        let (from_x, from_y) =
            (left + (at - rect.height).max(0.0), bottom - (rect.height - at).max(0.0));
        let from = (from_x, if at < rect.height { top + at } else { from_y });
        let to = (left + at.min(rect.width), top + (at - rect.width).max(0.0));
        sheet.line([from, to], 0.75 + 1.5 * strength, colour)?;
        at += HATCH;
    }
    Ok(())
}
