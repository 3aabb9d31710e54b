//! The frame of a chart: title, axes, key, and the rectangle they leave for the data.

use plotters::prelude::DrawingBackend;

use super::axis::{Axis, Numbers, Tick};
use super::typeface::{fitted, width_of};
use super::{Align, ColourMap, PlotError, Rect, Sheet, Size, Terms};
use crate::emotion::Rgb;

const MARGIN: f64 = 10.0;
const TITLE_SIZE: f64 = 15.0;
const TITLE_ROW: f64 = 28.0;
const TITLE_MIDDLE: f64 = 9.0;
const TEXT_SIZE: f64 = 12.0;
const TEXT_ROW: f64 = 20.0;
/// A row of labels above the data; the gap is on its lower side.
const HEADING_ROW: f64 = 25.0;
const HEADING_MIDDLE: f64 = 8.0;
/// Between a tick's text and the data.
const TICK_GAP: f64 = 6.0;
const RIGHT_MARGIN: f64 = 16.0;
/// The least room for a tick, even where its text needs less: charts shall not bristle.
const LEAST_ACROSS: f64 = 56.0;
const LEAST_UP: f64 = 26.0;
/// Names belong to a cell each and stand as close as lines of text.
const NAME_UP: f64 = 14.0;
const SWATCH_WIDTH: f64 = 84.0;
const SWATCH_HEIGHT: f64 = 8.0;
/// The dash before a curve's name, with its gap.
const CURVE_MARK: f64 = 20.0;
const CURVE_GAP: f64 = 16.0;

/// What the colours of a chart mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// Nothing that needs saying.
    None,
    /// A colour map over a range of values.
    Range {
        /// The map.
        map: ColourMap,
        /// What stands at its low end.
        from: String,
        /// What stands at its high end, with the unit.
        to: String,
    },
    /// Named curves: what each is called, its colour, and its width in pixels.
    Curves(Vec<(String, Rgb, f64)>),
}

/// Everything around the data of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Axes {
    /// A title; empty for none.
    pub title: String,
    /// The axis along the lower side.
    pub x: Axis,
    /// The axis along the left side.
    pub y: Axis,
    /// What the colours mean.
    pub key: Key,
    /// Pixels kept free left of the data, for charts that stand one above the other; the numbers
    /// of the left axis decide when there is none, or when they need more.
    pub gutter: Option<f64>,
}

/// Axes that have found their places on a sheet of a certain size.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    axes: Axes,
    space: Rect,
    /// Where the data stands, in CSS pixels.
    pub plot: Rect,
    x_ticks: Vec<Tick>,
    y_ticks: Vec<Tick>,
}

impl Axes {
    /// Axes without title and key.
    pub fn new(x: Axis, y: Axis) -> Self {
        Self { title: String::new(), x, y, key: Key::None, gutter: None }
    }

    /// Numbers as these terms write them.
    pub fn spoken(mut self, terms: &Terms) -> Self {
        (self.x.mark, self.y.mark) = (terms.mark, terms.mark);
        self
    }

    /// Finds everything's place on a sheet of this size. The data keeps at least one pixel,
    /// however small the sheet.
    pub fn frame(self, size: Size) -> Frame {
        self.frame_in(Rect { left: 0.0, top: 0.0, width: size.width, height: size.height })
    }

    /// Finds everything's place in a part of a sheet, for several charts on one.
    pub fn frame_in(self, space: Rect) -> Frame {
        let top = space.top + self.height_above(space.width);
        let height = (space.bottom() - top - self.height_below()).max(1.0);
        let y_ticks = self.y.ticks(height, |_| if self.y.is_named() { NAME_UP } else { LEAST_UP });
        let widest = y_ticks.iter().map(|t| width_of(&t.text, TEXT_SIZE)).fold(0.0, f64::max);
        let numbers = if widest > 0.0 { widest.ceil() + TICK_GAP } else { 0.0 };
        let left = space.left + (MARGIN + numbers).max(self.gutter.unwrap_or(0.0));
        let width = (space.right() - left - RIGHT_MARGIN).max(1.0);
        let x_ticks = self.x.ticks(width, |text| match self.x.is_named() {
            true => width_of(text, TEXT_SIZE) + 8.0,
            false => (width_of(text, TEXT_SIZE) + 16.0).max(LEAST_ACROSS),
        });
        let whole = |pixels: f64| pixels.floor().max(1.0);
        let plot = Rect {
            left: left.floor(),
            top: top.floor(),
            width: whole(width),
            height: whole(height),
        };
        Frame { axes: self, space, plot, x_ticks, y_ticks }
    }

