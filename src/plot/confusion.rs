//! The confusion matrix: what was said, and what the model heard.

use plotters::prelude::DrawingBackend;

use super::axis::Axis;
use super::colour_map::luminance;
use super::typeface::width_of;
use super::{Align, Axes, Chart, Frame, Key, PlotError, Rect, Sheet, Size, Table, Terms, Theme};
use crate::emotion::Rgb;

const SHARE_SIZE: f64 = 13.0;
const COUNT_SIZE: f64 = 10.0;

/// A confusion matrix: each row in percent, as colour and number, with counts where there is room.
#[derive(Debug, Clone)]
pub struct Confusion<'a> {
    /// A title; empty for none.
    pub title: String,
    /// Names of the classes, in the order of the counts.
    pub classes: &'a [&'a str],
    /// `counts[truth][answer]`; missing cells count as 0.
    pub counts: &'a [Vec<u64>],
}

/// One cell of the matrix.
struct Cell {
    rect: Rect,
    count: u64,
    /// Of its row, 0 to 1; none in an empty row.
    share: Option<f64>,
}

impl Confusion<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size, theme: &Theme) -> Frame {
        let key = Key::Range { map: theme.levels, from: "0".to_owned(), to: "100 %".to_owned() };
        let x = Axis::names(theme.terms.answer, self.classes.iter().copied());
        let y = Axis::names(theme.terms.truth, self.classes.iter().rev().copied());
        Axes { title: self.title.clone(), key, ..Axes::new(x, y) }.frame(size)
    }

    fn cells(&self, frame: &Frame) -> impl Iterator<Item = Cell> {
        let classes = self.classes.len();
        (0..classes * classes).map(move |index| {
            let (truth, answer) = (index / classes, index % classes);
            let count = self.count(truth, answer);
            let all: u64 = (0..classes).map(|answer| self.count(truth, answer)).sum();
            // The first class stands at the top, where the axis ends.
            let top = frame.y_of((classes - truth) as f64);
            let left = frame.x_of(answer as f64);
            Cell {
                rect: Rect {
                    left,
                    top,
                    width: frame.x_of(answer as f64 + 1.0) - left,
                    height: frame.y_of((classes - truth - 1) as f64) - top,
                },
                count,
                share: (all > 0).then(|| count as f64 / all as f64),
            }
        })
    }

    fn count(&self, truth: usize, answer: usize) -> u64 {
        self.counts.get(truth).and_then(|row| row.get(answer)).copied().unwrap_or(0)
    }
}

impl Cell {
    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let Some(share) = self.share else { return Ok(()) };
        let colour = sheet.theme().levels.at(share as f32);
        let gap =
            Rect { width: self.rect.width - 1.0, height: self.rect.height - 1.0, ..self.rect };
        sheet.rect(gap, colour)?;
        self.write(sheet, share, readable_on(colour))
    }

    fn write<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        share: f64,
        ink: Rgb,
    ) -> Result<(), PlotError> {
        let (x, y) =
            (self.rect.left + self.rect.width / 2.0, self.rect.top + self.rect.height / 2.0);
        let share = format!("{:.0}", 100.0 * share);
        let count = self.count.to_string();
        let fits = |text: &str, size: f64| width_of(text, size) + 6.0 <= self.rect.width;
        if !fits(&share, COUNT_SIZE) || self.rect.height < COUNT_SIZE + 4.0 {
            return Ok(());
        }
        let size = if fits(&share, SHARE_SIZE) { SHARE_SIZE } else { COUNT_SIZE };
        if !fits(&count, COUNT_SIZE) || self.rect.height < 2.6 * SHARE_SIZE {
            return sheet.text(&share, (x, y), Align::Centre, size, ink);
        }
        sheet.text(&share, (x, y - 7.0), Align::Centre, size, ink)?;
        sheet.text(&count, (x, y + 8.0), Align::Centre, COUNT_SIZE, ink)
    }
}

/// Black or white, whichever has more contrast to a ground.
fn readable_on(ground: Rgb) -> Rgb {
    // The luminance whose contrasts to black and to white are equal (WCAG 2.2).
    if luminance(ground) > 0.179 { Rgb(0, 0, 0) } else { Rgb(255, 255, 255) }
}

impl Chart for Confusion<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn table(&self, terms: &Terms) -> Option<Table> {
        let count = self.classes.len();
        let corner = format!("{} \\ {}", terms.truth, terms.answer);
        let names = self.classes.iter().map(|name| (*name).to_owned());
        let row = |(truth, name): (usize, &&str)| {
            let cells = (0..count).map(|answer| self.count(truth, answer).to_string());
            std::iter::once((*name).to_owned()).chain(cells).collect()
        };
        Some(Table {
            head: std::iter::once(corner).chain(names).collect(),
            rows: self.classes.iter().enumerate().map(row).collect(),
        })
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size(), sheet.theme());
        self.cells(&frame).try_for_each(|cell| cell.draw(sheet))?;
        frame.draw(sheet)
    }
}
