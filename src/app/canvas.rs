//! Charts on canvas elements and in documents.

use std::cell::RefCell;

use leptos::prelude::window;
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::download::png_address;
use crate::plot::vector::svg_with;
use crate::plot::{Chart, Picture, PlotError, Sheet, Size, Table, Theme};

/// What a chart is put on: a canvas of the page, a document that leaves it, or paper for its
/// numbers.
pub enum Easel<'a> {
    /// A canvas, with as many device pixels as its size on the page asks for.
    Canvas(&'a HtmlCanvasElement),
    /// An SVG document of this size.
    Document(Size, RefCell<String>),
    /// The numbers behind the chart; none until it is put there, or if it has none.
    Numbers(RefCell<Option<Table>>),
}

impl Easel<'_> {
    /// Its size in CSS pixels.
    pub fn size(&self) -> Size {
        match self {
            Self::Canvas(canvas) => size_of(canvas),
            Self::Document(size, _) => *size,
            // Numbers need no room; the frame around them needs some.
            Self::Numbers(_) => Size { width: 640.0, height: 320.0 },
        }
    }

    /// Draws a chart over all of it. What cannot be drawn is a fault of the page: developers find it
    /// in the console.
    pub fn put(&self, chart: &impl Chart, theme: &Theme) {
        let drawn = match self {
            Self::Canvas(canvas) => draw(canvas, chart, theme),
            Self::Document(size, document) => {
                let size_px = (size.width.round() as u32, size.height.round() as u32);
                svg_with(chart, size_px, theme, png_address).map(|svg| {
                    document.replace(svg);
                })
            }
            Self::Numbers(table) => {
                table.replace(chart.table(&theme.terms));
                Ok(())
            }
        };
        note(drawn);
    }
}

/// Notes for developers that a chart could not be drawn.
pub fn note(drawn: Result<(), PlotError>) {
    if let Err(error) = drawn {
        leptos::logging::error!("{error}");
    }
}

/// Draws a chart over a whole canvas.
fn draw(canvas: &HtmlCanvasElement, chart: &impl Chart, theme: &Theme) -> Result<(), PlotError> {
    let density = density();
    let size = size_of(canvas);
    canvas.set_width((size.width * density).round() as u32);
    canvas.set_height((size.height * density).round() as u32);
    if let Some(picture) = chart.picture(size, theme, density) {
        put(canvas, &picture).map_err(|thrown| PlotError::Drawing(format!("{thrown:?}")))?;
    }
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else {
        return Err(PlotError::Drawing("the canvas has no 2D context".to_owned()));
    };
    let area = backend.into_drawing_area();
    chart.draw(&Sheet::new(&area, theme, density))
}

/// Device pixels to a CSS pixel, capped: beyond two nobody sees more, but everybody waits longer.
pub fn density() -> f64 {
    window().device_pixel_ratio().clamp(0.5, 2.0)
}

/// The size of a canvas on the page, in CSS pixels.
pub fn size_of(canvas: &HtmlCanvasElement) -> Size {
    let rect = canvas.get_bounding_client_rect();
    Size { width: rect.width(), height: rect.height() }
}

fn put(canvas: &HtmlCanvasElement, picture: &Picture) -> Result<(), JsValue> {
    if picture.width == 0 || picture.height == 0 {
        return Ok(());
    }
    let Some(context) = canvas.get_context("2d")? else { return Ok(()) };
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let pixels = Clamped(picture.rgba.as_slice());
    let data = ImageData::new_with_u8_clamped_array_and_sh(pixels, picture.width, picture.height)?;
    context.put_image_data(&data, f64::from(picture.left), f64::from(picture.top))
}
