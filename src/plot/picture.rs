//! Levels made into pixels: the one way in which spectrograms, mel, MFCC and chroma are painted.

use std::ops::Range;

use super::{ColourMap, Frame};
use crate::features::Features;

/// A painted rectangle of a chart, to be placed under its lines and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Distance from the sheet's left edge, in device pixels.
    pub left: u32,
    /// Distance from the sheet's top edge, in device pixels.
    pub top: u32,
    /// Width in device pixels.
    pub width: u32,
    /// Height in device pixels.
    pub height: u32,
    /// Red, green, blue, alpha; row after row from the top; `4 * width * height` bytes.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// Levels over time with rows of equal height, over the data of a frame; none without a
    /// whole column.
    pub(super) fn over_time(
        frame: &Frame,
        density: f64,
        (levels, rows): (&[u8], usize),
        hop_s: f64,
        map: ColourMap,
    ) -> Option<Self> {
        let grid = Levels::new(levels, rows)?;
        Some(Self::in_frame(frame, density, |width, height| {
            let across = time_taps(frame, hop_s, grid.columns(), width);
            grid.paint(&across, &even_taps(rows, height), map)
        }))
    }

    /// A picture over the data of a frame; `paint` gets width and height in device pixels.
    pub(super) fn in_frame(
        frame: &Frame,
        density: f64,
        paint: impl FnOnce(usize, usize) -> Vec<u8>,
    ) -> Self {
        let device = |pixels: f64| (pixels * density).round() as u32;
        let (left, top) = (device(frame.plot.left), device(frame.plot.top));
        let width = device(frame.plot.right()).saturating_sub(left).max(1);
        let height = device(frame.plot.bottom()).saturating_sub(top).max(1);
        Self { left, top, width, height, rgba: paint(width as usize, height as usize) }
    }
}

/// Where one pixel of the picture takes its level from, along one axis of the grid.
///
/// A pixel that is smaller than a cell lies between two cells' centres; one that covers several
/// shows the strongest, so that a short click is never lost in a long sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Tap {
    /// Between the centres of two cells; `share` of the second one.
    Between { first: usize, second: usize, share: f32 },
    /// The strongest of the cells `first..end`.
    Strongest { first: usize, end: usize },
}

impl Tap {
    /// The tap of a pixel that reaches from `low` to `high`, where cell `i` fills `i..i + 1`, on a
    /// grid of `cells`, one or more.
    pub(super) fn over(low: f64, high: f64, cells: usize) -> Self {
        let (low, high) = if low <= high { (low, high) } else { (high, low) };
        let last = cells - 1;
        if high - low > 1.0 {
            let first = (low.round().max(0.0) as usize).min(last);
            let end = (high.round().max(0.0) as usize).clamp(first + 1, cells);
            return Self::Strongest { first, end };
        }
        let centre = ((low + high) / 2.0 - 0.5).clamp(0.0, last as f64);
        let first = centre as usize;
        Self::Between {
            first,
            second: (first + 1).min(last),
            share: (centre - first as f64) as f32,
        }
    }

    fn of(self, level: impl Fn(usize) -> f32) -> f32 {
        match self {
            Self::Between { first, second, share } => {
                level(first) * (1.0 - share) + level(second) * share
            }
            Self::Strongest { first, end } => (first..end).map(level).fold(0.0, f32::max),
        }
    }
}

/// One tap for every pixel of the width of a frame, from the left, over columns centred at
/// `k * hop_s`.
pub(super) fn time_taps(frame: &Frame, hop_s: f64, columns: usize, width: usize) -> Vec<Tap> {
    time_taps_from(frame, 0.0, hop_s, columns, width)
}

/// As [`time_taps`], over columns centred at `first_s + k * hop_s`.
pub(super) fn time_taps_from(
    frame: &Frame,
    first_s: f64,
    hop_s: f64,
    columns: usize,
    width: usize,
) -> Vec<Tap> {
    let column_at = |pixel: usize| {
        (frame.axes().x.value_at(pixel as f64 / width as f64) - first_s) / hop_s + 0.5
    };
    (0..width).map(|pixel| Tap::over(column_at(pixel), column_at(pixel + 1), columns)).collect()
}

/// The taps that spread `cells` evenly over `pixels`.
pub(super) fn even_taps(cells: usize, pixels: usize) -> Vec<Tap> {
    let step = cells as f64 / pixels as f64;
    (0..pixels).map(|p| Tap::over(p as f64 * step, (p + 1) as f64 * step, cells)).collect()
}

/// A grid of levels, column after column, lowest row first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Levels<'a> {
    levels: &'a [u8],
    rows: usize,
}

impl<'a> Levels<'a> {
    /// The grid; none where there is not one whole column.
    pub(super) fn new(levels: &'a [u8], rows: usize) -> Option<Self> {
        (rows > 0 && levels.len() >= rows).then_some(Self { levels, rows })
    }

    pub(super) fn rows(self) -> usize {
        self.rows
    }

    pub(super) fn columns(self) -> usize {
        self.levels.len() / self.rows
    }

    /// Paints it: `across` has a tap for every pixel from left to right, `up` one from bottom to
    /// top. Returns RGBA, row after row from the top.
    pub(super) fn paint(self, across: &[Tap], up: &[Tap], map: ColourMap) -> Vec<u8> {
        let colours = map.table();
        let mut rgba = vec![255; 4 * across.len() * up.len()];
        let mut column = vec![0.0_f32; self.rows];
        for (x, tap) in across.iter().enumerate() {
            for (row, level) in column.iter_mut().enumerate() {
                *level = tap.of(|at| f32::from(self.levels[at * self.rows + row]));
            }
            for (y, tap) in up.iter().rev().enumerate() {
                let colour = colours[tap.of(|row| column[row]).round() as usize];
                let at = 4 * (y * across.len() + x);
                rgba[at..at + 3].copy_from_slice(&[colour.0, colour.1, colour.2]);
            }
        }
        rgba
    }
}

