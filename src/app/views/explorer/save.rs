//! What can be taken along: pictures, features, the sound itself.

use leptos::prelude::*;

use crate::app::download::{Kind, save};
use crate::app::look::Track;
use crate::app::tables;
use crate::app::views::chart_canvas::SavePicture;
use crate::app::views::{state, words};
use crate::audio::{Waveform, wav_from_waveform};

/// The panel, folded away until it is wanted.
#[component]
pub fn Save(title: Memo<String>) -> impl IntoView {
    let state = state();
    let explorer = state.explorer;
    let all = words();
    let words = &all.save;
    let pictures = move || {
        let tracks = explorer.looks.with(|looks| looks.tracks.clone());
        let track = |track: Track| (track.key(), all.track(track));
        let always =
            [("waveform", all.explorer.waveform), ("spectrogram", all.explorer.spectrogram)];
        let row = move |(name, what): (&'static str, &'static str)| {
            let stem = Signal::derive(move || format!("{} {what}", title.get()));
            view! {
                <p>
                    <span>{what}</span>
                    <SavePicture name=name title=Signal::stored(what.to_owned()) stem=stem />
                </p>
            }
        };
        always.into_iter().chain(tracks.into_iter().map(track)).map(row).collect_view()
    };
    let save_sound = move |_| {
        let Some(sound) = state.shown_sound().get_untracked() else { return };
        // What is shown has passed the same checks already.
        if let Ok(sound) = Waveform::new(sound.samples.clone(), sound.rate_hz) {
            save(&title.get_untracked(), Kind::Wav, &wav_from_waveform(&sound));
        }
    };
    let save_tracks = move |_| {
        explorer.with_traces(move |traces| {
            let stem = format!("{} {}", title.get_untracked(), all.save.tracks);
            state.shown_sound().with_untracked(|sound| {
                if let Some(csv) =
                    sound.as_ref().and_then(|sound| tables::tracks(traces, sound).ok())
                {
                    save(&stem, Kind::Csv, &csv);
                }
            });
        })
    };
    let save_averages = move |_| {
        explorer.with_averages(move |table| {
            let title = title.get_untracked();
            if let Ok(csv) = tables::averages(&title, table) {
                save(&format!("{title} {}", all.save.averages), Kind::Csv, &csv);
            }
        })
    };
    let save_answers = move |_| {
        let judgement = state.session.with_untracked(|s| s.shown.as_ref()?.judgement.clone());
        if let Some(csv) = judgement.and_then(|judgement| tables::answers(&judgement).ok()) {
            save(&format!("{} {}", title.get_untracked(), all.save.answers), Kind::Csv, &csv);
        }
    };
    view! {
        <details class="tools" data-testid="save">
            <summary>{words.heading}</summary>
            <div class="takeaway">
                {pictures}
                <p>
                    <span>{words.sound}</span>
                    <button type="button" class="save" aria-label=(words.as_what)(words.sound, "WAV") on:click=save_sound>
                        "WAV"
                    </button>
                </p>
                <p>
                    <span>{words.answers}</span>
                    <button type="button" class="save" aria-label=(words.as_what)(words.answers, "CSV") on:click=save_answers>
                        "CSV"
                    </button>
                </p>
                <p>
                    <span>{words.averages}</span>
                    <button type="button" class="save" aria-label=(words.as_what)(words.averages, "CSV") on:click=save_averages>
                        "CSV"
                    </button>
                </p>
                <p>
                    <span>{words.tracks}</span>
                    <button type="button" class="save" aria-label=(words.as_what)(words.tracks, "CSV") on:click=save_tracks>
                        "CSV"
                    </button>
                </p>
                <p class="aside">{words.aside}</p>
            </div>
        </details>
    }
}
