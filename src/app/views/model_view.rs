//! What the model is, how it learned, how often it errs, and what it must not be used for.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::honesty::Honesty;
use super::measured::{Measured, PictureNames};
use super::{state, words};
use crate::app::models::ModelSize;
use crate::app::trouble::Trouble;
use crate::app::words::catalogue::Learned;
use crate::figures::Figures;

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
            <Honesty />
            <div class="not-for" data-testid="not-for">
                <h3>{words.not_for_heading}</h3>
                <p>{words.not_for}</p>
            </div>
            <details
                prop:open=is_open
                on:toggle=move |event| is_open.set(event_target::<Element>(&event).has_attribute("open"))
                data-testid="model-figures"
            >
                <summary>{measured}</summary>
                <p class="trouble" role="status">
                    {move || trouble.get().map(|trouble| trouble.sentence(all))}
                </p>
                {move || figures.get().map(|figures| view! { <Figured figures=figures /> })}
            </details>
        </section>
    }
}

/// All figures of a model.
#[component]
fn Figured(figures: Figures) -> impl IntoView {
    let Figures {
        training_clips,
        training_speakers,
        test_speakers,
        history,
        evaluation,
        elsewhere,
    } = figures;
    let minutes = history.epochs.iter().map(|epoch| epoch.seconds).sum::<f64>() / 60.0;
    let all = words();
    let (words, numerals) = (&all.model, &all.numerals);
    let learned = (words.learned)(Learned {
        clips: &numerals.whole(training_clips),
        actors: &numerals.whole(training_speakers),
        rounds: &numerals.whole(history.epochs.len()),
        minutes: minutes.round() as usize,
        test_actors: &numerals.whole(test_speakers),
    });
    let names =
        PictureNames { confusion: "confusion", reliability: "reliability", curves: "curves" };
    let elsewhere = elsewhere.map(|uar| (words.elsewhere)(&numerals.percent(uar as f32)));
    view! {
        <p>{learned}</p>
        <Measured
            history=history
            evaluation=evaluation
            elsewhere=elsewhere
            caption=words.caption
            names=names
        />
    }
}