/// Paints a grid of levels over a whole rectangle, each band equally high, each column equally
/// wide.
///
/// `levels` holds `bands` values a column, column after column, lowest band first, as
/// `engine::protocol::SpectrogramView` does; level 0 takes the map's low end, 255 its high end.
/// Where the rectangle has more pixels than the grid has cells, levels are interpolated; where it
/// has fewer, a pixel shows the strongest level it covers. Returns `4 * width * height` bytes of
/// RGBA, opaque, row after row from the top, as `ImageData` takes them. A grid that is empty, or
/// shorter than `columns`, is painted with level 0 where nothing is.
pub fn pixels(
    levels: &[u8],
    bands: usize,
    columns: usize,
    width: usize,
    height: usize,
    map: ColourMap,
) -> Vec<u8> {
    let wanted = bands.max(1) * columns.max(1);
    let mut padded = levels[..levels.len().min(wanted)].to_vec();
    padded.resize(wanted, 0);
    match Levels::new(&padded, bands.max(1)) {
        Some(grid) => {
            grid.paint(&even_taps(grid.columns(), width), &even_taps(grid.rows(), height), map)
        }
        None => vec![0; 4 * width * height],
    }
}

/// Levels of values over time: some rows of `values`, as a picture over time takes them.
pub(super) fn levels_of(values: &Features, rows: Range<usize>, floor: f32, top: f32) -> Vec<u8> {
    let column = |frame: usize| rows.clone().map(move |row| values.row(row)[frame]);
    (0..values.frames).flat_map(column).map(|value| level_of(value, floor, top)).collect()
}

/// The level of a value on a range, 0 at `floor` and 255 at `top`; NaN is 0.
pub fn level_of(value: f32, floor: f32, top: f32) -> u8 {
    // `as` saturates, and takes NaN for 0.
    (255.0 * (value - floor) / (top - floor)).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn red_at(rgba: &[u8], width: usize, x: usize, y: usize) -> u8 {
        rgba[4 * (y * width + x)]
    }

    #[test]
    fn one_pixel_a_cell_is_the_grid_itself_lowest_band_at_the_bottom() {
        let rgba = pixels(&[0, 64, 128, 255], 2, 2, 2, 2, ColourMap::Magma);
        let table = ColourMap::Magma.table();
        assert_eq!(red_at(&rgba, 2, 0, 1), table[0].0);
        assert_eq!(red_at(&rgba, 2, 0, 0), table[64].0);
        assert_eq!(red_at(&rgba, 2, 1, 1), table[128].0);
        assert_eq!(red_at(&rgba, 2, 1, 0), table[255].0);
        assert!(rgba.iter().skip(3).step_by(4).all(|alpha| *alpha == 255));
    }

    #[test]
    fn a_click_in_a_long_sound_is_seen() {
        let mut levels = vec![0; 100_000];
        levels[54_321] = 255;
        let rgba = pixels(&levels, 1, 100_000, 340, 1, ColourMap::Magma);
        let bright: Vec<usize> = (0..340).filter(|x| red_at(&rgba, 340, *x, 0) == 0xfc).collect();
        assert_eq!(bright, [54_321 * 340 / 100_000]);
    }

    #[test]
    fn an_empty_grid_is_painted_as_silence() {
        for (levels, bands, columns) in [(&[][..], 0, 0), (&[], 64, 0), (&[], 64, 3), (&[9], 0, 9)]
        {
            assert_eq!(pixels(levels, bands, columns, 3, 2, ColourMap::Magma).len(), 24);
        }
        assert!(pixels(&[1, 2], 1, 2, 0, 5, ColourMap::Magma).is_empty());
    }

    #[test]
    fn levels_span_the_range() {
        assert_eq!(level_of(-80.0, -80.0, 0.0), 0);
        assert_eq!(level_of(0.0, -80.0, 0.0), 255);
        assert_eq!(level_of(-40.0, -80.0, 0.0), 128);
        assert_eq!(level_of(f32::NAN, -80.0, 0.0), 0);
        assert_eq!(level_of(f32::NEG_INFINITY, -80.0, 0.0), 0);
        assert_eq!(level_of(12.0, -80.0, 0.0), 255);
    }

    proptest! {
        #[test]
        fn every_cell_is_seen_when_pixels_are_fewer(cells in 1_usize..500, pixels in 1_usize..500) {
            let pixels = pixels.min(cells);
            let mut seen = vec![false; cells];
            for tap in even_taps(cells, pixels) {
                match tap {
                    Tap::Strongest { first, end } => seen[first..end].fill(true),
                    Tap::Between { first, second, share } => {
                        seen[if share < 0.5 { first } else { second }] = true;
                    }
                }
            }
            prop_assert!(seen.into_iter().all(|s| s));
        }

        #[test]
        fn any_grid_paints_any_rectangle(
            levels in proptest::collection::vec(any::<u8>(), 0..200),
            bands in 0_usize..20, columns in 0_usize..20, width in 0_usize..40, height in 0_usize..40,
        ) {
            let rgba = pixels(&levels, bands, columns, width, height, ColourMap::Viridis);
            prop_assert_eq!(rgba.len(), 4 * width * height);
        }
    }
}
