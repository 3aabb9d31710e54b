//! The stage while the microphone is open: the last seconds of the sound, scrolling.

mod charts;
mod meters;
mod ribbon;
mod strip;

use leptos::html::{Canvas, Ol};
use leptos::prelude::*;

use super::behind::Draw;
use super::chart_canvas::ChartCanvas;
use super::takeaway::{InNumbers, Takeaway};
use super::{charts as theme, state, words};
use crate::app::canvas::Easel;
use crate::app::live::Live;
use crate::app::theme::chart_theme;
use crate::engine::protocol::SpectrogramView;
use charts::{put_spectrogram, put_waveform, spectrogram, waveform};
use meters::Meters;
pub use meters::TakeFacts;
use ribbon::RibbonView;
use strip::Strip;

/// Running waveform, running spectrogram, ribbon, time, level, losses; the pictures of the moment in
/// numbers and as files.
#[component]
pub fn LiveStage() -> impl IntoView {
    let state = state();
    let recorder = state.recorder;
    let all = words();
    let bands = Memo::new(move |_| {
        recorder.version.track();
        recorder.live.with_value(|live| bands_of(live).unwrap_or_else(SpectrogramView::nothing))
    });
    let (over_waveform, over_spectrogram) = (NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new());
    let ribbon = NodeRef::<Ol>::new();
    let strip =
        Strip { waveform: over_waveform, spectrogram: over_spectrogram, ribbon, words: all };
    strip.run(recorder, move || chart_theme(state.grounds.current(), all.charts.terms));
    // What runs is over the canvas. Elsewhere it stands still: whoever reads a table shall not lose
    // the line.
    let draw_waveform = move |easel: &Easel<'_>| match easel {
        Easel::Canvas(_) => easel.put(&waveform(&[], 0.0, all), &theme()),
        _ => recorder.live.with_value(|live| put_waveform(easel, live, all, &theme())),
    };
    let draw_spectrogram = move |easel: &Easel<'_>| match easel {
        Easel::Canvas(_) => bands.with(|bands| {
            let theme = theme();
            easel.put(&spectrogram(bands, &[], 0.0, all, &theme), &theme);
        }),
        _ => recorder.live.with_value(|live| put_spectrogram(easel, live, all, &theme())),
    };
    let pictures = Signal::stored(vec![
        ("waveform", all.explorer.waveform),
        ("spectrogram", all.explorer.spectrogram),
    ]);
    view! {
        <div class="sheet live">
            <Meters />
            {running("waveform", all.live.waveform, over_waveform, draw_waveform.into())}
            {running("spectrogram", all.live.spectrogram, over_spectrogram, draw_spectrogram.into())}
            <RibbonView track=ribbon />
            <InNumbers pictures=pictures />
            <Takeaway pictures=pictures title=Signal::stored(String::new()) />
        </div>
    }
}

/// A chart whose moving part is drawn over it.
fn running(
    name: &'static str,
    label: &'static str,
    over: NodeRef<Canvas>,
    draw: Draw,
) -> impl IntoView {
    view! {
        <div class="running">
            <ChartCanvas name=name label=label told_elsewhere=true over=over draw=draw />
        </div>
    }
}

/// How the columns of a running picture are to be read, without their levels.
fn bands_of(live: &Live) -> Option<SpectrogramView> {
    let view = live.columns().view.as_ref()?;
    Some(SpectrogramView { levels: vec![], centres_hz: view.centres_hz.clone(), ..*view })
}
