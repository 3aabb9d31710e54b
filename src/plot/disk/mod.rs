//! Charts as files: SVG with text as text, PNG at twice the density.
//!
//! Both are backends of plotters of our own (the SVG one in [`super::vector`]), because files deserve what its stock ones cannot do:
//! places between whole pixels, an image inside an SVG, letters set with their side bearings.
//! They share one grid of units to a pixel, so that a chart is the same in either.

mod raster;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub use super::vector::Escaped;

use super::vector::{DENSITY, Layer, UNITS, draw, svg_with};
use super::{Chart, Picture, PlotError, Size, Theme};

/// Widths and heights that a file may have, in CSS pixels.
pub const SIDES_PX: std::ops::RangeInclusive<u32> = 120..=4_800;

/// What a file is, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Scalable vector graphics.
    Svg,
    /// Portable network graphics, 8 bits a channel.
    Png,
}

impl Format {
    /// The format that a file's name asks for.
    ///
    /// # Errors
    /// [`PlotError::UnknownFormat`] unless the name ends in ".svg" or ".png", in any case.
    pub fn of(path: &Path) -> Result<Self, PlotError> {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        ending.parse().map_err(|()| PlotError::UnknownFormat(path.to_owned()))
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(ending: &str) -> Result<Self, ()> {
        match ending.to_ascii_lowercase().as_str() {
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png),
            _ => Err(()),
        }
    }
}

/// Draws a chart into a file of `width` by `height` CSS pixels; a PNG has twice as many a side.
///
/// # Errors
/// [`PlotError::UnknownFormat`] for a name that ends in neither ".svg" nor ".png",
/// [`PlotError::Size`] beyond [`SIDES_PX`], [`PlotError::Write`] where the file cannot be written.
pub fn write(
    chart: &impl Chart,
    path: &Path,
    (width, height): (u32, u32),
    theme: &Theme,
) -> Result<(), PlotError> {
    let bytes = match Format::of(path)? {
        Format::Svg => svg(chart, (width, height), theme)?.into_bytes(),
        Format::Png => png(chart, (width, height), theme)?,
    };
    std::fs::write(path, bytes)
        .map_err(|reason| PlotError::Write { path: PathBuf::from(path), reason })
}

/// A chart as an SVG document; the same chart gives the same bytes.
///
/// The typeface is named, with fallbacks, not embedded.
///
/// # Errors
/// [`PlotError::Size`] beyond [`SIDES_PX`].
pub fn svg(chart: &impl Chart, size_px: (u32, u32), theme: &Theme) -> Result<String, PlotError> {
    checked(size_px)?;
    svg_with(chart, size_px, theme, |picture| {
        let png = encoded(&picture.rgba, (picture.width, picture.height), "", 1)?;
        Ok(format!("data:image/png;base64,{}", STANDARD.encode(png)))
    })
}

/// A chart as a PNG file of twice the size; the same chart gives the same bytes.
///
/// # Errors
/// [`PlotError::Size`] beyond [`SIDES_PX`].
pub fn png(chart: &impl Chart, size_px: (u32, u32), theme: &Theme) -> Result<Vec<u8>, PlotError> {
    let (size, units) = checked(size_px)?;
    let (width, height) = (size_px.0 * DENSITY, size_px.1 * DENSITY);
    let mut canvas = raster::Canvas::new(width, height)?;
    draw(canvas.backend(units), chart, theme, Layer::Ground)?;
    if let Some(picture) = chart.picture(size, theme, f64::from(DENSITY)) {
        canvas.place(&picture);
    }
    draw(canvas.backend(units), chart, theme, Layer::Lines)?;
    encoded(canvas.rgba(), (width, height), chart.title(), DENSITY)
}

fn checked((width, height): (u32, u32)) -> Result<(Size, (u32, u32)), PlotError> {
    if !SIDES_PX.contains(&width) || !SIDES_PX.contains(&height) {
        return Err(PlotError::Size { width, height });
    }
    let size = Size { width: f64::from(width), height: f64::from(height) };
    Ok((size, (width * UNITS, height * UNITS)))
}

/// Opaque RGBA as a PNG without alpha, `density` pixels to a CSS pixel of 1/96 inch.
fn encoded(
    rgba: &[u8],
    (width, height): (u32, u32),
    title: &str,
    density: u32,
) -> Result<Vec<u8>, PlotError> {
    let rgb: Vec<u8> = rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = (96.0 * f64::from(density) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    if !title.is_empty() {
        encoder.add_itxt_chunk("Title".to_owned(), title.to_owned()).map_err(PlotError::drawing)?;
    }
    let mut writer = encoder.write_header().map_err(PlotError::drawing)?;
    writer.write_image_data(&rgb).map_err(PlotError::drawing)?;
    writer.finish().map_err(PlotError::drawing)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::Waveform;

    fn chart(samples: &[f32]) -> Waveform<'_> {
        let title = "A & B <voice>".to_owned();
        Waveform { title, samples, rate_hz: 16_000, labelled: true, gutter: None }
    }

    #[test]
    fn a_png_has_twice_the_pixels_and_says_how_large_they_are() {
        let png = png(&chart(&[0.0, 0.5, -0.5]), (400, 200), &Theme::light()).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        assert_eq!((reader.info().width, reader.info().height), (800, 400));
        assert_eq!(reader.info().pixel_dims.unwrap().xppu, 7_559);
    }

    #[test]
    fn the_same_chart_gives_the_same_bytes() {
        let samples: Vec<f32> = (0..5_000).map(|n| (n as f32 * 0.05).sin()).collect();
        let size = (500, 200);
        let theme = Theme::dark();
        assert_eq!(
            svg(&chart(&samples), size, &theme).unwrap(),
            svg(&chart(&samples), size, &theme).unwrap()
        );
        assert_eq!(
            png(&chart(&samples), size, &theme).unwrap(),
            png(&chart(&samples), size, &theme).unwrap()
        );
    }

    #[test]
    fn names_are_escaped() {
        let svg = svg(&chart(&[0.0]), (400, 200), &Theme::light()).unwrap();
        assert!(svg.contains("<title>A &amp; B &lt;voice&gt;</title>"));
    }

    #[test]
    fn what_cannot_be_written_is_said_in_a_sentence() {
        let said = |path: &str, size| {
            write(&chart(&[0.0]), Path::new(path), size, &Theme::light()).unwrap_err().to_string()
        };
        assert_eq!(
            said("chart.pdf", (400, 200)),
            "expected a file name that ends in .svg or .png, got \"chart.pdf\""
        );
        assert_eq!(
            said("chart.svg", (4, 200)),
            "expected a width and a height of 120 to 4800 pixels, got 4 × 200"
        );
        assert!(
            said("/no/such/folder/x.PNG", (400, 200))
                .starts_with("/no/such/folder/x.PNG cannot be written: ")
        );
    }
}
