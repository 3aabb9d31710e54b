//! The spectrogram of an open microphone: a column is painted once, into a canvas that nobody sees;
//! each frame of the screen copies what is to be seen of it.

use leptos::prelude::document;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::live::{Columns, STRIP_S};
use crate::plot::{ColourMap, Rect};

/// Columns more than are seen, so that new ones never overwrite what is still on the screen.
const SPARE: u64 = 128;

/// Columns in a ring.
pub struct LivePicture {
    ring: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    capacity: u64,
    bands: u32,
    hop_s: f64,
    map: ColourMap,
    painted: u64,
}

impl LivePicture {
    /// A ring for columns of this shape, in these colours.
    ///
    /// # Errors
    /// What the browser throws if it has no canvas for it.
    pub fn new(bands: usize, hop_s: f64, map: ColourMap) -> Result<Self, JsValue> {
        let ring: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
        let capacity = (STRIP_S / hop_s).ceil() as u64 + SPARE;
        ring.set_width(capacity as u32);
        ring.set_height(bands as u32);
        let context = ring.get_context("2d")?.ok_or("no 2D context")?.unchecked_into();
        Ok(Self { ring, context, capacity, bands: bands as u32, hop_s, map, painted: 0 })
    }

    /// Whether it was made for columns of this shape, in these colours.
    pub fn fits(&self, bands: usize, map: ColourMap) -> bool {
        self.bands as usize == bands && self.map == map
    }

    /// Paints the columns that are new.
    ///
    /// # Errors
    /// What the browser throws.
    pub fn paint(&mut self, columns: &Columns) -> Result<(), JsValue> {
        if columns.count() < self.painted {
            self.painted = 0;
        }
        let (first, levels) = columns.since(self.painted);
        let bands = self.bands as usize;
        let (mut at, mut rest) = (first, levels.as_slice());
        while !rest.is_empty() {
            let room = (self.capacity - at % self.capacity) as usize;
            let (part, others) = rest.split_at((room * bands).min(rest.len()));
            self.put((at % self.capacity) as f64, part)?;
            at += (part.len() / bands) as u64;
            rest = others;
        }
        self.painted = columns.count();
        Ok(())
    }

    fn put(&self, x: f64, levels: &[u8]) -> Result<(), JsValue> {
        let colours = self.map.table();
        let (bands, width) = (self.bands as usize, levels.len() / self.bands as usize);
        let mut rgba = vec![255; 4 * levels.len()];
        for (i, level) in levels.iter().enumerate() {
            let (column, band) = (i / bands, i % bands);
            let pixel = 4 * ((bands - 1 - band) * width + column);
            let colour = colours[usize::from(*level)];
            rgba[pixel..pixel + 3].copy_from_slice(&[colour.0, colour.1, colour.2]);
        }
        let pixels = Clamped(rgba.as_slice());
        let data = ImageData::new_with_u8_clamped_array_and_sh(pixels, width as u32, self.bands)?;
        self.context.put_image_data(&data, x, 0.0)
    }

    /// Copies the seconds before `edge_s` into a rectangle whose right side is that time.
    ///
    /// # Errors
    /// What the browser throws.
    pub fn draw(
        &self,
        onto: &CanvasRenderingContext2d,
        plot: Rect,
        edge_s: f64,
    ) -> Result<(), JsValue> {
        let capacity = self.capacity as f64;
        let column_width = plot.width / (STRIP_S / self.hop_s);
        let end = (edge_s / self.hop_s).min(self.painted as f64);
        let begin = (end - STRIP_S / self.hop_s).max(0.0);
        let mut from = begin;
        while from < end {
            let to = ((from / capacity).floor() * capacity + capacity).min(end);
            let left = plot.right() - (edge_s / self.hop_s - from) * column_width;
            onto.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.ring,
                from % capacity,
                0.0,
                to - from,
                f64::from(self.bands),
                left,
                plot.top,
                (to - from) * column_width,
                plot.height,
            )?;
            from = to;
        }
        Ok(())
    }
}
