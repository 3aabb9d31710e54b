//! Training: begun, watched, stopped and gone on with.

use std::sync::Arc;

use leptos::prelude::*;

use super::settings::settings;
use crate::app::canvas::Easel;
use crate::app::focus::bequeath_focus;
use crate::app::lab::{Lab, LabRoom, Work, clock};
use crate::app::views::chart_canvas::ChartCanvas;
use crate::app::views::measured::put_curves;
use crate::app::views::pieces::{Look, bar, button, line, plain_button, row, table, when};
use crate::app::words::Words;
use crate::figures::EpochRecord;
use crate::plot::Curves;

/// The buttons that begin a training, or go on with one.
const BEGIN: &str = "[data-testid=lab-go-on], [data-testid=lab-train]";
/// The button that stops it.
const STOP: &str = "[data-testid=lab-stop]";

/// The settings, the buttons, the bar and the curves.
pub fn training(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.training;
    let share = Signal::derive(move || room.lab.with(Lab::share));
    let has_curves = Signal::derive(move || {
        room.lab.with(|lab| lab.course.as_ref().is_some_and(|c| !c.history.epochs.is_empty()))
    });
    view! {
        <h3>{words.heading}</h3>
        {settings(room, all)}
        {line("lab-dealt", "lab-pace", None, Signal::derive(move || dealt(room, all)))}
        {line("lab-training", "training-status", Some("status"), Signal::derive(move || said(room, all)))}
        {line("lab-step", "lab-pace", None, Signal::derive(move || pace(room, all)))}
        {bar(words.heading, share)}
        {buttons(room, all)}
        {when(has_curves, move || curves(room, all))}
    }
    .into_any()
}

fn buttons(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.training;
    let is_training = Signal::derive(move || room.is_training());
    let rests = Signal::derive(move || !is_training.get());
    let cannot_train = Signal::derive(move || !room.lab.with(Lab::can_train));
    let has_course = Signal::derive(move || room.lab.with(|lab| lab.course.is_some()));
    let can_go_on = Signal::derive(move || rests.get() && has_course.get());
    let look = Signal::derive(move || if has_course.get() { Look::Plain } else { Look::Main });
    let begin =
        Signal::derive(move || if has_course.get() { words.anew } else { words.train }.to_owned());
    let never = Signal::stored(false);
    let stop = when(is_training, move || {
        bequeath_focus(STOP, BEGIN);
        plain_button("lab-stop", Look::Plain, words.stop, never, move || room.stop_training())
    });
    let go_on = when(can_go_on, move || {
        bequeath_focus(BEGIN, STOP);
        plain_button("lab-go-on", Look::Main, words.go_on, cannot_train, move || room.train(true))
    });
    let train = when(rests, move || {
        bequeath_focus(BEGIN, STOP);
        button("lab-train", look, begin, cannot_train, Arc::new(move || room.train(false)))
    });
    row(vec![stop, go_on, train])
}

/// How many clips and speakers are on each side.
fn dealt(room: LabRoom, all: &Words) -> Option<String> {
    let sides = room.lab.with(|lab| lab.dealt)?;
    let [train, validation, test] =
        sides.map(|side| [side.clips, side.speakers].map(|count| all.numerals.whole(count)));
    fn both([clips, speakers]: &[String; 2]) -> [&str; 2] {
        [clips, speakers]
    }
    Some((all.laboratory.training.dealt)(both(&train), both(&validation), both(&test)))
}

/// Where the training is, in words that change with its epochs: they are read out.
fn said(room: LabRoom, all: &Words) -> Option<String> {
    let words = &all.laboratory.training;
    room.lab.with(|lab| {
        let course = lab.course.as_ref()?;
        let epochs = all.numerals.whole(course.history.epochs.len());
        let of = all.numerals.whole(course.settings.epochs);
        Some(match lab.work {
            Work::Training(_) => (words.epochs_done)(&epochs, &of),
            _ if course.of_earlier_visit => (words.interrupted)(&epochs, &of),
            _ => (words.stopped)(&epochs, &of),
        })
    })
}

/// The step of now, how fast it goes and how long it will take.
fn pace(room: LabRoom, all: &Words) -> Option<String> {
    let (words, numerals) = (&all.laboratory.training, &all.numerals);
    room.lab.with(|lab| {
        let Work::Training(step) = lab.work else { return None };
        if step.epoch == 0 {
            return None;
        }
        let whole = |count: usize| numerals.whole(count);
        let (epoch, epochs) = (whole(step.epoch), whole(lab.settings.epochs));
        let (done, clips) = (whole(step.clips_done), whole(step.clips));
        let mut said = vec![
            (words.progress)([&epoch, &epochs], [&done, &clips]),
            (words.loss)(&numerals.decimal(step.loss, 3)),
            (words.pace)(&numerals.decimal(step.clips_a_second, 1)),
        ];
        said.extend(lab.left_s().map(|seconds| (all.laboratory.measures.left)(&clock(seconds))));
        Some(said.join(", "))
    })
}

/// Loss and accuracy as they grow, and the same as numbers.
fn curves(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.training;
    // A step changes nothing here; only an epoch does.
    let history =
        Memo::new(move |_| room.lab.with(|lab| lab.course.as_ref().map(|c| c.history.clone())));
    let draw = move |easel: &Easel| {
        if let Some(history) = history.get() {
            put_curves(easel, &Curves::of(&history));
        }
    };
    let rows = Signal::derive(move || {
        let history = history.get().unwrap_or_default();
        history.epochs.iter().map(|epoch| cells(epoch, all)).collect()
    });
    let caption = Signal::stored(words.curves_table.to_owned());
    view! {
        <figure class="training-curves">
            <ChartCanvas name="lab-curves" label=words.curves draw=draw />
            <figcaption>{words.curves}</figcaption>
        </figure>
        <details class="lab-left-out">
            <summary>{words.curves_table}</summary>
            {table("lab-epochs", caption, words.curves_columns.to_vec(), rows)}
        </details>
    }
    .into_any()
}

fn cells(epoch: &EpochRecord, all: &Words) -> Vec<String> {
    let numerals = &all.numerals;
    vec![
        numerals.whole(epoch.epoch),
        numerals.power(epoch.learning_rate),
        numerals.decimal(epoch.training_loss, 3),
        numerals.percent(epoch.training_accuracy as f32),
        numerals.decimal(epoch.validation_loss, 3),
        numerals.percent(epoch.validation_uar as f32),
    ]
}
