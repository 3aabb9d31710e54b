//! How charts look and speak: the colours of a light and of a dark ground, and the words.

use super::{ColourMap, Terms};
use crate::emotion::Rgb;

/// The colours of a chart, and its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// What everything stands on; written to files, left to the page on a canvas.
    pub ground: Rgb,
    /// Titles and numbers that must be read.
    pub ink: Rgb,
    /// Ticks and labels.
    pub faint: Rgb,
    /// Grid lines and frames.
    pub grid: Rgb,
    /// The one curve that matters.
    pub accent: Rgb,
    /// The curve it is compared with.
    pub second: Rgb,
    /// Levels of a spectrogram.
    pub levels: ColourMap,
    /// Signed values, zero in the colour nearest to the ground.
    pub signed: ColourMap,
    /// The words.
    pub terms: Terms,
}

impl Theme {
    /// A phonetician's print: black ink on white paper, strong sounds dark.
    pub const fn light() -> Self {
        Self {
            ground: Rgb(0xff, 0xff, 0xff),
            ink: Rgb(0x12, 0x15, 0x1a),
            faint: Rgb(0x5a, 0x60, 0x66),
            grid: Rgb(0xdc, 0xde, 0xdc),
            accent: Rgb(0x12, 0x15, 0x1a),
            second: Rgb(0xd4, 0x00, 0x3c),
            levels: ColourMap::Grey,
            signed: ColourMap::Vik,
            terms: Terms::ENGLISH,
        }
    }

    /// Embers in the dark.
    pub const fn dark() -> Self {
        Self {
            ground: Rgb(0x0b, 0x0d, 0x11),
            ink: Rgb(0xf0, 0xee, 0xe8),
            faint: Rgb(0x9a, 0x9e, 0xa6),
            grid: Rgb(0x22, 0x26, 0x2d),
            accent: Rgb(0xf0, 0xee, 0xe8),
            second: Rgb(0x7c, 0xf5, 0xe6),
            levels: ColourMap::Magma,
            signed: ColourMap::Berlin,
            terms: Terms::ENGLISH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::colour_map::luminance;

    /// Contrast of two colours, 1 to 21 (WCAG 2.2).
    fn contrast(a: Rgb, b: Rgb) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_curves_stand_out_from_the_ground() {
        for theme in [Theme::light(), Theme::dark()] {
            assert!(contrast(theme.ink, theme.ground) >= 12.0);
            assert!(contrast(theme.faint, theme.ground) >= 4.5);
            assert!(contrast(theme.accent, theme.ground) >= 4.5);
            assert!(contrast(theme.second, theme.ground) >= 4.5);
            assert!((1.1..2.0).contains(&contrast(theme.grid, theme.ground)));
        }
    }
}