    fn height_above(&self, width: f64) -> f64 {
        let rows = self.title_height() + self.heading_rows(width) as f64 * HEADING_ROW;
        if rows > 0.0 { MARGIN + rows } else { MARGIN / 2.0 }
    }

    fn height_below(&self) -> f64 {
        let label = if self.x.label.is_empty() { 0.0 } else { TEXT_ROW - 3.0 };
        let numbers = if self.x.numbers == Numbers::None { 0.0 } else { TEXT_ROW };
        if label + numbers > 0.0 { MARGIN + label + numbers } else { MARGIN / 2.0 }
    }

    fn title_height(&self) -> f64 {
        if self.title.is_empty() { 0.0 } else { TITLE_ROW }
    }

    /// Rows between title and data: the left axis' label and the key share one where they fit.
    fn heading_rows(&self, width: f64) -> usize {
        let label = width_of(&self.y.label, TEXT_SIZE);
        let key = self.key.width();
        match (label > 0.0, key > 0.0) {
            (true, true) if label + key + 4.0 * MARGIN > width => 2,
            (false, false) => 0,
            _ => 1,
        }
    }
}

impl Key {
    fn width(&self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Range { from, to, .. } => {
                width_of(from, TEXT_SIZE) + width_of(to, TEXT_SIZE) + SWATCH_WIDTH + 2.0 * TICK_GAP
            }
            Self::Curves(curves) => {
                curves.iter().map(|(name, ..)| width_of(name, TEXT_SIZE) + CURVE_MARK).sum::<f64>()
                    + CURVE_GAP * curves.len().saturating_sub(1) as f64
            }
        }
    }
}

impl Key {
    fn draw<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
        at: (f64, f64),
    ) -> Result<(), PlotError> {
        match self {
            Self::None => Ok(()),
            Self::Range { map, from, to } => draw_range(sheet, at, *map, (from, to)),
            Self::Curves(curves) => draw_names(sheet, at, curves),
        }
    }
}

fn draw_range<DB: DrawingBackend>(
    sheet: &Sheet<'_, DB>,
    (left, middle): (f64, f64),
    map: ColourMap,
    (from, to): (&str, &str),
) -> Result<(), PlotError> {
    let faint = sheet.theme().faint;
    sheet.text(from, (left, middle), Align::Left, TEXT_SIZE, faint)?;
    let left = left + width_of(from, TEXT_SIZE) + TICK_GAP;
    let (right, top) = (left + SWATCH_WIDTH, middle - SWATCH_HEIGHT / 2.0);
    for step in 0..SWATCH_WIDTH as u32 {
        // Each reaches to the end, so that no seam of the ground shows between neighbours.
        let colour = map.at(step as f32 / (SWATCH_WIDTH as f32 - 1.0));
        let left = left + f64::from(step);
        sheet.rect(Rect { left, top, width: right - left, height: SWATCH_HEIGHT }, colour)?;
    }
    sheet.text(to, (right + TICK_GAP, middle), Align::Left, TEXT_SIZE, faint)
}

fn draw_names<DB: DrawingBackend>(
    sheet: &Sheet<'_, DB>,
    (mut left, middle): (f64, f64),
    curves: &[(String, Rgb, f64)],
) -> Result<(), PlotError> {
    for (name, colour, width) in curves {
        let top = middle - width / 2.0;
        sheet.level_rule(left, left + CURVE_MARK - TICK_GAP, top, *width, *colour)?;
        left += CURVE_MARK;
        sheet.text(name, (left, middle), Align::Left, TEXT_SIZE, sheet.theme().faint)?;
        left += width_of(name, TEXT_SIZE) + CURVE_GAP;
    }
    Ok(())
}

impl Frame {
    /// The axes that it was made from.
    pub fn axes(&self) -> &Axes {
        &self.axes
    }

    /// The pixel of a value of the lower axis, from the sheet's left edge.
    pub fn x_of(&self, value: f64) -> f64 {
        self.plot.left + self.axes.x.place(value) * self.plot.width
    }

    /// The pixel of a value of the left axis, from the sheet's top edge.
    pub fn y_of(&self, value: f64) -> f64 {
        self.plot.bottom() - self.axes.y.place(value) * self.plot.height
    }

