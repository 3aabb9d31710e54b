//! Clips: brought, counted, and what was left out of them.

use leptos::prelude::*;
use web_sys::{DragEvent, MouseEvent};

use crate::app::brought::opens_folders;
use crate::app::focus::bequeath_focus;
use crate::app::lab::LabRoom;
use crate::app::views::pieces::{Look, plain_button, row, table, when};
use crate::app::views::voice::chosen;
use crate::app::words::Words;
use crate::corpus::overview::{Counts, by_kind};
use crate::corpus::{Corpus, LeftOut};
use crate::emotion::Emotion;

/// Where the first clips are brought.
pub const BRING: &str = "[data-testid=lab-folder]";
/// How many files of a kind are listed.
const FIRST_FEW: usize = 6;

/// Where clips are brought, and what there is.
pub fn clips(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.clips;
    let overview = Memo::new(move |_| room.lab.with(|lab| lab.overview()));
    let left_out = Memo::new(move |_| room.lab.with(|lab| lab.left_out()));
    let is_counted = Signal::derive(move || !overview.with(Vec::is_empty));
    let is_left_out = Signal::derive(move || !left_out.with(Vec::is_empty));
    let is_some = Signal::derive(move || is_counted.get() || is_left_out.get());
    let is_busy = Signal::derive(move || room.lab.with(|lab| lab.is_busy()));
    let rows = Signal::derive(move || {
        overview.get().into_iter().map(|(corpus, counts)| cells(corpus, &counts, all)).collect()
    });
    let head: Vec<&str> =
        words.columns.into_iter().chain(Emotion::ALL.map(|emotion| all.emotion(emotion))).collect();
    view! {
        <h3>{words.heading}</h3>
        <p class="lab-how">{words.how}</p>
        {bring(room, ["lab-drop", "lab-folder", "lab-zips"], all)}
        {when(is_counted, move || {
            table("lab-overview", Signal::stored(words.caption.to_owned()), head.clone(), rows)
        })}
        {when(is_left_out, move || left_out_list(left_out, all))}
        {when(is_some, move || {
            bequeath_focus("[data-testid=lab-clear]", BRING);
            let clear = plain_button("lab-clear", Look::Plain, words.clear, is_busy, move || room.clear());
            row(vec![clear])
        })}
    }
    .into_any()
}

/// Where folders and zips are chosen or dropped; the place, its folder and its zips have names for
/// tests.
pub fn bring(room: LabRoom, names: [&'static str; 3], all: &'static Words) -> AnyView {
    let [drop_name, folder_name, zips_name] = names;
    let words = &all.laboratory.clips;
    let is_over = RwSignal::new(false);
    let said = Signal::derive(move || match room.lab.with(|lab| lab.is_looking) {
        true => words.looking,
        false => words.drop_here,
    });
    let drop_files = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        is_over.set(false);
        if let Some(transfer) = event.data_transfer() {
            room.take_drop(&transfer);
        }
    };
    let drag_over = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        is_over.set(true);
    };
    // Where a page may open folders, that asks for less than an input, which "uploads" them.
    let open_folder = move |event: MouseEvent| {
        if opens_folders() {
            event.prevent_default();
            room.open_folder();
        }
    };
    view! {
        <div
            class="lab-bring"
            class:over=is_over
            data-testid=drop_name
            on:drop=drop_files
            on:dragover=drag_over
            on:dragleave=move |_| is_over.set(false)
        >
            <label class="choose small">
                <input
                    class="sr-only"
                    type="file"
                    prop:webkitdirectory=true
                    multiple
                    data-testid=folder_name
                    on:click=open_folder
                    on:change=move |event| room.take_files(chosen(&event))
                />
                <span>{words.folder}</span>
            </label>
            <label class="choose small">
                <input
                    class="sr-only"
                    type="file"
                    accept=".zip"
                    multiple
                    data-testid=zips_name
                    on:change=move |event| room.take_files(chosen(&event))
                />
                <span>{words.zips}</span>
            </label>
            <p class="faint" role="status">{said}</p>
        </div>
    }
    .into_any()
}

/// A row: clips, speakers, hours, clips by emotion.
fn cells(corpus: Option<Corpus>, counts: &Counts, all: &Words) -> Vec<String> {
    let numerals = &all.numerals;
    let none = || "–".to_owned();
    let name = corpus
        .map_or_else(|| all.laboratory.clips.all.to_owned(), |corpus| corpus.title().to_owned());
    // Before clips are heard, nobody knows how long they are.
    let hours = if counts.hours > 0.0 { numerals.decimal(counts.hours, 2) } else { none() };
    let mut cells =
        vec![name, numerals.whole(counts.clips), numerals.whole(counts.speakers), hours];
    cells.extend(counts.emotions.map(|n| if n > 0 { numerals.whole(n) } else { none() }));
    cells
}

/// What was left out, each kind with its first files.
fn left_out_list(left_out: Memo<Vec<LeftOut>>, all: &'static Words) -> AnyView {
    let summary = Signal::derive(move || (all.laboratory.clips.left_out)(left_out.with(Vec::len)));
    view! {
        <details class="lab-left-out" data-testid="lab-left-out">
            <summary>{summary}</summary>
            {move || left_out.with(|left_out| kinds(left_out, all))}
        </details>
    }
    .into_any()
}

fn kinds(left_out: &[LeftOut], all: &'static Words) -> Vec<AnyView> {
    by_kind(left_out).into_iter().map(|((corpus, _), files)| kind(corpus, &files, all)).collect()
}

fn kind(corpus: Option<&Corpus>, files: &[&LeftOut], all: &'static Words) -> AnyView {
    let words = &all.laboratory.clips;
    let name = files.first().map_or("", |left| words.reasons.said(&left.reason, all).0);
    let count = all.numerals.whole(files.len());
    let more = files.len().saturating_sub(FIRST_FEW);
    let said = |left: &&LeftOut| {
        format!("{}: {}", left.path.display(), words.reasons.said(&left.reason, all).1)
    };
    let mut lines: Vec<String> = files.iter().take(FIRST_FEW).map(said).collect();
    lines.extend((more > 0).then(|| (words.more)(more)));
    view! {
        <h4>{(words.of_kind)(corpus.map(Corpus::title), name, &count)}</h4>
        <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
    }
    .into_any()
}
