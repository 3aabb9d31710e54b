//! Models of one's own: which listens, saved and forgotten.

use leptos::prelude::*;

use super::takes::chosen;
use super::words;
use crate::app::focus::hand_focus_to;
use crate::app::views::words as all_words;
use crate::app::voice::{OwnModel, Recall, VoiceRoom};

/// The list of models; there only when there is one, or to open one.
#[component]
pub fn OwnModels(room: VoiceRoom) -> impl IntoView {
    let words = words();
    let models = Memo::new(move |_| room.voice.with(|voice| voice.models.clone()));
    let everybody = move || room.voice.with(|voice| voice.listening.is_none());
    let open = move |event| {
        chosen(&event).into_iter().for_each(|file| room.import_model(file));
    };
    view! {
        <fieldset class="own-models" data-testid="voice-models">
            <legend>{words.models}</legend>
            <label class="own-model">
                <input
                    type="radio"
                    name="own-model"
                    value="everybody"
                    prop:checked=everybody
                    on:change=move |_| room.listen(None)
                />
                <span>{words.everybody}</span>
            </label>
            <For each=move || models.get() key=|model| model.id let:model>
                <ModelLine room=room model=model />
            </For>
            <label class="choose small">
                <input class="sr-only" type="file" accept=".overtone" data-testid="voice-open-model" on:change=open />
                <span>{words.open_model}</span>
            </label>
        </fieldset>
    }
}

#[component]
fn ModelLine(room: VoiceRoom, model: OwnModel) -> impl IntoView {
    let all = all_words();
    let words = &all.voice;
    let OwnModel { id, name, recall, .. } = model;
    let checked = move || room.voice.with(|voice| voice.listening == Some(id));
    let share = |share: f64| all.numerals.percent(share as f32);
    let recall = match recall {
        Recall::OfTakes(before, after) => (words.model_recall)(&share(before), &share(after)),
        Recall::OfClips(recall) => format!("({})", share(recall)),
    };
    let say = |what: &str| format!("{what}: {name}");
    let forget = move |_| {
        hand_focus_to("[data-testid=voice-models] input");
        room.forget_model(id);
    };
    view! {
        <div class="own-model" data-testid="voice-model">
            <label>
                <input
                    type="radio"
                    name="own-model"
                    value=id
                    prop:checked=checked
                    on:change=move |_| room.listen(Some(id))
                />
                <span>{name.clone()} " " <span class="aside">{recall}</span></span>
            </label>
            <button type="button" class="again" aria-label=say(words.save) data-testid="voice-save-model" on:click=move |_| room.export_model(id)>
                {words.save}
            </button>
            <button type="button" class="again" aria-label=say(words.forget_model) data-testid="voice-forget-model" on:click=forget>
                {words.forget_model}
            </button>
        </div>
    }
}
