//! A spectrogram: time to the right, frequency upwards, level as colour.

use plotters::prelude::DrawingBackend;

use super::axis::{Axis, Scale, plain};
use super::picture::{Levels, Tap, even_taps, time_taps};
use super::{Axes, Chart, ColourMap, Frame, Key, Picture, PlotError, Sheet, Size, Theme};

pub use super::picture::pixels;

/// Where a logarithmic axis begins: below lies no voice, and 0 Hz has no place on it.
const LOWEST_ON_LOG_HZ: f64 = 40.0;

/// A spectrogram as a chart, of whatever bands: bins of an STFT or mel bands.
///
/// In a tab, build it from the engine's `SpectrogramView`, put [`Chart::picture`] on the canvas as
/// image data and call [`Chart::draw`] for everything around it. For a picture that grows column
/// by column, paint the new columns with [`pixels`] into [`Spectrogram::frame`]'s `plot`.
#[derive(Debug, Clone)]
pub struct Spectrogram<'a> {
    /// A title; empty for none.
    pub title: String,
    /// Levels, 0 to 255 over the decibel range, column after column, lowest band first.
    pub levels: &'a [u8],
    /// Centre of each band in Hz, lowest first, rising; their number is the bands in a column.
    pub centres_hz: &'a [f32],
    /// Seconds from one column to the next; column `k` is centred at `k * hop_s`.
    pub hop_s: f64,
    /// Length of the time axis in seconds.
    pub seconds: f64,
    /// What level 0 stands for, in dB.
    pub floor_db: f32,
    /// What level 255 stands for, in dB.
    pub top_db: f32,
    /// How frequencies are spread; none gives each band the same height.
    pub scale: Option<Scale>,
    /// The colours; none takes the theme's.
    pub colours: Option<ColourMap>,
    /// As [`Axes::gutter`].
    pub gutter: Option<f64>,
}

impl Spectrogram<'_> {
    /// The frame on a sheet of this size.
    pub fn frame(&self, size: Size, theme: &Theme) -> Frame {
        let key = Key::Range {
            map: self.map(theme),
            from: plain(f64::from(self.floor_db), 1.0),
            to: format!("{} dB", plain(f64::from(self.top_db), 1.0)),
        };
        let y = self.frequency_axis();
        Axes {
            title: self.title.clone(),
            key,
            gutter: self.gutter,
            ..Axes::new(Axis::time(self.seconds), y)
        }
        .frame(size)
    }

    fn map(&self, theme: &Theme) -> ColourMap {
        self.colours.unwrap_or(theme.levels)
    }

    fn frequency_axis(&self) -> Axis {
        let bands = Axis::bands(self.centres_hz);
        match &self.scale {
            None => bands,
            Some(Scale::Log) => {
                let lowest = bands.from.max(LOWEST_ON_LOG_HZ).min(bands.to / 2.0);
                Axis::frequency(Scale::Log, lowest, bands.to)
            }
            Some(scale) => Axis::frequency(scale.clone(), bands.from, bands.to),
        }
    }
}

impl Chart for Spectrogram<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn picture(&self, size: Size, theme: &Theme, density: f64) -> Option<Picture> {
        let grid = Levels::new(self.levels, self.centres_hz.len())?;
        let frame = self.frame(size, theme);
        Some(Picture::in_frame(&frame, density, |width, height| {
            let across = time_taps(&frame, self.hop_s, grid.columns(), width);
            grid.paint(&across, &self.frequency_taps(&frame, height), self.map(theme))
        }))
    }

    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError> {
        let frame = self.frame(sheet.size(), sheet.theme());
        frame.draw_marks(sheet)?;
        frame.draw(sheet)
    }
}

impl Spectrogram<'_> {
    /// One tap for every pixel of the height, from the lowest up.
    fn frequency_taps(&self, frame: &Frame, height: usize) -> Vec<Tap> {
        let bands = self.centres_hz.len();
        if self.scale.is_none() {
            return even_taps(bands, height);
        }
        let even = Axis::bands(self.centres_hz);
        let band_at = |pixel: usize| {
            let hz = frame.axes().y.value_at(pixel as f64 / height as f64);
            even.place(hz) * bands as f64
        };
        (0..height).map(|pixel| Tap::over(band_at(pixel), band_at(pixel + 1), bands)).collect()
    }
}
