//! What can be taken along: pictures, features, the sound itself.

use leptos::prelude::*;

use super::stack::pictures;
use crate::app::download::{Kind, save, without_ending};
use crate::app::tables;
use crate::app::views::takeaway::{Takeaway, save_line};
use crate::app::views::{state, words};
use crate::audio::{Waveform, wav_from_waveform};

/// The panel, folded away until it is wanted.
#[component]
pub fn Save(title: Memo<String>) -> impl IntoView {
    let state = state();
    let explorer = state.explorer;
    let words = &words().save;
    let stem = Signal::derive(move || title.with(|title| without_ending(title).to_owned()));
    let save_csv = move |what: &str, csv: Result<Vec<u8>, csv::Error>| {
        if let Ok(csv) = csv {
            save(&format!("{} {what}", stem.get_untracked()), Kind::Csv, &csv);
        }
    };
    let save_sound = move || {
        let Some(sound) = state.shown_sound().get_untracked() else { return };
        // What is shown has passed the same checks already.
        if let Ok(sound) = Waveform::new(sound.samples.clone(), sound.rate_hz) {
            save(&stem.get_untracked(), Kind::Wav, &wav_from_waveform(&sound));
        }
    };
    let save_answers = move || {
        let judgement = state.session.with_untracked(|s| s.shown.as_ref()?.judgement.clone());
        if let Some(judgement) = judgement {
            save_csv(words.answers, tables::answers(&judgement));
        }
    };
    let save_averages = move || {
        explorer.with_averages(move |table| {
            save_csv(words.averages, tables::averages(&title.get_untracked(), table));
        })
    };
    let save_tracks = move || {
        explorer.with_traces(move |traces| {
            if let Some(sound) = state.shown_sound().get_untracked() {
                save_csv(words.tracks, tables::tracks(traces, &sound));
            }
        })
    };
    let more = vec![
        save_line(words.sound, "WAV", Box::new(save_sound)),
        save_line(words.answers, "CSV", Box::new(save_answers)),
        save_line(words.averages, "CSV", Box::new(save_averages)),
        save_line(words.tracks, "CSV", Box::new(save_tracks)),
    ];
    view! { <Takeaway pictures=pictures() title=stem more=more /> }
}
