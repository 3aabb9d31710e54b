//! What the model is, how it learned, how often it errs, and what it must not be used for.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::chart_canvas::{ChartCanvas, SavePicture};
use super::{charts as theme, state, words};
use crate::app::canvas::Easel;
use crate::app::models::ModelSize;
use crate::app::trouble::Trouble;
use crate::app::words::catalogue::Learned;
use crate::figures::{Figures, Scores};
use crate::plot::{Chart, Curves, LearningCurves, Matrix, Trust};

/// The section about the model that listens.
#[component]
pub fn ModelView() -> impl IntoView {
    let state = state();
    let (engines, is_open) = (state.engines, state.model_open);
    let figures = RwSignal::new(None::<Figures>);
    let trouble = RwSignal::new(None::<Trouble>);
    let all = words();
    let words = &all.model;
    let listening = Memo::new(move |_| engines.models.with(|models| models.listening));
    Effect::new(move |_| {
        let size: ModelSize = listening.get();
        // Before the list of the site's files is here, nobody knows where the figures are.
        let is_known = engines.models.with(|models| !models.offered.is_empty());
        if !is_open.get() || !is_known {
            return;
        }
        spawn_local(async move {
            match engines.figures(size).await {
                Ok(found) => {
                    figures.set(found);
                    trouble.set(None);
                }
                Err(error) => trouble.set(Some(error)),
            }
        });
    });
    let measured = move || match listening.get() {
        ModelSize::Small => words.measured_small,
        ModelSize::Large => words.measured_large,
    };
    view! {
        <section class="model" id="model" aria-labelledby="model-heading">
            <h2 id="model-heading">{words.heading}</h2>
            <p class="model-lead">
                {words.lead}
            </p>
            <details
                prop:open=is_open
                on:toggle=move |event| is_open.set(event_target::<Element>(&event).has_attribute("open"))
                data-testid="model-figures"
            >
                <summary>{measured}</summary>
                <p class="trouble" role="status">
                    {move || trouble.get().map(|trouble| trouble.sentence(all))}
                </p>
                {move || figures.get().map(|figures| view! { <Measured figures=figures /> })}
            </details>
        </section>
    }
}

/// All figures of a model.
#[component]
fn Measured(figures: Figures) -> impl IntoView {
    let Figures { training_clips, training_speakers, test_speakers, history, evaluation } = figures;
    let minutes = history.epochs.iter().map(|epoch| epoch.seconds).sum::<f64>() / 60.0;
    let all = words();
    let (words, numerals) = (&all.model, &all.numerals);
    let learned = (words.learned)(Learned {
        clips: &numerals.whole(training_clips),
        actors: &numerals.whole(training_speakers),
        rounds: &numerals.whole(history.epochs.len()),
        minutes: &numerals.decimal(minutes, 0),
        test_actors: &numerals.whole(test_speakers),
    });
    let probe = evaluation
        .corpus_probe
        .map(|probe| (words.probe)(&share(probe.recall), &share(probe.chance)));
    let curves = StoredValue::new_local(Curves::of(&history));
    let rows: Vec<(String, Scores)> = evaluation
        .corpora
        .into_iter()
        .chain(std::iter::once((words.all.to_owned(), evaluation.pooled)))
        .collect();
    let names: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let chosen = RwSignal::new(names.len() - 1);
    let table = rows.iter().map(|(name, scores)| row(name, scores)).collect_view();
    let matrix = |scores| Matrix::named(scores, |emotion| all.emotion(emotion));
    let charts = StoredValue::new_local(
        rows.iter().map(|(_, scores)| (matrix(scores), Trust::of(scores))).collect::<Vec<_>>(),
    );
    let options = names
        .iter()
        .enumerate()
        .map(|(i, name)| view! { <option value=i selected=move || chosen.get() == i>{name.clone()}</option> })
        .collect_view();
    let of = {
        let names = names.clone();
        Signal::derive(move || names[chosen.get()].clone())
    };
    view! {
        <p>{learned}</p>
        <div class="figures-table">
            <table>
                <caption>{words.caption}</caption>
                <thead>
                    <tr>{words.columns.map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{table}</tbody>
            </table>
        </div>
        <p class="aside">{probe}</p>
        <label class="figures-of">
            <span>{words.pictures_of}</span>
            <select on:change=move |event| {
                if let Ok(index) = event_target_value(&event).parse() {
                    chosen.set(index);
                }
            }>{options}</select>
        </label>
        <div class="figures">
            <Figure
                name="confusion"
                label=Signal::derive(move || (words.confusion)(&of.get()))
                words=words.confusion_words
                draw=move |easel: &Easel| {
                    charts.with_value(|charts| put(easel, &charts[chosen.get()].0.chart("")));
                }
            />
            <Figure
                name="reliability"
                label=Signal::derive(move || (words.reliability)(&of.get()))
                words=words.reliability_words
                draw=move |easel: &Easel| {
                    charts.with_value(|charts| {
                        if let Some(trust) = &charts[chosen.get()].1 {
                            put(easel, &trust.chart(""));
                        }
                    });
                }
            />
            <Figure
                name="curves"
                label=words.curves
                words=words.curves_words
                draw=move |easel: &Easel| {
                    curves.with_value(|curves| {
                        let accuracy_label = theme().terms.accuracy.to_owned();
                        put(easel, &LearningCurves { accuracy_label, ..curves.chart("") });
                    });
                }
            />
        </div>
    }
}

fn row(name: &str, scores: &Scores) -> impl IntoView + use<> {
    let named = scores.named.map(|named| (share(named.share), share(named.right)));
    let (named, right) = named.unzip();
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            <td>{scores.classes.len()}</td>
            <td>{words().numerals.whole(scores.clips)}</td>
            <td>{share(scores.uar)}</td>
            <td>{share(1.0 / scores.classes.len().max(1) as f64)}</td>
            <td>{named}</td>
            <td>{right}</td>
        </tr>
    }
}

fn share(share: f64) -> String {
    words().numerals.percent(share as f32)
}

/// A chart with its words.
#[component]
fn Figure(
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    words: &'static str,
    draw: impl Fn(&Easel<'_>) + 'static,
) -> impl IntoView {
    view! {
        <figure>
            <ChartCanvas name=name label=label draw=draw />
            <figcaption>{words}</figcaption>
            <p class="saves"><SavePicture name=name title=label stem=label /></p>
        </figure>
    }
}

fn put(easel: &Easel<'_>, chart: &impl Chart) {
    easel.put(chart, &theme());
}
