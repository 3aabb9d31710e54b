//! A backend that paints pixels, edges smoothed, with the vendored typeface.

use std::convert::Infallible;

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform,
};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::{DENSITY, Picture, UNITS};
use crate::plot::{PlotError, typeface};

/// Bricolage Grotesque, regular at 14 pt, Latin; SIL Open Font License 1.1, `OFL.txt`.
const FONT: &[u8] = include_bytes!("bricolage-grotesque.ttf");

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// The pixels of an image, and the letters to set on it.
pub(super) struct Canvas {
    pixels: Pixmap,
    face: Face<'static>,
}

impl Canvas {
    /// A transparent image of a size in its own pixels.
    pub(super) fn new(width: u32, height: u32) -> Result<Self, PlotError> {
        let none = || PlotError::drawing(format_args!("no image of {width} × {height} pixels"));
        let pixels = Pixmap::new(width, height).ok_or_else(none)?;
        Ok(Self { pixels, face: Face::parse(FONT, 0).map_err(PlotError::drawing)? })
    }

    pub(super) fn backend(&mut self, units: (u32, u32)) -> Brush<'_> {
        Brush { canvas: self, units }
    }

    /// Copies an opaque picture to its place.
    pub(super) fn place(&mut self, picture: &Picture) {
        let stride = 4 * self.pixels.width() as usize;
        let (row_bytes, left) = (4 * picture.width as usize, 4 * picture.left as usize);
        let rows = picture.rgba.chunks_exact(row_bytes).zip(picture.top as usize..);
        for (row, y) in rows {
            let start = y * stride + left;
            if let Some(place) = self.pixels.data_mut().get_mut(start..start + row_bytes) {
                place.copy_from_slice(row);
            }
        }
    }

    pub(super) fn rgba(&self) -> &[u8] {
        self.pixels.data()
    }
}

/// Paints shapes on a canvas.
pub(super) struct Brush<'a> {
    canvas: &'a mut Canvas,
    units: (u32, u32),
}

impl Brush<'_> {
    fn to_pixels() -> Transform {
        let scale = DENSITY as f32 / UNITS as f32;
        Transform::from_scale(scale, scale)
    }

    fn fill(&mut self, path: Option<Path>, colour: BackendColor) -> Drawn {
        if let Some(path) = path {
            let paint = paint_of(colour);
            let to_pixels = Self::to_pixels();
            self.canvas.pixels.fill_path(&path, &paint, FillRule::Winding, to_pixels, None);
        }
        Ok(())
    }

    fn stroke(&mut self, path: Option<Path>, style: &impl BackendStyle) -> Drawn {
        if let Some(path) = path {
            let stroke = Stroke {
                width: style.stroke_width() as f32,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            let (paint, to_pixels) = (paint_of(style.color()), Self::to_pixels());
            self.canvas.pixels.stroke_path(&path, &paint, &stroke, to_pixels, None);
        }
        Ok(())
    }

    fn draw<S: BackendStyle>(&mut self, path: Option<Path>, style: &S, fill: bool) -> Drawn {
        if fill { self.fill(path, style.color()) } else { self.stroke(path, style) }
    }
}

impl DrawingBackend for Brush<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.units
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let rect = Rect::from_ltrb(left as f32, top as f32, right as f32, bottom as f32);
        self.draw(rect.map(PathBuilder::from_rect), style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.stroke(through(path).finish(), style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.draw(PathBuilder::from_circle(x as f32, y as f32, radius as f32), style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let mut path = through(corners);
        path.close();
        self.fill(path.finish(), style.color())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let em = style.size();
        let width = f64::from(width_of(text, &self.canvas.face)) * em;
        let left = f64::from(x)
            - match style.anchor().h_pos {
                HPos::Left => 0.0,
                HPos::Center => width / 2.0,
                HPos::Right => width,
            };
        let baseline = f64::from(y) + em * typeface::MIDDLE_TO_BASELINE_EM;
        let letters =
            Letters::set(text, &self.canvas.face, (left as f32, baseline as f32), em as f32);
        self.fill(letters.finish(), style.color())
    }
}

fn paint_of(colour: BackendColor) -> Paint<'static> {
    let (red, green, blue) = colour.rgb;
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, (255.0 * colour.alpha).round() as u8);
    paint
}

fn through(points: impl IntoIterator<Item = BackendCoord>) -> PathBuilder {
    let mut path = PathBuilder::new();
    for (x, y) in points {
        if path.is_empty() {
            path.move_to(x as f32, y as f32);
        } else {
            path.line_to(x as f32, y as f32);
        }
    }
    path
}

/// The width of a line of text in em.
fn width_of(text: &str, face: &Face<'_>) -> f32 {
    text.chars().map(|c| advance_em(face, face.glyph_index(c).unwrap_or_default())).sum()
}

fn advance_em(face: &Face<'_>, glyph: GlyphId) -> f32 {
    f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / f32::from(face.units_per_em())
}

/// The outlines of a line of text.
struct Letters {
    path: PathBuilder,
    origin: (f32, f32),
    scale: f32,
}

impl Letters {
    fn set(text: &str, face: &Face<'_>, origin: (f32, f32), em: f32) -> PathBuilder {
        let scale = em / f32::from(face.units_per_em());
        let mut letters = Self { path: PathBuilder::new(), origin, scale };
        for character in text.chars() {
            // Glyph 0 is the box that stands for what a typeface lacks.
            let glyph = face.glyph_index(character).unwrap_or_default();
            face.outline_glyph(glyph, &mut letters);
            letters.origin.0 += em * advance_em(face, glyph);
        }
        letters.path
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + self.scale * x, self.origin.1 - self.scale * y)
    }
}

impl OutlineBuilder for Letters {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_widths_is_the_typefaces_own() {
        let face = Face::parse(FONT, 0).unwrap();
        let em = f64::from(face.units_per_em());
        for character in (' '..='~').chain(['−', '×', '·', '–', '—', '…']) {
            let glyph = face.glyph_index(character).unwrap();
            let advance = f64::from(face.glyph_hor_advance(glyph).unwrap());
            assert_eq!(typeface::width_of(&character.to_string(), em), advance, "{character}");
        }
    }

    #[test]
    fn capitals_stand_around_the_middle_of_their_line() {
        let face = Face::parse(FONT, 0).unwrap();
        let capitals = f64::from(face.capital_height().unwrap()) / f64::from(face.units_per_em());
        assert!((capitals / 2.0 - typeface::MIDDLE_TO_BASELINE_EM).abs() < 0.01);
    }
}
