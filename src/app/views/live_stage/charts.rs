//! The running pictures as charts: empty they are the frames under what runs; with what the
//! microphone brought last they leave the page, or stand in its tables.

use crate::app::canvas::Easel;
use crate::app::live::{EXTREMES_RATE_HZ, Live, STRIP_S};
use crate::app::views::explorer::GUTTER;
use crate::app::views::mel_track::mel_track;
use crate::app::words::Words;
use crate::engine::protocol::SpectrogramView;
use crate::plot::{GridTrack, Stretch, Surroundings, Terms, Theme, WaveTrack};

/// The waveform, of extremes from a time on; now is 0 s.
pub fn waveform<'a>(extremes: &'a [f32], first_s: f64, words: &Words) -> WaveTrack<'a> {
    let around = around(false, words);
    WaveTrack { samples: extremes, rate_hz: EXTREMES_RATE_HZ, first_s, limit: 1.0, around }
}

/// The spectrogram, of levels from a time on; now is 0 s.
pub fn spectrogram<'a>(
    view: &SpectrogramView,
    levels: &'a [u8],
    first_s: f64,
    words: &Words,
    theme: &Theme,
) -> GridTrack<'a> {
    let track = mel_track(view, levels, view.top_db, around(true, words), theme);
    GridTrack { first_s, ..track }
}

fn around(has_times: bool, words: &Words) -> Surroundings {
    let stretch = Stretch { from_s: -STRIP_S, to_s: 0.0 };
    let terms = Terms { time: [words.live.time_axis; 3], ..words.charts.terms };
    Surroundings { stretch, has_times, gutter: GUTTER, terms }
}

/// Puts the waveform of this moment on an easel.
pub fn put_waveform(easel: &Easel<'_>, live: &Live, words: &Words, theme: &Theme) {
    let (first_s, extremes) = live.envelope().extremes();
    easel.put(&waveform(&extremes, first_s - live.columns().newest_s(), words), theme);
}

/// Puts the spectrogram of this moment on an easel.
pub fn put_spectrogram(easel: &Easel<'_>, live: &Live, words: &Words, theme: &Theme) {
    let columns = live.columns();
    let Some(view) = &columns.view else { return };
    let (first, levels) = columns.since(0);
    // A column's time is its middle.
    let first_s = (first as f64 + 0.5) * view.hop_s - columns.newest_s();
    easel.put(&spectrogram(view, &levels, first_s, words, theme), theme);
}
