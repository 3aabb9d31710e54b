//! Takes: a stand for every label, with its sentence, its microphone and its recordings.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, HtmlInputElement, HtmlSelectElement, SubmitEvent};

use super::{sentence, words};
use crate::app::browser::files_of;
use crate::app::focus::{focus_on, hand_focus_to};
use crate::app::views::{state, words as all_words};
use crate::app::voice::{Booth, Mishap, Take, Voice, VoiceRoom};
use crate::meaning::{LONGEST_NAME, Meaning};

/// What is to be told apart.
#[component]
pub fn Chooser(room: VoiceRoom) -> impl IntoView {
    let choices = Memo::new(move |_| room.voice.with(Voice::choices));
    let choice = move |label| view! { <Choice room=room label=label /> };
    view! {
        <fieldset class="voice-emotions switch">
            <legend>{words().emotions}</legend>
            {move || choices.get().into_iter().map(choice).collect_view().into_any()}
        </fieldset>
        <OwnLabel room=room />
    }
}

/// A label that can be chosen.
#[component]
fn Choice(room: VoiceRoom, label: Meaning) -> impl IntoView {
    let checked = move || room.voice.with(|voice| voice.labels().contains(&label));
    // What was recorded cannot be left out: its takes would be learned from unseen.
    let has_takes =
        move || room.voice.with(|voice| voice.takes.iter().any(|take| take.label == label));
    let choose = move |event: Event| {
        if let Some(input) = target::<HtmlInputElement>(&event) {
            room.choose(label, input.checked());
        }
    };
    view! {
        <label>
            <input
                type="checkbox"
                data-testid=format!("voice-emotion-{label}")
                prop:checked=checked
                disabled=has_takes
                on:change=choose
            />
            <span>{all_words().label(label)}</span>
        </label>
    }
}

/// Where a visitor adds a label of their own.
#[component]
fn OwnLabel(room: VoiceRoom) -> impl IntoView {
    let words = words();
    let name = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<Mishap>);
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        refused.set(room.add_label(&name.get_untracked(), all_words()).err());
        if refused.with_untracked(Option::is_none) {
            name.set(String::new());
        }
    };
    view! {
        <form class="stand-tools" on:submit=add>
            <label class="model-name">
                <span>{words.own_label}</span>
                <input
                    type="text"
                    maxlength=LONGEST_NAME
                    data-testid="voice-label"
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <button class="again" data-testid="voice-add-label">{words.add_label}</button>
            <span class="trouble" role="status" data-testid="voice-label-trouble">
                {move || refused.get().map(|why| sentence(&why, all_words()))}
            </span>
        </form>
    }
}

/// The stands of all that is to be told apart.
#[component]
pub fn Stands(room: VoiceRoom) -> impl IntoView {
    let labels = Memo::new(move |_| room.voice.with(Voice::labels));
    view! {
        <ul class="stands">
            <For each=move || labels.get() key=|label| *label let:label>
                <Stand room=room label=label />
            </For>
        </ul>
    }
}

#[component]
fn Stand(room: VoiceRoom, label: Meaning) -> impl IntoView {
    let words = words();
    let takes = Memo::new(move |_| room.voice.with(|voice| voice.takes_of(label)));
    // What a take can be meant as may become more: then it is shown anew.
    let choices = Memo::new(move |_| room.voice.with(|voice| voice.choices().len()));
    let lines = move || {
        let choices = choices.get();
        takes.get().into_iter().enumerate().map(move |(at, take)| (at, take, choices))
    };
    let sentence = move || words.sentence(label, takes.with(Vec::len));
    let drop_files = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(transfer) = event.data_transfer() {
            room.take_drop(&transfer, label, all_words());
        }
    };
    view! {
        <li
            class="stand"
            data-testid=format!("stand-{label}")
            style=format!("color: var(--{})", label.ink_name())
            on:drop=drop_files
        >
            <h3>{all_words().label(label)}</h3>
            <p class="to-read">
                {words.read} " " <q>{sentence}</q>
            </p>
            <div class="stand-tools">
                <RecordTake room=room label=label />
                <label class="choose small">
                    <input
                        class="sr-only"
                        type="file"
                        accept="audio/*,video/webm,video/mp4,.zip"
                        multiple
                        aria-label=of_label(words.add_files, label)
                        data-testid=format!("voice-files-{label}")
                        on:change=move |event| room.take_files(chosen(&event), Some(label), all_words())
                    />
                    <span>{words.add_files}</span>
                </label>
            </div>
            <ol class="takes">
                <For each=lines key=|(at, take, choices)| (*at, take.id, *choices) let:entry>
                    <TakeLine room=room number=entry.0 + 1 take=entry.1 />
                </For>
            </ol>
        </li>
    }
}

