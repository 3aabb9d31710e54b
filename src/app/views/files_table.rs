//! Many files in a table: how far each has come, and what it got.

use leptos::prelude::*;

use super::{state, words};
use crate::app::batch::{Batch, Column, Row, Standing};
use crate::app::browser::show_place;
use crate::app::download::{Kind, save};
use crate::app::focus::hand_focus_to;
use crate::app::format::leaders;
use crate::app::words::Words;

/// The columns, in the order of the words; the last button sorts by arrival again.
const COLUMNS: [Column; 5] =
    [Column::Name, Column::Length, Column::Verdict, Column::Certainty, Column::Arrival];

/// The table, once there are many files.
#[component]
pub fn FilesTable() -> impl IntoView {
    let batch = state().batcher.batch;
    let is_there = Memo::new(move |_| batch.with(|batch| !batch.is_empty()));
    view! {
        <Show when=move || is_there.get()>
            <Files />
        </Show>
    }
}

#[component]
fn Files() -> impl IntoView {
    let state = state();
    let batch = state.batcher.batch;
    let all = words();
    let words = &all.files;
    let progress = Memo::new(move |_| batch.with(Batch::progress));
    let said = move || {
        let (done, count) = progress.get();
        (words.progress)(&all.numerals.whole(done), &all.numerals.whole(count))
    };
    let is_over = move || {
        let (done, count) = progress.get();
        done == count
    };
    // Writing in memory cannot fail.
    let save_csv = move |_| {
        if let Ok(csv) = batch.with_untracked(|batch| batch.csv(all)) {
            save(words.stem, Kind::Csv, &csv);
        }
    };
    let save_json = move |_| {
        if let Ok(json) = batch.with_untracked(|batch| batch.json(all)) {
            save(words.stem, Kind::Json, &json);
        }
    };
    let cancel = move |_| {
        hand_focus_to("#files .selection button");
        state.batcher.cancel();
    };
    let clear = move |_| {
        hand_focus_to("[data-testid=file-input]");
        state.batcher.clear();
    };
    let rows = move || batch.with(Batch::sorted);
    view! {
        <section class="files" id="files" aria-labelledby="files-heading" data-testid="files">
            <h2 id="files-heading">{words.heading}</h2>
            <div class="selection">
                // Read out when all are through, not with every file.
                <span
                    class="selection-words"
                    role="status"
                    aria-busy=move || (!is_over()).to_string()
                    data-testid="files-progress"
                >
                    {said}
                </span>
                <Show when=move || !is_over()>
                    <button type="button" data-testid="files-stop" on:click=cancel>{words.cancel}</button>
                </Show>
                <button type="button" on:click=save_csv>"CSV"</button>
                <button type="button" on:click=save_json>"JSON"</button>
                <button type="button" on:click=clear>{words.clear}</button>
            </div>
            <Show when=move || !is_over()>
                <progress
                    max="1"
                    value=move || {
                        let (done, count) = progress.get();
                        format!("{:.3}", done as f64 / count.max(1) as f64)
                    }
                    aria-label=words.heading
                ></progress>
            </Show>
            <div class="figures-table" tabindex="0" role="region" aria-labelledby="files-heading">
                <table>
                    <thead>
                        <tr>
                            {COLUMNS
                                .into_iter()
                                .zip(words.columns)
                                .map(|(column, name)| view! { <Heading column=column name=name /> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        <For each=rows key=|row| row.index let:row>
                            <FileRow row=row />
                        </For>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// A heading that sorts.
#[component]
fn Heading(column: Column, name: &'static str) -> impl IntoView {
    let batch = state().batcher.batch;
    let way = move || {
        batch.with(|batch| match (batch.column == column, batch.descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        })
    };
    view! {
        <th scope="col" aria-sort=way>
            <button type="button" on:click=move |_| batch.update(|batch| batch.sort_by(column))>
                {name}
            </button>
        </th>
    }
}

#[component]
fn FileRow(row: Row) -> impl IntoView {
    let state = state();
    let words = words();
    let index = row.index;
    let standing = Memo::new(move |_| state.batcher.batch.with(|batch| batch.standing(index)));
    let cells = move || standing.with(|standing| Some(cells(standing.as_ref()?, words)));
    let open = move |_| {
        if let Some(file) = state.batcher.file(index) {
            state.take_file(file);
            show_place("sound");
        }
    };
    view! {
        <tr data-file=row.name.clone()>
            <th scope="row">
                <button
                    type="button"
                    title=(words.files.open)(&row.name)
                    disabled=move || state.is_recording()
                    on:click=open
                >
                    {row.name.clone()}
                </button>
            </th>
            {cells}
            <td>{words.numerals.whole(index + 1)}</td>
        </tr>
    }
}

/// Length, answer and probability; or in their place how far the file has come.
fn cells(standing: &Standing, words: &Words) -> AnyView {
    let note = |note: String, class: &'static str| {
        view! { <td colspan="3" class=class>{note}</td> }.into_any()
    };
    match standing {
        Standing::Waiting => note(words.files.waiting.to_owned(), "faint"),
        Standing::Listening => note(words.files.listening.to_owned(), "faint"),
        Standing::Cancelled => note(words.files.cancelled.to_owned(), "faint"),
        Standing::Failed(trouble) => note(trouble.sentence(words), "warning"),
        Standing::Heard { judgement, seconds, .. } => {
            let [(_, most), (second, next)] = leaders(judgement);
            let share = |share| words.numerals.percent(share);
            let next = format!("{}: {} {}", words.files.then, words.label(second), share(next));
            let shares = judgement.windows.first().map(|_| share(most));
            view! {
                <td>{words.numerals.decimal(*seconds, 1)} " s"</td>
                <td data-verdict=judgement.verdict.name()>{words.verdict(judgement.verdict)}</td>
                <td title=next>{shares}</td>
            }
            .into_any()
        }
    }
}
