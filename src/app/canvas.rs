//! Charts on canvas elements: as many device pixels as the screen has.

use leptos::prelude::window;
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::plot::{Chart, Picture, PlotError, Sheet, Size, Theme};

/// A sheet on a canvas.
pub type CanvasSheet<'a> = Sheet<'a, CanvasBackend>;

/// Draws a chart over a whole canvas, and what `over` adds on top of it.
///
/// The canvas gets the device pixels that its size on the page asks for.
///
/// # Errors
/// [`PlotError::Drawing`] where the canvas refuses.
pub fn draw(
    canvas: &HtmlCanvasElement,
    chart: &impl Chart,
    theme: &Theme,
    over: impl FnOnce(&CanvasSheet<'_>) -> Result<(), PlotError>,
) -> Result<(), PlotError> {
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
    let sheet = Sheet::new(&area, theme, density);
    chart.draw(&sheet)?;
    over(&sheet)
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