/// The button that begins and ends a take.
#[component]
fn RecordTake(room: VoiceRoom, label: Meaning) -> impl IntoView {
    let state = state();
    let booth = Memo::new(move |_| room.voice.with(|voice| voice.booth));
    let is_here = move || booth.get().label() == Some(label);
    let is_open = move || is_here() && matches!(booth.get(), Booth::Recording(..));
    let disabled = move || {
        let is_elsewhere = booth.get().label().is_some_and(|recorded| recorded != label);
        is_elsewhere || state.is_recording() || room.voice.with(|voice| voice.is_training())
    };
    let say = move || match booth.get() {
        Booth::Asked(asked) if asked == label => words().asking.to_owned(),
        Booth::Recording(recorded, seconds) if recorded == label => {
            format!("{} {} s", words().stop, all_words().numerals.decimal(seconds, 1))
        }
        _ => words().record.to_owned(),
    };
    view! {
        <button
            type="button"
            class="again record-take"
            class:recording=is_open
            aria-label=move || of_label(&say(), label)
            data-testid=format!("voice-record-{label}")
            disabled=disabled
            on:click=move |_| room.toggle_recording(label, state.microphone.get_untracked())
        >
            {say}
        </button>
    }
}

/// One take: heard, moved, recorded again, deleted.
#[component]
fn TakeLine(room: VoiceRoom, number: usize, take: Take) -> impl IntoView {
    let state = state();
    let all = all_words();
    let words = &all.voice;
    let Take { id, label, .. } = take;
    let seconds = format!("{} s", all.numerals.decimal(take.seconds(), 1));
    let name = (words.take)(number);
    let is_heard = move || room.playing.get() == Some(id);
    let busy = move || room.voice.with(|voice| voice.is_training());
    let move_to = move |event: Event| {
        let word = target::<HtmlSelectElement>(&event).map(|select| select.value());
        if let Some(Ok(label)) = word.map(|word| word.parse()) {
            room.relabel(id, label);
        }
    };
    let tried = take.clone();
    let recorder = format!("[data-testid=\"voice-record-{label}\"]");
    let recorder_again = recorder.clone();
    let record_again = move |_| {
        room.record_again(&tried, state.microphone.get_untracked());
        // There it is stopped.
        focus_on(&recorder_again);
    };
    let cannot_record = move || {
        let is_free = room.voice.with(|voice| voice.booth == Booth::Free && !voice.is_training());
        !is_free || state.is_recording()
    };
    let forget = move |_| {
        hand_focus_to(recorder.clone());
        room.forget(id);
    };
    let choices = room.voice.with_untracked(Voice::choices);
    let option = move |choice: Meaning| {
        view! { <option value=choice.name() selected=choice == label>{all.label(choice)}</option> }
    };
    let say = |what: &str| format!("{what}: {name}, {}", all.label(label));
    view! {
        <li class="take" data-testid="voice-take">
            <button
                type="button"
                class="icon"
                aria-label=say(words.play)
                aria-pressed=move || is_heard().to_string()
                on:click=move |_| room.toggle_play(&take)
            >
                <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
                    <path d=move || {
                        if is_heard() { "M3 2h4v12H3zM9 2h4v12H9z" } else { "M3 1.5v13L14.5 8z" }
                    } />
                </svg>
            </button>
            <span class="take-name">{number} <span class="seconds">{seconds}</span></span>
            <select aria-label=say(words.meant) disabled=busy on:change=move_to>
                {choices.into_iter().map(option).collect_view()}
            </select>
            <button type="button" class="icon" aria-label=say(words.again) title=words.again data-testid="voice-again" disabled=cannot_record on:click=record_again>
                <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M8 2a6 6 0 1 1-5.7 4.1l1.9.6A4 4 0 1 0 8 4v2.5L3.8 3 8-.5z" />
                </svg>
            </button>
            <button
                type="button"
                class="icon"
                aria-label=say(words.forget)
                title=words.forget
                data-testid="voice-forget-take"
                disabled=busy
                on:click=forget
            >
                <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z" />
                </svg>
            </button>
        </li>
    }
}

/// All takes as files, and from files.
#[component]
pub fn TakeFiles(room: VoiceRoom) -> impl IntoView {
    let words = words();
    let none = move || room.voice.with(|voice| voice.takes.is_empty());
    let busy = move || none() || room.voice.with(|voice| voice.is_training());
    let bring = move |event: Event| room.take_files(chosen(&event), None, all_words());
    let forget = move |_| {
        room.forget_takes();
        // Without takes, the next thing is to bring some.
        focus_on("[data-testid=voice-import]");
    };
    view! {
        <div class="stand-tools">
            <button type="button" class="again" data-testid="voice-export" disabled=none on:click=move |_| room.export_takes()>
                {words.save_takes}
            </button>
            <label class="choose small">
                <input class="sr-only" type="file" accept=".zip" data-testid="voice-import" on:change=bring />
                <span>{words.bring_takes}</span>
            </label>
            <label class="choose small">
                <input class="sr-only" type="file" prop:webkitdirectory=true multiple data-testid="voice-import-folder" on:change=bring />
                <span>{words.bring_folder}</span>
            </label>
            <button type="button" class="again" data-testid="voice-forget-all" disabled=busy on:click=forget>
                {words.forget_takes}
            </button>
        </div>
    }
}

/// What is done, with the label that tells it from the same elsewhere: its name to who cannot see
/// it.
fn of_label(what: &str, label: Meaning) -> String {
    format!("{what}: {}", all_words().label(label))
}

/// The files of an input, which is then free for the same files again.
pub fn chosen(event: &Event) -> Vec<File> {
    let Some(input) = target::<HtmlInputElement>(event) else { return Vec::new() };
    let files = files_of(input.files());
    input.set_value("");
    files
}

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}
