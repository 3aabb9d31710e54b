//! The picture that an engine makes of a whole sound, as a chart.

use crate::engine::protocol::SpectrogramView;
use crate::plot::axis::plain;
use crate::plot::{Axis, GridTrack, Surroundings, Theme};

/// A picture as a chart, its colours on a scale that ends at `top_db`: for levels that are already
/// on that scale.
pub fn mel_track<'a>(
    view: &SpectrogramView,
    levels: &'a [u8],
    top_db: f32,
    around: Surroundings,
    theme: &Theme,
) -> GridTrack<'a> {
    let floor_db = top_db - (view.top_db - view.floor_db);
    let said = |db: f32| plain(f64::from(db), 1.0);
    GridTrack {
        levels,
        rows: view.bands,
        first_s: 0.0,
        hop_s: view.hop_s,
        rows_axis: Axis::bands(&view.centres_hz).labelled(around.terms.frequency),
        map: theme.levels,
        range: (said(floor_db), format!("{} dB", said(top_db))),
        values: (floor_db.into(), top_db.into()),
        around,
    }
}
