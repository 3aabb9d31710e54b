//! Features: what is to be measured, and how far that is.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::focus::{bequeath_focus, hand_focus_to, keep_focus};
use crate::app::lab::{LabRoom, Work, clock};
use crate::app::views::pieces::{Look, Way, bar, button, line, plain_button, row, ways, when};
use crate::app::words::Words;
use crate::laboratory::Preset;

/// The presets that can be trained in a tab.
const PRESETS: [Preset; 2] = [Preset::Overtone, Preset::Seed];

/// The button that stops it.
const CANCEL: &str = "[data-testid=lab-cancel]";

/// The part on features.
pub fn features(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.measures;
    let work = Signal::derive(move || room.lab.with(|lab| lab.work));
    let is_measuring = Signal::derive(move || matches!(work.get(), Work::Measuring(_)));
    let is_busy = Signal::derive(move || work.get() != Work::Idle);
    let unmeasured = Signal::derive(move || room.lab.with(|lab| lab.unmeasured().count()));
    let can_measure = Signal::derive(move || !is_measuring.get() && unmeasured.get() > 0);
    let has_measured =
        Signal::derive(move || !is_measuring.get() && room.lab.with(|lab| !lab.clips.is_empty()));
    let share = Signal::derive(move || match work.get() {
        Work::Measuring(pace) => Some(pace.share()),
        Work::Fetching(loaded, total) => Some(loaded / total.max(1.0)),
        Work::Writing(share) => Some(share),
        _ => None,
    });
    let said = Signal::derive(move || said(room, all));
    let pace = Signal::derive(move || pace(work.get(), all));
    let measure_words = Signal::derive(move || (words.measure)(unmeasured.get()));
    let look = Signal::stored(Look::Main);
    let never = Signal::stored(false);
    let cancel = when(is_measuring, move || {
        bequeath_focus(CANCEL, "[data-testid=lab-measure], [data-testid=lab-csv]");
        plain_button("lab-cancel", Look::Plain, words.cancel, never, move || room.stop_measuring())
    });
    let measure = when(can_measure, move || {
        let measure = move || {
            hand_focus_to(CANCEL);
            room.measure();
        };
        button("lab-measure", look, measure_words, is_busy, Arc::new(measure))
    });
    let save = when(has_measured, move || {
        plain_button("lab-csv", Look::Plain, words.save_csv, is_busy, move || {
            keep_focus();
            room.write_table();
        })
    });
    view! {
        <h3>{words.heading}</h3>
        {presets(room, all, is_busy)}
        {line("lab-measured", "training-status", Some("status"), said)}
        {line("lab-pace", "lab-pace", None, pace)}
        {bar(words.heading, share)}
        {row(vec![cancel, measure, save])}
    }
    .into_any()
}

/// Which network is to be trained: what is measured follows from it.
fn presets(room: LabRoom, all: &'static Words, is_busy: Signal<bool>) -> AnyView {
    let words = &all.laboratory.measures;
    let way = |(index, preset): (usize, Preset)| Way {
        value: preset.name(),
        title: words.presets[index],
        means: words.presets_are[index],
        is_chosen: Signal::derive(move || room.lab.with(|lab| lab.settings.preset == preset)),
        choose: Arc::new(move || room.choose_preset(preset)),
    };
    ways("lab-preset", words.preset, is_busy, PRESETS.into_iter().enumerate().map(way).collect())
}

/// What is going on, in words that change seldom: they are read out.
fn said(room: LabRoom, all: &Words) -> Option<String> {
    let words = &all.laboratory.measures;
    let (work, was_stopped, clips) =
        room.lab.with(|lab| (lab.work, lab.was_stopped, lab.clips.len()));
    match work {
        Work::Fetching(..) | Work::Starting => Some(words.starting.to_owned()),
        Work::Measuring(pace) => Some((words.measuring)(&all.numerals.whole(pace.total))),
        Work::Writing(_) => Some(words.writing_csv.to_owned()),
        _ if was_stopped && room.lab.with(|lab| lab.course.is_none()) => {
            Some(words.stopped.to_owned())
        }
        _ if clips == 0 => None,
        _ => {
            let seconds = room.lab.with(|lab| lab.seconds());
            Some((words.done)(&all.numerals.whole(clips), &clock(seconds)))
        }
    }
}

/// How far it is, how fast it goes, how long it will take.
fn pace(work: Work, all: &Words) -> Option<String> {
    let (words, numerals) = (&all.laboratory.measures, &all.numerals);
    match work {
        Work::Fetching(loaded, total) => {
            Some((words.fetching)(&numerals.bytes(loaded), &numerals.bytes(total)))
        }
        Work::Measuring(pace) => {
            let done = (words.progress)(&numerals.whole(pace.done), &numerals.whole(pace.total));
            let speed = pace.a_second().map(|speed| (words.pace)(&numerals.decimal(speed, 1)));
            let left = pace.left_s().map(|seconds| (words.left)(&clock(seconds)));
            Some([Some(done), speed, left].into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}
