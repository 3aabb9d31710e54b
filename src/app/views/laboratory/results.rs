//! What came of a training: figures, files, and the model in the other views.

use leptos::prelude::*;

use super::examples::examples;
use crate::app::browser::show_place;
use crate::app::focus::focus_on;
use crate::app::lab::{LabRoom, Outcome, Trained, clock};
use crate::app::views::measured::{Measured, PictureNames};
use crate::app::views::pieces::{Look, line, plain_button, table, when};
use crate::app::words::Words;
use crate::corpus::SplitKind;

/// The result, once there is one.
pub fn results(room: LabRoom, all: &'static Words) -> AnyView {
    // Neither whether the model listens nor what is seen of clips is to build the figures anew.
    let outcome = Memo::new(move |_| {
        let outcome = room.lab.with(|lab| lab.outcome.clone());
        outcome.map(|outcome| Outcome { is_adopted: false, examples: Vec::new(), ..outcome })
    });
    let last = move || outcome.get().map(|outcome| result(room, outcome, all));
    view! { {last} {side_by_side(room, all)} }.into_any()
}

/// The trainings of this visit, once there are two to be compared: the same network may do well or
/// badly, by what it is tested on.
fn side_by_side(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.results;
    let trained = Memo::new(move |_| room.lab.with(|lab| lab.trained.clone()));
    let are_several = Signal::derive(move || trained.with(|trained| trained.len() > 1));
    when(are_several, move || {
        let rows = Signal::derive(move || {
            trained.with(|trained| trained.iter().map(|trained| cells(trained, all)).collect())
        });
        let caption = Signal::stored(words.only_unheard.to_owned());
        view! {
            <h3>{words.side_by_side}</h3>
            {table("lab-compared", caption, words.compared_columns.to_vec(), rows)}
        }
        .into_any()
    })
}

/// A row: what it was tested on and how it did, then the network and its settings; on a narrow screen
/// these are scrolled for.
fn cells(trained: &Trained, all: &Words) -> Vec<String> {
    let Trained { settings, accuracy, uar } = trained;
    let share = |share: f64| all.numerals.percent(share as f32);
    vec![
        all.laboratory.training.splits[settings.split as usize].to_owned(),
        share(*uar),
        share(*accuracy),
        settings.preset.name().to_owned(),
        all.numerals.whole(settings.epochs),
        settings.seed.to_string(),
    ]
}

fn result(room: LabRoom, outcome: Outcome, all: &'static Words) -> AnyView {
    let words = &all.laboratory.results;
    let said = format!("{} {}", outcome_of(&outcome, room, all), kept_epoch(&outcome, all));
    let flatters = match outcome.settings.split {
        SplitKind::Speaker => None,
        SplitKind::Clip => Some(words.flatters[0]),
        SplitKind::Row => Some(words.flatters[1]),
    };
    let warning = flatters.map(|flatters| {
        line(
            "lab-flatters",
            "lab-flatters",
            Some("note"),
            Signal::stored(Some(flatters.to_owned())),
        )
    });
    let uar = format!("{:.4}", outcome.evaluation.pooled.uar);
    let names = PictureNames {
        confusion: "lab-confusion",
        reliability: "lab-reliability",
        curves: "lab-learning",
    };
    let (history, evaluation) = (outcome.history, outcome.evaluation);
    view! {
        <h3>{words.heading}</h3>
        {warning}
        <p class="training-verdict" data-testid="lab-outcome" data-uar=uar>{said}</p>
        {files(room, all)}
        <Measured history=history evaluation=evaluation caption=words.caption names=names />
        {examples(room, all)}
    }
    .into_any()
}

/// The model as a file, the report as a file, and the model in the other views.
fn files(room: LabRoom, all: &'static Words) -> AnyView {
    let words = &all.laboratory.results;
    let name = RwSignal::new(words.first_name.to_owned());
    let is_adopted = Signal::derive(move || {
        room.lab.with(|lab| lab.outcome.as_ref().is_some_and(|outcome| outcome.is_adopted))
    });
    let named = move || match name.get_untracked().trim() {
        "" => words.first_name.to_owned(),
        name => name.to_owned(),
    };
    let listen = move || {
        room.listen();
        show_place("sound");
        // It has nothing more to do here.
        focus_on("[data-testid=listen]");
    };
    let never = Signal::stored(false);
    let said = Signal::derive(move || is_adopted.get().then(|| words.listening.to_owned()));
    view! {
        <div class="stand-tools">
            {plain_button("lab-listen", Look::Main, words.listen, is_adopted, listen)}
            <label class="model-name">
                <span>{words.name}</span>
                <input
                    type="text"
                    maxlength="60"
                    data-testid="lab-name"
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            {plain_button("lab-save-model", Look::Plain, words.save_model, never, move || room.save_model(&named()))}
            {plain_button("lab-save-report", Look::Plain, words.save_report, never, move || room.save_report(named()))}
        </div>
        {line("lab-listening", "lab-pace", Some("status"), said)}
    }
    .into_any()
}

/// How it did, in a sentence.
fn outcome_of(outcome: &Outcome, room: LabRoom, all: &Words) -> String {
    let scores = &outcome.evaluation.pooled;
    let share = |share: f64| all.numerals.percent(share as f32);
    let chance = 1.0 / scores.classes.len().max(1) as f64;
    let speakers = room.lab.with_untracked(|lab| lab.dealt.map_or(0, |[.., test]| test.speakers));
    (all.laboratory.results.outcome)(
        &share(scores.uar),
        &share(chance),
        &all.numerals.whole(scores.clips),
        speakers,
    )
}

/// Which epoch was kept.
fn kept_epoch(outcome: &Outcome, all: &Words) -> String {
    let epochs = &outcome.history.epochs;
    let seconds = epochs.iter().map(|epoch| epoch.seconds).sum();
    let best = outcome.history.best().map_or(0, |best| best.epoch);
    let whole = |count| all.numerals.whole(count);
    (all.laboratory.results.kept_epoch)(&whole(best), &whole(epochs.len()), &clock(seconds))
}
