//! What charts draw on: a drawing area of any backend, measured in pixels that do not depend on
//! the density of the screen or the file.

use std::fmt;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::{PlotError, Theme, typeface};
use crate::emotion::Rgb;

/// A size in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A rectangle in pixels; the origin is the sheet's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Distance from the left edge.
    pub left: f64,
    /// Distance from the top edge.
    pub top: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Rect {
    /// Distance of the right side from the sheet's left edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Distance of the lower side from the sheet's top edge.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// Which part of a text stands at the given point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Its beginning.
    Left,
    /// Its middle.
    Centre,
    /// Its end.
    Right,
}

/// A drawing area with a theme and a density.
///
/// Charts measure in CSS pixels. A sheet turns them into the backend's whole units: `density` of
/// them to a pixel, so `devicePixelRatio` on a canvas.
pub struct Sheet<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    theme: &'a Theme,
    density: f64,
}

impl<'a, DB: DrawingBackend> Sheet<'a, DB> {
    /// A sheet over the whole area; a `density` that is not above 0 counts as 1.
    pub fn new(area: &'a DrawingArea<DB, Shift>, theme: &'a Theme, density: f64) -> Self {
        Self { area, theme, density: if density > 0.0 { density } else { 1.0 } }
    }

    /// The colours to draw in.
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The size in CSS pixels.
    pub fn size(&self) -> Size {
        let (width, height) = self.area.dim_in_pixel();
        Size { width: f64::from(width) / self.density, height: f64::from(height) / self.density }
    }

    /// The nearest whole unit of the backend.
    fn units(&self, pixels: f64) -> i32 {
        (pixels * self.density).round() as i32
    }

    fn point(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (self.units(x), self.units(y))
    }

    /// Fills the whole sheet.
    pub fn fill(&self, colour: Rgb) -> Result<(), PlotError> {
        self.area.fill(&rgb(colour)).map_err(PlotError::drawing)
    }

    /// Fills a rectangle, at least one unit of the backend wide and high.
    pub fn rect(&self, rect: Rect, colour: Rgb) -> Result<(), PlotError> {
        let (left, top) = self.point((rect.left, rect.top));
        let (right, bottom) = self.point((rect.right(), rect.bottom()));
        let corners = [(left, top), (right.max(left + 1), bottom.max(top + 1))];
        self.area.draw(&Rectangle::new(corners, rgb(colour).filled())).map_err(PlotError::drawing)
    }

    /// A level rule of `thickness`, its upper edge at `y`.
    pub fn level_rule(
        &self,
        from_x: f64,
        to_x: f64,
        y: f64,
        thickness: f64,
        colour: Rgb,
    ) -> Result<(), PlotError> {
        self.rect(Rect { left: from_x, top: y, width: to_x - from_x, height: thickness }, colour)
    }

    /// A line through points; nothing for less than two.
    pub fn line(
        &self,
        points: impl IntoIterator<Item = (f64, f64)>,
        thickness: f64,
        colour: Rgb,
    ) -> Result<(), PlotError> {
        let points: Vec<_> = points.into_iter().map(|p| self.point(p)).collect();
        if points.len() < 2 {
            return Ok(());
        }
        let style = ShapeStyle {
            color: rgb(colour).to_rgba(),
            filled: false,
            stroke_width: self.units(thickness).max(1) as u32,
        };
        self.area.draw(&PathElement::new(points, style)).map_err(PlotError::drawing)
    }

    /// A filled polygon; `opacity` from 0 to 1.
    pub fn polygon(
        &self,
        corners: impl IntoIterator<Item = (f64, f64)>,
        colour: Rgb,
        opacity: f64,
    ) -> Result<(), PlotError> {
        let corners: Vec<_> = corners.into_iter().map(|p| self.point(p)).collect();
        self.area.draw(&Polygon::new(corners, rgb(colour).mix(opacity))).map_err(PlotError::drawing)
    }

    /// A filled circle.
    pub fn dot(&self, centre: (f64, f64), radius: f64, colour: Rgb) -> Result<(), PlotError> {
        let circle =
            Circle::new(self.point(centre), self.units(radius).max(1), rgb(colour).filled());
        self.area.draw(&circle).map_err(PlotError::drawing)
    }

    /// A line of text in `size` pixels to the em; `at` is level with the middle of its capitals.
    pub fn text(
        &self,
        text: &str,
        at: (f64, f64),
        align: Align,
        size: f64,
        colour: Rgb,
    ) -> Result<(), PlotError> {
        let horizontal = match align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let family = FontFamily::Name(typeface::FAMILY);
        let style = TextStyle {
            font: FontDesc::new(family, size * self.density, FontStyle::Normal),
            color: rgb(colour).to_backend_color(),
            pos: Pos::new(horizontal, VPos::Center),
        };
        self.area.draw_text(text, &style, self.point(at)).map_err(PlotError::drawing)
    }
}

impl<DB: DrawingBackend> fmt::Debug for Sheet<'_, DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("size", &self.size()).finish_non_exhaustive()
    }
}

fn rgb(Rgb(red, green, blue): Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}
