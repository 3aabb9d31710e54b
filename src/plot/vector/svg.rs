//! A backend that writes SVG.

use std::convert::Infallible;
use std::fmt::{self, Display, Write};

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

use super::{DENSITY, Escaped, Picture, UNITS};
use crate::plot::typeface;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A document that grows.
pub(super) struct Svg {
    text: String,
}

impl Svg {
    /// Opens a document of a size in CSS pixels; a title is read out, not drawn.
    pub(super) fn open((width, height): (u32, u32), title: &str) -> Self {
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{}\">\n",
            typeface::FAMILY
        );
        if !title.is_empty() {
            push(&mut text, format_args!("<title>{}</title>\n", Escaped(title)));
        }
        Self { text }
    }

    pub(super) fn backend(&mut self, units: (u32, u32)) -> Pen<'_> {
        Pen { text: &mut self.text, units }
    }

    /// Embeds a picture whose pixels stand at an address.
    pub(super) fn place(&mut self, picture: &Picture, address: &str) {
        let side = |device: u32| f64::from(device) / f64::from(DENSITY);
        push(
            &mut self.text,
            format_args!(
                "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
                 href=\"{}\"/>\n",
                side(picture.left),
                side(picture.top),
                side(picture.width),
                side(picture.height),
                Escaped(address)
            ),
        );
    }

    pub(super) fn close(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }
}

/// Writes shapes into a document.
pub(super) struct Pen<'a> {
    text: &'a mut String,
    units: (u32, u32),
}

impl Pen<'_> {
    fn element(&mut self, element: fmt::Arguments<'_>) -> Drawn {
        push(self.text, element);
        Ok(())
    }
}

impl DrawingBackend for Pen<'_> {
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
        let look = if fill { Look::Filled(style.color()) } else { Look::stroked(style) };
        let (x, y, width, height) = (Px(left), Px(top), Px(right - left), Px(bottom - top));
        self.element(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{look}/>\n"
        ))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points = Points(path.into_iter().collect());
        let look = Look::stroked(style);
        self.element(format_args!(
            "<polyline points=\"{points}\"{look} stroke-linejoin=\"round\"/>\n"
        ))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let look = if fill { Look::Filled(style.color()) } else { Look::stroked(style) };
        let (x, y, radius) = (Px(x), Px(y), Px(radius as i32));
        self.element(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{look}/>\n"))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let (points, look) = (Points(corners.into_iter().collect()), Look::Filled(style.color()));
        self.element(format_args!("<polygon points=\"{points}\"{look}/>\n"))
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let baseline = y + (style.size() * typeface::MIDDLE_TO_BASELINE_EM).round() as i32;
        let (x, y, size) = (Px(x), Px(baseline), style.size() / f64::from(UNITS));
        let (look, text) = (Look::Filled(style.color()), Escaped(text));
        self.element(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{look}>{text}</text>\n"
        ))
    }
}

/// Units, written in CSS pixels.
struct Px(i32);

impl Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", f64::from(self.0) / f64::from(UNITS))
    }
}

struct Points(Vec<BackendCoord>);

impl Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(i, (x, y))| {
            let gap = if i == 0 { "" } else { " " };
            write!(f, "{gap}{},{}", Px(*x), Px(*y))
        })
    }
}

enum Look {
    Filled(BackendColor),
    Stroked(BackendColor, u32),
}

impl Look {
    fn stroked(style: &impl BackendStyle) -> Self {
        Self::Stroked(style.color(), style.stroke_width())
    }
}

impl Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (paint, colour) = match self {
            Self::Filled(colour) => ("fill", colour),
            Self::Stroked(colour, _) => ("stroke", colour),
        };
        let (red, green, blue) = colour.rgb;
        write!(f, " {paint}=\"#{red:02x}{green:02x}{blue:02x}\"")?;
        if colour.alpha < 1.0 {
            write!(f, " {paint}-opacity=\"{}\"", colour.alpha)?;
        }
        match self {
            Self::Filled(_) => Ok(()),
            Self::Stroked(_, width) => {
                write!(f, " stroke-width=\"{}\" fill=\"none\"", Px(*width as i32))
            }
        }
    }
}

fn push(text: &mut String, piece: fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(piece);
}