    /// Draws lines across the data at every tick; comes before the data.
    pub fn draw_grid<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        self.draw_level_grid(sheet)?;
        self.draw_upright_grid(sheet)
    }

    fn draw_level_grid<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let (left, right) = (self.plot.left, self.plot.right());
        self.y_ticks.iter().try_for_each(|tick| {
            sheet.level_rule(left, right, self.rule_at(tick), 1.0, sheet.theme().grid)
        })
    }

    /// Draws lines upwards from every tick of the lower axis.
    pub fn draw_upright_grid<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<'_, DB>,
    ) -> Result<(), PlotError> {
        self.x_ticks.iter().try_for_each(|tick| {
            let left = self.upright_at(tick);
            sheet.rect(Rect { left, width: 1.0, ..self.plot }, sheet.theme().grid)
        })
    }

    /// The upper edge of a rule of one pixel at a tick of the left axis, on a whole pixel.
    fn rule_at(&self, tick: &Tick) -> f64 {
        (self.plot.bottom() - tick.place * self.plot.height - 0.5).round()
    }

    /// The left edge of an upright of one pixel at a tick of the lower axis, on a whole pixel.
    fn upright_at(&self, tick: &Tick) -> f64 {
        (self.plot.left + tick.place * self.plot.width - 0.5).round()
    }

    /// Draws title, labels, key and ticks; never over the data.
    pub fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        self.draw_title(sheet)?;
        self.draw_headings(sheet)?;
        self.draw_left_axis(sheet)?;
        self.draw_lower_axis(sheet)
    }

    fn draw_title<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let title = fitted(&self.axes.title, TITLE_SIZE, self.space.width - 2.0 * MARGIN);
        let at = (self.space.left + MARGIN, self.space.top + MARGIN + TITLE_MIDDLE);
        sheet.text(&title, at, Align::Left, TITLE_SIZE, sheet.theme().ink)
    }

    /// The left axis' label and the key, in one row or, where that is too narrow, in two.
    fn draw_headings<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let left = self.space.left + MARGIN;
        let row = self.space.top + MARGIN + self.axes.title_height() + HEADING_MIDDLE;
        let label = &self.axes.y.label;
        sheet.text(label, (left, row), Align::Left, TEXT_SIZE, sheet.theme().faint)?;
        // A cursor may stand at the end of tracks, which share a gutter.
        let clear = if self.axes.gutter.is_some() { TICK_GAP } else { 0.0 };
        let left = (self.plot.right() - clear - self.axes.key.width()).max(left);
        let row = self.plot.top - HEADING_ROW + HEADING_MIDDLE;
        self.axes.key.draw(sheet, (left, row))
    }

    fn draw_left_axis<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let right = self.plot.left - TICK_GAP;
        self.y_ticks.iter().try_for_each(|tick| {
            let y = self.plot.bottom() - tick.place * self.plot.height;
            sheet.text(&tick.text, (right, y), Align::Right, TEXT_SIZE, sheet.theme().faint)
        })
    }

    fn draw_lower_axis<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let theme = sheet.theme();
        let row = self.plot.bottom() + TICK_GAP + TEXT_ROW / 2.0 - 1.0;
        for tick in &self.x_ticks {
            let half = width_of(&tick.text, TEXT_SIZE) / 2.0;
            let x = self.plot.left + tick.place * self.plot.width;
            let x = x.min(self.space.right() - half - 2.0).max(self.space.left + half + 2.0);
            sheet.text(&tick.text, (x, row), Align::Centre, TEXT_SIZE, theme.faint)?;
        }
        let row = if self.x_ticks.is_empty() { row } else { row + TEXT_ROW - 3.0 };
        let at = (self.plot.right(), row);
        sheet.text(&self.axes.x.label, at, Align::Right, TEXT_SIZE, theme.faint)
    }

    /// Draws short marks outside the data at every tick, where a grid would cover a picture.
    pub fn draw_marks<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let (colour, length) = (sheet.theme().faint, TICK_GAP - 2.0);
        let left = self.plot.left - length;
        for tick in &self.y_ticks {
            sheet.level_rule(left, self.plot.left, self.rule_at(tick), 1.0, colour)?;
        }
        let top = self.plot.bottom();
        self.x_ticks.iter().try_for_each(|tick| {
            let left = self.upright_at(tick);
            sheet.rect(Rect { left, top, width: 1.0, height: length }, colour)
        })
    }
}

/// Draws a title over a whole sheet of several charts.
pub(super) fn draw_title<DB: DrawingBackend>(
    sheet: &Sheet<'_, DB>,
    title: &str,
) -> Result<(), PlotError> {
    let title = fitted(title, TITLE_SIZE, sheet.size().width - 2.0 * MARGIN);
    sheet.text(&title, (MARGIN, MARGIN + TITLE_MIDDLE), Align::Left, TITLE_SIZE, sheet.theme().ink)
}
