//! What the model is, how it learned, how often it errs, and what it must not be used for.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlCanvasElement;

use super::chart_canvas::ChartCanvas;
use super::explorer::note;
use super::state;
use crate::app::canvas;
use crate::app::format::percent;
use crate::app::models::ModelSize;
use crate::app::theme::chart_theme;
use crate::figures::{Figures, Scores};
use crate::plot::{Chart, Curves, Matrix, Trust};

/// The section about the model that listens.
#[component]
pub fn ModelView() -> impl IntoView {
    let engines = state().engines;
    let figures = RwSignal::new(None::<Figures>);
    let trouble = RwSignal::new(None::<String>);
    let is_open = RwSignal::new(false);
    let listening = Memo::new(move |_| engines.models.with(|models| models.listening));
    Effect::new(move |_| {
        let size: ModelSize = listening.get();
        if !is_open.get() {
            return;
        }
        spawn_local(async move {
            match engines.figures(size).await {
                Ok(found) => {
                    figures.set(found);
                    trouble.set(None);
                }
                Err(error) => trouble.set(Some(error.to_string())),
            }
        });
    });
    let name = move || listening.get().name().to_lowercase();
    view! {
        <section class="model" id="model" aria-labelledby="model-heading">
            <h2 id="model-heading">"How good is it?"</h2>
            <p class="model-lead">
                "It is judged only by people whom it has never heard. Elsewhere you will read of 90 % and more: there the "
                "same voices stand in training and test, and the network recognises the speaker. In front of a microphone "
                "such figures mean nothing."
            </p>
            <details on:toggle=move |_| is_open.set(true) data-testid="model-figures">
                <summary>"What was measured of the " {name} " model"</summary>
                <p class="trouble" role="status">{trouble}</p>
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
    let epochs = history.epochs.len();
    let probe = evaluation
        .corpus_probe
        .map(|probe| format!("{probe}: it still hears which one it listens to."));
    let curves = StoredValue::new_local(Curves::of(&history));
    let rows: Vec<(String, Scores)> = evaluation
        .corpora
        .into_iter()
        .chain(std::iter::once(("all".to_owned(), evaluation.pooled)))
        .collect();
    let names: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let chosen = RwSignal::new(names.len() - 1);
    let table = rows.iter().map(|(name, scores)| row(name, scores)).collect_view();
    let charts = StoredValue::new_local(
        rows.iter().map(|(_, scores)| (Matrix::of(scores), Trust::of(scores))).collect::<Vec<_>>(),
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
        <p>
            {format!(
                "It learned from {training_clips} clips of {training_speakers} actors, in {epochs} rounds and \
                 {minutes:.0} minutes on two processor cores. {test_speakers} actors were kept apart; they judge it here."
            )}
        </p>
        <div class="figures-table">
            <table>
                <caption>
                    "Of the emotions that were meant, so many were heard, the mean over the emotions of a corpus. People who "
                    "heard the clips of crema-d chose what was meant in 40.9 % of them."
                </caption>
                <thead>
                    <tr>
                        <th scope="col">"Corpus"</th>
                        <th scope="col">"Emotions"</th>
                        <th scope="col">"Clips"</th>
                        <th scope="col">"Heard"</th>
                        <th scope="col">"By chance"</th>
                        <th scope="col">"It names one"</th>
                        <th scope="col">"and is right"</th>
                    </tr>
                </thead>
                <tbody>{table}</tbody>
            </table>
        </div>
        <p class="aside">{probe}</p>
        <label class="figures-of">
            <span>"Pictures of"</span>
            <select on:change=move |event| {
                if let Ok(index) = event_target_value(&event).parse() {
                    chosen.set(index);
                }
            }>{options}</select>
        </label>
        <div class="figures">
            <Figure
                name="confusion"
                label=Signal::derive(move || format!("Confusion matrix of {}", of.get()))
                words="What was meant (rows) and what was heard (columns). Beside the diagonal stand the errors."
                draw=move |canvas: &HtmlCanvasElement| {
                    charts.with_value(|charts| put(canvas, &charts[chosen.get()].0.chart("")));
                }
            />
            <Figure
                name="reliability"
                label=Signal::derive(move || format!("Reliability of {}", of.get()))
                words="How often it is right when it says so many per cent. On the diagonal it means what it says."
                draw=move |canvas: &HtmlCanvasElement| {
                    charts.with_value(|charts| {
                        if let Some(trust) = &charts[chosen.get()].1 {
                            put(canvas, &trust.chart(""));
                        }
                    });
                }
            />
            <Figure
                name="curves"
                label="Learning curves"
                words="Loss and accuracy over the rounds of the training. Where the lines part, it learns voices by heart."
                draw=move |canvas: &HtmlCanvasElement| {
                    curves.with_value(|curves| put(canvas, &curves.chart("")));
                }
            />
        </div>
    }
}

fn row(name: &str, scores: &Scores) -> impl IntoView + use<> {
    let share = |share: f64| percent(share as f32);
    let named = scores.named.map(|named| (share(named.share), share(named.right)));
    let (named, right) = named.unzip();
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            <td>{scores.classes.len()}</td>
            <td>{scores.clips}</td>
            <td>{share(scores.uar)}</td>
            <td>{share(1.0 / scores.classes.len().max(1) as f64)}</td>
            <td>{named}</td>
            <td>{right}</td>
        </tr>
    }
}

/// A chart with its words.
#[component]
fn Figure(
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    words: &'static str,
    draw: impl Fn(&HtmlCanvasElement) + 'static,
) -> impl IntoView {
    view! {
        <figure>
            <ChartCanvas name=name label=label draw=draw />
            <figcaption>{words}</figcaption>
        </figure>
    }
}

fn put(canvas: &HtmlCanvasElement, chart: &impl Chart) {
    note(canvas::draw(canvas, chart, &chart_theme(state().grounds.current()), |_| Ok(())));
}
