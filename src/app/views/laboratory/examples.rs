//! Clips of the test, one of each emotion: waveform and spectrogram, and the way to the stage.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::clips::bring;
use crate::app::browser::show_place;
use crate::app::canvas::Easel;
use crate::app::lab::{Example, Lab, LabRoom};
use crate::app::views::chart_canvas::ChartCanvas;
use crate::app::views::explorer::GUTTER;
use crate::app::views::mel_track::mel_track;
use crate::app::views::pieces::{Look, plain_button, when};
use crate::app::views::{charts, state};
use crate::app::words::Words;
use crate::engine::protocol::SoundView;
use crate::plot::{Stretch, Surroundings, WaveTrack};

/// The clips that somebody has looked at, and where to bring the files of those that nobody could.
pub fn examples(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.results;
    let seen = Memo::new(move |_| {
        room.lab.with(|lab| {
            let examples = lab.outcome.iter().flat_map(|outcome| outcome.examples.iter());
            examples.filter(|example| example.sound.is_some()).cloned().collect::<Vec<_>>()
        })
    });
    let wants_files = Signal::derive(move || room.lab.with(Lab::wants_files));
    let is_some = Signal::derive(move || wants_files.get() || seen.with(|seen| !seen.is_empty()));
    when(is_some, move || {
        let bring_again = when(wants_files, move || {
            view! {
                <p class="lab-how" data-testid="lab-bring-again">{words.bring_again}</p>
                {bring(room, ["lab-drop-again", "lab-folder-again", "lab-zips-again"], all)}
            }
            .into_any()
        });
        view! {
            <h4 class="lab-examples-heading">{words.examples}</h4>
            {bring_again}
            <ul class="lab-examples">
                <For each=move || seen.get() key=|example| example.path.clone() let:example>
                    {shown(room, &example, all)}
                </For>
            </ul>
        }
        .into_any()
    })
}

fn shown(room: LabRoom, example: &Example, all: &'static Words) -> Option<AnyView> {
    let state = state();
    let sound = example.sound.clone()?;
    let name = all.emotion(example.emotion);
    let of = |what: &str| format!("{what}: {name}");
    let labels = [all.explorer.waveform, all.explorer.spectrogram].map(of);
    let [wave_label, grid_label] = labels;
    let (wave_sound, grid_sound) = (Arc::clone(&sound), sound);
    let path = example.path.clone();
    let show = move || {
        let path = path.clone();
        spawn_local(async move {
            if let Some(file) = room.read_example(&path).await {
                state.take_file(file);
                show_place("sound");
            }
        });
    };
    let never = Signal::stored(false);
    let colour = format!("color: var(--{})", example.emotion.name());
    let view = view! {
        <li data-testid="lab-shown">
            <h5 style=colour>{name}</h5>
            <ChartCanvas name="lab-wave" label=wave_label draw=move |easel: &Easel| put_wave(easel, &wave_sound, all) />
            <ChartCanvas name="lab-grid" label=grid_label draw=move |easel: &Easel| put_grid(easel, &grid_sound, all) />
            {plain_button("lab-example", Look::Plain, all.laboratory.results.on_stage, never, show)}
        </li>
    };
    Some(view.into_any())
}

fn put_wave(easel: &Easel<'_>, sound: &SoundView, words: &Words) {
    let SoundView { samples, rate_hz, .. } = sound;
    let limit = samples.iter().fold(1e-3_f32, |peak, sample| peak.max(sample.abs()));
    let chart = WaveTrack {
        samples,
        rate_hz: *rate_hz,
        first_s: 0.0,
        limit: f64::from(limit),
        around: around(sound, false, words),
    };
    easel.put(&chart, &charts());
}

fn put_grid(easel: &Easel<'_>, sound: &SoundView, words: &Words) {
    let theme = charts();
    let view = &sound.spectrogram;
    let around = around(sound, true, words);
    easel.put(&mel_track(view, &view.levels, view.top_db, around, &theme), &theme);
}

/// The whole sound, the two charts aligned.
fn around(sound: &SoundView, has_times: bool, words: &Words) -> Surroundings {
    let to_s = sound.samples.len() as f64 / f64::from(sound.rate_hz.max(1));
    let stretch = Stretch { from_s: 0.0, to_s };
    Surroundings { stretch, has_times, gutter: GUTTER, terms: words.charts.terms }
}
