//! What was measured of a model: scores, confusion, reliability, learning curves.

use leptos::prelude::*;

use super::behind::Draw;
use super::chart_canvas::ChartCanvas;
use super::pieces::table;
use super::{charts as theme, words};
use crate::app::canvas::Easel;
use crate::app::words::Words;
use crate::corpus::Corpus;
use crate::evaluation::ClassScore;
use crate::figures::{Evaluation, History, Scores};
use crate::plot::{Chart, Curves, LearningCurves, Matrix, Trust};

/// The names of the pictures: there may be several models on a page.
#[derive(Clone, Copy)]
pub struct PictureNames {
    /// Of the confusion matrix.
    pub confusion: &'static str,
    /// Of the reliability diagram.
    pub reliability: &'static str,
    /// Of the learning curves.
    pub curves: &'static str,
}

/// All figures of a model.
#[component]
pub fn Measured(
    /// How it learned.
    history: History,
    /// How it did.
    evaluation: Evaluation,
    /// A sentence on how it does in other rooms, where that was measured.
    #[prop(optional_no_strip)]
    elsewhere: Option<String>,
    /// Above the table.
    caption: &'static str,
    /// The names of the pictures.
    names: PictureNames,
) -> impl IntoView {
    let all = words();
    let words = &all.model;
    let probe = evaluation
        .corpus_probe
        .map(|probe| (words.probe)(&share(probe.recall), &share(probe.chance)));
    let elsewhere =
        elsewhere.map(|told| view! { <p class="aside" data-testid="elsewhere">{told}</p> });
    let curves = StoredValue::new_local(Curves::of(&history));
    let titled =
        |(name, scores): (String, Scores)| (Corpus::from_name(&name).title().to_owned(), scores);
    let mut rows: Vec<(String, Scores)> = evaluation.corpora.into_iter().map(titled).collect();
    // Of a single corpus it would be the same again.
    if rows.len() != 1 {
        rows.push((words.all.to_owned(), evaluation.pooled));
    }
    let corpora: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let chosen = RwSignal::new(corpora.len() - 1);
    let matrix = |scores| Matrix::named(scores, |emotion| all.emotion(emotion));
    let charts = StoredValue::new_local(
        rows.iter().map(|(_, scores)| (matrix(scores), Trust::of(scores))).collect::<Vec<_>>(),
    );
    let options = corpora
        .iter()
        .enumerate()
        .map(|(i, name)| view! { <option value=i selected=move || chosen.get() == i>{name.clone()}</option> })
        .collect_view();
    let of = Signal::derive(move || corpora[chosen.get()].clone());
    let table_of = |(name, scores): &(String, Scores)| cells(name, scores, all);
    let scores = Signal::stored(rows.iter().map(table_of).collect::<Vec<_>>());
    let scores =
        table("scores", Signal::stored(caption.to_owned()), words.columns.to_vec(), scores);
    let report = table(
        "by-emotion",
        Signal::derive(move || (all.laboratory.results.report)(&of.get())),
        all.laboratory.results.report_columns.to_vec(),
        Signal::derive(move || by_emotion(&rows[chosen.get()].1, all)),
    );
    view! {
        <div class="figures">
            <div>{scores} {elsewhere} <p class="aside">{probe}</p></div>
            <div>
                <label class="figures-of">
                    <span>{words.pictures_of}</span>
                    <select on:change=move |event| {
                        if let Ok(index) = event_target_value(&event).parse() {
                            chosen.set(index);
                        }
                    }>{options}</select>
                </label>
                {report}
            </div>
        </div>
        <div class="figures">
            <Figure
                name=names.confusion
                label=Signal::derive(move || (words.confusion)(&of.get()))
                words=words.confusion_words
                draw=move |easel: &Easel| {
                    charts.with_value(|charts| put(easel, &charts[chosen.get()].0.chart("")));
                }
            />
            <Figure
                name=names.reliability
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
                name=names.curves
                label=words.curves
                words=words.curves_words
                draw=move |easel: &Easel| {
                    curves.with_value(|curves| put_curves(easel, curves));
                }
            />
        </div>
    }
}

/// Learning curves with the page's own words.
pub fn put_curves(easel: &Easel<'_>, curves: &Curves) {
    let accuracy_label = theme().terms.accuracy.to_owned();
    put(easel, &LearningCurves { accuracy_label, ..curves.chart("") });
}

/// How each emotion fared: precision, recall, F1, clips.
fn by_emotion(scores: &Scores, all: &Words) -> Vec<Vec<String>> {
    let cells = |score: ClassScore| {
        let mut cells = vec![all.emotion(score.label).to_owned()];
        cells.extend([score.precision, score.recall, score.f1].map(share));
        cells.push(all.numerals.whole(score.support));
        cells
    };
    scores.per_class().into_iter().map(cells).collect()
}

fn cells(name: &str, scores: &Scores, all: &Words) -> Vec<String> {
    let mut cells = vec![
        name.to_owned(),
        scores.classes.len().to_string(),
        all.numerals.whole(scores.clips),
        share(scores.uar),
        share(1.0 / scores.classes.len().max(1) as f64),
    ];
    let named = scores.named.map(|named| [named.share, named.right].map(share));
    cells.extend(named.unwrap_or_default());
    cells
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
    #[prop(into)] draw: Draw,
) -> impl IntoView {
    view! {
        <figure>
            <ChartCanvas name=name label=label draw=draw />
            <figcaption>{words}</figcaption>
        </figure>
    }
}

fn put(easel: &Easel<'_>, chart: &impl Chart) {
    easel.put(chart, &theme());
}
