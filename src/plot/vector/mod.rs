//! Charts as SVG documents, with text as text: in files and in the tab.
//!
//! A backend of plotters of our own, because a document deserves what the stock one cannot do:
//! places between whole pixels, an image inside, letters on their baseline.

mod escaped;
mod svg;

use plotters::prelude::{DrawingBackend, IntoDrawingArea};

pub use escaped::Escaped;

use super::{Chart, Picture, PlotError, Sheet, Size, Theme};
use svg::Svg;

/// Units of a document's backend in a CSS pixel: lines and points are placed to an eighth.
pub(super) const UNITS: u32 = 8;

/// Pixels of an image in a CSS pixel.
pub(super) const DENSITY: u32 = 2;

/// A chart as an SVG document of so many CSS pixels; the same chart gives the same bytes.
/// `embedded` turns the chart's picture, if it has one, into an address: a data URL of a PNG.
///
/// The typeface is named, with fallbacks, not embedded.
///
/// # Errors
/// Those of `embedded`.
pub fn svg_with(
    chart: &impl Chart,
    size_px: (u32, u32),
    theme: &Theme,
    embedded: impl FnOnce(&Picture) -> Result<String, PlotError>,
) -> Result<String, PlotError> {
    let (width, height) = size_px;
    let size = Size { width: f64::from(width), height: f64::from(height) };
    let units = (width * UNITS, height * UNITS);
    let mut document = Svg::open(size_px, chart.title());
    draw(document.backend(units), chart, theme, Layer::Ground)?;
    if let Some(picture) = chart.picture(size, theme, f64::from(DENSITY)) {
        document.place(&picture, &embedded(&picture)?);
    }
    draw(document.backend(units), chart, theme, Layer::Lines)?;
    Ok(document.close())
}

/// What goes under a chart's picture, and what goes over it.
#[derive(Clone, Copy)]
pub(super) enum Layer {
    Ground,
    Lines,
}

pub(super) fn draw<DB: DrawingBackend>(
    backend: DB,
    chart: &impl Chart,
    theme: &Theme,
    layer: Layer,
) -> Result<(), PlotError> {
    let area = backend.into_drawing_area();
    let sheet = Sheet::new(&area, theme, f64::from(UNITS));
    match layer {
        Layer::Ground => sheet.fill(theme.ground),
        Layer::Lines => chart.draw(&sheet),
    }
}
