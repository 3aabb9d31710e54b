//! Charts, each drawn in one way for a canvas in the tab and for SVG and PNG files.
//!
//! A [`Chart`] is a struct with its data. It comes in two layers, the lower one first:
//!
//! 1. [`Chart::picture`], where it has one: pixels, computed here, placed by the caller (image
//!    data on a canvas, an embedded image in a file).
//! 2. [`Chart::draw`]: lines and text, on a [`Sheet`] over any of plotters' backends.
//!
//! Neither paints the ground, so that a page may show through.
//!
//! On a canvas of `devicePixelRatio` 2, say:
//!
//! ```ignore
//! let area = CanvasBackend::with_canvas_object(canvas)?.into_drawing_area();
//! let (theme, density) = (Theme::dark(), 2.0);
//! let sheet = Sheet::new(&area, &theme, density);
//! if let Some(picture) = chart.picture(sheet.size(), &theme, density) {
//!     let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), picture.width, picture.height)?;
//!     context.put_image_data(&data, picture.left.into(), picture.top.into())?;
//! }
//! chart.draw(&sheet)?;
//! ```
//!
//! Where a point of the data stands tells the chart's [`Frame`].

use plotters::prelude::DrawingBackend;

mod analysis;
pub mod axis;
pub mod bars;
pub mod chroma;
mod colour_map;
pub mod confusion;
pub mod curves;
#[cfg(all(feature = "plot-files", not(target_arch = "wasm32")))]
pub mod disk;
mod error;
pub mod figures;
mod frame;
pub mod mfcc;
mod picture;
pub mod pitch;
pub mod reliability;
mod sheet;
pub mod spectrogram;
mod stretch;
mod table;
mod terms;
mod theme;
pub mod tracks;
pub mod typeface;
pub mod vector;
pub mod waveform;

pub use analysis::Analysis;
pub use axis::{Axis, Scale};
pub use bars::{Bar, Bars};
pub use chroma::Chroma;
pub use colour_map::ColourMap;
pub use confusion::Confusion;
pub use curves::LearningCurves;
pub use error::PlotError;
pub use figures::{Curves, Fitting, Matrix, Trust};
pub use frame::{Axes, Frame, Key};
pub use mfcc::Mfcc;
pub use picture::{Picture, level_of};
pub use pitch::Pitch;
pub use reliability::{ConfidenceBin, Reliability};
pub use sheet::{Align, Rect, Sheet, Size};
pub use spectrogram::Spectrogram;
pub use stretch::Stretch;
pub use table::Table;
pub use terms::Terms;
pub use theme::Theme;
pub use tracks::{CurveTrack, GridTrack, Surroundings, WaveTrack};
pub use waveform::Waveform;

/// Something that can be drawn.
pub trait Chart {
    /// What it shows, in a line; empty where it has no title.
    fn title(&self) -> &str;

    /// The pixels under the lines, for a sheet of `size` CSS pixels with `density` device pixels
    /// to each; none where the chart has only lines.
    fn picture(&self, size: Size, theme: &Theme, density: f64) -> Option<Picture> {
        let _ = (size, theme, density);
        None
    }

    /// The same in numbers; none where nothing was measured.
    fn table(&self, terms: &Terms) -> Option<Table> {
        let _ = terms;
        None
    }

    /// Draws lines and text over the whole sheet.
    ///
    /// # Errors
    /// [`PlotError::Drawing`] where the backend refuses.
    fn draw<DB: DrawingBackend>(&self, sheet: &Sheet<'_, DB>) -> Result<(), PlotError>;
}
