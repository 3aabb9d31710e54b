//! How charts look: the colours of a light and of a dark ground.

use super::ColourMap;
use crate::emotion::Rgb;

/// The colours of a chart.
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
}

impl Theme {
    /// Dark ink on a light ground.
    pub const fn light() -> Self {
        Self {
            ground: Rgb(0xff, 0xff, 0xff),
            ink: Rgb(0x1b, 0x1a, 0x22),
            faint: Rgb(0x5c, 0x5b, 0x66),
            grid: Rgb(0xe3, 0xe2, 0xe8),
            accent: Rgb(0x5b, 0x3f, 0xd6),
            second: Rgb(0xc2, 0x4a, 0x00),
            levels: ColourMap::Magma,
            signed: ColourMap::Vik,
        }
    }

    /// Light ink on a dark ground.
    pub const fn dark() -> Self {
        Self {
            ground: Rgb(0x13, 0x12, 0x18),
            ink: Rgb(0xf1, 0xf0, 0xf5),
            faint: Rgb(0xa5, 0xa3, 0xb1),
            grid: Rgb(0x2f, 0x2d, 0x39),
            accent: Rgb(0xa9, 0x97, 0xff),
            second: Rgb(0xff, 0x9a, 0x52),
            levels: ColourMap::Magma,
            signed: ColourMap::Berlin,
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
